"""`cleaner run --engine`: the run of `cleaner.batch`, its parts spread by an engine over the machines that it has.

The engine moves names and counts: each part is read and written where it is cleaned.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import accumulate
from typing import Any, Final

from cleaner.adapters.engines import Spread, over_ray, over_spark
from cleaner.api import Cleaner
from cleaner.batch.lock import locked
from cleaner.batch.mark import Mark
from cleaner.batch.pages import check_pages, pages_of, write_pages
from cleaner.batch.parts import Job, Outcome, divided, large, limited, size_of
from cleaner.batch.plan import Plan, Progress
from cleaner.batch.summary import Summary
from cleaner.batch.versions import versions
from cleaner.errors import CleanerError
from cleaner.io.readers import STANDARD_INPUT, Failure, Source, find
from cleaner.io.storage import Storage
from cleaner.io.writers import STANDARD_OUTPUT, check_ending, hidden

__all__ = ["ENGINES", "run"]

ENGINES: Final[Mapping[str, Spread]] = {"ray": over_ray, "spark": over_spark}


def run(engine: str, plan: Plan, cleaner: Cleaner, progress: Progress) -> Summary:
    """Clean all documents of the inputs.

    Args:
        engine: One of `ENGINES`.
        plan: What to do. The output is in shards, one for each part; `workers` is how many parts at once, where the
            engine is started for this run.
        cleaner: The loaded rules.
        progress: Is told of each part that is done.

    Returns:
        Counts of what was done.

    Raises:
        CleanerError: The plan asks for what an engine cannot do, the engine is not installed, the inputs hold no
            documents, the output is there already, or the engine gave up.
    """
    _check(plan, cleaner)
    storage = Storage(plan.output)
    storage.check(restart=plan.restart)
    _check_pages(plan)
    with _alone(storage):
        sources = find(plan.inputs, [*storage.existing(), *pages_of(plan)])
        job = Job(plan, cleaner, versions(plan.output), os.getcwd())  # noqa: PTH109  a text: elsewhere it is a path of another system
        outcomes = _Cluster(ENGINES[engine], job, progress).clean(sources)
        summary = _summed(plan, outcomes)
        storage.finish([o.number for o in outcomes if o.records], [o.number for o in outcomes if o.errors])
        write_pages(plan, cleaner, summary)
    return summary


def _check(plan: Plan, cleaner: Cleaner) -> None:
    if STANDARD_INPUT in plan.inputs or plan.output == STANDARD_OUTPUT:
        raise CleanerError("-: a pipe is one stream, which machines cannot share; give files, or leave out --engine")
    if plan.shard is not None:
        raise CleanerError("--shard: an engine writes one shard for each part of the input; leave out one of the two")
    if plan.repeats:
        raise CleanerError("--repeats: an engine does not read the inputs twice; leave out one of the two")
    if plan.dry_run:
        raise CleanerError("--dry-run: needs no engine; leave out one of the two")
    check_ending(plan.output)
    if plan.outlet:
        cleaner.rulebook.require(plan.outlet)


def _check_pages(plan: Plan) -> None:
    check_pages(plan)
    for page in pages_of(plan):
        if os.path.lexists(page) and not plan.restart:
            raise CleanerError(f"{page}: exists; give another name, or --restart to replace it")


def _alone(storage: Storage) -> AbstractContextManager[None]:
    """Keeps a second run from the same output; of a remote one nobody can."""
    return locked(hidden(storage.path, "lock"), storage.path) if storage.is_local else nullcontext()


def _summed(plan: Plan, outcomes: Sequence[Outcome]) -> Summary:
    summary = Summary()
    for outcome in outcomes:
        summary.merge(Summary.from_dict(outcome.summary))
    if not summary.documents and not summary.failed:
        none = f"no document is from {plan.only}; --dry-run without --only counts them by outlet"
        reason = none if plan.only else "holds no documents"
        raise CleanerError(f"{' '.join(plan.inputs)}: {reason}; nothing was written")
    return summary


class _Cluster:
    """A run on an engine."""

    def __init__(self, spread: Spread, job: Job, progress: Progress) -> None:
        self._spread = spread
        self._job = job
        self._progress = progress

    def clean(self, sources: Sequence[Source | Failure]) -> list[Outcome]:
        """Clean all parts; what came of each, in order."""
        plan = self._job.plan
        sizes = {source: size_of(source) for source in sources}
        shared = large(sizes, plan.part)
        counts = dict(zip(shared, self._all(self._job.count, shared), strict=True))
        parts = divided(sources, sizes, counts, plan.part)
        if plan.limit is not None or plan.sample is not None:
            parts = limited(plan, parts, self._all(self._job.order, parts))
        ends = list(accumulate((len(part.sources) for part in parts), initial=0))
        self._progress.begin([source for part in parts for source in part.sources], Mark())
        outcomes: dict[int, Outcome] = {}
        reached = size = 0
        for place, outcome in self._spread(self._job.clean, parts, plan.workers):
            outcomes[place] = outcome
            size += outcome.size
            while reached in outcomes:
                reached += 1
            done = Summary.from_dict(outcome.summary)
            self._progress.advance(done.documents, done.failed, Mark(source=ends[reached], size=size))
        return [outcomes[place] for place in range(len(parts))]

    def _all(self, function: Callable[[Any], int], items: Sequence[Any]) -> list[int]:
        counts = dict(self._spread(function, items, self._job.plan.workers)) if items else {}
        return [counts[place] for place in range(len(items))]
