"""Lines that are metadata: by what they look like, or by the line above or below them."""

from typing import Final

from cleaner.patterns import LinePattern
from cleaner.ruleset import LocatorRule
from cleaner.strip.hits import Zone
from cleaner.strip.sheet import Find, Sheet

__all__ = ["take_located"]

_TITLE_LENGTH: Final = 300  # characters; no headline is longer, and a paragraph taken for one would be lost
_REACH: Final = 50  # lines a walk may pass over
_ANCHORS: Final = 50  # lines a rule may try in one document


def take_located(sheet: Sheet, hits: list[tuple[int, LocatorRule]], zone: Zone) -> None:
    """Take the lines that a rule file points at and note what they say.

    Args:
        sheet: The document.
        hits: Locators with the line of their anchor, in the order of the lines.
        zone: Where head and tail are.
    """
    tried: dict[LocatorRule, int] = {}
    for anchor, rule in hits:
        tried[rule] = tried.get(rule, 0) + 1
        once = rule.field == "title" or rule.pattern is None  # a date or a byline that stands twice goes twice
        if tried[rule] > _ANCHORS or (once and rule.field in sheet.found):
            continue
        line = _line_of(sheet, anchor, rule)
        if line is None or not zone.holds(line, rule.within) or not _open(sheet, line):
            continue
        if sheet.matches(anchor, rule.anchor) and _fits(sheet, line, rule):
            _note(sheet, line, rule)


def _open(sheet: Sheet, line: int) -> bool:
    """Whether a line may be a field: it is free, or it is another field ("Posted by Ann on May 2" is two)."""
    return line not in sheet.taken or sheet.taken[line].kind == "metadata"


def _note(sheet: Sheet, line: int, rule: LocatorRule) -> None:
    text = sheet.lines[line]
    if rule.field == "title" and len(text) > _TITLE_LENGTH:
        return
    named, groups = (rule.pattern.groups(text) if rule.pattern else None) or ({}, ())
    sheet.found.setdefault(rule.field, Find(groups[0] if groups and not named else text, named))
    if rule.field != "dateline":
        sheet.take(line, rule.action, free=True)


def _line_of(sheet: Sheet, anchor: int, rule: LocatorRule) -> int | None:
    """The line that the rule means, given the line that its anchor matches."""
    if rule.pattern:
        return anchor
    return sheet.free_below(anchor) if rule.after else sheet.free_above(anchor)


def _fits(sheet: Sheet, line: int, rule: LocatorRule) -> bool:
    """Whether a line stands below and above what the rule asks for."""
    return (rule.after is None or _neighbour(sheet, line, -1, rule.after)) and (
        rule.before is None or _neighbour(sheet, line, 1, rule.before)
    )


def _neighbour(sheet: Sheet, line: int, step: int, pattern: LinePattern) -> bool:
    """Whether the nearest line in a direction matches; lines that rules took may lie between, or be the one."""
    for _ in range(_REACH):
        line += step
        if not 0 <= line < len(sheet.lines):
            return False
        if sheet.matches(line, pattern):
            return True
        if sheet.is_free(line):
            return False
    return False
