"""One rule file: TOML in, frozen data out, every fault in it named.

After loading nobody asks "is this key there?": what loads is complete, and what is not complete does not load.
The format is described for authors in rules/README.md.
"""

import hashlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cleaner.dates import ENGLISH_MONTHS, format_fault, format_pattern
from cleaner.layout import Layout, read_layouts
from cleaner.tomltable import Table

__all__ = ["FIELDS", "KINDS", "Cut", "Drop", "Locator", "Recognize", "RuleFile", "Trim", "TrimExample", "parse", "read"]

KINDS: Final = (
    "icons", "navigation", "subscription", "legal", "related", "social", "caption", "credit", "advert", "comments",
    "paywall", "duplicate", "sidebar",
)  # fmt: skip
WITHIN: Final = ("head", "tail", "anywhere")
FIELDS: Final = ("title", "date", "dateline", "authors", "description")
DATED: Final = ("date", "dateline")
DEFAULT_BUDGET: Final = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """Whole lines that go: literal `lines`, or lines that match `pattern`; `twice`: only where one stands twice."""

    id: str
    kind: str
    lines: tuple[str, ...]
    pattern: str | None
    twice: bool
    within: str
    drops: tuple[str, ...]
    keeps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A block that goes: from consecutive lines that match `start` up to the line before `end`, or to the last line."""

    id: str
    kind: str
    start: tuple[str, ...]
    end: str | None
    within: str
    drops: tuple[str, ...]
    keeps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrimExample:
    """A line, and what is left of it."""

    line: str
    leaves: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Trim:
    """The start or the end of a line that goes; `rest` is what the remainder must look like."""

    id: str
    kind: str
    at: str
    pattern: str
    rest: str
    drops: tuple[TrimExample, ...]
    keeps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Locator:
    """Where a field stands in the lines. `finds` are pairs of a text and the value in it."""

    field: str
    pattern: str | None
    after: str | None
    before: str | None
    within: str
    finds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognize:
    """What gives the outlet away in a text without a URL."""

    lines: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    at_least: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleFile:
    """All that is known about one outlet; `host` is the file's name, `imported` whose rules these are if not ours."""

    host: str
    name: str
    hosts: tuple[str, ...]
    budget: float
    recognize: Recognize
    drops: tuple[Drop, ...]
    cuts: tuple[Cut, ...]
    trims: tuple[Trim, ...]
    locators: tuple[Locator, ...]
    months: tuple[str, ...]
    layouts: tuple[Layout, ...]
    imported: str | None
    digest: str
    path: Path


