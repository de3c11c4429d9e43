"""A process of an engine is killed while it works: nothing is lost, nothing is there twice."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner import Cleaner
from cleaner.adapters import cluster
from cleaner.batch.plan import Plan
from cleaner.batch.run import run
from tests.engines.deadly import DEADLY, DeadlyBatches, DeadlyCleaner, DeadlyTable
from tests.test_selection import Watcher

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

COUNT = 240
TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """Where it is noted which process was killed."""
    return tmp_path / "killed"


@pytest.fixture
def rows(tmp_path: Path) -> list[dict[str, Any]]:
    """Rows, also as the files rows.jsonl and rows.parquet; one in the middle is deadly, and one is no document."""
    names = [DEADLY if number == COUNT // 2 else str(number) for number in range(COUNT)]
    made: list[dict[str, Any]] = [{"id": name, "text": f"{TEXT} {name}\nSubscribe"} for name in names]
    made[-3]["text"] = None
    (tmp_path / "rows.jsonl").write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in made))
    return made


def through_ray(ray: Any, rows: list[dict[str, Any]], marker: Path) -> list[dict[str, Any]]:
    """Rows through Ray Data."""
    news = ray.data.from_items(rows, override_num_blocks=8)
    return list(news.map_batches(DeadlyTable(marker).__call__, batch_format="pyarrow", batch_size=16).take_all())


def through_spark(spark: Any, rows: list[dict[str, Any]], marker: Path) -> list[dict[str, Any]]:
    """Rows through Spark."""
    from cleaner.adapters.spark import clean_frame  # noqa: PLC0415

    frame = spark.createDataFrame([tuple(row.values()) for row in rows], "id string, text string").repartition(4)
    made = frame.mapInArrow(DeadlyBatches(marker).__call__, clean_frame(frame).schema)
    return [row.asDict(recursive=True) for row in made.collect()]


@pytest.mark.parametrize(("engine", "through"), [("ray", through_ray), ("spark", through_spark)])
def test_a_step_loses_nothing(
    engine: str, through: Callable[..., Any], rows: list[dict[str, Any]], marker: Path, request: Any
) -> None:
    """Every row is there once, as an undisturbed process cleans it."""
    made = through(request.getfixturevalue(engine), rows, marker)
    assert int(marker.read_text()) != os.getpid()
    undisturbed = through(request.getfixturevalue(engine), rows, marker)
    assert sorted(row["id"] for row in made) == sorted(row["id"] for row in rows)
    assert sorted(made, key=lambda row: str(row["id"])) == sorted(undisturbed, key=lambda row: str(row["id"]))
    assert [row["id"] for row in made if row["error"]] == [rows[-3]["id"]]


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_a_run_loses_nothing(engine: str, marker: Path, tmp_path: Path, request: Any) -> None:
    """Its shards, errors and pages are those of an undisturbed run, and nothing else is left."""
    request.getfixturevalue(engine)
    plan = Plan(inputs=[str(tmp_path / "rows.jsonl")], output="", part=(tmp_path / "rows.jsonl").stat().st_size // 4)
    for name in ("killed-here", "quiet", "near"):
        (tmp_path / name).mkdir()
    disturbed, quiet, near = (to(plan, tmp_path / name) for name in ("killed-here", "quiet", "near"))
    summary = cluster.run(engine, disturbed, DeadlyCleaner(marker), Watcher())
    assert int(marker.read_text()) != os.getpid()
    assert (summary.documents, summary.failed) == (COUNT - 1, 1)
    cluster.run(engine, quiet, Cleaner(), Watcher())
    run(near, Cleaner(), Watcher())
    found = files(tmp_path / "killed-here")
    assert found == files(tmp_path / "quiet")
    shards = [name for name in sorted(found) if name.startswith("clean-")]
    assert len(shards) > 3
    assert b"".join(found[name] for name in shards) == (tmp_path / "near" / "clean.jsonl").read_bytes()
    assert found["clean.errors.jsonl"] == (tmp_path / "near" / "clean.errors.jsonl").read_bytes()


def to(plan: Plan, folder: Path) -> Plan:
    """A plan with its output and its pages in a folder."""
    return replace(
        plan, output=str(folder / "clean.jsonl"), report=str(folder / "r.html"), manifest=str(folder / "m.json")
    )


def files(folder: Path) -> dict[str, bytes]:
    """All that is in a folder, hidden files too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
