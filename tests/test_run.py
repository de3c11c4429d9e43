"""The batch: what is read, what is written, and what a user is told when the call was wrong."""

import gzip
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from cleaner import clean
from cleaner.cli import cli, main
from cleaner.rulebook import built_in_rules

TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."
PAGE = (
    f"<html><head><title>Rain</title></head><body><article><h1>Rain</h1>{f'<p>{TEXT}</p>' * 4}</article></body></html>"
)


def call(
    *arguments: str | Path, stdin: bytes | None = None, capfd: Any = None, monkeypatch: Any = None
) -> tuple[int, str, str]:
    """Run the command as a shell would: exit status, standard output, standard error."""
    monkeypatch.setattr(sys, "argv", ["cleaner", *map(str, arguments)])
    if stdin is not None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin))))
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capfd.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def shell(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """`call` with the fixtures that it needs."""

    def run(*arguments: str | Path, stdin: bytes | None = None) -> tuple[int, str, str]:
        return call(*arguments, stdin=stdin, capfd=capfd, monkeypatch=monkeypatch)

    return run


def records(path: Path) -> list[dict[str, Any]]:
    """The rows of an output."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as stream:
        return [orjson.loads(line) for line in stream]


def test_a_folder_becomes_jsonl(shell: Any, tmp_path: Path) -> None:
    """Texts and pages, packed or not and in sub-folders, become one record each, in the order of their paths."""
    inbox = tmp_path / "in"
    (inbox / "b").mkdir(parents=True)
    (inbox / "c.txt").write_text(TEXT)
    (inbox / "b" / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (inbox / "a.html").write_text(PAGE)
    (inbox / "notes.pdf").write_bytes(b"%PDF")
    (inbox / "rows.jsonl").write_text(
        f'{{"id": 7, "text": "{TEXT}", "url": "https://www.times.example/a"}}\n\n{{"text": "{TEXT}"}}\n'
    )
    status, _, err = shell("run", inbox, "-o", tmp_path / "out.jsonl")
    rows = records(tmp_path / "out.jsonl")
    assert status == 0
    assert [row["id"] for row in rows] == ["a", "b/a", "c", "7", f"{inbox}/rows.jsonl:3"]
    assert {row["format"] for row in rows} == {"html", "text"}
    assert rows[3]["outlet"] == "times.example"
    assert err.startswith("5 documents cleaned, 0 failed, ")
    assert not (tmp_path / "out.errors.jsonl").exists()


def test_the_output_may_lie_in_the_input(shell: Any, tmp_path: Path) -> None:
    """A run does not read what an earlier run wrote."""
    (tmp_path / "a.txt").write_text(TEXT)
    assert shell("run", tmp_path, "-o", tmp_path / "out.jsonl")[0] == 0
    assert shell("run", tmp_path, "-o", tmp_path / "out.jsonl", "--restart")[0] == 0
    assert len(records(tmp_path / "out.jsonl")) == 1


def test_the_same_input_gives_the_same_bytes(shell: Any, tmp_path: Path) -> None:
    """Packed or not, a run's output does not depend on when it ran."""
    (tmp_path / "a.txt").write_text(TEXT)
    for name in ("one.jsonl.gz", "two.jsonl.gz"):
        assert shell("run", tmp_path / "a.txt", "-o", tmp_path / name)[0] == 0
    assert (tmp_path / "one.jsonl.gz").read_bytes() == (tmp_path / "two.jsonl.gz").read_bytes()


def test_any_number_of_workers_gives_the_same_bytes(shell: Any, tmp_path: Path) -> None:
    """Work that is shared out comes back in the order of the input, records as well as failures."""
    rows = [f'{{"id": {number}, "text": "{f"{number}: {TEXT} " * (number % 60)}"}}' for number in range(700)]
    rows[150] = rows[450] = "not json"
    (tmp_path / "in.jsonl").write_text("\n".join(rows))
    for workers in (1, 2, 3):
        command = ["run", tmp_path / "in.jsonl", "-o", tmp_path / f"{workers}.jsonl", "--workers", workers]
        assert shell(*command)[0] == 1
    assert [row["id"] for row in records(tmp_path / "1.jsonl")] == [str(n) for n in range(700) if n not in (150, 450)]
    for name in ("{}.jsonl", "{}.errors.jsonl"):
        one, two, three = ((tmp_path / name.format(workers)).read_bytes() for workers in (1, 2, 3))
        assert one == two == three


def test_failures_go_to_the_errors_file(shell: Any, tmp_path: Path) -> None:
    """A row that is no document costs itself alone, and is named with its reason."""
    rows = tmp_path / "in.jsonl"
    rows.write_text(f'{{"id": "good", "text": "{TEXT}"}}\nnot json\n[1]\n{{"id": "bad"}}\n')
    status, _, err = shell("run", rows, "-o", tmp_path / "out.jsonl")
    errors = records(tmp_path / "out.errors.jsonl")
    assert status == 1
    assert [row["id"] for row in records(tmp_path / "out.jsonl")] == ["good"]
    assert [(row["id"], row["source"]) for row in errors] == [
        (f"{rows}:2", f"{rows}:2"),
        (f"{rows}:3", f"{rows}:3"),
        ("bad", f"{rows}:4"),
    ]
    assert errors[1]["reason"] == "is not a JSON object"
    assert errors[2]["reason"] == 'has neither "html" nor "text"'
    assert f"errors: {tmp_path}/out.errors.jsonl" in err


def test_an_unreadable_file_is_an_error_record(shell: Any, tmp_path: Path) -> None:
    """A file that breaks off does not end the run."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(os.urandom(5000))[:2000])
    status, _, _ = shell("run", tmp_path, "-o", tmp_path / "out.jsonl")
    assert status == 1
    assert [row["id"] for row in records(tmp_path / "out.jsonl")] == ["a"]
    reason = "cannot be read: Compressed file ended before the end-of-stream marker was reached"
    assert records(tmp_path / "out.errors.jsonl") == [{"id": "b", "source": f"{tmp_path}/b.txt.gz", "reason": reason}]


def test_a_pipe_takes_jsonl_and_single_documents(shell: Any) -> None:
    """`cleaner run - -o -` reads rows where there are rows, else one document."""
    status, out, _ = shell("run", "-", "-o", "-", stdin=f'{{"id": "x", "text": "{TEXT}"}}\n'.encode())
    assert (status, orjson.loads(out)["id"]) == (0, "x")
    status, out, _ = shell("run", "-", "-o", "-", stdin=TEXT.encode())
    assert (status, orjson.loads(out)["text"]) == (0, TEXT)


def test_empty_documents_are_records(shell: Any, tmp_path: Path) -> None:
    """A file without text is a document without text, and says so."""
    (tmp_path / "a.txt").write_bytes(b"")
    assert shell("run", tmp_path, "-o", tmp_path / "out.jsonl")[0] == 0
    row = records(tmp_path / "out.jsonl")[0]
    assert (row["text"], row["flags"]) == ("", ["empty", "unknown-outlet"])


WRONG_CALLS = [
    (["run", "{tmp}/none", "-o", "{tmp}/o.jsonl"], "{tmp}/none: does not exist; give a folder, a file, or - for standard input"),
    (["run", "{tmp}/void", "-o", "{tmp}/o.jsonl"], "{tmp}/void: holds no documents; known are .txt .html .htm .jsonl .json .warc .parquet, each also .gz .zst .bz2 .xz"),
    (["run", "{tmp}/a.pdf", "-o", "{tmp}/o.jsonl"], "{tmp}/a.pdf: is of no known kind; known are .txt .html .htm .jsonl .json .warc .parquet, each also .gz .zst .bz2 .xz"),
    (["run", "{tmp}/empty.jsonl", "-o", "{tmp}/o.jsonl"], "{tmp}/empty.jsonl: holds no documents; nothing was written"),
    (["run", "{tmp}/a.txt", "-o", "{tmp}/old.jsonl"], "{tmp}/old.jsonl: exists; give another name, or --restart to replace it"),
    (["run", "{tmp}/a.txt", "-o", "{tmp}/o.csv"], "{tmp}/o.csv: ends in no known format; write to a .jsonl, .jsonl.gz, .jsonl.zst or .parquet file, or to -"),
    (["run", "{tmp}/a.txt", "-o", "{tmp}/x/o.jsonl"], "{tmp}/x/o.jsonl: its folder does not exist; make it first"),
    (["run", "{tmp}/a.txt", "-o", "{tmp}/dir.jsonl"], "{tmp}/dir.jsonl: is a folder; name a file in it"),
    (["run", "{tmp}/a.txt", "-o", "{tmp}/o.jsonl", "--outlet", "none.example"], "none.example: no rule file claims this outlet; `cleaner rules list` shows the known ones"),
    (["run", "{tmp}/a.txt", "-o", "{tmp}/o.jsonl", "--rules", "{tmp}/none"], "{tmp}/none: is not a folder of rule files; give one with --rules or rules="),
    (["clean", "{tmp}/none"], "{tmp}/none: cannot be read: No such file or directory"),
    (["clean", "{tmp}/empty.jsonl"], "{tmp}/empty.jsonl: is empty; there is nothing to clean"),
    (["explain", "{tmp}/void"], "{tmp}/void: cannot be read: Is a directory"),
    (["rules", "show", "none.example"], "none.example: no rule file claims this outlet; `cleaner rules list` shows the known ones"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"), WRONG_CALLS, ids=lambda value: value[:40] if isinstance(value, str) else ""
)
def test_a_wrong_call_is_one_line_and_status_2(shell: Any, tmp_path: Path, arguments: list[str], message: str) -> None:
    """What a user can get wrong is said in one line: what, where, and what to do. Nothing is left behind."""
    (tmp_path / "void").mkdir()
    (tmp_path / "dir.jsonl").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "old.jsonl").write_bytes(b"kept\n")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    status, out, err = shell(*[argument.format(tmp=tmp_path) for argument in arguments])
    assert (status, out, err) == (2, "", f"cleaner: {message.format(tmp=tmp_path)}\n")
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_broken_rule_folder_names_its_faults(shell: Any, tmp_path: Path) -> None:
    """Bad rules stop a run before it reads a document."""
    (tmp_path / "x.example.toml").write_text('hosts = ["x.example"]\n')
    (tmp_path / "a.txt").write_text(TEXT)
    status, _, err = shell("run", tmp_path / "a.txt", "-o", tmp_path / "o.jsonl", "--rules", tmp_path)
    assert (status, err) == (2, "cleaner: x.example.toml: name: is missing; expected a text\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing option '-o' / '--output'"),
        (["-o", "-", "--workers", "0"], "Invalid value for '--workers': 0 is not in the range x>=1."),
        (["-o", "-", "--time-limit", "0"], "Invalid value for '--time-limit': 0.0 is not in the range x>0."),
        (["-o", "-", "--time-limit", "soon"], "Invalid value for '--time-limit': 'soon' is not a valid float range."),
    ],
)
def test_usage_errors_are_status_2(shell: Any, arguments: list[str], message: str) -> None:
    """An option that is missing or makes no sense is the call's fault."""
    status, out, err = shell("run", "somewhere", *arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_clean_prints_text_or_the_record(shell: Any, tmp_path: Path) -> None:
    """One document comes out as text, or whole as JSON."""
    (tmp_path / "a.txt").write_text(f"Subscribe\n{TEXT}")
    assert shell("clean", tmp_path / "a.txt")[1] == f"{TEXT}\n"
    assert orjson.loads(shell("clean", tmp_path / "a.txt", "--json")[1])["text"] == TEXT
    assert shell("clean", "-", stdin=TEXT.encode())[1] == f"{TEXT}\n"


def test_explain_marks_what_went(shell: Any, tmp_path: Path) -> None:
    """Every removed piece stands with its rule; what stays stands as it came."""
    (tmp_path / "a.txt").write_text(f"Subscribe\n{TEXT}")
    status, out, _ = shell("explain", tmp_path / "a.txt")
    assert status == 0
    assert out.splitlines()[0] == "[common/subscription-en: Subscribe]"
    assert out.splitlines()[1] == TEXT


def test_rules_are_listed_shown_and_hold(shell: Any) -> None:
    """The built-in rule files can be seen, and every example in them holds."""
    assert "rferl.org" in shell("rules", "list")[1]
    shown = shell("rules", "show", "https://www.rferl.org/a/1")[1]
    assert shown == (built_in_rules() / "rferl.org.toml").read_text(encoding="utf-8")
    status, _, err = shell("rules", "check")
    assert status == 0, err


@pytest.mark.parametrize(
    "command",
    [
        "",
        "run",
        "clean",
        "explain",
        "rules",
        "rules list",
        "rules show",
        "rules check",
        "rules coverage",
        "rules import-ftr",
        "rules learn",
        "rules new",
        "schema",
    ],
)
def test_every_command_has_help(command: str) -> None:
    """Each command says what it does and explains each of its options."""
    done = CliRunner().invoke(cli, [*command.split(), "--help"])
    assert done.exit_code == 0
    lines = [line for line in done.output.splitlines() if line.startswith("  -")]
    assert all("  " in line.strip() for line in lines)


def test_a_run_never_replaces_its_input(shell: Any, tmp_path: Path) -> None:
    """What a user has is not overwritten: neither by the output nor by the file of errors."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text(f'{{"text": "{TEXT}"}}\n')
    message = f"cleaner: {rows}: would be overwritten by this run; give the output another name\n"
    assert shell("run", rows, "-o", rows, "--restart")[::2] == (2, message)
    assert shell("run", tmp_path, "-o", rows, "--restart")[::2] == (2, message)
    errors = rows.rename(tmp_path / "data.errors.jsonl")
    assert shell("run", errors, "-o", tmp_path / "data.jsonl", "--restart")[0] == 2
    assert shell("run", tmp_path, "-o", tmp_path / "data.jsonl")[0] == 2
    assert errors.read_text() == f'{{"text": "{TEXT}"}}\n'


def test_odd_file_names_are_spelled_out(shell: Any, tmp_path: Path) -> None:
    """A name that is not UTF-8 costs nothing: its document is cleaned and its id can be read."""
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(TEXT)
    except OSError:
        pytest.skip("this file system takes no such names")
    assert shell("run", tmp_path, "-o", tmp_path / "out.jsonl")[0] == 0
    assert records(tmp_path / "out.jsonl")[0]["id"] == "caf\\udce9"


def test_pipes_and_dead_links_do_not_hang_or_end_a_run(shell: Any, tmp_path: Path) -> None:
    """A named pipe, a link that leads nowhere, a link back up: each is an error record."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    assert shell("run", tmp_path, "-o", tmp_path / "out.jsonl")[0] == 1
    assert [row["id"] for row in records(tmp_path / "out.jsonl")] == ["a"]
    assert [row["reason"] for row in records(tmp_path / "out.errors.jsonl")] == [
        "cannot be read: No such file or directory",
        "cannot be read: is a link to a folder that is read already",
        "cannot be read: is a named pipe, not a file",
    ]


def test_a_text_file_may_hold_a_page(shell: Any, tmp_path: Path) -> None:
    """HTML under a .txt name is read as HTML."""
    (tmp_path / "a.txt").write_text(PAGE)
    assert shell("run", tmp_path, "-o", tmp_path / "out.jsonl")[0] == 0
    row = records(tmp_path / "out.jsonl")[0]
    assert (row["format"], "<p>" in row["text"]) == ("html", False)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Snow fell.</p>", "Snow fell."),
        (
            "<div>Rain fell on the <b>plain</b>.<br>Snow fell.<script>var x</script></div>",
            "Rain fell on the plain.\n\nSnow fell.",
        ),
    ],
)
def test_fragments_of_html_keep_their_text(page: str, text: str) -> None:
    """Too little for an extractor is still text."""
    assert clean(page).text == text


