"""The forms in which a changing line is always the same: numbers, dates, addresses and names become slots.

Lines are counted by these forms, and a form with slots is one step from a pattern.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = [
    "NAME",
    "NUMBER",
    "REST",
    "WEEKDAY",
    "Masker",
    "fixed_letters",
    "has_slot",
    "has_words",
    "pattern_of",
    "plain",
]

# Noncharacters, which no text has.
NUMBER: Final = "\ufdd0"
MONTH: Final = "\ufdd1"
WEEKDAY: Final = "\ufdd2"
URL: Final = "\ufdd3"
MAIL: Final = "\ufdd4"
NAME: Final = "\ufdd5"
REST: Final = "\ufdd6"

_PATTERNS: Final = {
    NUMBER: r"\d[\d.,:]*",
    MONTH: r"\pL{2,12}\.?",
    WEEKDAY: r"\pL{2,16}\.?",
    URL: r"(?:https?://|www\.)\S+",
    MAIL: r"\S+@\S+",
    NAME: r"\p{Lu}[\pL\pM\d_.'-]*(?: \p{Lu}[\pL\pM\d_.'-]*)*",
    REST: ".{1,200}",
}
_SHOWN: Final = {
    NUMBER: "0",
    MONTH: "<month>",
    WEEKDAY: "<weekday>",
    URL: "<url>",
    MAIL: "<mail>",
    NAME: "<name>",
    REST: "...",
}
_SLOT: Final = re.compile("[\ufdd0-\ufdd6]")
_SPECIAL: Final = re.compile(r"[\\.+*?()|\[\]{}^$]")
_CHANGING: Final = re.compile(r"[0-9@]|://|www\.")  # few lines have any of these; the others are their own form
_NUMBERS: Final = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")
_LABEL: Final = re.compile(r"([^\W\d_][^:\uff1a.!?]{0,30}[:\uff1a] ?)\S")
_SUFFIX: Final = re.compile(r".*\S(\s+[|\u2013\u2014\xb7\xbb-]\s+\S.{0,40})")
_NAMED: Final = 120  # characters of a line in which names are looked for; the others are prose
_LABELLED: Final = 200
_LABEL_WORDS: Final = 4


class Masker:
    """Turns lines into their forms. Knows the names of months, which rule files list for many languages."""

    def __init__(self, months: Iterable[str]) -> None:
        """Take the names, several forms of one separated by "|"."""
        forms = {form.rstrip(".") for names in months for form in names.split("|")}
        month = "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
        day, year = r"[0-9]{1,2}(?:\.|st|nd|rd|th)?", r"(?:19|20)[0-9]{2}"
        dates = rf"{day} (?:de |of )?(?:{month})\.?,? (?:de )?{year}|(?:{month})\.? {day},? {year}"
        numeric = r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
        self._changing = re.compile(
            rf"(?P<url>(?:https?://|www\.)\S+)|(?P<mail>[^\s@]{{1,64}}@\S+)"
            rf"|(?P<weekday>(?<!\w)(?:[^\W\d_]{{2,16}}(?=,)|[^\W\d_]{{2,3}}\.?))(?=,? (?:{dates}|{numeric}))"
            rf"|(?P<number>[0-9]+(?:[.,:][0-9]+)*)|(?P<month>(?<![^\W\d_])(?:{month})(?![^\W\d_])\.?)",
            re.IGNORECASE,
        )
        upper = "".join(map(re.escape, filter(str.isupper, map(chr, range(sys.maxunicode >> 4)))))
        word = rf"[{upper}][\w.'-]*"
        # Not at the start: a word there is capitalized for that, and often it is what does not change.
        self._names = re.compile(rf"(?:(?<=\S )|(?<=[(/:])){word}(?: {word})*")

    def masked(self, line: str) -> str | None:
        """A normalized line without what changes in it; None where it has a slot's character itself."""
        if _SLOT.search(line):
            return None
        return self._changing.sub(_slot, line) if _CHANGING.search(line) else line

    def lightly_masked(self, line: str) -> str | None:
        """The same at a quarter of the time: in long lines, which are mostly prose, only numbers are masked."""
        if len(line) <= _NAMED:
            return self.masked(line)
        return None if _SLOT.search(line) else _NUMBERS.sub(NUMBER, line)

    def forms(self, line: str) -> Iterator[str]:
        """The forms of a line, the most exact first.

        Args:
            line: Normalized.

        Yields:
            The line without what changes in it; if they differ, the same without names; what stands before a colon;
            and what stands after the last bar or dash.
        """
        masked = self.masked(line)
        if masked is None:
            return
        yield masked
        if len(line) <= _NAMED:
            named = self._names.sub(NAME, masked)
            if named != masked:
                yield named
        if len(line) <= _LABELLED:
            label, suffix = _LABEL.match(masked), _SUFFIX.fullmatch(masked)
            if label and len(label[1].split()) <= _LABEL_WORDS:
                yield label[1] + REST
            if suffix:
                yield REST + suffix[1]


def _slot(found: re.Match[str]) -> str:
    slots = {"url": URL, "mail": MAIL, "weekday": WEEKDAY, "number": NUMBER, "month": MONTH}
    return slots[found.lastgroup or "number"]


def pattern_of(form: str) -> str:
    """A form as an RE2 pattern that every line of this form matches."""
    return "".join(_PATTERNS.get(char) or _SPECIAL.sub(r"\\\g<0>", char) for char in form)


def plain(form: str) -> str:
    """A form for people."""
    return _SLOT.sub(lambda found: _SHOWN[found[0]], form)


def has_slot(form: str) -> bool:
    """Whether anything changes in the lines of a form."""
    return bool(_SLOT.search(form))


def has_words(form: str) -> bool:
    """Whether words change in the lines of a form, not only numbers and dates."""
    return NAME in form or REST in form


def fixed_letters(form: str) -> int:
    """How many letters of a form stay the same."""
    return sum(map(str.isalpha, form))
