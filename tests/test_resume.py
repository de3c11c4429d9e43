"""A run that was cut off: whatever ended it, the same command goes on, and the end is the same to the byte."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import fsspec
import orjson
import pytest

from cleaner import Cleaner
from cleaner.batch.journal import Key, key_of
from cleaner.batch.plan import Plan
from cleaner.batch.versions import versions
from cleaner.cli import main
from cleaner.io.readers import find
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills groups of processes")

SEED = 20_2604
DOCUMENTS = 3_000
KILLS = 5  # of each kind of output
# The command, with batches and chunks so small and notes so frequent that a second of work has many of each.
PROGRAM = """
import sys
from cleaner.batch import batches, run
from cleaner.cli import main
from cleaner.io import shards
batches._BATCH, shards._CHUNK, run._PAUSE = 60_000, 150_000, 0.1
{extra}
main()
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of the fixtures again and again under other ids, and now and then a row that is none."""
    texts = sorted((ROOT / "fixtures" / "articles").rglob("input.txt")) or sorted(
        (ROOT / "fixtures" / "articles").rglob("*.txt")
    )
    path = tmp_path_factory.mktemp("rows") / "in.jsonl"
    with path.open("wb") as out:
        for number, text in zip(range(DOCUMENTS), itertools.cycle(texts), strict=False):
            row = {"id": str(number), "text": text.read_text(encoding="utf-8", errors="replace")}
            out.write(b"no row\n" if number % 211 == 0 else orjson.dumps(row) + b"\n")
    return path


def command(rows: Path, output: str, *options: str, extra: str = "") -> list[str]:
    """How a run is called, in the folder of its output."""
    pages = ["--report", "report.html", "--manifest", "manifest.json"]
    program = [sys.executable, "-c", PROGRAM.format(extra=extra), "run", str(rows), "-o", output]
    return [*program, "--workers", "2", *pages, *options]


def started(call: Sequence[str], folder: Path) -> subprocess.Popen[str]:
    """A run in a group of processes of its own."""
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(call, cwd=folder, env=where, stderr=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603


def ended(call: Sequence[str], folder: Path) -> tuple[int, str]:
    """The status and the last words of a run that nobody disturbs."""
    with started(call, folder) as running:
        assert running.stderr is not None
        said = running.stderr.read()
        assert "Traceback" not in said, said
        return running.wait(), said


def contents(folder: Path) -> dict[str, bytes]:
    """All that stands in a folder, hidden or not."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def note(folder: Path) -> tuple[int, int] | None:
    """What tells one state of the journal from another; None where there is none."""
    for journal in folder.glob(".*.journal"):
        try:
            found = journal.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino
    return None


def noted(running: subprocess.Popen[str], folder: Path) -> bool:
    """Whether a run comes so far that it notes something more before it ends."""
    before = note(folder)
    while running.poll() is None:
        if note(folder) not in (None, before):
            return True
        time.sleep(0.01)
    return False


@pytest.fixture(scope="module")
def undisturbed(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, bytes]]:
    """What a run comes to that nobody disturbs; each kind is run once."""
    known: dict[tuple[str, ...], dict[str, bytes]] = {}

    def run(*output: str) -> dict[str, bytes]:
        if output not in known:
            folder = tmp_path_factory.mktemp("undisturbed")
            assert ended(command(rows, *output), folder)[0] == 1
            known[output] = contents(folder)
        return known[output]

    return run


@pytest.mark.parametrize(
    "output", [("clean.jsonl",), ("clean.jsonl.gz", "--shard", "450"), ("clean.parquet",)], ids=lambda output: output[0]
)
def test_kills_change_no_byte(
    output: tuple[str, ...], rows: Path, undisturbed: Callable[..., dict[str, bytes]], tmp_path: Path
) -> None:
    """Killed as a group, without a word and at any moment, again and again: nothing is lost, repeated or left."""
    chance = random.Random(SEED)  # noqa: S311  moments, not secrets
    inside = 0
    for number in range(KILLS):
        with started(command(rows, *output), tmp_path) as running:
            if number % 3 == 1:
                time.sleep(chance.uniform(0, 2))
            else:
                inside += noted(running, tmp_path)
                time.sleep(chance.uniform(0, 0.2))
            os.killpg(running.pid, signal.SIGKILL)
    assert inside >= 2, "too few kills landed inside; is the corpus too small?"
    assert note(tmp_path), "the run was finished before the last kill"
    assert ended(command(rows, *output), tmp_path)[0] == 1
    assert contents(tmp_path) == undisturbed(*output)


