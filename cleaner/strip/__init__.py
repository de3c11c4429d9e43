"""Apply rules to lines, and account for every character: it is in a kept line, or in a removal with its rule.

Only the lines that some rule matches are looked at one by one. What a rule does can depend on where a line stands, and
taking lines changes where the others stand, so the rules are applied until nothing changes: cleaning twice is the same
as cleaning once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cleaner.document import Removal
from cleaner.lines import Lines, Text
from cleaner.ruleset import DropRule, Ruleset, TrimRule
from cleaner.strip.account import removals
from cleaner.strip.builtin import take_repeated_title, take_standfirst
from cleaner.strip.hits import Hits, Zone, drop_matches, follows, hits_of
from cleaner.strip.locate import take_located
from cleaner.strip.sheet import Find, Sheet

__all__ = ["Stripped", "strip"]

_ROUNDS: Final = 8  # one or two do for real documents; the bound keeps a hostile one linear


@dataclass(frozen=True, kw_only=True, slots=True)
class Stripped:
    """What is left of a document, and the account of the rest.

    Args:
        paragraphs: The kept lines, without blank ones.
        removed: Every piece taken out, in the order of the text.
        found: What the located lines say, by field.
        guarded: Whether the rules would have taken too much, so that only the literals were applied.
    """

    paragraphs: tuple[str, ...]
    removed: tuple[Removal, ...]
    found: Mapping[str, Find]
    guarded: bool


def strip(lines: Lines, text: Text, rules: Ruleset, title: str | None = None) -> Stripped:
    """Take the furniture out of a text.

    Args:
        lines: The text as decoded, for the offsets of removals.
        text: The same lines, normalized.
        rules: The rules that apply.
        title: The headline where it is known from elsewhere (a page's markup).

    Returns:
        The kept paragraphs and the account.
    """
    sheet = Sheet(text, rules)
    hits = hits_of(sheet)
    if hits.trims:
        _trim(sheet, hits)
        hits = hits_of(sheet) if sheet.whole else hits
    _apply(sheet, hits, title)
    guarded = sheet.cost > rules.budget * len(text.text)
    if guarded:
        sheet = Sheet(text, rules)
        _apply(sheet, hits_of(sheet).literal(), title)
    return Stripped(
        paragraphs=tuple(sheet.kept()),
        removed=tuple(removals(sheet, lines)),
        found=sheet.found,
        guarded=guarded,
    )


def _apply(sheet: Sheet, hits: Hits, title: str | None) -> None:
    by_look = [hit for hit in hits.locators if hit[1].by_look]
    by_neighbour = [hit for hit in hits.locators if not hit[1].by_look]
    for _ in range(_ROUNDS):
        before = len(sheet.taken)
        zone = Zone.of(sheet, hits)
        take_located(sheet, by_look, zone)
        _cut(sheet, hits, zone)
        _drop(sheet, hits, zone)
        take_located(sheet, by_neighbour, zone)
        take_repeated_title(sheet, zone, title)
        take_standfirst(sheet, zone)
        if len(sheet.taken) == before:
            break


def _trim(sheet: Sheet, hits: Hits) -> None:
    """Take parts of lines, each rule on what the others left, until nothing more comes off."""
    by_line: dict[int, list[TrimRule]] = {}
    for line, rule in hits.trims:
        by_line.setdefault(line, []).append(rule)
    for line, rules in by_line.items():
        for _ in range(_ROUNDS):
            if not any([_trim_line(sheet, line, rule) for rule in rules]):
                break
    if sheet.whole:
        sheet.look_again()


def _trim_line(sheet: Sheet, line: int, rule: TrimRule) -> bool:
    found = rule.pattern.groups(sheet.lines[line])
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
        for taken in range(line, end or line):
            sheet.take(taken, rule.action, free=taken in hits.literal_lines)
