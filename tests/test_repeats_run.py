"""`cleaner run --repeats`: two readings, and still the same bytes whoever works and whatever ends it."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Document
from cleaner.cli import cli
from tests.conftest import ROOT
from tests.outlets import ENGLISH, GERMAN, outlet

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills groups of processes")

DOCUMENTS = 300  # of each outlet
# The command, with batches so small and notes so frequent that a second of work has many of each.
PROGRAM = """
import sys
from cleaner.batch import batches, run
from cleaner.cli import main
batches._BATCH, run._PAUSE = 20_000, 0.02
{extra}
main()
"""
# A second count would be seen: the run would end with an error.
COUNTED_ALREADY = """
def counted(done):
    raise SystemExit("counts again")
run.counted = counted
"""
SLOW = """
import time
from cleaner.batch import counting
class Slow(counting.Tally):
    def add(self, keys):
        open("counting", "w").close()
        time.sleep(0.2)
counting.Tally = Slow
"""


def rows_of(count: int) -> list[dict[str, str]]:
    """Rows of two invented outlets, one after the other in turn."""
    pairs = zip(outlet(ENGLISH, count), outlet(GERMAN, count), strict=True)
    return [
        {"id": f"{number}-{half}", "url": f"https://o{half}.example/{number}", "text": made.text}
        for number, pair in enumerate(pairs)
        for half, made in enumerate(pair)
    ]


def written(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Rows as a file."""
    path.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    return path


def run(*arguments: str | Path) -> tuple[int, str]:
    """Status and standard error of the command."""
    done = CliRunner().invoke(cli, ["run", *map(str, arguments)], standalone_mode=False)
    return done.exit_code or (done.return_value if isinstance(done.return_value, int) else 0), done.stderr


def by_id(path: Path) -> dict[str, bytes]:
    """The records of an output."""
    return {orjson.loads(line)["id"]: line for line in path.read_bytes().splitlines()}


def test_workers_and_order_have_no_say(tmp_path: Path) -> None:
    """One worker or three, rows in any order and in any number of files: each record is the same to the byte."""
    rows = rows_of(60)
    whole = written(tmp_path / "in.jsonl", rows)
    outputs = [tmp_path / f"out-{number}.jsonl" for number in range(3)]
    for workers, output in zip(("1", "3"), outputs, strict=False):
        assert run(whole, "-o", output, "--repeats", "--workers", workers)[0] == 0
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    random.Random(3).shuffle(rows)  # noqa: S311  no secret
    parts = [written(tmp_path / f"part-{number}.jsonl", rows[number::3]) for number in range(3)]
    assert run(*parts, "-o", outputs[2], "--repeats")[0] == 0
    first, other = by_id(outputs[0]), by_id(outputs[2])
    assert first.keys() == other.keys()
    assert [name for name in first if texts(first[name]) != texts(other[name])] == []


def texts(line: bytes) -> dict[str, object]:
    """A record without the name of its file."""
    return {key: value for key, value in orjson.loads(line).items() if key != "source"}


