"""The rules that apply to one document, compiled: its outlet's and the common ones.

Literals become one dict, patterns one RE2 set that tells in a single pass which of them can matter at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from string import capwords
from typing import Final

from cleaner.patterns import LinePattern, LineSet
from cleaner.rulefile import Cut, Drop, Locator, RuleFile, Trim

__all__ = ["Action", "CompiledFile", "CutRule", "DropRule", "LocatorRule", "Ruleset", "TrimRule", "variants"]

_ANY_LINE: Final = "x" * 60  # what takes this takes nearly every line


@dataclass(frozen=True, slots=True)
class Action:
    """What a record says of a removal: the rule's full name and its kind. Outlets' rules go before general ones."""

    rule: str
    kind: str
    general: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class DropRule:
    """A pattern whose lines go; None for a literal. `twice`: only where the next line is the same."""

    action: Action
    within: str
    pattern: LinePattern | None
    twice: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CutRule:
    """A block that goes, from lines that match `start` one after the other to before one that matches `end`."""

    action: Action
    within: str
    start: tuple[LinePattern, ...]
    end: LinePattern | None


@dataclass(frozen=True, slots=True, eq=False)
class TrimRule:
    """A part of a line that goes: the group "part" of `pattern`, at the line's start or end."""

    action: Action
    at: str
    pattern: LinePattern


@dataclass(frozen=True, slots=True, eq=False)
class LocatorRule:
    """A line that is a field, by its look or by the line above or below it."""

    action: Action
    field: str
    within: str
    pattern: LinePattern | None
    after: LinePattern | None
    before: LinePattern | None

    @property
    def by_look(self) -> bool:
        """Whether the line tells by itself, so that neither its neighbours nor other rules have a say."""
        return self.after is None and self.before is None

    @property
    def anchor(self) -> LinePattern:
        """The pattern that must be in the document for this to be worth a look.

        A title can look like anything, so its neighbours are the better sign.
        """
        near = self.after or self.before
        found = near or self.pattern if self.field == "title" else self.pattern or near
        assert found is not None  # noqa: S101  the loader refuses a locator without any
        return found


Rule = DropRule | CutRule | TrimRule | LocatorRule


def variants(line: str) -> frozenset[str]:
    """The ways in which a site may write a fixed phrase: as given, in capitals, small, capitalized, in title case."""
    return frozenset((line, line.upper(), line.lower(), line.capitalize(), capwords(line)))


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
    def patterns(self) -> dict[LinePattern, tuple[Rule, ...]]:
        """Every pattern to look for, with the rules that it wakes: none where it ends a cut, which needs its end.

        Other patterns only support a rule, and are asked when it is awake; so are ends that may be any line.
        """
        found: dict[LinePattern, tuple[Rule, ...]] = {}
        for rule in _Compiler(self.file).rules():
            found[_wakes(rule)] = (*found.get(_wakes(rule), ()), rule)
            if isinstance(rule, CutRule) and rule.end and not rule.end.matches(_ANY_LINE):
                found.setdefault(rule.end, ())
        return found

    @cached_property
    def lines(self) -> LineSet:
        """Every pattern to look for, for one look at the lines."""
        return LineSet(tuple(self.patterns))


class Ruleset:
    """The rules for one document: the common file's and its outlet's."""

    def __init__(self, files: tuple[CompiledFile, ...], budget: float) -> None:
        """Put rule files together.

        Args:
            files: The rule files that apply, the outlet's last.
            budget: The largest share (0 to 1) of a document's characters that patterns and cuts may take.
        """
        self.files = files
        self.budget = budget
        self.months = files[-1].file.months if files else ()
        digests = sorted(compiled.file.digest for compiled in files)
        self.digest = sha256("".join(digests).encode()).hexdigest()[:16]

    @cached_property
    def patterns(self) -> dict[LinePattern, tuple[Rule, ...]]:
        """Every pattern of all files to look for, with the rules that it wakes."""
        return {pattern: rules for file in self.files for pattern, rules in file.patterns.items()}

    @cached_property
    def trims(self) -> tuple[TrimRule, ...]:
        """The trims, which come before all other rules: outlets' before general ones, then by id."""
        found = (rule for rules in self.patterns.values() for rule in rules if isinstance(rule, TrimRule))
        return tuple(sorted(found, key=lambda rule: (rule.action.general, rule.action.rule)))

    def where(self, text: bytes) -> dict[LinePattern, list[int]]:
        """The lines that each pattern may match, as `LineSet.where`."""
        found: dict[LinePattern, list[int]] = {}
        for file in self.files:
            found |= file.lines.where(text)
        return found


def _wakes(rule: Rule) -> LinePattern:
    match rule:
        case DropRule(pattern=LinePattern() as pattern):
            return pattern
        case CutRule():
            return rule.start[0]
        case TrimRule():
            return rule.pattern
        case LocatorRule():
            return rule.anchor
    raise AssertionError(rule)  # a literal, which no pattern wakes


def _action(file: RuleFile, rule: Drop | Cut | Trim) -> Action:
    return Action(f"{file.host}/{rule.id}", rule.kind, general=not file.hosts)


class _Compiler:
    """Turns a file's rules into rules with patterns, each pattern made once."""

    def __init__(self, file: RuleFile) -> None:
        self.file = file
        self.patterns: dict[str, LinePattern] = {}

    def rules(self) -> Iterator[Rule]:
        """The file's pattern rules."""
        for drop in self.file.drops:
            if drop.pattern:
                yield DropRule(_action(self.file, drop), drop.within, self._pattern(drop.pattern), drop.twice)
        for cut in self.file.cuts:
            start = tuple(self._pattern(source) for source in cut.start)
            end = self._optional(cut.end)
            yield CutRule(_action(self.file, cut), cut.within, start, end)
        for trim in self.file.trims:
            yield TrimRule(_action(self.file, trim), trim.at, self._pattern(_trim_source(trim)))
        for locator in self.file.locators:
            yield self._locator(locator)

    def _locator(self, locator: Locator) -> LocatorRule:
        pattern, after, before = map(self._optional, (locator.pattern, locator.after, locator.before))
        action = Action(f"{self.file.host}/{locator.field}", "metadata")
        return LocatorRule(action, locator.field, locator.within, pattern, after, before)

    def _pattern(self, source: str) -> LinePattern:
        return self.patterns.setdefault(source, LinePattern(source))

    def _optional(self, source: str | None) -> LinePattern | None:
        return self._pattern(source) if source else None


def _trim_source(trim: Trim) -> str:
    part, rest = f"(?P<part>{trim.pattern})", f"(?:{trim.rest})"
    return part + rest if trim.at == "start" else rest + part
