"""What a run says: while it works, at its end, and in its options."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import orjson
import pytest
from click.testing import CliRunner

from cleaner.batch.mark import Mark
from cleaner.batch.summary import Summary
from cleaner.cli import cli
from cleaner.cli.batch_options import fields_of
from cleaner.cli.ending import Ending, tell
from cleaner.cli.progress import Meter, visible
from cleaner.cli.run import run
from cleaner.cli.sizes import Size
from cleaner.io.failure import Failure
from cleaner.io.fields import Fields
from cleaner.io.sources import find
from tests.conftest import FIXTURES, ROOT

TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."
ROWS = [
    {"id": "a", "text": f"Subscribe\n{TEXT}", "url": "https://times.example/a"},
    {"id": "b", "text": TEXT, "url": "https://www.times.example/b"},
    {"id": "c", "text": TEXT},
]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Three documents and a row that is none."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in ROWS) + b"not json\n")
    return path


def called(*arguments: str | Path) -> tuple[int, str, str]:
    """Run the command: exit status, standard output, standard error."""
    done = CliRunner().invoke(cli, ["run", *map(str, arguments)], standalone_mode=False)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return int(done.return_value or 0), done.stdout, done.stderr


def test_the_end_is_told_by_outlet(rows: Path, tmp_path: Path) -> None:
    """Without a terminal nothing moves: one line, the table by outlet, the failures by reason, and where to look."""
    report = tmp_path / "report.html"
    status, out, err = called(rows, "-o", tmp_path / "out.jsonl", "--report", report)
    lines = err.splitlines()
    assert (status, out) == (1, "")
    assert lines[0].startswith("3 documents cleaned, 1 failed, ")
    assert re.split(r"\s{2,}", lines[1].strip())[:7] == (
        ["outlet", "documents", "failed", "words in", "words out", "removed", "top rules"]
    )
    assert lines[2].split()[:7] == ["times.example", "2", "0", "39", "38", "4.4%", "common/subscription-en"]
    assert lines[3].split()[:6] == ["unknown", "1", "1", "19", "19", "0.0%"]
    assert f"  report: {report}" in lines
    assert f"  errors: {tmp_path / 'out.errors.jsonl'}" in lines
    assert "\x1b" not in err


def test_a_log_is_json_and_nothing_else(rows: Path, tmp_path: Path) -> None:
    """Every line on standard error is a JSON object that says what happened; the last one holds the counts."""
    status, out, err = called(rows, "-o", tmp_path / "out.jsonl", "--log-format", "json")
    events = [orjson.loads(line) for line in err.splitlines()]
    assert (status, out) == (1, "")
    assert events[0] == {"event": "begin", "sources": 1, "resumed": 0}
    assert events[-1]["event"] == "done"
    assert (events[-1]["documents"], events[-1]["failed"]) == (3, 1)
    assert {outlet: account["documents"] for outlet, account in events[-1]["outlets"].items()} == {
        "times.example": 2,
        "unknown": 1,
    }


def test_a_log_holds_the_error_too(rows: Path, tmp_path: Path) -> None:
    """A wrong call is a line of the log and status 2."""
    (tmp_path / "out.jsonl").write_text("kept")
    status, _, err = called(rows, "-o", tmp_path / "out.jsonl", "--log-format", "json")
    message = f"{tmp_path}/out.jsonl: exists; give another name, or --restart to replace it"
    assert (status, orjson.loads(err)) == (2, {"event": "error", "message": message})


def test_failures_of_a_pipe_are_named(rows: Path) -> None:
    """Where no file can hold the failures they stand on standard error, as text or as JSON."""
    assert f"  failed: {rows}:4: is not JSON" in called(rows, "-o", "-")[2]
    events = [orjson.loads(line) for line in called(rows, "-o", "-", "--log-format", "json")[2].splitlines()]
    assert [event["source"] for event in events if event["event"] == "failed"] == [f"{rows}:4"]


def test_a_dry_run_reads_and_writes_nothing(rows: Path, tmp_path: Path) -> None:
    """What would be read is printed, counted by what the rows say, and no file appears."""
    status, out, err = called(tmp_path, "--dry-run")
    assert (status, out) == (1, f"{rows}\n")
    failed, *counts = err.splitlines()
    assert failed.startswith(f"  failed: {rows}:4: is not JSON")
    assert counts == ["3 documents would be cleaned, 1 cannot be read", "       2 times.example", "       1 unknown"]
    assert list(tmp_path.iterdir()) == [rows]


def test_an_output_has_to_be_named(rows: Path) -> None:
    """Only a dry run does without -o."""
    with pytest.raises(click.UsageError, match="Missing option '-o' / '--output'"):
        called(rows)


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


def metered(tmp_path: Path, *sizes: int, mark: Mark = Mark()) -> tuple[Meter, Clock]:  # noqa: B008  frozen
    """A meter over files of these sizes, which goes on from a mark, and its clock."""
    for number, size in enumerate(sizes):
        (tmp_path / f"{number}.txt").write_bytes(b"x" * size)
    clock = Clock()
    meter = Meter(clock)
    meter.begin(find([str(tmp_path)]), mark)
    return meter, clock


def test_time_left_follows_the_bytes(tmp_path: Path) -> None:
    """A tenth of the bytes in ten seconds leaves ninety, however many documents they are."""
    meter, clock = metered(tmp_path, 100_000, 300_000, 600_000)
    clock.now = 10
    meter.advance(5, 1, Mark(source=0, size=100_000, read=100_000))
    assert str(meter) == "5 documents · 0.1 MB · 0.0 MB/s · 1:30 left · 1 failed"
    clock.now = 20
    meter.advance(1, 0, Mark(source=1, size=400_000, read=300_000))
    assert meter.left == pytest.approx(30)
    assert meter.as_dict()["share"] == 0.4


def test_what_is_passed_over_is_progress_too(tmp_path: Path) -> None:
    """With --only or --sample the share is that of the inputs which has been read, and MB are those that were taken."""
    meter, clock = metered(tmp_path, 1_000_000)
    clock.now = 10
    meter.advance(1, 0, Mark(source=0, size=20_000, read=250_000))
    assert meter.left == pytest.approx(30)
    assert (meter.as_dict()["share"], meter.as_dict()["megabytes"]) == (0.25, 0.02)


BEFORE = Mark(source=1, item=5, order=9, done=9, size=4_000_000, read=3_000_000)


def test_a_resumed_run_begins_where_it_was_cut_off(tmp_path: Path) -> None:
    """In the middle of a file, too, what an earlier run did is done, before anything else comes in."""
    meter, _ = metered(tmp_path, 1_000_000, 5_000_000, 4_000_000, mark=BEFORE)
    assert (meter.documents, meter.share, meter.left, meter.rate) == (9, 0.4, None, 0)
    assert str(meter) == "9 documents · 4.0 MB · 0.0 MB/s · 0 failed"


def test_a_resumed_run_counts_its_own_speed(tmp_path: Path) -> None:
    """Neither what an earlier run did nor the time to come to where it stopped counts in the rate or the time left."""
    meter, clock = metered(tmp_path, 1_000_000, 5_000_000, 4_000_000, mark=BEFORE)
    clock.now = 100
    meter.advance(1, 0, Mark(source=1, size=4_500_000, read=3_500_000))
    assert (meter.documents, meter.left, meter.rate) == (10, None, 0)
    clock.now = 110
    meter.advance(2, 0, Mark(source=1, size=5_500_000, read=4_500_000))
    assert (meter.documents, meter.share, meter.rate) == (12, 0.55, 100_000)
    assert meter.left == pytest.approx(45)
    assert str(meter) == "12 documents · 5.5 MB · 0.1 MB/s · 0:45 left · 0 failed"


def test_nobody_knows_how_long_a_pipe_is() -> None:
    """Without a size there is no share and no time left, but the counts."""
    meter = Meter(Clock())
    meter.begin(find(["-"]), Mark())
    meter.advance(2, 0, Mark(size=3_000_000, read=3_000_000))
    assert (meter.share, meter.left) == (None, None)
    assert str(meter).startswith("2 documents · 3.0 MB · ")


@pytest.mark.parametrize(
    ("given", "size"),
    [("2GB", 2_000_000_000), ("500 MB", 500_000_000), ("1.5GiB", 1_610_612_736), ("1000", 1000), ("64k", 64_000)],
)
def test_sizes_are_read_as_people_write_them(given: str, size: int) -> None:
    """A unit is decimal, with an i binary, and may be left out."""
    assert Size().convert(given, None, None) == size


@pytest.mark.parametrize("given", ["", "0", "-1", "2XB", "much", "1e9", "GB"])
def test_what_is_no_size_is_refused(given: str) -> None:
    """Anything else is the call's fault, and the message shows how to write it."""
    with pytest.raises(click.BadParameter, match=f"{given!r} is not a size; write 2GB, 500MB, or a number of bytes"):
        Size().convert(given, None, None)


