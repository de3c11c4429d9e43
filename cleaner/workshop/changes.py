"""What normalizing changed, line by line: it keeps every line in its place, so that both can stand side by side."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Final, Literal

from cleaner.lines import Lines
from cleaner.normalize import normalize

__all__ = ["Change", "Span", "changes", "shown"]

_TOKEN: Final = re.compile(r"[^\W_]+|\s+|[^\w\s]|_")
_MOST: Final = 1_000  # tokens of a line that are compared; comparing takes the square of it


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line; `changed`: whether the other side has something else in its place."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A line that normalizing changed: its number from 1, and both sides in stretches that make up the line."""

    number: int
    before: tuple[Span, ...]
    after: tuple[Span, ...]


def changes(text: str, quotes: Literal["straight", "keep"] = "straight") -> Iterator[Change]:
    """The lines that normalizing changed.

    Args:
        text: The decoded (for HTML: extracted) text.
        quotes: As for cleaning.

    Yields:
        A change for each line that is not what it was.
    """
    lines = Lines(text)
    after = normalize(lines.text, quotes).text.split("\n")
    for number, (old, new) in enumerate(zip(lines.raw, after, strict=True), start=1):
        if old != new:
            yield Change(number, *_compared(old, new))


def _compared(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    steps = _steps(before[head : len(before) - tail], after[head : len(after) - tail])
    sides = ([(before[:head], False)], [(after[:head], False)])
    for changed, *parts in steps:
        for side, tokens in zip(sides, parts, strict=True):
            side.append((tokens, changed))
    for side, tokens in zip(sides, (before, after), strict=True):
        side.append((tokens[len(tokens) - tail :], False))
    return _spans(sides[0]), _spans(sides[1])


def _alike(before: list[str], after: list[str]) -> int:
    """How many tokens are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """What differs and what does not, in the order of the line; a long line differs as a whole."""
    if max(len(before), len(after)) > _MOST:
        yield True, before, after
        return
    for tag, *at in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield tag != "equal", before[at[0] : at[1]], after[at[2] : at[3]]


def _spans(stretches: list[tuple[list[str], bool]]) -> tuple[Span, ...]:
    return tuple(Span("".join(tokens), changed) for tokens, changed in stretches if tokens)


def shown(text: str) -> str:
    """A changed stretch in which also can be seen what nobody sees: spaces as boxes, the rest by its code point."""
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char == " ":
        return "\u2423"
    hidden = not char.isprintable() or unicodedata.category(char) == "Mn"
    return f"U+{ord(char):04X}" if hidden else char
