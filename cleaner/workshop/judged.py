"""Why the judge took a line: how likely article it is, and what about it speaks against that."""

from functools import cached_property
from typing import Final, Literal

from cleaner.document import Record, Removal
from cleaner.judge.look import Look, look
from cleaner.lines import Lines
from cleaner.normalize import normalize

__all__ = ["Judged"]

_JUDGE: Final = "judge/"
_FEATURES: Final = 3  # that a reason names
_BREAKS: Final = "\n\r\v\f\u2028\u2029"


class Judged:
    """A document as the judge saw it: its lines without what rules took."""

    def __init__(self, text: str, record: Record, quotes: Literal["straight", "keep"]) -> None:
        """Take a document, and what cleaning made of it.

        Args:
            text: The decoded text.
            record: The record.
            quotes: As for cleaning.
        """
        self._text = text
        self._by_rules = [one for one in record.removed if not one.rule.startswith(_JUDGE)]
        self._quotes = quotes

    def of(self, removal: Removal) -> str:
        """Why a piece was taken, by its first line; nothing where a rule took it, or it became a field."""
        if not removal.rule.startswith(_JUDGE) or removal.kind == "metadata":
            return ""
        numbers, found = self._look
        line = numbers[removal.start]
        against = ", ".join(f"{name} {value:.3g}" for name, value, _ in found.why(line)[:_FEATURES])
        return f"{found.chances[line]:.0%} likely article: {against}"

    @cached_property
    def _look(self) -> tuple[dict[int, int], Look]:
        """The numbers of the lines by their offsets, and the look at them."""
        lines = normalize(Lines(self._left()).text, self._quotes).text.split("\n")
        starts = Lines(self._text).starts(range(len(lines)))
        seen = [(start, line) for start, line in zip(starts, lines, strict=True) if line]
        return {start: number for number, (start, _) in enumerate(seen)}, look([line for _, line in seen])

    def _left(self) -> str:
        """The text without what rules took; its lines keep their numbers."""
        left, position = [], 0
        for one in self._by_rules:
            left.append(self._text[position : one.start])
            left += (character for character in self._text[one.start : one.end] if character in _BREAKS)
            position = one.end
        return "".join([*left, self._text[position:]])
