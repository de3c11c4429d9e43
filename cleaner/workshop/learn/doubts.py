"""Why a line that is repeated may all the same belong to the articles: what makes it a comment instead of a rule.

Agency credits, openings of columns, live tickers, quotations and datelines are repeated too.
"""

from datetime import date
from typing import TYPE_CHECKING, Final

from cleaner.masks import NUMBER, REST, fixed_letters, has_slot, has_words
from cleaner.prose import ends_like_sentence, is_prose
from cleaner.repeats.doubts import (
    ends_like_dateline,
    is_agency_credit,
    is_clock,
    is_dateline,
    is_quotation,
    opens_text,
)
from cleaner.workshop.learn.detail import Detail
from cleaner.workshop.learn.placing import BETWEEN, HEAD, TAIL
from cleaner.workshop.learn.survey import Surveyed
from cleaner.workshop.learn.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Judge"]

_LETTERS: Final = 3
_UNIVERSAL: Final = 0.8  # share of documents: no column, ticker or agency has so many
_COMMON: Final = 0.5
_CLOSING: Final = 0.25
_RARE: Final = 0.02
_RARE_PROSE: Final = 0.05
_OUTSIDE: Final = 0.98
_IN_ARTICLE: Final = 0.1
_MOMENT: Final = 0.05  # share of the corpus' time
_LONG: Final = 60  # days
_HALF: Final = 8  # documents: by chance all in one half once in 128
_DIFFERENT: Final = 4
_SEVERAL: Final = 1.5  # times in a document


class Judge:
    """Doubts about lines of one outlet."""

    def __init__(self, outlet: Surveyed, vocabulary: Vocabulary) -> None:
        """Take the outlet, and what is furniture elsewhere."""
        self._outlet, self._vocabulary = outlet, vocabulary

    def doubt(self, form: str, detail: Detail) -> str | None:
        """Why the lines of a form may belong to the articles.

        Returns:
            A reason for people; None where there is none.
        """
        checks: tuple[Callable[[str, Detail], str | None], ...] = (
            self._too_little, _agency, self._quotation, _dateline, _ticker, self._column, self._inside, self._words,
            self._moment,
        )  # fmt: skip
        return next(filter(None, (check(form, detail) for check in checks)), None)

    def doubt_of_part(self, form: str, detail: Detail) -> str | None:
        """Why a part of an article's lines may belong to the sentence beside it."""
        if detail.lines > _SEVERAL * detail.documents:
            return "stands several times in a document; may name who speaks"
        checks: tuple[Callable[[str, Detail], str | None], ...] = (
            self._too_little, _agency, self._quotation, _dateline, _ticker, self._moment,
        )  # fmt: skip
        return next(filter(None, (check(form, detail) for check in checks)), None)

    def share(self, detail: Detail) -> float:
        """The share of the documents that have a form."""
        return detail.documents / max(1, self._outlet.documents)

    def _too_little(self, form: str, detail: Detail) -> str | None:
        if fixed_letters(form) < _LETTERS and has_slot(form):
            return "too little of it stays the same"
        least = _RARE_PROSE if is_prose(detail.samples.texts()[0]) else _RARE
        return "in too few documents" if self.share(detail) < least else None

    def _quotation(self, form: str, detail: Detail) -> str | None:
        return "a quotation" if is_quotation(form) and self.share(detail) < _COMMON else None

    def _column(self, _: str, detail: Detail) -> str | None:
        """Prose that stands in some documents only, where an article opens or closes."""
        line, share = detail.samples.texts()[0], self.share(detail)
        if share >= _UNIVERSAL:
            return None
        opens = opens_text(line)
        if detail.share_in(HEAD) > _IN_ARTICLE and (is_prose(line) or (opens and _often(detail.above_article, detail))):
            return "may be the opening of a column"
        closes = share < _CLOSING and ends_like_sentence(line) and _often(detail.below_article, detail)
        return "may be the closing of a column" if closes and detail.share_in(TAIL) > _IN_ARTICLE else None

    def _inside(self, form: str, detail: Detail) -> str | None:
        if detail.share_in(BETWEEN) <= _IN_ARTICLE or self._vocabulary.knows(form):
            return None
        universal = self.share(detail) >= _COMMON and not has_slot(form) and not ends_like_sentence(form)
        return None if universal else "stands in the articles"

    def _words(self, form: str, detail: Detail) -> str | None:
        """What changes in it must be told from headlines and sentences by what does not."""
        if not has_words(form):
            return None
        if detail.share_in(TAIL) < _OUTSIDE:
            return "its words change, and it does not stand below the articles only"
        if form.startswith(REST) or fixed_letters(form) <= _LETTERS or not form[:_LETTERS].isalpha():
            return "nearly all of it changes"
        return None if len(detail.samples.texts()) >= _DIFFERENT else "changes too little for a pattern"

    def _moment(self, _: str, detail: Detail) -> str | None:
        outlet = self._outlet
        if outlet.dated * 2 < outlet.documents:
            one_half = detail.documents >= _HALF and not all(detail.halves)
            return "stands in one half of the documents only" if one_half else None
        span, own = _days(outlet.first, outlet.last), _days(detail.first, detail.last)
        brief = span >= _LONG and own <= _MOMENT * span and self.share(detail) < _CLOSING
        return f"stands from {detail.first} to {detail.last} only" if brief and detail.first else None


def _often(count: int, detail: Detail) -> bool:
    return count > detail.lines / 2


def _agency(form: str, _: Detail) -> str | None:
    return "an agency's credit" if is_agency_credit(form) else None


def _dateline(form: str, detail: Detail) -> str | None:
    leads = ends_like_dateline(form) or _often(detail.above_article, detail)
    return "a dateline" if is_dateline(form) and leads else None


def _ticker(form: str, detail: Detail) -> str | None:
    several = detail.lines > _SEVERAL * detail.documents and detail.share_in(BETWEEN) > _IN_ARTICLE
    clock = is_clock(form) and detail.share_in(BETWEEN) > 0
    return "may be a line of a live ticker" if clock or (several and NUMBER in form) else None


def _days(first: str, last: str) -> int:
    """Days between two dates, as precise as they are."""
    if not first or not last:
        return 0
    start, end = (date.fromisoformat(day + "2024-01-01"[len(day) :]) for day in (first, last))
    return (end - start).days
