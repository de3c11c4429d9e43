"""Which lines of a text are article, as a gold body says: those whose words stand in it, in its order."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

__all__ = ["labels"]

_UNSPACED: Final = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN: Final = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_RUN: Final = 4  # words that must follow each other to count as found
_FOUND: Final = 0.3  # share of a line's words; less is chance
_PLACES: Final = 6  # of a run in the body that are tried


@dataclass(frozen=True, slots=True)
class _Line:
    """A line in the body: the share of its words that stand there, and where it may begin."""

    words: int
    share: float
    runs: tuple[tuple[int, tuple[int, ...]], ...]

    def starts(self) -> set[int]:
        """Places in the body at which the line would begin."""
        ends = (*self.runs[:3], *self.runs[-3:])
        return {place - offset for offset, places in ends for place in places[:_PLACES]}


class _Body:
    """A gold body, indexed."""

    def __init__(self, body: str) -> None:
        self.runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.count = 0
        words: list[str] = []
        for line in filter(None, map(_words, body.split("\n"))):
            self.lines[tuple(line)].append(len(words))
            words += line
        self.count = len(words)
        for place in range(len(words) - _RUN + 1):
            self.runs[tuple(words[place : place + _RUN])].append(place)

    def line(self, text: str) -> _Line:
        """Where a line stands."""
        words = _words(text)
        if len(words) < _RUN:
            places = self.lines.get(tuple(words), [])
            return _Line(len(words), float(bool(places)), ((0, tuple(places)),) if places else ())
        found: list[tuple[int, tuple[int, ...]]] = []
        covered: set[int] = set()
        for offset in range(len(words) - _RUN + 1):
            if places := self.runs.get(tuple(words[offset : offset + _RUN]), []):
                covered.update(range(offset, offset + _RUN))
                found.append((offset, tuple(places)))
        return _Line(len(words), len(covered) / len(words), tuple(found))


def labels(lines: list[str], body: str) -> list[float]:
    """How much of each line is article.

    Args:
        lines: The lines of a text.
        body: The gold body of the same page.

    Returns:
        For each line the share of its words that stand in the body; 0 for a copy of what is article elsewhere.
    """
    gold = _Body(body)
    found = [gold.line(line) for line in lines]
    chain = _chain(found)
    used = [False] * gold.count
    for line, start in chain.items():
        for place in range(max(start, 0), min(start + found[line].words, gold.count)):
            used[place] = True
    return [line.share if number in chain else _unused(line, used) for number, line in enumerate(found)]


def _unused(line: _Line, used: list[bool]) -> float:
    """The share of a line that is not in the order of the others, unless another has its words."""
    places = [places[0] for _, places in line.runs]
    if not places:
        return 0.0 if line.share < _FOUND else line.share
    if sum(not used[place] for place in places) * 2 < len(places):
        return 0.0
    for place in places:
        used[place : place + _RUN] = [True] * len(used[place : place + _RUN])
    return line.share


def _chain(found: list[_Line]) -> dict[int, int]:
    """The heaviest chain of lines that stand in the body's order, with their places in it."""
    steps = [
        (number, start, line.words * line.share)
        for number, line in enumerate(found)
        if line.share >= _FOUND
        for start in sorted(line.starts())
    ]
    best: list[float] = []
    before: list[int] = []
    for number, start, weight in steps:
        earlier = [
            (best[k], -k) for k, (line, place, _) in enumerate(steps[: len(best)]) if line < number and place < start
        ]
        most, last = max(earlier, default=(0.0, 1))
        best.append(most + weight)
        before.append(-last)
    chain: dict[int, int] = {}
    at = max(range(len(best)), key=best.__getitem__) if best else -1
    while at >= 0:
        chain[steps[at][0]] = steps[at][1]
        at = before[at]
    return chain


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.replace("\xad", "").casefold())
