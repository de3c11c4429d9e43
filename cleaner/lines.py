"""A text as lines. Line i of the decoded text stays line i to the end, so every removal can say where it stood."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

__all__ = ["Lines", "Text"]

# What Unicode calls a mandatory break, less U+0085: in scraped text that is a cp1252 ellipsis read as Latin-1.
_BREAK: Final = re.compile("\r\n|[\n\r\v\f\u2028\u2029]")
_OTHER_BREAKS: Final = "\r\v\f\u2028\u2029"


class Lines:
    """The lines of a decoded text."""

    def __init__(self, decoded: str) -> None:
        r"""Split a decoded text.

        Args:
            decoded: Any text; lines end with \n, \r\n, \r, a vertical tab, a form feed, U+2028 or U+2029.
        """
        self._decoded = decoded
        self._plain = not any(mark in decoded for mark in _OTHER_BREAKS)
        self.text = decoded if self._plain else _BREAK.sub("\n", decoded)
        """The lines joined by one line feed each."""

    @cached_property
    def raw(self) -> list[str]:
        """The lines without their breaks, as decoded."""
        return self.text.split("\n")

    def starts(self, numbers: Sequence[int]) -> list[int]:
        """Offsets of some lines in the decoded text."""
        if not numbers:
            return []
        if self._plain:
            lengths = list(accumulate(map(len, self.raw), initial=0))
            return [lengths[number] + number for number in numbers]  # each line before it had one break
        breaks = [0, *(found.end() for found in _BREAK.finditer(self._decoded))]
        return [breaks[number] for number in numbers]


class Text:
    """A normalized text, laid out once for all that look at it. Rules know no blank lines, so it has none."""

    def __init__(self, text: str) -> None:
        """Take a text whose lines are separated by line feeds."""
        self.text = text
        self.lines = list(filter(None, text.split("\n")))

    @cached_property
    def numbers(self) -> list[int]:
        """The number of each line among all lines."""
        return [number for number, line in enumerate(self.text.split("\n")) if line]

    @cached_property
    def utf8(self) -> bytes:
        """The lines in UTF-8, joined by one line feed each."""
        return "\n".join(self.lines).encode()
