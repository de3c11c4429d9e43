"""A bounded sample of a corpus that does not depend on the order in which its documents come."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from heapq import heappush, heappushpop
from typing import Final, TypeVar

__all__ = ["SAMPLE", "sample_of"]

SAMPLE: Final = 500  # documents: what lasts shows on far fewer, and a page takes a tenth of a second

T = TypeVar("T")


def sample_of(items: Iterable[T], content: Callable[[T], bytes], most: int = SAMPLE) -> tuple[int, list[T]]:
    """Some of many items: those whose contents have the first digests.

    Args:
        items: Any number; at most `most` are held.
        content: The bytes of an item.
        most: How many to keep.

    Returns:
        How many items there are, and the sample, in the order of the digests.
    """
    kept: list[tuple[int, int, T]] = []
    number = 0
    for number, item in enumerate(items, start=1):
        # Negative, because the first of a heap is its smallest and the largest digest has to leave.
        entry = -int.from_bytes(sha256(content(item)).digest()), -number, item
        if len(kept) < most:
            heappush(kept, entry)
        else:
            heappushpop(kept, entry)
    return number, [item for *_, item in sorted(kept, key=lambda entry: entry[:2], reverse=True)]
