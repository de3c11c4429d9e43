"""Repairs mojibake: text that was decoded with the wrong encoding. ftfy says what is broken, misread.py undoes it.

ftfy's own test takes over a millisecond for a news article, and nearly every article is sound. So a pattern that
only looks at the few characters without which ftfy never finds fault picks the places that ftfy gets to see.
`tests/test_normalize.py` tries all pairs of characters that occur in mojibake to hold the pattern to that.

A text that was read wrongly as a whole is reread as a whole. Of others, lines are reread; then, in lines that were put
together from sound and broken pieces, the runs of characters beyond ASCII; and what is left is ftfy's.
"""
# ruff: noqa: RUF001 (the look-alikes are the subject)

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES
from ftfy.chardata import UTF8_CLUES, UTF8_DETECTOR_RE
from ftfy.fixes import fix_c1_controls

from cleaner.normalize.misread import ENCODINGS, readings, reread

__all__ = ["FAULT", "SUSPECTS", "SYMPTOMS", "repair"]

# Reading the classes from ftfy keeps the pattern true to the version that is installed.
_C1 = MOJIBAKE_CATEGORIES["c1"]
_UPPER = MOJIBAKE_CATEGORIES["upper_accented"]
_LOWER = MOJIBAKE_CATEGORIES["lower_accented"]
_PLAIN_LOWER = MOJIBAKE_CATEGORIES["lower_common"]
_OPENING = MOJIBAKE_CATEGORIES["start_punctuation"]
_CLOSING = MOJIBAKE_CATEGORIES["end_punctuation"]
_SIGNS = "".join(MOJIBAKE_CATEGORIES[name] for name in ("bad", "currency", "numeric", "law", "box"))

# In the other encodings sound text looks like UTF-8: quotes before capitals, as in »Über. Lines may be read with them.
_RUN_ENCODINGS = tuple(encoding for encoding in ENCODINGS if encoding not in ("macroman", "cp437"))


def _letters(first: int, last: int) -> str:
    """Characters of bytes in a range that no two encodings write with different bytes: the inside of a class."""
    bytes_of: dict[str, set[int]] = {}
    for encoding in _RUN_ENCODINGS:
        for byte, character in enumerate(bytes(range(0x80, 0x100)).decode(encoding), 0x80):
            bytes_of.setdefault(character, set()).add(byte)
    same = {character: min(found) for character, found in bytes_of.items() if len(found) == 1}
    return "".join(character for character, byte in same.items() if first <= byte <= last)


# The two characters that a letter became, after a small letter, as in "f\u0413\u0458r"; ftfy needs more than one such
# pair. Without ß, which is the last of the first and has quotes and signs behind it.
_LEAD = _letters(0xC2, 0xDE)
_NEXT = "".join(re.findall(f"[{UTF8_CLUES['utf8_continuation_strict']}]", _letters(0x80, 0xBF)))

# A pattern that starts with one class of characters is searched for in C at full speed, and only where one of them
# stands are its neighbours looked at. The class leaves out small letters, which are only faults beside one of these.
SUSPECTS = f"{_C1}{_UPPER}{_LEAD}{_SIGNS}{_OPENING}{_CLOSING}ŒœÙЂ°"
"""The inside of a character class: nothing is broken without one of these."""

_BESIDE_SIGN = r"[^\x00-\xa0\xad´·–—―’…\u0500-\u1fff\u2600-\uf8fe]"
_BESIDE_SIGN_RE2 = re.sub(r"\\u(\w{4})", r"\\x{\1}", _BESIDE_SIGN)
FAULT = (
    rf"(?<=[{_C1}])"
    rf"|(?<=[{_SIGNS}])(?:(?={_BESIDE_SIGN})|(?<={_BESIDE_SIGN}.))"
    rf"|(?<=[{_UPPER}])(?:(?=[{_SIGNS}°{_OPENING}{_CLOSING}])|(?<=[{_LOWER}{_PLAIN_LOWER}{_CLOSING}‚].))"
    r"|(?<=[ÂÃÎÐØÙ])(?=[^\x00-\x1f!-\x7f])"
    rf"|(?<=[{_OPENING}{_CLOSING}°])(?<=[{_LOWER}{_UPPER}ВГРСΒΓΞΟ].)(?=[\w{_OPENING}])"
    rf"|(?<=[{_CLOSING}‚])(?=[{_LOWER}ó])"
    r"|(?<=[Œœ])(?![A-Za-z])"
    r"|(?<=[вВ]Ђ)"
    r"|(?<=√)(?=´)"
    rf"|(?<=[{_LEAD}])(?<=[a-z].)(?=[{_NEXT}])"
)
"""What must hold right after a suspect; ftfy repairs nothing where it does not. Alternatives without a group."""

SYMPTOMS = (
    rf"[{_C1}]|[{_SIGNS}]{_BESIDE_SIGN_RE2}|{_BESIDE_SIGN_RE2}[{_SIGNS}]"
    rf"|[{_UPPER}][{_SIGNS}°{_OPENING}{_CLOSING}]|[{_LOWER}{_PLAIN_LOWER}{_CLOSING}‚][{_UPPER}]"
    r"|[ÂÃÎÐØÙ][^\x00-\x1f!-\x7f]"
    rf"|[{_LOWER}{_UPPER}ВГРСΒΓΞΟ][{_OPENING}{_CLOSING}°][\pL\pN_{_OPENING}]"
    rf"|[{_CLOSING}‚][{_LOWER}ó]|[Œœ][^A-Za-z]|[Œœ]\z|[вВ]Ђ|√´|[a-z][{_LEAD}][{_NEXT}]"
)
"""The same question without look-around, for RE2, which answers it together with others."""

