"""Both looks at a document, and what its furniture is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judge.context import context
from cleaner.judge.counting import count
from cleaner.judge.features import Floats, features, names
from cleaner.judge.lexicon import lexicon
from cleaner.judge.model import Model, shipped
from cleaner.judge.situation import evidence, shift

__all__ = ["Look", "look"]

# What words tell, and the kind that a record calls it; without a word of these a line is what the line above is.
_KINDS: Final = {"byline": "credit", "date": "credit"}
_FIRST_KIND: Final = "navigation"
_FIRST_SILENT: Final = "reader"  # words that tell that a line is furniture, and not which
_WORDS: Final = 1  # the row of the number of words
_ENDED: Final = "ends in a sentence end"
_SENTENCE_WORDS: Final = 6
_CLEAN: Final = 0.0  # logits: where the first look thinks no line as unlikely as this, there is no second


@dataclass(frozen=True, kw_only=True)
class Look:
    """What was seen.

    Args:
        rows: The features, of the first look and, where there was one, of the second.
        is_dump: Whether the text is all that stood on a page.
        logits: The logarithms of the odds that the lines are article, as trees tell.
        shift: What is taken from these, because the text looks like news, or added, because it does not.
        model: What told.
    """

    rows: Floats
    is_dump: bool
    logits: Floats
    shift: float
    model: Model

    @property
    def words(self) -> Floats:
        """Words of each line."""
        words: Floats = self.rows[_WORDS]
        return words

    @cached_property
    def chances(self) -> npt.NDArray[np.float64]:
        """How likely each line is article, in thousandths, so that no machine's exponential rounds a line away."""
        return _chances(self.logits - self.shift)

    @property
    def least(self) -> float:
        """How likely the line is article that is so least; that a text looks like news makes no line furniture."""
        return float(_chances(self.logits - min(self.shift, 0.0)).min())

    def asked(self, of_lines: float, of_sentences: float) -> npt.NDArray[np.float64]:
        """What is asked of each line: one number of sentences, another one of headlines, menus and the rest."""
        sentences = (self.rows[names().index(_ENDED)] > 0) & (self.words >= _SENTENCE_WORDS)
        return np.where(sentences, of_sentences, of_lines)

    def kinds_of(self, goes: npt.NDArray[np.bool_]) -> dict[int, str]:
        """The lines that go, with what their words, or those of the line above, say that they are."""
        kinds_told = lexicon().kinds[: lexicon().kinds.index(_FIRST_SILENT)]
        first = names().index(f"{kinds_told[0]} words")
        told = self.rows[first : first + len(kinds_told)]
        called = [_KINDS.get(kind, kind) for kind in kinds_told]
        most, any_ = told.argmax(axis=0).tolist(), (told.max(axis=0) > 0).tolist()
        kinds: dict[int, str] = {}
        for line in np.flatnonzero(goes).tolist():
            kinds[line] = called[most[line]] if any_[line] else kinds.get(line - 1, _FIRST_KIND)
        return kinds

    def why(self, line: int) -> list[tuple[str, float, float]]:
        """What spoke against a line: what would make it likelier article, were it as in most articles.

        Args:
            line: The line.

        Returns:
            The features by their names, with their values and the logits that they cost; the weightiest first.
        """
        own = self.rows[:, line, None]
        others = np.repeat(own, len(names()), axis=1)
        np.fill_diagonal(others[: len(names())], self.model.typical)
        trees = self.model.dump if self.is_dump else self.model.extract
        costs = trees.logits(others) - trees.logits(own)
        found = zip(names(), own[:, 0].tolist(), costs.tolist(), strict=False)
        return sorted((one for one in found if one[2] > 0), key=lambda one: -one[2])


def look(lines: Sequence[str], model: Model | None = None) -> Look:
    """Look at all lines of a document, and again where some may be furniture.

    Args:
        lines: At least one, none of them empty.
        model: Another model than the one that ships with the package.

    Returns:
        What was seen.
    """
    model = model or shipped()
    rows = features(count(lines))
    first = model.first.logits(rows)
    if first.min() > _CLEAN:
        return Look(rows=rows, is_dump=False, logits=first, shift=0.0, model=model)
    document = evidence(rows, first)
    is_dump = bool(model.situation.logits(document)[0] > 0)
    rows = np.concatenate([rows, context(first, rows[_WORDS])])
    logits = (model.dump if is_dump else model.extract).logits(rows)
    by = shift(float(model.news.logits(document)[0]))
    return Look(rows=rows, is_dump=is_dump, logits=logits, shift=by, model=model)


def _chances(logits: Floats) -> npt.NDArray[np.float64]:
    chances: npt.NDArray[np.float64] = np.rint(1000 / (1 + np.exp(-logits.astype(np.float64)))) / 1000
    return chances