def test_what_the_undisturbed_run_writes_is_all(undisturbed: Callable[..., dict[str, bytes]]) -> None:
    """Every row is a record or an error record, once and in order: what the others are compared with is right."""
    written = undisturbed("clean.jsonl")
    assert set(written) == {"clean.jsonl", "clean.errors.jsonl", "report.html", "manifest.json"}
    ids = [int(orjson.loads(line)["id"]) for line in written["clean.jsonl"].splitlines()]
    assert ids == [number for number in range(DOCUMENTS) if number % 211]
    assert len(written["clean.errors.jsonl"].splitlines()) == DOCUMENTS - len(ids)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_says_how_to_go_on(
    number: int, status: int, rows: Path, undisturbed: Callable[..., dict[str, bytes]], tmp_path: Path
) -> None:
    """Ctrl-C and a polite kill: one line, the usual status, and the same command goes on."""
    with started(command(rows, "clean.jsonl"), tmp_path) as running:
        assert noted(running, tmp_path)
        os.kill(running.pid, number)
        assert running.stderr is not None
        said = running.stderr.read().strip()
        assert running.wait() == status
    done = orjson.loads((tmp_path / ".clean.jsonl.journal").read_bytes())["entry"]["mark"]["done"]
    assert said == f"cleaner: stopped; {done:,} documents are done and kept; the same command goes on from there"
    assert not (tmp_path / "clean.jsonl").exists()
    assert ended(command(rows, "clean.jsonl"), tmp_path)[0] == 1
    assert contents(tmp_path) == undisturbed("clean.jsonl")


FULL = "cleaner: clean.jsonl: cannot be written: {reason}; {done:,} documents are done and kept; the same command goes on from there\n"


NO_ROOM = """
import errno, itertools
chunks = itertools.count()
def pack(lines):
    if next(chunks) == 12:
        raise OSError(errno.ENOSPC, "No space left on device")
    return lines
shards.packer_of = lambda path: pack
"""


