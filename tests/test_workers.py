"""Worker processes: a document that ends one costs itself alone, and the others come out exact and in order."""

import collections
import itertools
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
import pytest

from cleaner import Cleaner, CleanerError, Document
from cleaner.batch import batches as batches_module
from cleaner.batch import workers as workers_module
from cleaner.batch.batches import in_batches, weight_of
from cleaner.batch.workers import Crew, Terms
from cleaner.io.readers import Failure
from tests.conftest import ROOT
from tests.traps import LATE, TEXT, Stillborn, cold_trap, documents


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


ORPHAN = """
import pickle
from cleaner.batch import task
from tests.traps import Trap, documents
task._GRACE = 0.1
task.prepare(pickle.dumps(Trap()), 1_000_000_000)
assert task.clean_batch(documents("Rain fell."), None, 1).count == 1
task.clean_batch(documents("hang"), None, 1)
"""


def test_no_orphan_works_for_ever() -> None:
    """A worker whose parent was killed without a word ends by itself, even inside a parser."""
    done = subprocess.run([sys.executable, "-c", ORPHAN], cwd=ROOT, capture_output=True, timeout=60, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (1, b"")
