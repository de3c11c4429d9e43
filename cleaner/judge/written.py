"""Dates as people write them into a line, in some forty languages; only forms that can be read in one way are read.

"03/04/2024" is no date here, and "listopada" no month: it is October in Zagreb and November in Warsaw.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from cleaner.dates import iso_date

__all__ = ["Written", "written"]

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d|:\d)"  # "28.09.1912:30" is a short year and a time of day
_ANY_YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)|[\u0660-\u0669\u06f0-\u06f9]{4}")
_DAY: Final = r"(?<!\d)(?P<day>\d{1,2})"
_NAME: Final = r"(?P<name>[^\s\d.,;:/|()\[\]<>•·–—-]{2,16}(?: ال(?:أول|ثاني))?)(?:\.|/\S{2,16})?"  # noqa: RUF001  a dash
_NUMBER: Final = r"(?P<month>\d{1,2})"
_CLOCK: Final = re.compile(
    r"[^\d\n]{0,12}?(?<!\d)(?P<hour>\d{1,2})(?:[:h時点시]|\.(?!\d\d?\.))\s?(?P<minute>\d\d)(?!\d)"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b)?(?:\s?(?P<zone>Z|GMT|UTC|[+-](?:0\d|1[0-4]):?[0-5]\d)(?![\w+-]))?"
)
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}(?:st|nd|rd|th|er|º|\.)?[ -](?:de |di |of |ta' )?{_NAME},?[ -](?:de |del |d\. )?{_YEAR}",
        rf"{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
        rf"(?<!\d){_YEAR}\.?(?: m\.)? {_NAME} {_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}\. gada {_DAY}\. {_NAME}",
        rf"(?<!\d){_YEAR}(?P<mark>[-/.]) ?{_NUMBER}(?P=mark) ?{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}[年년] ?{_NUMBER}[月월] ?{_DAY}[日일]",
        rf"{_DAY}(?P<mark>\.) ?{_NUMBER}\. ?{_YEAR}",
        rf"{_DAY} tháng {_NUMBER},?(?: năm)? {_YEAR}",
        rf"(?<!\d)(?P<first>\d{{1,2}})(?P<mark>[/-])(?P<second>\d{{1,2}})(?P=mark){_YEAR}",
    )
)
_LAST_MONTH: Final = 12


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a line: its parts as `cleaner.dates.iso_date` takes them, and where it stands, with its time of day."""

    parts: Mapping[str, str]
    start: int
    end: int


def written(line: str) -> Written | None:
    """The first date in a line.

    Args:
        line: A short line; nothing is gained from long ones.

    Returns:
        The date, whole and possible; None where there is none, or it can be read in two ways.
    """
    if not _ANY_YEAR.search(line):
        return None
    found = [one for form in _FORMS if (one := form.search(line))]
    for one in sorted(found, key=lambda match: match.start()):
        parts = _parts(one)
        if parts and iso_date(parts, ()):
            return _with_clock(line, one, parts)
    return None


def _parts(found: re.Match[str]) -> dict[str, str] | None:
    parts = {name: value for name, value in found.groupdict().items() if value and name != "mark"}
    if "name" in parts:
        month = _months().get(parts.pop("name").casefold())
        return parts | {"month": str(month)} if month else None
    if "first" in parts:
        return _ordered(parts["year"], parts["first"], parts["second"])
    return parts


def _ordered(year: str, first: str, second: str) -> dict[str, str] | None:
    """The parts of a date of which the order of day and month shows only where the day cannot be a month."""
    if int(first) > _LAST_MONTH:
        return {"year": year, "month": second, "day": first}
    return {"year": year, "month": first, "day": second} if int(second) > _LAST_MONTH or first == second else None


def _with_clock(line: str, found: re.Match[str], parts: dict[str, str]) -> Written:
    clock = _CLOCK.match(line, found.end())
    timed = parts | {name: value for name, value in clock.groupdict().items() if value} if clock else parts
    if clock and iso_date(timed, ()):
        return Written(timed, found.start(), clock.end())
    return Written(parts, found.start(), found.end())


@cache
def _months() -> dict[str, int]:
    """The number of the month that each form means; forms of two months are left out."""
    content = tomllib.loads(files("cleaner.judge").joinpath("months.toml").read_text(encoding="utf-8"))
    forms = [
        (form, number) for names in content.values() for number, name in enumerate(names, 1) for form in name.split("|")
    ]
    means: dict[str, set[int]] = {}
    for form, number in forms:
        means.setdefault(form, set()).add(number)
    return {form: number for form, number in forms if len(means[form]) == 1}
