"""Lines that stay, and those with which pieces begin that go, from a sample of each outlet's documents.

It is bounded, and the same in whatever order documents come.
An article is in the sample if its hash is among the smallest of its outlet (Broder 1997, "On the resemblance and
containment of documents": a bottom sketch is a uniform sample). How many are held of an outlet is halved when there are
too many in all; whether there are depends on the documents alone, not on their order.
"""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from heapq import heappop, heappush
from typing import Final

from cleaner.document import Record
from cleaner.workshop.coverage.counts import Line, OutletCounts
from cleaner.workshop.explain import pieces

__all__ = ["THOUSAND", "Sample", "lines_of"]

THOUSAND: Final = 1000
MOST: Final = 32_768  # documents in all: measured on scraped texts, 4,200 bytes each, so about 140 MB
_OF_ONE: Final = 2_048  # documents of an outlet: a line in one of a hundred stands in twenty of them
_REPEATED: Final = 3  # documents: two may quote the same words
_ENDS: Final = 30  # lines of either end of a document: furniture stands there
_LENGTH: Final = 80  # characters of a line: what begins alike so far is one line
_LETTERS: Final = 2  # of a line that says anything: "***" parts sections in any article
_TELLING: Final = 3  # of an article's longest paragraphs: one or two of them may be the outlet's on itself
_NUMBER: Final = re.compile(r"\d+")

_Entry = tuple[str, str]  # the month, and the lines
_Placed = tuple[str, str, int]  # the rule that takes a line, or ""; the line; where it stands, in thousandths


class _Held:
    """The documents of one outlet with the smallest hashes."""

    def __init__(self) -> None:
        self.entries: dict[int, _Entry] = {}
        self._largest: list[int] = []  # the hashes below zero, so that the heap's first is the largest

    def wants(self, number: int, most: int) -> bool:
        return number in self.entries or len(self.entries) < most or number < -self._largest[0]

    def put(self, number: int, entry: _Entry, most: int) -> None:
        if number in self.entries:
            self.entries[number] = min(self.entries[number], entry)
            return
        self.entries[number] = entry
        heappush(self._largest, -number)
        self.shrink(most)

    def shrink(self, most: int) -> None:
        while len(self.entries) > most:
            del self.entries[-heappop(self._largest)]


class Sample:
    """The sampled documents of all outlets."""

    def __init__(self, most: int = MOST, of_one: int = _OF_ONE) -> None:
        """An empty sample.

        Args:
            most: Documents in all; what memory is bounded by.
            of_one: Documents of one outlet, while there is room.
        """
        self._most, self._of_one = most, of_one
        self._held: dict[str, _Held] = {}
        self._total = 0

    def add(self, outlet: str, month: str, record: Record, text: str) -> None:
        """Look at one document.

        Args:
            outlet: Whose it is counted as.
            month: When.
            record: What cleaning made of it.
            text: The text that its removals refer to.
        """
        number = _article(record)
        held = self._held.setdefault(outlet, _Held())
        if not held.wants(number, self._of_one):
            return
        before = len(held.entries)
        found = lines_of(record, text).items()
        lines = "\n".join(f"{place}\t{rule}\t{line}" for (rule, line), place in found)
        held.put(number, (month, lines), self._of_one)
        self._total += len(held.entries) - before
        while self._total > self._most and self._of_one > 1:
            self._halve()

    def forget(self, outlet: str) -> None:
        """Give up what is held of an outlet."""
        held = self._held.pop(outlet, None)
        self._total -= len(held.entries) if held else 0

    def tell(self, outlet: str, counts: OutletCounts) -> None:
        """Put what the sample says of an outlet into its counts."""
        lines: dict[tuple[str, str], Line] = {}
        held = self._held.get(outlet, _Held())
        for month, joined in held.entries.values():
            counts.sampled[month] += 1
            for place, rule, text in (row.split("\t", 2) for row in joined.split("\n") if row):
                line = lines.setdefault((rule, text), Line(Counter()))
                line.seen[month] += 1
                line.place += int(place)
        repeated = {key: line for key, line in lines.items() if line.documents >= _REPEATED}
        counts.lines = {text: line for (rule, text), line in repeated.items() if not rule}
        counts.taken = {}
        for (rule, text), line in repeated.items():
            if rule:
                counts.taken.setdefault(rule, {})[text] = line

    def _halve(self) -> None:
        self._of_one //= 2
        for held in self._held.values():
            held.shrink(self._of_one)
        self._total = sum(len(held.entries) for held in self._held.values())


def lines_of(record: Record, text: str) -> dict[tuple[str, str], int]:
    """The lines that no rule took, as far as they could be furniture, and the first line of each piece that one took.

    Args:
        record: A record.
        text: The text that its removals refer to.

    Returns:
        Each rule, "" for none, and line once, digits masked and no longer than needed to tell it, with its first place
        in thousandths.
    """
    found = list(_placed(record, text))
    left, taken = [one for one in found if not one[0]], [one for one in found if one[0]]
    lines: dict[tuple[str, str], int] = {}
    for rule, line, place in (*_ends(left), *_ends(taken)):
        if sum(map(str.isalpha, line)) >= _LETTERS:
            lines.setdefault((rule, line), place)
    return lines


def _ends(found: list[_Placed]) -> list[_Placed]:
    return found if len(found) <= 2 * _ENDS else [*found[:_ENDS], *found[-_ENDS:]]


def _placed(record: Record, text: str) -> Iterator[_Placed]:
    start = 0
    for piece in pieces(text, record):
        position, rule = start, piece.removal.rule if piece.removal else ""
        start += len(piece.text)
        for line in piece.text.splitlines(keepends=True):
            if masked := _NUMBER.sub("#", " ".join(line.split()))[:_LENGTH].rstrip():
                yield rule, masked, position * THOUSAND // len(text)
                if rule:
                    break  # the rest of a block is another one in each document
            position += len(line)


def _article(record: Record) -> int:
    """The hash of an article: the same one under two addresses counts once, or its sentences would repeat."""
    telling = sorted(sorted(record.text.split("\n\n"), key=lambda line: (-len(line), line))[:_TELLING])
    said = "\0".join(telling if record.text else (record.id or record.source or "",))
    return int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
