"""What a corpus did with its rules, in counts: small, the same in whatever order documents come, and added up exactly.

This is the coverage file. Only the lines that no rule takes are estimated, from a sample of each outlet's documents.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

__all__ = ["DOCUMENTS", "PAGES", "UNDATED", "Coverage", "Extreme", "Line", "OutletCounts", "Signal"]

UNDATED: Final = ""  # the month of documents without a date
DOCUMENTS: Final = "documents"
PAGES: Final = "pages"
_LINES: Final = 100  # of an outlet in the file: a person looks at ten
_TAKEN: Final = 3  # of a rule in the file: what it took most
_EXTREMES: Final = 10  # documents of either kind


@dataclass(slots=True)
class Signal:
    """A rule, a selector or a flag at one outlet.

    Args:
        kind: "rule"; "body" for an outlet's body selectors together, "layout" for one of them, "drop" for a selector or
            class name that goes, "flag".
        base: The name of the count of documents that it is a share of.
        seen: In how many documents of each month it was seen.
        pieces: How often in all.
        place: The sum over documents of where it stood first, in thousandths of the text.
    """

    kind: str
    base: str
    seen: Counter[str] = field(default_factory=Counter)
    pieces: int = 0
    place: int = 0

    @property
    def documents(self) -> int:
        """In how many documents it was seen."""
        return self.seen.total()

    def as_dict(self) -> dict[str, Any]:
        """JSON types."""
        seen = dict(sorted(self.seen.items()))
        return {"kind": self.kind, "of": self.base, "seen": seen, "pieces": self.pieces, "place": self.place}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave."""
        return cls(row["kind"], row["of"], Counter(row["seen"]), row["pieces"], row["place"])


@dataclass(slots=True)
class Line:
    """A line that repeats: in how many sampled documents of each month, and where, as above."""

    seen: Counter[str] = field(default_factory=Counter)
    place: int = 0

    @property
    def documents(self) -> int:
        """In how many sampled documents it stands."""
        return self.seen.total()


@dataclass(frozen=True, order=True, slots=True)
class Extreme:
    """A document that lost much or little: the share in thousandths, its characters, its id or else its source."""

    share: int
    characters: int
    name: str


