"""The limits of a run: a document that hangs, kills or outgrows a parser costs itself alone, and the run goes on."""

import collections
import contextlib
import functools
import gzip
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner import Cleaner, CleanerError, Document, Record
from cleaner.batch import batches as batches_module
from cleaner.batch import workers as workers_module
from cleaner.batch.batches import in_batches, weight_of
from cleaner.batch.workers import Crew, Terms
from cleaner.io.readers import Failure
from tests.conftest import ROOT

TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."
LATE = "took longer than {limit} s; the limit is --time-limit"


def hang() -> None:
    """Never come back from C, where no signal handler of Python's is called."""
    collections.deque(itertools.repeat(0), maxlen=0)


def die(number: int) -> None:
    """End the process that this is called in, as a crash in a C library would."""
    os.kill(os.getpid(), number)


def fill(size: int) -> None:
    """Take memory, and give it back."""
    assert len(b"x" * size) == size


def fill_and_forgive() -> None:
    """Grow until memory is refused, and swallow the refusal, as libraries do."""
    with contextlib.suppress(MemoryError):
        grown = b"x"
        while True:
            grown += grown


TRAPS: dict[str, Callable[[], Any]] = {
    "hang": hang,
    "crash": lambda: die(signal.SIGSEGV),
    "killed": lambda: die(getattr(signal, "SIGKILL", signal.SIGTERM)),
    "exit": lambda: os._exit(3),
    "raise": lambda: 1 // 0,
    "slow": lambda: time.sleep(0.4),
    "hungry": lambda: fill(300_000_000),
    "ravenous": lambda: fill(3_000_000_000),
    "forgiving": fill_and_forgive,
}


class Trap(Cleaner):
    """A cleaner that some documents, named by their text, do harm to."""

    def trace(self, document: str | bytes | Document, **given: Any) -> tuple[str, Record]:
        """Clean a document, after what its text says has been done."""
        assert isinstance(document, Document)
        if isinstance(document.content, str) and document.content in TRAPS:
            TRAPS[document.content]()
        text, record = super().trace(document, **given)
        return text, replace(record, title=str(os.getpid()) if record.text == "who" else record.title)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle to a trap that has loaded all that it needs, so that a short limit measures the document alone."""
        return warm_trap, ()


def warm_trap() -> Trap:
    """A trap that has cleaned before."""
    trap = Trap()
    trap.clean(Document(content=TEXT))
    return trap


@functools.cache
def cold_trap() -> Trap:
    """A trap for the parent process, which cleans nothing."""
    return Trap()


class Stillborn(Cleaner):
    """A cleaner that no worker can load."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle to the end of the process."""
        return os._exit, (4,)


def documents(*contents: str | bytes) -> list[Document]:
    """Documents with their place as their id."""
    return [Document(content=content, id=str(number), source="test") for number, content in enumerate(contents)]


def cleaned(
    items: Iterable[Document | Failure], seconds: float = 30, workers: int = 1, cleaner: Cleaner | None = None
) -> tuple[list[dict[str, Any]], list[tuple[str | None, str]]]:
    """What a crew makes of documents: the records, and the failures' ids and reasons."""
    with Crew(cleaner or cold_trap(), Terms(workers=workers, seconds=seconds)) as crew:
        done = list(crew.clean(in_batches(items)))
    rows = [orjson.loads(line) for part in done for line in part.lines.splitlines()]
    return rows, [(failure.id, failure.reason) for part in done for failure in part.summary.failures]


GUILTY = {
    "hang": LATE.format(limit="1.5"),
    "crash": "its worker died: killed by signal 11 (SIGSEGV)",
    "killed": "its worker died: killed by signal 9 (SIGKILL), as the system does when memory runs out",
    "exit": "its worker died: exit status 3",
    "raise": "cannot be cleaned: ZeroDivisionError: integer division or modulo by zero",
}


@pytest.mark.skipif(os.name == "nt", reason="names POSIX signals")
def test_a_guilty_document_costs_itself_alone() -> None:
    """Whatever ends a worker, that one document is an error record; its neighbours' records are exact."""
    given = documents(
        *itertools.chain.from_iterable((f"Subscribe\n{TEXT * n}", trap) for n, trap in enumerate(GUILTY, 1))
    )
    rows, failures = cleaned(given, seconds=1.5)
    assert rows == [dict(cold_trap().clean(document).as_dict()) for document in given[::2]]
    assert failures == [(document.id, GUILTY[str(document.content)]) for document in given[1::2]]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is measured, but not refused")
