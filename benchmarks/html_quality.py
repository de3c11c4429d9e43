"""How well pages are cleaned, beside trafilatura as it comes, by the scores that the corpora come with.

    python benchmarks/html_quality.py [news] [segments] [text] [--worst N]

- news: body, title, date and authors of news-dev, with the outlets' rule files and with every page's own left out.
- segments: pages of all kinds in web-segments-dev; quotes as they stand, because the wanted texts have curly ones, and
  straight, which no such text can match.
- text: what four extractors make of news-dev, before and after the rules, with the URL; by extractor.

A figure beside a wanted one carries "ok" or what it lacks. `--worst` lists the worst pages of each run.
"""

import argparse
import importlib.util
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import trafilatura
from corpus import SHARED, rows
from leftout import knowing_no_outlet

from cleaner import Cleaner, Document

__all__ = ["main"]

Row = dict[str, Any]
Run = Callable[[Row], Row]
Figures = dict[str, float]
NEWS_WANTED = {
    "rule files": {"body": 0.985, "title": 0.98, "date": 0.99, "authors": 0.95},
    "left out": {"body": 0.955, "title": 0.93, "authors": 0.85},
}
SEGMENTS_WANTED = {"quotes as they stand": {"f1": 0.94}}
RECALL_LOST = 0.01  # at most, but for page dumps, whose articles stand among everything else on the page
NAMES = 4  # as many flags as are worth a line


def main() -> None:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tables = {"news": news, "segments": segments, "text": text}
    parser.add_argument("tables", nargs="*", metavar="news|segments|text", help="all by default")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages of each run")
    arguments = parser.parse_args()
    if unknown := set(arguments.tables) - set(tables):
        parser.error(f"no table is called {', '.join(sorted(unknown))}")
    for name, table in tables.items():
        if not arguments.tables or name in arguments.tables:
            table(arguments.worst)


def news(worst: int) -> None:
    """Body and metadata of news pages."""
    gold = rows("news-dev")
    runs = {"rule files": ours(Cleaner()), "left out": ours(knowing_no_outlet()), "trafilatura": peer}
    print(f"news-dev, {len(gold)} pages")
    for name, run in runs.items():
        out = cleaned(run, gold)
        (body, bad), (meta, wrong) = score().body(out, gold, worst), score().meta(out, gold, worst)
        figures = {"body": body["all"]["f1"], "precision": body["all"]["precision"], "recall": body["all"]["recall"]}
        line(name, figures | {field: meta[field]["exact"] for field in meta}, NEWS_WANTED.get(name, {}))
        flags(out.values())
        listed([*bad, *wrong])


def segments(worst: int) -> None:
    """Texts that must stay and texts that must go, on pages of all kinds."""
    gold = rows("web-segments-dev")
    kept, straight = ours(Cleaner(quotes="keep")), ours(Cleaner())
    runs = {"quotes as they stand": kept, "straight quotes": straight, "trafilatura": peer}
    print(f"web-segments-dev, {len(gold)} pages")
    for name, run in runs.items():
        out = cleaned(run, gold)
        figures, bad = score().segments(out, gold, worst)
        line(name, figures, SEGMENTS_WANTED.get(name, {}))
        flags(out.values())
        listed(bad)


def text(worst: int) -> None:
    """Texts as four extractors give them, before and after."""
    gold = rows("text-dev")
    print(f"text-dev, {len(gold)} texts with their URLs")
    before, _ = score().body({row["id"]: row for row in gold}, gold, 0)
    run = ours(Cleaner())
    after, bad = score().body(cleaned(run, gold), gold, worst)
    for extractor, came in before.items():
        wanted = {"f1": came["f1"]}
        if extractor not in ("page-dump", "all"):
            wanted["recall"] = came["recall"] - RECALL_LOST
        line(f"{extractor} before", came, {})
        line(f"{extractor} after", after[extractor], wanted)
    listed(bad)


def ours(cleaner: Cleaner) -> Run:
    """A row's record."""

    def run(row: Row) -> Row:
        content, format_ = (row["html"], "html") if "html" in row else (row["text"], "text")
        return dict(cleaner.clean(Document(content=content, url=row["url"], format=format_)).as_dict())

    return run


def peer(row: Row) -> Row:
    """What trafilatura gives without any choice of ours."""
    found: Any = trafilatura.bare_extraction(row["html"], url=row["url"], with_metadata=True)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"text": found.text, "title": found.title, "date": found.date, "authors": authors}


def cleaned(run: Run, gold: Iterable[Row]) -> dict[str, Row]:
    """The answers of a run, by id."""
    return {row["id"]: run(row) for row in gold}


def line(name: str, figures: Mapping[str, float], wanted: Figures) -> None:
    """Print the figures of a run, each beside what is wanted of it."""
    cells = (f"{key} {value:.4f}{_verdict(value, wanted.get(key))}" for key, value in figures.items() if key != "n")
    print(f"  {name:22}", "  ".join(cells))


def _verdict(value: float, wanted: float | None) -> str:
    if wanted is None:
        return ""
    return " ok" if value >= wanted else f" ({value - wanted:+.4f})"


def flags(records: Iterable[Row]) -> None:
    """Print how often the flags were raised that say why to look twice."""
    raised = Counter(flag for record in records for flag in record.get("flags", ()))
    if raised:
        print(f"  {'':22}", ", ".join(f"{flag} {count}" for flag, count in raised.most_common(NAMES)))


def listed(bad: Sequence[Row]) -> None:
    """Print the worst pages."""
    for row in bad:
        print("     ", row)


@cache
def score() -> Any:  # noqa: ANN401  a script that is no package
    """The corpora's own scores."""
    path = SHARED / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if not path.exists() or spec is None or spec.loader is None:
        sys.exit(f"{path.name} is not here: the scores come with the corpora, which lie outside the repository")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
