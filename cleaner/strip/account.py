"""The account: what was taken, as spans of the decoded text."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cleaner.document import Removal
from cleaner.lines import Lines, Text
from cleaner.normalize import normalize
from cleaner.strip.sheet import Sheet

__all__ = ["removals"]

_LONGEST_ENTITY: Final = 34  # characters


def removals(sheet: Sheet, lines: Lines, text: Text) -> Iterator[Removal]:
    """Every piece that was taken, in the order of the text.

    Args:
        sheet: The stripped document.
        lines: Its lines as decoded.
        text: The same lines, normalized.

    Yields:
        Removals that do not overlap; lines that one rule took and that nothing kept divides are one removal.
    """
    touched = sorted(sheet.taken.keys() | sheet.parts.keys())
    if not touched:
        return
    runs = list(_runs(sheet, touched))
    numbers = text.numbers
    starts = iter(lines.starts([numbers[line] for run in runs for line in run]))
    for first, last in runs:
        start, end = next(starts), next(starts) + len(lines.raw[numbers[last]])
        if action := sheet.taken.get(first):
            yield Removal(action.rule, action.kind, start, end)
        else:
            yield from _parts(sheet, first, start, lines.raw[numbers[first]])


def _runs(sheet: Sheet, touched: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of lines in a row that one rule took; a line with parts taken is alone."""
    first = last = touched[0]
    action = sheet.taken.get(first)
    for line in touched[1:]:
        own = sheet.taken.get(line)
        if line > last + 1 or own is None or action is None or own.rule != action.rule:
            yield first, last
            first, action = line, own
        last = line
    yield first, last


def _parts(sheet: Sheet, number: int, start: int, raw: str) -> list[Removal]:
    parts = sorted(sheet.parts[number], key=lambda part: part[0])
    columns = _raw_columns(raw, sheet.whole[number], sorted({column for part in parts for column in part[:2]}))
    return [
        Removal(action.rule, action.kind, start + columns[first], start + columns[last])
        for first, last, action in parts
    ]


def _raw_columns(raw: str, line: str, columns: Iterable[int]) -> dict[int, int]:
    """Where columns of the normalized line are in the raw one; ascending."""
    found: dict[int, int] = {}
    shift = 0
    for column in columns:
        found[column] = _raw_column(raw, line[:column], shift)
        shift = found[column] - column
    return found


def _raw_column(raw: str, before: str, shift: int) -> int:
    """Where a part of the normalized line ends in the raw one: the shortest start that normalizes to that part."""
    if raw.startswith(before):
        return len(before.rstrip())  # normalizing changed nothing so far
    part = normalize(before).text
    guess = _first(lambda n: len(normalize(raw[:n]).text) >= len(part), near=len(part) + shift, last=len(raw))
    # Half an entity is longer than the character that it stands for, so lengths alone can be reached too early.
    near = *range(guess, min(len(raw), guess + 2 * _LONGEST_ENTITY) + 1), *range(max(0, guess - _LONGEST_ENTITY), guess)
    return next((n for n in near if normalize(raw[:n]).text == part), guess)


def _first(reaches: Callable[[int], bool], *, near: int, last: int) -> int:
    """The first number that reaches something, where those after it do; looked for outwards, for it is mostly near."""
    low = high = max(0, min(near, last))
    step = 1
    while high < last and not reaches(high):
        low, high, step = high, min(last, high + step), 2 * step
    while low > 0 and reaches(low):
        low, high, step = max(0, low - step), low, 2 * step
    return bisect_left(range(high), True, lo=low, key=reaches)  # noqa: FBT003  what is looked for
