"""Gradient boosting (Friedman 2001, Annals of Statistics 29) of oblivious trees, for the judge's model.

Numpy alone: the same data give the same trees to the byte, which the libraries that do this faster do not promise.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.model import UNIT, Trees

__all__ = ["Settings", "as_data", "boosted", "decimals"]

_MOST_CUTS: Final = 48  # thresholds of a feature
_BINS: Final = _MOST_CUTS + 2
_MOST: Final = 2.0  # logits that one leaf may add

Array = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How to boost.

    Args:
        trees: How many.
        depth: Questions of each.
        rate: The share of the best step that a leaf makes.
        ridge: Weight added to each leaf's, so that leaves of few lines say little.
        rows: The share of lines that a tree is grown on.
        columns: The share of features that a tree may ask for.
        seed: Of the choice of rows and columns.
    """

    trees: int = 100
    depth: int = 4
    rate: float = 0.15
    ridge: float = 4.0
    rows: float = 0.35
    columns: float = 0.4
    seed: int = 0


def boosted(rows: Array, labels: Array, weights: Array, settings: Settings) -> Trees:
    """Trees that tell the labels.

    Args:
        rows: Features, a row for each, a column for each line.
        labels: 1 or 0 for each line.
        weights: What each line counts.
        settings: How to boost.

    Returns:
        The trees.
    """
    grower = _Grower(rows, settings)
    weights = weights / weights.mean()
    share = float((weights * labels).sum() / weights.sum())
    bias = round(float(np.log(share / (1 - share))) * UNIT)
    sums = np.full(rows.shape[1], bias / UNIT)
    grown = []
    for _ in range(settings.trees):
        chance = 1 / (1 + np.exp(-sums))
        gradients, curvatures = weights * (labels - chance), weights * chance * (1 - chance)
        features, thresholds, leaf = grower.grow(gradients, curvatures)
        count = 1 << settings.depth
        pulls, holds = np.bincount(leaf, gradients, count), np.bincount(leaf, curvatures, count)
        steps = np.clip(settings.rate * pulls / (holds + settings.ridge), -_MOST, _MOST)
        leaves = np.rint(steps * UNIT).astype(np.int64)
        sums += leaves[leaf] / UNIT
        grown.append((features, thresholds, leaves))
    parts = [np.array(part) for part in zip(*grown, strict=True)]
    return Trees(bias, parts[0].astype(np.intp), parts[1].astype(np.float32), parts[2])


class _Grower:
    """Grows trees on features that are sorted into bins once."""

    def __init__(self, rows: Array, settings: Settings) -> None:
        self._settings = settings
        self._random = np.random.default_rng(settings.seed)
        self._cuts = [_cuts(row) for row in rows]
        self._bins = np.stack(
            [np.searchsorted(cuts, row, side="right") for cuts, row in zip(self._cuts, rows, strict=True)]
        )
        self._bins = self._bins.astype(np.uint8)
        self._live = np.array([feature for feature, cuts in enumerate(self._cuts) if len(cuts)])

    def grow(self, gradients: Array, curvatures: Array) -> tuple[list[int], list[float], Array]:
        """One tree: the feature and the threshold of each level, and the leaf of each line."""
        settings, lines = self._settings, self._bins.shape[1]
        chosen = np.sort(self._random.permutation(lines)[: int(settings.rows * lines)])
        asked = np.sort(self._random.permutation(self._live)[: int(settings.columns * len(self._live))])
        bins, gradients, curvatures = self._bins[:, chosen], gradients[chosen], curvatures[chosen]
        leaf, leaves = np.zeros(len(chosen), np.intp), np.zeros(lines, np.intp)
        features, thresholds = [], []
        for _ in range(settings.depth):
            gains = [self._gain(leaf * _BINS + bins[feature], gradients, curvatures, feature) for feature in asked]
            (_, cut), best = max(zip(gains, asked.tolist(), strict=True), key=lambda found: found[0][0])
            features.append(best)
            thresholds.append(float(self._cuts[best][cut]))
            leaf, leaves = leaf * 2 + (bins[best] > cut), leaves * 2 + (self._bins[best] > cut)
        return features, thresholds, leaves

    def _gain(self, places: Array, gradients: Array, curvatures: Array, feature: int) -> tuple[float, int]:
        """The best cut of a feature, the same in all leaves, and what is won by it."""
        size = -(-int(places.max() + 1) // _BINS) * _BINS
        pulls = np.bincount(places, gradients, size).reshape(-1, _BINS).cumsum(axis=1)
        holds = np.bincount(places, curvatures, size).reshape(-1, _BINS).cumsum(axis=1)
        count, ridge = len(self._cuts[feature]), self._settings.ridge
        left, left_holds = pulls[:, :count], holds[:, :count]
        right, right_holds = pulls[:, -1:] - left, holds[:, -1:] - left_holds
        gains = (left**2 / (left_holds + ridge) + right**2 / (right_holds + ridge)).sum(axis=0)
        best = int(np.argmax(gains))
        return round(float(gains[best]), 9), best


def _cuts(row: Array) -> Array:
    values = np.unique(row)
    if len(values) <= _MOST_CUTS:
        return values[1:]
    shares = np.linspace(0, 1, _MOST_CUTS + 1)[1:-1]
    cuts = np.unique(np.quantile(row, shares, method="nearest"))
    above: Array = cuts[cuts > values[0]]
    return above


def as_data(trees: Trees) -> dict[str, Any]:
    """Trees as the data file has them."""
    return {
        "bias": trees.bias,
        "features": trees.features.tolist(),
        "thresholds": [decimals(row) for row in trees.thresholds],
        "leaves": trees.leaves.tolist(),
    }


def decimals(row: Array) -> list[float]:
    """32-bit floats in as few digits as give them back."""
    return [float(f"{value:.9g}") for value in row.tolist()]
