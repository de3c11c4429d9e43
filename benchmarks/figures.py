"""README's table of figures: every figure is read from what a benchmark prints, and none is copied by hand.

    python benchmarks/figures.py                        what is wrong with the table; status 1 if anything
    python benchmarks/figures.py --write [SCRIPT ...]   run the benchmarks, all or those named; store, write the table
    python benchmarks/figures.py --write --outputs DIR  read what they printed before: DIR/text_speed.txt and so on
    python benchmarks/figures.py --table                write the table of what is stored

figures.toml says what a figure is, and figures.json stores them. That figures are still true, only the benchmarks tell;
that the table says what was measured, CI does.
"""

import argparse
import os
import platform
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

__all__ = ["ROOT", "Figure", "Stored", "faults", "figures", "read", "stored", "table", "with_table"]

ROOT: Final = Path(__file__).parent.parent
FIGURES: Final = ROOT / "benchmarks" / "figures.toml"
STORED: Final = ROOT / "benchmarks" / "figures.json"
README: Final = ROOT / "README.md"
_MARKS: Final = ("<!-- figures: written by benchmarks/figures.py -->\n", "<!-- end of figures -->\n")

Values = dict[str, float]
Print = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table.

    Args:
        name: What it is stored under.
        what: What is measured, in words.
        command: The command that prints it.
        reads: Patterns whose named groups are its numbers.
        says: How it is said; a format with those names.
    """

    name: str
    what: str
    command: str
    reads: tuple[str, ...]
    says: str

    @property
    def script(self) -> str:
        """The benchmark's name."""
        return Path(shlex.split(self.command)[1]).stem


@dataclass(frozen=True, slots=True)
class Stored:
    """What was measured.

    Args:
        machine: The class of machine that it was measured on.
        figures: The command and the numbers, by the figure's name.
    """

    machine: str
    figures: dict[str, dict[str, Any]]


def main() -> None:
    """Check the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scripts", nargs="*", metavar="SCRIPT", help="with --write: only these benchmarks")
    parser.add_argument("--write", action="store_true", help="run the benchmarks, store their figures, write the table")
    parser.add_argument("--outputs", type=Path, metavar="DIR", help="with --write: read what they printed before")
    parser.add_argument("--table", action="store_true", help="write the table of what is stored")
    chosen = parser.parse_args()
    rows = figures()
    if unknown := set(chosen.scripts) - {row.script for row in rows}:
        parser.error(f"no figure comes from {', '.join(sorted(unknown))}")
    if chosen.write:
        wanted = [row for row in rows if row.script in chosen.scripts or not chosen.scripts]
        store(measured(wanted, _kept(chosen.outputs) if chosen.outputs else _run), rows)
    if chosen.write or chosen.table:
        README.write_text(with_table(README.read_text(encoding="utf-8"), table(rows, stored())), encoding="utf-8")
    sys.exit("\n".join(faults(rows, stored(), README.read_text(encoding="utf-8"))) or 0)


def figures() -> list[Figure]:
    """The figures as they are described."""
    rows = tomllib.loads(FIGURES.read_text(encoding="utf-8"))["figure"]
    return [Figure(**row | {"reads": tuple(row["reads"])}) for row in rows]


def stored() -> Stored:
    """The figures as they were measured."""
    return Stored(**orjson.loads(STORED.read_bytes())) if STORED.exists() else Stored("", {})


def measured(rows: Iterable[Figure], prints: Print) -> dict[str, dict[str, Any]]:
    """Measure figures.

    Args:
        rows: Which.
        prints: What a command prints; asked once for each command.

    Returns:
        What is stored of each.
    """
    printed: dict[str, str] = {}
    found = {}
    for row in rows:
        if row.command not in printed:
            printed[row.command] = prints(row.command)
        found[row.name] = {"command": row.command, "values": read(row, printed[row.command])}
    return found


def read(row: Figure, printed: str) -> Values:
    """The numbers of a figure; ends the program with one line where they are not in what its command printed."""
    values: Values = {}
    for pattern in row.reads:
        match = re.search(pattern, printed)
        if match is None:
            sys.exit(f"{row.name}: {row.command} printed nothing that matches {pattern}:\n{printed[-1000:]}")
        values |= {name: float(text.replace(",", "")) for name, text in match.groupdict().items()}
    return values


def store(new: dict[str, dict[str, Any]], rows: Sequence[Figure]) -> None:
    """Store figures; those that were not measured stay, and those that are no row any more go."""
    merged = stored().figures | new
    kept = {row.name: merged[row.name] for row in rows if row.name in merged}
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.python_implementation()} "
    machine += ".".join(platform.python_version_tuple()[:2])
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    STORED.write_bytes(orjson.dumps({"machine": machine, "figures": kept}, option=options))


def table(rows: Iterable[Figure], found: Stored) -> str:
    """The table in Markdown, with a sentence on the machine."""
    lines = [
        f"Measured on a shared machine ({found.machine}); ratios are medians of turns in one run.\n",
        "| what | figure | command |",
        "|---|---|---|",
        *(f"| {row.what} | {_said(row, found)} | `{row.command}` |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _said(row: Figure, found: Stored) -> str:
    return row.says.format(**found.figures[row.name]["values"]) if row.name in found.figures else "not measured"


def with_table(page: str, made: str) -> str:
    """A page with the table in its place, between the marks; ends the program where there are none."""
    before, first, rest = page.partition(_MARKS[0])
    _, last, after = rest.partition(_MARKS[1])
    if not first or not last:
        sys.exit(f"the page has no place for figures: it must have the lines {_MARKS[0]!r} and {_MARKS[1]!r}")
    return f"{before}{first}{made}{last}{after}"


def faults(rows: Sequence[Figure], found: Stored, page: str) -> list[str]:
    """What is wrong with the figures, one line each.

    Args:
        rows: The figures as they are described.
        found: The figures as they were measured.
        page: README.
    """
    said = [fault for row in rows for fault in _faults(row, found)]
    said += [f"{name}: is stored and no row any more" for name in found.figures.keys() - {row.name for row in rows}]
    if not said and with_table(page, table(rows, found)) != page:
        said.append("README's table is not what is stored; write it with benchmarks/figures.py --table")
    return said


def _faults(row: Figure, found: Stored) -> list[str]:
    interpreter, script, *options = shlex.split(row.command)
    path = ROOT / script
    if interpreter != "python" or not path.is_file():
        return [f"{row.name}: there is no {script}"]
    source = path.read_text(encoding="utf-8")
    said = [
        f"{row.name}: {script} has no option {option}"
        for option in options
        if option.startswith("--") and f'"{option}"' not in source
    ]
    measured_by = found.figures.get(row.name, {}).get("command")
    if measured_by != row.command:
        how = f"was measured by {measured_by}" if measured_by else "was never measured"
        said.append(f"{row.name}: {how}; run benchmarks/figures.py --write {row.script}")
    return said


def _run(command: str) -> str:
    print(f"$ {command}", flush=True)
    arguments = [sys.executable, *shlex.split(command)[1:]]
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, check=False, text=True)  # noqa: S603  our own
    print(done.stdout)
    return done.stdout


def _kept(folder: Path) -> Print:
    return lambda command: (folder / f"{Path(shlex.split(command)[1]).stem}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
