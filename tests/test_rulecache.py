"""What is known of rule files between starts: it saves the checks, and nothing that is wrong with it does any harm."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, CleanerError
from cleaner.rulebook import Rulebook
from tests.conftest import FIXTURES

RULE = """
name = "Tarsk Times"
hosts = ["{host}"]

[recognize]
lines = ["The Tarsk Times, daily"]

[[drop]]
id = "more"
kind = "related"
lines = ["{line}"]
drops = ["{line}"]
"""
TEXT = "The council met on Monday.\nRain or shine\nBuy rain\nIt rained all day."


@pytest.fixture(autouse=True)
def built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small common file in place of all that ship, which take half a second to check."""
    folder = tmp_path / "built-in"
    folder.mkdir()
    (folder / "common.toml").write_text('name = "Common"\n', encoding="utf-8")
    monkeypatch.setattr("cleaner.rulebook.built_in_rules", lambda: folder)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that is empty when the test begins."""
    place = tmp_path / "cache"
    monkeypatch.setenv("CLEANER_CACHE", str(place))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two rule files."""
    found = tmp_path / "rules"
    found.mkdir()
    for host in ("times.example", "post.example"):
        (found / f"{host}.toml").write_text(RULE.format(host=host, line="Rain or shine"), encoding="utf-8")
    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rule files that are parsed during the test, in order."""
    names: list[str] = []
    loads = tomllib.loads

    def counting(text: str) -> dict[str, Any]:
        data = loads(text)
        names.append(data.get("hosts", ["common"])[0])
        return data

    monkeypatch.setattr("tomllib.loads", counting)
    return names


def removed(folder: Path, host: str = "times.example") -> list[str]:
    """The rules that take something of a text of an outlet."""
    return [removal.rule for removal in Cleaner(folder).clean(TEXT, outlet=host).removed]


def test_a_second_start_parses_nothing(cache: Path, folder: Path, parsed: list[str]) -> None:
    """However many files there are, a start parses none that was checked before."""
    Rulebook([folder])
    assert parsed == ["common", "post.example", "times.example"]
    parsed.clear()
    Rulebook([folder])
    assert parsed == []
    assert len(list(cache.iterdir())) == 2  # the built-in files' and the folder's


def test_a_document_parses_its_outlets_file_and_the_common_one(cache: Path, folder: Path, parsed: list[str]) -> None:
    """Once, whatever the number of its outlet's documents; nobody else's."""
    Rulebook([folder])
    parsed.clear()
    cleaner = Cleaner(folder)
    for _ in range(2):
        cleaner.clean(TEXT, outlet="times.example")
    assert sorted(parsed) == ["common", "times.example"]
    assert cache.is_dir()


def test_the_first_and_the_second_start_clean_alike(cache: Path, folder: Path) -> None:
    """Checked or remembered, the rules are the same."""
    first = Cleaner(folder).clean(TEXT, outlet="times.example")
    assert cache.is_dir()
    assert Cleaner(folder).clean(TEXT, outlet="times.example") == first
    assert [removal.rule for removal in first.removed] == ["times.example/more"]


def spoil(cache: Path, how: str) -> None:
    """Do something to every file of a cache."""
    for path in cache.iterdir():
        data = path.read_bytes()
        match how:
            case "deleted":
                path.unlink()
            case "empty":
                path.write_bytes(b"")
            case "truncated":
                path.write_bytes(data[: len(data) // 2])
            case "one bit":
                path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
            case "other bytes":
                path.write_bytes(bytes(range(256)))
            case "a folder":
                path.unlink()
                path.mkdir()


SPOILT = ("deleted", "empty", "truncated", "one bit", "other bytes", "a folder")


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_cache_is_as_none(cache: Path, folder: Path, parsed: list[str], how: str) -> None:
    """The files are checked again, and known from then on; a folder in its place alone stays where it is."""
    before = removed(folder)
    spoil(cache, how)
    parsed.clear()
    assert removed(folder) == before
    assert "post.example" in parsed
    parsed.clear()
    assert removed(folder) == before
    assert ("post.example" in parsed) is (how == "a folder")


def test_a_changed_file_is_checked_and_no_other(cache: Path, folder: Path, parsed: list[str]) -> None:
    """By what it holds, not by its date."""
    removed(folder)
    path = folder / "times.example.toml"
    stat = path.stat()
    path.write_text(RULE.format(host="times.example", line="Buy rain").replace('"more"', '"rain"'), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    parsed.clear()
    Rulebook([folder])
    assert parsed == ["times.example"]
    assert removed(folder) == ["times.example/rain"]
    assert cache.is_dir()


def test_other_checks_know_nothing_of_these(
    cache: Path, folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version of the program, or of a library, found without fault may have one here."""
    Rulebook([folder])
    own = set(cache.iterdir())
    monkeypatch.setattr(sys, "version", "4.0")
    parsed.clear()
    Rulebook([folder])
    assert "times.example" in parsed
    assert own < set(cache.iterdir())  # and neither takes the other's place


