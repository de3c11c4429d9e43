"""Fits the judge's model to samples: the first look, the situation, and the second look in both situations."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from boosting import Settings, boosted
from documents import CLEAN, Sample, fold_of
from pages import PAGES

from cleaner.judge.context import context
from cleaner.judge.counting import count
from cleaner.judge.features import features, names
from cleaner.judge.model import Model, Trees
from cleaner.judge.situation import evidence

__all__ = ["Table", "fitted"]

_INNER: Final = 3  # folds: the second look learns from first looks at documents that the first did not learn from
_FIRST: Final = Settings(trees=60, rate=0.22, rows=0.2)
_UNSEEN: Final = Settings(trees=60, rate=0.22, rows=0.12)
_LINES: Final = Settings(rows=0.2)
_EXTRACT: Final = Settings(rows=0.35)  # of fewer lines
_DUMP_OR_NOT: Final = Settings(trees=60, depth=3, rows=0.6, columns=0.5)
_NEWS_OR_NOT: Final = Settings(trees=40, depth=3, rows=0.6, columns=0.5)
_CLEAN_WEIGHT: Final = 2.0  # of gold bodies in the second look: it is the one that decides
_UNCLEAR: Final = f"{PAGES}resiliparse"  # of pages of all kinds it leaves so much that it is neither dump nor extract
_PAGE_WEIGHT: Final = 0.4  # of a page of any kind beside a page of news, where documents are told apart

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
    words, spans, samples = table.rows[names().index("words")], table.spans(), table.samples
    documents = np.concatenate([evidence(table.rows[:, span], scores[span]) for span in spans], axis=1)
    seen = np.concatenate([context(scores[span], words[span]) for span in spans], axis=1)
    rows = np.concatenate([table.rows, seen])
    clean = np.array([_CLEAN_WEIGHT if sample.source == CLEAN else 1.0 for sample in samples])
    weights = table.weights * np.repeat(clean, np.diff(table.starts))
    is_dump, is_page = (np.array([getattr(sample, name) for sample in samples]) for name in ("is_dump", "is_page"))
    in_dump = np.repeat(is_dump, np.diff(table.starts))
    pages = np.where(is_page, _PAGE_WEIGHT, 1.0)
    unclear = np.array([sample.source == _UNCLEAR for sample in samples])
    came = np.array([not sample.source.startswith(CLEAN) for sample in samples])
    typical = np.quantile(table.rows[:, table.labels > 0], 0.5, axis=1, method="nearest").astype(np.float32)
    return Model(
        first=_trees(table.rows, table.labels, table.weights, _FIRST),
        situation=_trees(documents, is_dump, pages * ~unclear, _DUMP_OR_NOT),
        news=_trees(documents, ~is_page, pages * came, _NEWS_OR_NOT),
        dump=_trees(rows, table.labels, weights * in_dump, _LINES),
        extract=_trees(rows, table.labels, weights * ~in_dump, _EXTRACT),
        typical=typical,
    )


def _trees(rows: Array, labels: Array, weights: Array, settings: Settings) -> Trees:
    """Trees that learn from what has a weight."""
    used = weights > 0
    return boosted(rows[:, used], labels[used].astype(np.float64), weights[used], settings)


def _unseen_scores(table: Table) -> Array:
    """The first look at each line by trees that have not seen its outlet."""
    scores = np.zeros(len(table.labels), np.float32)
    for fold in range(_INNER):
        others = table.outside(fold, _INNER, "inner")
        part = table.only(others)
        trees = _trees(part.rows, part.labels, part.weights, _UNSEEN)
        lines = ~np.repeat(others, np.diff(table.starts))
        scores[lines] = trees.logits(table.rows[:, lines])
    return scores