_BROKEN = re.compile(f"[{SUSPECTS}](?:{FAULT})")

_NEAR = 8  # characters: none of ftfy's faults is longer
_INSIDE_WORD = re.compile(f"[a-z][{_LEAD}][{_NEXT}]")

_RUN = re.compile(r"[^\x00-\x7f]{2,}")
# What words are made of; and not where sound text that happens to be UTF-8 ends up: "déclaré »" with a no-break space
# is Chinese, and "Ці" a Hebrew point.
_LIKELY = re.compile(r"[\xa0-ſƠơƯưȘ-țə\u0300-\u036fΆ-ώЀ-џҐґא-ת\u0621-\u064a\u1e00-\u1eff\u2010-\u206f\u20a0-\u214f]+")
_END_OF_CAPITALS = re.compile("[À-Ž][»”’“…™®°\xa0]")

_LAYERS = 8  # mojibake of mojibake; three have been seen, and each makes a text twice as long


def repair(text: str) -> str:
    """Repair a text.

    Args:
        text: Lines separated by line feeds.

    Returns:
        The text with as many lines as before. C1 controls are read as the windows-1252 that they nearly always were.
        Where nothing was repaired it equals the argument.
    """
    for _ in range(_LAYERS):
        broken = _broken_line(text, 0)
        if broken is None:
            break
        better = _reading(text) or _by_parts(text, broken[0])
        if better == text:
            break
        text = better
    return text


def _reading(text: str) -> str | None:
    return next((better for better, _ in readings(text)), None)


def _by_parts(text: str, start: int) -> str:
    """One layer of a text that is broken in parts, from a line's start on."""
    found: Counter[str] = Counter()
    better = _by_lines(text, start, partial(_first_reading, found=found))
    better = _by_runs(better, found)
    return _by_lines(text, start, _rest) if better == text else better


def _by_lines(text: str, start: int, mend: Callable[[str], str]) -> str:
    pieces = [text[:start]]
    while broken := _broken_line(text, start):
        first, end = broken
        pieces += text[start:first], mend(text[first:end])
        start = end
    return "".join([*pieces, text[start:]])


def _first_reading(text: str, found: Counter[str], encodings: Sequence[str] = ENCODINGS) -> str:
    """What a text was, if anything else; the encoding is counted as found."""
    for better, encoding in readings(text, encodings):
        found[encoding] += 1
        return better
    return text


def _by_runs(text: str, found: Counter[str]) -> str:
    """The text with those runs of characters beyond ASCII reread that are broken, or are like those that are."""
    near = {text[max(0, run.start() - 1) : run.end() + 1]: run[0] for run in _RUN.finditer(text)}
    runs = dict.fromkeys(near.values())
    mended = {run: _first_reading(run, found, _RUN_ENCODINGS) for around, run in near.items() if _is_broken(around)}
    others = [run for run in runs if mended.get(run, run) == run]
    for encoding, count in found.items():
        mended |= _likely(others, encoding, count)
    return _RUN.sub(lambda run: mended.get(run[0], run[0]), text) if mended else text


def _likely(runs: Iterable[str], encoding: str, count: int) -> Mapping[str, str]:
    """Runs that ftfy finds no fault with, and what they were, where most of a text was read with an encoding.

    Args:
        runs: All of them.
        encoding: What some of the text was read with.
        count: How many lines and runs were.
    """
    if encoding not in _RUN_ENCODINGS:
        return {}
    again = {run: better for run in runs if (better := reread(run, encoding)) is not None}
    broken = {run: better for run, better in again.items() if run != better}
    if count + len(broken) <= len(again) - len(broken):
        return {}
    likely = {run: better for run, better in broken.items() if _LIKELY.fullmatch(better)}
    return {run: better for run, better in likely.items() if not _END_OF_CAPITALS.fullmatch(run)}


def _rest(line: str) -> str:
    """A line with those sequences reread that ftfy takes for UTF-8, with what was lost of them; else without C1."""
    better = UTF8_DETECTOR_RE.sub(_sequence, line)
    return fix_c1_controls(line) if better == line else better


def _sequence(found: re.Match[str]) -> str:
    return (_is_broken(found[0]) and _reading(found[0])) or found[0]


def _broken_line(text: str, start: int) -> tuple[int, int] | None:
    """Where the next broken line starts and ends."""
    while fault := _BROKEN.search(text, start):
        first = text.rfind("\n", start, fault.start()) + 1 or start
        end = text.find("\n", fault.start())
        end = len(text) if end < 0 else end
        if _is_broken(text[first:end]):
            return first, end
        start = end
    return None


def _is_broken(line: str) -> bool:
    """Whether ftfy finds fault with a line, or a letter inside of a word looks like two."""
    fault = _BROKEN.search(line)
    if fault is None:
        return False
    near = max(0, fault.start() - _NEAR)
    return bool(BADNESS_RE.search(line, near) or _INSIDE_WORD.search(line, near))
