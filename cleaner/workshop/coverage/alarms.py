"""Rules whose rate moved and selectors that went stale, in a corpus or since an earlier one; and what came instead."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cleaner.batch.summary import OTHERS, UNKNOWN
from cleaner.workshop.coverage.change import Change, Month, Stretch, changes, cuts_of, is_change
from cleaner.workshop.coverage.counts import DOCUMENTS, UNDATED, Coverage, OutletCounts, Signal
from cleaner.workshop.coverage.instead import Instead, Move, explained

__all__ = ["Alarm", "alarms_of"]

_WATCHED: Final = frozenset({"rule", "body", "drop"})  # one layout for another is no fault, nor is a flag of the same
_HEAPS: Final = frozenset({UNKNOWN, OTHERS})  # many outlets: what changes there is mostly who is in it


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule or a selector whose rate moved.

    Args:
        outlet: Where.
        rule: Its name.
        unit: What its rate is a share of: documents, pages, or pages with a layout's body.
        change: Before and after.
        is_dated: Whether the stretches follow one another in time; else they are an earlier corpus and this one.
        instead: What came instead, where something did.
    """

    outlet: str
    rule: str
    unit: str
    change: Change
    is_dated: bool
    instead: Instead | None

    def __str__(self) -> str:
        """In a sentence."""
        before, after = self.change.before, self.change.after
        name = self.rule if self.rule.startswith(f"{self.outlet}/") else f"{self.rule} at {self.outlet}"
        said = f"{name}: {_percent(before)} of {self.unit} {self._earlier()}, {_percent(after)} {self._later()}"
        if not self.instead:
            return said
        return f"{said}; {self.instead}"

    def _earlier(self) -> str:
        if not self.is_dated:
            return "before"
        until = f"until {self.change.before.last}"
        return until if self.change.is_first else f"from {self.change.before.first} {until}"

    def _later(self) -> str:
        if not self.is_dated:
            return "now"
        return "since" if self.change.is_last else f"from {self.change.after.first} until {self.change.after.last}"

    def as_dict(self) -> dict[str, Any]:
        """JSON types."""
        change, instead = self.change, self.instead
        sides = {
            name: {"first": side.first, "last": side.last, "documents": side.documents, "seen": side.seen}
            for name, side in (("before", change.before), ("after", change.after))
        }
        came = instead and instead.as_dict()
        return {"outlet": self.outlet, "rule": self.rule, **sides, "instead": came, "text": str(self)}


def alarms_of(coverage: Coverage, against: Coverage | None = None) -> list[Alarm]:
    """What moved.

    Args:
        coverage: A corpus.
        against: An earlier one, to which it is compared; else the months of the corpus are compared to one another.

    Returns:
        Alarms by outlet and rule, in order of time.
    """
    outlets = [item for item in sorted(coverage.outlets.items()) if item[0] not in _HEAPS]
    if against is None:
        tests = sum(_tests(coverage, counts) for _, counts in outlets)
        return [alarm for name, counts in outlets for alarm in _within(name, counts, tests)]
    pairs = [(name, against.outlets[name], counts) for name, counts in outlets if name in against.outlets]
    tests = sum(len(counts.signals) + len(coverage.common) for _, _, counts in pairs)
    both = (against, coverage)
    return [alarm for name, *sides in pairs for alarm in _between(name, both, (sides[0], sides[1]), tests)]


def _tests(coverage: Coverage, counts: OutletCounts) -> int:
    """How many cuts are looked at: also those of common rules that never fired, which might have."""
    silent = set(coverage.common) - counts.signals.keys()
    cuts = len(cuts_of(_series(counts, Signal("rule", DOCUMENTS))))
    return len(silent) * cuts + sum(len(cuts_of(_series(counts, signal))) for signal in counts.signals.values())


def _series(counts: OutletCounts, signal: Signal) -> list[Month]:
    base = counts.base(signal.base)
    return [Month(name, base[name], signal.seen[name]) for name in sorted(base) if name != UNDATED]


def _within(outlet: str, counts: OutletCounts, tests: int) -> Iterator[Alarm]:
    moves = [
        Move(name, signal, change, counts, counts, is_dated=True)
        for name, signal in sorted(counts.signals.items())
        for change in (changes(_series(counts, signal), tests) if signal.kind in _WATCHED and signal.seen else ())
    ]
    return _told(outlet, moves)


def _between(
    outlet: str, coverages: tuple[Coverage, Coverage], both: tuple[OutletCounts, OutletCounts], tests: int
) -> Iterator[Alarm]:
    old, new = both
    moves = []
    for name in sorted(_known(coverages[0], old, new) & _known(coverages[1], new, old)):
        signals = [counts.signals.get(name) for counts in both]
        signal = max(filter(None, signals), key=lambda one: one.documents, default=None)
        if signal is None or signal.kind not in _WATCHED:
            continue
        before, after = (
            _whole(counts, own or replace(signal, seen=Counter())) for counts, own in zip(both, signals, strict=True)
        )
        if is_change(before, after, tests):
            moves.append(Move(name, signal, Change(before, after), old, new, is_dated=False))
    return _told(outlet, moves)


def _told(outlet: str, moves: Sequence[Move]) -> Iterator[Alarm]:
    for move, instead in explained(moves):
        before, after = move.change.before, move.change.after
        is_dated = move.is_dated or "" < before.last < after.first
        yield Alarm(outlet, move.name, _unit(move.signal), move.change, is_dated, instead)


def _known(coverage: Coverage, counts: OutletCounts, other: OutletCounts) -> set[str]:
    """The rules that there were, fired or not: one that has been added or taken away since is no alarm."""
    built_in = {name for name in other.signals if name.startswith("builtin/")}
    return {*counts.signals, *coverage.common, *built_in}


def _whole(counts: OutletCounts, signal: Signal) -> Stretch:
    base = counts.base(signal.base)
    months = sorted(month for month in base if month != UNDATED) or [UNDATED]
    return Stretch(months[0], months[-1], base.total(), signal.documents)


def _unit(signal: Signal) -> str:
    return signal.base if "/" not in signal.base else "pages with its body"


def _percent(stretch: Stretch) -> str:
    return f"{stretch.rate * 100:.0f} %"
