"""Rule files held to their own examples: a rule must take what it says it takes, and leave what it says it leaves."""

from collections.abc import Iterator
from dataclasses import replace

from cleaner.dates import iso_date
from cleaner.layout import Example, Layout
from cleaner.lines import Lines, Text
from cleaner.metadata import Page
from cleaner.normalize import normalize
from cleaner.patterns import LinePattern
from cleaner.people import people
from cleaner.rulefile import Cut, Drop, Locator, RuleFile, Trim
from cleaner.ruleset import CompiledFile, Ruleset
from cleaner.strip import Stripped, strip

__all__ = ["check"]


def check(file: RuleFile) -> list[str]:
    """Run every example of a rule file.

    Args:
        file: A rule file that loads.

    Returns:
        One line for each example that does not hold: file, rule, key, and what came out.
    """
    return [f"{file.path.name}: {fault}" for fault in _faults(file)]


def _faults(file: RuleFile) -> Iterator[str]:
    for drop in file.drops:
        yield from _drop_faults(file, drop)
    for cut in file.cuts:
        yield from _cut_faults(file, cut)
    for trim in file.trims:
        yield from _trim_faults(file, trim)
    for locator in file.locators:
        yield from _locator_faults(file, locator)
    for layout in file.layouts:
        for number, example in enumerate(layout.examples, start=1):
            where = f"html{f' until {layout.until}' if layout.until else ''}, examples #{number}"
            yield from (f"{where}, {fault}" for fault in _page_faults(file, layout, example))


def _alone(file: RuleFile, rule: Drop | Cut | Trim | Locator) -> Ruleset:
    """A rule set of one rule, without its place in the document."""
    empty = replace(file, drops=(), cuts=(), trims=(), locators=())
    match rule:
        case Drop():
            only = replace(empty, drops=(replace(rule, within="anywhere"),))
        case Cut():
            only = replace(empty, cuts=(replace(rule, within="anywhere"),))
        case Trim():
            only = replace(empty, trims=(rule,))
        case Locator():
            only = replace(empty, locators=(replace(rule, within="anywhere"),))
    return Ruleset((CompiledFile(only),), budget=1)


def _stripped(rules: Ruleset, text: str) -> Stripped:
    lines = Lines(text.strip("\n"))
    return strip(lines, Text(normalize(lines.text).text), rules)


def _drop_faults(file: RuleFile, drop: Drop) -> Iterator[str]:
    rules = _alone(file, drop)
    for line in drop.lines:
        if (normal := normalize(line).text) != line:
            yield f"drop {drop.id}, lines: {line!r} never stands in a normalized text; write {normal!r}"
    for example in drop.drops:
        if left := _stripped(rules, example).paragraphs:
            yield f"drop {drop.id}, drops: leaves {left[0]!r}"
    yield from _keeps_faults(f"drop {drop.id}", rules, drop.keeps)


def _cut_faults(file: RuleFile, cut: Cut) -> Iterator[str]:
    rules = _alone(file, cut)
    for example in cut.drops:
        left = _stripped(rules, example).paragraphs
        if cut.end is None and left:
            yield f"cut {cut.id}, drops: leaves {left[0]!r}"
        elif cut.end is not None and not (left and LinePattern(cut.end).matches(left[0])):
            yield f"cut {cut.id}, drops: leaves {left[:1]!r} first; expected the line that `to` matches"
    yield from _keeps_faults(f"cut {cut.id}", rules, cut.keeps)


def _trim_faults(file: RuleFile, trim: Trim) -> Iterator[str]:
    rules = _alone(file, trim)
    for example in trim.drops:
        left = "".join(_stripped(rules, example.line).paragraphs)
        if left != normalize(example.leaves).text:
            yield f"trim {trim.id}, drops: leaves {left!r}; expected {example.leaves!r}"
    yield from _keeps_faults(f"trim {trim.id}", rules, trim.keeps)


def _keeps_faults(rule: str, rules: Ruleset, keeps: tuple[str, ...]) -> Iterator[str]:
    for example in keeps:
        if any(not removal.rule.startswith("builtin/") for removal in _stripped(rules, example).removed):
            yield f"{rule}, keeps: takes from {example!r}"


def _locator_faults(file: RuleFile, locator: Locator) -> Iterator[str]:
    rules = _alone(file, locator)
    for text, value in locator.finds:
        found = _stripped(rules, text).found.get(locator.field)
        got: str | None = found.value if found else None
        if found and locator.field in ("date", "dateline"):
            got = iso_date(found.groups, file.months)
        elif found and locator.field == "authors":
            got = ", ".join(people(found.value))
        if got != value:
            yield f"metadata, {locator.field}, finds: gives {got!r} for {text!r}; expected {value!r}"


def _page_faults(file: RuleFile, layout: Layout, example: Example) -> Iterator[str]:
    """An example page is read by its own layout alone, without the common furniture and the page's markup."""
    from cleaner.extract import Tree  # noqa: PLC0415  loads lxml, which most checks do not need
    from cleaner.extract.layouts import CompiledLayout, HtmlRules  # noqa: PLC0415

    root = Tree(HtmlRules((), file.layouts, ()).rewritten(example.page)).root
    if root is None:
        yield "page: has no element"
        return
    compiled = CompiledLayout(layout, (), file.months)
    page = compiled.read(root, Page())
    wanted = [line for line in map(str.strip, example.text.split("\n")) if line]
    fields = ("title", "date", "authors", "description")
    pairs = [("text", compiled.body(root).lines, wanted), *((f, getattr(page, f), getattr(example, f)) for f in fields)]
    for name, got, expected in pairs:
        if expected is not None and got != expected:
            yield f"{name}: gives {got!r}; expected {expected!r}"
