"""Texts that a rule must leave: sentences of the outlet's articles that come near to what it takes."""

import re
from collections.abc import Sequence
from typing import Final

from cleaner.patterns import LinePattern

__all__ = ["near_misses"]

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_STOP: Final = re.compile(r"(?<=[.!?]) ")
_MOST: Final = 2


def near_misses(pattern: str, taken: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences for `keeps`.

    Args:
        pattern: RE2, without anchors.
        taken: A line that it takes.
        sentences: Lines of articles.

    Returns:
        The line going on as a sentence, and the sentence that shares most words with it; those that the pattern
        leaves. Empty where it leaves none.
    """
    own = {word.casefold() for word in _WORD.findall(taken)}
    split = [sentence for line in sentences for sentence in _STOP.split(line)]
    nearest = max(sorted(split), key=lambda sentence: len(own & _words(sentence)), default="")
    start = taken.rstrip(".!?: ")
    lowered = nearest[:1].lower() + nearest[1:]
    candidates = [f"{start}, {lowered}", nearest, f"{start.replace(':', '')} {lowered}"]
    matcher = LinePattern(pattern)
    return tuple(text for text in dict.fromkeys(candidates) if text and not matcher.matches(text))[:_MOST]


def _words(sentence: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(sentence)}