def read(path: Path) -> tuple[RuleFile | None, tuple[str, ...]]:
    """Read one rule file.

    Args:
        path: A TOML file, named by the outlet's host.

    Returns:
        The rule file and no faults, or None and every fault, each one line with file, rule, key and value.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, (f"{path.name}: cannot be read: {error.strerror}",)
    return parse(raw, path)


def parse(raw: bytes, path: Path, *, checked: bool = False) -> tuple[RuleFile | None, tuple[str, ...]]:
    """Make a rule file of its bytes.

    Args:
        raw: What the file holds.
        path: Where it was read.
        checked: Whether the same bytes under the same name are known to have no fault.

    Returns:
        As `read`.
    """
    try:
        data = tomllib.loads(raw.decode())
    except (ValueError, RecursionError) as error:  # beside its own: absurd numbers, absurd nesting
        return None, (f"{path.name}: is not TOML: {error}",)
    faults: list[str] = []
    rulefile = _rulefile(path, hashlib.sha256(raw).hexdigest(), Table(data, f"{path.name}: ", faults, checked))
    return (None, tuple(faults)) if faults else (rulefile, ())


def _rulefile(path: Path, digest: str, top: Table) -> RuleFile:
    common = path.stem == "common"
    metadata = top.table("metadata")
    months = _months(metadata)
    budget = top.get("budget", (int, float), "a share between 0 and 1")
    if budget is not None and not 0 < budget <= 1:
        top.fault("budget", "is no share; expected a number between 0 and 1")
    rulefile = RuleFile(
        host=path.stem,
        name=top.text("name", required=True) or path.stem,
        hosts=tuple(host.lower() for host in top.texts("hosts", required=not common)),
        budget=budget or DEFAULT_BUDGET,
        recognize=_recognize(top.table("recognize")),
        drops=tuple(_drop(table) for table in top.tables("drop")),
        cuts=tuple(_cut(table) for table in top.tables("cut")),
        trims=tuple(_trim(table) for table in top.tables("trim")),
        locators=tuple(_locator(table, name, months) for name in FIELDS for table in metadata.tables(name)),
        months=months,
        layouts=read_layouts(top, body_needed=not common, imported="imported" in top.data),
        imported=top.text("imported"),
        digest=digest,
        path=path,
    )
    metadata.close(f"months, {', '.join(FIELDS)}")
    top.close("name, hosts, imported, budget, recognize, drop, cut, trim, metadata, html")
    _check_ids(top, rulefile)
    return rulefile


def _check_ids(top: Table, rulefile: RuleFile) -> None:
    ids = [*FIELDS, *(r.id for r in rulefile.drops), *(r.id for r in rulefile.cuts), *(r.id for r in rulefile.trims)]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            top.fault("id", f"{name!r} is taken; every rule of a file, and every metadata field, has its own")


def _months(metadata: Table) -> tuple[str, ...]:
    months = metadata.texts("months")
    if months and len(months) != len(ENGLISH_MONTHS):
        metadata.fault("months", f"has {len(months)} names; expected 12")
    return ENGLISH_MONTHS + months


def _recognize(table: Table) -> Recognize:
    at_least = table.get("at_least", int, "a whole number") or 1
    at_least = min(max(1, at_least), sys.maxsize)
    rule = Recognize(lines=table.texts("lines"), patterns=table.patterns("patterns"), at_least=at_least)
    table.close("lines, patterns, at_least")
    return rule


def _examples(table: Table, *, keeps_needed: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    drops, keeps = table.texts("drops"), table.texts("keeps")
    if not drops:
        table.fault("drops", "is missing; give at least one text that the rule must take")
    if keeps_needed and not keeps:
        table.fault("keeps", "is missing; a pattern needs at least one text that it must leave")
    return drops, keeps


def _drop(table: Table) -> Drop:
    lines, pattern = table.texts("lines"), table.pattern("pattern")
    if bool(lines) == bool(pattern):
        table.fault("pattern", "give either lines (literals) or one pattern")
    drops, keeps = _examples(table, keeps_needed=pattern is not None)
    rule = Drop(
        id=table.text("id", required=True) or "",
        kind=table.choice("kind", KINDS, None),
        lines=lines,
        pattern=pattern,
        twice=table.flag("twice"),
        within=table.choice("within", WITHIN, "anywhere"),
        drops=drops,
        keeps=keeps,
    )
    table.close("id, kind, lines, pattern, twice, within, drops, keeps")
    return rule


def _cut(table: Table) -> Cut:
    several = isinstance(table.data.get("from"), list)
    start = table.patterns("from") if several else (table.pattern("from", required=True) or "",)
    if several and not start:
        table.fault("from", "is empty; give at least one pattern")
    end = table.pattern("to")
    drops, keeps = _examples(table, keeps_needed=True)
    rule = Cut(
        id=table.text("id", required=True) or "",
        kind=table.choice("kind", KINDS, None),
        start=start,
        end=end,
        within=table.choice("within", WITHIN, "anywhere" if end else "tail"),
        drops=drops,
        keeps=keeps,
    )
    table.close("id, kind, from, to, within, drops, keeps")
    return rule


def _trim(table: Table) -> Trim:
    keeps = table.texts("keeps")
    if not keeps:
        table.fault("keeps", "is missing; a pattern needs at least one text that it must leave")
    rule = Trim(
        id=table.text("id", required=True) or "",
        kind=table.choice("kind", KINDS, None),
        at=table.choice("at", ("start", "end"), None),
        pattern=table.pattern("pattern", required=True) or "",
        rest=table.pattern("rest") or ".+",
        drops=tuple(TrimExample(*pair) for pair in table.pairs("drops", ("line", "leaves"))),
        keeps=keeps,
    )
    table.close("id, kind, at, pattern, rest, drops, keeps")
    return rule


def _locator(table: Table, name: str, months: tuple[str, ...]) -> Locator:
    pattern = _dated(table, months) if name in DATED else table.pattern("pattern")
    locator = Locator(
        field=name,
        pattern=pattern,
        after=table.pattern("after"),
        before=table.pattern("before"),
        within=table.choice("within", WITHIN, "head"),
        finds=table.pairs("finds", ("text", "value")),
    )
    if name not in DATED and not (locator.pattern or locator.after or locator.before):
        table.fault("pattern", "give at least one of pattern, after, before")
    table.close("pattern, after, before, within, finds" + (", format" if name in DATED else ""))
    return locator


def _dated(table: Table, months: tuple[str, ...]) -> str | None:
    pattern = table.text("pattern") or "{date}"
    # Checked without the format, which with its months is the longest of all to compile.
    table.check_pattern("pattern", pattern.replace("{date}", r"\d"))
    format_ = table.text("format", required=True)
    if format_ is None:
        return None
    if message := format_fault(format_):
        table.fault("format", f"`{format_}`: {message}")
        return None
    if "{date}" not in pattern:
        table.fault("pattern", f"`{pattern}`: has no {{date}}, the place of the format")
        return None
    return pattern.replace("{date}", format_pattern(format_, months))
