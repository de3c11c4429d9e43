"""`cleaner rules check`: each finding has its fixture and its whole message, and what is right is left alone."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner.cli import cli, main
from cleaner.errors import CleanerError
from cleaner.rulebook import built_in_rules
from cleaner.rulefile import read
from cleaner.workshop.lint import SEVERITIES, lint
from cleaner.workshop.lint.branches import branches, is_spelled_out
from cleaner.workshop.lint.templates import is_generated
from cleaner.workshop.lint.wide import sentences
from tests.conftest import FIXTURES, ROOT
from tests.docs import blocks

FOLDER = FIXTURES / "lint"
PATHS = sorted(FOLDER.glob("*.toml"))
DOCS = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")


def announced(path: Path) -> list[str]:
    """The findings that the first lines of a fixture announce."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]


def found(path: Path) -> list[str]:
    """The findings in a fixture, without its path."""
    file, faults = read(path)
    common, _ = read(FOLDER / "common.toml")
    assert faults == ()
    assert file is not None
    return [str(finding).removeprefix(f"{path}:") for finding in lint([file], common)]


def called(*arguments: str | Path) -> Result:
    """`cleaner rules check` with some arguments."""
    return CliRunner().invoke(cli, ["rules", "check", *map(str, arguments)], standalone_mode=False)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_finding_has_its_message(path: Path) -> None:
    """A rule file gives exactly the findings that its first lines announce, each with its line."""
    assert [line.removeprefix(" ") for line in announced(path)] == found(path)


def test_every_code_has_a_fixture() -> None:
    """No finding exists that no fixture shows, and what is right has a fixture without one."""
    shown = {line.rpartition("[")[2].rstrip("]") for path in PATHS for line in announced(path)}
    assert shown == set(SEVERITIES)
    assert announced(FOLDER / "clean.toml") == []


def test_our_own_rules_are_clean() -> None:
    """The built-in rule files pass the check that we ask of others."""
    done = called()
    assert (done.return_value, done.stdout) == (0, "")
    assert done.stderr == f"{len(list(built_in_rules().glob('*.toml')))} rule files, no findings\n"


def test_the_sentences_are_many_and_in_many_languages() -> None:
    """At least 300 lines in at least 15 languages, none twice, and none with a mark of its own."""
    path = ROOT / "cleaner" / "workshop" / "lint" / "sentences.txt"
    languages = [line for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("# ")][1:]
    assert len(languages) >= 15
    assert len(sentences()) == len(set(sentences())) >= 300


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("a|b", ("a", "b")),
        ("(?:a|b)", ("a", "b")),
        ("(?i)(?:a|b)", ("(?i)a", "(?i)b")),
        ("(?i:a|b)", ("(?i)a", "(?i)b")),
        ("(?:a|b)+", ("(?:a|b)+",)),
        ("(a)|(?:b|c)", ("(a)", "(?:b|c)")),
        ("(a)(b|c)", ("(a)(b|c)",)),
        (r"a\|b", (r"a\|b",)),
        (r"[|(]a", (r"[|(]a",)),
        (r"\Qa|b\E|c", (r"\Qa|b\E", "c")),
        (r"[]|]|\)", ("[]|]", r"\)")),
    ],
)
def test_alternatives_are_told_apart(pattern: str, parts: tuple[str, ...]) -> None:
    """Bars count at the top and in a group that is the whole pattern, not in classes, escapes and other groups."""
    assert branches(pattern) == parts


@pytest.mark.parametrize(
    ("pattern", "plain"),
    [("Read (?:more|on)", True), (r"Read more\.\.\.", True), ("[Rr]ead more", True), (r"\d min", False), ("Read .+", False), (r"a\\.", False)],
)  # fmt: skip
def test_what_is_spelled_out_needs_no_example(pattern: str, plain: bool) -> None:
    """A pattern of nothing but words shows what it takes; one with a class or any character does not."""
    assert is_spelled_out(pattern) is plain


@pytest.mark.parametrize(
    "name",
    ["css-1a2b3c", "sc-bdVaJa", "jsx-123456", "_3xYz9", "title__3xYz9", "Article_body__2kQzW", "svelte-x7k2qp", "data-v-7ba5bd90", "post-88123", "css-kqzwvx", "sc-1a2b3c4d-0", "d41d8cd98f00", "emotion-8f3k2a"],
)  # fmt: skip
def test_generated_names_are_told(name: str) -> None:
    """What a build, a hash or a counter made does not outlive it."""
    assert is_generated(name)


@pytest.mark.parametrize(
    "name",
    ["article-body", "article__body", "article__body--wide", "articleBody", "ArticleBody_main", "newsletterBoxInline", "col-md-6", "ratio-16x9", "col-xs-12", "h2", "top10", "b2b-box", "mc4wp*", "share-*", "js-only", "css-button", "sc-list", "wp-block-quote", "c-teaser__title", "story2020", "StoryBodyCompanionColumn", "AMPLayout", "RTE", "adBox", "is-A4", "jw-player", "css-dark", "o-text", "mrf-article-body", "styles-list"],
)  # fmt: skip
def test_names_for_people_are_left_alone(name: str) -> None:
    """Words, sizes and the names of frameworks are no hashes, in whatever style a site writes them."""
    assert not is_generated(name)


