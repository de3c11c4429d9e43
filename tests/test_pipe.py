"""The command in a stream: an answer to each row while the stream stays open, and the same bytes as from a file."""

import gzip
import io
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import IO, Any

import orjson
import pytest

from cleaner import CleanerError, Document
from cleaner.batch.arriving import as_they_come
from cleaner.batch.batches import in_batches
from cleaner.io.readers import Item, Source, read

TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."
PATIENCE = 60.0  # seconds until an answer that never comes is given up; it takes a tenth of one

COMMAND = [sys.executable, "-m", "cleaner", "run", "-", "-o", "-", "--workers", "2"]


class Pipe:
    """`cleaner run - -o -` with both its ends in the test's hands."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        """Listen to what it answers."""
        assert process.stdin
        assert process.stdout
        self.process = process
        self.stdin: IO[bytes] = process.stdin
        self._answers: Queue[bytes] = Queue()
        Thread(target=self._listen, args=(process.stdout,), daemon=True).start()

    def _listen(self, stdout: IO[bytes]) -> None:
        for line in stdout:
            self._answers.put(line)

    def write(self, data: bytes) -> None:
        """Write, and leave nothing in a buffer."""
        self.stdin.write(data)
        self.stdin.flush()

    def read(self) -> str:
        """The id of the next record."""
        return str(orjson.loads(self._answers.get(timeout=PATIENCE))["id"])

    def end(self) -> tuple[int, str]:
        """Wait for its end; gives the exit status and what it said."""
        assert self.process.stderr
        said = self.process.stderr.read().decode()
        return self.process.wait(PATIENCE), said


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    """One that is running, and does not outlive its test."""
    ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(COMMAND, **ends) as process:  # type: ignore[call-overload]  # noqa: S603  our own command
        yield Pipe(process)
        process.kill()


def row(name: str, key: str = "text", content: str = TEXT) -> bytes:
    """A line of JSONL."""
    return orjson.dumps({"id": name, key: content}) + b"\n"


def test_each_row_is_answered_while_the_stream_is_open(pipe: Pipe) -> None:
    """Whoever writes a row gets its record, writes the next, waits, and gets that."""
    for name in ("a", "b", "c"):
        pipe.write(row(name))
        assert pipe.read() == name
    time.sleep(0.5)  # longer than a batch is kept open
    pipe.write(row("d") + row("e") + b'{"id": "bad"}\n\n' + row("f"))
    assert [pipe.read() for _ in range(3)] == ["d", "e", "f"]
    pipe.stdin.close()
    status, said = pipe.end()
    assert (status, "6 documents cleaned, 1 failed" in said) == (1, True)


def test_a_large_first_row_is_answered_too(pipe: Pipe) -> None:
    """What the stream holds is told by its first line, and that may be a page; half a line is waited for."""
    page = row("page", "html", f"<html><body><article>{f'<p>{TEXT}</p>' * 3000}</article></body></html>")
    pipe.write(page[:200_000])
    time.sleep(0.3)
    pipe.write(page[200_000:])
    assert pipe.read() == "page"


def test_the_end_flushes_all(pipe: Pipe) -> None:
    """A last line without its end is a row."""
    pipe.write(row("a") + row("b").rstrip())
    pipe.stdin.close()
    assert [pipe.read(), pipe.read()] == ["a", "b"]
    assert pipe.end()[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="its signals are others")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 128 + signal.SIGINT), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_a_waiting_run_can_be_ended(number: signal.Signals, status: int, pipe: Pipe) -> None:
    """Ctrl-C and `kill` end it at once while it waits for a row, in one line."""
    pipe.write(row("a"))
    assert pipe.read() == "a"
    pipe.process.send_signal(number)
    ended, said = pipe.end()
    assert (ended, said.strip()) == (status, "cleaner: stopped; nothing was written under the output's name")


def test_a_reader_who_leaves_ends_the_run() -> None:
    """`| head -1` takes its line and goes: the run ends with the next row, without a word of Python's."""
    ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(COMMAND, **ends) as process:  # type: ignore[call-overload]  # noqa: S603  our own command
        process.stdin.write(row("a"))
        process.stdin.flush()
        assert orjson.loads(process.stdout.readline())["id"] == "a"
        process.stdout.close()
        process.stdin.write(row("b"))
        process.stdin.flush()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == b""


