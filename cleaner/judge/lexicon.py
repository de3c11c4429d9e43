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

__all__ = ["LONGEST", "Lexicon", "Spans", "lexicon", "numbers_of", "paired"]

LONGEST: Final = 4  # characters of a string that is looked for where words have no spaces
_BASE: Final = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_PAIR: Final = np.uint64(0xD6E8FEB86659FD93)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_BITS: Final = 15
_MASK: Final = np.uint64((1 << _BITS) - 1)
_LEAST_POWERS: Final = 14  # bits: enough for most documents

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]


def paired(first: Numbers, second: Numbers) -> Numbers:
    """The numbers of two words that follow each other."""
    return first * _PAIR + second


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
        return (self._sums.take(ends) - self._sums.take(starts)) * self._inverse.take(starts)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of `words.toml` by their numbers.

    Args:
        kinds: What the words tell, in the order of the file.
        words: A table of numbers; a word stands at either of its two places.
        told: For each place of the table one more than the index of the kind; 0 where there is no word.
    """

    kinds: tuple[str, ...]
    words: Numbers
    told: npt.NDArray[np.intp]

    def look_up(self, words: Numbers) -> npt.NDArray[np.intp]:
        """What words tell: one more than the index of a kind, or 0."""
        here, there = _places(words)
        places = np.where(self.words.take(here) == words, here, there)
        told: npt.NDArray[np.intp] = self.told.take(places) * (self.words.take(places) == words)
        return told


@cache
def lexicon() -> Lexicon:
    """The words that ship with the package; of a word that tells two kinds, the first."""
    content = tomllib.loads(files("cleaner.judge").joinpath("words.toml").read_text(encoding="utf-8"))
    kinds: dict[int, int] = {}
    for kind, languages in enumerate(content.values(), start=1):
        for word in numbers_of([word.rstrip(":.") for words in languages.values() for word in words]).tolist():
            kinds.setdefault(word, kind)
    words = _placed(np.fromiter(kinds, np.uint64, len(kinds)))
    told = np.fromiter((kinds.get(word, 0) for word in words.tolist()), np.intp, len(words))
    return Lexicon(tuple(content), words, told)


def _placed(words: Numbers) -> Numbers:
    """A table in which each word stands at one of its places.

    A word takes its first place, and the word that stood there goes to its other one, and so on (Pagh and Rodler 2004,
    Journal of Algorithms 51(2)); in a table as empty as this that ends soon.
    """
    table = [0] * (1 << _BITS)
    both = dict(zip(words.tolist(), zip(*(places.tolist() for places in _places(words)), strict=True), strict=True))
    for word, (place, _) in both.items():
        homeless, moves = word, len(words)
        while homeless and moves:
            table[place], homeless, moves = homeless, table[place], moves - 1
            place = sum(both.get(homeless, ())) - place  # noqa: PLW2901  where the next one goes
        if homeless:
            raise ValueError("words.toml: two words want the same places of the table")
    return np.array(table, np.uint64)


def _places(words: Numbers) -> tuple[Places, Places]:
    """Both places of each word in the table."""
    spread = words * _MIX >> np.uint64(64 - 2 * _BITS)
    return (spread >> np.uint64(_BITS)).astype(np.intp), (spread & _MASK).astype(np.intp)


def numbers_of(words: list[str]) -> Numbers:
    """The numbers of words, and of two words with a space between.

    Args:
        words: As `words.toml` has them, without a colon or a full stop at the end.

    Returns:
        One number for each.
    """
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
