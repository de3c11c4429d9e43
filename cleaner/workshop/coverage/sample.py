"""Lines that stay, from a sample of each outlet's documents: bounded, and the same in whatever order documents come.

A document is in the sample if its hash is among the smallest of its outlet (Broder 1997, "On the resemblance and
containment of documents": a bottom sketch is a uniform sample). How many are held of an outlet is halved when there are
too many in all; whether there are depends on the documents alone, not on their order.
"""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from heapq import heappush, heappushpop, nlargest
from typing import Final

from cleaner.document import Record
from cleaner.workshop.coverage.counts import Line, OutletCounts
from cleaner.workshop.explain import pieces

__all__ = ["THOUSAND", "Sample", "lines_left"]

THOUSAND: Final = 1000
MOST: Final = 32_768  # documents in all: measured, about 3,000 bytes each for Latin letters
_OF_ONE: Final = 2_048  # documents of an outlet: a line in one of a hundred stands in twenty of them
_REPEATED: Final = 3  # documents: two may quote the same words
_ENDS: Final = 30  # lines of either end of a document: furniture stands there
_LENGTH: Final = 80  # characters of a line: what begins alike so far is one line
_LETTERS: Final = 2  # of a line that says anything: "***" parts sections in any article
_NUMBER: Final = re.compile(r"\d+")

_Entry = tuple[int, str, str]  # a hash below zero, so that the heap's first is the largest; the month; the lines


class Sample:
    """The sampled documents of all outlets."""

    def __init__(self, most: int = MOST, of_one: int = _OF_ONE) -> None:
        """An empty sample.

        Args:
            most: Documents in all; what memory is bounded by.
            of_one: Documents of one outlet, while there is room.
        """
        self._most, self._of_one = most, of_one
        self._held: dict[str, list[_Entry]] = {}
        self._total = 0

    def add(self, outlet: str, month: str, record: Record, text: str) -> None:
        """Look at one document.

        Args:
            outlet: Whose it is counted as.
            month: When.
            record: What cleaning made of it.
            text: The text that its removals refer to.
        """
        number = -_hash(record, month, text)
        held = self._held.setdefault(outlet, [])
        is_full = len(held) >= self._of_one
        if is_full and number < held[0][0]:
            return
        entry = (number, month, "\n".join(f"{place} {line}" for line, place in lines_left(record, text).items()))
        if is_full:
            heappushpop(held, entry)
            return
        heappush(held, entry)
        self._total += 1
        while self._total > self._most and self._of_one > 1:
            self._halve()

    def forget(self, outlet: str) -> None:
        """Give up what is held of an outlet."""
        self._total -= len(self._held.pop(outlet, []))

    def tell(self, outlet: str, counts: OutletCounts) -> None:
        """Put what the sample says of an outlet into its counts."""
        lines: dict[str, Line] = {}
        for _, month, joined in self._held.get(outlet, ()):
            counts.sampled[month] += 1
            for place, _, text in (row.partition(" ") for row in joined.split("\n") if row):
                line = lines.setdefault(text, Line(Counter()))
                line.seen[month] += 1
                line.place += int(place)
        counts.lines = {text: line for text, line in lines.items() if line.documents >= _REPEATED}

    def _halve(self) -> None:
        self._of_one //= 2
        for outlet, held in self._held.items():
            kept = sorted(nlargest(self._of_one, held))
            self._total -= len(held) - len(kept)
            self._held[outlet] = kept


def lines_left(record: Record, text: str) -> dict[str, int]:
    """The lines that no rule took, as far as they could be furniture.

    Args:
        record: A record.
        text: The text that its removals refer to.

    Returns:
        Each line once, digits masked and no longer than needed to tell it, with its first place in thousandths.
    """
    found = list(_placed(record, text))
    ends = found if len(found) <= 2 * _ENDS else [*found[:_ENDS], *found[-_ENDS:]]
    lines: dict[str, int] = {}
    for line, place in ends:
        if sum(map(str.isalpha, line)) >= _LETTERS:
            lines.setdefault(line, place)
    return lines


def _placed(record: Record, text: str) -> Iterator[tuple[str, int]]:
    position = 0
    for piece in pieces(text, record):
        for line in piece.text.splitlines(keepends=True):
            masked = _NUMBER.sub("#", " ".join(line.split()))[:_LENGTH].rstrip()
            if piece.removal is None and masked:
                yield masked, position * THOUSAND // len(text)
            position += len(line)


def _hash(record: Record, month: str, text: str) -> int:
    said = "\0".join((record.id or record.source or "", month, text))
    return int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
