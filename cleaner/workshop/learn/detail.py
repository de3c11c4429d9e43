"""What is noted of one form of a line: where it stands, beside what, when, and what its lines look like."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import Final

from cleaner.masks import has_slot
from cleaner.workshop.learn.placing import HEAD, TAIL, Placed
from cleaner.workshop.learn.sketch import number_of

__all__ = ["Detail", "Lowest", "Sight"]

_SAMPLES: Final = 12  # different lines of a form, the same whatever the order; enough to tell day from month
_TITLE_LENGTH: Final = 15  # characters: shorter lines begin others by chance
_TITLE_AMONG: Final = 30  # lines
_FOLLOWERS: Final = 12  # different forms that end a block


@dataclass(slots=True)
class Lowest:
    """The texts with the lowest hashes of all that came: a sample that depends on no order."""

    size: int
    heap: list[tuple[int, str]] = field(default_factory=list)

    def add(self, text: str, number: int | None = None) -> None:
        """Keep a text if its number, or else its hash, is among the lowest; each text once."""
        entry = (-(number_of(text) if number is None else number), text)
        full = len(self.heap) >= self.size
        if not self.size or (full and entry <= self.heap[0]) or entry in self.heap:
            return
        (heappushpop if full else heappush)(self.heap, entry)

    def texts(self) -> list[str]:
        """What was kept, by number."""
        return [text for _, text in sorted(self.heap, reverse=True)]


@dataclass(frozen=True, slots=True)
class Sight:
    """One line of one document.

    Args:
        document: The document's number.
        date: Its date, ISO 8601.
        half: 0 or 1, by the hash of its content.
        placed: Its lines.
        index: The line.
        count: In how many documents the line's form stands.
    """

    document: int
    date: str | None
    half: int
    placed: Placed
    index: int
    count: int


@dataclass(slots=True)
class Detail:
    """What is known of a form.

    Args:
        documents: How many have it; `lines` is how often it stands there.
        zones: How many of the lines stand in each zone.
        taken: How many lines other rules take.
        above_article: How many lines stand directly above a sentence of the article; `below_article` below one.
        first: The earliest date of a document; `last` the latest.
        halves: Documents in each half of the corpus, by hash.
        runs: How many lines are followed by lines that few documents have; `followers` by what those are ended.
        mixed: Whether they are of so many kinds that none is noted.
        doubled: How many lines stand directly above a headline that stands twice; or, for a suffix, after one.
    """

    documents: int = 0
    lines: int = 0
    zones: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    above_article: int = 0
    below_article: int = 0
    first: str = ""
    last: str = ""
    halves: list[int] = field(default_factory=lambda: [0, 0])
    runs: int = 0
    followers: Counter[str] = field(default_factory=Counter)
    mixed: bool = False
    doubled: int = 0
    samples: Lowest = field(default_factory=lambda: Lowest(_SAMPLES))
    blocks: Lowest = field(default_factory=lambda: Lowest(3))
    _document: int = -1

    def note(self, form: str, sight: Sight, *, taken: bool) -> None:
        """Take a line in."""
        placed, index = sight.placed, sight.index
        self._note_document(sight)
        self.lines += 1
        self.zones[placed.zones[index]] += 1
        self.taken += taken
        self.above_article += placed.beside_article(index, 1)
        self.below_article += placed.beside_article(index, -1)
        self.samples.add(placed.lines[index])
        self.doubled += self._heads_title(form, sight)
        length, follower = placed.run_below(index, (sight.count + 1) // 2)
        if length:
            self.runs += 1
            self.blocks.add("\n".join(placed.lines[index : placed.end_below(index, (sight.count + 1) // 2) + 1]))
        self.mixed = self.mixed or (follower not in self.followers and len(self.followers) >= _FOLLOWERS)
        if self.mixed:
            self.followers.clear()  # else it would depend on the order which of them are known
        else:
            self.followers[follower] += 1

    def _heads_title(self, form: str, sight: Sight) -> bool:
        placed, index = sight.placed, sight.index
        if placed.zones[index] != HEAD:
            return False
        if has_slot(form):
            title = placed.lines[index]
            others = (line for line in placed.lines[:_TITLE_AMONG] if len(line) >= _TITLE_LENGTH and line != title)
            return any(map(title.startswith, others))
        return index + 1 < len(placed.lines) and placed.is_doubled(index + 1)

    def _note_document(self, sight: Sight) -> None:
        if sight.document == self._document:
            return
        self._document = sight.document
        self.documents += 1
        self.halves[sight.half] += 1
        if sight.date:
            self.first = min(filter(None, (self.first, sight.date[:10])))
            self.last = max(self.last, sight.date[:10])

    def share_in(self, zone: str) -> float:
        """The share of the lines that stand in a zone."""
        return self.zones[zone] / self.lines

    @property
    def outside(self) -> float:
        """The share of the lines that stand above or below the article."""
        return self.share_in(HEAD) + self.share_in(TAIL)
