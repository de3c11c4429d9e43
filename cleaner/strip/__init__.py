"""Apply rules to lines, and account for every character: it is in a kept line, or in a removal with its rule.

Only the lines that some rule matches are looked at one by one. What a rule does can depend on where a line stands, and
taking lines changes where the others stand, so the rules are applied until nothing changes: cleaning twice is the same
as cleaning once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cleaner.document import Removal
from cleaner.lines import Lines, Text
from cleaner.ruleset import Action, Ruleset, TrimRule
from cleaner.strip.account import removals
from cleaner.strip.builtin import Given, take_bylines, take_repeated_title, take_standfirst
from cleaner.strip.hits import Hits, Zone, drop_matches, follows, hits_of
from cleaner.strip.judging import Judge, take_judged
from cleaner.strip.locate import take_located
from cleaner.strip.paragraphs import may_be_wrapped, unwrapped
from cleaner.strip.sheet import Find, Sheet

__all__ = ["Beside", "Evidence", "Given", "Judge", "Stripped", "strip"]

# What no rule says: asked with the lines as they came and the numbers of those that are left, gives what goes besides.
Evidence = Callable[[Sequence[str], Sequence[int]], Iterable[tuple[int, Action]]]

_TRIMS: Final = 50  # parts of a line; the bound is for lines made to have thousands
_ROUNDS: Final = 8  # one or two do for real documents; the bound keeps a hostile one linear


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What takes lines beside the rules, where they know too little of the outlet.

    Args:
        evidence: What goes for other reasons, one after the other; each has its own guard.
        judge: Who tells article from furniture in what is left then.
        reads_head: Whether title, byline and date are looked for around what the judge takes for the article's start.
    """

    evidence: Sequence[Evidence] = ()
    judge: Judge | None = None
    reads_head: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Stripped:
    """What is left of a document, and the account of the rest.

    Args:
        paragraphs: The kept lines, without blank ones; wrapped ones joined.
        removed: Every piece taken out, in the order of the text.
        found: What the located lines say, by field.
        guarded: Whether the rules would have taken too much, so that only the literals were applied.
        unsure: Whether the judge was.
    """

    paragraphs: tuple[str, ...]
    removed: tuple[Removal, ...]
    found: Mapping[str, Find]
    guarded: bool
    unsure: bool


def strip(
    lines: Lines,
    text: Text,
    rules: Ruleset,
    given: Given = Given(),  # noqa: B008  frozen
    beside: Beside = Beside(),
) -> Stripped:
    """Take the furniture out of a text.

    Args:
        lines: The text as decoded, for the offsets of removals.
        text: The same lines, normalized.
        rules: The rules that apply.
        given: What is known from elsewhere (a page's markup).
        beside: What takes lines beside the rules.

    Returns:
        The kept paragraphs and the account.
    """
    sheet = Sheet(text, rules)
    _trim(sheet)
    _apply_all(sheet, hits_of(sheet), given, beside.evidence)
    guarded = sheet.cost > rules.budget * len(text.text)
    if guarded:
        sheet = Sheet(text, rules)
        _apply_all(sheet, hits_of(sheet).literal(), given, beside.evidence)
    unsure = take_judged(sheet, beside.judge, reads_head=beside.reads_head) if beside.judge else False
    return Stripped(
        paragraphs=tuple(_paragraphs(sheet, text)),
        removed=tuple(removals(sheet, lines, text)),
        found=sheet.found,
        guarded=guarded,
        unsure=unsure,
    )


def _apply_all(sheet: Sheet, hits: Hits, given: Given, evidence: Sequence[Evidence]) -> None:
    """Apply the rules, then the evidence, then the rules to what that moved."""
    _apply(sheet, hits, given)
    before = len(sheet.taken)
    for look in evidence:
        for line, action in look(sheet.text.lines, sheet.kept()):
            sheet.take(line, action, free=True)
    if len(sheet.taken) > before:
        _apply(sheet, hits, given)


def _apply(sheet: Sheet, hits: Hits, given: Given) -> None:
    by_look = [hit for hit in hits.locators if hit[1].by_look]
    by_neighbour = [hit for hit in hits.locators if not hit[1].by_look]
    neighbourly = Hits(
        drops=[hit for hit in hits.drops if hit[1].twice],
        cuts=[hit for hit in hits.cuts if hit[1].start[1:]],
        literal_lines=hits.literal_lines,
    )
    zone = None
    for _ in range(_ROUNDS):
        before = len(sheet.taken)
        moved, zone = zone, Zone.of(sheet, hits)
        if zone != moved:
            take_located(sheet, by_look, zone)
        _cut(sheet, hits if zone != moved else neighbourly, zone)
        _drop(sheet, hits if zone != moved else neighbourly, zone)
        take_located(sheet, by_neighbour, zone)
        take_repeated_title(sheet, zone, given.title)
        take_bylines(sheet, zone, given.authors)
        take_standfirst(sheet, zone)
        if len(sheet.taken) == before:
            break


def _paragraphs(sheet: Sheet, text: Text) -> list[str]:
    kept = sheet.kept()
    lines = [sheet.lines[line] for line in kept]
    return unwrapped(lines, [text.numbers[line] for line in kept]) if may_be_wrapped(lines) else lines


def _trim(sheet: Sheet) -> None:
    """Take parts of lines, one after the other, until nothing more comes off."""
    rules = sheet.rules.trims
    for line in sorted({line for rule in rules for line in sheet.where.get(rule.pattern, ())}):
        for _ in range(_TRIMS):
            if not any(_trim_line(sheet, line, rule) for rule in rules):
                break
    if sheet.whole:
        sheet.look_again()


def _trim_line(sheet: Sheet, line: int, rule: TrimRule) -> bool:
    text = sheet.lines[line]
    found = rule.pattern.groups(text) if rule.pattern.matches(text) else None
    if found:
        sheet.shorten(line, len(found[0]["part"]), rule)
    return found is not None


def _drop(sheet: Sheet, hits: Hits, zone: Zone) -> None:
    for line, rule in hits.drops:
        if line in sheet.taken or not zone.holds(line, rule.within) or not drop_matches(sheet, line, rule):
            continue
        below: int | None = line
        while below is not None and sheet.lines[below] == sheet.lines[line]:
            next_below = sheet.free_below(below) if rule.twice else None
            sheet.take(below, rule.action, free=rule.pattern is None)
            below = next_below


def _cut(sheet: Sheet, hits: Hits, zone: Zone) -> None:
    for line, rule in hits.cuts:
        if line in sheet.taken or not zone.holds(line, rule.within):
            continue
        last = follows(sheet, line, rule)
        if last is None:
            continue
        end = len(sheet.lines) if rule.end is None else sheet.first_match(rule.end, last + 1)
        sheet.take_all(range(line, end or line), rule.action, hits.literal_lines)
