"""What kind of text a document is: everything that stood on a page, or what an extractor took for the article.

In a dump most lines are furniture; of what an extractor gave nearly all is article. The same line has other odds in
the one than in the other, so each has its own trees. Lists, tables and short lines, which around news are furniture,
are what recipes, shops and forums consist of: the less a text looks like news, the likelier each line belongs to it.
"""

from typing import Final

import numpy as np

from cleaner.judge.features import Floats, names

__all__ = ["EVIDENCE", "evidence", "shift"]

_OF_DOCUMENT: Final = 7  # features that are the same for all lines, the last ones
_SURE: Final = 1.0  # logits: article
_JUNK: Final = -1.5
_FURNITURE: Final = 0.3  # of its words
# How far it matters whether a text is news, by five folds of pages of both kinds (benchmarks/judge/MODEL_CARD.md).
_WEIGHT: Final = 0.75
_EVEN: Final = -1.0  # logits: a text of which it cannot be told
_LEAST: Final = -2.0
_MOST: Final = 1.0

EVIDENCE: Final = (
    "lines in all", "words in all", "prose in all", "furniture in all", "sentence ends in all",
    "repeated lines in all", "longest line", "lines that are no article", "words that are no article",
    "lines that are article", "words that are article", "lines before the article", "lines after the article",
    "share of lines before the article", "count of lines that are no article", "words per line", "median words",
    "mean of the first look", "marks", "lines of furniture words", "least of the first look",
    "tenth of the first look", "bullets",
)  # fmt: skip


def evidence(rows: Floats, scores: Floats) -> Floats:
    """What the first look at all lines says about a document.

    Args:
        rows: The features of the lines.
        scores: The first look at them.

    Returns:
        One row for each of `EVIDENCE`, one column.
    """
    words = rows[names().index("words")]
    count, all_words = len(scores), max(float(words.sum()), 1.0)
    junk, article = scores < _JUNK, scores > _SURE
    first = int(np.argmax(article)) if article.any() else count
    last = count - 1 - int(np.argmax(article[::-1])) if article.any() else -1
    found = [
        *rows[-_OF_DOCUMENT:, 0],
        np.count_nonzero(junk) / count, words[junk].sum() / all_words,
        np.count_nonzero(article) / count, words[article].sum() / all_words,
        first, count - 1 - last, first / count, np.count_nonzero(junk), all_words / count, np.sort(words)[count // 2],
        np.cumsum(scores)[-1] / count, np.cumsum(rows[names().index("marks, 16 lines around")])[-1] / count,
        np.count_nonzero(rows[names().index("furniture per word")] > _FURNITURE) / count,
        scores.min(), np.sort(scores)[count // 10],
        np.count_nonzero(rows[names().index("starts with a bullet")]) / count,
    ]  # fmt: skip
    return np.array(found, np.float32)[:, None]


def shift(news: float) -> float:
    """How much likelier than its trees say a line is furniture, by what tells whether the text is news.

    Args:
        news: The logarithm of the odds that it is.

    Returns:
        Logits; below 0 where the line is likelier article.
    """
    return min(max(_WEIGHT * (news - _EVEN), _LEAST), _MOST)
