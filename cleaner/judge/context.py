"""What the first look at all lines says about each: a line among article lines is article more often than alone.

The second look has the features of the first, and these.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.features import Floats, windows

__all__ = ["CONTEXT", "FAR", "context", "distances", "neighbours"]

FAR: Final = 999  # lines: as good as never
_STEPS: Final = (1, -1, 2, -2, 3, -3)
_WINDOWS: Final = (2, 5, 12, 30)
_MOST_WORDS: Final = 80  # of a line: a long paragraph has one vote, if a large one
_BLOCK_WORDS: Final = 40
_BLOCK_LOGIT: Final = 4.0
_PRICE: Final = 2.5  # what a line costs a block that takes it in: as much as a line of 40 words at even odds earns
_CERTAIN: Final = 2.0  # logits

CONTEXT: Final = (
    "first look", *(f"first look, {abs(step)} {'above' if step > 0 else 'below'}" for step in _STEPS),
    *(f"{what}, {width} lines around" for width in _WINDOWS for what in ("first look", "first look by words")),
    "article above", "lines outside the main block", "place in the main block", "lines since article",
    "lines until article", "article in all", "article lines in all", "certainty in all",
)  # fmt: skip

_AROUND: Final = 1 + len(_STEPS)  # where the rows of windows begin
_REST: Final = _AROUND + 2 * len(_WINDOWS)


def context(scores: Floats, words: Floats) -> Floats:
    """What the scores of all lines say about each.

    Args:
        scores: The first look: the logarithm of the odds that a line is article.
        words: The words of each line.

    Returns:
        One row for each of `CONTEXT`, one column for each line.
    """
    count, article = len(scores), scores > 0
    rows = np.empty((len(CONTEXT), count), np.float32)
    rows[0] = scores
    neighbours(scores, rows[1:_AROUND])
    votes = np.empty((4, count), np.float32)
    votes[0], votes[1] = 1, scores
    weights = np.add(np.minimum(words, _MOST_WORDS), 1, out=votes[2])
    np.multiply(scores, weights, out=votes[3])
    sums = windows(votes, _WINDOWS)
    np.divide(sums[:, 1::2], sums[:, ::2], out=rows[_AROUND:_REST].reshape(len(_WINDOWS), 2, count))
    of_article = weights * article
    above = of_article.cumsum()
    total = max(float(above[-1]), 1.0)
    np.divide(above - of_article, total, out=rows[_REST])
    _block(scores, weights, rows[_REST + 1 : _REST + 3])
    distances(article, rows[_REST + 3 : _REST + 5])
    in_all = [total / float(weights.sum()), _share(article), _share(np.abs(scores) > _CERTAIN)]
    rows[_REST + 5 :] = [[share] for share in in_all]
    return rows


def _share(marked: npt.NDArray[np.bool_]) -> float:
    return int(np.count_nonzero(marked)) / len(marked)


def neighbours(scores: Floats, rows: Floats) -> None:
    """Fill in the scores of the lines that stand so many lines above (below, where the step is negative)."""
    rows.fill(-1)  # beyond the ends
    for row, step in zip(rows, _STEPS, strict=True):
        if step > 0:
            row[step:] = scores[:-step]
        else:
            row[:step] = scores[-step:]


def _block(scores: Floats, weights: Floats, rows: Floats) -> None:
    """Fill in how far each line is outside the block of lines that is the likeliest article, and its place inside.

    The block is the run of lines with the largest sum (Bentley 1984, Communications of the ACM 27(9)).
    """
    count = len(scores)
    sums = np.zeros(count + 1, np.float32)
    limited = np.minimum(np.maximum(scores, -_BLOCK_LOGIT), _BLOCK_LOGIT)
    (limited * np.minimum(weights, _BLOCK_WORDS) - _PRICE).cumsum(out=sums[1:])
    end = int((sums[1:] - np.minimum.accumulate(sums[:-1])).argmax()) + 1
    start = int(sums[:end].argmin())
    rows[0], rows[1] = 0, -1
    rows[0, :start] = np.arange(start, 0, -1)
    rows[0, end:] = np.arange(-1, end - count - 1, -1)
    rows[1, start:end] = np.arange(end - start) / max(end - start, 1)


def distances(marked: npt.NDArray[np.bool_], rows: Floats) -> None:
    """Fill in how many lines it is to the marked line above, and to the one below; `FAR` where there is none."""
    lines = np.arange(FAR, FAR + len(marked), dtype=np.float32)
    rows[0, 0] = rows[1, -1] = FAR
    np.subtract(lines[1:], np.maximum.accumulate(lines * marked)[:-1], out=rows[0, 1:])
    np.subtract(lines[1:], np.maximum.accumulate(lines * marked[::-1])[:-1], out=rows[1, -2::-1])
    np.minimum(rows, FAR, out=rows)
