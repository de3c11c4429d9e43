"""The working sheet of one document: its lines, which patterns match where, and what has been taken so far."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cleaner.lines import Text
from cleaner.patterns import LinePattern
from cleaner.ruleset import Action, Rule, Ruleset, TrimRule

__all__ = ["Find", "Sheet"]

_REACH: Final = 50  # lines that a walk may pass, so that a page of nothing but furniture stays linear


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

    def __init__(self, text: Text, rules: Ruleset) -> None:
        """Look once at each line of a normalized text."""
        self.rules = rules
        self.lines = text.lines
        self.distinct = text.distinct
        self.taken: dict[int, Action] = {}
        self.parts: dict[int, list[tuple[int, int, Action]]] = {}  # columns of the line as it came
        self.whole: dict[int, str] = {}  # lines with parts taken, as they came
        self._spans: dict[int, tuple[int, int]] = {}  # what is left of them
        self.found: dict[str, Find] = {}
        self.cost = 0  # characters that patterns and cuts took: what the budget limits
        self._look(text.utf8.split(b"\n"))

    def _look(self, lines: list[bytes]) -> None:
        self._where = [file.lines.where(lines) for file in self.rules.files]
        self._exact: dict[tuple[LinePattern, str], bool] = {}

    def look_again(self) -> None:
        """Find out which patterns match which lines, after some have been shortened."""
        self.distinct = frozenset(self.lines)
        self._look([line.encode() for line in self.lines])

    def awake(self) -> Iterator[tuple[Rule, LinePattern]]:
        """The rules that a line may match, with the pattern that wakes them, in the order of the files."""
        for file, where in zip(self.rules.files, self._where, strict=True):
            for pattern in where:
                for rule in file.patterns[pattern]:
                    yield rule, pattern

    def may_match(self, pattern: LinePattern) -> list[int]:
        """The lines that a pattern of the rules may match, ascending; `matches` settles each."""
        return next((where[pattern] for where in self._where if pattern in where), [])

    def matches(self, line: int, pattern: LinePattern) -> bool:
        """Whether a pattern of the rules matches a line."""
        lines = self.may_match(pattern)
        index = bisect_left(lines, line)
        return index < len(lines) and lines[index] == line and self._settle(line, pattern)

    def first_match(self, pattern: LinePattern, from_line: int) -> int | None:
        """The first line from `from_line` on that a pattern of the rules matches."""
        lines = self.may_match(pattern)
        later = (lines[index] for index in range(bisect_left(lines, from_line), len(lines)))
        return next((line for line in later if self._settle(line, pattern)), None)

    def _settle(self, line: int, pattern: LinePattern) -> bool:
        if not pattern.counts:
            return True
        key = pattern, self.lines[line]
        if key not in self._exact:
            self._exact[key] = pattern.matches(self.lines[line].encode())
        return self._exact[key]

    def take(self, line: int, action: Action, *, free: bool = False) -> None:
        """Take a line that nobody has taken; `free` lines do not count against the budget."""
        if line not in self.taken and self.lines[line]:
            self.taken[line] = action
            self.cost += 0 if free else len(self.lines[line])

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

    def kept(self) -> Iterator[str]:
        """What stays, line by line, blank lines left out."""
        return (line for number, line in enumerate(self.lines) if line and number not in self.taken)
