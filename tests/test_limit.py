"""The limits of a run: what is too large or takes too long is an error record, and the run goes on."""

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner.batch import batches as batches_module
from cleaner.batch.batches import in_batches, weight_of
from cleaner.io.readers import Failure
from tests.traps import LATE, TEXT, documents


def test_batches_are_of_like_size() -> None:
    """Small documents share a batch, a large one has its own, and none is lost or moved."""
    given = documents(*["x" * 300_000] * 7, "y" * 5_000_000, "", b"z" * 10)
    made = list(in_batches(given))
    assert [item for batch in made for item in batch] == given
    assert [len(batch) for batch in made] == [3, 3, 1, 1, 2]
    assert [weight_of(batch) <= 1_000_000 for batch in made] == [True, True, True, False, True]
    assert len(list(in_batches(documents(*[""] * 2500)))) == 3


@pytest.mark.parametrize(("content", "unit"), [(b"x" * 2001, "bytes"), ("x" * 2001, "characters")])
def test_a_document_above_the_limit_is_refused_with_its_size(
    content: str | bytes, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too large is an error record that says how large; just as large as the limit is cleaned."""
    monkeypatch.setattr(batches_module, "LARGEST", 2000)
    small, large, last = next(in_batches(documents(content[:2000], content, TEXT)))
    assert [small, last] == [documents(content[:2000])[0], documents("", "", TEXT)[2]]
    assert large == Failure(id="1", source="test", reason=f"is too large: 2,001 {unit}; the limit is 2,000")


def page(body: str) -> str:
    """A page around a body, with a paragraph before it and one after it."""
    return (
        f"<html><head><title>Rain</title></head><body><article><p>{TEXT}</p>{body}<p>{TEXT}</p></article></body></html>"
    )


HOSTILE: dict[str, Callable[[], str]] = {
    "nested-blocks": lambda: page("<div>" * 100_000 + TEXT + "</div>" * 100_000),
    "nested-inline": lambda: page("<b>" * 100_000 + TEXT),
    "nested-lists": lambda: page("<ul><li>" * 100_000 + TEXT),
    "nested-tables": lambda: page("<table><tr><td>" * 100_000 + TEXT),
    "attributes-of-one": lambda: page(f"<p {' '.join(f'a{n}=x' for n in range(1_000_000))}>{TEXT}</p>"),
    "attributes-of-many": lambda: page("<i class=a id=b>x</i>" * 1_000_000),
    "endless-table": lambda: page("<table>" + "<tr><td>1</td><td>2</td></tr>" * 500_000),
    "endless": lambda: page(f"<p>{TEXT}</p>" * 2_000_000),
}


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """A run over hostile pages with a good text before each of them: what became of each, by id."""
    inbox = tmp_path_factory.mktemp("hostile")
    for name, make in HOSTILE.items():
        (inbox / f"{name}.html.gz").write_bytes(gzip.compress(make().encode(), compresslevel=1))
        (inbox / f"{name}-good.txt").write_text(f"Subscribe\n{name}: {TEXT}")
    output = inbox.parent / "out.jsonl"
    command = [sys.executable, "-m", "cleaner", "run", str(inbox), "-o", str(output), "--time-limit", "4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own program
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    written = output.read_bytes() + (inbox.parent / "out.errors.jsonl").read_bytes()
    rows = [orjson.loads(line) for line in written.splitlines()]
    assert len(rows) == len({row["id"] for row in rows}) == 2 * len(HOSTILE)
    return {row["id"]: row for row in rows}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_accounted_for(name: str, hostile_run: dict[str, dict[str, Any]]) -> None:
    """Whatever a page does to the parser: it is a record or an error record, and the text beside it is cleaned."""
    row = hostile_run[name]
    assert TEXT in row["text"] if "text" in row else row["reason"].startswith(("took longer", "is too large"))
    assert hostile_run[f"{name}-good"]["text"] == f"{name}: {TEXT}"


def test_what_the_parser_never_finishes_is_ended(hostile_run: dict[str, dict[str, Any]]) -> None:
    """A million attributes keep the parser busy for minutes: the limit holds, and says so."""
    assert hostile_run["attributes-of-one"]["reason"] == LATE.format(limit="4")
    assert hostile_run["endless"]["reason"] == "is too large: more than 100,000,000 bytes; the limit is 100,000,000"


def is_gone(group: int) -> bool:
    """Whether no process of a group is left, soon."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(os.name == "nt", reason="signals a group of processes")
@pytest.mark.parametrize(("number", "send", "status"), [(signal.SIGINT, "killpg", 130), (signal.SIGTERM, "kill", 143)])
def test_nothing_is_left_of_a_run_that_was_stopped(number: int, send: str, status: int, tmp_path: Path) -> None:
    """Ctrl-C and a polite kill end the workers too, even one inside a parser, and leave neither file nor traceback."""
    (tmp_path / "a.html").write_text(HOSTILE["attributes-of-one"]())
    command = [sys.executable, "-m", "cleaner", "run", str(tmp_path), "-o", str(tmp_path / "out.jsonl")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:  # noqa: S603
        time.sleep(3)
        assert running.poll() is None
        getattr(os, send)(running.pid, number)
        assert running.stderr is not None
        assert "Traceback" not in running.stderr.read()
        assert running.wait(timeout=20) == status
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
    assert is_gone(running.pid)
