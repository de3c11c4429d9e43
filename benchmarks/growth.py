"""How cost grows with a document's length, its lines, its rules and its removals, and with hostile documents.

    python benchmarks/growth.py [NAME ...] [--most BYTES] [--turns N] [--patience SECONDS] [--svg FILE]

The documents and rule files are made (shapes.py). Each size is measured by the processor's time of its quickest turn.
Cost is linear where ten times as much takes ten times as long, which is a slope of 1 between logarithms; a fixed cost
and what is done once make it less. Exit status 1 where cost grows faster: a cliff.
"""

import argparse
import math
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

import shapes
from plot import panels
from turns import seconds

from cleaner import Cleaner, Document

__all__ = ["Series", "all_series", "cliffs", "main", "slope", "steps"]

MOST: Final = 100_000_000  # bytes: what a run takes for a document (batch.batches)
TURNS: Final = 3
PATIENCE: Final = 10.0  # seconds that a point may take by what the one before took; a series ends before
ENOUGH: Final = 5.0  # seconds after which a point needs no further turn
FITTED: Final = 1.25  # slope of a whole series; from 1 MB on pages have to be fetched from memory, which makes it 1.2
NEIGHBOURS: Final = 1.35  # slope between two points: ten times the size in 22 times the time
NOISE: Final = 0.002  # seconds: below, fixed cost and chance are all that is seen
_RULES: Final = (10, 100, 1_000, 10_000)
_LINES: Final = (10, 100, 1_000, 10_000, 100_000)

Call = Callable[[], object]
Content = str | bytes
Point = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Series:
    """What is measured at several sizes.

    Args:
        unit: What the sizes count.
        sizes: The sizes, ascending, by factors of about ten.
        prepare: Makes what is measured at a size.
    """

    unit: str
    sizes: Sequence[int]
    prepare: Callable[[int], Call]

    def measured(self, turns: int, patience: float) -> Iterator[Point]:
        """Yield sizes with their seconds, as far as patience goes."""
        self.prepare(self.sizes[0])()  # compiles what it needs
        for size in self.sizes:
            call = self.prepare(size)
            taken = [seconds(call)]
            while len(taken) < turns and sum(taken) < ENOUGH:
                taken.append(seconds(call))
            yield size, min(taken)
            if min(taken) * 10 > patience:
                return


