"""What a person would look at to tell whether a line is article: the line, its words, its neighbours, its document.

All features are 32-bit floats made of counts below 2**24 and of two divisions at most, which IEEE 754 rounds the same
way everywhere: the same text has the same features on every machine. All stand in one table that is filled in place.
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.characters import COUNTED, KINDS
from cleaner.judge.counting import Counts
from cleaner.judge.lexicon import lexicon
from cleaner.judge.wording import told

__all__ = ["Floats", "features", "names", "windows"]

_PROSE_WORDS: Final = 10
_SPACE, _UNSPACED, _CAPITAL, _END = map(COUNTED.index, ("space", "unspaced", "capital", "end"))
_WINDOWS: Final = (2, 6, 16)
_FIRST: Final = {"mark": "bullet", "joiner": "hyphen", "capital": "capital", "small": "small letter", "digit": "digit"}
_LAST: Final = {"end": "sentence end", "colon": "colon", "comma": "comma", "digit": "digit", "mark": "sign"}
_SUMMED: Final = ("words", "prose", *(f"{kind}s" for kind in COUNTED[_CAPITAL:]))

_LINE: Final = (
    "characters", "words", "words of prose", "copies of the line", "prose above", "prose below", "lines above",
    "lines below", "place", "place in the text",
)  # fmt: skip
_SIGNS: Final = tuple(f"{kind} signs" for kind in COUNTED)
_PER_WORD: Final = tuple(f"{kind} signs per word" for kind in COUNTED[_UNSPACED:])
_STARTS: Final = tuple(f"starts with a {name}" for name in _FIRST.values())
_ENDS: Final = tuple(f"ends in a {name}" for name in _LAST.values())
_AROUND: Final = tuple(f"{what}, {width} lines around" for width in _WINDOWS for what in _SUMMED)
_SHARES: Final = ("furniture per word", "function words per word", "dates and bylines per word")
_DOCUMENT: Final = (
    "lines in all", "words in all", "prose in all", "furniture in all", "sentence ends in all",
    "repeated lines in all", "longest line",
)  # fmt: skip

Floats = npt.NDArray[np.float32]


def _column(kinds: dict[str, str]) -> npt.NDArray[np.uint8]:
    return np.array([[KINDS.index(kind)] for kind in kinds], np.uint8)


_FIRST_KINDS: Final = _column(_FIRST)
_LAST_KINDS: Final = _column(_LAST)


@cache
def names() -> tuple[str, ...]:
    """What each row of `features` says, in words for a person."""
    return tuple(name for part in _parts() for name in part)


@cache
def _parts() -> tuple[tuple[str, ...], ...]:
    told = tuple(f"{kind} words" for kind in lexicon().kinds)
    return _LINE, _SIGNS, _PER_WORD, _STARTS, _ENDS, _AROUND, told, _SHARES, _DOCUMENT


@cache
def _slices() -> tuple[slice, ...]:
    ends = np.cumsum([len(part) for part in _parts()]).tolist()
    return tuple(slice(end - len(part), end) for part, end in zip(_parts(), ends, strict=True))


def features(counts: Counts) -> Floats:
    """The features of every line.

    Args:
        counts: What stands in the lines.

    Returns:
        One row for each of `names`, one column for each line.
    """
    rows = np.empty((len(names()), len(counts.lengths)), np.float32)
    line, signs, per_word, starts, ends, around, kinds, shares, document = (rows[part] for part in _slices())
    signs[:] = counts.characters
    shown = signs[_SPACE] + (counts.characters[_UNSPACED] >> 1) + 1
    np.divide(signs[_UNSPACED:], shown, out=per_word)
    np.equal(counts.first, _FIRST_KINDS, out=starts, casting="unsafe")
    np.equal(counts.last, _LAST_KINDS, out=ends, casting="unsafe")
    line[0] = counts.lengths
    np.floor(shown * (line[0] / counts.seen), out=line[1])
    np.multiply(line[1], (shown >= _PROSE_WORDS) & (counts.last == _LAST_KINDS[0]), out=line[2])
    _place(counts, line)
    _around(line, signs, around)
    kinds[:] = told(counts)
    _shares(kinds, shown, shares)
    furniture = float(kinds[: lexicon().kinds.index("byline")].sum())
    document[:] = _document(counts, line, furniture, ends)
    return rows


def _place(counts: Counts, line: Floats) -> None:
    """Fill in how often a line is there, and where it stands."""
    count = len(counts.lengths)
    line[3] = counts.copies
    prose, text = line[2].cumsum(), counts.lengths.cumsum()
    np.subtract(prose, line[2], out=line[4])
    np.subtract(prose[-1], prose, out=line[5])
    line[6] = np.arange(count)
    np.subtract(count - 1, line[6], out=line[7])
    np.divide(line[6], count, out=line[8])
    line[9] = (text - counts.lengths) / text[-1]


def _around(line: Floats, signs: Floats, around: Floats) -> None:
    """Fill in the means of what stands in the lines around each line."""
    rows = np.empty((1 + len(_SUMMED), line.shape[1]), np.float32)
    rows[0], rows[1:3], rows[3:] = 1, line[1:3], signs[_CAPITAL:]
    sums = windows(rows, _WINDOWS)
    np.divide(sums[:, 1:], sums[:, :1], out=around.reshape(len(_WINDOWS), len(_SUMMED), -1))


def _shares(kinds: Floats, words: Floats, shares: Floats) -> None:
    """Fill in how many of the words that were looked at are furniture, function words, or of bylines."""
    byline, function = lexicon().kinds.index("byline"), lexicon().kinds.index("function")
    np.add.reduce(kinds[:byline], axis=0, out=shares[0])
    shares[1] = kinds[function]
    np.add(kinds[byline], kinds[byline + 1], out=shares[2])
    np.divide(shares, words, out=shares)


def _document(counts: Counts, line: Floats, furniture: float, ends: Floats) -> list[list[float]]:
    """What is the same for all lines."""
    count = len(counts.lengths)
    words, prose = line[1:3].sum(axis=1).tolist()
    found = [
        count,
        words,
        prose / words,
        furniture / words,
        np.count_nonzero(ends[0]) / count,
        np.count_nonzero(counts.copies > 1) / count,
        float(line[1].max()),
    ]
    return [[value] for value in found]


def windows(rows: Floats, widths: tuple[int, ...]) -> Floats:
    """The sums of rows over so many lines to both sides of each line, and the line itself.

    Args:
        rows: Of n lines each.
        widths: How many lines.

    Returns:
        The sums, (widths, rows, n).
    """
    height, count = rows.shape
    most = max(widths)
    sums = np.zeros((height, count + 2 * most + 1), np.float32)
    inside = rows.cumsum(axis=1, out=sums[:, most + 1 : most + 1 + count])
    sums[:, most + 1 + count :] = inside[:, -1:]
    around = np.empty((len(widths), height, count), np.float32)
    for width, found in zip(widths, around, strict=True):
        first, last = most - width, most + width + 1
        np.subtract(sums[:, last : last + count], sums[:, first : first + count], out=found)
    return around
