"""What a worker process does: it loads the rules once, then cleans batch after batch.

What comes back is small: the finished lines of the output and counts, not records.
"""

import faulthandler
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from cleaner.api import Cleaner
from cleaner.batch.attempt import attempt
from cleaner.batch.batches import Batch, size_of
from cleaner.batch.memory import OUT_OF_MEMORY, leave_if_above, limited
from cleaner.batch.summary import UNKNOWN, Account, Summary
from cleaner.document import Document, Record
from cleaner.io.readers import Failure, Item, read_item
from cleaner.io.writers import line_of

__all__ = ["Done", "clean_batch", "count_batch", "outlet_of", "prepare"]

_CLEANER: Final[ContextVar[Cleaner]] = ContextVar("cleaner")
_MEMORY: Final[ContextVar[int]] = ContextVar("memory")
Made = TypeVar("Made")

_GRACE: Final = 10.0  # seconds, by which the parent has ended a worker if it is still there


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch.

    Args:
        lines: The records, as the output has them; of a count, what `cleaner.repeats.Tally` takes.
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
    lines: list[bytes] = []
    summary = Summary()

    def clean(item: Document | Failure) -> None:
        result = _clean(item, cleaner, outlet, summary) if isinstance(item, Document) else item
        if isinstance(result, Failure):
            summary.fail(result, outlet_of(item, cleaner, outlet))
        else:
            lines.append(result)

    done = _each(batch, clean, seconds)
    return Done(b"".join(lines), summary, size_of(batch[:done]))


def count_batch(batch: Batch, outlet: str | None, seconds: float) -> Done:
    """Count what the documents of a batch, or of its beginning, repeat.

    Args:
        batch: As for `clean_batch`; what fails will fail again when it is cleaned, and is reported then.
        outlet: As for `clean_batch`.
        seconds: As for `clean_batch`.

    Returns:
        The keys of their lines.
    """
    cleaner = _CLEANER.get()
    keys: list[bytes] = []

    def count(item: Document | Failure) -> None:
        if isinstance(item, Document):
            found = _attempted(replace(item, outlet=outlet or item.outlet), cleaner.counted)
            keys.append(b"" if isinstance(found, Failure) else found)

    done = _each(batch, count, seconds)
    summary = Summary()
    summary.accounts[UNKNOWN] = Account(documents=done)
    return Done(b"".join(keys), summary, size_of(batch[:done]))


def _each(batch: Batch, do: Callable[[Document | Failure], None], seconds: float) -> int:
    """Do something with one document after the other while there is time; gives with how many."""
    limit = limited(_MEMORY.get())
    pause = time.monotonic() + seconds / 2
    done = 0
    with _ended_after(seconds + _GRACE):
        for done, item in enumerate(batch, start=1):  # noqa: B007  counts how many there were
            do(_read(item))
            leave_if_above(limit)
            if time.monotonic() > pause:
                break
    return done


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

    found = _attempted(document, clean)
    if isinstance(found, Failure):
        return found
    text, record, line = found
    summary.add(record, text)
    return line


def _attempted(document: Document, do: Callable[[Document], Made]) -> Made | Failure:
    try:
        return attempt(document, do)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nobody knows what a library that got none is left with
