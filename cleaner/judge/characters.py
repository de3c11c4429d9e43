"""What kind a character is, by its number: tables that look at a whole document in one pass.

The tables come from a fixed version of Unicode, so that every Python gives every document the same features.
"""
# ruff: noqa: RUF001 (the look-alikes are the subject)

import unicodedata
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["COUNTED", "KINDS", "counted", "folded", "in_words", "kinds", "numbers"]

KINDS: Final = (
    "other", "space", "small", "capital", "caseless", "unspaced", "digit", "end", "comma", "colon", "quote", "mark",
    "joiner", "break", "open",
)  # fmt: skip
COUNTED: Final = ("space", "unspaced", "comma", "quote", "capital", "digit", "end", "mark")
"""What is counted in lines; a count has a byte of its own in a number of 64 bits."""

_COUNTED_AS: Final = {"colon": "comma", "open": "quote"}
_IN_WORDS: Final = ("small", "capital", "caseless", "digit", "joiner")
_TABLE: Final = 1 << 16  # all that lies above the basic plane is taken for its last character
_SIGNS: Final = {
    "end": ".!?…。！？؟।۔｡‼⁉።။។",
    "comma": ",;、，；،؛",
    "colon": ":：",
    "joiner": "'’-‐‑",
    "open": "([（【「『„«‹",
    "quote": '"”»」』)）]】›‘“',
    "mark": "|•·→▶►©®@#/\\*+=<>_~^●■★☆▼↓↑←✕×%$€£&{}`",
    "break": "\n",
    "space": " ",
}
# Scripts that are written without spaces: Thai, Lao, Myanmar, Khmer, kana, Han.
_UNSPACED: Final = (
    (0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
)  # fmt: skip
_BY_CATEGORY: Final = {"Lu": "capital", "Lt": "capital", "Ll": "small", "Nd": "digit", "Zs": "space"}


def numbers(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def kinds() -> npt.NDArray[np.uint8]:
    """For each code point of the basic plane the index of its kind in `KINDS`."""
    category = unicodedata.ucd_3_2_0.category
    by_category = {name: KINDS.index(kind) for name, kind in _BY_CATEGORY.items()}
    found = map(category, map(chr, range(_TABLE)))
    table = np.array([by_category.get(name) or (4 if name[0] in "LM" else 0) for name in found], np.uint8)
    for first, last in _UNSPACED:
        table[first : last + 1] = KINDS.index("unspaced")
    for kind, signs in _SIGNS.items():
        table[numbers(signs)] = KINDS.index(kind)
    return table


@cache
def counted() -> npt.NDArray[np.uint64]:
    """For each code point of the basic plane a one in the byte of what it counts as, so that a sum counts all."""
    names = [_COUNTED_AS.get(kind, kind) for kind in KINDS]
    ones = [1 << 8 * COUNTED.index(name) if name in COUNTED else 0 for name in names]
    return np.array(ones, "<u8")[kinds()]


@cache
def in_words() -> npt.NDArray[np.bool_]:
    """For each code point of the basic plane whether it is part of a word that has spaces around it."""
    return np.isin(kinds(), [KINDS.index(kind) for kind in _IN_WORDS])


@cache
def folded() -> npt.NDArray[np.uint64]:
    """For each code point of the basic plane its small letter's, plus one."""
    small = (chr(number).lower() for number in range(_TABLE))
    return np.array([ord(form) if len(form) == 1 else number for number, form in enumerate(small)], np.uint64) + 1
