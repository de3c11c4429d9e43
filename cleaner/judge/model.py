"""The model: sums of small trees, read from a file and asked for all lines of a document at once.

The trees are oblivious (Kohavi 1994, ECML; Prokhorenkova et al. 2018, NeurIPS): all nodes of a level ask the same
question, so a line's answers are the number of its leaf, and no step depends on the step before. Leaves are whole
numbers, 256ths of a logit, of which 32-bit floats hold any sum exactly: it is the same in any order and on every
machine.
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.features import Floats

__all__ = ["UNIT", "Model", "Trees", "shipped"]

UNIT: Final = 256  # of these one logit
_UNIT: Final = np.float32(UNIT)
_MOST: Final = np.float32(10)  # logits
_AT_ONCE: Final = 2048  # lines, so that a long document takes no more memory than a short one


@dataclass(frozen=True, slots=True)
class _Plan:
    """Trees as they are asked: two share a byte, whose bits are the answers of both.

    Args:
        features: The feature of each question: all first questions, then all second ones, and so on.
        thresholds: Those of the questions, a column.
        bits: What an answer is worth in its byte, (questions of two trees, 1, 1).
        begins: Where the leaves of two trees begin, a column.
        leaves: What each byte adds.
    """

    features: npt.NDArray[np.intp]
    thresholds: Floats
    bits: npt.NDArray[np.uint8]
    begins: npt.NDArray[np.intp]
    leaves: Floats


@dataclass(frozen=True)
class Trees:
    """A sum of trees of one depth, four at most.

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
        if rows.shape[1] > _AT_ONCE:
            parts = range(0, rows.shape[1], _AT_ONCE)
            return np.concatenate([self.logits(rows[:, start : start + _AT_ONCE]) for start in parts])
        logits: Floats = np.minimum(np.maximum(self._sums(rows) / _UNIT, -_MOST), _MOST)
        return logits

    def _sums(self, rows: Floats) -> Floats:
        plan = self._plan
        answers = (rows.take(plan.features, axis=0) >= plan.thresholds).view(np.uint8)
        bits = answers.reshape(len(plan.bits), -1, rows.shape[1]) * plan.bits
        added = plan.leaves.take(np.bitwise_or.reduce(bits, axis=0) + plan.begins)
        sums: Floats = np.ones(len(added), np.float32) @ added + np.float32(self.bias)
        return sums

    @cached_property
    def _plan(self) -> _Plan:
        """One tree of the first half and one of the second share a byte; an odd one is beside one that adds nothing."""
        depth = self.features.shape[1]
        odd = ((0, len(self.features) % 2), (0, 0))
        parts: tuple[Any, ...] = (self.features, self.thresholds, self.leaves)
        features, thresholds, leaves = (np.pad(part, odd).reshape(2, -1, part.shape[1]) for part in parts)
        both = (leaves[0][:, :, None] + leaves[1][:, None, :]).reshape(-1, 1 << 2 * depth)
        return _Plan(
            features=features.transpose(0, 2, 1).ravel(),
            thresholds=thresholds.transpose(0, 2, 1).reshape(-1, 1),
            bits=(1 << np.arange(2 * depth, dtype=np.uint8)[::-1]).astype(np.uint8).reshape(-1, 1, 1),
            begins=np.arange(len(both)).reshape(-1, 1) << 2 * depth,
            leaves=both.astype(np.float32).ravel(),
        )


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
