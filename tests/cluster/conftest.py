"""An engine as bad as one may be, workers that need not start, and what runs on them are compared by."""

import gzip
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from cleaner import Cleaner
from cleaner.adapters import cluster
from cleaner.batch import run as run_module
from cleaner.batch import task
from cleaner.batch.batches import Batch
from cleaner.batch.plan import Plan
from cleaner.batch.task import Done, clean_batch
from cleaner.batch.workers import Terms

__all__ = ["Here", "beside", "contrary", "to", "unpacked"]

TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."
URLS = ["https://www.rferl.org/a/1", "https://times.example/1", None]


def contrary(function: Callable[[Any], Any], items: Sequence[Any], workers: int | None) -> Iterator[tuple[int, Any]]:  # noqa: ARG001  `Spread`
    """The stand-in for an engine."""
    there = pickle.loads(pickle.dumps(function))  # noqa: S301  our own
    for number in reversed(range(len(items))):
        for _ in range(2):
            made = pickle.dumps(there(pickle.loads(pickle.dumps(items[number]))))  # noqa: S301  our own
        yield number, pickle.loads(made)  # noqa: S301  our own


class Here:
    """Workers that are this process: they clean as others do, and need not start."""

    def __init__(self, cleaner: Cleaner, terms: Terms) -> None:
        """Take the place of a `Crew`."""
        task._CLEANER.set(cleaner)  # noqa: SLF001  as `prepare` does, which would pickle it and end on signals
        self._terms = terms

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def clean(self, batches: Iterable[Batch]) -> Iterator[Done]:
        """Clean batches one after the other."""
        for batch in batches:
            yield clean_batch(batch, self._terms.outlet, 1e6)


def to(plan: Plan, folder: Path, name: str = "clean.jsonl") -> Plan:
    """A plan with its output and its pages in a folder."""
    pages: dict[str, Any] = {"report": str(folder / "report.html"), "manifest": str(folder / "manifest.json")}
    return replace(plan, output=str(folder / name), **pages)


def unpacked(paths: Iterable[Path]) -> list[Any]:
    """The records in files, as they stand there, in order."""
    readers: dict[str, Callable[[Path], list[Any]]] = {
        ".jsonl": lambda path: path.read_bytes().splitlines(),
        ".gz": lambda path: gzip.decompress(path.read_bytes()).splitlines(),
        ".zst": lambda path: zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read().splitlines(),
        ".parquet": lambda path: pq.read_table(path).to_pylist(),
    }
    return [row for path in sorted(paths) for row in readers[path.suffix](path)]


def beside(folder: Path) -> dict[str, bytes]:
    """All files of a folder that hold no records."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if not path.name.startswith("clean") or ".errors." in path.name
    }


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    """The built-in rules."""
    return Cleaner()


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-ins."""
    monkeypatch.setattr(cluster, "ENGINES", {"contrary": contrary})
    monkeypatch.setattr(task, "_MEMORY", ContextVar("memory", default=0))
    monkeypatch.setattr(task, "limited", lambda _: 2**60)  # it is the tests' own process
    monkeypatch.setattr(run_module, "Crew", Here)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Files of all kinds, larger than a part and smaller; some rows are none, one file ends in its middle."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [
        orjson.dumps({"id": f"r{n}", "text": f"{TEXT} {n}\nSubscribe to our newsletter", "url": URLS[n % 3]})
        for n in range(40)
    ]
    mixed = [*rows[:7], b"no row", b'{"id": "empty"}', *rows[7:]]
    (folder / "a.jsonl").write_bytes(b"\n\n".join(mixed))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b"\n".join(rows), mtime=0))
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(b"\n".join(rows), mtime=0)[:-60])
    (folder / "d.json").write_bytes(b"[" + b",".join(rows[:9]) + b"]")
    pq.write_table(pa.Table.from_pylist([orjson.loads(row) for row in rows]), folder / "e.parquet", row_group_size=5)
    for n in range(5):
        (folder / f"f{n}.txt").write_text(f"{TEXT}\n\n{TEXT} {n}")
    (folder / "g.html").write_text(f"<html><body><article>{f'<p>{TEXT}</p>' * 4}</article></body></html>")
    return folder


@pytest.fixture
def plan(inbox: Path, tmp_path: Path) -> Plan:
    """All of it, with all pages, into a folder of its own."""
    (tmp_path / "far").mkdir()
    return to(Plan(inputs=[str(inbox)], output="", part=1_500), tmp_path / "far")
