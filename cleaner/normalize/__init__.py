"""Gives text one form before rules see it: no mojibake, no entities, one kind of quote and of space, NFC.

Most documents need little of this, so each step first asks, in one pass in C over the whole text, whether it has work.
Lines stay lines: nothing here makes or removes a line break.
"""
# ruff: noqa: RUF001 (the look-alikes are the subject)

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from cleaner.normalize.entities import ENTITY, unescape
from cleaner.normalize.mojibake import SYMPTOMS, repair
from cleaner.normalize.quotes import QUOTES, straighten
from cleaner.patterns import Scan

__all__ = ["Normalized", "normalize"]

# What one repair uncovers the next one mends (mojibake behind an entity behind mojibake). Seen in the wild: three
# layers. The bound keeps a text that was built to need thousands of rounds from getting them.
_ROUNDS = 12

_SPACE = "\t\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_RUN = re.compile("  +")
_SPACES = re.compile(f"[{_SPACE}]")

# What nobody sees: controls, soft hyphen, zero-width characters, bidi marks, byte order marks, annotation and object
# anchors, tags. A few of them have uses in some places; see _unseen.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0001-\U000e007f"
)
_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")
_TERMINAL_ESCAPE = re.compile("\x1b\\[[0-9;]*[A-Za-z]")
# Scripts whose letters change with a joiner between them: Arabic, Syriac, N'Ko, those of India, Tibetan, Mongolian.
_JOINING = re.compile("[\u0620-\u07ff\u0840-\u0dff\u0f00-\u0fff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
# Scripts without spaces, in which a zero-width space parts words: Thai, Lao, Myanmar, Khmer.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PICTURE = re.compile("[\u2190-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff]")
_BLACK_FLAG = "\U0001f3f4"
_TAGS = re.compile("[\U000e0020-\U000e007f]+")

# Digraphs that exist for old encodings' sake, and typesetters' ligatures that come with text copied from a PDF. Other
# compatibility characters mean something (x², ½, full-width punctuation) and stay: NFC, never NFKC.
_DIGRAPHS = {
    **dict(zip("ﬀﬁﬂﬃﬄﬅﬆŉĲĳ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st", "ʼn", "IJ", "ij"), strict=True)),
    **dict(zip("ǄǅǆǇǈǉǊǋǌǱǲǳ", ("DŽ", "Dž", "dž", "LJ", "Lj", "lj", "NJ", "Nj", "nj", "DZ", "Dz", "dz"), strict=True)),
}
_DIGRAPH = re.compile(f"[{''.join(_DIGRAPHS)}]")

# Without these a text is in NFC: marks, Hangul's letters, and what Unicode has given another code point since.
_MARKS = (
    r"[\p{M}\x{1100}-\x{11ff}\x{374}\x{37e}\x{387}\x{958}-\x{95f}\x{9dc}-\x{9df}\x{a33}-\x{a5e}\x{b5c}\x{b5d}"
    r"\x{f43}-\x{fb9}\x{1f71}-\x{1fff}\x{2000}\x{2001}\x{2126}\x{212a}\x{212b}\x{2329}\x{232a}\x{2adc}"
    r"\x{f900}-\x{faff}\x{fb1d}-\x{fb4e}\x{1d15e}-\x{1d1c0}\x{2f800}-\x{2fa1d}]"
)
# All questions in one pass; a step whose question is answered with no stays asleep.
_LOOK = Scan(
    {
        "entities": ENTITY.pattern,
        "mojibake": SYMPTOMS,
        "spaces": "[\t\xa0]",
        "hidden": f"[{_SPACE.replace(chr(9), '').replace(chr(0xA0), '')}{_UNSEEN}{''.join(_DIGRAPHS)}]",
        "marks": _MARKS,
        "untrimmed": "  |\n | \n|\\A | \\z",
        **QUOTES,
    }
)

_BLANKS = frozenset({"spaces", "untrimmed"})

# Sorting combining marks takes CPython quadratic time. Unicode's stream-safe format (UAX 15, D3) allows 30 in a row;
# longer rows, which no language writes, are sorted here first.
_ROW_OF_MARKS = re.compile(r"[^\w\s!-~]{31,}")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text in its one form.

    Args:
        text: The text, with as many lines as came in.
        repaired: Whether mojibake was repaired.
    """

    text: str
    repaired: bool


def normalize(text: str, quotes: Literal["straight", "keep"] = "straight") -> Normalized:
    """Give a text its one form. What has it already is not changed.

    Args:
        text: A whole document, its lines separated by line feeds and nothing else.
        quotes: "keep" leaves every kind of quote, back-tick and acute as it is.

    Returns:
        The text, line for line, and whether mojibake was repaired.
    """
    repaired = False
    for _ in range(_ROUNDS):
        awake = _LOOK.answers(text)
        work = awake - QUOTES.keys()
        done = _mended(text, awake) if work else text
        repaired |= "mojibake" in awake and done != text
        if done == text or work <= _BLANKS:  # only quotes are left, because fewer blanks wake nothing
            if quotes == "keep" or awake.isdisjoint(QUOTES):
                return Normalized(done, repaired)
            text, done = done, straighten(done, awake)
            if done == text or "mojibake" not in awake:  # straight quotes can change what ftfy sees, and nothing else
                return Normalized(done, repaired)
        text = done
    return Normalized(text, repaired)


def _mended(text: str, awake: AbstractSet[str]) -> str:
    """One round of all that is not about quotes."""
    if "entities" in awake:
        text = _join_surrogates(unescape(text))
    if "mojibake" in awake:
        text = repair(text)
    if "spaces" in awake or "hidden" in awake:
        text = _visible(text, awake)
    if "marks" in awake:
        text = _compose(text)
    return _trim(text)


def _join_surrogates(text: str) -> str:
    """Join the halves of characters that were escaped or decoded as UTF-16; a half alone becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _visible(text: str, awake: AbstractSet[str]) -> str:
    """Take out what nobody sees, make all kinds of spaces one, spell out digraphs."""
    text = text.replace("\xa0", " ").replace("\t", " ")  # mostly this is all
    if "hidden" not in awake:
        return text
    text = _TERMINAL_ESCAPE.sub("", text)
    text = _UNSEEN_RUN.sub(_unseen, text)
    text = _SPACES.sub(" ", text)
    return _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], text)


def _unseen(run: re.Match[str]) -> str:
    """What stays of a run of invisible characters: at most the one that has a use between its neighbours."""
    before, after = run.string[run.start() - 1 : run.start()], run.string[run.end() : run.end() + 1]
    found = run[0]
    if before == _BLACK_FLAG and _TAGS.fullmatch(found):
        return found  # the flags of England, Scotland and Wales
    if "\u200d" in found and ((_PICTURE.match(before) and _PICTURE.match(after)) or _JOINING.match(before)):
        return "\u200d"
    if "\u200c" in found and _JOINING.match(before) and _JOINING.match(after):
        return "\u200c"
    return "\u200b" if "\u200b" in found and _UNSPACED.match(before) and _UNSPACED.match(after) else ""


def _compose(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _ROW_OF_MARKS.sub(_sorted_marks, text))


def _sorted_marks(row: re.Match[str]) -> str:
    """The canonical order of combining marks (UAX 15): by class, but never past a character of class 0."""
    parts = groupby(row[0], key=lambda mark: unicodedata.combining(mark) != 0)
    return "".join("".join(sorted(part, key=unicodedata.combining) if marks else part) for marks, part in parts)


def _trim(text: str) -> str:
    """One space between words, none at either end of a line."""
    return "\n".join(map(str.strip, _RUN.sub(" ", text).split("\n")))
