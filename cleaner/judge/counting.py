"""Counts the characters of a document's lines, for all lines at once.

Numpy's price is per call, not per character, so nothing here looks at one line alone. A line is known by its beginning
and its end: the middle of a long one tells nothing new, and a document of one line costs no more than any other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.characters import COUNTED, KINDS, counted, kinds, numbers

__all__ = ["Bytes", "Counts", "Ints", "count"]

_HEAD: Final = 100  # characters of a long line that are looked at; with those of its end they fit a byte
_TAIL: Final = 28
_CLOSING: Final = np.isin(np.arange(len(KINDS)), (KINDS.index("quote"), KINDS.index("joiner")))
_PLACES: Final = np.array([[0], [-1], [-2]])  # the first character of a line, from its start; others from its end

Ints = npt.NDArray[np.intp]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What stands in each of n lines.

    Args:
        points: The code points of all that was looked at; a line break comes before each line and after the last.
        lengths: Characters of the whole lines.
        seen: Characters that were looked at.
        ends: Where the lines end in `points`.
        characters: For each of `COUNTED` how many of it, (8, n).
        copies: How many lines are the same.
        first: Kinds of the first characters.
        last: Kinds of the last characters, behind quotes and brackets.
    """

    points: npt.NDArray[np.uint32]
    lengths: Ints
    seen: Ints
    ends: Ints
    characters: Bytes
    copies: Ints
    first: Bytes
    last: Bytes


def count(lines: Sequence[str]) -> Counts:
    """Count what stands in the lines of a document.

    Args:
        lines: At least one, none of them empty.

    Returns:
        The counts.
    """
    longest = _HEAD + _TAIL
    lengths = np.array(list(map(len, lines)))
    shown = [line if len(line) <= longest else line[:_HEAD] + line[-_TAIL:] for line in lines]
    points = numbers("\n".join(["", *shown, ""]))
    seen = np.minimum(lengths, longest)
    ends = (seen + 1).cumsum()
    places = ends + _PLACES
    places[0] -= seen
    first, last, before = kinds().take(points.take(places), mode="clip")
    return Counts(
        points=points,
        lengths=lengths,
        seen=seen,
        ends=ends,
        characters=_characters(points, places[0]),
        copies=_copies(lines),
        first=first,
        last=np.where(_CLOSING.take(last), before, last),
    )


def _characters(points: npt.NDArray[np.uint32], starts: Ints) -> Bytes:
    """Sums of numbers whose bytes are counts; no line is so long that one overflows into the next."""
    sums = np.add.reduceat(counted().take(points, mode="clip"), starts)
    return sums.astype("<u8", copy=False).view(np.uint8).reshape(-1, len(COUNTED)).T


def _copies(lines: Sequence[str]) -> Ints:
    if len(set(lines)) == len(lines):
        return np.ones(len(lines), np.intp)
    return np.array(list(map(Counter(lines).__getitem__, lines)))
