"""What the judge takes of a text, and what the lines at its head say of it."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

from cleaner.judge import Verdict
from cleaner.ruleset import Action
from cleaner.strip.builtin import TITLES
from cleaner.strip.sheet import Find, Sheet

if TYPE_CHECKING:
    from cleaner.judge.fields import Fields

__all__ = ["Judge", "take_judged"]

Judge = Callable[[Sequence[str]], Verdict]

_TITLE: Final = Action("judge/title", "metadata", general=True)
_AUTHORS: Final = Action("judge/authors", "metadata", general=True)
_DATE: Final = Action("judge/date", "metadata", general=True)
_HEADLINE: Final = 4  # words: fewer could be the kicker


def take_judged(sheet: Sheet, judge: Judge, *, reads_head: bool) -> bool:
    """Take what the judge says is no article, and note the fields among the lines.

    Args:
        sheet: A document, less what rules take of it.
        judge: Who tells article from furniture.
        reads_head: Whether to look for fields: where no rule file says what they look like.

    Returns:
        Whether the judge is unsure.
    """
    kept = sheet.kept()
    verdict = judge([sheet.lines[line] for line in kept])
    removed = {kept[line]: kind for line, kind in verdict.removed.items()}
    if reads_head:
        _read_head(sheet, removed)
    for line, kind in removed.items():
        sheet.take(line, Action(f"judge/{kind}", kind, general=True), free=True)
    return verdict.unsure


def _read_head(sheet: Sheet, removed: Collection[int]) -> None:
    from cleaner.judge.fields import fields  # noqa: PLC0415  compiles patterns that known outlets do not need

    ruled = {line for line, action in sheet.taken.items() if action not in TITLES}
    _note(sheet, fields(sheet.lines, {*sheet.taken, *removed}, ruled))


def _note(sheet: Sheet, found: "Fields") -> None:
    if found.title is not None:
        sheet.found["title"] = Find(found.title, _without_site(sheet.lines[found.title]))
        sheet.take(found.title, _TITLE, free=True)
    if found.authors:
        sheet.found["authors"] = Find(min(found.authors), "; ".join(found.authors.values()))
    if found.published:
        line, parts = next(iter(found.dates.items()))
        sheet.found["date"] = Find(line, sheet.lines[line], parts)
    for line in found.authors:
        sheet.take(line, _AUTHORS, free=True)
    for line in found.dates:
        sheet.take(line, _DATE, free=True)


def _without_site(title: str) -> str:
    """A headline without the section and the site that a page's title has behind it."""
    headline = title.split(" | ", maxsplit=1)[0]
    return headline if len(headline.split()) >= _HEADLINE else title
