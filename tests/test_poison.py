"""A run over hostile input among good documents: all of it is accounted for, and the good documents are exact."""

import os
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import orjson
import pytest
from batch import memory_of

from cleaner import Cleaner, Document
from tests.conftest import FIXTURES
from tests.poison import MADE, TEXT, Fate, fits

pytest.importorskip("fastwarc", reason="the poison holds WARC files")
pytest.importorskip("pyarrow", reason="the poison holds Parquet files")
pytest.importorskip("zstandard", reason="the poison holds zstd files")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="makes pipes, sockets and names of any bytes")

POISON = FIXTURES / "poison"
GOOD = [next(folder.glob("document.*")) for folder in sorted((FIXTURES / "articles").glob("*/*"))][:40]
FATES = {
    name: Fate(records=row.get("records"), reasons=tuple(row.get("reasons", ())))
    for name, row in tomllib.loads((POISON / "fates.toml").read_text(encoding="utf-8")).items()
}
# Good documents beside damage, by id: each holds the same two sentences, or the first of them.
SPARED = {
    "garbage-after-the-rows.jsonl.gz": ("p1", "p2", "p3"),
    "padded.jsonl.gz": ("p1", "p2", "p3"),
    "cut-off-body.warc": ("p1", "p3"),
    "damaged-body.warc": ("p1", "p3"),
    "damaged-page.parquet": ("p11", "p12", "p21", "p22", "p41", "p42"),
    "damaged-page-with-checksum.parquet": ("p11", "p12", "p21", "p22", "p41", "p42"),
    "charset-zlib.html": ("charset-zlib.html/charset-zlib",),
    "charset-unicode-escape.html": ("charset-unicode-escape.html/charset-unicode-escape",),
    "charset-rot13.html": ("charset-rot13.html/charset-rot13",),
}
SECOND = "Its owner said on Friday that the search would go on until the weather turned."
KINDS = FATES | {name: made.fate for name, made in MADE.items()}
MEMORY = 2_000_000_000  # bytes, of all processes of the run together
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Run:
    """What a run over the poison did.

    Args:
        inbox: What it read.
        status: Its exit status.
        said: Its standard error.
        seconds: How long it took.
        peak: Bytes of memory of all its processes at the worst moment.
        records: The rows of the output.
        errors: The rows of the errors file.
    """

    inbox: Path
    status: int
    said: str
    seconds: float
    peak: int
    records: list[dict[str, Any]]
    errors: list[dict[str, Any]]

    def of(self, folder: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The records and error records of a folder of the inbox."""
        start = f"{self.inbox / folder}/"
        return (
            [row for row in self.records if row["source"].startswith(start)],
            [row for row in self.errors if row["source"].startswith(start)],
        )


def fill(inbox: Path) -> None:
    """Lay out a folder for each kind, and one with a good document between each two."""
    for number, (kind, good) in enumerate(zip_longest(sorted(KINDS), GOOD)):
        folder = inbox / kind
        folder.mkdir(parents=True)
        if kind in MADE:
            MADE[kind].make(folder)
        else:
            shutil.copy(POISON / kind, folder / kind)
        if good:
            (inbox / f"{kind}-good-{number}").mkdir()
            shutil.copy(good, inbox / f"{kind}-good-{number}" / good.name)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run with two workers over everything."""
    inbox = tmp_path_factory.mktemp("poison") / "inbox"
    fill(inbox)
    output = inbox.parent / "out.jsonl"
    command = [sys.executable, "-m", "cleaner", "run", str(inbox), "-o", str(output), "--time-limit", "5"]
    command += ["--workers", "2"]
    start = time.monotonic()
    peak = 0
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as running:  # noqa: S603  our own
        said: list[bytes] = []
        assert running.stderr is not None
        listener = threading.Thread(target=said.extend, args=(running.stderr,))
        listener.start()
        while running.poll() is None and time.monotonic() - start < 2 * SECONDS:
            peak = max(peak, memory_of(running.pid))
            time.sleep(0.2)
        if running.returncode is None:
            os.killpg(running.pid, 9)
        listener.join()
    rows = [
        [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []
        for path in (output, output.with_name("out.errors.jsonl"))
    ]
    text = b"".join(said).decode("utf-8", "backslashreplace")
    return Run(inbox, running.returncode, text, time.monotonic() - start, peak, *rows)


def test_there_is_poison_enough() -> None:
    """At least forty kinds among forty good documents; every shipped file has its fate, and every fate its file."""
    assert len(KINDS) >= 40
    assert len(GOOD) == 40
    assert {path.name for path in POISON.iterdir()} - {"fates.toml"} == set(FATES)


def test_the_run_ends_well(poisoned: Run) -> None:
    """Some failed, and that is all that there is to say: no traceback, no giant, no night."""
    assert "Traceback" not in poisoned.said
    assert poisoned.status == 1, poisoned.said
    assert poisoned.peak < MEMORY
    assert poisoned.seconds < SECONDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_poison_is_accounted_for(kind: str, poisoned: Run) -> None:
    """Whatever an input does: each of its documents is a record or an error record with the reason that it must have."""
    records, errors = poisoned.of(kind)
    reasons = [row["reason"] for row in errors]
    assert fits(KINDS[kind], len(records), reasons), (len(records), reasons[:20])


@pytest.mark.parametrize("kind", SPARED)
def test_what_damage_spares_is_exact(kind: str, poisoned: Run) -> None:
    """Before and after damage in the same file, every good document is a record, with its text as it was written."""
    records, _ = poisoned.of(kind)
    text = TEXT if kind.endswith((".gz", ".parquet")) else f"{TEXT}\n\n{SECOND}"
    assert [(row["id"], row["text"]) for row in records] == [(name, text) for name in SPARED[kind]]


def test_good_documents_are_exact(poisoned: Run) -> None:
    """Beside poison, a document becomes the record that it becomes alone."""
    cleaner = Cleaner()
    for path in sorted(poisoned.inbox.glob("*-good-*/document.*")):
        name = path.relative_to(poisoned.inbox)
        document = Document(content=path.read_bytes(), id=name.with_suffix("").as_posix(), source=str(path))
        if path.suffix == ".html":
            document = Document(content=document.content, id=document.id, source=str(path), format="html")
        assert poisoned.of(str(name.parent)) == ([dict(cleaner.clean(document).as_dict())], []), name


def test_every_row_is_somebody_s(poisoned: Run) -> None:
    """Nothing is in the output that is of no input, and nothing twice."""
    rows = [(row["source"], row["id"]) for row in poisoned.records + poisoned.errors]
    folders = [path.name for path in poisoned.inbox.iterdir()]
    assert sum(len(part) for folder in folders for part in poisoned.of(folder)) == len(rows)
    assert len(set(rows)) == len(rows)
