"""The files of an output: what is in them, when they are seen, and that they can be cut back to any place they were at."""

import gzip
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner import CleanerError, clean
from cleaner.batch.lock import locked
from cleaner.io import packing, shards
from cleaner.io.shards import Place, Shards
from cleaner.io.writers import Names, check_output, errors_beside, line_of, replace_file

ENDINGS = [".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet"]
TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."
SEED = 4


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks and row groups so small that a test's output has several."""
    monkeypatch.setattr(shards, "_CHUNK", 2_000)
    monkeypatch.setattr(packing, "_ROW_GROUP", 7_000)


def lines(count: int) -> list[bytes]:
    """Records of different lengths as lines of JSON."""
    return [
        line_of({**clean(f"{number} {TEXT * (number % 7)}").as_dict(), "id": str(number), "source": "\u2028\u0085"})
        for number in range(count)
    ]


LINES = lines(60)


def names_in(folder: Path) -> list[str]:
    """All names in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of any format, as any other program reads them."""
    if path.name.endswith(".parquet"):
        parquet = pytest.importorskip("pyarrow.parquet")
        return list(parquet.read_table(path).to_pylist())
    if path.name.endswith(".zst"):
        zstandard = pytest.importorskip("zstandard")
        with (
            path.open("rb") as packed,
            zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as raw,
        ):
            return [orjson.loads(line) for line in raw.read().splitlines()]
    opener = gzip.open if path.name.endswith(".gz") else open
    with opener(path, "rb") as raw:
        return [orjson.loads(line) for line in raw]


def finished(path: Path, pieces: list[bytes], most: int | None = None) -> list[Path]:
    """An output that was written in pieces, without any trouble."""
    output = Shards(path, most)
    output.go_to(Place())
    for piece in pieces:
        output.write(piece)
    output.end()
    output.publish()
    return output.names.existing()


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_holds_the_same_records(ending: str, tmp_path: Path) -> None:
    """What goes in comes out, in any format, in several chunks; nothing else is left in the folder."""
    path = tmp_path / f"clean{ending}"
    assert finished(path, LINES) == [path]
    assert rows_of(path) == [orjson.loads(line) for line in LINES]
    assert names_in(tmp_path) == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_output_without_records_is_a_file_of_its_format(ending: str, tmp_path: Path) -> None:
    """Nothing, well packed: a reader of the format finds no rows and no fault."""
    path = tmp_path / f"clean{ending}"
    finished(path, [])
    assert rows_of(path) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_bytes_do_not_depend_on_how_lines_came(ending: str, tmp_path: Path) -> None:
    """One by one or all at once: the chunks end at the same lines."""
    finished(tmp_path / f"one{ending}", LINES)
    finished(tmp_path / f"all{ending}", [b"".join(LINES)])
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"all{ending}").read_bytes()


