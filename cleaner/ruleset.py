"""The rules that apply to one document, compiled: its outlet's and the common ones.

Literals become one dict, patterns one RE2 set that tells in a single pass which of them can matter at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cleaner.patterns import LinePattern, LineSet
from cleaner.rulefile import Cut, Drop, Locator, RuleFile, Trim

__all__ = ["Action", "CompiledFile", "CutRule", "DropRule", "LocatorRule", "Ruleset", "TrimRule", "variants"]


@dataclass(frozen=True, slots=True)
class Action:
    """What a record says of a removal: the rule's full name and its kind."""

    rule: str
    kind: str


@dataclass(frozen=True, slots=True)
class DropRule:
    """A pattern whose lines go, or where a literal goes (`pattern` is None)."""

    action: Action
    within: str
    pattern: LinePattern | None


@dataclass(frozen=True, slots=True)
class CutRule:
    """A block that goes. `follow` are the patterns of the lines after the first."""

    action: Action
    within: str
    pattern: LinePattern
    follow: tuple[LinePattern, ...]
    end: LinePattern | None


@dataclass(frozen=True, slots=True)
class TrimRule:
    """A part of a line that goes: group 1 of `pattern`, at the line's start or end."""

    action: Action
    at: str
    pattern: LinePattern


@dataclass(frozen=True, slots=True)
class LocatorRule:
    """A line that is a field: by what it looks like, or by the line above or below it."""

    action: Action
    field: str
    within: str
    pattern: LinePattern | None
    after: LinePattern | None
    before: LinePattern | None

    @property
    def anchor(self) -> LinePattern:
        """The pattern that must be in the document for this to be worth a look."""
        found = self.pattern or self.after or self.before
        assert found is not None  # noqa: S101  the loader refuses a locator without any
        return found


_PatternRule = DropRule | CutRule | TrimRule | LocatorRule


def variants(line: str) -> frozenset[str]:
    """The ways in which a site may write a fixed phrase: as given, in capitals, small, capitalized, in title case."""
    return frozenset((line, line.upper(), line.lower(), line.capitalize(), line.title()))


class CompiledFile:
    """One rule file's rules, compiled on first use."""

    def __init__(self, file: RuleFile) -> None:
        """Take the file."""
        self.file = file

    @cached_property
    def literals(self) -> dict[str, tuple[DropRule, ...]]:
        """Every form of every literal line, with the rules that take it."""
        found: dict[str, tuple[DropRule, ...]] = {}
        for drop in self.file.drops:
            rule = DropRule(_action(self.file, drop), drop.within, None)
            for form in sorted({form for line in drop.lines for form in variants(line)}):
                found[form] = (*found.get(form, ()), rule)
        return found

    @cached_property
    def _patterns(self) -> tuple[tuple[_PatternRule, ...], LineSet]:
        rules = tuple(_pattern_rules(self.file))
        return rules, LineSet([_anchor(rule).source for rule in rules])

    def awake(self, data: bytes) -> Iterator[_PatternRule]:
        """The pattern rules that may match a line of the text.

        Args:
            data: The normalized lines, UTF-8.

        Yields:
            Rules, in a fixed order.
        """
        rules, line_set = self._patterns
        for index in line_set.candidates(data):
            yield rules[index]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules for one document.

    Args:
        files: The rule files that apply, the outlet's last.
        budget: The largest share (0 to 1) of a document's characters that patterns and cuts may take.
        months: Names of months in the outlet's dates.
        digest: Names these rules, for a record.
    """

    files: tuple[CompiledFile, ...]
    budget: float
    months: tuple[str, ...]
    digest: str

    @classmethod
    def of(cls, files: tuple[CompiledFile, ...], budget: float) -> "Ruleset":
        """Put rule files together."""
        digest = sha256("".join(sorted(compiled.file.digest for compiled in files)).encode()).hexdigest()[:16]
        return cls(files, budget, files[-1].file.months if files else (), digest)

    def awake(self, data: bytes) -> Iterator[_PatternRule]:
        """The pattern rules of all files that may match a line of the text."""
        for file in self.files:
            yield from file.awake(data)


def _anchor(rule: _PatternRule) -> LinePattern:
    pattern = rule.anchor if isinstance(rule, LocatorRule) else rule.pattern
    assert pattern is not None  # noqa: S101  literals are no pattern rules
    return pattern


def _action(file: RuleFile, rule: Drop | Cut | Trim) -> Action:
    return Action(f"{file.host}/{rule.id}", rule.kind)


def _pattern_rules(file: RuleFile) -> Iterator[_PatternRule]:
    for drop in file.drops:
        if drop.pattern:
            yield DropRule(_action(file, drop), drop.within, LinePattern(drop.pattern))
    for cut in file.cuts:
        follow = tuple(LinePattern(p) for p in cut.start[1:])
        yield CutRule(_action(file, cut), cut.within, LinePattern(cut.start[0]), follow, _compiled(cut.end))
    for trim in file.trims:
        yield TrimRule(_action(file, trim), trim.at, LinePattern(_trim_source(trim)))
    for locator in file.locators:
        yield _locator_rule(file, locator)


def _trim_source(trim: Trim) -> str:
    part, rest = f"(?P<part>{trim.pattern})", f"(?:{trim.rest})"
    return part + rest if trim.at == "start" else rest + part


def _locator_rule(file: RuleFile, locator: Locator) -> LocatorRule:
    return LocatorRule(
        Action(f"{file.host}/{locator.field}", "metadata"),
        locator.field,
        locator.within,
        _compiled(locator.pattern),
        _compiled(locator.after),
        _compiled(locator.before),
    )


def _compiled(pattern: str | None) -> LinePattern | None:
    return LinePattern(pattern) if pattern else None
