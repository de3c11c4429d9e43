"""Counts what stands in the lines of a document, for all lines at once.

Numpy's price is per call, not per character, so nothing here looks at one line alone. A line is known by its beginning
and its end: the middle of a long one tells nothing new, and a document of one line costs no more than any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.characters import KINDS, kinds, numbers
from cleaner.judge.lexicon import LONGEST, Lexicon, Spans, lexicon, mixed, paired

__all__ = ["Counts", "count"]

_HEAD: Final = 400  # characters of a long line that are looked at
_TAIL: Final = 100
_WIDTH: Final = 16  # of the tables of counts: no fewer than there are kinds of characters, or of words
_TOPIC_BITS: Final = 12
_TOPIC_LENGTH: Final = 4  # characters of a word that tells what an article is about
_SMALL, _CAPITAL, _CASELESS, _UNSPACED, _DIGIT, _JOINER = map(
    KINDS.index, ("small", "capital", "caseless", "unspaced", "digit", "joiner")
)
_IN_WORDS: Final = np.isin(np.arange(len(KINDS)), (_SMALL, _CAPITAL, _CASELESS, _DIGIT))

Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What stands in each of n lines.

    Args:
        lengths: Characters of the whole lines.
        seen: Characters that were looked at.
        characters: For each kind of character how many of it, (kinds, n).
        words: Words; in scripts without spaces two characters are one.
        capitalized: Words that begin with a capital.
        told: For each kind of word how many of it, (1 + kinds, n); the first row is of words that tell nothing.
        known: Words that also stand in other lines which read like prose.
        topical: Words that could be known.
        prose: Whether a line reads like prose.
        copies: How many lines are the same.
        first: Kinds of the first characters.
        last: Kinds of the last characters, behind quotes and brackets.
    """

    lengths: Ints
    seen: Ints
    characters: Ints
    words: Ints
    capitalized: Ints
    told: Ints
    known: Ints
    topical: Ints
    prose: npt.NDArray[np.bool_]
    copies: Ints
    first: npt.NDArray[np.uint8]
    last: npt.NDArray[np.uint8]


_PROSE_WORDS: Final = 10
_END, _QUOTE = KINDS.index("end"), KINDS.index("quote")


def count(lines: Sequence[str]) -> Counts:
    """Count what stands in the lines of a document.

    Args:
        lines: At least one, none of them empty.

    Returns:
        The counts.
    """
    sheet = _Sheet(lines)
    characters = sheet.table([sheet.lines * _WIDTH + sheet.kinds[1:]])
    words, told, topics = sheet.words(unspaced=bool(characters[_UNSPACED].any()))
    in_line = np.bincount(words, minlength=sheet.count) + (characters[_UNSPACED] + 1) // 2
    last = sheet.last()
    prose = (in_line >= _PROSE_WORDS) & (last == _END)
    known, topical = sheet.cohesion(topics, prose)
    return Counts(
        lengths=np.fromiter(map(len, lines), np.intp, len(lines)),
        seen=sheet.ends - sheet.starts,
        characters=characters,
        words=in_line,
        capitalized=sheet.capitalized(),
        told=told,
        known=known,
        topical=topical,
        prose=prose,
        copies=sheet.copies(),
        first=sheet.kinds[sheet.starts],
        last=last,
    )


class _Sheet:
    """A document as numbers; position 0 is a line break before the first line."""

    def __init__(self, lines: Sequence[str]) -> None:
        longest = _HEAD + _TAIL
        shown = [line if len(line) <= longest else line[:_HEAD] + line[-_TAIL:] for line in lines]
        points = numbers("\n".join(["", *shown, ""]))
        self.count = len(lines)
        self.kinds: npt.NDArray[np.uint8] = np.take(kinds(), points, mode="clip")
        breaks = np.flatnonzero(points == ord("\n"))
        self.starts, self.ends = breaks[:-1] + 1, breaks[1:]
        self.lines = np.repeat(np.arange(self.count), self.ends - breaks[:-1])  # of each position but the first
        self.spans = Spans(points)
        self.word_starts, self.word_ends = self._words()

    def _words(self) -> tuple[Ints, Ints]:
        inside = _IN_WORDS[self.kinds]
        joiners = np.flatnonzero(self.kinds == _JOINER)
        inside[joiners] = inside[joiners - 1] & inside[joiners + 1]
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        return edges[0::2], edges[1::2]

    def table(self, places: list[Ints]) -> Ints:
        """How often each place of a table of `_WIDTH` columns and a row for each line was named; transposed."""
        named = places[0] if len(places) == 1 else np.concatenate(places)
        return np.bincount(named, minlength=self.count * _WIDTH).reshape(self.count, _WIDTH).T

    def words(self, *, unspaced: bool) -> tuple[Ints, Ints, tuple[Ints, Ints]]:
        """The line of each word, what words tell by line, and topics: their numbers, and the line of each."""
        words = lexicon()
        lines = self.lines[self.word_starts - 1]
        found = self.spans.numbers(self.word_starts, self.word_ends)
        told = words.look_up(found)
        adjacent = np.flatnonzero(self.word_starts[1:] - self.word_ends[:-1] == 1)
        pairs = words.look_up(paired(found[adjacent], found[adjacent + 1]))
        named = [lines * _WIDTH + told, lines[adjacent] * _WIDTH + pairs]
        topical = (self.word_ends - self.word_starts >= _TOPIC_LENGTH) & (told != len(words.kinds))
        topics = mixed(found[topical], _TOPIC_BITS), lines[topical]
        if unspaced:
            topics = self._strings(words, named, topics)
        return lines, self.table(named), topics

    def _strings(self, words: Lexicon, named: list[Ints], topics: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
        """Look up the strings of scripts without spaces; every two characters are a topic."""
        places = np.flatnonzero(self.kinds == _UNSPACED)
        for length in range(1, LONGEST + 1):
            starts = places[: len(places) - length + 1]
            starts = starts[places[length - 1 :] - starts == length - 1]
            found = self.spans.numbers(starts, starts + length)
            told = words.look_up(found)
            named.append(self.lines[starts - 1] * _WIDTH + told)
            if length == 2:  # noqa: PLR2004  a word of these scripts is mostly this long
                topics = (
                    np.concatenate([topics[0], mixed(found, _TOPIC_BITS)]),
                    np.concatenate([topics[1], self.lines[starts - 1]]),
                )
        return topics

    def capitalized(self) -> Ints:
        """Words that begin with a capital, by line."""
        capital = self.word_starts[self.kinds[self.word_starts] == _CAPITAL]
        return np.bincount(self.lines[capital - 1], minlength=self.count)

    def last(self) -> npt.NDArray[np.uint8]:
        """The kind of the last character of each line; that before it, where it closes something."""
        last, before = self.kinds[self.ends - 1], self.kinds[np.maximum(self.ends - 2, self.starts)]
        return np.where((last == _QUOTE) | (last == _JOINER), before, last)

    def cohesion(self, topics: tuple[Ints, Ints], prose: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """How many topics of each line also stand in the prose of another, and how many it has."""
        numbers, lines = topics
        in_prose = prose[lines]
        oft = np.bincount(numbers[in_prose], minlength=1 << _TOPIC_BITS)
        known = lines[oft[numbers] > in_prose]
        return np.bincount(known, minlength=self.count), np.bincount(lines, minlength=self.count)

    def copies(self) -> Ints:
        """How many lines are the same as each."""
        found: Any = np.unique(self.spans.numbers(self.starts, self.ends), return_inverse=True, return_counts=True)
        _, which, oft = found
        same: Ints = oft[which]
        return same
