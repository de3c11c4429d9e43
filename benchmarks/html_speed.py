"""How fast pages are cleaned, with everything on (rules, metadata, language), beside trafilatura with its metadata.

    python benchmarks/html_speed.py [--all] [--turns N]

The pages are those of news-dev whose outlet has a layout, once with its rule file and once with it left out; every
second of them, or all. All candidates run turn and turn about in one process on the same pages. Time is the process's
own, because the machine is shared; the figures that count are the medians of the turns' ratios, and pages count by
their time, not alike. A second table says where our time goes, on known outlets and on unknown ones;
what is left over is mostly the freeing of the page's tree, which the parse alone pays for, too.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pkgutil import resolve_name
from unittest.mock import patch

import trafilatura
from corpus import rows
from leftout import knowing_no_outlet
from lxml import html as parser
from turns import timed

from cleaner import Cleaner, Document

__all__ = ["main"]

Page = tuple[str, str]
Candidate = Callable[[Page], object]
Times = dict[str, float]
TURNS = 5
EVERY = 2
KNOWN_WANTED = 10.0  # times as fast as trafilatura
PARSES_WANTED = 3.0  # times the cost of lxml's parse alone
UNKNOWN_WANTED = 1.0  # of trafilatura's time
STAGES = {  # the functions, by the names under which they are called
    "outlet by its host": "cleaner.rulebook.Rulebook.named",
    "parse": "cleaner.extract.Tree",
    "paragraphs' mass": "cleaner.extract._mass",
    "markup": "cleaner.extract.read_markup",
    "outlet's body": "cleaner.extract.layouts.CompiledLayout.body",
    "outlet's metadata": "cleaner.extract.layouts.CompiledLayout.read",
    "date by htmldate": "cleaner.extract.searched_date",
    "general": "cleaner.extract.general_lines",
    "normalize": "cleaner.pipeline.normalize",
    "strip": "cleaner.pipeline.strip",
    "language": "cleaner.pipeline.detect",
}
SLOW = 0.5  # of trafilatura's time: a known outlet's page above it was read twice, or its selectors are dear


def main() -> None:
    """Print the ratios, and where the time goes."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--all", action="store_true", help="all pages instead of every second")
    arguments.add_argument("--turns", type=int, default=TURNS, metavar="N")
    chosen = arguments.parse_args()
    known, unknown = Cleaner(), knowing_no_outlet()
    pages = sorted((row["url"], row["html"]) for row in rows("news-dev") if has_layout(known, row["url"]))
    pages = pages if chosen.all else pages[::EVERY]
    candidates: dict[str, Candidate] = {
        "known outlets": lambda page: known.clean(_document(page)),
        "unknown outlets": lambda page: unknown.clean(_document(page)),
        "trafilatura": lambda page: trafilatura.bare_extraction(page[1], with_metadata=True),
        "trafilatura to JSON": lambda page: trafilatura.extract(page[1], with_metadata=True, output_format="json"),
        "lxml's parse alone": parse,
    }
    turns = list(run(candidates, pages, chosen.turns))
    compare(turns, pages)
    slow(turns, pages)
    for name, cleaner in (("known outlets", known), ("unknown outlets", unknown)):
        stages(name, cleaner, pages)


def has_layout(cleaner: Cleaner, url: str) -> bool:
    """Whether an outlet's rule file says where its articles stand."""
    file = cleaner.rulebook.get(url)
    return file is not None and bool(file.layouts)


def parse(page: Page) -> object:
    """What nobody can do without."""
    return parser.document_fromstring(page[1].encode("utf-8", "replace"), parser=parser.HTMLParser(encoding="utf-8"))


def run(candidates: dict[str, Candidate], pages: list[Page], turns: int) -> Iterator[dict[str, list[float]]]:
    """Yield the seconds that every candidate takes for each page, turn by turn; a first turn warms up.

    Garbage is collected before a candidate's turn, so that none pays for another's.
    """
    for turn in range(turns + 1):
        seconds: dict[str, list[float]] = {}
        for name, candidate in candidates.items():
            gc.collect()
            seconds[name] = [_seconds(candidate, page) for page in pages]
        if turn:
            yield seconds


def _seconds(candidate: Candidate, page: Page) -> float:
    start = time.process_time()
    candidate(page)
    return time.process_time() - start


def compare(turns: list[dict[str, list[float]]], pages: list[Page]) -> None:
    """Print each candidate's time and the ratios that are wanted."""
    print(f"{len(pages)} pages of {sum(len(html) for _, html in pages) / 1e6:.1f} MB, median of {len(turns)} turns")
    totals = [{name: sum(seconds) for name, seconds in turn.items()} for turn in turns]
    for name in totals[0]:
        milliseconds = statistics.median(total[name] for total in totals) / len(pages) * 1e3
        print(f"  {name:20} {milliseconds:7.2f} ms a page")
    parses = statistics.median(total["known outlets"] / total["lxml's parse alone"] for total in totals)
    print(f"  known outlets {parses:.2f} times lxml's parse alone (wanted at most {PARSES_WANTED:.0f})")
    for peer in ("trafilatura", "trafilatura to JSON"):
        faster = statistics.median(total[peer] / total["known outlets"] for total in totals)
        share = statistics.median(total["unknown outlets"] / total[peer] for total in totals)
        print(
            f"  beside {peer}: known outlets {faster:.1f} times as fast (wanted {KNOWN_WANTED:.0f}), "
            f"unknown ones {share:.2f} of its time (wanted {UNKNOWN_WANTED})"
        )


def slow(turns: list[dict[str, list[float]]], pages: list[Page]) -> None:
    """Print how the pages of known outlets compare one by one, and those that take as long as if nobody knew them."""
    medians = {
        name: [statistics.median(turn[name][number] for turn in turns) for number in range(len(pages))]
        for name in ("known outlets", "trafilatura")
    }
    shares = [ours / theirs for ours, theirs in zip(*medians.values(), strict=True)]
    half = 1 / statistics.median(shares)
    print(f"  half of the known outlets' pages are cleaned {half:.1f} times as fast or faster")
    found = sorted(((share, url) for share, (url, _) in zip(shares, pages, strict=True) if share > SLOW), reverse=True)
    print(f"  {len(found)} known outlets' pages take more than {SLOW:.0%} of trafilatura's time")
    for share, url in found:
        print(f"    {share:6.0%}  {url[:100]}")


def stages(name: str, cleaner: Cleaner, pages: list[Page]) -> None:
    """Print where the time of a page goes."""
    turns = [stage_times(cleaner, pages) for _ in range(TURNS)]
    took = {stage: statistics.median(times[stage] for times in turns) / len(pages) * 1e3 for stage in turns[0]}
    print(name)
    for stage, milliseconds in took.items():
        print(f"  {stage:20} {milliseconds:7.2f} ms a page {milliseconds / sum(took.values()):6.1%}")


def stage_times(cleaner: Cleaner, pages: list[Page]) -> Times:
    """The seconds that all pages spend in each stage, and outside of all."""
    times = dict.fromkeys(STAGES, 0.0)
    with ExitStack() as patches:  # the way of a page is walked as it is, not rebuilt here
        for stage, place in STAGES.items():
            patches.enter_context(patch(place, timed(times, stage, resolve_name(place))))
        gc.collect()
        total = sum(_seconds(lambda page: cleaner.clean(_document(page)), page) for page in pages)
    return times | {"everything else": total - sum(times.values())}


def _document(page: Page) -> Document:
    return Document(content=page[1], url=page[0], format="html")


if __name__ == "__main__":
    main()
