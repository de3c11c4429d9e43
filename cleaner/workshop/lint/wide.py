"""Patterns so wide that they take what an article says: each is tried on invented lines of articles.

The lines (`sentences.txt`, by language) begin and end as furniture does ("Share", "By", "Photo", "Read more"), so that
a pattern that is right on its outlet's pages, and wrong on a sentence, is caught before a corpus loses the sentence.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from cleaner.normalize import normalize
from cleaner.patterns import LinePattern, LineSet
from cleaner.rulefile import RuleFile
from cleaner.ruleset import CompiledFile, CutRule, DropRule, LocatorRule, TrimRule
from cleaner.workshop.lint.finding import Note
from cleaner.workshop.lint.places import numbered

__all__ = ["sentences", "wide"]


@cache
def sentences() -> tuple[str, ...]:
    """Invented lines of articles, normalized: sentences, quotes, datelines, items and headings, in many languages."""
    text = (files("cleaner") / "workshop" / "lint" / "sentences.txt").read_text(encoding="utf-8")
    return tuple(line for line in normalize(text).text.split("\n") if line and not line.startswith("#"))


def wide(compiled: CompiledFile) -> Iterator[Note]:
    """Rules that take an ordinary line of an article, each with the first that it takes.

    Args:
        compiled: The rule file.
    """
    for where, key, pattern in _patterns(compiled, _candidates(compiled.lines)):
        if taken := next(filter(pattern.matches, sentences()), None):
            message = f"{key}: takes {taken!r}, which may stand in an article; make it tighter"
            yield Note(where, "wide", message)
    recognizing = [LinePattern(source) for source in compiled.file.recognize.patterns]
    for pattern in _candidates(LineSet(recognizing)):
        if taken := next(filter(pattern.matches, sentences()), None):
            message = f"patterns: `{pattern.source}` takes {taken!r}, which may stand in any outlet's article"
            yield Note("recognize", "wide", message)


def _candidates(patterns: LineSet) -> list[LinePattern]:
    return list(patterns.where("\n".join(sentences()).encode()))


def _patterns(compiled: CompiledFile, candidates: list[LinePattern]) -> Iterator[tuple[str, str, LinePattern]]:
    """The candidates that settle by themselves what goes, with the rule and the key where they stand."""
    for pattern in candidates:
        for rule in compiled.patterns[pattern]:
            name = rule.action.rule.rpartition("/")[2]
            match rule:
                case DropRule(twice=False):
                    yield f"drop {name}", "pattern", pattern
                case CutRule(start=(_,)):
                    yield f"cut {name}", "from", pattern
                case TrimRule():
                    yield f"trim {name}", "pattern", pattern
                case LocatorRule(by_look=True, field=field) if field != "dateline":  # which stays in the text
                    yield _located(compiled.file, field, pattern.source), "pattern", pattern


def _located(file: RuleFile, field: str, source: str) -> str:
    sources = [locator.pattern for locator in file.locators if locator.field == field]
    return f"metadata, {numbered(field, sources.index(source) + 1)}"
