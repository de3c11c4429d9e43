r"""Patterns and lines in one byte a character, so that counting is cheap.

RE2 writes a counted part out as often as it counts, and in UTF-8 a class such as \p{L} is hundreds of instructions:
`\p{L}{3,80}` takes a tenth of a second to compile, and megabytes. But a pattern tells few characters apart. In an
alphabet of its own (ASCII, each other character that it names, and one letter for all the rest of each of Unicode's
general categories) it says the same of a line in fewer bytes: all counting patterns of the built-in rules compile six
times as fast.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Self

__all__ = ["Alphabet"]

_ASCII: Final = range(128)
_CATEGORIES: Final = (
    "Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl",
    "No", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
)  # fmt: skip
_FIRST_OWN: Final = 128 + len(_CATEGORIES)  # the bytes from here on are for the characters that a pattern names
_MOST_OWN: Final = 256 - _FIRST_OWN
_KEPT: Final = 400  # characters that an alphabet knows by heart: those of a few languages
_LETTER: Final = {category: 128 + number for number, category in enumerate(_CATEGORIES)}

_TOKEN: Final = re.compile(
    r"\\[pP](?:\{(?P<name>[^}]*)\}|(?P<short>\w))|\\x\{(?P<hex>[0-9A-Fa-f]+)\}|\\x(?P<two>[0-9A-Fa-f]{2})|\\."
    r"|\[:\^?\w+:\]|(?P<open>\[\^?\]?)|(?P<close>\])|(?P<own>[^\x00-\x7f])|.",
    re.DOTALL,
)
_FOLDS: Final = re.compile(r"\(\?[a-zA-Z]*i")
# What this cannot say in bytes: quotation (\Q), single bytes (\C), what is not in a category, ranges beyond ASCII.
_BEYOND: Final = re.compile(r"\\[QCP]|\\p\{\^|[^\x00-\x7f]-|-[^\x00-\x7f]|-\\x|\\x\{?[0-9A-Fa-f]+\}?-")
_FOLDED: Final = "\u017f\u212a"  # the two characters beyond ASCII that are equal to a letter of ASCII without case


class _Letters(dict[int, int]):
    """What each character becomes: those of a pattern are in it, the others follow from what they are."""

    def __missing__(self, code: int) -> int:
        letter = code if code in _ASCII else _LETTER[unicodedata.category(chr(code))]
        if len(self) < _KEPT:
            self[code] = letter
        return letter


class Alphabet:
    """One pattern in bytes, and the way to say a line in the same bytes."""

    def __init__(self, pattern: str, own: Iterable[str], *, folds: bool) -> None:
        """Take what `of` has found.

        Args:
            pattern: RE2 syntax.
            own: The characters beyond ASCII that it names.
            folds: Whether it takes capitals for small letters.
        """
        self._letters = _Letters({ord(name): _FIRST_OWN + number for number, name in enumerate(own)})
        self._folds = folds
        self.pattern = "".join(self._rewritten(pattern))

    @classmethod
    def of(cls, pattern: str) -> Self | None:
        """The alphabet of a pattern.

        Args:
            pattern: RE2 syntax, free of faults.

        Returns:
            An alphabet whose `pattern` matches what `encode` makes of a line where the pattern matches the line; None
            where the pattern says something that takes all of Unicode to understand.
        """
        folds = _FOLDS.search(pattern) is not None
        tokens = list(_TOKEN.finditer(pattern))
        own = sorted({named for token in tokens if (named := _named(token))})
        names = {token["name"] or token["short"] for token in tokens} - {None}
        known = all(_is_category(name) for name in names)
        if _BEYOND.search(pattern) or not known or len(own) > _MOST_OWN or (folds and (own or names)):
            return None
        return cls(pattern, own, folds=folds)

    def encode(self, line: str) -> bytes | None:
        """A line in the alphabet; None where it has a character that the pattern may take for another one."""
        if line.isascii():
            return line.encode("ascii")
        if self._folds and any(folded in line for folded in _FOLDED):
            return None
        return line.translate(self._letters).encode("latin-1")

    def _rewritten(self, pattern: str) -> Iterator[str]:
        inside = False
        for token in _TOKEN.finditer(pattern):
            if category := token["name"] or token["short"]:
                members = self._members(category)
                yield members if inside else f"[{members}]"
            elif named := _named(token):
                yield f"\\x{self._letters[ord(named)]:02x}"
            else:
                inside = (inside or token["open"] is not None) and token["close"] is None
                yield token[0]

    def _members(self, category: str) -> str:
        """The bytes of a category, as what stands in brackets."""
        kinds = {code: unicodedata.category(chr(code)) for code in _ASCII}
        kinds |= {letter: kind for kind, letter in _LETTER.items()}
        kinds |= {letter: unicodedata.category(chr(code)) for code, letter in self._letters.items()}
        found = sorted(code for code, kind in kinds.items() if kind.startswith(category))
        runs = (list(run) for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0]))
        return "".join(f"\\x{run[0][1]:02x}-\\x{run[-1][1]:02x}" for run in runs)


def _is_category(name: str) -> bool:
    """Whether a name is a general category, or the first letter of some; else it is a script."""
    return any(category.startswith(name) for category in _CATEGORIES)


def _named(token: re.Match[str]) -> str | None:
    """The character beyond ASCII that a token names, by itself or by its number."""
    number = token["hex"] or token["two"]
    named = chr(int(number, 16)) if number else token["own"]
    return named if named and not named.isascii() else None
