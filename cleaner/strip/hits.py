"""Which rules are awake in a document: the lines they match, wherever those stand, and the zones that follow."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from cleaner.ruleset import CutRule, DropRule, LocatorRule, Rule
from cleaner.strip.sheet import Sheet

__all__ = ["Hits", "Zone", "drop_matches", "follows", "hits_of"]

PARAGRAPH_LENGTH: Final = 80  # characters; rules/README.md promises these numbers
CJK_PARAGRAPH_LENGTH: Final = 30
ZONE_PARAGRAPHS: Final = 3
_CJK: Final = re.compile("(?:[^\u3040-\ufaff]{0,9}[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]){2}")
_CJK_LENGTHS: Final = range(CJK_PARAGRAPH_LENGTH, PARAGRAPH_LENGTH)


@dataclass(kw_only=True, slots=True)
class Hits:
    """Rules with the lines that wake them, in the order of the lines; for locators, the line of their anchor."""

    drops: list[tuple[int, DropRule]] = field(default_factory=list)
    cuts: list[tuple[int, CutRule]] = field(default_factory=list)
    locators: list[tuple[int, LocatorRule]] = field(default_factory=list)
    literal_lines: frozenset[int] = frozenset()
    paragraphs: list[int] = field(default_factory=list)

    def literal(self) -> "Hits":
        """The hits that cannot take a sentence: literals and metadata."""
        return replace(self, drops=[hit for hit in self.drops if hit[1].pattern is None], cuts=[])


def hits_of(sheet: Sheet) -> Hits:
    """Find the lines that wake rules. Whether a pattern that counts really matches is settled when it is applied.

    Args:
        sheet: The document.

    Returns:
        Hits, each list in the order of the lines.
    """
    hits = Hits()
    for file in sheet.rules.files:
        found = map(file.literals.get, sheet.lines)
        hits.drops += [(i, rule) for i, rules in enumerate(found) if rules for rule in rules]
    hits.literal_lines = frozenset(line for line, _ in hits.drops)
    for pattern, lines in sheet.where.items():
        for rule in sheet.rules.patterns[pattern]:
            _add(sheet, hits, lines, rule)
    for kind in (hits.drops, hits.cuts, hits.locators):
        kind.sort(key=_place)
    hits.paragraphs = _paragraphs(sheet, hits)
    return hits


def _add(sheet: Sheet, hits: Hits, lines: list[int], rule: Rule) -> None:
    match rule:
        case DropRule():
            hits.drops += [(line, rule) for line in lines]
        case CutRule():
            if rule.end is None or sheet.first_match(rule.end, 0) is not None:
                hits.cuts += [(line, rule) for line in lines]
        case LocatorRule():
            hits.locators += [(line, rule) for line in lines]


def _place(hit: tuple[int, Rule]) -> tuple[int, bool, str]:
    line, rule = hit
    return line, rule.action.general, rule.action.rule


def _paragraphs(sheet: Sheet, hits: Hits) -> list[int]:
    """The lines that are long enough to be article text, less those that rules would take wherever they stand."""
    long = {i for i, line in enumerate(sheet.lines) if len(line) >= PARAGRAPH_LENGTH}
    if not sheet.is_ascii:
        long |= {i for i, line in enumerate(sheet.lines) if len(line) in _CJK_LENGTHS and _CJK.match(line)}
    for line, drop in hits.drops:
        if line in long and drop_matches(sheet, line, drop):
            long.discard(line)
    for line, cut in hits.cuts:
        if line in long and follows(sheet, line, cut) is not None:
            long.discard(line)
    for line, locator in hits.locators:
        if line in long and _is_field(locator) and sheet.matches(line, locator.anchor):
            long.discard(line)
    return sorted(long)


def _is_field(rule: LocatorRule) -> bool:
    return rule.pattern is not None and rule.by_look and rule.field != "dateline"


def drop_matches(sheet: Sheet, line: int, rule: DropRule) -> bool:
    """Whether a line is what a drop takes, wherever it stands."""
    if rule.twice and not (sheet.repeats and is_doubled(sheet, line)):
        return False
    return rule.pattern is None or sheet.matches(line, rule.pattern)


def is_doubled(sheet: Sheet, line: int) -> bool:
    """Whether the same text stands in the next free line, or in the one above."""
    neighbours = (sheet.free_above(line), sheet.free_below(line))
    return any(other is not None and sheet.lines[other] == sheet.lines[line] for other in neighbours)


def follows(sheet: Sheet, line: int, rule: CutRule) -> int | None:
    """The last line of a cut's beginning, whose patterns must match consecutive free lines; None where they do not."""
    lines = [line]
    for pattern in rule.start[1:]:
        below = sheet.free_below(lines[-1])
        if below is None or not sheet.may_match(below, pattern):
            return None
        lines.append(below)
    # Last first: the last line is mostly the telling one.
    pairs = reversed(list(zip(lines, rule.start, strict=True)))
    return lines[-1] if all(sheet.matches(number, pattern) for number, pattern in pairs) else None


@dataclass(frozen=True, slots=True)
class Zone:
    """Where the head ends and the tail begins, counted in paragraphs that no rule matches."""

    head_end: int
    tail_start: int

    @classmethod
    def of(cls, sheet: Sheet, hits: Hits) -> "Zone":
        """The zones as things stand."""
        paragraphs = [i for i in hits.paragraphs if i not in sheet.taken] if sheet.taken else hits.paragraphs
        if len(paragraphs) < ZONE_PARAGRAPHS:
            return cls(len(sheet.lines), 0)
        return cls(paragraphs[ZONE_PARAGRAPHS - 1], paragraphs[-ZONE_PARAGRAPHS])

    def holds(self, line: int, within: str) -> bool:
        """Whether a line stands where a rule applies."""
        return within == "anywhere" or (line <= self.head_end if within == "head" else line >= self.tail_start)
