"""A run that an engine spreads: whatever the engine does, the output is a local run's, byte for byte.

The engine is a stand-in that is as bad as one may be: it pickles everything, does each item twice, and the last first.
Real ones are in tests/engines.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import orjson
import pytest

from cleaner import Cleaner, CleanerError
from cleaner.adapters import cluster
from cleaner.adapters.cluster import run as run_on
from cleaner.batch.plan import Plan
from cleaner.batch.run import run
from cleaner.cli.progress import Meter
from tests.cluster.conftest import beside, contrary, to, unpacked
from tests.test_selection import Watcher

FORMATS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")


CASES: dict[str, dict[str, Any]] = {
    "all": {},
    "in-one-part": {"part": 10**9},
    "in-parts-of-one": {"part": 1},
    "with-an-outlet": {"outlet": "rferl.org"},
    "the-first": {"limit": 1},
    "the-first-failures": {"limit": 60},
    "more-than-there-are": {"limit": 10**6},
    "a-sample": {"sample": 11},
    "a-sample-of-all": {"sample": 10**6},
    "a-sample-of-the-first": {"limit": 50, "sample": 7},
    "of-one-outlet": {"only": "rferl.org"},
    "the-first-of-one-outlet": {"only": "rferl.org", "limit": 20},
    "a-sample-of-one-outlet": {"only": "rferl.org", "sample": 9, "part": 4_000},
}


@pytest.mark.parametrize("case", CASES)
def test_the_output_is_a_local_runs(case: str, plan: Plan, cleaner: Cleaner, tmp_path: Path) -> None:
    """Records, errors, report, manifest and counts, whatever part of the input is meant and however it is divided."""
    plan = replace(plan, **CASES[case])
    (tmp_path / "near").mkdir()
    near = run(to(plan, tmp_path / "near"), cleaner, Watcher())
    watcher = Watcher()
    far = run_on("contrary", plan, cleaner, watcher)
    assert (far.as_dict(), watcher.done) == (near.as_dict(), near.documents + near.failed)
    shards = sorted((tmp_path / "far").glob("clean-*.jsonl"))
    assert b"".join(path.read_bytes() for path in shards) == (tmp_path / "near" / "clean.jsonl").read_bytes()
    assert all(path.stat().st_size for path in shards)
    assert beside(tmp_path / "far") == beside(tmp_path / "near")


@pytest.mark.parametrize("ending", FORMATS)
def test_shards_are_of_the_format_that_is_asked_for(ending: str, plan: Plan, cleaner: Cleaner, tmp_path: Path) -> None:
    """Each can be read alone, and together they hold what one file would."""
    (tmp_path / "near").mkdir()
    name = f"clean{ending}"
    run(to(plan, tmp_path / "near", name), cleaner, Watcher())
    run_on("contrary", to(plan, tmp_path / "far", name), cleaner, Watcher())
    shards = list((tmp_path / "far").glob(f"clean-*{ending}"))
    assert len(shards) > 5
    assert unpacked(shards) == unpacked([tmp_path / "near" / name])


def test_all_formats_of_large_files_are_shared(plan: Plan, cleaner: Cleaner, inbox: Path) -> None:
    """Rows are, packed or not, and tables; files that are one document are not."""
    given: list[Any] = []

    def noting(function: Callable[[Any], Any], items: Sequence[Any], workers: int | None) -> Iterator[tuple[int, Any]]:
        given.append(items)
        return contrary(function, items, workers)

    cluster.ENGINES = {"contrary": noting}  # type: ignore[misc]  # the fixture takes it back
    run_on("contrary", replace(plan, part=60), cleaner, Watcher())
    counted, parts = given
    assert [Path(source.path).name for source in counted] == [
        f"{n}" for n in ("a.jsonl", "b.jsonl.gz", "c.jsonl.gz", "d.json", "e.parquet")
    ]
    pieces = [Path(source.path).name for part in parts for source in part.sources]
    assert {name: pieces.count(name) for name in ("a.jsonl", "d.json", "e.parquet", "g.html")} == {
        "a.jsonl": 42,
        "d.json": 9,
        "e.parquet": 40,
        "g.html": 1,
    }
    assert pieces.count("b.jsonl.gz") == -(-(inbox / "b.jsonl.gz").stat().st_size // 60)


def test_progress_ends_with_all(plan: Plan, cleaner: Cleaner) -> None:
    """The line that a user sees: documents, bytes of their contents and the share of the input that is done."""
    watcher, near = Meter(), Meter()
    watcher.failed = near.failed = lambda _: None  # type: ignore[attr-defined]
    run_on("contrary", plan, cleaner, watcher)  # type: ignore[arg-type]
    run(replace(plan, output=f"{plan.output}.near.jsonl", restart=True), cleaner, near)  # type: ignore[arg-type]
    assert watcher.share == 1
    assert [watcher.as_dict()[key] for key in ("documents", "failures", "megabytes")] == [
        near.as_dict()[key] for key in ("documents", "failures", "megabytes")
    ]


def test_outputs_are_no_inputs(plan: Plan, cleaner: Cleaner, inbox: Path) -> None:
    """A run over the folder that it writes to reads the same documents again."""
    plan = replace(plan, output=str(inbox / "clean.jsonl"))
    first = run_on("contrary", plan, cleaner, Watcher())
    again = run_on("contrary", replace(plan, restart=True), cleaner, Watcher())
    assert again.as_dict() == first.as_dict()


def test_remote_output_is_the_same(plan: Plan, cleaner: Cleaner, tmp_path: Path) -> None:
    """A store that fsspec knows holds the same files as a folder, and refuses and replaces as one."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    run_on("contrary", plan, cleaner, Watcher())
    pages: dict[str, Any] = {"report": str(tmp_path / "r.html"), "manifest": str(tmp_path / "m.json")}
    remote = replace(plan, output="memory://news/out/clean.jsonl", **pages)
    for restart in (False, True):
        run_on("contrary", replace(remote, restart=restart), cleaner, Watcher())
        found = {Path(path).name: system.cat_file(path) for path in system.ls("/news/out", detail=False)}
        assert found == {path.name: path.read_bytes() for path in (tmp_path / "far").glob("clean*")}
    with pytest.raises(CleanerError) as caught:
        run_on("contrary", remote, cleaner, Watcher())
    assert (
        str(caught.value)
        == "memory://news/out/clean-00000.jsonl: exists; give another name, or --restart to replace it"
    )


