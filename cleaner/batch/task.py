"""What a worker process does: it loads the rules once, then cleans batch after batch.

What comes back is small: the finished lines of the output and counts, not records.
"""

import faulthandler
import os
import pickle
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cleaner.api import Cleaner
from cleaner.batch.attempt import attempt
from cleaner.batch.batches import Batch, size_of
from cleaner.batch.memory import OUT_OF_MEMORY, leave_if_above, limited
from cleaner.batch.summary import Summary
from cleaner.document import Document, Record
from cleaner.io.readers import Failure, Item, read_item
from cleaner.io.writers import line_of

__all__ = ["Done", "clean_batch", "outlet_of", "prepare"]

_CLEANER: Final[ContextVar[Cleaner]] = ContextVar("cleaner")
_MEMORY: Final[ContextVar[int]] = ContextVar("memory")
_GRACE: Final = 10.0  # seconds, by which the parent has ended a worker if it is still there


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch.

    Args:
        lines: The records, as the output has them.
        summary: Counts of them, and the documents that failed.
        size: How large their contents were, in bytes (characters where they are text), to tell how far a run is.
    """

    lines: bytes
    summary: Summary
    size: int = 0

    @property
    def count(self) -> int:
        """How many of the batch's documents are in it."""
        return self.summary.documents + self.summary.failed


def prepare(pickled: bytes, memory: int) -> None:
    """Get a worker ready.

    Args:
        pickled: The cleaner. As bytes, because the process would load an object, and with it all rules, before Pebble
            has told it to leave Ctrl-C to its parent.
        memory: How many bytes one document may need beside what the worker holds when its batch begins.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's, which would reserve memory for a thread on each core
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends it even inside a C library, where a handler has to wait
    _CLEANER.set(pickle.loads(pickled))  # noqa: S301  from our own parent
    _MEMORY.set(memory)


def clean_batch(batch: Batch, outlet: str | None, seconds: float) -> Done:
    """Clean a batch, or its beginning if that takes long.

    Args:
        batch: Documents, read or not, and failures to pass on.
        outlet: The outlet of all documents, where the user knows it.
        seconds: How long one document may take. After half of it none is begun any more, so that a document which
            keeps to the limit is not ended for those before it.

    Returns:
        What came of the first documents of the batch, of at least one.
    """
    cleaner = _CLEANER.get()
    limit = limited(_MEMORY.get())
    pause = time.monotonic() + seconds / 2
    lines: list[bytes] = []
    summary = Summary()
    done = 0
    with _ended_after(seconds + _GRACE):
        for done, item in enumerate(batch, start=1):  # noqa: B007  counts how many there were
            document = _read(item)
            result = _clean(document, cleaner, outlet, summary) if isinstance(document, Document) else document
            leave_if_above(limit)
            if isinstance(result, Failure):
                summary.fail(result, outlet_of(document, cleaner, outlet))
            else:
                lines.append(result)
            if time.monotonic() > pause:
                break
    return Done(b"".join(lines), summary, size_of(batch[:done]))


def outlet_of(item: Document | Failure, cleaner: Cleaner, outlet: str | None) -> str | None:
    """Whose a document is that failed, as far as the user, its row or its URL says it.

    Args:
        item: A document, or the failure of one that could not be read.
        cleaner: The loaded rules.
        outlet: The outlet of all documents, where the user knows it.

    Returns:
        The outlet that it is counted under.
    """
    if outlet or isinstance(item, Failure):
        return outlet
    named = cleaner.rulebook.named(item.outlet, item.url)
    return (named.name if named else None) or item.outlet


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer and there is no parent left to do it: no orphan works for ever."""
    with Path(os.devnull).open("wb") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)  # a thread in C, which needs no turn
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _read(item: Item) -> Document | Failure:
    try:
        return read_item(item)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _clean(document: Document, cleaner: Cleaner, outlet: str | None, summary: Summary) -> bytes | Failure:
    def clean(document: Document) -> tuple[str, Record, bytes]:
        text, record = cleaner.trace(document, outlet=outlet)
        return text, record, line_of(record.as_dict())

    try:
        found = attempt(document, clean)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nobody knows what a library that got none is left with
    if isinstance(found, Failure):
        return found
    text, record, line = found
    summary.add(record, text)
    return line