def test_no_room_for_a_chunk_costs_nothing(
    rows: Path, undisturbed: Callable[..., dict[str, bytes]], tmp_path: Path
) -> None:
    """One line that says what is wrong and how much is done; when there is room, the run goes on."""
    status, said = ended(command(rows, "clean.jsonl", extra=NO_ROOM), tmp_path)
    done = orjson.loads((tmp_path / ".clean.jsonl.journal").read_bytes())["entry"]["mark"]["done"]
    assert (status, said) == (2, FULL.format(reason="No space left on device", done=done))
    assert ended(command(rows, "clean.jsonl"), tmp_path)[0] == 1
    assert contents(tmp_path) == undisturbed("clean.jsonl")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes, where the test may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not shutil.which("mount") or mounted(disk, "size=3m"):
        pytest.skip("may not mount a small file system here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607  a system's own


def mounted(disk: Path, options: str) -> int:
    """Mount a file system in memory, or change how large it is."""
    call = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
    return subprocess.run(call, capture_output=True, check=False).returncode  # noqa: S603


def test_a_full_disk_costs_nothing(rows: Path, undisturbed: Callable[..., dict[str, bytes]], small_disk: Path) -> None:
    """The disk is full, and still full, and then there is room: the run goes on."""
    for _ in range(2):
        status, said = ended(command(rows, "clean.jsonl"), small_disk)
        assert status == 2
        assert "cannot be written: No space left on device; " in said
        assert said.count("\n") == 1
        assert not (small_disk / "clean.jsonl").exists()
    assert not mounted(small_disk, "remount,size=30m")
    assert ended(command(rows, "clean.jsonl"), small_disk)[0] == 1
    assert contents(small_disk) == undisturbed("clean.jsonl")


def test_the_second_of_two_runs_refuses(
    rows: Path, undisturbed: Callable[..., dict[str, bytes]], tmp_path: Path
) -> None:
    """One output, one run: the second says so at once, and the first does not notice."""
    with started(command(rows, "clean.jsonl"), tmp_path) as running:
        assert noted(running, tmp_path)
        running.send_signal(signal.SIGSTOP)  # or it might be done before the second has begun
        said = "cleaner: clean.jsonl: another run is writing it; wait for its end, or give another name\n"
        for options in ([], ["--restart"]):
            assert ended(command(rows, "clean.jsonl", *options), tmp_path) == (2, said)
        assert running.poll() is None
        running.send_signal(signal.SIGCONT)
        assert running.stderr is not None
        running.stderr.read()
        assert running.wait() == 1
    assert contents(tmp_path) == undisturbed("clean.jsonl")


@pytest.fixture(scope="module")
def cut_off(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the input and a run of it that was killed."""
    folder = tmp_path_factory.mktemp("cut_off")
    shutil.copy2(rows, folder)
    with started(command(Path("in.jsonl"), "clean.jsonl"), folder) as running:
        assert noted(running, folder)
        os.killpg(running.pid, signal.SIGKILL)
    return folder


def longer_input(folder: Path) -> list[str]:
    """One more row."""
    with (folder / "in.jsonl").open("ab") as rows:
        rows.write(b'{"text": "Rain."}\n')
    return []


def other_rules(folder: Path) -> list[str]:
    """One more rule file."""
    (folder / "rules").mkdir()
    (folder / "rules" / "times.example.toml").write_text('name = "Times"\nhosts = ["times.example"]\n')
    return ["--rules", "rules"]


def other_version(folder: Path) -> list[str]:
    """As another version would have noted it."""
    journal = folder / ".clean.jsonl.journal"
    row = orjson.loads(journal.read_bytes())
    row["key"]["version"] = "x"
    journal.write_bytes(orjson.dumps(row))
    return []


def broken_journal(folder: Path) -> list[str]:
    """As a failing disk may leave it."""
    (folder / ".clean.jsonl.journal").write_bytes(b"\0" * 100)
    return []


CHANGES: list[tuple[Callable[[Path], list[str]], str]] = [
    (longer_input, "had other inputs"),
    (other_rules, "had other rules"),
    (other_version, "had other version"),
    (broken_journal, "cannot be read"),
    (lambda _: ["--outlet", "rferl.org"], "had other options"),
    (lambda _: ["--quotes", "keep"], "had other options"),
    (lambda _: ["--time-limit", "7"], "had other options"),
    (lambda folder: [*longer_input(folder), "--limit", "7"], "had other inputs and options"),
]


@pytest.mark.parametrize(("change", "difference"), CHANGES, ids=[difference for _, difference in CHANGES])
def test_a_run_does_not_go_on_as_another(  # noqa: PLR0913, PLR0917  fixtures
    change: Callable[[Path], list[str]],
    difference: str,
    cut_off: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What would mix two runs in one output is refused with what differs, and nothing is touched."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    monkeypatch.chdir(folder)
    options = change(folder)
    before = contents(folder) if not (folder / "rules").exists() else {}
    monkeypatch.setattr(sys, "argv", ["cleaner", "run", "in.jsonl", "-o", "clean.jsonl", *options])
    with pytest.raises(SystemExit) as end:
        main()
    again = "give its command again as it was, or begin anew with --restart"
    assert capfd.readouterr().err == f"cleaner: clean.jsonl: an unfinished run of it {difference}; {again}\n"
    assert end.value.code == 2
    lock = {".clean.jsonl.lock"}  # the dead run's: it goes with the first run that ends
    assert not before or {name: before[name] for name in before.keys() - lock} == contents(folder)


def test_restart_begins_anew(cut_off: Path, tmp_path: Path, undisturbed: Callable[..., dict[str, bytes]]) -> None:
    """Whatever was there, --restart comes to what a run in an empty folder comes to."""
    folder = shutil.copytree(cut_off, tmp_path / "run")
    longer_input(folder)
    assert ended(command(Path("in.jsonl"), "clean.jsonl", "--restart"), folder)[0] == 1
    written = contents(folder)
    texts, before = (
        [orjson.loads(line)["text"] for line in rows.splitlines()]
        for rows in (written["clean.jsonl"], undisturbed("clean.jsonl")["clean.jsonl"])
    )
    assert texts == [*before, "Rain."]
    assert set(written) == {"in.jsonl", *undisturbed("clean.jsonl")}


def test_a_finished_output_is_not_touched(rows: Path, tmp_path: Path) -> None:
    """Without --restart, nothing that is there is replaced: output, errors, pages and shards."""
    refused: dict[str, Any] = {
        "clean.jsonl": [],
        "clean.errors.jsonl": [],
        "report.html": [],
        "manifest.json": [],
        "clean-00007.jsonl": ["--shard", "10"],
    }
    for name, options in refused.items():
        (tmp_path / name).write_bytes(b"kept")
        said = f"cleaner: {name}: exists; give another name, or --restart to replace it\n"
        assert ended(command(rows, "clean.jsonl", *options), tmp_path) == (2, said)
        assert contents(tmp_path) == {name: b"kept"}
        (tmp_path / name).unlink()


def from_pipe(rows: Path, *options: str) -> list[str]:
    """How a run over rows that come through a pipe is called."""
    return ["sh", "-c", 'cat "$0" | "$@"', str(rows), *command(Path("-"), "clean.jsonl", *options)]


@pytest.fixture(scope="module")
def stream(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows from the second on: a pipe is known by what it begins with, and the first is none."""
    path = tmp_path_factory.mktemp("stream") / "in.jsonl"
    path.write_bytes(rows.read_bytes().partition(b"\n")[2])
    return path


@pytest.fixture(scope="module")
def from_a_pipe(stream: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run over the rows as standard input comes to."""
    folder = tmp_path_factory.mktemp("pipe")
    assert ended(from_pipe(stream), folder)[0] == 1
    return contents(folder)


def cut_pipe(stream: Path, folder: Path, *options: str) -> None:
    """A run over a pipe that is killed after it has noted something."""
    with started(from_pipe(stream, *options), folder) as running:
        assert noted(running, folder)
        os.killpg(running.pid, signal.SIGKILL)


def test_a_pipe_that_was_cut_off_goes_on(stream: Path, from_a_pipe: dict[str, bytes], tmp_path: Path) -> None:
    """Given the same rows again, standard input goes on like a file, to the same bytes."""
    done = 0
    for _ in range(3):
        cut_pipe(stream, tmp_path)
        before, done = done, orjson.loads((tmp_path / ".clean.jsonl.journal").read_bytes())["entry"]["mark"]["done"]
        assert before < done < DOCUMENTS
    assert ended(from_pipe(stream), tmp_path)[0] == 1
    assert contents(tmp_path) == from_a_pipe


def test_another_pipe_does_not_go_on(stream: Path, from_a_pipe: dict[str, bytes], tmp_path: Path) -> None:
    """Other rows are refused and nothing is touched; --restart takes them, and the same rows still go on."""
    cut_pipe(stream, tmp_path)
    before = contents(tmp_path)
    other = tmp_path.parent / f"{tmp_path.name}.other.jsonl"
    for content in (b"", b'{"text": "Rain."}\n', stream.read_bytes()[1:]):
        other.write_bytes(content)
        said = (
            "cleaner: clean.jsonl: an unfinished run of it had other inputs; "
            "give its command again as it was, or begin anew with --restart\n"
        )
        assert ended(from_pipe(other), tmp_path) == (2, said)
        lock = {".clean.jsonl.lock"}  # the dead run's
        assert {name: before[name] for name in before.keys() - lock} == contents(tmp_path)
    anew = shutil.copytree(tmp_path, tmp_path / "anew")
    other.write_bytes(b'{"text": "Rain."}\n')
    assert ended(from_pipe(other, "--restart"), anew)[0] == 0
    assert (anew / "clean.jsonl").read_bytes().count(b"\n") == 1
    shutil.rmtree(anew)
    assert ended(from_pipe(stream), tmp_path)[0] == 1
    assert contents(tmp_path) == from_a_pipe


def test_a_restart_from_a_pipe_goes_on_too(stream: Path, from_a_pipe: dict[str, bytes], tmp_path: Path) -> None:
    """A run that began with --restart is not begun anew by its command; with other rows it is, at the second time."""
    cut_pipe(stream, tmp_path, "--restart")
    other = tmp_path.parent / f"{tmp_path.name}.other.jsonl"
    other.write_bytes(b'{"text": "Rain."}\n')
    folder = shutil.copytree(tmp_path, tmp_path.parent / f"{tmp_path.name}.copy")
    said = "cleaner: clean.jsonl: an unfinished run of it had other inputs; it is given up now, so give the command again\n"
    assert ended(from_pipe(other, "--restart"), folder) == (2, said)
    assert ended(from_pipe(other, "--restart"), folder)[0] == 0
    assert set(contents(folder)) == {"clean.jsonl", "report.html", "manifest.json"}
    assert ended(from_pipe(stream, "--restart"), tmp_path)[0] == 1
    assert contents(tmp_path) == from_a_pipe


def test_a_remote_input_is_known_by_its_content() -> None:
    """What lies elsewhere is another input when it is written anew, as a file is."""
    memory = fsspec.filesystem("memory")
    plan, cleaner = Plan(inputs=["memory://key"], output="clean.jsonl"), Cleaner()

    def key(content: bytes) -> Key:
        memory.pipe("/key/a.txt", content)
        return key_of(plan, cleaner, find(plan.inputs))

    first = key(b"Rain.")
    assert first.differences(key_of(plan, cleaner, find(plan.inputs))) == []
    assert first.differences(key(b"Snow.")) == ["inputs"]


@pytest.mark.parametrize(
    ("output", "packer"),
    [
        ("clean.jsonl", None),
        ("clean.jsonl.gz", "zlib"),
        ("clean.jsonl.zst", "zstandard"),
        ("clean.parquet", "pyarrow"),
    ],
)
def test_what_packs_an_output_belongs_to_its_versions(
    output: str, packer: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that packs may pack otherwise in its next version: a run does not go on across that, but a plain one."""
    names = versions(output).keys() & {"zlib", "zstandard", "pyarrow"}
    assert names == ({packer} if packer else set())
    cleaner = Cleaner()
    before = key_of(Plan(inputs=[], output=output), cleaner, [])
    known = metadata.version
    monkeypatch.setattr("zlib.ZLIB_RUNTIME_VERSION", "x")
    monkeypatch.setattr(metadata, "version", lambda name: "x" if name in ("zstandard", "pyarrow") else known(name))
    after = key_of(Plan(inputs=[], output=output), cleaner, [])
    assert before.differences(after) == (["version"] if packer else [])


@pytest.mark.parametrize("name", ["model.json", "months.toml", "words.toml"])
def test_another_judge_is_another_version(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A judge that was trained anew, or knows other words, takes other lines: nothing goes on with it."""
    plan, cleaner = Plan(inputs=[], output="clean.jsonl"), Cleaner()
    before = key_of(plan, cleaner, [])
    shutil.copytree(ROOT / "cleaner" / "judge", tmp_path / "judge")
    monkeypatch.setattr("cleaner.batch.versions.files", lambda _: tmp_path / "judge")
    assert before.differences(key_of(plan, cleaner, [])) == []
    (tmp_path / "judge" / name).write_bytes(b"{}")
    assert before.differences(key_of(plan, cleaner, [])) == ["version"]


def test_a_library_that_is_not_there_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is missing is said where the output is opened, with what to do."""
    known = metadata.version

    def version(name: str) -> str:
        if name == "pyarrow":
            raise metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(metadata, "version", version)
    assert versions("clean.parquet") == versions("clean.jsonl")
