"""A text as lines. Line i of the decoded text stays line i to the end, so every removal can say where it stood."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

__all__ = ["Lines", "Text", "split"]

# What Unicode calls a mandatory break, less U+0085: in scraped text that is a cp1252 ellipsis read as Latin-1.
_BREAK: Final = re.compile("\r\n|[\n\r\v\f\u2028\u2029]")
_OTHER_BREAKS: Final = "\r\v\f\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a decoded text.

    Args:
        text: The lines joined by one line feed each.
        raw: The lines without their breaks, as decoded.
        breaks: Where each line starts in the decoded text; None where all breaks are single line feeds.
    """

    text: str
    raw: list[str]
    breaks: list[int] | None = None

    def starts(self) -> list[int]:
        """Offset of each line in the decoded text."""
        if self.breaks is not None:
            return self.breaks
        return [0, *accumulate(len(line) + 1 for line in self.raw[:-1])]


def split(text: str) -> Lines:
    r"""Split a decoded text into lines.

    Args:
        text: Any text; lines end with \n, \r\n, \r, a vertical tab, a form feed, U+2028 or U+2029.

    Returns:
        Its lines.
    """
    if not any(mark in text for mark in _OTHER_BREAKS):
        return Lines(text, text.split("\n"))
    raw, starts, position = [], [], 0
    for found in _BREAK.finditer(text):
        raw.append(text[position : found.start()])
        starts.append(position)
        position = found.end()
    raw.append(text[position:])
    starts.append(position)
    return Lines("\n".join(raw), raw, starts)


class Text:
    """A normalized text, laid out once for all that look at it."""

    def __init__(self, text: str) -> None:
        """Take a text whose lines are separated by line feeds."""
        self.text = text
        self.lines = text.split("\n")

    @cached_property
    def utf8(self) -> bytes:
        """The text in UTF-8."""
        return self.text.encode()

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The different lines."""
        return frozenset(self.lines)
