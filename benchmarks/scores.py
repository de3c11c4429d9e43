"""How well the repository's own articles are cleaned, and the floors under the figures in fixtures/scores.json.

    python benchmarks/scores.py                     the figures, and what is wrong with the floors; status 1 if anything
    python benchmarks/scores.py --write             raise the floors to the figures
    python benchmarks/scores.py --write --lower     lower them too: for harder articles, never for worse cleaning

Pages and texts are cleaned with the rule files and knowing no outlet. Beside them stand the texts that other extractors
make of the same pages, with their URLs: a page dump, the main content by resiliparse, and by trafilatura.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import orjson
import trafilatura
from leftout import knowing_no_outlet
from resiliparse.extract.html2text import extract_plain_text
from scoring import FIXTURES, Article, articles, body, field, paragraphs, score

from cleaner import Cleaner

__all__ = ["FLOORS", "extracted_scores", "faults", "figures", "left_behind", "raised", "written"]

FLOORS: Final = FIXTURES / "scores.json"
MARGIN: Final = 0.005  # by which a floor lies under its figure: less than one title in a hundred articles
EXTRACTORS: Final[Mapping[str, Callable[[str], str]]] = {
    "page dump": lambda html: str(extract_plain_text(html)),
    "resiliparse": lambda html: str(extract_plain_text(html, main_content=True)),
    "trafilatura": lambda html: trafilatura.extract(html) or "",
}

Scores = dict[str, dict[str, float]]


def main() -> None:
    """Print the figures; write the floors where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="raise the floors")
    parser.add_argument("--lower", action="store_true", help="with --write: lower them too")
    chosen = parser.parse_args()
    for group, found in figures().items():
        print(f"{group:26}", *(f"{name} {figure:.4f}" for name, figure in found.items()), sep="  ")
    if chosen.write:
        floors = raised(figures(), written(), lower=chosen.lower)
        FLOORS.write_bytes(orjson.dumps(floors, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    floors = written()
    sys.exit("\n".join([*faults(figures(), floors), *left_behind(figures(), floors)]) or 0)


@cache
def figures() -> Scores:
    """The figures of today, by format and by whether the outlet is known."""
    knowing, stranger = Cleaner(), knowing_no_outlet()
    every = list(articles())
    pages, texts = ([article for article in every if article.document.format == kind] for kind in ("html", "text"))
    metadata = ("title", "date", "authors")
    return {
        "pages of known outlets": _measured(knowing, _known(knowing, pages), metadata),
        "pages of unknown outlets": _measured(stranger, pages, metadata),
        "texts of known outlets": _measured(knowing, _known(knowing, texts), metadata),
        "texts of unknown outlets": _measured(stranger, texts, ()),  # nothing in them says what is a title
        **{f"texts by {extractor}": after for extractor, (_, after) in extracted_scores().items()},
    }


@cache
def extracted_scores() -> dict[str, tuple[dict[str, float], dict[str, float]]]:
    """The scores of the texts that other extractors make of the pages of known outlets, before and after cleaning."""
    cleaner = Cleaner()
    pages = _known(cleaner, [article for article in articles() if article.document.format == "html"])
    scores = {}
    for name, extract in EXTRACTORS.items():
        came = [extract(page.html) for page in pages]
        documents = [
            replace(page.document, content=text, format="text") for page, text in zip(pages, came, strict=True)
        ]
        left = [cleaner.clean(document).text for document in documents]
        scores[name] = _bodies(came, pages), _bodies(left, pages)
    return scores


def written() -> Scores:
    """The floors as they are written down."""
    loaded: Scores = orjson.loads(FLOORS.read_bytes()) if FLOORS.exists() else {}
    return loaded


def faults(scores: Scores, floors: Scores) -> list[str]:
    """What is wrong: a figure that has fallen below its floor, or has none, or a floor without a figure.

    Args:
        scores: The figures of today.
        floors: The floors.

    Returns:
        One line for each fault.
    """
    return [f"{where}: {fault}" for where, *pair in _paired(scores, floors) if (fault := _fault(*pair))]


def left_behind(scores: Scores, floors: Scores) -> list[str]:
    """The floors that lie so far below their figure that it could fall unseen, one line each.

    No test refuses them, because a better release of an extractor that we use raises figures too.
    """
    pairs = ((where, figure, floor) for where, figure, floor in _paired(scores, floors) if figure and floor is not None)
    return [
        f"{where}: is {figure:.4f}, far above its floor of {floor}; raise it with --write"
        for where, figure, floor in pairs
        if figure > floor + 2 * MARGIN
    ]


def raised(scores: Scores, floors: Scores, *, lower: bool) -> Scores:
    """The floors that belong under the figures; without `lower`, none is lower than the one written."""
    least: Scores = {} if lower else floors
    return {
        group: {name: max(_below(figure), least.get(group, {}).get(name, 0.0)) for name, figure in found.items()}
        for group, found in scores.items()
    }


def _known(cleaner: Cleaner, every: Sequence[Article]) -> list[Article]:
    return [article for article in every if cleaner.rulebook.get(article.expected["outlet"] or "")]


def _measured(cleaner: Cleaner, wanted: Sequence[Article], fields: Sequence[str]) -> dict[str, float]:
    records = [cleaner.clean(article.document) for article in wanted]
    shares = {name: field(name, records, wanted) for name in fields}
    known = {name: share for name, share in shares.items() if share is not None}
    return _bodies([record.text for record in records], wanted) | known


def _bodies(texts: Sequence[str], wanted: Sequence[Article]) -> dict[str, float]:
    pairs = [(text, article.text) for text, article in zip(texts, wanted, strict=True)]
    f1, recall = score(pairs, body)
    return {"body": f1, "recall": recall, "paragraphs": score(pairs, paragraphs)[0]}


def _paired(scores: Scores, floors: Scores) -> Iterator[tuple[str, float | None, float | None]]:
    names = {(group, name) for side in (scores, floors) for group, found in side.items() for name in found}
    for group, name in sorted(names):
        yield f"{group}, {name}", scores.get(group, {}).get(name), floors.get(group, {}).get(name)


def _fault(figure: float | None, floor: float | None) -> str | None:
    if figure is None:
        return "has a floor and no figure any more; write the floors with --write"
    if floor is None:
        return f"is {figure:.4f} and has no floor; write it with --write"
    return f"is {figure:.4f}, below its floor of {floor}" if figure < floor else None


def _below(figure: float) -> float:
    return math.floor((figure - MARGIN) * 1000) / 1000


if __name__ == "__main__":
    main()