@pytest.mark.parametrize("given", ["1", "100MB", "249.9MB", "0.2GB", "200MiB"])
def test_too_little_memory_is_refused(given: str, rows: Path, tmp_path: Path) -> None:
    """Less than a worker needs for itself would make every document fail: one line, status 2, and nothing is begun."""
    call = ["run", str(rows), "-o", str(tmp_path / "out.jsonl"), "--memory-limit", given]
    done = CliRunner().invoke(cli, call)
    said = (
        f"Error: Invalid value for '--memory-limit': {given!r} is too little: a worker takes up to 150 MB for libraries "
        "and language models before it has looked at a document; write 250MB or more."
    )
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, said)
    assert list(tmp_path.iterdir()) == [rows]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is measured, but not refused")
def test_the_least_memory_is_enough(tmp_path: Path) -> None:
    """At the floor a page of an outlet that nobody knows and a text of a doubtful language are cleaned."""
    paragraphs = "".join(
        f"<p>On day {day} it rained, and the river rose above the old bridge.</p>" for day in range(40)
    )
    page = f"<html><body><nav>Home</nav><article>{paragraphs}</article></body></html>"
    contents = {"a": {"html": page}, "b": {"text": "Fiume, 3."}, "c": {"text": TEXT}}
    (tmp_path / "in.jsonl").write_bytes(b"".join(orjson.dumps({"id": k, **v}) + b"\n" for k, v in contents.items()))
    assert called(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--memory-limit", "250MB")[0] == 0


@pytest.mark.parametrize("given", ["250MB", "0.25GB", "250000000", "1GiB"])
def test_enough_memory_is_not_refused(given: str) -> None:
    """The floor itself, and all above."""
    context = run.make_context("run", ["in", "-o", "out.jsonl", "--memory-limit", given])
    assert context.params["memory_limit"] >= 250_000_000


def test_field_options_become_fields() -> None:
    """Names that are not given stay what they are."""
    context = run.make_context("run", ["in", "-o", "out.jsonl", "--text-field", "body", "--id-field", "key"])
    chosen = {name: value for name, value in context.params.items() if name not in ("log_format", "folders", "quotes")}
    assert fields_of(chosen)["fields"] == Fields(text="body", id="key")


def test_fields_are_mapped(tmp_path: Path) -> None:
    """A row whose fields have other names is read by them."""
    (tmp_path / "in.jsonl").write_bytes(orjson.dumps({"key": "k", "body": TEXT, "link": "https://www.times.example/1"}))
    names = ["--text-field", "body", "--id-field", "key", "--url-field", "link"]
    assert called(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", *names)[0] == 0
    row = orjson.loads((tmp_path / "out.jsonl").read_bytes())
    assert (row["id"], row["text"], row["outlet"]) == ("k", TEXT, "times.example")


def test_every_option_is_in_readme() -> None:
    """No option of a batch without a word on it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    options = [option for param in run.params if isinstance(param, click.Option) for option in param.opts]
    assert [option for option in options if option.startswith("--") and f"`{option}" not in readme] == []


@pytest.mark.parametrize("columns", [80, 160])
def test_hostile_names_do_not_command_the_terminal(columns: int, monkeypatch: Any, capfd: Any) -> None:
    """Markup and control characters from a document are shown, not obeyed, at any width."""
    monkeypatch.setenv("COLUMNS", str(columns))
    summary = Summary()
    summary.fail(Failure(id="x", source="x", reason="cannot be read: \x1b[31mred"), "[bold]\x1b[2J.example")
    tell(summary, Ending(output="o\x07.jsonl", seconds=1, terminal=True, files={}), "text")
    err = capfd.readouterr().err
    assert "\x1b[2J" not in err
    assert "\x1b[31m" not in err
    assert "\x07" not in err
    assert "[bold]\ufffd[2J.ex" in err


def test_visible_text_is_one_line() -> None:
    """Line breaks and direction marks in a name cannot forge another line."""
    assert visible("a\nb\u202ec\x9b31m") == "a\ufffdb\ufffdc\ufffd31m"
    assert visible("Žluť 火") == "Žluť 火"


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_gets_one_line_that_moves(tmp_path: Path) -> None:
    """On a terminal the line shows documents, MB, rate and failures; it is gone when the table stands there."""
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "cleaner", "run", str(FIXTURES / "inbox"), "-o", str(tmp_path / "out.jsonl")]
    with subprocess.Popen(command, stderr=child, cwd=ROOT, env={**os.environ, "TERM": "xterm"}) as running:  # noqa: S603
        os.close(child)
        shown = b""
        while part := _read(parent):
            shown += part
    os.close(parent)
    assert running.returncode == 0
    text = shown.decode()
    assert re.search(r"\d+ documents · \d+\.\d MB · \d+\.\d MB/s", text)
    assert "12 documents cleaned, 0 failed" in text


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody writes any more
        return b""
