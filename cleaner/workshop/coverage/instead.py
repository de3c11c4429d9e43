"""What came when a rule fell silent: a line that no rule takes, or one that another rule took over.

Who keeps the rules must look at the first and need not at the second, so where one rule falls and another rises, at the
same time, as much, and near the same place, that is one alarm and not two.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cleaner.workshop.coverage.change import Change, Stretch
from cleaner.workshop.coverage.counts import UNDATED, Line, OutletCounts, Signal
from cleaner.workshop.coverage.sample import THOUSAND

__all__ = ["Instead", "Move", "explained"]

_ALIKE: Final = (0.5, 1.5)  # times the rate that the rule lost: what came instead gained
_NEAR: Final = 0.25  # of a document: how far from the rule's usual place it may stand
_FEW: Final = 3  # documents


@dataclass(frozen=True, slots=True)
class Instead:
    """What came when a rule fell silent.

    Args:
        line: The line, digits masked; empty where another rule takes it and its lines do not repeat.
        documents: How many carry it.
        is_counted: Whether that was counted, and not estimated from a sample.
        rule: The rule that takes it; empty where none does.
    """

    line: str
    documents: int
    is_counted: bool
    rule: str = ""

    def __str__(self) -> str:
        """In half a sentence."""
        documents = f"{'' if self.is_counted else 'about '}{self.documents:,} documents now"
        if not self.line:
            return f"{documents} have what {self.rule} takes"
        return f"{documents} carry '{self.line}'" + (f", taken by {self.rule}" if self.rule else " instead")

    def as_dict(self) -> dict[str, Any]:
        """JSON types."""
        found = {"line": self.line or None, "documents": self.documents, "counted": self.is_counted}
        return {**found, "rule": self.rule or None}


@dataclass(frozen=True, slots=True)
class Move:
    """A rule or a selector whose rate moved.

    Args:
        name: Its name.
        signal: What was counted of it; where two corpora are compared, in the one in which it fired more.
        change: Before and after.
        old: The outlet's documents from before the change, and maybe later ones.
        new: Those from after it, and maybe earlier ones.
        is_dated: Whether both are the same documents, and the change tells which are which.
    """

    name: str
    signal: Signal
    change: Change
    old: OutletCounts
    new: OutletCounts
    is_dated: bool

    @property
    def gain(self) -> float:
        """By how much the rate rose, from -1 to 1."""
        return self.change.after.rate - self.change.before.rate

    @property
    def place(self) -> float | None:
        """Where in a document the rule fires, from 0 to 1; None for what stands nowhere in a text."""
        if self.signal.kind != "rule" or not self.signal.documents:
            return None
        return self.signal.place / self.signal.documents / THOUSAND


def explained(moves: Sequence[Move]) -> list[tuple[Move, Instead | None]]:
    """What came instead, for each rule of an outlet that fell silent.

    Args:
        moves: Of one outlet.

    Returns:
        The moves in their order with what came, if anything; without those of rules that only took over.
    """
    instead = [_carried(move, move.old.lines, move.new.lines) for move in moves]
    takers = _takers(moves, [number for number, found in enumerate(instead) if found is None])
    for fall, rise in takers.items():
        instead[fall] = _taken(moves[fall], moves[rise])
    return [item for number, item in enumerate(zip(moves, instead, strict=True)) if number not in takers.values()]


def _takers(moves: Sequence[Move], silent: Collection[int]) -> dict[int, int]:
    """Which fall each rise answers, one for one, the most alike first; both by their place in the moves."""
    distances = ((_distance(moves[fall], rise), fall, number) for fall in silent for number, rise in enumerate(moves))
    found: dict[int, int] = {}
    for _, fall, rise in sorted((away, fall, rise) for away, fall, rise in distances if away is not None):
        if fall not in found and rise not in found.values():
            found[fall] = rise
    return found


def _distance(fall: Move, rise: Move) -> float | None:
    """How far a rise is from a fall in size and place; None where it is another matter."""
    if fall.place is None or rise.place is None or fall.gain >= 0 or not _coincide(fall.change, rise.change):
        return None
    return _unlike(-fall.gain, rise.gain, rise.place - fall.place)


def _unlike(lost: float, gained: float, away: float) -> float | None:
    is_alike = _ALIKE[0] * lost <= gained <= _ALIKE[1] * lost and abs(away) <= _NEAR
    return round(abs(gained - lost) + abs(away), 6) if is_alike else None


def _coincide(one: Change, other: Change) -> bool:
    """Whether two changes came in the same month, or in one that the one counts before it and the other after it."""
    return one.after.first in (other.after.first, other.before.last) or other.after.first == one.before.last


def _taken(fall: Move, rise: Move) -> Instead:
    """What another rule takes now, by its line, or where that varies by its number alone."""
    lines = (counts.taken.get(rise.name, {}) for counts in (fall.old, fall.new))
    if found := _carried(fall, *lines):
        return replace(found, rule=rise.name)
    return Instead("", rise.change.after.seen, is_counted=True, rule=rise.name)


def _carried(move: Move, before: Mapping[str, Line], after: Mapping[str, Line]) -> Instead | None:
    """The line that gained about as much as the rule lost, nearest in rate and place."""
    if move.gain >= 0 or move.place is None:
        return None
    old = _Side(move.old.sampled, before, move.change.before if move.is_dated else None)
    new = _Side(move.new.sampled, after, move.change.after if move.is_dated else None)
    found = []
    for text, line in after.items():
        away = line.place / line.documents / THOUSAND - move.place
        unlike = _unlike(-move.gain, new.rate(text) - old.rate(text), away)
        if unlike is not None and new.seen(text) >= _FEW:
            found.append((unlike, text))
    if not found:
        return None
    _, text = min(found)
    is_counted = new.sampled >= move.change.after.documents
    documents = new.seen(text) if is_counted else round(new.rate(text) * move.change.after.documents)
    return Instead(text, documents, is_counted)


class _Side:
    """The sampled documents before or after a change, and some of their lines."""

    def __init__(self, sampled: Mapping[str, int], lines: Mapping[str, Line], stretch: Stretch | None) -> None:
        self._months = [month for month in sampled if stretch is None or _is_in(month, stretch)]
        self._lines = lines
        self.sampled = sum(sampled[month] for month in self._months)

    def seen(self, line: str) -> int:
        known = self._lines.get(line)
        return sum(known.seen[month] for month in self._months) if known else 0

    def rate(self, line: str) -> float:
        return self.seen(line) / self.sampled if self.sampled else 0.0


def _is_in(month: str, stretch: Stretch) -> bool:
    return month != UNDATED and stretch.first <= month <= stretch.last
