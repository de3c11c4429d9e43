"""Title, byline and date at the head of a text of which the judge has told article from furniture.

They stand just above the first paragraph, the byline and the date sometimes below it. A byline opens with "By", or is a
name beside a date. What could be something else is nothing: no field is better than a wrong one.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cleaner.judge.headline import first_paragraph, headline
from cleaner.judge.written import Written, written
from cleaner.people import people, signs

__all__ = ["Fields", "fields"]

_UNTITLED: Final = 6  # lines above the first paragraph among which bylines are looked for where there is no headline
_BELOW: Final = 6  # lines below it
_BEFORE: Final = 3  # lines above the headline among which a date is looked for
_LENGTH: Final = 120  # characters of a byline, or of a line with a date
_BESIDE: Final = 6  # words that may stand beside a date
_DIARY: Final = 200  # lines among which a second date is looked for, where the first could be article
_DATE_LENGTH: Final = 60  # characters of a line with nothing but a date
_NAME_WORDS: Final = range(2, 6)
_NAME_LENGTH: Final = 40  # characters

_WORD: Final = re.compile(r"[^\W\d_]+")
_UPDATED: Final = re.compile(
    r"(?i)updat|modifi|actuali|aktuali|\bakt\.|atualiz|aggiorna|bijgewerkt|mis à jour|uppdat|oppdat|opdat|güncelle"
    r"|обнов|онов|изменен|päivit|frissít|cập nhật|diperbarui|ενημέρωση|تحديث|עודכן|更新|最終|최종|수정|edited|geändert"
)
_RIGHTS: Final = re.compile(r"(?i)copyright|©|\(c\)")
_DATA: Final = re.compile(r"[\"'`{}\[\]<>=$%]")  # code, tables
_BEFORE_DATE: Final = re.compile(r"(?i)\s(?:on|at|am|vom|den|le|il|el|del|em|op|på|от|в)\s*$")
_DIVIDED: Final = re.compile(r"\s*[|•·@]\s*|\s+[-–—]\s+")  # noqa: RUF001  dashes
# Words that have run together, addresses, and what stands in no name.
_NO_NAME: Final = re.compile(r"[^\W\d_A-Z]{3}[A-Z]|\.\w\w|[\d:/@#|!?<>]")
_NO_PERSON: Final = re.compile(r"(?i)\b(?:redak[tc]|redac|redaz|staff|desk|news|page|tweet|share|this|the|team)")
_PARTICLES: Final = frozenset(
    ("al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "la", "le",
     "ten", "ter", "van", "von", "y", "zu"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Fields:
    """The lines that are fields.

    Args:
        title: The line of the headline.
        authors: Lines of bylines, with the names as they stand there.
        dates: Lines of dates, with their parts; the first is the best.
        published: Whether that is the date of publication, and not of a change.
    """

    title: int | None = None
    authors: Mapping[int, str] = field(default_factory=dict)
    dates: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    published: bool = False


def fields(lines: Sequence[str], gone: Collection[int], ruled: Collection[int] = ()) -> Fields:
    """Find the fields in the lines of a text.

    Args:
        lines: All lines, normalized, without blank ones.
        gone: The lines that are no article.
        ruled: Those of them that are known to be no headline and no byline.

    Returns:
        The fields; empty where the text has no paragraph, or none is surely one.
    """
    paragraph = first_paragraph(lines, gone)
    if paragraph is None:
        return Fields()
    title = headline(lines, gone, ruled, paragraph)
    zones = _zones(title, paragraph, len(lines))
    near = {line: lines[line] for zone in zones for line in zone if len(lines[line]) <= _LENGTH}
    found = {line: date for line, text in near.items() if (date := written(text))}
    dates = {line: date for line, date in found.items() if _is_date(near[line], date, kept=line not in gone)}
    if _is_diary(lines, gone, dates):
        dates = {line: date for line, date in dates.items() if line in gone}
    unruled = {line: text for line, text in near.items() if line not in ruled}
    by = [{line: names for line, text in unruled.items() if (names := _signed(text, found.get(line)))}]
    if title is not None and dates:  # without them a name could be anything
        by.append(_alone({line: text for line, text in unruled.items() if line in gone}, dates))
    bylines = ({line: names[line] for line in zone if line in names} for names in by for zone in zones[:2])
    authors = next(filter(None, bylines), {})
    if title is not None and not (authors or dates or _is_evident(title, gone, paragraph)):
        title = None
    changed = {line: _UPDATED.search(near[line], 0, date.start) is not None for line, date in dates.items()}
    parts = {line: dates[line].parts for line in sorted(dates, key=changed.__getitem__)}
    return Fields(title=title, authors=authors, dates=parts, published=not all(changed.values()))


def _zones(title: int | None, paragraph: int, count: int) -> tuple[range, range, range]:
    """The lines between a headline and the first paragraph, below that, and above the headline."""
    above = range(0) if title is None else range(title - 1, max(title - 1 - _BEFORE, -1), -1)
    between = range(max(0, paragraph - _UNTITLED) if title is None else title + 1, paragraph)
    return between, range(paragraph + 1, min(paragraph + 1 + _BELOW, count)), above


def _is_evident(title: int, gone: Collection[int], paragraph: int) -> bool:
    """Whether furniture shows that a headline is one; alone it could be the first line of a clean text."""
    if title in gone:
        return True
    return all(line in gone for line in range(title)) and any(line in gone for line in range(paragraph))


def _is_date(text: str, date: Written, *, kept: bool) -> bool:
    """Whether a line says little beside a date; one that could be article, hardly anything."""
    before, after = text[: date.start], text[date.end :]
    words = len(_WORD.findall(before)) + len(_WORD.findall(after))
    if kept:
        return words <= 1 and not _DATA.search(before + after)
    return words <= _BESIDE and not _RIGHTS.search(text)


def _is_diary(lines: Sequence[str], gone: Collection[int], dates: Collection[int]) -> bool:
    """Whether lines with nothing but a date head parts of the article: then there are several."""
    if all(line in gone for line in dates):
        return False
    kept = (text for line, text in enumerate(lines[:_DIARY]) if line not in gone and len(text) <= _DATE_LENGTH)
    found = ((text, date) for text in kept if (date := written(text)))
    return sum(_is_date(text, date, kept=True) for text, date in found) > 1


def _signed(text: str, date: Written | None) -> str | None:
    """The byline in a line that opens as one."""
    text = _BEFORE_DATE.sub("", text[: date.start]) if date else text
    return text if signs(text) and (names := people(text)) and all(map(_is_name, names)) else None


def _alone(near: Mapping[int, str], dates: Collection[int]) -> dict[int, str]:
    """Names that stand in a line without "By", one below the other, and the first or the last beside a date."""
    names: dict[int, str] = {}
    for line, text in near.items():
        name = _DIVIDED.split(text.strip("-–—•·* "))[0]  # noqa: RUF001  dashes
        if name.istitle() and _is_name(name) and not _NO_PERSON.search(name) and people(name) == (name,):
            names[line] = name
    beside = {line for line in names if {line - 1, line, line + 1} & set(dates)}
    for line in (*sorted(names), *sorted(names, reverse=True)):
        if line in names and {line - 1, line + 1} & beside:
            beside.add(line)
    return {line: name for line, name in names.items() if line in beside}


def _is_name(name: str) -> bool:
    """Whether it looks like the name of a person; where letters have no case, any few words do."""
    words = name.split()
    cased = name.lower() != name.upper()
    if _NO_NAME.search(name) or len(name) > _NAME_LENGTH or (cased and len(words) not in _NAME_WORDS):
        return False
    return not cased or (
        all(word[0].isupper() or word.casefold() in _PARTICLES for word in words) and words[-1][0].isupper()
    )
