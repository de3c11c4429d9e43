"""A bounded sample of a corpus that does not depend on the order in which its documents come."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from heapq import heappush, heappushpop
from typing import Final, TypeVar

__all__ = ["SAMPLE", "distinct", "sample_of"]

SAMPLE: Final = 500  # documents: what lasts shows on far fewer, and a page takes a tenth of a second

_PARAGRAPH: Final = 80  # characters; shorter lines may be furniture, which articles share
_SAME: Final = 0.5  # of the paragraphs of the shorter article that make two the same one

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


def distinct(articles: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Articles without those that were met before under another address, or came out of another scraper.

    Args:
        articles: The lines of each.

    Returns:
        Those that share no more than half of their paragraphs with an earlier one.
    """
    kept: list[Sequence[str]] = []
    known: list[frozenset[str]] = []
    for lines in articles:
        own = frozenset(line for line in lines if len(line) >= _PARAGRAPH)
        if not any(len(own & other) > _SAME * min(len(own), len(other)) for other in known):
            kept.append(lines)
            known.append(own)
    return kept
