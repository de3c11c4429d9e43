"""Which of the lines that stand often in an outlet's documents are furniture of one of them.

The article of a document runs from its first to its last sentence that stands in few others. What stands often above
it or below it goes, what stands often in it stays, unless half of all documents have it and it is no sentence. A
document without a sentence of its own, a copy or a list of teasers, stays as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cleaner.masks import fixed_letters, has_slot
from cleaner.prose import ends_like_sentence, is_prose
from cleaner.repeats.doubts import (
    ends_like_dateline,
    is_agency_credit,
    is_clock,
    is_dateline,
    is_quotation,
    opens_text,
)

__all__ = ["Seen", "furniture"]

_LETTERS: Final = 3  # that stay the same: of "12" or "(al)" nobody can tell what it is
# Percent of the documents; those of `cleaner.workshop.learn.doubts`, which were chosen on whole outlets.
_UNIVERSAL: Final = 80  # no column has so many
_COMMON: Final = 50
_CLOSING: Final = 25
_LARGEST_SHARE: Final = 0.5  # of a document's prose that may go, as for rules where there is no rule file


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of a document.

    Args:
        number: Its number.
        text: Normalized.
        form: Masked.
        share: In how many of a hundred documents of its outlet it stands; 0 where that is not often.
    """

    number: int
    text: str
    form: str
    share: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands: above the article, below it, or in it; and whether nothing between goes."""

    zone: str
    beside: bool


def furniture(lines: Sequence[Seen]) -> list[int]:
    """The lines that go.

    Args:
        lines: Those of a document that no rule has taken, in order.

    Returns:
        Their numbers; none where most of the document's prose would go.
    """
    own = [index for index, line in enumerate(lines) if not line.share and is_prose(line.text)]
    if not own:
        return []
    first, last = own[0], own[-1]
    above = _taken(lines[:first][::-1], "head")
    inside = [line for line in lines[first:last] if line.share and not _doubt(line, _Place("between", beside=False))]
    below = _taken(lines[last + 1 :], "tail")
    gone = [*above, *inside, *below]
    prose = sum(len(line.text) for line in lines if is_prose(line.text))
    if sum(len(line.text) for line in gone if is_prose(line.text)) > _LARGEST_SHARE * prose:
        return []
    return sorted(line.number for line in gone)


def _taken(lines: Sequence[Seen], zone: str) -> list[Seen]:
    """What goes of the lines on one side of the article, which come nearest first: what stays beside it is of it."""
    gone: list[Seen] = []
    for line in lines:
        if line.share and not _doubt(line, _Place(zone, beside=not gone)):
            gone.append(line)
    return gone


def _doubt(line: Seen, place: _Place) -> bool:
    """Whether a line that stands often may belong to the article."""
    checks: tuple[Callable[[Seen, _Place], bool], ...] = (
        _too_little, _agency, _quotation, _dateline, _opening, _closing, _inside,
    )  # fmt: skip
    return any(check(line, place) for check in checks)


def _too_little(line: Seen, _: _Place) -> bool:
    return fixed_letters(line.form) < _LETTERS and (has_slot(line.form) or any(map(str.isalpha, line.form)))


def _agency(line: Seen, _: _Place) -> bool:
    return is_agency_credit(line.form)


def _quotation(line: Seen, _: _Place) -> bool:
    return line.share < _COMMON and is_quotation(line.form)


def _dateline(line: Seen, place: _Place) -> bool:
    leads = ends_like_dateline(line.form) or (place.zone == "head" and place.beside)
    return leads and is_dateline(line.form)


def _opening(line: Seen, place: _Place) -> bool:
    """Prose, or a greeting, above an article: of a column, unless nearly all documents have it."""
    if place.zone != "head" or line.share >= _UNIVERSAL:
        return False
    return is_prose(line.text) or (place.beside and opens_text(line.text))


def _closing(line: Seen, place: _Place) -> bool:
    """What follows an article without a gap and reads on: the last words of a column, the end of another version."""
    if place.zone != "tail" or not place.beside or line.share >= _COMMON:
        return False
    return is_prose(line.text) or (line.share < _CLOSING and ends_like_sentence(line.text))


def _inside(line: Seen, place: _Place) -> bool:
    if place.zone != "between":
        return False
    changes = has_slot(line.form) or fixed_letters(line.form) < _LETTERS
    return line.share < _COMMON or changes or is_clock(line.form) or ends_like_sentence(line.text)
