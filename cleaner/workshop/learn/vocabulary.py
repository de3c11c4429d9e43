"""What is known of furniture from all rule files together: which lines are some, anywhere, and of which kind."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from cleaner.rulefile import RuleFile

__all__ = ["Vocabulary"]

_WORD: Final = re.compile(r"[^\W\d_]+|\xa9")
_DEFAULT: Final = "navigation"
_LEAST: Final = 0.5  # weight of a kind's words: less is chance


class Vocabulary:
    """The words of all rule files."""

    def __init__(self, files: Iterable[RuleFile]) -> None:
        """Take the files."""
        self._files = tuple(files)

    @cached_property
    def _lines(self) -> frozenset[str]:
        return frozenset(line.casefold() for file in self._files for drop in file.drops for line in drop.lines)

    @cached_property
    def _words(self) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for file in self._files:
            for drop in file.drops:
                for word in {word for line in (*drop.lines, *drop.drops) for word in _words(line)}:
                    found[word][drop.kind] += 1
            for cut in file.cuts:
                for word in {word for text in cut.drops for word in _words(text.strip().split("\n")[0])}:
                    found[word][cut.kind] += 1
        return found

    def knows(self, line: str) -> bool:
        """Whether some outlet's rules name this very line as furniture."""
        return line.casefold() in self._lines

    def kind_of(self, text: str, default: str = _DEFAULT) -> str:
        """The kind of a line, by the kinds of its words: each has one vote, shared as the rule files share it."""
        votes: dict[str, float] = defaultdict(float)
        for word in _words(text):
            total = self._words[word].total() if word in self._words else 0
            for kind, count in self._words.get(word, Counter()).items():
                votes[kind] += count / (total + 2)  # a word that only one file has tells little
        kind = max(sorted(votes), key=lambda kind: votes[kind], default=default)
        return kind if votes[kind] >= _LEAST else default


def _words(line: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(line)]
