"""How well the repository's own articles are cleaned, and the floors under the figures in fixtures/scores.json.

    python benchmarks/scores.py                     the figures, and what is wrong with the floors; status 1 if anything
    python benchmarks/scores.py --write             raise the floors to the figures
    python benchmarks/scores.py --write --lower     lower them too: for harder articles, never for worse cleaning

Every article in fixtures/articles is cleaned twice: with the rule files, and knowing no outlet. The body is scored as
the article-extraction-benchmark does (github.com/scrapinghub/article-extraction-benchmark): precision and recall of
four-word shingles as multisets, averaged over articles, F1 of the two averages. "paragraphs" is stricter: those of the
article that came out whole, and those that came out and are none of its. Title, date (the day) and authors are the
shares of articles that have one and whose record says the same but for case and punctuation.
"""

import argparse
import math
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from leftout import knowing_no_outlet

from cleaner import Cleaner, Document, Record

__all__ = ["FLOORS", "Article", "Scores", "articles", "body", "faults", "figures", "floors", "measure", "paragraphs"]

FIXTURES = Path(__file__).parent.parent / "fixtures"
FLOORS = FIXTURES / "scores.json"
MARGIN = 0.005  # by which a floor lies under its figure; one title in a hundred articles is more
WORD = re.compile(r"\w+")
RUN = 4  # words in a shingle

Scores = dict[str, dict[str, float]]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Article:
    """An invented article: what a user has of it, and what must come out."""

    document: Document
    text: str
    expected: dict[str, Any]


def articles() -> Iterator[Article]:
    """Every article of the repository, by outlet and name."""
    for path in sorted((FIXTURES / "articles").glob("*/*/document.*")):
        expected = orjson.loads((path.parent / "expected.json").read_bytes())
        format_ = "html" if path.suffix == ".html" else "text"
        document = Document(content=path.read_bytes(), format=format_, **expected["given"])
        yield Article(document, (path.parent / "expected.txt").read_text(encoding="utf-8"), expected)


@cache
def figures() -> Scores:
    """The figures of today, by format and by whether the outlet is known; cleans every article twice."""
    knowing, stranger = Cleaner(), knowing_no_outlet()
    every = list(articles())
    known = [article for article in every if knowing.rulebook.get(article.expected["outlet"] or "")]
    scores: Scores = {}
    for format_, name in (("html", "pages"), ("text", "texts")):
        for how, cleaner, chosen in (("known", knowing, known), ("unknown", stranger, every)):
            mine = [article for article in chosen if article.document.format == format_]
            scores[f"{name} of {how} outlets"] = measure(mine, [cleaner.clean(article.document) for article in mine])
    return scores


def measure(wanted: Sequence[Article], records: Sequence[Record]) -> dict[str, float]:
    """The figures of some articles' records.

    Args:
        wanted: The articles, at least one.
        records: What came out of them, in the same order.

    Returns:
        Shares between 0 and 1; a field that no article has is left out.
    """
    texts = [(record.text, article.text) for record, article in zip(records, wanted, strict=True)]
    shares = {
        "body": _f1([body(*pair) for pair in texts]),
        "recall": statistics.fmean(body(*pair)[1] for pair in texts),
    }
    shares["paragraphs"] = _f1([paragraphs(*pair) for pair in texts])
    for field in ("title", "date", "authors"):
        pairs = [
            (getattr(record, field), article.expected[field]) for record, article in zip(records, wanted, strict=True)
        ]
        if hits := [_same(field, got, gold) for got, gold in pairs if gold]:
            shares[field] = statistics.fmean(hits)
    return shares


def body(got: str, gold: str) -> Pair:
    """Precision and recall of a text's four-word shingles; NaN is the precision of no text."""
    ours, theirs = _shingles(got), _shingles(gold)
    hits = (ours & theirs).total()
    return hits / ours.total() if ours else math.nan, hits / max(theirs.total(), 1)


def paragraphs(got: str, gold: str) -> Pair:
    """Precision and recall of a text's paragraphs, each whole or wrong; NaN is the precision of no text."""
    ours, theirs = Counter(_split(got)), Counter(_split(gold))
    hits = (ours & theirs).total()
    return hits / ours.total() if ours else math.nan, hits / max(theirs.total(), 1)


def floors() -> Scores:
    """The floors as they are written down."""
    loaded: Scores = orjson.loads(FLOORS.read_bytes()) if FLOORS.exists() else {}
    return loaded


def faults(scores: Scores, written: Scores) -> list[str]:
    """What is wrong with floors: a figure has fallen through, has none, or has left its floor behind.

    Args:
        scores: The figures of today.
        written: The floors.

    Returns:
        One line for each fault.
    """
    found = []
    for group, measure_ in sorted(
        {(group, key) for side in (scores, written) for group in side for key in side[group]}
    ):
        figure, floor = scores.get(group, {}).get(measure_), written.get(group, {}).get(measure_)
        where = f"{group}, {measure_}"
        if figure is None:
            found.append(f"{where}: has a floor and no figure; write the floors anew")
        elif floor is None:
            found.append(f"{where}: is {figure:.4f} and has no floor; write it with --write")
        elif figure < floor:
            found.append(f"{where}: is {figure:.4f}, below its floor of {floor}")
        elif floor < _floor(figure - MARGIN):
            found.append(f"{where}: is {figure:.4f}, far above its floor of {floor}; raise it with --write")
    return found


def raised(scores: Scores, written: Scores, *, lower: bool) -> Scores:
    """The floors that belong under the figures; without `lower`, none is lower than the one written."""
    return {
        group: {
            key: _floor(figure) if lower else max(_floor(figure), written.get(group, {}).get(key, 0.0))
            for key, figure in found.items()
        }
        for group, found in scores.items()
    }


def main() -> None:
    """Print the figures; write the floors where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="raise the floors")
    parser.add_argument("--lower", action="store_true", help="with --write: lower them too")
    chosen = parser.parse_args()
    for group, found in figures().items():
        print(f"{group:26}", *(f"{name} {figure:.4f}" for name, figure in found.items()), sep="  ")
    if chosen.write:
        new = raised(figures(), floors(), lower=chosen.lower)
        FLOORS.write_bytes(orjson.dumps(new, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.exit("\n".join(faults(figures(), floors())) or 0)


def _floor(figure: float) -> float:
    return math.floor((figure - MARGIN) * 1000) / 1000


def _f1(pairs: Sequence[Pair]) -> float:
    precision = statistics.fmean([share for share, _ in pairs if not math.isnan(share)] or [0.0])
    recall = statistics.fmean(share for _, share in pairs)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1)) if words)


def _split(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _same(field: str, got: Any, gold: Any) -> bool:  # noqa: ANN401  a field's value
    if field == "date":
        return str(got)[:10] == gold[:10]
    names = [{_folded(name) for name in ([value] if isinstance(value, str) else value or ())} for value in (got, gold)]
    return names[0] == names[1]


def _folded(text: str) -> str:
    return "".join(WORD.findall(text.casefold()))


if __name__ == "__main__":
    main()
