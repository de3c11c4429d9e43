"""Words that tell furniture from article, looked up by the thousand: each word of a document becomes one number.

A word's number is a polynomial over its letters (Karp and Rabin 1987, IBM J. Res. Dev. 31), which running sums give for
all words of a text at once, and for the strings of scripts that have no spaces.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.characters import folded, numbers

__all__ = ["LONGEST", "Lexicon", "Spans", "lexicon", "mixed", "paired"]

LONGEST: Final = 4  # characters of a string that is looked for where words have no spaces
_BASE: Final = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_PAIR: Final = np.uint64(0xD6E8FEB86659FD93)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_BITS: Final = 15
_LEAST_POWERS: Final = 14  # bits: enough for most documents

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]


def paired(first: Numbers, second: Numbers) -> Numbers:
    """The numbers of two words that follow each other."""
    return first * _PAIR + second


def mixed(words: Numbers, bits: int) -> Places:
    """The numbers of words, spread over `bits` bits."""
    return (words * _MIX >> np.uint64(64 - bits)).astype(np.intp)


class Spans:
    """A text whose every span has a number, the same for the same letters, whatever their case."""

    def __init__(self, points: npt.NDArray[np.uint32]) -> None:
        """Take the code points of a text."""
        powers, self._inverse = _powers(max(_LEAST_POWERS, len(points).bit_length()))
        self._sums = np.zeros(len(points) + 1, np.uint64)
        np.cumsum(np.take(folded(), points, mode="clip") * powers[: len(points)], out=self._sums[1:])

    def numbers(self, starts: Places, ends: Places) -> Numbers:
        """The number of each span.

        Args:
            starts: Where the spans begin.
            ends: The characters after them.
        """
        return (self._sums[ends] - self._sums[starts]) * self._inverse[starts]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of `words.toml` by their numbers.

    Args:
        kinds: What the words tell, in the order of the file.
        words: A table of numbers; a word stands at its place or at the neighbour's.
        told: For each place of the table one more than the index of the kind; 0 where there is no word.
    """

    kinds: tuple[str, ...]
    words: Numbers
    told: npt.NDArray[np.intp]

    def look_up(self, words: Numbers) -> npt.NDArray[np.intp]:
        """What words tell: one more than the index of a kind, or 0."""
        places = mixed(words, _BITS)
        beside = places ^ 1
        here, there = self.words[places] == words, self.words[beside] == words
        told: npt.NDArray[np.intp] = self.told[places] * here + self.told[beside] * there
        return told


@cache
def lexicon() -> Lexicon:
    """The words that ship with the package."""
    content = tomllib.loads(files("cleaner.judge").joinpath("words.toml").read_text(encoding="utf-8"))
    table, told = np.zeros(1 << _BITS, np.uint64), np.zeros(1 << _BITS, np.intp)
    for kind, languages in enumerate(content.values(), start=1):
        words = _numbers_of([word.rstrip(":.") for words in languages.values() for word in words])
        for word, place in zip(words.tolist(), mixed(words, _BITS).tolist(), strict=True):
            free = place if table[place] in (0, word) else place ^ 1
            if not table[free]:
                table[free], told[free] = word, kind
    return Lexicon(tuple(content), table, told)


def _numbers_of(words: list[str]) -> Numbers:
    """The numbers of words, and of two words with a space between."""
    text = "\n".join(words)
    spans = Spans(numbers(text))
    lengths = np.array([len(word) for word in words])
    starts = np.cumsum(lengths + 1) - lengths - 1
    space = np.array([word.find(" ") for word in words])
    second = paired(spans.numbers(starts, starts + space), spans.numbers(starts + space + 1, starts + lengths))
    return np.where(space > 0, second, spans.numbers(starts, starts + lengths))


@cache
def _powers(bits: int) -> tuple[Numbers, Numbers]:
    """The powers of the base and of its inverse, 2**bits of each."""
    powers = np.full((2, 1 << bits), [[_BASE], [_INVERSE]], np.uint64)
    powers[:, 0] = 1
    np.multiply.accumulate(powers, axis=1, out=powers)
    return powers[0], powers[1]
