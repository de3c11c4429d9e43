"""Scores of cleaned articles, as the field counts them, over the repository's own invented ones.

The body is scored as the article-extraction-benchmark does (github.com/scrapinghub/article-extraction-benchmark):
precision and recall of four-word shingles as multisets, averaged over articles, F1 of the two averages.
"""

import math
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from cleaner import Document, Record
from cleaner.decode import decode

__all__ = ["FIXTURES", "Article", "articles", "body", "comparable", "field", "paragraphs", "score"]

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
_WORD: Final = re.compile(r"\w+")
_RUN: Final = 4  # words in a shingle
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?=T|$)")

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Article:
    """An invented article: what a user has of it, and what must come out."""

    document: Document
    text: str
    expected: dict[str, Any]

    @property
    def html(self) -> str:
        """The page, for tools that take no bytes."""
        content = self.document.content
        return decode(content).text if isinstance(content, bytes) else content


def articles() -> Iterator[Article]:
    """Every article of the repository, by outlet and name."""
    for path in sorted((FIXTURES / "articles").glob("*/*/document.*")):
        expected = orjson.loads((path.parent / "expected.json").read_bytes())
        format_ = "html" if path.suffix == ".html" else "text"
        document = Document(content=path.read_bytes(), format=format_, **expected["given"])
        yield Article(document, (path.parent / "expected.txt").read_text(encoding="utf-8"), expected)


def score(texts: Sequence[tuple[str, str]], kind: Callable[[str, str], Pair]) -> tuple[float, float]:
    """F1 and recall over articles.

    Args:
        texts: What came out of each and what must; at least one.
        kind: `body` or `paragraphs`.

    Returns:
        F1 of the mean precision of those that gave any text and the mean recall of all; the mean recall.
    """
    pairs = [kind(got, gold) for got, gold in texts]
    precision = statistics.fmean([share for share, _ in pairs if not math.isnan(share)] or [0.0])
    recall = statistics.fmean(share for _, share in pairs)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0, recall


def body(got: str, gold: str) -> Pair:
    """Precision and recall of a text's four-word shingles; the precision of no text is NaN."""
    return _shares(_shingles(got), _shingles(gold))


def paragraphs(got: str, gold: str) -> Pair:
    """Precision and recall of a text's paragraphs, each of which is whole or wrong; likewise."""
    return _shares(Counter(_split(got)), Counter(_split(gold)))


def field(name: str, records: Sequence[Record], wanted: Sequence[Article]) -> float | None:
    """The share of articles whose record names the title, the day or the authors, but for case and punctuation.

    Returns:
        The share of those articles that have the field; None where none has.
    """
    pairs = [(getattr(record, name), article.expected[name]) for record, article in zip(records, wanted, strict=True)]
    hits = [comparable(got) == comparable(gold) for got, gold in pairs if gold]
    return statistics.fmean(hits) if hits else None


def _shares(ours: Counter[Any], theirs: Counter[Any]) -> Pair:
    hits = (ours & theirs).total()
    return hits / ours.total() if ours else math.nan, hits / max(theirs.total(), 1)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)) if words)


def _split(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def comparable(value: str | Sequence[str] | None) -> set[str]:
    """A title or names without case and punctuation; of a date the day."""
    values = [value] if isinstance(value, str) else value or ()
    return {"".join(_WORD.findall(day[0] if (day := _DAY.match(one)) else one.casefold())) for one in values}
