"""Where the tables of a rule file stand in its text, and which findings their comments allow.

TOML's parser forgets lines and comments, so both are read from the text: a table is what stands between two headers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cleaner.rulefile import RuleFile

__all__ = ["TOP", "Place", "numbered", "places"]

TOP: Final = ""
_HEADER: Final = re.compile(r"^\[\[?([a-z_.]+)\]\]?", re.MULTILINE)
_ALLOW: Final = re.compile(r"^[^#\n]*# ?allow ([a-z-]+(?:, [a-z-]+)*): \S", re.MULTILINE)
_UNTIL: Final = re.compile(r"""^until = ["']([^"']+)""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """A table: its first line (from 1), and the codes of the findings that its comments allow."""

    line: int = 1
    allowed: frozenset[str] = frozenset()


def places(file: RuleFile) -> dict[str, Place]:
    """Where each table of a rule file stands.

    Args:
        file: A rule file that loads.

    Returns:
        Places by the names that notes use: "drop newsletter", "metadata, date", "html until 2013", `TOP`.
    """
    text = file.path.read_text(encoding="utf-8")
    found: dict[str, Place] = {}
    for name, start, section in _sections(text, file):
        known = found.get(name, Place(text.count("\n", 0, start) + 1))
        codes = {code for allow in _ALLOW.finditer(section) for code in allow[1].split(", ")}
        found[name] = Place(known.line, known.allowed | codes)
    return found


def _sections(text: str, file: RuleFile) -> Iterator[tuple[str, int, str]]:
    """Each table's name, where it starts, and its text; examples belong to the table before them."""
    headers = [*_HEADER.finditer(text)]
    ends = [*(header.start() for header in headers), len(text)]
    yield TOP, 0, text[: ends[0]]
    ids = {"drop": [r.id for r in file.drops], "cut": [r.id for r in file.cuts], "trim": [r.id for r in file.trims]}
    counts: dict[str, int] = {}
    name = TOP
    for header, end in zip(headers, ends[1:], strict=True):
        section = text[header.start() : end]
        table = header[1]
        counts[table] = number = counts.get(table, 0) + 1
        if table in ids:
            name = f"{table} {ids[table][number - 1]}" if number <= len(ids[table]) else f"{table} #{number}"
        elif table == "html.former":
            name = f"html until {until[1]}" if (until := _UNTIL.search(section)) else name
        elif not table.endswith(".examples"):
            name = numbered(table.replace(".", ", "), number)
        yield name, header.start(), section


def numbered(name: str, number: int) -> str:
    """The name of one of several tables: the first goes without its number."""
    return name if number == 1 else f"{name} #{number}"
