"""CONTRIBUTING's newcomer: every command of the way from twenty pages to a tested rule file prints what the page shows."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.consoles import commands
from tests.docs import blocks

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HEADING = "## From twenty pages to a tested rule file"
WAY = CONTRIBUTING[CONTRIBUTING.index(HEADING) :].split("\n## ")[0]
SHIMS = ("cleaner", "pytest")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a newcomer has: the program, its rules, and the suite of articles without any."""
    if not shutil.which("bash"):
        pytest.skip("the page's commands are for a shell")
    for folder in ("cleaner", "rules"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests").mkdir()
    for name in (
        "pyproject.toml",
        *(f"tests/{one}.py" for one in ("__init__", "conftest", "newcomer", "test_articles")),
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def shell(command: str, folder: Path) -> str:
    """What a command prints in the checkout, with the durations and counts of other people's machines left out."""
    shims = "".join(f'{name}() {{ "{sys.executable}" -m {name} "$@"; }}; ' for name in SHIMS)
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(  # noqa: S603  our own words
        ["bash", "-c", f'{shims}python() {{ "{sys.executable}" "$@"; }}; {command}'],  # noqa: S607
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return f"{done.stdout.rstrip()}\n".lstrip("\n")


def same(output: str) -> str:
    """An output without what differs from one machine, and one day, to another."""
    return re.sub(r" in \d+\.\d+s|\d+ (?=deselected|rule files)", "", output)


def test_a_newcomer_gets_there(checkout: Path) -> None:
    """From the pages to a fixture that is red, then green; the rule file is the one that the page shows."""
    way = list(commands(WAY, programs=("cleaner", "pytest", "python", "cd")))
    assert [command.split()[0] for command, _ in way] == ["python", "cleaner", "cleaner", "cleaner", "pytest", "cd", "cd", "pytest"]  # fmt: skip
    for command, said in way:
        assert (command, same(shell(command, checkout))) == (command, same(said))
    written = (checkout / "rules" / "lissecourier.example.toml").read_text(encoding="utf-8")
    assert blocks(WAY, "toml") == [written]
