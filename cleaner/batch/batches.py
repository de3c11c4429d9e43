"""Documents in batches: large enough that handing them over costs nothing, small enough to be done again."""

from collections.abc import Iterable, Iterator
from typing import Final

from cleaner.document import Document
from cleaner.io.failure import Failure
from cleaner.io.readers import LARGEST, Item

__all__ = ["LARGEST", "Batch", "bounded", "in_batches", "size_of", "weight_of"]

_BATCH: Final = 1_000_000  # a quarter of a second of work on pages, less on text; handing it over takes milliseconds
_OVERHEAD: Final = 1_000  # what a document costs whatever its length, so that a million empty ones are many batches

Batch = tuple[Item, ...]


def in_batches(items: Iterable[Item | None]) -> Iterator[Batch]:
    """Documents in batches of about equal size; a document that is larger than a batch is one of its own.

    Args:
        items: Documents, read or not, and the failures of those that could not be read, which keep their place; None
            where nothing comes at the moment (see `cleaner.batch.arriving`).

    Yields:
        Batches, in order. A document above `LARGEST` is a failure in its place. Where nothing comes, what there is, be
        it none.
    """
    batch: list[Item] = []
    size = 0
    for given in items:
        if given is None:
            yield tuple(batch)
            batch, size = [], 0
            continue
        # What is not read yet is bounded by who reads it.
        item = bounded(given) if isinstance(given, Document) else given
        weight = weight_of((item,))
        if batch and size + weight > _BATCH:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(item)
        size += weight
    if batch:
        yield tuple(batch)


def size_of(batch: Batch) -> int:
    """How large the contents of a batch are, in bytes, or characters where they are text; unread ones as they lie."""
    return sum(map(_size_of, batch))


def _size_of(item: Item) -> int:
    if isinstance(item, Document):
        return len(item.content)
    return 0 if isinstance(item, Failure) else item.size


def weight_of(batch: Batch) -> int:
    """How large a batch is: its contents, and something for each document."""
    return _OVERHEAD * len(batch) + size_of(batch)


def bounded(document: Document) -> Document | Failure:
    """A document, or in the place of one above `LARGEST` its failure."""
    if len(document.content) <= LARGEST:
        return document
    unit = "bytes" if isinstance(document.content, bytes) else "characters"
    reason = f"is too large: {len(document.content):,} {unit}; the limit is {LARGEST:,}"
    return Failure(id=document.id, source=document.source or "", reason=reason)
