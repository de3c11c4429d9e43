"""README's figures are those that were measured: nobody copies one by hand, and no command in the table is made up."""

import re
from dataclasses import replace
from typing import Any

import pytest
from figures import ROOT, Figure, Stored, faults, figures, measured, read, stored, table, with_table

PAGE = "# A\n<!-- figures: written by benchmarks/figures.py -->\n{}<!-- end of figures -->\nB\n"
ROW = Figure(
    "speed",
    "text beside a peer",
    "python benchmarks/text_speed.py --turns 3",
    (r"is (?P<times>[\d.,]+) times",),
    "{times:.1f} times",
)
FOUND = Stored("2 cores", {"speed": {"command": ROW.command, "values": {"times": 5.25}}})
MADE = table([ROW], FOUND)


def test_the_table_is_what_was_measured() -> None:
    """README's table, the figures that are stored and the commands that exist go together."""
    assert faults(figures(), stored(), (ROOT / "README.md").read_text(encoding="utf-8")) == []


def test_every_promise_on_speed_has_a_row() -> None:
    """Each benchmark that the table must have is in it."""
    scripts = {"batch", "counts", "growth", "html_speed", "rules_scale", "startup", "text_speed"}
    assert scripts <= {row.script for row in figures()}


@pytest.mark.parametrize("row", figures(), ids=lambda row: row.name)
def test_a_row_says_all_that_it_reads(row: Figure) -> None:
    """A number that is read and not said, or said and not read, is a slip; patterns compile."""
    names = [name for pattern in row.reads for name in re.compile(pattern).groupindex]
    assert sorted(set(re.findall(r"\{(\w+)", row.says))) == sorted(names)


def test_a_table_is_markdown_with_the_machine_above_it() -> None:
    """One row for each figure, said as its format says."""
    assert MADE.splitlines() == [
        "Measured on a shared machine (2 cores); ratios are medians of turns in one run.",
        "",
        "| what | figure | command |",
        "|---|---|---|",
        "| text beside a peer | 5.2 times | `python benchmarks/text_speed.py --turns 3` |",
    ]


FAULTS = [
    ("nothing", ROW, FOUND, MADE, []),
    ("a figure changed by hand", ROW, FOUND, MADE.replace("5.2", "25.0"), ["README's table is not what is stored; write it with benchmarks/figures.py --table"]),
    ("a figure that nobody measured", ROW, Stored("2 cores", {}), MADE, ["speed: was never measured; run benchmarks/figures.py --write text_speed"]),
    ("a command that is another now", replace(ROW, command="python benchmarks/text_speed.py"), FOUND, MADE, ["speed: was measured by python benchmarks/text_speed.py --turns 3; run benchmarks/figures.py --write text_speed"]),
    ("a script that is gone", replace(ROW, command="python benchmarks/gone.py"), FOUND, MADE, ["speed: there is no benchmarks/gone.py"]),
    ("a figure that is no row any more", ROW, replace(FOUND, figures=FOUND.figures | {"old": {}}), MADE, ["old: is stored and no row any more"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "found", "made", "said"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_drift_is_named(row: Figure, found: Stored, made: str, said: list[str]) -> None:
    """What is wrong is said with what to do about it."""
    assert faults([row], found, PAGE.format(made)) == said


def test_an_option_that_does_not_exist_is_named() -> None:
    """Options are looked for in the script; a reader who types the command must not be refused."""
    row = replace(ROW, command="python benchmarks/text_speed.py --swift")
    assert faults([row], FOUND, PAGE.format(MADE))[0] == "speed: benchmarks/text_speed.py has no option --swift"


def test_a_command_is_run_once_for_all_its_figures() -> None:
    """Two rows of one benchmark cost one run, and each finds its own numbers."""
    asked = []

    def prints(command: str) -> str:
        asked.append(command)
        return "ours is 1,025.5 times as fast"

    found: dict[str, Any] = measured([ROW, replace(ROW, name="again")], prints)
    assert asked == [ROW.command]
    assert found == {name: {"command": ROW.command, "values": {"times": 1025.5}} for name in ("speed", "again")}


def test_figures_that_are_not_there_end_the_program() -> None:
    """A benchmark that failed or changed its words is no figure of nought."""
    with pytest.raises(
        SystemExit, match=r"speed: python benchmarks/text_speed\.py --turns 3 printed nothing that matches"
    ):
        read(ROW, "Traceback")


def test_a_page_without_a_place_is_refused() -> None:
    """The table goes between its marks, and the rest of the page stays."""
    assert with_table(PAGE.format("old\n"), "new\n") == PAGE.format("new\n")
    with pytest.raises(SystemExit, match="has no place for figures"):
        with_table("# A\n", "new\n")