@dataclass(slots=True)
class OutletCounts:
    """What is known of one outlet.

    Args:
        bases: Documents by month, by what they are counted for: all, pages, pages in which a layout's body stands.
        signals: By name.
        sampled: Sampled documents by month.
        lines: Repeated lines of the sampled documents that no rule takes, digits masked.
        taken: By rule, the repeated lines with which what it takes begins.
        shares: Documents by the share of their text that went, in thousandths.
        extremes: The documents that lost the most, and those that lost the least.
    """

    bases: dict[str, Counter[str]] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    sampled: Counter[str] = field(default_factory=Counter)
    lines: dict[str, Line] = field(default_factory=dict)
    taken: dict[str, dict[str, Line]] = field(default_factory=dict)
    shares: Counter[int] = field(default_factory=Counter)
    extremes: list[Extreme] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.base(DOCUMENTS).total()

    @property
    def months(self) -> list[str]:
        """The months of dated documents, in order."""
        return sorted(month for month in self.base(DOCUMENTS) if month != UNDATED)

    def base(self, name: str) -> Counter[str]:
        """Documents by month."""
        return self.bases.setdefault(name, Counter())

    def signal(self, name: str, kind: str = "rule", base: str = DOCUMENTS) -> Signal:
        """A signal; a new one where it was not known."""
        return self.signals.setdefault(name, Signal(kind, base))

    def of(self, signal: Signal) -> int:
        """How many documents a signal could have been seen in."""
        return self.base(signal.base).total()

    def keep_extremes(self, extremes: Iterable[Extreme]) -> None:
        """Keep the few that lost the most and the few that lost the least, of these and those before."""
        ranked = sorted([*self.extremes, *extremes])
        self.extremes = ranked if len(ranked) <= 2 * _EXTREMES else [*ranked[:_EXTREMES], *ranked[-_EXTREMES:]]

    def merge(self, part: "OutletCounts") -> None:
        """Add other documents of the same outlet."""
        for base, months in part.bases.items():
            self.base(base).update(months)
        for name, signal in part.signals.items():
            own = self.signal(name, signal.kind, signal.base)
            own.seen.update(signal.seen)
            own.pieces += signal.pieces
            own.place += signal.place
        _add(self.lines, part.lines)
        for rule, lines in part.taken.items():
            _add(self.taken.setdefault(rule, {}), lines)
        self.sampled.update(part.sampled)
        self.shares.update(part.shares)
        self.keep_extremes(part.extremes)

    def ranked_lines(self) -> list[tuple[str, Line]]:
        """The lines that no rule takes, those in most documents first."""
        return _ranked(self.lines)

    def as_dict(self) -> dict[str, Any]:
        """JSON types, in an order that depends on nothing else."""
        return {
            "documents": {name: dict(sorted(months.items())) for name, months in sorted(self.bases.items())},
            "rules": {name: signal.as_dict() for name, signal in sorted(self.signals.items())},
            "sampled": dict(sorted(self.sampled.items())),
            "lines": _written(self.lines, _LINES),
            "taken": {rule: _written(lines, _TAKEN) for rule, lines in sorted(self.taken.items())},
            "shares": {str(share): count for share, count in sorted(self.shares.items())},
            "extremes": [[one.share, one.characters, one.name] for one in self.extremes],
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave."""
        return cls(
            bases={name: Counter(months) for name, months in row["documents"].items()},
            signals={name: Signal.from_dict(signal) for name, signal in row["rules"].items()},
            sampled=Counter(row["sampled"]),
            lines=_read(row["lines"]),
            taken={rule: _read(lines) for rule, lines in row["taken"].items()},
            shares=Counter({int(share): count for share, count in row["shares"].items()}),
            extremes=[Extreme(*extreme) for extreme in row["extremes"]],
        )


def _ranked(lines: Mapping[str, Line]) -> list[tuple[str, Line]]:
    return sorted(lines.items(), key=lambda item: (-item[1].documents, item[0]))


def _add(lines: dict[str, Line], more: Mapping[str, Line]) -> None:
    for text, line in more.items():
        known = lines.setdefault(text, Line())
        known.seen.update(line.seen)
        known.place += line.place


def _written(lines: Mapping[str, Line], most: int) -> dict[str, Any]:
    ranked = _ranked(lines)[:most]
    return {text: {"seen": dict(sorted(line.seen.items())), "place": line.place} for text, line in ranked}


def _read(row: Mapping[str, Any]) -> dict[str, Line]:
    return {text: Line(Counter(line["seen"]), line["place"]) for text, line in row.items()}


@dataclass(slots=True)
class Coverage:
    """What a corpus did with its rules.

    Args:
        rules: A digest of all rule files; of several after a merge.
        common: The names of all common rules, fired or not.
        failed: How many documents could not be read or cleaned.
        outlets: By name.
    """

    rules: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    failed: int = 0
    outlets: dict[str, OutletCounts] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(outlet.documents for outlet in self.outlets.values())

    def outlet(self, name: str) -> OutletCounts:
        """An outlet's counts; new ones where it was not known."""
        return self.outlets.setdefault(name, OutletCounts())

    def merge(self, part: "Coverage") -> None:
        """Add what another corpus did: exact for rules; of lines, what stands in both files."""
        self.rules = tuple(sorted({*self.rules, *part.rules}))
        self.common = tuple(sorted({*self.common, *part.common}))
        self.failed += part.failed
        for name, outlet in part.outlets.items():
            self.outlet(name).merge(outlet)

    def fired(self) -> set[str]:
        """The rules that took something anywhere."""
        return {name for outlet in self.outlets.values() for name, signal in outlet.signals.items() if signal.seen}

    def as_dict(self) -> dict[str, Any]:
        """JSON types, in an order that depends on nothing else."""
        outlets = {name: outlet.as_dict() for name, outlet in sorted(self.outlets.items())}
        return {"rules": list(self.rules), "common": list(self.common), "failed": self.failed, "outlets": outlets}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave."""
        outlets = {name: OutletCounts.from_dict(outlet) for name, outlet in row["outlets"].items()}
        return cls(tuple(row["rules"]), tuple(row["common"]), row["failed"], outlets)