def test_failures_of_a_pipe_are_named(shell: Any) -> None:
    """Without a file for errors, each is a line on standard error."""
    status, out, err = shell("run", "-", "-o", "-", stdin=b'{"id": 1}\n{"text": "Rain fell."}\n')
    assert (status, out.count("\n")) == (1, 1)
    assert '  failed: -:1: has neither "html" nor "text"\n' in err


def test_dates_of_rows_are_iso_or_flagged(shell: Any) -> None:
    """A date that is no extended ISO 8601 is not passed on."""
    rows = b'{"text": "Rain.", "date": "2019-05-03T10:00+02:00"}\n{"text": "Rain.", "date": 20190503}\n'
    _, out, _ = shell("run", "-", "-o", "-", stdin=rows)
    found = [orjson.loads(line) for line in out.splitlines()]
    assert [row["date"] for row in found] == ["2019-05-03T10:00+02:00", None]
    assert "bad-date" in found[1]["flags"]


def test_a_reader_may_leave(tmp_path: Path) -> None:
    """`cleaner run ... -o - | head -1` is no failure."""
    (tmp_path / "rows.jsonl").write_text(f'{{"text": "{TEXT * 50}"}}\n' * 500)
    command = [sys.executable, "-m", "cleaner", "run", str(tmp_path / "rows.jsonl"), "-o", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603  our own program
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()
        assert running.wait() == 0
