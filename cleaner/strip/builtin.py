"""Repetitions that need no rule file: the text itself shows them, and nothing is lost that does not stand twice."""

from itertools import pairwise
from typing import Final

from cleaner.ruleset import Action
from cleaner.strip.hits import Zone
from cleaner.strip.sheet import Find, Sheet

__all__ = ["take_repeated_title", "take_standfirst"]

_TITLE: Final = Action("builtin/title", "metadata")
_TITLE_TWICE: Final = Action("builtin/title-twice", "duplicate")
_STANDFIRST: Final = Action("builtin/standfirst", "duplicate")
_DOUBLED_LENGTH: Final = range(20, 301)  # characters: shorter lines repeat in poems and lists
_DOUBLED_AMONG: Final = 6  # lines at the start of a document
_STANDFIRST_LENGTH: Final = 40  # characters: shorter ones repeat in speech
_STANDFIRST_AMONG: Final = 5
_HEAD_LINES: Final = 400


def take_repeated_title(sheet: Sheet, zone: Zone, title: str | None) -> None:
    """Take lines that repeat the title in the head, and a line that stands twice at the very start as the title.

    Args:
        sheet: The document.
        zone: Where head and tail are.
        title: The title where it is known from elsewhere.
    """
    located = sheet.found.get("title")
    known = located.value if located else title
    if known is None:
        known = _doubled(sheet)
        if known is None:
            return
        sheet.found["title"] = Find(known)
        action = _TITLE
    else:
        action = _TITLE_TWICE if located else _TITLE
    if known not in sheet.lines:
        return
    for line in range(min(zone.head_end + 1, len(sheet.lines), _HEAD_LINES)):
        if sheet.lines[line] == known and sheet.is_free(line):
            sheet.take(line, action, free=True)
            action = _TITLE_TWICE


def _doubled(sheet: Sheet) -> str | None:
    lines = [sheet.lines[i] for i in sheet.first_free(_DOUBLED_AMONG)]
    pairs = pairwise(lines)
    return next((a for a, b in pairs if a == b and len(a) in _DOUBLED_LENGTH), None)


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
            sheet.found.setdefault("description", Find(text))
            sheet.take(line, _STANDFIRST, free=True)
            return