@pytest.mark.parametrize("most", [1, 7, 60, 61])
def test_shards_hold_so_many_records(most: int, tmp_path: Path) -> None:
    """All shards but the last are full, numbered from 0, and together hold what one file would."""
    paths = finished(tmp_path / "clean.jsonl.gz", LINES, most)
    assert [path.name for path in paths] == [f"clean-{number:05}.jsonl.gz" for number in range(-(-60 // most))]
    assert [len(rows_of(path)) for path in paths[:-1]] == [most] * (len(paths) - 1)
    assert [row["id"] for path in paths for row in rows_of(path)] == [str(number) for number in range(60)]


@pytest.mark.parametrize("most", [None, 13])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_can_be_cut_back_to_any_place(ending: str, most: int | None, tmp_path: Path) -> None:
    """However often it was cut off, and whatever was written after the last note: the same bytes in the end."""
    whole = finished(tmp_path / f"whole{ending}", LINES, most)
    chance = random.Random(SEED)  # noqa: S311  moments, not secrets
    path = tmp_path / f"clean{ending}"
    noted, place = 0, Place()
    while noted < len(LINES):
        output = Shards(path, most)
        output.go_to(Place.from_dict(orjson.loads(orjson.dumps(place.as_dict()))))
        end = min(len(LINES), noted + chance.randrange(15))
        output.write(b"".join(LINES[noted:end]))
        noted, place = end, output.sync()
        if chance.random() < 0.5:
            output.publish()
        output.write(b"".join(LINES[noted : noted + chance.randrange(30)]))  # what was never noted
        output.abandon()
    output = Shards(path, most)
    output.go_to(place)
    output.end()
    output.publish()
    assert [path.read_bytes() for path in output.names.existing()] == [path.read_bytes() for path in whole]
    assert not output.names.begun()


def test_nothing_is_seen_before_it_is_complete(tmp_path: Path) -> None:
    """No final name before `publish`, and only those of complete shards by it."""
    output = Shards(tmp_path / "clean.jsonl", 10)
    output.go_to(Place())
    output.write(b"".join(LINES[:25]))
    output.sync()
    assert output.names.existing() == []
    output.publish()
    assert [len(rows_of(path)) for path in output.names.existing()] == [10, 10]
    output.discard()
    assert names_in(tmp_path) == ["clean-00000.jsonl", "clean-00001.jsonl"]


def test_what_is_gone_is_said(tmp_path: Path) -> None:
    """A place beyond the end of the file is no place to go on from."""
    output = Shards(tmp_path / "clean.jsonl")
    message = f"^{tmp_path}/clean.jsonl: what an earlier run wrote is gone; begin anew with --restart$"
    with pytest.raises(CleanerError, match=message):
        output.go_to(Place(size=10, records=1))


@pytest.mark.parametrize(
    ("output", "errors"),
    [
        ("clean.jsonl", "clean.errors.jsonl"),
        ("clean.jsonl.gz", "clean.errors.jsonl"),
        ("clean.jsonl.zst", "clean.errors.jsonl"),
        ("a.parquet", "a.errors.jsonl"),
    ],
)
def test_errors_stand_beside(output: str, errors: str) -> None:
    """Whatever the format: the file of errors is plain JSONL under the same name."""
    assert errors_beside(Path("x") / output) == Path("x") / errors


@pytest.mark.parametrize("name", ["clean.csv", "clean", "clean.gz", "clean.parquet.gz", "jsonl"])
def test_an_unknown_ending_is_refused(name: str, tmp_path: Path) -> None:
    """What is written follows from the name, so the name has to say it."""
    with pytest.raises(CleanerError) as refused:
        check_output(str(tmp_path / name))
    known = "a .jsonl, .jsonl.gz, .jsonl.zst or .parquet file, or to -"
    assert str(refused.value) == f"{tmp_path / name}: ends in no known format; write to {known}"


def test_a_missing_library_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read or written, and with the command that mends it."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(CleanerError) as refused:
        Shards(tmp_path / "a.parquet")
    wanted = "a.parquet: needs pyarrow; install it with pip install 'cleaner[parquet]'"
    assert str(refused.value) == f"{tmp_path}/{wanted}"


def test_shards_of_other_outputs_are_not_ours(tmp_path: Path) -> None:
    """Names are told apart to the letter."""
    for name in (
        "a-00000.jsonl",
        "a-b-00000.jsonl",
        "a-00000.jsonl.gz",
        "a-0.jsonl",
        ".a-00001.jsonl.partial",
        "a.jsonl",
    ):
        (tmp_path / name).touch()
    names = Names(tmp_path / "a.jsonl", sharded=True)
    assert [path.name for path in names.existing()] == ["a-00000.jsonl"]
    assert names.begun() == [1]
    assert Names(tmp_path / "a.jsonl").existing() == [tmp_path / "a.jsonl"]


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If its new content does not reach the disk, the old one stays, alone."""
    path = tmp_path / "page.html"
    replace_file(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CleanerError, match=f"^{path}: cannot be written: No space left on device$"):
        replace_file(path, b"new")
    assert (path.read_bytes(), names_in(tmp_path)) == (b"old", ["page.html"])


@pytest.fixture
def output(tmp_path: Path) -> Iterator[Path]:
    """An output's name, in a folder where nothing may be left."""
    yield tmp_path / "clean.jsonl"
    assert names_in(tmp_path) == []


def test_a_lock_is_held_by_one(output: Path) -> None:
    """The second is told, the first goes on, and then it is free again."""
    path = output.with_name("lock")
    message = f"^{output}: another run is writing it; wait for its end, or give another name$"
    with locked(path, output):
        for _ in range(2):
            with pytest.raises(CleanerError, match=message), locked(path, output):
                pass
        assert path.exists()
    with locked(path, output):
        pass


def test_a_dead_owner_s_lock_is_free(output: Path) -> None:
    """A file that a killed run left behind is no lock."""
    path = output.with_name("lock")
    path.write_bytes(b"")
    with locked(path, output):
        assert path.exists()
