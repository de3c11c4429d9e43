"""Repetitions that need no rule file: the text itself shows them, and nothing is lost that does not stand twice."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cleaner.people import people
from cleaner.ruleset import Action
from cleaner.strip.hits import Zone
from cleaner.strip.sheet import Find, Sheet

__all__ = ["TITLES", "Given", "take_bylines", "take_repeated_title", "take_standfirst"]

_TITLE: Final = Action("builtin/title", "metadata")
_TITLE_TWICE: Final = Action("builtin/title-twice", "duplicate")
TITLES: Final = (_TITLE, _TITLE_TWICE)
_TWICE: Final = Action("builtin/twice", "duplicate")
_BYLINE: Final = Action("builtin/byline", "metadata")
_STANDFIRST: Final = Action("builtin/standfirst", "duplicate")
_DOUBLED_LENGTH: Final = range(20, 301)  # characters: shorter lines repeat in poems and lists
_DOUBLED_AMONG: Final = 6  # lines at the start of a document
_NO_HEADLINE: Final = (".", ",", ";", ":", "\u3002")  # how verse and prose end, and headlines do not
_STANDFIRST_LENGTH: Final = 40  # characters: shorter ones repeat in speech
_STANDFIRST_AMONG: Final = 5
_HEAD_LINES: Final = 400
_KICKER: Final = 60  # characters that may stand before a headline in its line
_TELLING: Final = 20  # characters: shorter headlines can end a sentence
_BYLINE_LENGTH: Final = 120  # characters
_WORD: Final = re.compile(r"\w+")
_DIGIT: Final = re.compile(r"\d")  # a dateline has some, a kicker has none
_COPIES: Final = 4  # a headline also stands in the breadcrumb and in a share bar; a refrain comes oftener


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What is known of a document from elsewhere: its headline, its authors."""

    title: str | None = None
    authors: tuple[str, ...] = ()


def take_bylines(sheet: Sheet, zone: Zone, authors: tuple[str, ...]) -> None:
    """Take lines in the head that say who wrote the article and nothing else.

    Args:
        sheet: The document.
        zone: Where head and tail are.
        authors: Who wrote it, from elsewhere.
    """
    known = {name.casefold() for name in authors}
    for line in _head(sheet, zone) if known else ():
        text = sheet.lines[line]
        if line in sheet.taken or len(text) > _BYLINE_LENGTH or not any(name in text.casefold() for name in known):
            continue
        named = people(text)
        if named and {name.casefold() for name in named} <= known:
            sheet.take(line, _BYLINE, free=True)


def _head(sheet: Sheet, zone: Zone) -> range:
    return range(min(zone.head_end + 1, len(sheet.lines), _HEAD_LINES))


def take_repeated_title(sheet: Sheet, zone: Zone, title: str | None) -> None:
    """Take lines that repeat the title in the head; without a title, the first line that stands twice is one.

    Args:
        sheet: The document.
        zone: Where head and tail are.
        title: The title where it is known from elsewhere.
    """
    located = sheet.found.get("title")
    known = located.value if located else title
    for line, below in _doubled(sheet):
        if known is None:
            known = sheet.lines[line]
            sheet.found["title"] = Find(line, known)
            sheet.take(line, _TITLE, free=True)
            sheet.take(below, _TITLE_TWICE, free=True)
        elif sheet.lines[line] != known:
            sheet.take(below, _TWICE, free=True)
    if known is not None and sheet.lines.count(known) <= _COPIES:
        _take_title(sheet, zone, known, first=_TITLE_TWICE if located else _TITLE)


def _take_title(sheet: Sheet, zone: Zone, title: str, first: Action) -> None:
    action = first
    for line in _head(sheet, zone):
        if line not in sheet.taken and _is_title(sheet.lines[line], title):
            sheet.take(line, action, free=True)
            action = _TITLE_TWICE


def _is_title(line: str, title: str) -> bool:
    """Whether a line is a headline, perhaps with its kicker before it and other marks between the words."""
    if line == title:
        return True
    if len(title) < _TELLING or not 0 <= len(line) - len(title) + _TELLING <= _KICKER + _TELLING:
        return False
    folded, known = _folded(line), _folded(title)
    return folded.endswith(known) and not _DIGIT.search(folded, 0, len(folded) - len(known))


def _folded(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _doubled(sheet: Sheet) -> list[tuple[int, int]]:
    """Neighbours among the first lines that are the same and could be a headline."""
    pairs = pairwise(sheet.first_free(_DOUBLED_AMONG))
    same = ((a, b, sheet.lines[a]) for a, b in pairs if sheet.lines[a] == sheet.lines[b])
    return [(a, b) for a, b, text in same if _may_be_headline(text) and sheet.lines.count(text) <= _COPIES]


def _may_be_headline(text: str) -> bool:
    return len(text) in _DOUBLED_LENGTH and not text.endswith(_NO_HEADLINE)


def take_standfirst(sheet: Sheet, zone: Zone) -> None:
    """Take a line near the start that the next paragraph repeats word for word; it is the description.

    Args:
        sheet: The document.
        zone: Where head and tail are.
    """
    first = sheet.first_free(_STANDFIRST_AMONG)
    for line, below in pairwise(first):
        text = sheet.lines[line]
        stem = text.rstrip(".\u2026 ")
        if line <= zone.head_end and len(stem) >= _STANDFIRST_LENGTH and stem in sheet.lines[below]:
            sheet.found.setdefault("description", Find(line, text))
            sheet.take(line, _STANDFIRST, free=True)
            return
