"""A run: every document of the inputs becomes a record or an error record, and nothing in between."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from cleaner.api import Cleaner
from cleaner.batch.batches import in_batches
from cleaner.batch.summary import Summary
from cleaner.batch.workers import Crew, Terms, cores
from cleaner.errors import CleanerError
from cleaner.io.readers import Failure, Source, find, read
from cleaner.io.writers import STANDARD_OUTPUT, check_output, errors_beside, line_of, writing

__all__ = ["Plan", "run"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a run is to do.

    Args:
        inputs: Folders, files, or "-".
        output: A .jsonl or .jsonl.gz file, or "-".
        outlet: The outlet of all documents, where the user knows it.
        restart: Whether a finished output may be replaced.
        workers: How many processes clean, at most; None is one per core.
        time_limit: Seconds that one document may take, enforced whatever it does to a parser.
    """

    inputs: Sequence[str]
    output: str
    outlet: str | None = None
    restart: bool = False
    workers: int | None = None
    time_limit: float = 60


def run(plan: Plan, cleaner: Cleaner, progress: Callable[[Sequence[Source]], Iterable[Source]]) -> Summary:
    """Clean all documents of the inputs.

    Args:
        plan: What to do.
        cleaner: The loaded rules.
        progress: Given the sources, gives them back one by one; may show how far the run is.

    Returns:
        Counts of what was done.

    Raises:
        CleanerError: The inputs hold no documents, the output cannot be written, or workers cannot be started.
    """
    check_output(plan.output, restart=plan.restart)
    if plan.outlet:
        cleaner.rulebook.require(plan.outlet)
    output = None if plan.output == STANDARD_OUTPUT else Path(plan.output)
    sources = find(plan.inputs, [output, errors_beside(output)] if output else [])
    summary = Summary()
    terms = Terms(workers=plan.workers or cores(), seconds=plan.time_limit, outlet=plan.outlet)
    batches = in_batches(chain.from_iterable(map(read, progress(sources))))
    with writing(output) as out, Crew(cleaner, terms) as crew:
        for done in crew.clean(batches):
            summary.merge(done.summary)
            out.write(done.lines)
        if not summary.documents and not summary.failures:
            raise CleanerError(f"{' '.join(plan.inputs)}: holds no documents; nothing was written")
        if output:
            _write_failures(summary.failures, errors_beside(output))
    return summary


def _write_failures(failures: Sequence[Failure], path: Path) -> None:
    if not failures:
        path.unlink(missing_ok=True)  # an earlier run's errors are not this one's
    else:
        with writing(path) as out:
            out.writelines(line_of(failure.as_dict()) for failure in failures)
