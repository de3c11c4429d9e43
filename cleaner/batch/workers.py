"""Worker processes: the only way to end a parser that hangs, or to outlive one that crashes, is to be another process.

Pebble runs the processes, ends one that takes too long and tells when one has died. Here is what it leaves open: the
order of the input, a bound on what is under way, and that a bad document costs itself alone.
"""

import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from multiprocessing.forkserver import ensure_running
from types import TracebackType
from typing import Final, Self

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from cleaner.api import Cleaner
from cleaner.batch.batches import Batch, size_of, weight_of
from cleaner.batch.memory import OUT_OF_MEMORY
from cleaner.batch.summary import Summary
from cleaner.batch.task import Done, clean_batch, outlet_of, prepare
from cleaner.errors import CleanerError
from cleaner.io.readers import Failure, File, Line

__all__ = ["Crew", "Terms", "Work", "cores", "start_ahead"]

_BATCHES_AHEAD: Final = 3  # per worker: one in work, and enough behind it that none waits for the reader
_BYTES_AHEAD: Final = 200_000_000  # under way, or done and waiting for a batch before them that takes its time
_PATIENCE: Final = 1.0  # seconds between two looks at whether the pool itself still lives
_ATTEMPTS: Final = 3  # pools in a row that broke before anything was done
_LIFE: Final = 500  # batches, minutes of work; then a worker makes way for a new one, and what libraries leaked ends


def start_ahead() -> None:
    """Begin to load what workers need, while there is something else to do."""
    if sys.platform == "linux":
        _context()
        ensure_running()


def _context() -> BaseContext:
    """How processes begin: safe whatever threads there are here, which a copy of this process would not be."""
    if sys.platform != "linux":  # macOS's own libraries do not outlive being copied, and Windows copies none
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["cleaner.batch.warm"])
    return context


