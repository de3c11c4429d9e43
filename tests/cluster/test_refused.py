"""What `cleaner run --engine` refuses, as a local run does or because machines cannot share it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, CleanerError
from cleaner.adapters import cluster
from cleaner.adapters.cluster import run as run_on
from cleaner.batch import parts as parts_module
from cleaner.batch.lock import locked
from cleaner.batch.plan import Plan
from cleaner.batch.run import run
from cleaner.io.writers import hidden
from tests.test_selection import Watcher


def test_a_finished_output_is_refused(plan: Plan, cleaner: Cleaner, tmp_path: Path) -> None:
    """Until --restart replaces it, and then nothing of it stays, hidden leftovers of a dead run included."""
    run_on("contrary", plan, cleaner, Watcher())
    before = {path.name for path in (tmp_path / "far").iterdir()}
    with pytest.raises(CleanerError) as caught:
        run_on("contrary", plan, cleaner, Watcher())
    assert (
        str(caught.value) == f"{tmp_path}/far/clean-00000.jsonl: exists; give another name, or --restart to replace it"
    )
    left = [
        ".clean.errors.jsonl.00077",
        ".clean.errors.jsonl.00003.a1.new",
        ".clean-00003.jsonl.a1.new",
        ".clean.errors.jsonl.a1.new",
    ]
    others = ["clean-3.jsonl", "cleaner-00000.jsonl", ".clean-00001.jsonl", "clean-00001.jsonl.gz"]
    for name in [*left, *others]:
        (tmp_path / "far" / name).write_text("{}")
    run_on("contrary", replace(plan, restart=True, limit=2), cleaner, Watcher())
    after = {path.name for path in (tmp_path / "far").iterdir()}
    assert "clean-00009.jsonl" in before
    assert after == {"clean-00000.jsonl", "report.html", "manifest.json", *others}


@pytest.mark.parametrize("taken", ["clean.errors.jsonl", "report.html", "manifest.json"])
def test_nothing_that_is_there_is_replaced_unasked(taken: str, plan: Plan, cleaner: Cleaner, tmp_path: Path) -> None:
    """Pages and errors are outputs too."""
    (tmp_path / "far" / taken).write_text("mine")
    with pytest.raises(CleanerError) as caught:
        run_on("contrary", plan, cleaner, Watcher())
    assert str(caught.value) == f"{tmp_path}/far/{taken}: exists; give another name, or --restart to replace it"
    assert [path.read_text() for path in (tmp_path / "far").iterdir()] == ["mine"]


def test_one_run_at_a_time(plan: Plan, cleaner: Cleaner) -> None:
    """Two would mix their shards."""
    output = Path(plan.output)
    with locked(hidden(output, "lock"), output), pytest.raises(CleanerError) as caught:
        run_on("contrary", plan, cleaner, Watcher())
    assert str(caught.value) == f"{output}: another run is writing it; wait for its end, or give another name"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"inputs": ["-"]}, "-: a pipe is one stream, which machines cannot share; give files, or leave out --engine"),
        ({"output": "-"}, "-: a pipe is one stream, which machines cannot share; give files, or leave out --engine"),
        ({"shard": 10}, "--shard: an engine writes one shard for each part of the input; leave out one of the two"),
        ({"dry_run": True}, "--dry-run: needs no engine; leave out one of the two"),
        (
            {"output": "out.csv"},
            "out.csv: ends in no known format; write to a .jsonl, .jsonl.gz, .jsonl.zst or .parquet file, or to -",
        ),
        ({"output": "gone/clean.jsonl"}, "gone/clean.jsonl: its folder does not exist; make it first"),
        ({"report": "gone/report.html"}, "gone/report.html: its folder does not exist; make it first"),
        ({"inputs": ["gone"]}, "gone: does not exist; give a folder, a file, or - for standard input"),
    ],
)
def test_what_an_engine_cannot_do_is_refused(
    options: dict[str, Any], said: str, plan: Plan, cleaner: Cleaner, tmp_path: Path
) -> None:
    """In one line, before anything is written."""
    with pytest.raises(CleanerError) as caught:
        run_on("contrary", replace(plan, **options), cleaner, Watcher())
    assert str(caught.value) == said
    assert not list((tmp_path / "far").iterdir())


def test_an_outlet_must_be_known(plan: Plan, cleaner: Cleaner) -> None:
    """As for a local run, and before an engine is started."""
    with pytest.raises(CleanerError) as near:
        run(replace(plan, outlet="nobody.example"), cleaner, Watcher())
    with pytest.raises(CleanerError) as far:
        run_on("contrary", replace(plan, outlet="nobody.example"), cleaner, Watcher())
    assert str(far.value) == str(near.value)


@pytest.mark.parametrize("options", [{"only": "times.example"}, {}])
def test_nothing_is_written_where_nothing_is_read(
    options: dict[str, Any], plan: Plan, cleaner: Cleaner, inbox: Path, tmp_path: Path
) -> None:
    """And it is said as a local run says it."""
    (inbox / "none.jsonl").write_text('{"text": "Rain fell."}' if options else "\n")
    plan = replace(plan, inputs=[str(inbox / "none.jsonl")], **options)
    with pytest.raises(CleanerError) as near:
        run(plan, cleaner, Watcher())
    with pytest.raises(CleanerError) as far:
        run_on("contrary", plan, cleaner, Watcher())
    assert str(far.value) == str(near.value)
    assert not list((tmp_path / "far").iterdir())


def test_other_versions_are_refused(
    plan: Plan, cleaner: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that would write other records writes none."""
    monkeypatch.setattr(parts_module, "versions", lambda _: {**parts_module.Job.__annotations__, "lxml": "0.1"})
    monkeypatch.setattr(cluster, "versions", lambda _: {"lxml": "5.3"})
    with pytest.raises(CleanerError) as caught:
        run_on("contrary", plan, cleaner, Watcher())
    assert str(caught.value) == (
        "a machine of the engine has lxml 0.1, the run was begun with 5.3; "
        "install the same versions on all, or the records would differ"
    )
    assert not list((tmp_path / "far").iterdir())
