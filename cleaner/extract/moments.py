"""Moments of publication as markup writes them.

ISO 8601 in all its spellings, RFC 2822, the `Date` of Java and JavaScript, American long dates, German short ones,
seconds since 1970. Only forms that can be read in one way are read: 03/04/2024 is no date.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from cleaner.dates import ENGLISH_MONTHS

__all__ = ["best_moment", "iso_moment"]

_CLOCK: Final = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:[.,]\d+)?(?:\s*(?P<half>[AaPp])\.?[Mm]\b)?"
)
_ZONE: Final = r"(?:GMT|UTC)?\s*(?P<zone>[+-]\d\d(?::?\d\d)?\b|Z\b|[A-Z]{3,4}\b)"
_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?P<dash>[-/.]?)(?P<month>\d\d?)(?:(?P=dash)(?P<day>\d\d?))?"
    r"(?:(?:T|\s+|\s*,\s*|(?<=\d{8}))(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?(?![\d])",
    re.ASCII | re.IGNORECASE,
)
_DOTTED: Final = re.compile(
    rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}})(?:\D{{1,12}}{_CLOCK})?", re.ASCII
)
_EAST_ASIAN: Final = re.compile(
    rf"(?P<year>\d{{4}})\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일](?:\s*{_CLOCK})?", re.ASCII
)
_MONTH: Final = rf"(?P<name>(?i:{'|'.join(ENGLISH_MONTHS)}))\b\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LONG: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"\b{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})\b(?:\D{{1,5}}{_CLOCK}\s*(?:{_ZONE})?)?",  # May 15th, 2023
        rf"\b{_DAY}[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})\b(?:\D{{1,5}}{_CLOCK}\s*(?:{_ZONE})?)?",  # RFC 2822
        rf"\b{_MONTH}\s+{_DAY}\s+{_CLOCK}\s+(?:{_ZONE}\s+)?(?P<year>\d{{4}})\b",  # Java: Fri Apr 28 19:20:36 CEST 2023
    )
)
_SINCE_1970: Final = re.compile(r"(1[0-9]{9})(?:[0-9]{3})?")
_MONTHS: Final = {
    form.casefold(): number for number, forms in enumerate(ENGLISH_MONTHS, 1) for form in forms.split("|")
}
# Hours east of Greenwich, for names that mean one zone in news: RFC 2822's, and those of Europe.
_ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9,
    "SAST": 2,
}  # fmt: skip
_OFFSET: Final = re.compile(r"([+-](?:0[0-9]|1[0-4])):?([0-5][0-9])?")
_YEARS: Final = range(1800, 2100)  # fixed: what counts must not depend on today
_LONGEST: Final = 80  # characters of a value that is one moment


def best_moment(values: Iterable[str], echoes: Iterable[str] = ()) -> str | None:
    """The moment that sources agree on, as precise and as local as any of them has it.

    Args:
        values: What sources of publication say, the most trusted first.
        echoes: Further moments, of whatever: asked only how they write the one that was found.

    Returns:
        The first that is a moment; in the words of a later one where that gives the same instant in a local zone, or
        the same day's hour. None where no value is a moment.
    """
    moments = [found for value in values if (found := iso_moment(value))]
    if not moments:
        return None
    best = moments[0]
    if "T" not in best:
        return next((other for other in moments if other.startswith(best) and "T" in other), best)
    if not best.endswith("+00:00"):
        return best
    instant = datetime.fromisoformat(best)
    moments += [found for value in echoes if (found := iso_moment(value))]
    return next((other for other in moments if _is_local(other) and datetime.fromisoformat(other) == instant), best)


def iso_moment(text: str) -> str | None:
    """A moment in ISO 8601.

    Args:
        text: A moment in any form that markup uses.

    Returns:
        "2023-04", "2023-04-28", "2023-04-28T19:20" or with seconds and an offset, as precise as the text; None where it
        is no moment or can be read in two ways.
    """
    text = " ".join(text[:_LONGEST].split())
    if since := _SINCE_1970.fullmatch(text):
        return datetime.fromtimestamp(int(since[1]), UTC).isoformat()
    if found := _ISO.match(text):
        return _iso(found.groupdict())
    forms = (*_LONG, _DOTTED, _EAST_ASIAN)
    return next((_iso(found.groupdict()) for form in forms if (found := form.search(text))), None)


def _is_local(text: str) -> bool:
    return "T" in text and text[-6] in "+-" and not text.endswith("+00:00")


def _iso(parts: Mapping[str, str | None]) -> str | None:
    """ISO 8601 from the parts of a form; None where they make no moment."""
    year, day = int(parts["year"] or 0), parts.get("day")
    month = _MONTHS.get((parts.get("name") or "").casefold()) or int(parts.get("month") or 0)
    try:
        whole = date(year, month, int(day or 1))
        clock = _clock(parts)
    except ValueError:
        return None
    if year not in _YEARS or (whole.isoformat() == "1970-01-01" and (not clock or clock == time.min)):  # an empty field
        return None
    if not day or not clock:
        return f"{whole:%Y-%m-%d}" if day else f"{whole:%Y-%m}"
    precision = "seconds" if parts["second"] else "minutes"
    return f"{whole.isoformat()}T{clock.isoformat(precision)}{_offset(parts.get('zone') or '')}"


def _clock(parts: Mapping[str, str | None]) -> time | None:
    if not parts.get("hour"):
        return None
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "").lower()
    hour = hour if not half else hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(parts["minute"] or 0), int(parts["second"] or 0))


def _offset(zone: str) -> str:
    """An offset as ISO 8601 has it; empty for a zone that could be several or is none."""
    if zone.upper() in _ZONES:
        return f"{_ZONES[zone.upper()]:+03d}:00"
    found = _OFFSET.fullmatch(zone)
    return f"{found[1]}:{found[2] or '00'}" if found else ""
