"""The working sheet of one document: its lines, which patterns match where, and what has been taken so far."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from cleaner.lines import Text
from cleaner.patterns import LinePattern
from cleaner.ruleset import Action, Ruleset, TrimRule

__all__ = ["REACH", "Find", "Sheet"]

REACH: Final = 50  # lines that a walk may pass, so that a page of nothing but furniture stays linear


@dataclass(frozen=True, slots=True)
class Find:
    """What a located line says.

    Args:
        line: The line, by which two finds in one line are told from two lines.
        value: The first group of the locator's pattern; without one, the line.
        groups: The pattern's named groups (the parts of a date).
    """

    line: int
    value: str
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def precision(self) -> int:
        """How many parts of a date it gives."""
        return sum(map(bool, self.groups.values()))


class Sheet:
    """One document being stripped. Lives as long as one call. Lines are counted without blank ones."""

    def __init__(self, text: Text, rules: Ruleset) -> None:
        """Look once at each line of a normalized text."""
        self.text = text
        self.rules = rules
        self.lines = text.lines
        self.is_ascii = text.text.isascii()
        self.taken: dict[int, Action] = {}
        self.parts: dict[int, list[tuple[int, int, Action]]] = {}  # columns of the line as it came
        self.whole: dict[int, str] = {}  # lines with parts taken, as they came
        self._spans: dict[int, tuple[int, int]] = {}  # what is left of them
        self.found: dict[str, Find] = {}
        self.cost = 0  # characters that patterns and cuts took: what the budget limits
        self.where = rules.where(text.utf8)  # lines that each pattern may match; `matches` settles it
        self._exact: dict[tuple[LinePattern, str], bool] = {}
        self._first: dict[LinePattern, tuple[int, int]] = {}  # where `first_match` was asked, and what it found

    def look_again(self) -> None:
        """Find out which patterns match the lines that have been shortened."""
        changed = sorted(self.whole)
        kept = {pattern: [line for line in lines if line not in self.whole] for pattern, lines in self.where.items()}
        for pattern, found in self.rules.where("\n".join(map(self.lines.__getitem__, changed)).encode()).items():
            kept[pattern] = sorted([*kept.get(pattern, ()), *(changed[index] for index in found)])
        self.where = {pattern: lines for pattern, lines in kept.items() if lines}

    @cached_property
    def repeats(self) -> bool:
        """Whether any line stands more than once."""
        return len(set(self.lines)) < len(self.lines)

    def may_match(self, line: int, pattern: LinePattern) -> bool:
        """Whether a pattern of the rules may match a line; false is final."""
        if pattern not in self.rules.patterns:
            return True  # nobody has looked for it
        lines = self.where.get(pattern, ())
        index = bisect_left(lines, line)
        return index < len(lines) and lines[index] == line

    def matches(self, line: int, pattern: LinePattern) -> bool:
        """Whether a pattern of the rules matches a line."""
        if not self.may_match(line, pattern):
            return False
        if not pattern.counts and pattern in self.where:
            return True
        key = pattern, self.lines[line]
        if key not in self._exact:
            self._exact[key] = pattern.matches(self.lines[line])
        return self._exact[key]

    def first_match(self, pattern: LinePattern, from_line: int) -> int | None:
        """The first line from `from_line` on that a pattern of the rules matches."""
        asked, answer = self._first.get(pattern, (len(self.lines), 0))
        if not asked <= from_line <= answer:  # walks only go down a document, so the last answer is enough
            looked = pattern in self.rules.patterns
            lines: Sequence[int] = self.where.get(pattern, ()) if looked else range(len(self.lines))
            below = (lines[index] for index in range(bisect_left(lines, from_line), len(lines)))
            answer = next((line for line in below if self.matches(line, pattern)), len(self.lines))
            self._first[pattern] = from_line, answer
        return answer if answer < len(self.lines) else None

    def take(self, line: int, action: Action, *, free: bool = False) -> None:
        """Take a line that nobody has taken; `free` lines do not count against the budget."""
        if line not in self.taken:
            self.taken[line] = action
            self.cost += 0 if free else len(self.lines[line])

    def take_all(self, lines: range, action: Action, free: AbstractSet[int]) -> None:
        """Take the lines of a block that nobody has taken; the `free` ones do not count against the budget."""
        mine = [line for line in lines if line not in self.taken]
        self.taken.update(dict.fromkeys(mine, action))
        self.cost += sum(len(self.lines[line]) for line in mine if line not in free)

    def shorten(self, line: int, length: int, rule: TrimRule) -> None:
        """Take a part of a line, at the end that the rule names."""
        if not self.whole:
            self.lines = self.lines.copy()  # they are the text's
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

    def free_below(self, line: int) -> int | None:
        """The next free line below, if one is near."""
        line += 1
        end = min(line + REACH, len(self.lines))
        while line < end and line in self.taken:
            line += 1
        return line if line < end else None

    def free_above(self, line: int) -> int | None:
        """The next free line above, if one is near."""
        line -= 1
        end = max(line - REACH, -1)
        while line > end and line in self.taken:
            line -= 1
        return line if line > end else None

    def first_free(self, count: int) -> list[int]:
        """The first free lines of the document."""
        free = (line for line in range(len(self.lines)) if line not in self.taken)
        return list(islice(free, count))

    def kept(self) -> list[int]:
        """The lines that stay."""
        return [line for line in range(len(self.lines)) if line not in self.taken]