class Trickle(io.RawIOBase):
    """Bytes that come in pieces of one size."""

    def __init__(self, data: bytes, size: int) -> None:
        """Begin with the first piece."""
        self._stream = io.BytesIO(data)
        self._size = size

    def readable(self) -> bool:
        """To be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """One piece, or what fits."""
        return self._stream.readinto(memoryview(buffer)[: self._size])


LONG = "x" * 40_000
STREAMS = {
    "rows": (row("a") + b"\n\n" + row("b") + b"broken\n" + row("c", "html", "<p>Rain.</p>").rstrip(), 4),
    "one-row": (row("a"), 1),
    "a-row-above-the-head": (row("a", "html", f"<p>{LONG}</p>" * 4) + row("b"), 2),
    "a-row-above-the-buffer": (row("a", "html", f"<p>{LONG}</p>" * 40) + row("b"), 2),
    "a-marked-row": (b"\xef\xbb\xbf" + row("a") + row("b"), 2),
    "blank-lines-before-rows": (b"\n \n" + row("a") + row("b"), 2),
    "pretty": (b'{\n  "id": "a",\n  "text": "Rain."\n}\n{"id": "b",\n"text": "Snow."}', 2),
    "pretty-from-the-brace": (b'{"id": "a",\n  "text": "Rain."}', 1),
    "array": (b"[" + row("a") + b"," + row("b") + b"]", 2),
    "a-brace-in-prose": (b"{Rain}\nfell " + LONG.encode() * 4 + b"\n<html>", 1),
    "prose": (TEXT.encode() * 2000, 1),
    "packed-rows": (gzip.compress(row("a") + row("b")), 2),
    "nothing": (b"", 0),
}


@pytest.mark.parametrize("name", STREAMS)
def test_pieces_change_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stream holds depends on its bytes, not on how they come; and is what a file of rows holds."""
    data, count = STREAMS[name]
    found = []
    for size in (7, 4096, 70_000, len(data) + 1):
        stream = io.BufferedReader(Trickle(data, size))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        found.append(list(read(Source("-", "-", "unknown"))))
    assert len(found[0]) == count
    assert all(items == found[0] for items in found)
    if "row" in name and "packed" not in name:
        path = tmp_path / "rows.jsonl"
        path.write_bytes(data)
        assert [item.id for item in read(Source(str(path), "rows", "jsonl"))] == [
            item.id for item in found[0]
        ] or name == "rows"


def documents(count: int, size: int = 10) -> list[Item]:
    """Documents of a size."""
    return [Document(content="x" * size, id=str(number)) for number in range(count)]


def test_all_comes_in_order() -> None:
    """A reader that is never late adds nothing and loses nothing."""
    given = documents(5000)
    assert [item for item in as_they_come(given) if item] == given


def test_silence_closes_a_batch() -> None:
    """What has come goes on while the reader waits, and an empty batch is the time to look at what is done."""
    more = Event()

    def reading() -> Iterator[Item]:
        yield from documents(2)
        more.wait(PATIENCE)
        yield from documents(1)

    batches = in_batches(as_they_come(reading()))
    assert [len(batch) for batch in islice((batch for batch in batches if batch), 1)] == [2]
    assert next(batches) == ()
    more.set()
    assert [len(batch) for batch in batches if batch] == [1]


def test_a_steady_trickle_is_no_reason_to_wait() -> None:
    """A row every few milliseconds leaves no silence, and still none waits long."""

    def reading() -> Iterator[Item]:
        for item in documents(100):
            time.sleep(0.005)
            yield item

    batches = [len(batch) for batch in in_batches(as_they_come(reading()))]
    assert sum(batches) == 100
    assert len(batches) > 3


def test_what_reading_raises_comes_after_all_before_it() -> None:
    """A fault of the input is the run's, and costs nothing that was read."""

    def reading() -> Iterator[Item]:
        yield from documents(3)
        raise CleanerError("-: standard input is closed; give a file or a folder")

    items = as_they_come(reading())
    assert [item.id for item in islice((item for item in items if item), 3)] == ["0", "1", "2"]  # type: ignore[union-attr]
    with pytest.raises(CleanerError, match=r"^-: standard input is closed; give a file or a folder$"):
        list(items)


def test_a_fast_stream_is_not_held_in_memory() -> None:
    """The reader waits for whoever takes what it reads."""
    read_: list[Item] = []

    def reading() -> Iterator[Item]:
        for item in documents(100, 500_000):
            read_.append(item)
            yield item

    items = as_they_come(reading())
    next(items)
    time.sleep(0.3)
    assert len(read_) <= 10
    items.close()  # type: ignore[attr-defined]
    time.sleep(0.1)
    assert len(read_) <= 11


def test_a_limit_ends_a_pipe_that_stays_open() -> None:
    """After the last row that is wanted, no other is waited for."""
    ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [*COMMAND, "--limit", "2"]
    with subprocess.Popen(command, **ends) as process:  # type: ignore[call-overload]  # noqa: S603  our own command
        running = Pipe(process)
        running.write(row("a") + row("b"))
        assert [running.read(), running.read()] == ["a", "b"]
        assert running.end()[0] == 0