def main() -> None:
    """Print every series with its slopes; end with 1 if any has a cliff."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these series")
    parser.add_argument("--most", type=int, default=MOST, metavar="BYTES", help="size of the largest document")
    parser.add_argument("--turns", type=int, default=TURNS, metavar="N")
    parser.add_argument("--patience", type=float, default=PATIENCE, metavar="SECONDS")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw the curves into a file")
    chosen = parser.parse_args()
    curves: dict[str, list[Point]] = {}
    with tempfile.TemporaryDirectory() as folder:
        series = all_series(Path(folder), chosen.most)
        if unknown := [name for name in chosen.names if name not in series]:
            parser.error(f"no series is called {unknown[0]!r}; there are: {', '.join(series)}")
        for name in chosen.names or series:
            curves[name] = list(series[name].measured(chosen.turns, chosen.patience))
            show(name, series[name].unit, curves[name])
    if chosen.svg:
        chosen.svg.write_text(panels(curves), encoding="utf-8")
    found = [f"{name}: {cliff}" for name, points in curves.items() for cliff in cliffs(points)]
    print(f"{len(curves)} series, {len(found)} cliffs")
    sys.exit("\n".join(found) or 0)


def all_series(folder: Path, most: int) -> dict[str, Series]:
    """What is measured, by name.

    Args:
        folder: Where rule files can be written.
        most: Bytes of the largest document.
    """
    cleaner = _cleaner(folder / "all", shapes.RULES)
    sizes = [10**power for power in range(3, round(math.log10(most)) + 1)]
    read = {"text": partial(_clean, cleaner, "text"), "html": partial(_clean, cleaner, "html")}
    strange = {format_: partial(_clean, cleaner, format_, outlet=None) for format_ in ("text", "html")}
    ordinary = {
        "news, known outlet": Series("bytes", sizes, _reading(read["text"], shapes.news)),
        "news, unknown outlet": Series("bytes", sizes, _reading(strange["text"], shapes.news)),
        "news in bytes": Series("bytes", sizes, _reading(read["text"], shapes.bytes_of_news)),
        "page, known outlet": Series("bytes", sizes, _reading(read["html"], shapes.page)),
        "page, unknown outlet": Series("bytes", sizes, _reading(strange["html"], shapes.page)),
        "lines of 1 MB": Series("lines", _LINES, _reading(read["text"], shapes.wrapped)),
        "removals": Series("removals", _LINES[:4], _reading(read["text"], shapes.text_with_removals)),
    }
    rules = {f"{kind} of one file": _rules(folder, kind) for kind in ("literals", "patterns", "cuts")}
    loading = {f"loading {kind}": _loading(folder, kind) for kind in ("literals", "patterns", "cuts")}
    hostile = {
        f"{name}{of}": Series("bytes", sizes, _reading(reading, make))
        for name, make in shapes.TEXTS.items()
        for of, reading in (("", read["text"]), (", unknown", strange["text"]))
    }
    pages = {name: Series("bytes", sizes, _reading(strange["html"], make)) for name, make in shapes.PAGES.items()}
    return ordinary | rules | loading | hostile | pages


def _reading(read: Callable[[Content], Call], make: Callable[[int], Content]) -> Callable[[int], Call]:
    return lambda size: read(make(size))


def _rules(folder: Path, kind: str) -> Series:
    text = shapes.news(100_000)

    def prepare(count: int) -> Call:
        call = _clean(_cleaner(folder / f"{kind}{count}", shapes.rule_file(count, kind)), "text", text)
        call()  # compiles the rules, which `_loading` measures
        return call

    return Series("rules", _RULES, prepare)


def _loading(folder: Path, kind: str) -> Series:
    def prepare(count: int) -> Call:
        own, rules = folder / f"{kind}{count}", shapes.rule_file(count, kind)
        return lambda: _cleaner(own, rules).clean("Rain fell.", outlet=shapes.HOST)

    return Series("rules", _RULES, prepare)


def _cleaner(folder: Path, rules: str) -> Cleaner:
    folder.mkdir(exist_ok=True)
    (folder / f"{shapes.HOST}.toml").write_text(rules, encoding="utf-8")
    return Cleaner(folder)


def _clean(cleaner: Cleaner, format_: str, content: Content, outlet: str | None = shapes.HOST) -> Call:
    document = Document(content=content, outlet=outlet, format=format_)
    return lambda: cleaner.clean(document)


def show(name: str, unit: str, points: Sequence[Point]) -> None:
    """Print a series: the time of every size, and how steep it is."""
    times = "".join(f"{took * 1e3:11,.2f}" for _, took in points)
    steepest = max((step for _, _, step in steps(points)), default=0.0)
    first, last = points[0][0], points[-1][0]
    steep = f"slope {slope(points):5.2f}, steepest {steepest:5.2f}"
    print(f"{name:35} {first:>5,} to {last:>11,} {unit:8} {steep}, ms{times}", flush=True)


def steps(points: Sequence[Point]) -> list[tuple[int, int, float]]:
    """The slope between every two neighbours, with their sizes; what is too quick to measure counts as `NOISE`."""
    found = []
    for (size, took), (larger, longer) in pairwise(points):
        steep = math.log(max(longer, NOISE) / max(took, NOISE)) / math.log(larger / size)
        found.append((size, larger, steep))
    return found


def slope(points: Sequence[Point]) -> float:
    """The slope of the line through the points that are beyond fixed cost: more than twice the quickest; else 0."""
    least = max(min(took for _, took in points), NOISE)
    beyond = [(math.log(size), math.log(took)) for size, took in points if took > 2 * least]
    if len(beyond) < 2:  # noqa: PLR2004  a line
        return 0.0
    return statistics.linear_regression(*zip(*beyond, strict=True)).slope


def cliffs(points: Sequence[Point]) -> list[str]:
    """Where cost grows faster than it may, one line each."""
    found = [
        f"from {size:,} to {larger:,} the slope is {steep:.2f}, above {NEIGHBOURS}"
        for size, larger, steep in steps(points)
        if steep > NEIGHBOURS
    ]
    whole = slope(points)
    return [*found, f"the slope of all is {whole:.2f}, above {FITTED}"] if whole > FITTED else found


if __name__ == "__main__":
    main()
