"""How many titles, dates and authors are read from texts of unknown outlets, and how many of them rightly.

    python benchmarks/judge/fields.py               counts by extractor; every text by a model that never saw its outlet
    python benchmarks/judge/fields.py --wrong       also print what is wrong

Without URLs and without any outlet's rules, as evaluate.py. A field is right where it is the gold one but for case and
punctuation (of dates the day). Gold has one of several titles that a page gives itself, so those of its headings and of
its markup stand in a column of their own. "lost" are lines of the gold body that went as fields.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from lxml import html

sys.path.append(str(Path(__file__).parent.parent))

from corpus import rows
from documents import FOLDS, fold_of, samples
from leftout import knowing_no_outlet
from scoring import comparable
from training import Table, fitted

from cleaner.judge import CAUTION, Verdict, verdict
from cleaner.judge.look import look
from cleaner.judge.model import Model
from cleaner.lines import Lines, Text
from cleaner.metadata import Metadata, Page, merge
from cleaner.normalize import normalize
from cleaner.ruleset import Ruleset
from cleaner.strip import Beside, Stripped, strip

FIELDS: Final = ("title", "date", "authors")


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong")
    chosen = parser.parse_args()
    headings = {row["id"]: comparable(list(_headings(row["html"]))) for row in rows("news-dev")}
    table = Table.of(samples())
    models = [fitted(table.only(table.outside(fold, FOLDS))) for fold in range(FOLDS)]
    rules = knowing_no_outlet().rulebook.recognized(Text("")).rules
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows("text-dev"):
        stripped, found = _read(row["text"], rules, models[fold_of(row["outlet"], FOLDS)])
        count = counts[row["extractor"]]
        count.update(texts=1, lost=_lost(row, stripped))
        count.update(_right(found, row, headings[row["id"].split("#")[0]]))
        if chosen.wrong:
            _show(found, row)
    print(_table(counts))


def _read(text: str, rules: Ruleset, model: Model) -> tuple[Stripped, Metadata]:
    lines = Lines(text)
    stripped = strip(
        lines, Text(normalize(lines.text).text), rules, beside=Beside(judge=partial(_verdict, model), reads_head=True)
    )
    return stripped, merge(None, stripped.found, rules.months, Page())


def _verdict(model: Model, lines: Sequence[str]) -> Verdict:
    return verdict(look(lines, model), CAUTION) if len(lines) > 2 else Verdict(removed={})  # noqa: PLR2004  as `judge`


def _right(found: Metadata, row: dict[str, Any], headings: set[str]) -> Iterator[str]:
    """What to count of a text's fields."""
    for field in FIELDS:
        got, gold = comparable(getattr(found, field)), comparable(row[field])
        if got:
            yield f"{field} given"
        if got and got == gold:
            yield f"{field} right"
        if got and field == "title" and got <= headings | gold:
            yield "title of the page"


def _show(found: Metadata, row: dict[str, Any]) -> None:
    for field in FIELDS:
        got = getattr(found, field)
        if got and comparable(got) != comparable(row[field]):
            print(row["extractor"], field, got, row[field], sep=" | ")


def _headings(page: str) -> Iterator[str]:
    tree = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    yield from (heading.text_content() for heading in tree.iter("h1"))
    yield from (meta.get("content", "") for meta in tree.iter("meta") if meta.get("property") == "og:title")


def _lost(row: dict[str, Any], stripped: Stripped) -> int:
    body = "".join(comparable(row["body"]))
    fields = [row["text"][one.start : one.end] for one in stripped.removed if one.kind == "metadata"]
    return sum("".join(comparable(text)) in body for text in fields if len(text) > 30)  # noqa: PLR2004  names recur


def _table(counts: dict[str, Counter[str]]) -> str:
    names = ["texts"]
    names += [f"{field} {what}" for field in FIELDS for what in ("given", "right")]
    names[3:3] = ["title of the page"]
    lines = [f"| | {' | '.join([*names, 'lost'])} |", f"|{'---|' * (len(names) + 2)}"]
    for extractor, count in sorted(counts.items()):
        lines.append(f"| {extractor} | {' | '.join(str(count[name]) for name in [*names, 'lost'])} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
