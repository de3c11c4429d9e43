"""The alternatives of a pattern, and the words in it: what its examples should have something of."""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["branches", "is_spelled_out", "pattern_words", "words"]

_CLASS: Final = r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]"
# What stands for itself or for one character, and must not be read as a bracket or a bar.
_ATOM: Final = re.compile(rf"\\Q.*?(?:\\E|\Z)|\\x\{{[0-9A-Fa-f]+\}}|\\[pP]\{{\^?\w+\}}|\\.|{_CLASS}|.", re.DOTALL)
_FLAGS: Final = re.compile(r"\(\?[imsU-]+\)")
_GROUP: Final = re.compile(r"\((?:\?(?:P?<\w+>|([imsU-]*):))?")  # group 1: flags
_TWO_CASES: Final = re.compile(r"\[(\w)(\w)\]")
_OPEN: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:[.\[*+{]|\\[dDwWsSpP])")
_NO_WORD: Final = re.compile(
    rf"\\[QE]|\\[pP](?:\{{\^?\w+\}}|\w)|\\x(?:\{{\w+\}}|\w\w)|\\[a-zA-Z]"
    rf"|\(\?P?<\w+>|\(\?[imsU-]+[:)]|{_CLASS}|\{{[\d,]+\}}"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_IDEOGRAPHIC: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts without spaces
_STEM: Final = 4  # letters by which an inflected word is known


def branches(pattern: str) -> tuple[str, ...]:
    """The alternatives of a pattern, at its top or in the one group that is all of it.

    Args:
        pattern: RE2 syntax, free of faults.

    Returns:
        Patterns that together take what the pattern takes; the pattern itself where it has no alternatives.
    """
    flags = _FLAGS.match(pattern)
    head, body = (flags[0], pattern[flags.end() :]) if flags else ("", pattern)
    group = _GROUP.match(body)
    if group and _closes_at_end(body):
        head += f"(?{group[1]})" if group[1] else ""
        body = body[group.end() : -1]
    return tuple(f"{head}{branch}" for branch in _split(body))


def _depths(pattern: str) -> Iterator[tuple[str, int, int]]:
    """Each atom, where it starts, and how many groups are open after it."""
    depth = 0
    for atom in _ATOM.finditer(pattern):
        depth += (atom[0] == "(") - (atom[0] == ")")
        yield atom[0], atom.start(), depth


def _split(pattern: str) -> Iterator[str]:
    start = 0
    for atom, place, depth in _depths(pattern):
        if atom == "|" and depth == 0:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _closes_at_end(pattern: str) -> bool:
    closed = next((place for atom, place, depth in _depths(pattern) if atom == ")" and depth == 0), None)
    return closed == len(pattern) - 1


def is_spelled_out(pattern: str) -> bool:
    """Whether a pattern takes only a few texts, which one reads in it: "Related|Read (?:more|on)"."""
    return _OPEN.search(_TWO_CASES.sub(r"\1", pattern)) is None


def words(text: str) -> frozenset[str]:
    """The stems of the words of a text; in scripts without spaces its characters."""
    stems = (word.casefold()[:_STEM] for word in _WORD.findall(_IDEOGRAPHIC.sub(" ", text)))
    return frozenset((*stems, *_IDEOGRAPHIC.findall(text)))


def pattern_words(pattern: str) -> frozenset[str]:
    """The stems of the words that a pattern asks for."""
    return words(_NO_WORD.sub(" ", _TWO_CASES.sub(r"\1", pattern)))
