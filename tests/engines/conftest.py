"""Engines on this machine, started once for all tests, and the documents that all of them clean."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from paths import Given

from tests.conftest import ROOT, SHARED

PROCESSES = 2
TEXTS = 500
PAGES = 100
QUIET = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


@pytest.fixture(scope="session", autouse=True)
def importable() -> Iterator[None]:
    """The engines' processes find the package and these tests where this process found them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # else Spark takes whatever is called python3
        patch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # else Ray warns of what it will do one day
        yield


@pytest.fixture(scope="session")
def ray() -> Iterator[Any]:
    """Ray, with two processes."""
    ray = pytest.importorskip("ray", reason="needs Ray")
    ray.init(address="local", num_cpus=PROCESSES, log_to_driver=False, include_dashboard=False, configure_logging=False)
    pytest.importorskip("ray.data").DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session of Spark, with two processes, that does a task again when one is lost."""
    sql = pytest.importorskip("pyspark.sql", reason="needs Spark")
    if not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        pytest.skip("Spark needs a Java")
    builder = sql.SparkSession.builder.master(f"local[{PROCESSES},4]").config(map=QUIET)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    """500 texts and 100 pages, as rows of one file: with and without URLs and ids of their own."""
    if not SHARED.is_dir():
        pytest.skip("the corpora are other people's pages and lie outside the repository")
    path = tmp_path_factory.mktemp("given") / "rows.jsonl"
    return Given.written(path, [*rows_of("text-dev", "text", TEXTS), *rows_of("news-dev", "html", PAGES)])


def rows_of(corpus: str, kind: str, count: int) -> list[dict[str, Any]]:
    """The first rows of a corpus; every fifth has no URL, and every seventh says when it was published."""
    from corpus import rows  # noqa: PLC0415  it is beside the benchmarks

    return [
        {
            "id": row["id"],
            "url": row["url"] if number % 5 else None,
            "date": "2024-05-03" if number % 7 == 0 else None,
            kind: row[kind],
        }
        for number, row in enumerate(rows(corpus)[:count])
    ]