def test_the_same_bytes_under_two_names_are_two_files(cache: Path, folder: Path) -> None:
    """What is no fault under one name is one under another: what the common file need not say."""
    for name in ("common", "also"):
        (folder / f"{name}.toml").write_text('name = "All"\n', encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CleanerError, match=r"^also\.toml: hosts: is missing; expected a list of texts$"):
            Rulebook([folder])
    assert cache.is_dir()


def test_two_files_may_not_claim_a_host_whether_known_or_new(cache: Path, folder: Path) -> None:
    """Neither file has a fault of its own, so that both are remembered; the report stays."""
    (folder / "zoo.example.toml").write_text(RULE.format(host="times.example", line="Rain or shine"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(
            CleanerError, match=r"^zoo\.example\.toml: hosts: 'times\.example' is claimed by times\.example\.toml too$"
        ):
            Rulebook([folder])
    assert cache.is_dir()


def test_faults_are_reported_at_every_start(cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same report with and without a cache, and the second time."""
    for path in (FIXTURES / "badrules").glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    reports = []
    for place in (str(cache), str(cache), ""):
        monkeypatch.setenv("CLEANER_CACHE", place)
        with pytest.raises(CleanerError) as caught:
            Rulebook([folder])
        reports.append(str(caught.value))
    assert reports[0].count("\n") > 20
    assert reports == [reports[0]] * 3


def test_a_cache_that_cannot_be_made_is_no_fault(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules load without: in a read-only home, or where something is in the way."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path / "file" / "below"))
    assert removed(folder) == ["times.example/more"]


def test_what_cannot_be_put_in_its_place_is_taken_away(
    cache: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a cache is none, and nothing of it stays."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    assert removed(folder) == ["times.example/more"]
    assert list(cache.iterdir()) == []


def test_text_needs_no_parser_of_pages(cache: Path, folder: Path) -> None:
    """Selectors are checked once; a start that knows the files, and a text, load neither lxml nor cssselect."""
    program = (
        f"import sys, cleaner; cleaner.Cleaner(sys.argv[1]).clean({TEXT!r}, outlet='times.example')\n"
        "print(sorted({'lxml', 'cssselect'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, str(folder)]
    loaded = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)]  # noqa: S603
    assert loaded == ["['cssselect', 'lxml']\n", "[]\n"]
    assert cache.is_dir()


def test_it_can_be_switched_off(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty `CLEANER_CACHE` nothing is read or written, anywhere."""
    monkeypatch.setenv("CLEANER_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.chdir(tmp_path)
    assert removed(folder) == ["times.example/more"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built-in", "rules"]


def test_it_lies_where_caches_lie(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder that the user has for caches."""
    monkeypatch.delenv("CLEANER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    Rulebook([folder])
    assert {path.suffix for path in (tmp_path / "xdg" / "cleaner").iterdir()} == {".rules"}


def test_processes_may_race(cache: Path, folder: Path, parsed: list[str]) -> None:
    """Several that start at once, on no cache, all get the same, and leave one that is whole."""
    program = (
        "import sys; from cleaner import Cleaner\n"
        f"found = Cleaner(sys.argv[1]).clean({TEXT!r}, outlet='times.example').removed\n"
        "print(*(removal.rule for removal in found if removal.rule.startswith('times')))"
    )
    command = [sys.executable, "-c", program, str(folder)]
    racing = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]  # noqa: S603  our own
    assert [process.communicate()[0].strip() for process in racing] == ["times.example/more"] * 3
    parsed.clear()
    Rulebook([folder])
    assert parsed == ["common"]  # the processes had the files that ship
    assert {path.suffix for path in cache.iterdir()} == {".rules"}
