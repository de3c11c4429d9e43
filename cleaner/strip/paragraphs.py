"""Lines that were wrapped at a column become the paragraphs that they were before.

Old pages are full of text wrapped at 60 to 80 columns. Whether a document is one of them is decided for the whole of
it, and cautiously: lists and menus have short lines too, but theirs do not run on in small letters; verse may, but its
lines end where the voice rests, and those of prose wherever the column does.
"""

from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["may_be_wrapped", "unwrapped"]

_COLUMNS: Final = range(40, 101)  # where people wrap; a single longer line shows that nobody did
_FULL: Final = 0.6  # of the longest line: a shorter one ends its paragraph
_LEAST: Final = 6  # lines that run on; fewer prove nothing
_RESTS: Final = 0.4  # share of lines that run on after a mark: prose wrapped for a trial has a tenth, at most .23
_MARKS: Final = tuple(",.;:!?\u2026\"'\u2013\u2014-)")
_SMALL: Final = 0.4  # share of lines that go on in a small letter: prose has over half, headlines and verse hardly any


def may_be_wrapped(lines: Sequence[str]) -> bool:
    """Whether no line is too long for a column of text; nearly all documents have one that is."""
    return max(map(len, lines), default=0) in _COLUMNS


def unwrapped(lines: Sequence[str], numbers: Sequence[int]) -> list[str]:
    """Join the lines of a wrapped document to paragraphs.

    Args:
        lines: The kept lines, one at least.
        numbers: The number of each in the document; a gap means that a blank line or a removed one stood between.

    Returns:
        Paragraphs; the lines themselves where the document is not wrapped.
    """
    longest = max(map(len, lines))
    runs_on = [
        below == above + 1 and len(line) >= _FULL * longest
        for line, above, below in zip(lines, numbers, numbers[1:], strict=False)
    ]
    small = sum(runs and line[:1].islower() for runs, line in zip(runs_on, lines[1:], strict=True))
    rests = sum(runs and line.endswith(_MARKS) for runs, line in zip(runs_on, lines, strict=False))
    if sum(runs_on) < _LEAST or small < _SMALL * sum(runs_on) or rests > _RESTS * sum(runs_on):
        return list(lines)
    return list(_joined(lines, runs_on))


def _joined(lines: Sequence[str], runs_on: Sequence[bool]) -> Iterator[str]:
    paragraph = lines[0]
    for line, goes_on in zip(lines[1:], runs_on, strict=True):
        if goes_on:
            paragraph += f" {line}"
        else:
            yield paragraph
            paragraph = line
    yield paragraph
