"""Examples that do not exercise their rule: parts of patterns nobody tries, and examples that prove nothing."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.normalize import normalize
from cleaner.patterns import LinePattern
from cleaner.rulefile import Cut, Drop, Locator, RuleFile, Trim
from cleaner.workshop.lint.branches import branches, is_spelled_out, pattern_words, words
from cleaner.workshop.lint.finding import Note
from cleaner.workshop.lint.overlaps import lines_of
from cleaner.workshop.lint.places import numbered

__all__ = ["exercise"]

_MARK: Final = re.compile(r"[^\w\s.,]|\d")


def exercise(file: RuleFile) -> Iterator[Note]:
    """What the examples of a rule file leave untried, repeat or do not show.

    Args:
        file: The rule file.
    """
    for drop in file.drops:
        yield from _of_drop(drop)
    for cut in file.cuts:
        yield from _of_cut(cut)
    for trim in file.trims:
        yield from _of_trim(trim)
    seen: dict[str, int] = {}
    for locator in file.locators:
        seen[locator.field] = number = seen.get(locator.field, 0) + 1
        yield from _of_locator(f"metadata, {numbered(locator.field, number)}", locator)


def _of_drop(drop: Drop) -> Iterator[Note]:
    where = f"drop {drop.id}"
    yield from _repeated(where, "drops", drop.drops)
    yield from _repeated(where, "keeps", drop.keeps)
    if drop.pattern:
        yield from _untried(where, "pattern", "drops", drop.pattern, lines_of(drop.drops))
        yield from _far(where, (drop.pattern,), drop.drops, drop.keeps)


def _of_cut(cut: Cut) -> Iterator[Note]:
    where = f"cut {cut.id}"
    yield from _repeated(where, "drops", cut.drops)
    yield from _repeated(where, "keeps", cut.keeps)
    heads = [lines_of([example])[: len(cut.start)] for example in cut.drops]
    for number, pattern in enumerate(cut.start):
        yield from _untried(where, "from", "drops", pattern, [lines[number] for lines in heads if lines[number:]])
    starts = [line for lines in heads for line in lines]
    yield from _far(where, cut.start, starts, cut.keeps)


def _of_trim(trim: Trim) -> Iterator[Note]:
    where = f"trim {trim.id}"
    lines = [normalize(example.line).text for example in trim.drops]
    yield from _repeated(where, "drops", lines)
    yield from _repeated(where, "keeps", trim.keeps)
    parts = [_part(trim.at, normalize(e.line).text, normalize(e.leaves).text) for e in trim.drops]
    yield from _untried(where, "pattern", "drops", trim.pattern, parts)
    yield from _far(where, (trim.pattern,), parts, trim.keeps)


def _part(at: str, line: str, leaves: str) -> str:
    """What a trim takes, with the blank beside it, which the pattern may ask for."""
    return line[: len(line) - len(leaves)] if at == "start" else line[len(leaves) :]


def _of_locator(where: str, locator: Locator) -> Iterator[Note]:
    texts = [text for text, _ in locator.finds]
    yield from _repeated(where, "finds", texts)
    for key in ("pattern", "after", "before"):
        if pattern := getattr(locator, key):
            yield from _untried(where, key, "finds", pattern, lines_of(texts))


def _repeated(where: str, key: str, examples: Sequence[str]) -> Iterator[Note]:
    seen: set[str] = set()
    for example in map(_normal, examples):
        if example in seen:
            yield Note(where, "repeated", f"{key}: {example!r} stands there twice")
        seen.add(example)


def _normal(example: str) -> str:
    return normalize(example).text.strip()


def _untried(where: str, key: str, examples: str, pattern: str, lines: Sequence[str]) -> Iterator[Note]:
    """Alternatives that no example takes. Those that are spelled out show what they take, and need none."""
    found = branches(pattern)
    for branch in found if len(found) > 1 else ():
        if not is_spelled_out(branch) and branch and not any(map(LinePattern(branch).matches, lines)):
            message = f"{key}: no text in {examples} is taken by the alternative `{branch}`; give one, or remove it"
            yield Note(where, "untried", message)


def _far(where: str, patterns: Sequence[str], taken: Sequence[str], keeps: Sequence[str]) -> Iterator[Note]:
    """Texts to keep that no change of the pattern would ever bring near: no word, sign or number in common.

    A pattern without words tells lines by their form, of which only its author can say what is near.
    """
    near = frozenset[str]().union(*map(pattern_words, patterns))
    if not near:
        return
    near = near.union(*map(_marks, taken))
    for keep in keeps:
        if not _marks(keep) & near:
            message = f"keeps: {keep!r} has no word of what the rule takes; give a text that it might take by mistake"
            yield Note(where, "far-keeps", message)


def _marks(text: str) -> frozenset[str]:
    """What a text is like: the stems of its words, its signs, and whether it has a number."""
    return words(text) | {"0" if mark.isdigit() else mark for mark in _MARK.findall(text)}
