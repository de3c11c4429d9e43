"""What README, CONTRIBUTING and rules/README say is true: commands exist, examples run, keys are the real ones."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner import Cleaner
from cleaner.cli import cli
from cleaner.rulefile import KINDS, read
from cleaner.workshop.check import check
from tests.conftest import FIXTURES, ROOT
from tests.docs import blocks
from tests.test_rules import schema

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RULES = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_are_the_promised_ones() -> None:
    """README's first screen holds the run command and the test command, word for word, and CI runs the second."""
    run = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/cleaner run fixtures/inbox -o clean.jsonl"
    test = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"
    first_screen = README[: README.index("## A batch")]
    assert run in first_screen
    assert test in first_screen
    assert test in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_before_and_after_is_real() -> None:
    """The record that README shows is what comes of the document that it shows."""
    text = (FIXTURES / "inbox" / "rt-chapel-icon.txt").read_text(encoding="utf-8")
    record = Cleaner().clean(text)
    shown = README[README.index("What comes out") : README.index("Clean the twelve")]
    values = (record.outlet, record.title, record.date, record.language, record.text[:90], record.removed[0].rule)
    assert [value for value in values if str(value) not in shown] == []
    assert f'"start": {record.removed[0].start}, "end": {record.removed[0].end}' in shown


def test_the_inbox_is_what_readme_says(tmp_path: Path) -> None:
    """Twelve documents, text and HTML, all five outlets and unknown ones, come out without a failure."""
    done = CliRunner().invoke(cli, ["run", str(FIXTURES / "inbox"), "-o", str(tmp_path / "clean.jsonl")])
    assert done.exit_code == 0
    assert done.stderr.startswith("12 documents cleaned, 0 failed")
    rows = [Cleaner().clean(path.read_bytes()) for path in (FIXTURES / "inbox").glob("*.[th]*")]
    assert {row.format for row in rows} == {"html", "text"}


@pytest.mark.parametrize("block", blocks(README, "python"))
def test_python_examples_run(block: str) -> None:
    """Code in README does what it says; its assertions hold."""
    exec(compile(block, "README.md", "exec"), {})  # noqa: S102  our own words


def test_flags_and_kinds_are_documented() -> None:
    """Every flag stands in README, every kind and every key of a rule file in rules/README."""
    flags = schema("record")["properties"]["flags"]["items"]["enum"]
    assert [flag for flag in flags if f"`{flag}`" not in README] == []
    assert [kind for kind in KINDS if f"`{kind}`" not in RULES] == []
    properties = schema("rules")["properties"]
    keys = {*properties, *properties["drop"]["items"]["properties"], *properties["cut"]["items"]["properties"]}
    keys |= {*properties["trim"]["items"]["properties"], *properties["metadata"]["properties"]}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", RULES)] == []


@pytest.mark.parametrize("command", ["run", "clean", "explain", "rules", "schema"])
def test_every_command_is_in_readme(command: str) -> None:
    """No command without a word on it."""
    assert f"cleaner {command}" in README


def test_the_complete_example_of_a_rule_file_loads(tmp_path: Path) -> None:
    """The example with every key in rules/README is a rule file, apart from the placeholders in it."""
    example = blocks(RULES, "toml")[0]
    path = tmp_path / "rferl.org.toml"
    months = '["a|b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"]'
    path.write_text(re.sub(r"^months = .*$", f"months = {months}", example, flags=re.MULTILINE), encoding="utf-8")
    file, faults = read(path)
    assert faults == ()
    assert file is not None
    assert check(file) == []


def test_the_worked_example_works(tmp_path: Path) -> None:
    """CONTRIBUTING's rule file checks out and makes of its document what the page says."""
    (tmp_path / "harbourtimes.example.toml").write_text(blocks(CONTRIBUTING, "toml")[0], encoding="utf-8")
    (tmp_path / "bell.txt").write_text(blocks(CONTRIBUTING, "text")[0], encoding="utf-8")
    checked = CliRunner().invoke(cli, ["rules", "check", "--rules", str(tmp_path)], standalone_mode=False)
    cleaned = CliRunner().invoke(cli, ["clean", str(tmp_path / "bell.txt"), "--rules", str(tmp_path)])
    shown = blocks(CONTRIBUTING, "console")
    assert checked.stderr == shown[0].split("\n", 1)[1]
    assert cleaned.stdout == shown[1].split("\n", 1)[1]
    record = Cleaner(rules=tmp_path).clean((tmp_path / "bell.txt").read_text(encoding="utf-8"))
    assert (record.outlet, record.title) == ("harbourtimes.example", "Old bell returns to the customs house")
    assert (record.date, record.authors) == ("2019-05-03", ("Ann Lee", "Bob Day"))