def test_remote_input_is_shared_too(plan: Plan, cleaner: Cleaner, inbox: Path, tmp_path: Path) -> None:
    """By its size, where its store tells it."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.put(str(inbox), "/news", recursive=True)
    plan = replace(plan, inputs=["memory://news"])
    (tmp_path / "near").mkdir()
    run(to(plan, tmp_path / "near"), cleaner, Watcher())
    run_on("contrary", plan, cleaner, Watcher())
    shards = sorted((tmp_path / "far").glob("clean-*"))
    assert len(shards) > 5
    assert b"".join(path.read_bytes() for path in shards) == (tmp_path / "near" / "clean.jsonl").read_bytes()


def test_relative_paths_mean_what_the_user_meant(
    plan: Plan, cleaner: Cleaner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine's processes stand elsewhere; records name their sources as the user did."""

    def elsewhere(
        function: Callable[[Any], Any], items: Sequence[Any], workers: int | None
    ) -> Iterator[tuple[int, Any]]:
        with monkeypatch.context() as there:
            there.chdir("/")
            made = list(contrary(function, items, workers))
        return iter(made)

    monkeypatch.setattr(cluster, "ENGINES", {"contrary": elsewhere})
    monkeypatch.chdir(tmp_path)
    summary = run_on(
        "contrary",
        replace(plan, inputs=["in"], output="far/clean.jsonl", report=None, manifest=None),
        cleaner,
        Watcher(),
    )
    rows = [orjson.loads(line) for line in unpacked((tmp_path / "far").glob("clean-*"))]
    assert (len(rows), rows[0]["source"]) == (summary.documents, "in/a.jsonl:1")
