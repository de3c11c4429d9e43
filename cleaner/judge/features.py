"""What a person would look at to tell whether a line is article: the line itself, its neighbours, its document.

All features are 32-bit floats made of counts below 2**24 and of one division each, which IEEE 754 rounds the same way
everywhere: the same text has the same features on every machine.
"""

from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.characters import KINDS
from cleaner.judge.counting import Counts
from cleaner.judge.lexicon import lexicon

__all__ = ["FAR", "Floats", "distances", "features", "names", "neighbours", "windows"]

FAR: Final = 999.0  # lines: as good as never
_PAD: Final = 16  # the widest window, in lines to each side
_WINDOWS: Final = (2, 6, _PAD)
_SHOWN: Final = ("end", "comma", "colon", "quote", "mark", "digit", "open")  # kinds of characters that are counted
_OF_LETTERS: Final = ("capital", "caseless", "unspaced")
_KIND: Final = {kind: number for number, kind in enumerate(KINDS)}
_BULLETS: Final = (_KIND["mark"], _KIND["joiner"])

Floats = npt.NDArray[np.float32]


@cache
def names() -> tuple[str, ...]:
    """What each row of `features` says, in words for a person."""
    told = lexicon().kinds
    line = (
        "characters", "words", "sentences end in it", "copies of the line", "starts with a bullet",
        "starts with a capital", "starts with a small letter", "starts with a digit", "ends like a sentence",
        "ends in a colon", "ends in a comma", "ends in a digit", "ends in a sign", "reads like prose",
        "words unknown to the prose",
    )  # fmt: skip
    counts = [f"{kind} signs" for kind in _SHOWN] + [f"{kind} words" for kind in told]
    shares = [f"share of {kind} letters" for kind in _OF_LETTERS]
    shares += [f"{kind} signs per character" for kind in ("digit", "mark")]
    shares += [f"{what} per word" for what in (
        "letters", "capitals", "sentence ends", "commas", "furniture", "function words", "dates and bylines",
        "words known from the prose",
    )]  # fmt: skip
    place = ["lines above", "lines below", "place", "place in the text", "prose above", "prose below",
             "share of prose above", "lines since prose", "lines until prose"]  # fmt: skip
    near = [f"{what}, {where}" for where in ("1 above", "1 below", "2 above", "2 below")
            for what in ("words", "ends like a sentence", "furniture per word", "copies")]  # fmt: skip
    around = [f"{what}, {width} lines around" for width in _WINDOWS for what in (
        "words", "prose", "furniture", "function words", "capitals", "known words", "sentence ends", "marks", "digits",
    )]  # fmt: skip
    document = ["lines in all", "words in all", "prose in all", "furniture in all", "sentence ends in all",
                "repeated lines in all", "longest line"]  # fmt: skip
    return (*line, *counts, *shares, *place, *near, *around, *document)


def features(counts: Counts) -> Floats:
    """The features of every line.

    Args:
        counts: What stands in the lines.

    Returns:
        One row for each of `names`, one column for each line.
    """
    told = counts.told[1 : len(lexicon().kinds) + 1]
    function = lexicon().kinds.index("function")
    furniture = told[: lexicon().kinds.index("byline")].sum(axis=0)
    words = counts.words * np.maximum(counts.lengths, 1) // np.maximum(counts.seen, 1)  # of the whole line
    prose = np.where(counts.prose, words, 0)
    ends = counts.last == _KIND["end"]
    rows: list[Any] = [
        _of_line(counts, words, ends),
        counts.characters[[_KIND[kind] for kind in _SHOWN]],
        told,
        _shares(counts, furniture, told, function),
        _places(counts, prose),
    ]
    per_word = furniture / np.maximum(counts.words, 1)
    rows.append(neighbours(np.stack([words, ends, per_word, counts.copies]).astype(np.float32), (1, -1, 2, -2)))
    marks, digits = counts.characters[_KIND["mark"]], counts.characters[_KIND["digit"]]
    summed = [words, prose, furniture, told[function], counts.capitalized, counts.known, ends, marks, digits]
    sums = windows(np.stack(summed).astype(np.float32), _WINDOWS)
    rows += [_around(part, width, len(words)) for part, width in zip(sums, _WINDOWS, strict=True)]
    rows.append(_of_document(counts, words, prose, furniture))
    return np.concatenate(rows, dtype=np.float32, casting="unsafe")


