"""The working sheet of one document: its lines, which rules match where, and what has been taken so far."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from cleaner.lines import line_at, starts_of
from cleaner.patterns import LinePattern
from cleaner.ruleset import Action, CutRule, DropRule, LocatorRule, Ruleset, TrimRule

__all__ = ["Find", "Hits", "Sheet", "Zone", "hits_of", "trim_lines"]

PARAGRAPH_LENGTH: Final = 80  # characters; rules/README.md promises both numbers
CJK_PARAGRAPH_LENGTH: Final = 30
ZONE_PARAGRAPHS: Final = 3
_REACH: Final = 50  # lines that a walk may pass, so that a page of nothing but furniture stays linear
_TRIMS: Final = 8


@dataclass(frozen=True, slots=True)
class Find:
    """What a located line says.

    Args:
        value: The first group of the locator's pattern; without one, the line.
        groups: The pattern's named groups (the parts of a date).
    """

    value: str
    groups: Mapping[str, str] = field(default_factory=dict)


class Sheet:
    """One document being stripped. Lives as long as one call."""

    def __init__(self, text: str) -> None:
        """Lay out a normalized text."""
        self.lines = text.split("\n")
        self.lay()
        self.taken: dict[int, Action] = {}
        self.parts: dict[int, list[tuple[int, int, Action]]] = {}  # columns of the line as it came
        self.whole: dict[int, str] = {}  # lines with parts taken, as they came
        self._spans: dict[int, tuple[int, int]] = {}  # what is left of them
        self.found: dict[str, Find] = {}
        self.cost = 0  # characters that patterns and cuts took: what the budget limits

    def lay(self) -> None:
        """Take the lines as they are now for the text."""
        self.text = "\n".join(self.lines)
        self.data = self.text.encode()
        self._byte_starts: list[int] | None = None
        self._ends: dict[str, list[int]] = {}

    def line_numbers(self, pattern: LinePattern) -> list[int]:
        """The lines that match a pattern, ascending."""
        if self._byte_starts is None:
            self._byte_starts = starts_of([len(line) for line in self.data.split(b"\n")])
        return [line_at(self._byte_starts, start) for start in pattern.starts(self.data)]

    def first_match(self, pattern: LinePattern, from_line: int) -> int | None:
        """The first line from `from_line` on that matches."""
        if pattern.source not in self._ends:
            self._ends[pattern.source] = self.line_numbers(pattern)
        matching = self._ends[pattern.source]
        index = bisect_left(matching, from_line)
        return matching[index] if index < len(matching) else None

    def take(self, line: int, action: Action, *, free: bool = False) -> None:
        """Take a line that nobody has taken; `free` lines do not count against the budget."""
        if line not in self.taken and self.lines[line]:
            self.taken[line] = action
            self.cost += 0 if free else len(self.lines[line])

    def is_free(self, line: int) -> bool:
        """Whether a line has text and is still there."""
        return bool(self.lines[line]) and line not in self.taken

    def free_below(self, line: int) -> int | None:
        """The next free line below, if one is near."""
        below = range(line + 1, min(line + 1 + _REACH, len(self.lines)))
        return next((i for i in below if self.is_free(i)), None)

    def free_above(self, line: int) -> int | None:
        """The next free line above, if one is near."""
        above = range(line - 1, max(line - 1 - _REACH, -1), -1)
        return next((i for i in above if self.is_free(i)), None)

    def first_free(self, count: int) -> list[int]:
        """The first free lines of the document."""
        found: list[int] = []
        for line in range(len(self.lines)):
            if len(found) == count:
                break
            if self.is_free(line):
                found.append(line)
        return found

    def shorten(self, line: int, length: int, rule: TrimRule) -> None:
        """Take a part of a line, at the end that the rule names."""
        text = self.lines[line]
        self.whole.setdefault(line, text)
        start, end = self._spans.get(line, (0, len(text)))
        part = (start, start + length) if rule.at == "start" else (end - length, end)
        rest = text[length:] if rule.at == "start" else text[: len(text) - length]
        blank = len(rest) - len(rest.lstrip()), len(rest) - len(rest.rstrip())
        self.parts.setdefault(line, []).append((*part, rule.action))
        self._spans[line] = (start + length + blank[0], end) if rule.at == "start" else (start, end - length - blank[1])
        self.lines[line] = rest.strip()
        self.cost += length

    def kept(self) -> Iterator[str]:
        """What stays, line by line, blank lines left out."""
        return (line for number, line in enumerate(self.lines) if line and number not in self.taken)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hits:
    """Which rules match which lines, wherever they stand; for locators, the line of their anchor."""

    drops: list[tuple[int, DropRule]]
    cuts: list[tuple[int, CutRule]]
    trims: list[tuple[int, TrimRule]]
    locators: list[tuple[int, LocatorRule]]
    literal_lines: frozenset[int]
    paragraphs: list[int]

    def literal(self) -> "Hits":
        """The hits that cannot take a sentence: literals and metadata."""
        return replace(self, drops=[hit for hit in self.drops if hit[1].pattern is None], cuts=[], trims=[])


def hits_of(sheet: Sheet, rules: Ruleset) -> Hits:
    """Find all matches of all rules.

    Args:
        sheet: The document.
        rules: The rules that apply.

    Returns:
        Hits, each list in the order of the lines.
    """
    drops: list[tuple[int, DropRule]] = []
    distinct = set(sheet.lines)
    for literals in (file.literals for file in rules.files):
        if not literals.keys().isdisjoint(distinct):
            drops += [(i, rule) for i, line in enumerate(sheet.lines) if line in literals for rule in literals[line]]
    literal_lines = frozenset(line for line, _ in drops)
    cuts: list[tuple[int, CutRule]] = []
    trims: list[tuple[int, TrimRule]] = []
    locators: list[tuple[int, LocatorRule]] = []
    for rule in rules.awake(sheet.data):
        match rule:
            case DropRule(pattern=LinePattern() as pattern):
                drops += [(line, rule) for line in sheet.line_numbers(pattern)]
            case CutRule():
                cuts += [(line, rule) for line in sheet.line_numbers(rule.pattern)]
            case TrimRule():
                trims += [(line, rule) for line in sheet.line_numbers(rule.pattern)]
            case LocatorRule():
                locators += [(line, rule) for line in sheet.line_numbers(rule.anchor)]
    return Hits(
        drops=sorted(drops, key=_place),
        cuts=sorted(cuts, key=_place),
        trims=sorted(trims, key=_place),
        locators=sorted(locators, key=_place),
        literal_lines=literal_lines,
        paragraphs=_paragraphs(sheet, {line for line, _ in [*drops, *cuts, *(h for h in locators if _is_line(h[1]))]}),
    )


def _place(hit: tuple[int, DropRule | CutRule | TrimRule | LocatorRule]) -> tuple[int, str]:
    return hit[0], hit[1].action.rule


def _is_line(rule: LocatorRule) -> bool:
    return rule.pattern is not None and rule.field != "dateline"


def _paragraphs(sheet: Sheet, matched: set[int]) -> list[int]:
    if sheet.text.isascii():
        long = [i for i, line in enumerate(sheet.lines) if len(line) >= PARAGRAPH_LENGTH]
    else:
        long = [i for i, line in enumerate(sheet.lines) if len(line) >= CJK_PARAGRAPH_LENGTH and _is_paragraph(line)]
    return [i for i in long if i not in matched]


def _is_paragraph(line: str) -> bool:
    return len(line) >= PARAGRAPH_LENGTH or "\u3000" <= max(line) < "\ufb00"


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


def trim_lines(sheet: Sheet, hits: Hits) -> None:
    """Take parts of lines, each rule on what the others left, until nothing more comes off.

    Args:
        sheet: The document.
        hits: Its hits.
    """
    by_line: dict[int, list[TrimRule]] = {}
    for line, rule in hits.trims:
        by_line.setdefault(line, []).append(rule)
    for line, rules in by_line.items():
        for rule in rules * _TRIMS:
            found = rule.pattern.groups(sheet.lines[line])
            if found:
                sheet.shorten(line, len(found[0]["part"]), rule)
    sheet.lay()
