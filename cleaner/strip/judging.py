"""What the judge takes of a text, and what the lines at its head say of it."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from cleaner.judge import Verdict
from cleaner.judge.fields import Fields, fields
from cleaner.ruleset import Action
from cleaner.strip.builtin import TITLES
from cleaner.strip.sheet import Find, Sheet

__all__ = ["Judge", "take_judged"]

Judge = Callable[[Sequence[str]], Verdict]

_TITLE: Final = Action("judge/title", "metadata", general=True)
_AUTHORS: Final = Action("judge/authors", "metadata", general=True)
_DATE: Final = Action("judge/date", "metadata", general=True)


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


def _note(sheet: Sheet, found: Fields) -> None:
    if found.title is not None:
        sheet.found["title"] = Find(found.title, sheet.lines[found.title])
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