def _of_line(counts: Counts, words: Any, ends: Any) -> list[Any]:  # noqa: ANN401  arrays of several types
    first, last = counts.first, counts.last
    return [
        counts.lengths, words, counts.characters[_KIND["end"]], counts.copies,
        (first == _BULLETS[0]) | (first == _BULLETS[1]), first == _KIND["capital"], first == _KIND["small"],
        first == _KIND["digit"], ends, last == _KIND["colon"], last == _KIND["comma"], last == _KIND["digit"],
        last == _KIND["mark"], counts.prose, counts.topical - counts.known,
    ]  # fmt: skip


def _shares(counts: Counts, furniture: Any, told: Any, function: int) -> Floats:  # noqa: ANN401  likewise
    kinds = counts.characters
    letters = kinds[_KIND["small"]] + kinds[_KIND["capital"]] + kinds[_KIND["caseless"]] + 2 * kinds[_KIND["unspaced"]]
    of_letters = kinds[[_KIND[kind] for kind in _OF_LETTERS]] / np.maximum(letters, 1)
    of_characters = kinds[[_KIND["digit"], _KIND["mark"]]] / counts.seen
    byline = told[lexicon().kinds.index("byline")] + told[lexicon().kinds.index("date")]
    per_word = np.stack([
        letters, counts.capitalized, kinds[_KIND["end"]], kinds[_KIND["comma"]], furniture, told[function], byline,
    ]) / np.maximum(counts.words, 1)  # fmt: skip
    known = counts.known / np.maximum(counts.topical, 1)
    return np.concatenate([of_letters, of_characters, per_word, known[None]]).astype(np.float32)


def _places(counts: Counts, prose: Any) -> list[Any]:  # noqa: ANN401  likewise
    count = len(prose)
    line = np.arange(count)
    sums, text = np.cumsum(prose), np.cumsum(counts.lengths)
    above, below = sums - prose, sums[-1] - sums
    since, until = distances(counts.prose)
    return [
        line, count - 1 - line, line / count, (text - counts.lengths) / text[-1], above, below,
        above / max(sums[-1], 1), since, until,
    ]  # fmt: skip


def distances(marked: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """How many lines it is to the marked line above, and to the one below; `FAR` where there is none."""
    count = len(marked)
    lines = np.arange(count, dtype=np.float32)
    last = np.maximum.accumulate(np.where(marked, lines, -FAR))
    next_ = np.minimum.accumulate(np.where(marked, lines, count + FAR)[::-1])[::-1]
    since, until = np.full(count, FAR, np.float32), np.full(count, FAR, np.float32)
    since[1:], until[:-1] = lines[1:] - last[:-1], next_[1:] - lines[:-1]
    return np.minimum(since, FAR), np.minimum(until, FAR)


def neighbours(rows: Floats, steps: tuple[int, ...]) -> Floats:
    """The rows of the lines that stand so many lines above (below, where the step is negative); -1 beyond the ends."""
    height, count = rows.shape
    most = max(map(abs, steps))
    padded = np.full((height, count + 2 * most), -1, np.float32)
    padded[:, most : most + count] = rows
    return np.concatenate([padded[:, most - step : most - step + count] for step in steps])


def windows(rows: Floats, widths: tuple[int, ...]) -> list[Floats]:
    """The sums of rows over so many lines to both sides of each line, and the line itself."""
    height, count = rows.shape
    most = max(widths)
    sums = np.zeros((height, count + 2 * most + 1), np.float32)
    np.cumsum(rows, axis=1, out=sums[:, most + 1 : most + 1 + count])
    sums[:, most + 1 + count :] = sums[:, most + count, None]
    starts = [(most - width, most + width + 1) for width in widths]
    return [sums[:, last : last + count] - sums[:, first : first + count] for first, last in starts]


def _around(sums: Floats, width: int, count: int) -> Floats:
    """Sums over a window as shares: of words, or of lines."""
    line = np.arange(count)
    lines = np.minimum(line + width + 1, count) - np.maximum(line - width, 0)
    words = np.maximum(sums[0], 1)
    by = np.stack([lines, words, words, words, words, words, lines, lines, lines])
    shares: Floats = (sums / by).astype(np.float32)
    return shares


def _of_document(counts: Counts, words: Any, prose: Any, furniture: Any) -> Floats:  # noqa: ANN401  likewise
    count, all_words = len(words), words.sum()
    repeated, ends = np.count_nonzero(counts.copies > 1), np.count_nonzero(counts.last == _KIND["end"])
    least = max(all_words, 1)
    found = [
        count,
        all_words,
        prose.sum() / least,
        furniture.sum() / least,
        ends / count,
        repeated / count,
        words.max(),
    ]
    return np.repeat(np.array(found, np.float32)[:, None], count, axis=1)
