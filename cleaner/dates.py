"""Dates as outlets write them, by an explicit format: nothing is guessed and nothing depends on the locale or on today.

A format is turned into a pattern with named groups for the lines, and the groups into ISO 8601, as precise as they are.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

__all__ = ["ENGLISH_MONTHS", "format_fault", "format_pattern", "is_iso", "iso_date"]

ENGLISH_MONTHS: Final = (
    "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun",
    "July|Jul", "August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov", "December|Dec",
)  # fmt: skip

_DIRECTIVES: Final = {
    "%d": r"(?P<day>\d{1,2})",
    "%m": r"(?P<month>\d{1,2})",
    "%Y": r"(?P<year>(?:19|20)\d\d)",
    "%y": r"(?P<short_year>\d\d)",
    "%H": r"(?P<hour>\d{1,2})",
    "%I": r"(?P<hour>\d{1,2})",
    "%M": r"(?P<minute>\d\d)",
    "%S": r"(?P<second>\d\d)",
    "%p": r"(?P<half>[AaPp]\.?[Mm]\.?)",
    "%a": r"\pL+\.?",
    "%A": r"\pL+",
    "%z": r"(?P<zone>Z|GMT|UTC|[+-](?:0\d|1[0-4]):?[0-5]\d)",
    "%%": "%",
}
_DIRECTIVE: Final = re.compile("%.?")
_POSIX_PIVOT: Final = 69  # POSIX strptime: two digits from 69 on are the 1900s


def format_fault(format_: str) -> str | None:
    """What is wrong with a date format.

    Returns:
        A message for the author, or None.
    """
    used = _DIRECTIVE.findall(format_)
    known = {*_DIRECTIVES, "%b", "%B"}
    if unknown := sorted({d for d in used if d not in known}):
        return f"unknown directive {unknown[0]!r}; known are {' '.join(sorted(known))}"
    if not {"%Y", "%y"} & set(used):
        return "has no year (%Y or %y); a date without a year is no date"
    names = [name for d in used for name in re.findall(r"P<(\w+)>", _directive_pattern(d, ENGLISH_MONTHS))]
    return "names a part twice" if len(names) != len(set(names)) else None


def _directive_pattern(directive: str, months: Sequence[str]) -> str:
    if directive in ("%b", "%B"):
        names = sorted((n for forms in months for n in forms.split("|")), key=lambda n: (-len(n), n))
        return rf"(?P<month_name>(?i:{'|'.join(map(re.escape, names))}))"
    return _DIRECTIVES[directive]


def format_pattern(format_: str, months: Sequence[str]) -> str:
    """The RE2 pattern of a date format.

    Args:
        format_: A format without faults, in strptime's directives.
        months: Twelve names; several forms of one are separated by "|".

    Returns:
        A pattern with the named groups that `iso_date` reads.
    """
    parts, position = [], 0
    for found in _DIRECTIVE.finditer(format_):
        parts += [re.escape(format_[position : found.start()]), _directive_pattern(found.group(), months)]
        position = found.end()
    return "".join([*parts, re.escape(format_[position:])])


def iso_date(groups: Mapping[str, str], months: Sequence[str]) -> str | None:
    """ISO 8601 from the parts that a line gave.

    Args:
        groups: Named groups of `format_pattern`; absent or empty where the format lacks them.
        months: As given to `format_pattern`.

    Returns:
        "2007", "2007-02", "2007-02-22", "2007-02-22T08:33" or with a zone; None where the parts make no date.
    """
    year = groups.get("year") or _full_year(groups.get("short_year"))
    month = groups.get("month") or _month_number(groups.get("month_name"), months)
    if not year or not month:
        return year or None
    day, hour, minute, second = groups.get("day"), _hour(groups), groups.get("minute"), groups.get("second")
    try:
        moment = datetime(int(year), int(month), int(day or 1), hour or 0, int(minute or 0), int(second or 0))  # noqa: DTZ001  the zone follows
    except ValueError:
        return None
    if not day:
        return f"{moment:%Y-%m}"
    if hour is None or minute is None:
        return f"{moment:%Y-%m-%d}"
    seconds = f":{second}" if second else ""
    return f"{moment:%Y-%m-%dT%H:%M}{seconds}{_zone(groups)}"


def is_iso(text: str) -> bool:
    """Whether a caller's date is ISO 8601 in its extended form: a year, a month, a day or a moment."""
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", text):
        return True
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:$|[T ][0-9]{2}:[0-9]{2})", text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _full_year(short: str | None) -> str | None:
    return None if not short else f"{'19' if int(short) >= _POSIX_PIVOT else '20'}{short}"


def _month_number(name: str | None, months: Sequence[str]) -> str | None:
    folded = (name or "").casefold()
    for number, forms in enumerate(months):
        if folded in forms.casefold().split("|"):
            return str(number % 12 + 1)
    return None


def _hour(groups: Mapping[str, str]) -> int | None:
    if not groups.get("hour"):
        return None
    hour, half = int(groups["hour"]), (groups.get("half") or "").lower()[:1]
    return hour if not half else hour % 12 + (12 if half == "p" else 0)


def _zone(groups: Mapping[str, str]) -> str:
    zone = groups.get("zone") or ""
    if zone in ("Z", "GMT", "UTC"):
        return "+00:00"
    return zone if not zone or ":" in zone else f"{zone[:3]}:{zone[3:]}"
