"""What each path to the function costs beside the function, and what crosses the borders of processes.

    python benchmarks/engines.py [--texts N] [--turns N]

Texts of text-dev, with one process on every path, so that times compare. A path is timed with some documents and with
twenty times the same, turn and turn about with the function: what the first take is its start, with all rules that they
need, and what each further one takes beyond the function is its overhead. Medians of the turns. Ray and Spark are
running already, but for `cleaner run --engine`, which starts them, and a worker for each of its four parts. Paths whose
framework is not installed are named.
"""

import argparse
import os
import pickle
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from corpus import rows
from paths import PATHS, Given, Row, Way, by_function

__all__ = ["main"]

TURNS: Final = 3
TEXTS: Final = 100
TIMES: Final = 20
MILLISECONDS: Final = 1_000
QUIET: Final[dict[str, Any]] = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a path took.

    Args:
        few: Seconds for few documents.
        many: Seconds for many.
    """

    few: float
    many: float


def main() -> None:
    """Print all figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--texts", type=int, default=TEXTS, metavar="N")
    arguments.add_argument("--turns", type=int, default=TURNS, metavar="N")
    chosen = arguments.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    root = str(Path(__file__).parent.parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory() as folder:
        few, many = (given(Path(folder, name), chosen.texts, count) for name, count in (("few", 1), ("many", TIMES)))
        ways = {name: way for name, way in PATHS.items() if can_be_taken(name, way)}
        with engines(ways):
            tell_costs(few, many, ways, chosen.turns)
        tell_sizes(many)


def given(folder: Path, count: int, times: int) -> Given:
    """The first texts of text-dev, so many times, as rows and as a file."""
    folder.mkdir()
    names = ("id", "url", "text")
    found = [{name: row[name] for name in names} for row in rows("text-dev")[:count]]
    return Given.written(folder / "rows.jsonl", found * times, workers=1)


def can_be_taken(name: str, way: Way) -> bool:
    """Whether all is there that a path needs; says so if not."""
    lacking = way.library if way.library and not find_spec(way.library) else None
    if way.library == "pyspark" and not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        lacking = "a Java"
    if lacking:
        print(f"{name:<16} skipped: needs {lacking}")
    return lacking is None


@contextmanager
def engines(ways: Mapping[str, Way]) -> Iterator[None]:
    """Ray and Spark, with one process each, as far as they are needed."""
    wanted = {way.engine for way in ways.values()}
    if "ray" in wanted:
        ray: Any = import_module("ray")
        ray.init(address="local", num_cpus=1, log_to_driver=False, include_dashboard=False, configure_logging=False)
        import_module("ray.data").DataContext.get_current().enable_progress_bars = False
    if find_spec("datasets"):
        import_module("datasets").disable_progress_bars()
    if "spark" in wanted:
        builder = import_module("pyspark.sql").SparkSession.builder.master("local[1]")
        session = builder.config(map=QUIET).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
    yield
    if "ray" in wanted:
        ray.shutdown()
    if "spark" in wanted:
        session.stop()


def tell_costs(few: Given, many: Given, ways: Mapping[str, Way], turns: int) -> None:
    """Time all paths, turn and turn about, and print what each costs."""
    functions: dict[str, Callable[[Given], list[Row]]] = {"function": by_function}
    functions |= {name: way.function for name, way in ways.items()}
    taken: dict[str, list[Cost]] = {name: [] for name in functions}
    for name in functions:
        functions[name](few)  # what is loaded once is not in the figures
    for _ in range(turns):
        for name, function in functions.items():
            taken[name].append(Cost(seconds(function, few), seconds(function, many)))
    further = len(many.rows) - len(few.rows)
    each = {name: [(cost.many - cost.few) / further * MILLISECONDS for cost in costs] for name, costs in taken.items()}
    print(f"\n{'path':<16} {'start, s':>9} {'ms a document':>14} {'beyond the function':>20}")
    for name, costs in taken.items():
        beyond = [own - plain for own, plain in zip(each[name], each["function"], strict=True)]
        start = statistics.median(cost.few for cost in costs)
        print(f"{name:<16} {start:>9.2f} {statistics.median(each[name]):>14.2f} {statistics.median(beyond):>+20.2f}")


def seconds(function: Callable[[Given], list[Row]], documents: Given) -> float:
    """How long a path takes."""
    started = time.perf_counter()
    made = function(documents)
    taken = time.perf_counter() - started
    assert len(made) == len(documents.rows)  # noqa: S101  what loses documents is not fast
    return taken


def tell_sizes(documents: Given) -> None:
    """Print what crosses the borders of processes, and how large it is."""
    from cleaner import Cleaner  # noqa: PLC0415
    from cleaner.adapters.arrow import clean_table  # noqa: PLC0415
    from cleaner.adapters.rows import RowCleaner  # noqa: PLC0415
    from cleaner.batch.parts import Job, Outcome  # noqa: PLC0415
    from cleaner.batch.plan import Part, Plan  # noqa: PLC0415
    from cleaner.batch.summary import Summary  # noqa: PLC0415
    from cleaner.io.readers import find  # noqa: PLC0415

    table = documents.table
    made = clean_table(table)
    cleaner = Cleaner()
    summary = Summary()
    for row in documents.rows:
        text, record = cleaner.trace(row["text"], url=row["url"])
        summary.add(record, text)
    plan = Plan(inputs=[str(documents.path)], output="clean.jsonl")
    part = Part(number=0, sources=tuple(find(plan.inputs)))
    each = len(documents.rows)
    once = {
        "the step with its rules (Arrow, Ray, Spark, Hugging Face)": partial(clean_table, rows=RowCleaner()),
        "the step that finds its rules there": clean_table,
        "run --engine: the job, for each part": Job(plan, cleaner, {}, "/").clean,
        "run --engine: a part": part,
        "run --engine: what came of it": Outcome(0, summary.as_dict(), 0, records=True, errors=False),
    }
    print(f"\n{'what crosses':<60} {'bytes':>12}")
    for name, thing in once.items():
        print(f"{name:<60} {len(pickle.dumps(thing)):>12,}")
    print(f"{'a document in, as Arrow':<60} {table.nbytes // each:>12,}")
    print(f"{'a document out, as Arrow':<60} {made.nbytes // each:>12,}")
    print(f"{'a document in, as a line (pipe, run)':<60} {documents.path.stat().st_size // each:>12,}")


if __name__ == "__main__":
    main()