def test_the_run_is_the_function(tmp_path: Path) -> None:
    """The command makes of documents what a cleaner makes of them that has counted them."""
    rows = rows_of(30)
    assert run(written(tmp_path / "in.jsonl", rows), "-o", tmp_path / "out.jsonl", "--repeats")[0] == 0
    documents = [Document(content=row["text"], id=row["id"], url=row["url"]) for row in rows]
    cleaner = Cleaner(repeats=Cleaner().repeats_in(documents))
    found = [orjson.loads(line)["text"] for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert found == [record.text for record in cleaner.clean_many(documents)]
    assert found != [record.text for record in Cleaner().clean_many(documents)]


def test_to_a_pipe_goes_what_goes_to_a_file(tmp_path: Path) -> None:
    """Where nothing can be noted, it counts and cleans all the same."""
    whole = written(tmp_path / "in.jsonl", rows_of(20))
    assert run(whole, "-o", tmp_path / "out.jsonl", "--repeats")[0] == 0
    done = CliRunner().invoke(cli, ["run", str(whole), "-o", "-", "--repeats"], standalone_mode=False)
    assert done.stdout_bytes == (tmp_path / "out.jsonl").read_bytes()


def test_without_it_nothing_changes(tmp_path: Path) -> None:
    """It is asked for or it is not there; and where nothing repeats, it changes no byte."""
    rows = rows_of(30)
    whole, few = written(tmp_path / "in.jsonl", rows), written(tmp_path / "few.jsonl", rows[:6])
    for name, source, options in (("a", whole, ()), ("b", few, ()), ("c", few, ("--repeats",))):
        assert run(source, "-o", tmp_path / f"{name}.jsonl", *options)[0] == 0
    assert b"judge/repeated" not in (tmp_path / "a.jsonl").read_bytes()
    assert (tmp_path / "b.jsonl").read_bytes() == (tmp_path / "c.jsonl").read_bytes()


def test_what_is_chosen_is_what_is_counted(tmp_path: Path) -> None:
    """--limit and --sample count the documents that they let pass, and no others."""
    rows = rows_of(30)
    whole, head = written(tmp_path / "in.jsonl", rows), written(tmp_path / "head.jsonl", rows[:16])
    assert run(whole, "-o", tmp_path / "a.jsonl", "--repeats", "--limit", "16")[0] == 0
    assert run(head, "-o", tmp_path / "b.jsonl", "--repeats")[0] == 0
    assert list(map(texts, by_id(tmp_path / "a.jsonl").values())) == list(
        map(texts, by_id(tmp_path / "b.jsonl").values())
    )
    assert run(whole, "-o", tmp_path / "c.jsonl", "--repeats", "--sample", "16")[0] == 0
    chosen = by_id(tmp_path / "c.jsonl")
    same = written(tmp_path / "same.jsonl", [row for row in rows if row["id"] in chosen])
    assert run(same, "-o", tmp_path / "d.jsonl", "--repeats")[0] == 0
    assert list(map(texts, chosen.values())) == list(map(texts, by_id(tmp_path / "d.jsonl").values()))


def test_failures_are_reported_once(tmp_path: Path) -> None:
    """A row that is none is one error record, and the others are counted and cleaned."""
    path = written(tmp_path / "in.jsonl", rows_of(10))
    path.write_bytes(path.read_bytes() + b"no row\n")
    assert run(path, "-o", tmp_path / "out.jsonl", "--repeats")[0] == 1
    assert len((tmp_path / "out.errors.jsonl").read_bytes().splitlines()) == 1
    assert len(by_id(tmp_path / "out.jsonl")) == 20
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "out.jsonl", "out.errors.jsonl"}


