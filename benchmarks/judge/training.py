"""Fits the judge's model to samples: the first look, the situation, and the second look in both situations."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from boosting import Settings, boosted
from documents import CLEAN, DUMP, Sample, fold_of

from cleaner.judge.context import context
from cleaner.judge.counting import count
from cleaner.judge.features import features, names
from cleaner.judge.model import Model
from cleaner.judge.situation import evidence

__all__ = ["Table", "fitted"]

_INNER: Final = 3  # folds: the second look learns from first looks at documents that the first did not learn from
_LINES: Final = Settings()
_DOCUMENTS: Final = Settings(trees=60, depth=3, rows=0.6, columns=0.5)
_CLEAN_WEIGHT: Final = 1.5  # of gold bodies in the second look: it is the one that decides

Array = npt.NDArray[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Samples as numbers; `starts` has the first line of each, and the number of lines."""

    samples: list[Sample]
    rows: Array
    labels: Array
    weights: Array
    starts: Array

    @classmethod
    def of(cls, samples: list[Sample]) -> "Table":
        """The features of samples; each has a line at least."""
        rows = [features(count(sample.lines)) for sample in samples]
        words = names().index("words")
        return cls(
            samples=samples,
            rows=np.concatenate(rows, axis=1),
            labels=np.concatenate([np.array(sample.labels) >= 0.5 for sample in samples]).astype(np.float64),  # noqa: PLR2004
            weights=np.concatenate([sample.weights(row[words]) for sample, row in zip(samples, rows, strict=True)]),
            starts=np.cumsum([0, *(len(sample.lines) for sample in samples)]),
        )

    def only(self, wanted: list[bool]) -> "Table":
        """The table of some of the samples."""
        lengths = np.diff(self.starts)
        lines = np.repeat(wanted, lengths)
        return Table(
            samples=[sample for sample, want in zip(self.samples, wanted, strict=True) if want],
            rows=self.rows[:, lines],
            labels=self.labels[lines],
            weights=self.weights[lines],
            starts=np.cumsum([0, *lengths[wanted].tolist()]),
        )

    def spans(self) -> list[slice]:
        """The lines of each sample."""
        return [slice(first, last) for first, last in zip(self.starts[:-1], self.starts[1:], strict=True)]

    def outside(self, fold: int, folds: int, salt: str = "") -> list[bool]:
        """For each sample whether its outlet is in another fold."""
        return [fold_of(sample.outlet, folds, salt) != fold for sample in self.samples]


def fitted(table: Table) -> Model:
    """The model that samples teach.

    Args:
        table: The samples.

    Returns:
        The model; the same for the same samples.
    """
    scores = _unseen_scores(table)
    words = table.rows[names().index("words")]
    spans = table.spans()
    documents = np.concatenate([evidence(table.rows[:, span], scores[span]) for span in spans], axis=1)
    is_dump = np.array([sample.source == DUMP for sample in table.samples])
    situation = boosted(documents, is_dump.astype(np.float64), np.ones(len(spans)), _DOCUMENTS)
    seen = np.concatenate([context(scores[span], words[span]) for span in spans], axis=1)
    clean = np.array([_CLEAN_WEIGHT if sample.source == CLEAN else 1.0 for sample in table.samples])
    lengths = np.diff(table.starts)
    weights = table.weights * np.repeat(clean, lengths)
    second = []
    for lines in (np.repeat(is_dump, lengths), np.repeat(~is_dump, lengths)):
        rows = np.concatenate([table.rows[:, lines], seen[:, lines]])
        second.append(boosted(rows, table.labels[lines], weights[lines], _LINES))
    first = boosted(table.rows, table.labels, table.weights, _LINES)
    typical = np.quantile(table.rows[:, table.labels > 0], 0.5, axis=1, method="nearest").astype(np.float32)
    return Model(first=first, situation=situation, dump=second[0], extract=second[1], typical=typical)


def _unseen_scores(table: Table) -> Array:
    """The first look at each line by trees that have not seen its outlet."""
    scores = np.zeros(len(table.labels), np.float32)
    for fold in range(_INNER):
        others = table.outside(fold, _INNER, "inner")
        part = table.only(others)
        trees = boosted(part.rows, part.labels, part.weights, _LINES)
        lines = ~np.repeat(others, np.diff(table.starts))
        scores[lines] = trees.logits(table.rows[:, lines])
    return scores
