"""What an import did: every line counted by what became of it, and every typo and dead line of the source named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.workshop.ftr.convert import Fate, Outcome
from cleaner.workshop.ftr.write import Import

__all__ = ["as_data", "as_text", "faults_of"]


def faults_of(imports: Sequence[Import]) -> list[str]:
    """The typos and dead lines of the source, one line of text for each, with file and line."""
    return [f"{one.source}:{fault.number}: {fault.message}" for one in imports for fault in one.config.faults]


def as_text(imports: Sequence[Import]) -> str:
    """The report for a person.

    Args:
        imports: What became of each site config.

    Returns:
        Lines: a table of directives, the reasons for what is not carried over, skipped files, faults.
    """
    return "\n".join([*_table(imports), *_reasons(imports), *_files(imports), *_faults(imports)]) + "\n"


def as_data(imports: Sequence[Import]) -> dict[str, Any]:
    """The report for a machine: as the text, and beside it every line that is not carried over, by file and line."""
    counts = _counts(imports)
    directives = {
        name: {str(outcome): counts[name, outcome] for outcome in Outcome} for name in sorted({n for n, _ in counts})
    }
    left = [
        {
            "file": one.source,
            "line": f.line.number,
            "directive": f.line.name,
            "outcome": str(f.outcome),
            "why": f.reason,
        }
        for one in imports
        for f in one.config.fates
        if f.outcome is not Outcome.CARRIED
    ]
    faults = [
        {"file": one.source, "line": fault.number, "message": fault.message}
        for one in imports
        for fault in one.config.faults
    ]
    files = [{"file": one.source, "host": one.host or None, "skipped": one.skipped or None} for one in imports]
    return {"files": files, "directives": directives, "not_carried": left, "faults": faults}


def _fates(imports: Sequence[Import]) -> Iterator[Fate]:
    return (fate for one in imports for fate in one.config.fates)


def _counts(imports: Sequence[Import]) -> Counter[tuple[str, Outcome]]:
    return Counter((fate.line.name, fate.outcome) for fate in _fates(imports))


def _table(imports: Sequence[Import]) -> Iterator[str]:
    counts = _counts(imports)
    lines = Counter(fate.line.name for fate in _fates(imports))
    yield f"{'directive':26}{'lines':>7}" + "".join(f"{outcome:>10}" for outcome in Outcome)
    for name, number in sorted(lines.items(), key=lambda item: (-item[1], item[0])):
        yield f"{name:26}{number:7}" + "".join(f"{counts[name, outcome]:10}" for outcome in Outcome)
    total = "".join(f"{sum(counts[name, outcome] for name in lines):10}" for outcome in Outcome)
    yield f"{'all':26}{lines.total():7}{total}"


def _reasons(imports: Sequence[Import]) -> Iterator[str]:
    told = (Outcome.NEEDLESS, Outcome.LOST)
    why = Counter((f.outcome, f.line.name, f.reason) for f in _fates(imports) if f.outcome in told)
    for outcome in told:
        found = sorted((name, reason, number) for (one, name, reason), number in why.items() if one is outcome)
        if found:
            yield f"\n{outcome}:"
            yield from (f"  {number:5} {name}: {reason}" for name, reason, number in found)


def _files(imports: Sequence[Import]) -> Iterator[str]:
    written = sum(not one.skipped for one in imports)
    yield f"\n{len(imports)} site configs, {written} rule files"
    yield from (f"  {one.source}: no rule file, because {one.skipped}" for one in imports if one.skipped)


def _faults(imports: Sequence[Import]) -> Iterator[str]:
    if faults := faults_of(imports):
        yield f"\ntypos and dead lines of the source ({len(faults)}):"
        yield from (f"  {fault}" for fault in faults)
