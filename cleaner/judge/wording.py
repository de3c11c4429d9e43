"""What the words of lines tell: furniture of some kind, a date, or that somebody writes sentences."""

from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.characters import COUNTED, KINDS, in_words, kinds
from cleaner.judge.counting import Counts, Ints
from cleaner.judge.lexicon import LONGEST, Spans, lexicon, paired

__all__ = ["told"]

_WIDTH: Final = 16  # of the table of counts: no fewer than there are kinds of words
_UNSPACED: Final = KINDS.index("unspaced")

Numbers = npt.NDArray[np.uint64]


def told(counts: Counts) -> Ints:
    """For each kind of word of the lexicon how many of it each line has.

    Args:
        counts: What stands in n lines.

    Returns:
        A row for each kind, (kinds, n).
    """
    words = lexicon()
    numbers, starts = _words(counts)
    of_line = np.repeat(np.arange(len(counts.seen)) * _WIDTH, counts.seen + 1)  # for each position but the first
    named = of_line.take(starts - 1)
    del of_line, starts  # as long as the document
    named += words.look_up(numbers)
    table = np.bincount(named, minlength=len(counts.seen) * _WIDTH).reshape(-1, _WIDTH).T
    return table[1 : len(words.kinds) + 1]


def _words(counts: Counts) -> tuple[Numbers, Ints]:
    """The numbers of all words, pairs of words and strings, and where they start."""
    spans = Spans(counts.points)
    inside = in_words().take(counts.points, mode="clip")
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts = edges[::2]
    found = spans.numbers(starts, edges[1::2])
    numbers, places = [found, paired(found[:-1], found[1:])], [starts, starts[:-1]]
    if counts.characters[COUNTED.index("unspaced")].any():
        for start, length in _strings(counts):
            numbers.append(spans.numbers(start, start + length))
            places.append(start)
    return np.concatenate(numbers), np.concatenate(places)


def _strings(counts: Counts) -> list[tuple[Ints, int]]:
    """Where the strings of scripts without spaces start, by each length that a word may have."""
    places = np.flatnonzero(kinds().take(counts.points, mode="clip") == _UNSPACED)
    found = []
    for length in range(1, LONGEST + 1):
        starts = places[: len(places) - length + 1]
        found.append((starts[places[length - 1 :] - starts == length - 1], length))
    return found
