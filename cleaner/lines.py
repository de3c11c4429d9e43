"""A text as lines. Line i of the decoded text stays line i to the end, so every removal can say where it stood."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

__all__ = ["Lines", "split", "starts_of"]

# What Unicode calls a mandatory break, less U+0085: in scraped text that is a cp1252 ellipsis read as Latin-1.
_BREAK: Final = re.compile("\r\n|[\n\r\v\f\u2028\u2029]")
_OTHER_BREAK: Final = re.compile("[\v\f\u2028\u2029]|\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a decoded text and where they stand in it.

    Args:
        text: The lines joined by one line feed each.
        raw: The lines without their breaks, as decoded.
        starts: Offset of each line in the decoded text.
    """

    text: str
    raw: tuple[str, ...]
    starts: tuple[int, ...]


def starts_of(lengths: list[int]) -> list[int]:
    """Where lines begin that are joined by one separator of one unit.

    Args:
        lengths: Length of each line in any unit.

    Returns:
        One offset for each line, in the same unit.
    """
    return [0, *accumulate(length + 1 for length in lengths[:-1])]


def split(text: str) -> Lines:
    r"""Split a decoded text into lines.

    Args:
        text: Any text; lines end with \n, \r\n, \r, a vertical tab, a form feed, U+2028 or U+2029.

    Returns:
        Its lines with their offsets in `text`.
    """
    if "\r" not in text and _OTHER_BREAK.search(text) is None:
        raw = text.split("\n")
        return Lines(text, tuple(raw), tuple(starts_of([len(line) for line in raw])))
    raw, starts, position = [], [], 0
    for found in _BREAK.finditer(text):
        raw.append(text[position : found.start()])
        starts.append(position)
        position = found.end()
    raw.append(text[position:])
    starts.append(position)
    return Lines("\n".join(raw), tuple(raw), tuple(starts))


def line_at(starts: list[int], offset: int) -> int:
    """The number of the line that holds an offset."""
    return bisect_right(starts, offset) - 1
