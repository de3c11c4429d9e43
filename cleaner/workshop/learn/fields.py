"""Proposals for metadata: lines that are dates, bylines, or the headline with the outlet's name behind it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cleaner.dates import ENGLISH_MONTHS, format_pattern, iso_date
from cleaner.masks import NAME, NUMBER, REST, WEEKDAY, has_words, pattern_of
from cleaner.patterns import LinePattern
from cleaner.people import people
from cleaner.workshop.draft import DraftRule, Value
from cleaner.workshop.learn.detail import Detail
from cleaner.workshop.learn.placing import HEAD

__all__ = ["Field", "fields_of"]

_IN_HEAD: Final = 0.95
_DOUBLED: Final = 0.5
_SAMPLES: Final = 3
_PLACES: Final = 7  # different words before dates: more are no weekdays but places, and the line is a dateline
_LONGEST: Final = 80  # characters of a byline
_TIME: Final = re.compile(r"(?P<hour>[0-9]{1,2}):[0-9]{2}(?P<seconds>:[0-9]{2})?(?P<half> ?[AaPp]\.?[Mm]\.?)?")
_NUMERIC: Final = re.compile(r"(?<![0-9])([0-9]{1,2})([./-])([0-9]{1,2})[./-]((?:19|20)[0-9]{2})(?![0-9])")
_ISO: Final = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DAY: Final = re.compile(r"(?<![0-9:])[0-9]{1,2}(?![0-9:])")
_MONTHS_OF_A_YEAR: Final = 12
_BETWEEN_NAMES: Final = 6  # characters of " and " and another name's slot


@dataclass(frozen=True, slots=True)
class Field:
    """A locator with the form that it comes from, and the names of months that it needs beside the English ones."""

    form: str
    detail: Detail
    rule: DraftRule
    months: tuple[str, ...] = ()


def fields_of(details: dict[str, Detail], months: Sequence[Sequence[str]]) -> Iterator[Field]:
    """The locators that the frequent forms of an outlet suggest.

    Args:
        details: The forms.
        months: For each language, twelve names, forms of one separated by "|".

    Yields:
        Locators, whose examples may still not hold.
    """
    for form, detail in details.items():
        rule: DraftRule | None = None
        names: tuple[str, ...] = ()
        if form.startswith(REST):
            rule = _title(form, detail)
        elif not has_words(form) and detail.doubled >= _DOUBLED * detail.lines and NUMBER not in form:
            rule = _title_below(form, detail)
        elif NAME in form and detail.share_in(HEAD) >= _IN_HEAD:
            rule = _byline(form, detail)
        elif NUMBER in form and not has_words(form) and detail.share_in(HEAD) >= _IN_HEAD:
            rule, names = _date(form, detail, months)
        if rule:
            yield Field(form, detail, rule, names)


def _title(form: str, detail: Detail) -> DraftRule | None:
    """The headline with the same words behind it, which stands without them in the head too."""
    if detail.doubled < _DOUBLED * detail.lines:
        return None
    ending = pattern_of(form[1:])
    finds = tuple(_found(line, re.split(ending.replace(r"\pL", r"\w"), line)[0]) for line in detail.samples.texts())
    return DraftRule(table="metadata.title", keys={"pattern": f"(.+){ending}", "finds": finds[:1]})


def _title_below(form: str, detail: Detail) -> DraftRule | None:
    """The line above a headline that stands twice in the head."""
    blocks = [block.split("\n") for block in detail.blocks.texts()]
    finds = tuple(_found("\n".join(block[:2]), block[1]) for block in blocks if len(block) > 1 and block[1])
    keys: dict[str, Value] = {"after": pattern_of(form), "finds": finds[:1]}
    return DraftRule(table="metadata.title", keys=keys) if finds else None


def _byline(form: str, detail: Detail) -> DraftRule | None:
    """A line of an opening such as "By" and nothing but names."""
    opening, _, rest = form.partition(NAME)
    samples = [line for line in detail.samples.texts() if len(line) <= _LONGEST]
    if not opening.strip() or len(rest) > _BETWEEN_NAMES:
        return None
    named = [(line, people(line)) for line in samples]
    if not named or not all(names and names[0] == line.removeprefix(opening)[: len(names[0])] for line, names in named):
        return None
    pattern = pattern_of(opening) + "(" + pattern_of(NAME + rest) + ")"
    finds = tuple(_found(line, ", ".join(names)) for line, names in named)
    return DraftRule(table="metadata.authors", keys={"pattern": pattern, "finds": finds[:_SAMPLES]})


def _found(text: str, value: str) -> dict[str, Value]:
    return {"text": text, "value": value}


def _date(form: str, detail: Detail, months: Sequence[Sequence[str]]) -> tuple[DraftRule | None, tuple[str, ...]]:
    """A line with one date of a format that all its samples have, and the names of months that it needs."""
    samples = detail.samples.texts()
    for names in (ENGLISH_MONTHS, *months):
        written = [found for line in samples if (found := _format(line, names))]
        if len(written) < len(samples) or len({(before, after) for before, _, after in written}) > _PLACES:
            continue
        format_ = _one_format([found[1] for found in written], samples)
        rule = _date_rule(form, samples, format_, names) if format_ else None
        if rule:
            return rule, () if names is ENGLISH_MONTHS or "%B" not in str(format_) else tuple(names)
    return None, ()


def _format(line: str, months: Sequence[str]) -> tuple[str, str, str] | None:
    """What stands before a date, its format (D and M where they cannot be told apart yet), and what stands behind."""
    text, count = _ISO.subn("%Y-%m-%d", line, count=1)
    if not count:
        text, count = _NUMERIC.subn(lambda f: f"%D{f[2]}%N{f[2]}%Y", line, count=1)
    if not count:
        forms = sorted((form for forms in months for form in forms.split("|")), key=lambda form: (-len(form), form))
        text, count = re.subn(rf"(?<!\w)(?i:{'|'.join(map(re.escape, forms))})(?!\w)", "%B", line, count=1)
        text = _YEAR.sub("%Y", text, count=1)
        text = _DAY.sub("%d", text, count=1) if count else text
    text = _TIME.sub(_time, text, count=1)
    first, last = text.find("%"), text.rfind("%")
    if "%Y" not in text or re.search(r"[0-9]", text) or first < 0:
        return None
    return text[:first], text[first : last + 2], text[last + 2 :]


def _time(found: re.Match[str]) -> str:
    seconds = ":%S" if found["seconds"] else ""
    if found["half"]:
        return f"%I:%M{seconds}{' ' if found['half'].startswith(' ') else ''}%p"
    return f"%H:%M{seconds}"


def _one_format(formats: Sequence[str], samples: Sequence[str]) -> str | None:
    """The one format of all samples, with day and month told apart by a day above 12."""
    if len(set(formats)) != 1:
        return None
    format_ = formats[0]
    if "%D" not in format_:
        return format_
    pairs = [(int(found[1]), int(found[3])) for line in samples if (found := _NUMERIC.search(line))]
    if any(first > _MONTHS_OF_A_YEAR for first, _ in pairs) or "%D.%N" in format_:
        return format_.replace("%D", "%d").replace("%N", "%m")
    if any(second > _MONTHS_OF_A_YEAR for _, second in pairs):
        return format_.replace("%D", "%m").replace("%N", "%d")
    return None


def _date_rule(form: str, samples: Sequence[str], format_: str, months: Sequence[str]) -> DraftRule | None:
    """A locator, if its pattern finds a date in every sample."""
    before, _, after = _format(samples[0], months) or ("", "", "")
    if WEEKDAY in form and len({(_format(line, months) or "")[:1] for line in samples}) > 1:
        before = re.sub(r"[^\W\d_]+\.?(?=,? ?$)", WEEKDAY, before)
    pattern = f"{pattern_of(before)}{{date}}{pattern_of(after)}"
    reader = LinePattern(pattern.replace("{date}", format_pattern(format_, (*ENGLISH_MONTHS, *months))))
    found = [(line, reader.groups(line)) for line in samples]
    values = [(line, groups and iso_date(groups[0], (*ENGLISH_MONTHS, *months))) for line, groups in found]
    if not all(value for _, value in values):
        return None
    finds = tuple(_found(line, value) for line, value in values if value)
    return DraftRule(table="metadata.date", keys={"pattern": pattern, "format": format_, "finds": finds[:_SAMPLES]})