def test_json_says_the_same(tmp_path: Path) -> None:
    """The JSON has what a line has, by name, and the same exit status."""
    path = Path(shutil.copy(FOLDER / "literal-twice.toml", tmp_path))
    text, rows = called(path), called(path, "--format", "json")
    finding: dict[str, Any] = {
        "path": str(path),
        "line": 11,
        "where": "drop tail-words",
        "code": "literal-twice",
        "severity": "warning",
        "message": "lines: 'Print' stands in drop anywhere too, which takes it wherever this one does",
    }
    assert json.loads(rows.stdout) == [finding]
    assert text.stdout == "{path}:{line}: {severity}: {where}: {message} [{code}]\n".format(**finding)
    assert (text.return_value, rows.return_value) == (1, 1)
    assert text.stderr == rows.stderr == "1 rule file, 1 warning\n"


def test_nothing_found_is_an_empty_list(tmp_path: Path) -> None:
    """JSON is JSON for clean files, too."""
    path = tmp_path / "lisse.example.toml"
    path.write_text('name = "Lisse Post"\nhosts = ["lisse.example"]\n', encoding="utf-8")
    done = called(path, "--format", "json")
    assert (done.return_value, done.stdout, done.stderr) == (0, "[]\n", "1 rule file, no findings\n")


def test_files_that_do_not_load_are_told_together(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 2, with all faults of all files that were named."""
    names = ["kind-unknown.toml", "keeps-missing.toml"]
    monkeypatch.setattr(
        "sys.argv", ["cleaner", "rules", "check", *(str(FIXTURES / "badrules" / name) for name in names)]
    )
    with pytest.raises(SystemExit) as caught:
        main()
    lines = capfd.readouterr().err.splitlines()
    assert caught.value.code == 2
    assert [line.removeprefix("cleaner: ").split(":")[0] for line in lines] == sorted(names)


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_file_that_does_not_load_hides_no_finding(format_: str) -> None:
    """What is found in the others is told in the same run, and the status is that of the worst."""
    wide, broken = FOLDER / "wide-drop.toml", FIXTURES / "badrules" / "kind-unknown.toml"
    alone, both = called(wide, "--format", format_), called(wide, broken, "--format", format_)
    assert alone.stdout == both.stdout
    assert "wide-drop.toml" in both.stdout
    assert isinstance(both.exception, CleanerError)
    assert str(both.exception).startswith("kind-unknown.toml: ")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["none.toml"], "{0}/none.toml: is neither a rule file nor a folder of .toml files"),
        (["a.toml", "b.toml"], "b.toml: hosts: 'a.example' is claimed by a.toml too"),
    ],
)
def test_wrong_calls_are_one_line(names: list[str], message: str, tmp_path: Path) -> None:
    """A path that is not there, and a host that two of the files claim, are the user's to mend."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text('name = "A"\nhosts = ["a.example"]\n', encoding="utf-8")
    done = called(*(tmp_path / name for name in names))
    assert str(done.exception) == message.format(tmp_path)


def test_the_order_of_files_does_not_matter() -> None:
    """Findings come by file and line, however the files were named."""
    some = PATHS[:6]
    assert called(*some).stdout == called(*reversed(some)).stdout == called(*some, *some).stdout


def test_the_guide_shows_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule file in docs/check.md gives the findings that stand there, and its second form none."""
    monkeypatch.chdir(tmp_path)
    Path("my-rules").mkdir()
    before, after = (block for block in blocks(DOCS, "toml") if "hosts = " in block)
    for block, shown in zip((before, after), blocks(DOCS, "console"), strict=False):
        (tmp_path / "my-rules" / "lissepost.example.toml").write_text(block, encoding="utf-8")
        command, _, output = shown.partition("\n")
        done = called(*command.removeprefix("$ cleaner rules check ").split())
        assert done.stdout + done.stderr == output


def test_every_code_and_option_is_documented() -> None:
    """Each code of a finding and each option stands in docs/check.md."""
    shown = CliRunner().invoke(cli, ["rules", "check", "--help"]).output
    options = [word for line in shown.splitlines() for word in line.split()[:1] if word.startswith("--")]
    assert [word for word in (*options, *(f"`{code}`" for code in SEVERITIES)) if word not in DOCS] == []


def test_the_hook_is_the_command() -> None:
    """The hook for other repositories runs the check on rule files in folders of rules, and on nothing else."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    pattern = re.search(r"^  files: '(.+)'$", text, re.MULTILINE)
    assert pattern
    assert "- id: cleaner-rules\n" in text
    assert "  entry: cleaner rules check\n" in text
    paths = ["rules/a.example.toml", "my-rules/a.toml", "data/rules/a.toml", "pyproject.toml", "badrules/a.toml", "rules/README.md", "rules/old/a.toml"]  # fmt: skip
    assert [path for path in paths if re.search(pattern[1], path)] == paths[:3]


def test_the_language_server_finds_the_schema() -> None:
    """What .taplo.toml points at is there, and its globs take the rule files."""
    config = tomllib.loads((ROOT / ".taplo.toml").read_text(encoding="utf-8"))
    rule = config["rule"][0]
    assert (ROOT / rule["schema"]["path"]).is_file()
    assert any((ROOT / "rules").glob("*.toml"))
    assert "rules/*.toml" in rule["include"]
