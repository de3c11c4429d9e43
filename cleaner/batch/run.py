"""A run: every document of the inputs becomes a record or an error record, and nothing in between."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.api import Cleaner
from cleaner.document import Document, Record
from cleaner.errors import CleanerError
from cleaner.io.readers import Failure, Source, find, read
from cleaner.io.writers import STANDARD_OUTPUT, check_output, errors_beside, line_of, writing

__all__ = ["Plan", "Summary", "run"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a run is to do.

    Args:
        inputs: Folders, files, or "-".
        output: A .jsonl or .jsonl.gz file, or "-".
        outlet: The outlet of all documents, where the user knows it.
        restart: Whether a finished output may be replaced.
    """

    inputs: Sequence[str]
    output: str
    outlet: str | None = None
    restart: bool = False


@dataclass(slots=True)
class Summary:
    """What a run did: counts, for the line that a person reads at the end."""

    documents: int = 0
    characters: int = 0
    removed: int = 0
    failures: list[Failure] = field(default_factory=list)
    outlets: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record) -> None:
        """Count one record."""
        taken = sum(removal.end - removal.start for removal in record.removed)
        self.documents += 1
        self.removed += taken
        self.characters += taken + len(record.text)
        self.outlets[record.outlet or "unknown"] += 1
        self.flags.update(record.flags)
        for removal in record.removed:
            self.kinds[removal.kind] += removal.end - removal.start


def run(plan: Plan, cleaner: Cleaner, progress: Callable[[Sequence[Source]], Iterable[Source]]) -> Summary:
    """Clean all documents of the inputs.

    Args:
        plan: What to do.
        cleaner: The loaded rules.
        progress: Given the sources, gives them back one by one; may show how far the run is.

    Returns:
        Counts of what was done.

    Raises:
        CleanerError: The inputs hold no documents, or the output cannot be written.
    """
    check_output(plan.output, restart=plan.restart)
    if plan.outlet:
        cleaner.rulebook.require(plan.outlet)
    output = None if plan.output == STANDARD_OUTPUT else Path(plan.output)
    sources = find(plan.inputs, [output, errors_beside(output)] if output else [])
    summary = Summary()
    failures = summary.failures
    with writing(output) as out:
        for result in _results(progress(sources), cleaner, plan.outlet):
            if isinstance(result, Failure):
                failures.append(result)
            else:
                summary.add(result)
                out.write(line_of(result.as_dict()))
        if not summary.documents and not failures:
            raise CleanerError(f"{' '.join(plan.inputs)}: holds no documents; nothing was written")
        if output:
            _write_failures(failures, errors_beside(output))
    return summary


def _results(sources: Iterable[Source], cleaner: Cleaner, outlet: str | None) -> Iterator[Record | Failure]:
    for source in sources:
        for item in read(source):
            yield item if isinstance(item, Failure) else _cleaned(item, cleaner, outlet)


def _cleaned(document: Document, cleaner: Cleaner, outlet: str | None) -> Record | Failure:
    try:
        return cleaner.clean(document, outlet=outlet)
    except Exception as error:  # noqa: BLE001  the one place where a document's failure becomes its error record
        reason = f"cannot be cleaned: {type(error).__name__}: {error}"
        return Failure(id=document.id, source=document.source or "", reason=reason)


def _write_failures(failures: Sequence[Failure], path: Path) -> None:
    if not failures:
        path.unlink(missing_ok=True)  # an earlier run's errors are not this one's
    else:
        with writing(path) as out:
            out.writelines(line_of(failure.as_dict()) for failure in failures)