def test_a_hungry_document_costs_itself_alone() -> None:
    """Who passes the limit, or is refused memory and says nothing, is an error record; its neighbours are exact."""
    given = documents(TEXT, "hungry", TEXT, "ravenous", TEXT, "forgiving", TEXT)
    with Crew(cold_trap(), Terms(workers=1, seconds=30, memory=200_000_000)) as crew:
        done = list(crew.clean(in_batches(given)))
    rows = [orjson.loads(line) for part in done for line in part.lines.splitlines()]
    assert rows == [dict(cold_trap().clean(document).as_dict()) for document in given[::2]]
    reason = "needed more than 200,000,000 bytes of memory; the limit is --memory-limit"
    failures = [failure for part in done for failure in part.summary.failures]
    assert failures == [Failure(id=document.id, source="test", reason=reason) for document in given[1::2]]


def test_workers_make_way_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a library leaks ends with its worker: none lives for ever, and no document is lost in between."""
    monkeypatch.setattr(workers_module, "_LIFE", 2)
    monkeypatch.setattr(batches_module, "_BATCH", 1)
    rows, failures = cleaned(documents(*["who"] * 9), workers=2)
    assert ([row["id"] for row in rows], failures) == (list("012345678"), [])
    assert max(collections.Counter(row["title"] for row in rows).values()) == 2


def test_progress_is_what_is_done() -> None:
    """Each piece says how many documents it settles and how large they were, failures included; together, all."""
    given = documents("x" * 1000, "raise", "crash", b"y" * 500)
    with Crew(cold_trap(), Terms(workers=2, seconds=30)) as crew:
        done = [(part.count, part.size) for part in crew.clean(in_batches(given))]
    assert (sum(count for count, _ in done), sum(size for _, size in done)) == (4, 1510)


def test_many_slow_documents_are_not_one_too_slow() -> None:
    """The limit is each document's own: a batch that takes longer than it is no fault of any document in it."""
    rows, failures = cleaned(documents(*["slow"] * 9), seconds=2)
    assert [row["id"] for row in rows] == list("012345678")
    assert not failures


@pytest.mark.parametrize("workers", [1, 3])
def test_the_order_is_the_input_s(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is done first: records and failures stand in the order of their documents."""
    monkeypatch.setattr(batches_module, "_BATCH", 5_000)
    contents = ["slow", "crash", TEXT, TEXT, "raise", TEXT * 3, TEXT * 80, TEXT, "slow", TEXT]
    rows, failures = cleaned(documents(*contents), workers=workers)
    assert [row["id"] for row in rows] == list("02356789")
    assert [name for name, _ in failures] == ["1", "4"]


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


def test_only_so_much_is_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of a run does not grow with its input: reading waits for the workers, and for the slowest of them."""
    monkeypatch.setattr(batches_module, "_BATCH", 1_500)
    monkeypatch.setattr(workers_module, "_BYTES_AHEAD", 20_000)
    read: list[str | None] = []

    def reading() -> Iterator[Document]:
        for document in documents("slow", *[TEXT] * 200):
            read.append(document.id)
            yield document

    with Crew(cold_trap(), Terms(workers=2, seconds=30)) as crew:
        ahead = [len(read) - place for place, _ in enumerate(crew.clean(in_batches(reading())))]
    assert len(ahead) == 201
    assert max(ahead) <= 20_000 / weight_of((documents(TEXT)[0],)) + 2


def test_no_worker_for_no_work() -> None:
    """Nothing is started where there is nothing to do, not even with a cleaner that no worker could load."""
    assert cleaned([], cleaner=Stillborn()) == ([], [])


def test_workers_that_cannot_start_end_the_run() -> None:
    """What no document is guilty of is said in one line, and does not go on for ever."""
    message = "^the worker processes end before they can work; is there memory for --workers of them[?]$"
    with pytest.raises(CleanerError, match=message):
        cleaned(documents(TEXT), cleaner=Stillborn())


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


ORPHAN = """
import pickle
from cleaner.batch import task
from tests.test_limit import Trap, documents
task._GRACE = 0.1
task.prepare(pickle.dumps(Trap()), 1_000_000_000)
assert task.clean_batch(documents("Rain fell."), None, 1).count == 1
task.clean_batch(documents("hang"), None, 1)
"""


def test_no_orphan_works_for_ever() -> None:
    """A worker whose parent was killed without a word ends by itself, even inside a parser."""
    done = subprocess.run([sys.executable, "-c", ORPHAN], cwd=ROOT, capture_output=True, timeout=60, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (1, b"")
