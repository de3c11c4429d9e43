"""The account: what was taken, as spans of the decoded text."""

from bisect import bisect_left
from collections.abc import Iterator

from cleaner.document import Removal
from cleaner.lines import Lines
from cleaner.normalize import normalize
from cleaner.strip.sheet import Sheet

__all__ = ["removals"]


def removals(sheet: Sheet, lines: Lines) -> Iterator[Removal]:
    """Every piece that was taken, in the order of the text.

    Args:
        sheet: The stripped document.
        lines: The same lines as decoded.

    Yields:
        Removals that do not overlap; lines that one rule took and that nothing kept divides are one removal.
    """
    pending: Removal | None = None
    last = -1
    numbers = sorted(sheet.taken.keys() | sheet.parts.keys())
    starts = lines.starts() if numbers else []
    for number in numbers:
        for piece in _pieces(sheet, number, starts[number], lines.raw[number]):
            joins = number in sheet.taken and not any(sheet.lines[last + 1 : number])
            if pending and joins and pending.rule == piece.rule:
                pending = Removal(pending.rule, pending.kind, pending.start, piece.end)
                continue
            if pending:
                yield pending
            pending = piece
        last = number
    if pending:
        yield pending


def _pieces(sheet: Sheet, number: int, start: int, raw: str) -> Iterator[Removal]:
    if number in sheet.taken:
        action = sheet.taken[number]
        yield Removal(action.rule, action.kind, start, start + len(raw))
        return
    line = sheet.whole[number]
    for first, last, action in sorted(sheet.parts[number], key=lambda part: part[0]):
        span = _raw_column(raw, line[:first]), _raw_column(raw, line[:last])
        yield Removal(action.rule, action.kind, start + span[0], start + span[1])


def _raw_column(raw: str, before: str) -> int:
    """Where a part of the normalized line ends in the raw one: the shortest start that normalizes to that length."""
    visible = len(before.rstrip())
    if not visible:
        return 0
    return bisect_left(range(len(raw)), visible, key=lambda n: len(normalize(raw[:n]).text))
