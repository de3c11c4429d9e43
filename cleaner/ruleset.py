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
    """A pattern whose lines go; None for a literal. `twice`: only where the next line is the same."""

    action: Action
    within: str
    pattern: str | None
    twice: bool = False


@dataclass(frozen=True, slots=True)
class CutRule:
    """A block that goes, from lines that match `start` one after the other."""

    action: Action
    within: str
    start: tuple[str, ...]
    end: str | None


@dataclass(frozen=True, slots=True)
class TrimRule:
    """A part of a line that goes: the group "part" of `pattern`, at the line's start or end."""

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
    after: str | None
    before: str | None

    @property
    def anchor(self) -> str:
        """The pattern that must be in the document for this to be worth a look."""
        found = self.pattern.source if self.pattern else self.after or self.before
        assert found is not None  # noqa: S101  the loader refuses a locator without any
        return found


Rule = DropRule | CutRule | TrimRule | LocatorRule


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
            rule = DropRule(_action(self.file, drop), drop.within, None, drop.twice)
            for form in sorted({form for line in drop.lines for form in variants(line)}):
                found[form] = (*found.get(form, ()), rule)
        return found

    @cached_property
    def patterns(self) -> dict[str, tuple[Rule, ...]]:
        """The rules that a matching line wakes, by the pattern's source."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in _pattern_rules(self.file):
            found[_wakes(rule)] = (*found.get(_wakes(rule), ()), rule)
        return found

    @cached_property
    def lines(self) -> LineSet:
        """Every pattern of the file, for one look at each line."""
        return LineSet(source for rule in _pattern_rules(self.file) for source in _sources(rule))


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


def _wakes(rule: Rule) -> str:
    match rule:
        case DropRule():
            return rule.pattern or ""
        case CutRule():
            return rule.start[0]
        case TrimRule():
            return rule.pattern.source
        case LocatorRule():
            return rule.anchor


def _sources(rule: Rule) -> Iterator[str]:
    yield _wakes(rule)
    if isinstance(rule, CutRule):
        yield from (*rule.start[1:], *((rule.end,) if rule.end else ()))
    if isinstance(rule, LocatorRule):
        yield from (source for source in (rule.after, rule.before) if source)


def _action(file: RuleFile, rule: Drop | Cut | Trim) -> Action:
    return Action(f"{file.host}/{rule.id}", rule.kind)


def _pattern_rules(file: RuleFile) -> Iterator[Rule]:
    for drop in file.drops:
        if drop.pattern:
            yield DropRule(_action(file, drop), drop.within, drop.pattern, drop.twice)
    for cut in file.cuts:
        yield CutRule(_action(file, cut), cut.within, cut.start, cut.end)
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
        LinePattern(locator.pattern) if locator.pattern else None,
        locator.after,
        locator.before,
    )
