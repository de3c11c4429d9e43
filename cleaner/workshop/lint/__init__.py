"""Findings in rule files that load: what is useless, disputed, too wide, untried or bound to break.

The loader refuses what cannot work; this says what works and should not stand there. A comment in a rule's table,
`# allow wide: the outlet writes no sentences`, tells that it is meant.
"""

from collections.abc import Iterable, Iterator, Sequence

from cleaner.rulefile import RuleFile
from cleaner.ruleset import CompiledFile
from cleaner.workshop.check import check
from cleaner.workshop.lint.exercise import exercise
from cleaner.workshop.lint.finding import ERROR, SEVERITIES, WARNING, Finding, Note
from cleaner.workshop.lint.overlaps import overlaps
from cleaner.workshop.lint.places import Place, places
from cleaner.workshop.lint.templates import templates
from cleaner.workshop.lint.wide import wide

__all__ = ["ERROR", "SEVERITIES", "WARNING", "Finding", "lint"]


def lint(files: Sequence[RuleFile], common: RuleFile | None) -> list[Finding]:
    """Check rule files: their examples, and what the loader cannot see.

    Args:
        files: Rule files that load, each with the path from which it was read.
        common: The common file, which applies together with each of them.

    Returns:
        Findings by file and line.
    """
    compiled = CompiledFile(common) if common else None
    return sorted(finding for file in files for finding in _of_file(file, compiled))


def _of_file(file: RuleFile, common: CompiledFile | None) -> Iterator[Finding]:
    known = places(file)
    own = common if common and common.file == file else CompiledFile(file)
    notes = sorted({*_examples(file), *_notes(own, None if own is common else common)}, key=lambda n: (n.where, n.code))
    used = {(note.where, note.code) for note in notes}
    for note in [*(note for note in notes if not _is_allowed(note, known)), *_needless(known, used)]:
        yield Finding(str(file.path), known.get(note.where, Place()).line, note.where, note.code, note.message)


def _notes(own: CompiledFile, common: CompiledFile | None) -> Iterator[Note]:
    yield from overlaps(own, common)
    yield from wide(own)
    yield from exercise(own.file)
    yield from templates(own.file)


def _examples(file: RuleFile) -> Iterator[Note]:
    """Examples that do not hold, each under the rule that its message names first."""
    for fault in check(file):
        where, _, message = fault.removeprefix(f"{file.path.name}: ").partition(", ")
        if where == "metadata":
            field, _, message = message.partition(", ")
            where = f"metadata, {field}"
        yield Note(where, "example", message)


def _is_allowed(note: Note, known: dict[str, Place]) -> bool:
    return note.code in known.get(note.where, Place()).allowed


def _needless(known: dict[str, Place], used: Iterable[tuple[str, str]]) -> Iterator[Note]:
    """Comments that allow what nobody found: left behind, or misspelled."""
    for where, place in known.items():
        for code in sorted(code for code in place.allowed if (where, code) not in used):
            what = "there is no such finding here" if code in SEVERITIES else "there are no such findings at all"
            yield Note(where, "allow", f"# allow {code}: {what}; remove it")
