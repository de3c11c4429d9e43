"""The model: sums of small trees, read from a file and asked for all lines of a document at once.

The trees are oblivious (Kohavi 1994, ECML; Prokhorenkova et al. 2018, NeurIPS): all nodes of a level ask the same
question, so a line's answers are the number of its leaf, and no step depends on the step before. Leaves are whole
numbers, 256ths of a logit: sums of them are the same in any order and on every machine.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.features import Floats

__all__ = ["UNIT", "Model", "Trees", "shipped"]

UNIT: Final = 256  # of these one logit
_MOST: Final = 10.0  # logits
_AT_ONCE: Final = 2048  # lines, so that a long document takes no more memory than a short one


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees of one depth.

    Args:
        bias: What the sum begins with.
        features: The feature of each question, (trees, depth).
        thresholds: A question is whether its feature is at least this, (trees, depth).
        leaves: What each combination of answers adds, (trees, 2**depth).
    """

    bias: int
    features: npt.NDArray[np.intp]
    thresholds: Floats
    leaves: npt.NDArray[np.int64]

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Trees":
        """Trees as the data file has them."""
        features, leaves = np.array(data["features"], np.intp), np.array(data["leaves"], np.int64)
        return cls(data["bias"], features, np.array(data["thresholds"], np.float32), leaves)

    def logits(self, rows: Floats) -> Floats:
        """The logarithm of the odds that each column is what the trees tell.

        Args:
            rows: Features, a row for each.

        Returns:
            One number for each column, between -10 and 10.
        """
        parts = range(0, rows.shape[1], _AT_ONCE)
        sums = np.concatenate([self._sums(rows[:, start : start + _AT_ONCE]) for start in parts])
        return np.clip(sums / UNIT, -_MOST, _MOST).astype(np.float32)

    def _sums(self, rows: Floats) -> npt.NDArray[np.int64]:
        count, depth = self.features.shape
        answers = (rows[self.features.ravel()] >= self.thresholds.reshape(-1, 1)).reshape(count, depth, -1)
        leaf = np.zeros((count, rows.shape[1]), np.intp)
        for level in range(depth):
            leaf = leaf * 2 + answers[:, level]
        sums: npt.NDArray[np.int64] = np.take_along_axis(self.leaves, leaf, axis=1).sum(axis=0) + self.bias
        return sums


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """All trees.

    Args:
        first: Whether a line is article, as far as line, neighbours and document say.
        situation: Whether a document is a dump.
        news: Whether a document is news.
        dump: Whether a line of a dump is article, when the first look at the others is known.
        extract: The same for what an extractor took for the article.
        typical: What each feature of the first look is in most lines of articles, by which a line is explained.
    """

    first: Trees
    situation: Trees
    news: Trees
    dump: Trees
    extract: Trees
    typical: Floats


@cache
def shipped() -> Model:
    """The model that ships with the package."""
    data: dict[str, Any] = json.loads(files("cleaner.judge").joinpath("model.json").read_bytes())
    typical = np.array(data.pop("typical"), np.float32)
    return Model(typical=typical, **{name: Trees.of(found) for name, found in data.items()})
