"""Sound texts made into mojibake in the ways in which the web does it, so that what must come out is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from ftfy import bad_codecs

__all__ = ["KINDS", "Damage", "damaged"]

bad_codecs.ok()  # registers the sloppy encodings, which read the bytes that they leave open as browsers do
_SOUND: Final = 3  # part of a line's words that stays sound, where only a part is damaged


@dataclass(frozen=True, slots=True)
class Damage:
    """One way in which a text is damaged.

    Args:
        encoding: What its UTF-8 is read as.
        times: How often, one reading on top of the other.
        whole: Whether all of it is; else it is the end of every second line, as where pieces were put together.
    """

    encoding: str
    times: int
    whole: bool

    def of(self, text: str) -> str:
        """The damaged text."""
        if self.whole:
            return self._misread(text)
        lines = text.split("\n")
        lines[::2] = map(self._end_misread, lines[::2])
        return "\n".join(lines)

    def _end_misread(self, line: str) -> str:
        words = line.split(" ")
        sound = len(words) // _SOUND
        return " ".join([*words[:sound], *self._misread(" ".join(words[sound:])).split(" ")])

    def _misread(self, text: str) -> str:
        for _ in range(self.times):
            text = text.encode().decode(self.encoding)
        return text


KINDS: Final = tuple(
    Damage(encoding, times, whole)
    for encoding, times, whole in product(
        ("sloppy-windows-1252", "latin-1", "sloppy-windows-1251"), (1, 2), (True, False)
    )
)
"""UTF-8 that was read as the encodings of western and Cyrillic text, once or twice, in whole or in parts of lines."""


def damaged(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Damage texts, each in the next way; texts that have nothing to damage are left out.

    Args:
        texts: Sound texts.

    Yields:
        The sound text and the damaged one.
    """
    for number, text in enumerate(texts):
        made = KINDS[number % len(KINDS)].of(text)
        if made != text:
            yield text, made
