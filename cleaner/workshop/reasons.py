"""Why a rule took a piece, in a few words for a person: the literal or the pattern that matched, as it was written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cleaner.document import Removal
from cleaner.lines import Lines
from cleaner.normalize import normalize
from cleaner.patterns import LinePattern
from cleaner.rulefile import Cut, Drop, Locator, RuleFile, Trim
from cleaner.ruleset import variants

__all__ = ["BUILTIN", "Reasons"]

# What the engine does without a rule file (`cleaner.strip.builtin`).
BUILTIN: Final = {
    "builtin/title": "the headline, as its copy in the text or the page's markup tells",
    "builtin/title-twice": "the headline once more",
    "builtin/twice": "the same line once more",
    "builtin/byline": "names the authors that the page's markup names, and nobody else",
    "builtin/standfirst": "a standfirst that the next paragraph repeats word for word",
}
# What the lines at the head of a text say of it (`cleaner.judge.fields`).
_FIELDS: Final = {
    "judge/title": "the headline: a line above the article that has the article's words",
    "judge/authors": 'a byline: names behind "By", or beside a date',
    "judge/date": "a date, and hardly anything beside it",
}
# What it does with what it knows of other documents (`cleaner.repeats`).
_EVIDENCE: Final = {"judge/repeated": "stands in many documents of the outlet, outside the article or in half of them"}

_NEAR: Final = 2_000  # characters around a located line in which its neighbours are looked for


class Reasons:
    """The rules of some rule files by their full names."""

    def __init__(self, files: Iterable[RuleFile]) -> None:
        """Take the files that may have been applied."""
        self._rules: dict[str, Drop | Cut | Trim] = {}
        self._locators: dict[str, list[Locator]] = {}
        for file in files:
            rules: list[Drop | Cut | Trim] = [*file.drops, *file.cuts, *file.trims]
            self._rules |= {f"{file.host}/{rule.id}": rule for rule in rules}
            for locator in file.locators:
                self._locators.setdefault(f"{file.host}/{locator.field}", []).append(locator)

    def of(self, removal: Removal, text: str) -> str:
        """Why a piece was taken.

        Args:
            removal: The piece.
            text: The text that its offsets refer to.

        Returns:
            One line, without the rule's name and kind, which the removal has.
        """
        rule = self._rules.get(removal.rule)
        lines = _normal_lines(text[removal.start : removal.end])
        match rule:
            case Drop():
                return _of_drop(rule, lines)
            case Cut():
                end = f" to the line before {rule.end}" if rule.end else " to the end"
                return f"a block from {' then '.join(rule.start)}{end}"
            case Trim():
                return f"the {rule.at} of a line: {rule.pattern}"
        near = text[max(0, removal.start - _NEAR) : removal.start], text[removal.end : removal.end + _NEAR]
        place = _Place(lines, *map(_normal_lines, near))
        located = self._locators.get(removal.rule, [])
        if located:
            return _of_locator(next(filter(place.fits, located), located[0]))
        return (BUILTIN | _FIELDS | _EVIDENCE).get(removal.rule, "")


def _normal_lines(piece: str) -> list[str]:
    return [line for line in normalize(Lines(piece).text).text.split("\n") if line]


def _of_drop(rule: Drop, lines: list[str]) -> str:
    where = "" if rule.within == "anywhere" else f" in the {rule.within}"
    if rule.pattern:
        return f"a line{where} like {rule.pattern}"
    found = [literal for literal in rule.lines if not variants(literal).isdisjoint(lines)]
    said = ", ".join(f'"{literal}"' for literal in found or rule.lines)
    return f"the line{'s' if len(found) > 1 else ''} {said}{where}{', which stands twice' if rule.twice else ''}"


def _of_locator(locator: Locator) -> str:
    near = [("after", locator.after), ("before", locator.before)]
    said = [f"{name} {pattern}" for name, pattern in near if pattern]
    if locator.pattern and locator.field in ("date", "dateline"):  # the pattern of a date is a page of months
        said.insert(0, f'like "{locator.finds[0][0]}"')
    elif locator.pattern:
        said.insert(0, f"like {locator.pattern}")
    return f"the {locator.field}: a line {', '.join(said)}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Located lines, and those around them."""

    lines: list[str]
    above: list[str]
    below: list[str]

    def fits(self, locator: Locator) -> bool:
        """Whether a locator can have found the lines here."""
        asked = ((locator.pattern, self.lines), (locator.after, self.above), (locator.before, self.below))
        return all(pattern is None or any(map(LinePattern(pattern).matches, lines)) for pattern, lines in asked)
