"""Documents to look at twice: those that lost the largest share of their text, shortened to what a person can read.

A run keeps a few of them, chosen by the documents alone: never by chance, nor by how the work was shared out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from cleaner.document import Record
from cleaner.workshop.explain import pieces

__all__ = ["Doubt", "doubt_about", "may_enter", "worst"]

_MOST: Final = 12  # what a person looks through before breakfast
_MOST_OF_ONE: Final = 3  # an outlet whose rules are wrong must not hide the next one
_SHOWN: Final = 2_000  # characters of the text before, and of the text after
_END: Final = 150  # characters shown of each end of a long piece
_GAP: Final = " […] "


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """One document to look at twice.

    Args:
        id: The record's.
        source: The record's.
        outlet: The outlet that it was counted under.
        title: The record's.
        flags: The record's.
        characters: How many its text had.
        removed: How many of them went.
        before: The text in pieces, long ones shortened, each with the rule that took it or None.
        after: The beginning of the text that stayed.
    """

    id: str | None
    source: str | None
    outlet: str
    title: str | None
    flags: tuple[str, ...]
    characters: int
    removed: int
    before: tuple[tuple[str, str | None], ...]
    after: str

    @property
    def share(self) -> float:
        """The share of the text that went, 0 to 1."""
        return self.removed / self.characters if self.characters else 0.0

    @property
    def rank(self) -> tuple[float, int, str, str]:
        """Its place among others: the largest share first, then the most characters; ties by id and source."""
        return -self.share, -self.removed, self.id or "", self.source or ""

    def as_dict(self) -> dict[str, Any]:
        """The document as JSON types."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {**fields, "flags": list(self.flags), "before": [list(piece) for piece in self.before]}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave, also after it has been JSON."""
        before = tuple((text, rule) for text, rule in row["before"])
        return cls(**{**row, "flags": tuple(row["flags"]), "before": before})


def doubt_about(record: Record, text: str, outlet: str) -> Doubt:
    """A record with its text before and after.

    Args:
        record: A record.
        text: The text that its removals refer to.
        outlet: The outlet that it is counted under.

    Returns:
        What is shown of it.
    """
    taken = sum(removal.end - removal.start for removal in record.removed)
    return Doubt(
        id=record.id,
        source=record.source,
        outlet=outlet,
        title=record.title,
        flags=record.flags,
        characters=taken + len(record.text),
        removed=taken,
        before=tuple(_shown(text, record)),
        after=record.text[:_SHOWN] + (_GAP if len(record.text) > _SHOWN else ""),
    )


def worst(doubts: Iterable[Doubt]) -> list[Doubt]:
    """The few that a run keeps; the few of all are the few of the few of its parts.

    Args:
        doubts: Any number.

    Returns:
        At most twelve, at most three of one outlet, the worst first.
    """
    seen: Counter[str] = Counter()
    kept: list[Doubt] = []
    for doubt in sorted(doubts, key=lambda doubt: doubt.rank):
        seen[doubt.outlet] += 1
        if seen[doubt.outlet] <= _MOST_OF_ONE and len(kept) < _MOST:
            kept.append(doubt)
    return kept


def may_enter(doubts: Sequence[Doubt], share: float) -> bool:
    """Whether a document could be among the few: what saves most documents the work of being shown.

    Args:
        doubts: The few so far, the worst first.
        share: The share of the document's text that went.

    Returns:
        Whether `worst` has to be asked.
    """
    return len(doubts) < _MOST or share >= doubts[-1].share


def _shown(text: str, record: Record) -> Iterator[tuple[str, str | None]]:
    room = _SHOWN
    for piece in pieces(text, record):
        if room <= 0:
            yield _GAP, None
            return
        shown = _shortened(piece.text)
        room -= len(shown)
        yield shown, piece.removal.rule if piece.removal else None


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _END else f"{text[:_END]}{_GAP}{text[-_END:]}"
