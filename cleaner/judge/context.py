"""What the first look at all lines says about each: a line among article lines is article more often than alone.

The second look has the features of the first, and these.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.features import Floats, distances, neighbours, windows

__all__ = ["CONTEXT", "context"]

_STEPS: Final = (1, -1, 2, -2, 3, -3)
_WINDOWS: Final = (2, 5, 12, 30)
_MOST_WORDS: Final = 80  # of a line: a long paragraph has one vote, if a large one
_BLOCK_WORDS: Final = 40
_BLOCK_LOGIT: Final = 4.0
_PRICE: Final = 2.5  # what a line costs a block that takes it in: as much as a line of 40 words at even odds earns

CONTEXT: Final = (
    "first look", *(f"first look, {abs(step)} {'above' if step > 0 else 'below'}" for step in _STEPS),
    *(f"{what}, {width} lines around" for width in _WINDOWS for what in ("first look", "first look by words")),
    "article above", "article in all", "article lines in all", "certainty in all", "lines outside the main block",
    "place in the main block", "lines since article", "lines until article",
)  # fmt: skip


def context(scores: Floats, words: Floats) -> Floats:
    """What the scores of all lines say about each.

    Args:
        scores: The first look: the logarithm of the odds that a line is article.
        words: The words of each line.

    Returns:
        One row for each of `CONTEXT`, one column for each line.
    """
    count = len(scores)
    weights = np.minimum(words, _MOST_WORDS) + 1
    article = np.where(scores > 0, weights, 0)
    sums = windows(np.stack([np.ones_like(scores), weights, scores, scores * weights]), _WINDOWS)
    around = [row for found in sums for row in (found[2] / found[0], found[3] / found[1])]
    above = np.cumsum(article) - article
    total = max(float(above[-1] + article[-1]), 1.0)
    in_all = [total / weights.sum(), np.count_nonzero(article) / count, np.count_nonzero(abs(scores) > 2) / count]  # noqa: PLR2004
    block = _block(scores, weights)
    rows = [scores[None], neighbours(scores[None], _STEPS), around, (above / total)[None]]
    rows += [np.repeat(np.array(in_all, np.float32)[:, None], count, axis=1), block, distances(scores > 0)]
    return np.concatenate([np.asarray(row, np.float32) for row in rows])


def _block(scores: Floats, weights: Floats) -> list[npt.NDArray[np.float32]]:
    """How far each line is outside the block of lines that is the likeliest article, and where inside it stands.

    The block is the run of lines with the largest sum (Bentley 1984, Communications of the ACM 27(9)).
    """
    limited = np.minimum(np.maximum(scores, -_BLOCK_LOGIT), _BLOCK_LOGIT)
    sums = np.zeros(len(scores) + 1, np.float32)
    np.cumsum(limited * np.minimum(weights, _BLOCK_WORDS) - _PRICE, out=sums[1:])
    end = int(np.argmax(sums[1:] - np.minimum.accumulate(sums[:-1]))) + 1
    start = int(np.argmin(sums[:end]))
    line = np.arange(len(scores), dtype=np.float32)
    outside = np.maximum(start - line, 0) - np.maximum(line - (end - 1), 0)
    place = (line - start) / max(end - start, 1)
    return [outside.astype(np.float32), np.where(outside == 0, place, -1).astype(np.float32)]
