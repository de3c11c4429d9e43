"""Tells which lines of a text are the article, where no rule file knows the outlet.

Where one does, only a page's dump is judged, and more cautiously: if it still looks like one when the rules are
through, there is furniture that is newer than they are.

It looks twice. The first look knows a line, its neighbours and its document; where it finds no line likelier furniture
than article, it is the only one. The second also knows what the first said of the lines around. Between the two it
tells what kind of text this is: a page's dump, or what an extractor took for the article. Where nothing is surely
furniture, the text is clean, and nothing is touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from cleaner.judge.look import Look

__all__ = ["CAUTION", "KNOWN_CAUTION", "Verdict", "judge", "may_be_dump", "verdict"]

CAUTION: Final = 0.75
"""How sure the judge must be that a line is no article, where the user does not say (figures: docs/judge.md)."""

KNOWN_CAUTION: Final = 0.85
"""The least that is asked of it where a rule file knows the outlet.

On folds by outlet, F1 of page dumps is .965 by rules and .967 with the judge; with every seventh rule left out, as
where pages are newer than their rules, .924 and .951, at .0012 of recall (benchmarks/judge/aged.py).
"""

# No page of news has as much; the features of more would take more memory than a document may.
_MOST_LINES: Final = 20_000
_MOST_CHARACTERS: Final = 2_000_000
_LEAST_LINES: Final = 3  # of fewer it cannot be told what belongs to what
_SHORT: Final = 40  # characters; a dump has more lines that are shorter than this than a list of facts has
_LEAST_SHORT: Final = 10
_SURE: Final = 0.8  # where no line is as surely no article as this, an extractor's text is clean
_SENTENCE_CAUTION: Final = (
    0.85  # the least that is asked where a line is a sentence: its loss is worse than a teaser's stay
)
_LEAST_WORDS: Final = 15  # of an article: if less were left, the judge has not understood the document
_MOST_WORDS: Final = 0.5  # the share that may go from what an extractor took for the article
_DOUBT: Final = 0.15  # the share of words in lines that could be either, above which it is unsure
_EITHER: Final = (0.3, 0.7)

Situation = Literal["dump", "extract", "clean"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What is to become of the lines of a document.

    Args:
        removed: Lines that are no article, with what they are: one of `cleaner.rulefile.KINDS`.
        situation: What kind of text it is.
        unsure: Whether a person should look twice.
    """

    removed: dict[int, str]
    situation: Situation = "clean"
    unsure: bool = False


def judge(lines: Sequence[str], caution: float = CAUTION, *, dumps_only: bool = False) -> Verdict:
    """Tell which lines of a text are no article.

    Args:
        lines: The lines of a document, normalized, without blank ones.
        caution: How sure the judge must be that a line is no article, 0 to 1: with .9 one in ten of the doubtful lines
            that go may be article. With 1 none goes.
        dumps_only: Whether to leave all alone but what is a page's dump.

    Returns:
        The verdict; the same for the same lines on every machine.
    """
    if len(lines) < _LEAST_LINES or caution >= 1 or (dumps_only and not may_be_dump(lines)):
        return Verdict(removed={})
    if len(lines) > _MOST_LINES or sum(map(len, lines)) > _MOST_CHARACTERS:
        return Verdict(removed={}, unsure=not dumps_only)
    from cleaner.judge.look import look  # noqa: PLC0415  loads numpy, which documents of known outlets do not need

    found = look(lines)
    return verdict(found, caution) if found.is_dump or not dumps_only else Verdict(removed={})


def may_be_dump(lines: Sequence[str]) -> bool:
    """Whether lines can be what is left of a page's dump: a look at their lengths, which spares most texts the judge.

    Args:
        lines: The lines of a document.
    """
    return sum(len(line) < _SHORT for line in lines) >= _LEAST_SHORT


def verdict(found: "Look", caution: float) -> Verdict:
    """What follows from a look at a document.

    Args:
        found: What was seen.
        caution: As for `judge`.

    Returns:
        The verdict.
    """
    if not found.is_dump and found.least >= 1 - max(caution, _SURE):
        return Verdict(removed={}, unsure=_unsure(found))
    goes, words = found.chances < 1 - found.asked(caution, max(caution, _SENTENCE_CAUTION)), found.words
    left, gone = float(words[~goes].sum()), float(words[goes].sum())
    too_much = left < _LEAST_WORDS or (not found.is_dump and gone > _MOST_WORDS * (left + gone))
    situation: Situation = "dump" if found.is_dump else "extract"
    removed = {} if too_much else found.kinds_of(goes)
    return Verdict(removed=removed, situation=situation, unsure=too_much or _unsure(found))


def _unsure(found: "Look") -> bool:
    chances = found.chances
    either = (chances > _EITHER[0]) & (chances < _EITHER[1])
    return float(found.words[either].sum()) > _DOUBT * float(found.words.sum())