def cores() -> int:
    """How many processes can work at once: the cores that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


Work = Callable[[Batch, str | None, float], Done]


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What workers are told.

    Args:
        workers: How many processes there may be.
        seconds: How long one document may take.
        memory: How many bytes of memory one document may need, beside what its worker holds already.
        outlet: The outlet of all documents, where the user knows it.
        work: What they do with a batch: `clean_batch` or `count_batch`.
    """

    workers: int
    seconds: float
    memory: int = 2_000_000_000
    outlet: str | None = None
    work: Work = clean_batch


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch under way."""

    batch: Batch
    size: int
    future: ProcessFuture[Done]


class Crew:
    """Worker processes that clean batches; as a context manager, none of them outlives the block."""

    def __init__(self, cleaner: Cleaner, terms: Terms) -> None:
        """Load nothing and start nothing yet.

        Args:
            cleaner: What every worker loads.
            terms: How many workers, and what each is told.
        """
        self._cleaner = cleaner
        self._pickled = pickle.dumps(cleaner)
        self._terms = terms
        self._pool: ProcessPool | None = None
        self._size = 0
        self._broken = 0
        self._line: deque[_Sent] = deque()

    def __enter__(self) -> Self:
        """Nothing to begin: processes start with the first batch."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End all processes, whatever they are doing."""
        self._stop()

    def clean(self, batches: Iterable[Batch]) -> Iterator[Done]:
        """Clean batches, several at a time.

        Args:
            batches: Any number; only so many are read that all workers are busy. An empty one says that nothing comes
                at the moment, and is the time to hand on what is done.

        Yields:
            What came of them, in their order, sometimes in more pieces than they were given.

        Raises:
            CleanerError: Workers cannot be started, or end before they can work.
        """
        batches = iter(batches)
        for batch in chain(self._first(batches), batches):
            if batch:
                self._line.append(self._send(batch))
            elif self._line:
                self._look_after()
            while self._line and (self._line[0].future.done() or self._is_full()):
                yield from self._advance()
        while self._line:
            yield from self._advance()

    def _first(self, batches: Iterator[Batch]) -> list[Batch]:
        """The first batches, by which the number of workers is chosen.

        A process takes a second to start: no more than there is work for, where that is known.
        """
        first: list[Batch] = []
        self._size = self._terms.workers
        for batch in batches:
            first.append(batch)
            if not batch or len(first) == self._size:
                return first
        self._size = len(first)
        return first

    def _is_full(self) -> bool:
        under_way = sum(not sent.future.done() for sent in self._line)
        return under_way >= _BATCHES_AHEAD * self._size or sum(sent.size for sent in self._line) >= _BYTES_AHEAD

    def _advance(self) -> Iterator[Done]:
        """Take what is done from the head of the line, or wait until something is done anywhere in it."""
        if self._line[0].future.done():
            yield from self._settle(self._line.popleft())
        else:
            wait(
                [sent.future for sent in self._line if not sent.future.done()],
                timeout=_PATIENCE,
                return_when=FIRST_COMPLETED,
            )
            self._look_after()

    def _look_after(self) -> None:
        if self._pool is None or not self._pool.active:
            self._recover()

    def _settle(self, sent: _Sent) -> Iterator[Done]:
        """What came of a batch; what remains of it goes back to the head of the line."""
        try:
            done = sent.future.result()
        except TimeoutError:
            yield from self._failed(sent, f"took longer than {self._terms.seconds:g} s; the limit is --time-limit")
        except ProcessExpired as died:
            yield from self._failed(sent, self._cause(died.exitcode))
        except BrokenProcessPool:
            self._line.appendleft(sent)
            self._recover()
        else:
            self._broken = 0
            yield done
            self._put_back([sent.batch[done.count :]])

    def _failed(self, sent: _Sent, reason: str) -> Iterator[Done]:
        """A batch that ended its worker: alone, its document is guilty; else each is done again by itself."""
        item, *others = sent.batch
        if others:
            self._put_back([(item,) for item in sent.batch])
        else:
            named = item.named() if isinstance(item, Line | File) else item
            failure = Failure(id=named.id, source=named.source or "", reason=reason)
            summary = Summary()
            summary.fail(failure, outlet_of(named, self._cleaner, self._terms.outlet))
            yield Done(b"", summary, size_of(sent.batch))

    def _cause(self, code: int) -> str:
        """Why a process ended, by its exit code: below zero, the signal that ended it."""
        if code == OUT_OF_MEMORY:
            return f"needed more than {self._terms.memory:,} bytes of memory; the limit is --memory-limit"
        try:
            name = signal.Signals(-code).name
        except ValueError:
            return f"its worker died: exit status {code}"
        hint = ", as the system does when memory runs out" if name == "SIGKILL" else ""
        return f"its worker died: killed by signal {-code} ({name}){hint}"

    def _put_back(self, batches: Iterable[Batch]) -> None:
        self._line.extendleft(reversed([self._send(batch) for batch in batches if batch]))

    def _send(self, batch: Batch) -> _Sent:
        """Hand a batch to the pool, which is started for the first one."""
        if self._pool is None:
            told = (self._pickled, self._terms.memory)
            self._pool = ProcessPool(self._size, _LIFE, prepare, told, _context())
        seconds = self._terms.seconds
        arguments = (batch, self._terms.outlet, seconds)
        future: ProcessFuture[Done] = ProcessFuture()
        try:
            future = self._pool.schedule(self._terms.work, args=arguments, timeout=seconds)
        except RuntimeError as error:  # the pool is broken; it is replaced when this batch's turn comes
            future.set_exception(BrokenProcessPool(str(error)))
        return _Sent(batch, weight_of(batch), future)

    def _recover(self) -> None:
        """Start anew after Pebble has given up, as it does when a worker dies while none is known to be at work."""
        self._broken += 1
        if self._broken >= _ATTEMPTS:
            raise CleanerError("the worker processes end before they can work; is there memory for --workers of them?")
        self._stop()
        self._line = deque(sent if _is_settled(sent) else self._send(sent.batch) for sent in self._line)

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None


def _is_settled(sent: _Sent) -> bool:
    return sent.future.done() and not isinstance(sent.future.exception(), BrokenProcessPool)