def test_the_manifest_names_the_table(tmp_path: Path) -> None:
    """What a run was made with has the table in it; the same inputs have the same."""
    rows = rows_of(20)
    found = []
    for name, options in (("a", ("--repeats",)), ("b", ("--repeats",)), ("c", ())):
        manifest = tmp_path / f"{name}.json"
        source = written(tmp_path / f"{name}-in.jsonl", rows)
        assert run(source, "-o", tmp_path / f"{name}.jsonl", "--manifest", manifest, *options)[0] == 0
        found.append(orjson.loads(manifest.read_bytes())["options"].get("repeats"))
    assert found[0] == found[1] != found[2] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-", "-o", "out.jsonl"), "-: standard input is read once, and --repeats takes two readings; give a file or a folder"),
        (("in.jsonl", "-o", "out.jsonl", "--engine", "ray"), "--repeats: an engine does not read the inputs twice; leave out one of the two"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_twice_is_refused(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what does not go together, before anything is written."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "in.jsonl", rows_of(2))
    done = CliRunner().invoke(cli, ["run", *arguments, "--repeats"], standalone_mode=False)
    assert str(done.exception) == message
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The input of the runs that are killed."""
    return written(tmp_path_factory.mktemp("rows") / "in.jsonl", rows_of(DOCUMENTS))


@pytest.fixture(scope="module")
def undisturbed(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a run comes to that nobody disturbs."""
    output = tmp_path_factory.mktemp("undisturbed") / "clean.jsonl"
    assert run(rows, "-o", output, "--repeats")[0] == 0
    assert {path.name for path in output.parent.iterdir()} == {"clean.jsonl"}
    return output.read_bytes()


def started(rows: Path, folder: Path, extra: str = "") -> subprocess.Popen[str]:
    """A run in a group of processes of its own."""
    call = [sys.executable, "-c", PROGRAM.format(extra=extra), "run", str(rows), "-o", "clean.jsonl", "--repeats"]
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # noqa: S603  our own program
        [*call, "--workers", "2"], cwd=folder, env=where, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def killed_when(file: Path, rows: Path) -> None:
    """Begin a run, and kill it as a group when it has written a hidden file."""
    with started(rows, file.parent) as running:
        while not file.exists():
            assert running.poll() is None, "the run was finished before the kill"
            time.sleep(0.002)
        os.killpg(running.pid, signal.SIGKILL)


def ended(rows: Path, folder: Path, extra: str = "") -> tuple[int, str]:
    """The status and the last words of a run that nobody disturbs."""
    with started(rows, folder, extra) as running:
        assert running.stderr is not None
        said = running.stderr.read()
        return running.wait(), said


@pytest.mark.parametrize("file", [".clean.jsonl.repeats", ".clean.jsonl.journal"])
def test_a_killed_run_does_not_count_again(file: str, rows: Path, undisturbed: bytes, tmp_path: Path) -> None:
    """Killed after the count, or with documents done: the table is there, and the end is the same."""
    killed_when(tmp_path / file, rows)
    status, said = ended(rows, tmp_path, COUNTED_ALREADY)
    assert (status, "counts again" in said) == (0, False), said
    assert (tmp_path / "clean.jsonl").read_bytes() == undisturbed
    assert {path.name for path in tmp_path.iterdir()} == {"clean.jsonl"}


@pytest.mark.parametrize("content", [None, b"x\n{}"])
def test_a_table_that_is_lost_is_counted_again(
    content: bytes | None, rows: Path, undisturbed: bytes, tmp_path: Path
) -> None:
    """Gone or broken: the same documents give the same table."""
    killed_when(tmp_path / ".clean.jsonl.journal", rows)
    table = tmp_path / ".clean.jsonl.repeats"
    table.unlink()
    if content is not None:
        table.write_bytes(content)
    assert ended(rows, tmp_path)[0] == 0
    assert (tmp_path / "clean.jsonl").read_bytes() == undisturbed


def test_another_run_does_not_go_on_with_it(rows: Path, tmp_path: Path) -> None:
    """Other inputs, or the same without --repeats, are refused as ever; a run anew counts anew."""
    own = Path(shutil.copy2(rows, tmp_path / "in.jsonl"))
    killed_when(tmp_path / ".clean.jsonl.journal", own)
    journal = (tmp_path / ".clean.jsonl.journal").read_bytes()
    with own.open("ab") as more:
        more.write(b'{"text": "Rain."}\n')
    status, said = ended(own, tmp_path)
    again = "give its command again as it was, or begin anew with --restart"
    assert (status, said) == (2, f"cleaner: clean.jsonl: an unfinished run of it had other inputs; {again}\n")
    assert (tmp_path / ".clean.jsonl.journal").read_bytes() == journal
    done = CliRunner().invoke(cli, ["run", str(own), "-o", str(tmp_path / "clean.jsonl")], standalone_mode=False)
    assert "had other inputs and options" in str(done.exception)


def test_a_run_that_is_stopped_while_it_counts_leaves_nothing(rows: Path, tmp_path: Path) -> None:
    """There is nothing to go on from yet, and so nothing stays."""
    with started(rows, tmp_path, SLOW) as running:
        while not (tmp_path / "counting").exists():
            assert running.poll() is None
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGINT)
        assert running.wait() == 130
    assert {path.name for path in tmp_path.iterdir()} == {"counting"}
