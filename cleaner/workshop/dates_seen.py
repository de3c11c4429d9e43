"""Dates as an outlet writes them in lines of their own, told from many documents: format, months, surroundings."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cleaner.dates import ENGLISH_MONTHS, format_pattern, iso_date
from cleaner.patterns import LinePattern
from cleaner.rulefile import RuleFile

__all__ = ["DateSeen", "date_seen", "months_seen"]

_LONGEST: Final = 80  # characters of a line that is a date and little else
_WORD: Final = r"[^\W\d_]{3,}\.?"
_YEAR: Final = r"(?:19|20)\d\d"
# A date with day and month in figures is read one way where some day is above twelve.
_FORMS: Final = (
    (rf"\d{{1,2}} {_WORD} {_YEAR}", "%d %B %Y"),
    (rf"\d{{1,2}}\. {_WORD} {_YEAR}", "%d. %B %Y"),
    (rf"{_WORD} \d{{1,2}}, {_YEAR}", "%B %d, %Y"),
    (rf"{_YEAR}-\d\d-\d\d", "%Y-%m-%d"),
    (rf"\d{{1,2}}\.\d{{1,2}}\.{_YEAR}", "%d.%m.%Y"),
    (rf"(?:1[3-9]|2\d|3[01])/\d{{1,2}}/{_YEAR}", "%d/%m/%Y"),
    (rf"\d{{1,2}}/(?:1[3-9]|2\d|3[01])/{_YEAR}", "%m/%d/%Y"),
)
_TIME: Final = re.compile(r"(,? (?:- )?)\d{1,2}:\d\d(?!\d|:)")
_COMPILED: Final = tuple((re.compile(form), format_) for form, format_ in _FORMS)
_NAME: Final = re.compile(_WORD)


@dataclass(frozen=True, slots=True)
class DateSeen:
    """A kind of date line: its pattern with `{date}`, its format, a line with its date, how many documents have it."""

    pattern: str
    format: str
    line: str
    date: str
    documents: int


def date_seen(documents: Iterable[Iterable[str]], months: Sequence[str]) -> DateSeen | None:
    """The date line that most documents have.

    Args:
        documents: Of each its lines that may be one, normalized.
        months: Names of months, English ones first, as a rule file's.

    Returns:
        It, or None where no document has one.
    """
    found: Counter[tuple[str, str]] = Counter()
    lines: dict[tuple[str, str], str] = {}
    for document in documents:
        own = {key: line for line in document if len(line) <= _LONGEST and (key := _key(line))}
        found.update(own.keys())
        for key, line in own.items():
            lines[key] = min(line, lines.get(key, line))
    for key, count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        pattern, format_ = key
        groups = LinePattern(pattern.replace("{date}", format_pattern(format_, months))).groups(lines[key])
        if groups and (date := iso_date(groups[0], months)):
            return DateSeen(pattern, format_, lines[key], date, count)
    return None


def _key(line: str) -> tuple[str, str] | None:
    """The pattern and the format of a line with one date."""
    for form, format_ in _COMPILED:
        match = form.search(line)
        if match is None:
            continue
        time = _TIME.match(line, match.end())
        around = line[: match.start()], line[time.end() if time else match.end() :]
        if any(map(str.isdigit, "".join(around))):
            return None
        before, after = (re.escape(part).replace("\\ ", " ") for part in around)
        return f"{before}{{date}}{after}", f"{format_}{time[1]}%H:%M" if time else format_
    return None


def months_seen(lines: Iterable[str], files: Iterable[RuleFile]) -> tuple[str, ...]:
    """The names of months in date lines, as some rule file has them already.

    Args:
        lines: Lines that may have dates.
        files: Rule files, which know the months of their languages.

    Returns:
        Twelve names, or none where English ones do, or no file knows them.
    """
    dated = [line for line in lines if len(line) <= _LONGEST and _key(line)]
    seen = Counter(word.casefold().rstrip(".") for line in dated for word in _NAME.findall(line))
    known = {file.months[12:] for file in files if len(file.months) > len(ENGLISH_MONTHS)}
    best = max(sorted(known), key=lambda months: _matches(months, seen), default=())
    return best if _matches(best, seen) > _matches(ENGLISH_MONTHS, seen) else ()


def _matches(months: Sequence[str], seen: Counter[str]) -> int:
    return sum(seen[form.casefold().rstrip(".")] for forms in months for form in forms.split("|"))
