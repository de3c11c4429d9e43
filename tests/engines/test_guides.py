"""What the guides to the engines show is so: their examples run, and their commands do what a local run does."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FIXTURES, ROOT
from tests.docs import blocks, examples, run

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

CLUSTER = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
COMMANDS = [line for block in blocks(CLUSTER, "bash") for line in block.splitlines()]


@pytest.mark.parametrize("block", examples("ray.md"))
def test_the_examples_of_the_ray_guide_run(block: str, ray: Any) -> None:  # noqa: ARG001  it runs
    """Their assertions hold."""
    run(block, "docs/ray.md")


@pytest.mark.parametrize("block", examples("spark.md"))
def test_the_examples_of_the_spark_guide_run(block: str, spark: Any) -> None:  # noqa: ARG001  it runs
    """Their assertions hold."""
    run(block, "docs/spark.md")


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_writes_what_a_local_run_writes(line: str, tmp_path: Path, request: Any) -> None:
    """On an engine of its own, on a cluster that runs, and as Spark submits it."""
    engine = "ray" if "--engine ray" in line else "spark"
    running = request.getfixturevalue(engine)
    shutil.copytree(FIXTURES / "inbox", tmp_path / "news")
    (tmp_path / "submit.py").write_text(blocks(CLUSTER, "python")[0])
    head = running.get_runtime_context().gcs_address.partition(":")[0] if engine == "ray" else ""
    port = running.get_runtime_context().gcs_address.rpartition(":")[2] if engine == "ray" else ""
    told = f"{line} --workers 2".replace("$HEAD:6379", f"{head}:{port}").replace("$MASTER", "'local[2,4]'")
    call(told, tmp_path)
    call("cleaner run news -o near.jsonl", tmp_path)
    output = Path(shlex.split(told)[shlex.split(told).index("-o") + 1])
    shards = sorted(tmp_path.glob(f"{output.stem}-[0-9]*.jsonl"))
    assert b"".join(path.read_bytes() for path in shards) == (tmp_path / "near.jsonl").read_bytes() != b""


def call(line: str, folder: Path) -> None:
    """Run a line as a shell would."""
    first, *rest = shlex.split(line)
    told = {}
    if "=" in first:
        name, _, told[name] = first.partition("=")
        first, *rest = rest
    program = [sys.executable, "-m", "cleaner"] if first == "cleaner" else [str(Path(sys.executable).with_name(first))]
    done = subprocess.run(  # noqa: S603  our own programs
        [*program, *rest], cwd=folder, env={**os.environ, **told}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
