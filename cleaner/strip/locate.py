"""Lines that are metadata: by what they look like, or by the line above or below them."""

from typing import Final

from cleaner.patterns import LinePattern
from cleaner.ruleset import LocatorRule
from cleaner.strip.hits import Zone
from cleaner.strip.sheet import REACH, Find, Sheet

__all__ = ["take_located"]

_TITLE_LENGTH: Final = 300  # characters; no headline is longer, and a paragraph taken for one would be lost
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
        once = rule.field == "title" or rule.pattern is None  # a date or a byline that stands twice goes twice
        if (once and rule.field in sheet.found) or (rule.within == "head" and anchor > zone.head_end + REACH):
            continue
        tried[rule] = tried.get(rule, 0) + 1
        line = _line_of(sheet, anchor, rule) if tried[rule] <= _ANCHORS else None
        if line is not None and zone.holds(line, rule.within) and _is_field(sheet, line, anchor, rule):
            _note(sheet, line, rule)


def _line_of(sheet: Sheet, anchor: int, rule: LocatorRule) -> int | None:
    """The line that the rule means, given the line of its anchor."""
    if rule.anchor is rule.pattern:
        return anchor
    return sheet.free_below(anchor) if rule.anchor is rule.after else sheet.free_above(anchor)


def _is_field(sheet: Sheet, line: int, anchor: int, rule: LocatorRule) -> bool:
    """Whether a line is what the rule means. A title must be free; other fields can share a line with any rule."""
    if line in sheet.taken and rule.field == "title":
        return False
    if not sheet.matches(anchor, rule.anchor) or (rule.pattern and not sheet.matches(line, rule.pattern)):
        return False
    above = None if rule.after is None else _neighbour(sheet, line, -1, rule.after)
    below = None if rule.before is None else _neighbour(sheet, line, 1, rule.before)
    if (rule.after and above is None) or (rule.before and below is None):
        return False
    # A line that stays, such as a dateline, would make the next line above it a title when the text is cleaned again.
    told_by_what_stays = rule.field == "title" and above is None and below is not None and below not in sheet.taken
    return not told_by_what_stays or sheet.first_free(1) == [line]


def _note(sheet: Sheet, line: int, rule: LocatorRule) -> None:
    text = sheet.lines[line]
    if rule.field == "title" and len(text) > _TITLE_LENGTH:
        return
    named, groups = (rule.pattern.groups(text) if rule.pattern else None) or ({}, ())
    found = Find(line, groups[0] if groups else text, named)
    known = sheet.found.get(rule.field)
    if known is None or (known.line == line and found.precision > known.precision):
        sheet.found[rule.field] = found
    if rule.field != "dateline":
        sheet.take(line, rule.action, free=True)


def _neighbour(sheet: Sheet, line: int, step: int, pattern: LinePattern) -> int | None:
    """The nearest line in a direction, if it matches; lines that rules took may lie between, or be the one."""
    for _ in range(REACH):
        line += step
        if not 0 <= line < len(sheet.lines):
            return None
        if sheet.matches(line, pattern):
            return line
        if line not in sheet.taken:
            return None
    return None
