"""Selectors in a draft: what the pages propose, and which rules for text have nothing left to do with them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from cleaner.lines import Lines, Text
from cleaner.normalize import normalize
from cleaner.rulebook import Rulebook
from cleaner.rulefile import RuleFile
from cleaner.ruleset import CompiledFile, Ruleset
from cleaner.strip import strip
from cleaner.workshop.check import check
from cleaner.workshop.draft import Draft, DraftRule
from cleaner.workshop.learn.pages import PagesSeen, texts_with
from cleaner.workshop.learn.trying import loaded

__all__ = ["with_selectors"]

_ENOUGH: Final = 0.9  # of the pages that tell a field: a selector for it is not needed


@dataclass(slots=True)
class _Effect:
    """On how many pages a rule takes something, and which lines."""

    pages: int = 0
    lines: set[str] = field(default_factory=set)


def with_selectors(draft: Draft, seen: PagesSeen, rulebook: Rulebook) -> Draft:
    """Put the selectors that pages propose into a draft of rules for text.

    Args:
        draft: A draft that loads.
        seen: What the outlet's pages tell.
        rulebook: For what is furniture on the pages of any outlet.

    Returns:
        The draft with `[html]`, or with a note why there is none. Its comments say what each rule for text takes
        from the pages with these selectors and without, and which selector leaves it nothing.
    """
    from cleaner.workshop.layout_draft import layout_draft  # noqa: PLC0415  loads lxml, which texts do not need

    if not seen.proposal.bodies:
        return draft.noting("selectors: on too few pages the article stands in one element with a name that lasts")
    file, faults = loaded(replace(draft, rules=(*draft.rules, *layout_draft(seen.proposal))))
    if file is None or (faults := tuple(check(file))):
        return draft.noting(f"selectors: {faults[0].partition(': ')[2]}")
    common = rulebook.recognized(Text("")).rules
    before = _effects(file, common, [str(text.content) for text in seen.texts])
    after = _effects(file, common, texts_with(seen, file, rulebook))
    idle = {name: effect.lines for name, effect in before.items() if name not in after}
    rules = [_compared(rule, before, after, len(seen.texts)) for rule in draft.rules]
    return replace(draft, rules=(*rules, *layout_draft(seen.proposal, _said_of(idle, seen), _told(seen))))


def _effects(file: RuleFile, common: Ruleset, texts: Iterable[str]) -> dict[str, _Effect]:
    """What each rule of a file takes from normalized texts, by its id or field."""
    rules = Ruleset((*common.files, CompiledFile(file)), budget=1)
    found: dict[str, _Effect] = defaultdict(_Effect)
    for text in texts:
        taken: dict[str, set[str]] = defaultdict(set)
        for removal in strip(Lines(text), Text(text), rules).removed:
            host, _, name = removal.rule.partition("/")
            if host == file.host:
                taken[name].update(text[removal.start : removal.end].split("\n"))
        for name, lines in taken.items():
            found[name].pages += 1
            found[name].lines |= lines
    return dict(found)


def _compared(rule: DraftRule, before: Mapping[str, _Effect], after: Mapping[str, _Effect], pages: int) -> DraftRule:
    """A rule with a comment on what it takes from the pages."""
    name = rule.id or rule.table.removeprefix("metadata.")
    if name not in before:
        return rule
    without, left = before[name].pages, after[name].pages if name in after else 0
    with_them = f"{left} with them" if left else "none with them: there it has nothing left to do"
    said = f"of {pages} pages, it takes something from {without} without the selectors in [html], from {with_them}"
    return replace(rule, comment=(*rule.comment, said))


def _said_of(idle: Mapping[str, set[str]], seen: PagesSeen) -> dict[str, tuple[str, ...]]:
    """For each selector, the rules for text that it leaves nothing to do: a box those whose lines stand in it."""
    from cleaner.workshop.page_seen import masked  # noqa: PLC0415  loads lxml, which texts do not need

    found: dict[str, list[str]] = defaultdict(list)
    boxes = {drop.value: {masked(normalize(line).text) for line in drop.lines} for drop in seen.proposal.drops}
    for name, lines in sorted(idle.items()):
        own = {masked(line) for line in lines} - {""}
        holding = (selector for selector, held in boxes.items() if own <= held)
        found[next(holding, seen.proposal.bodies[0].value)].append(name)
    return {selector: tuple(names) for selector, names in found.items()}


def _told(seen: PagesSeen) -> Iterator[str]:
    pages = len(seen.texts)
    for name, count in seen.told.items():
        needed = "needs no selector" if count >= _ENOUGH * pages else "look for a selector"
        yield f"{name}: {count} of {pages} pages tell it themselves; {needed}"
