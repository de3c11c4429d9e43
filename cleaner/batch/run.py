"""A run: every document of the inputs becomes a record or an error record, and nothing in between.

Whatever ends it, the same command goes on where it stopped, and the end is the same bytes as without.
"""

import os
import sys
import time
from collections.abc import Container, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Final

from cleaner.api import Cleaner
from cleaner.batch.arriving import as_they_come
from cleaner.batch.batches import in_batches
from cleaner.batch.counting import Kept, counted
from cleaner.batch.files import Files
from cleaner.batch.glance import outlet_of
from cleaner.batch.journal import Entry, Journal, key_of
from cleaner.batch.lock import locked
from cleaner.batch.mark import Mark
from cleaner.batch.pages import check_pages, pages_of, write_pages
from cleaner.batch.plan import Part, Plan, Progress
from cleaner.batch.reading import Reading, sampled
from cleaner.batch.summary import UNKNOWN, Account, Summary
from cleaner.batch.task import Done, clean_batch, count_batch
from cleaner.batch.workers import Crew, Terms, Work, cores
from cleaner.errors import CleanerError
from cleaner.io.readers import STANDARD_INPUT, Failure, Source, find, read_item
from cleaner.io.writers import (
    STANDARD_OUTPUT,
    Names,
    check_output,
    errors_beside,
    hidden,
)
from cleaner.repeats import Repeats

__all__ = ["Plan", "Progress", "run"]

_PAUSE: Final = 1.0  # seconds between two entries in the journal: so much work is done again at most


def run(plan: Plan, cleaner: Cleaner, progress: Progress, part: Part | None = None) -> Summary:
    """Clean all documents of the inputs.

    Args:
        plan: What to do.
        cleaner: The loaded rules.
        progress: Is told how far the run is.
        part: What to read in the place of all that the inputs name, where this is one part of a larger run.

    Returns:
        Counts of what was done; of a dry run, how many documents there are, by the outlet that `cleaner.batch.glance`
        sees.

    Raises:
        CleanerError: The inputs hold no documents, the output cannot be written, another run writes it or was cut off
            there with other inputs, rules or options, or workers cannot be started.
    """
    _check(plan, cleaner)
    if plan.output == STANDARD_OUTPUT or plan.dry_run:
        return _Run(plan, cleaner, progress, part).to_pipe()
    output = Path(plan.output)
    with locked(hidden(output, "lock"), output):
        return _Run(plan, cleaner, progress, part).to_files(output)


def _check(plan: Plan, cleaner: Cleaner) -> None:
    check_output(plan.output)
    if plan.outlet:
        cleaner.rulebook.require(plan.outlet)
    if plan.shard and plan.output == STANDARD_OUTPUT:
        raise CleanerError("-: standard output is one stream; give a file to have it in shards")
    if plan.sample is not None and STANDARD_INPUT in plan.inputs:
        raise CleanerError("-: standard input is read once, and a sample takes two readings; give a file or a folder")
    if plan.repeats and STANDARD_INPUT in plan.inputs:
        raise CleanerError("-: standard input is read once, and --repeats takes two readings; give a file or a folder")
    check_pages(plan)


class _Run:
    """One run over the inputs of a plan."""

    def __init__(self, plan: Plan, cleaner: Cleaner, progress: Progress, part: Part | None) -> None:
        self._plan = plan
        self._cleaner = cleaner
        self._progress = progress
        self._part = part
        self._sources: Sequence[Source | Failure] = part.sources if part else find(plan.inputs, _own_files(plan))
        self._reading = Reading(plan, self._sources, cleaner)

    def to_pipe(self) -> Summary:
        """Clean to standard output, or only count; nothing is noted, for nothing can be taken back."""
        summary = Summary()
        if self._plan.repeats and not self._plan.dry_run:
            self._cleaner = self._cleaner.with_repeats(self._counted())
        self._progress.begin(self._sources, Mark())
        with ExitStack() as stack:
            for done in self._count() if self._plan.dry_run else self._clean(Mark(), stack):
                summary.merge(done.summary)
                sys.stdout.buffer.write(done.lines)
                sys.stdout.buffer.flush()  # whoever reads the pipe may have nothing else to wait for
                for failure in done.summary.failures:
                    self._progress.failed(failure)
                self._advance(done)
        self._require_some(summary)
        if not self._plan.dry_run:
            write_pages(self._plan, self._cleaner, summary)
        return summary

    def to_files(self, output: Path) -> Summary:
        """Clean to files, or go on where that was cut off."""
        key = key_of(self._plan, self._cleaner, self._sources)
        journal = Journal(output, key, restart=self._plan.restart)
        entry = journal.read()
        if entry and not self._reading.is_as_before(entry.mark, complete=entry.complete):
            journal.refuse_input()
        _check_free(self._plan, output, entry)
        with Kept(output, key, journal) as kept, Files(output, self._plan.shard, journal, entry) as files:
            if self._plan.repeats:
                self._know_repeats(kept)
            self._progress.begin(self._sources, files.entry.mark)
            if not files.entry.complete:
                self._fill(files)
            self._publish(files)
        return files.entry.summary

    def _fill(self, files: Files) -> None:
        noted = time.monotonic()
        lasting = self._reading.is_piped or STANDARD_INPUT not in self._plan.inputs  # a pipe among files is lost
        with ExitStack() as stack:
            for done in self._clean(files.entry.mark, stack):
                files.write(done)
                mark = self._advance(done)
                if lasting and time.monotonic() - noted >= _PAUSE:
                    files.note(mark)
                    noted = time.monotonic()
        self._require_some(files.summary)
        files.complete(self._reading.mark)

    def _publish(self, files: Files) -> None:
        """All names in the order that tells most: who sees the output finds everything else there."""
        files.publish_errors()
        write_pages(self._plan, self._cleaner, files.entry.summary)
        files.publish()

    def _know_repeats(self, kept: Kept) -> None:
        repeats = kept.read()
        if repeats is None:
            repeats = self._counted()
            kept.write(repeats)
        self._cleaner = self._cleaner.with_repeats(repeats)

    def _counted(self) -> Repeats:
        """Read the inputs once before, and count what repeats in the documents that will be cleaned."""
        reading = Reading(self._plan, self._sources, self._cleaner)
        self._progress.begin(self._sources, Mark())
        with ExitStack() as stack:
            crew = stack.enter_context(Crew(self._cleaner, self._terms(count_batch)))
            return counted(self._told(reading, crew.clean(in_batches(reading.documents(Mark(), self._sampled)))))

    def _told(self, reading: Reading, all_done: Iterator[Done]) -> Iterator[Done]:
        for done in all_done:
            yield done
            self._progress.advance(done.summary.documents, 0, reading.advance(done.count))

    def _clean(self, mark: Mark, stack: ExitStack) -> Iterator[Done]:
        documents = self._reading.documents(mark, self._sampled)
        crew = stack.enter_context(Crew(self._cleaner, self._terms(clean_batch)))
        return crew.clean(in_batches(as_they_come(documents) if self._reads_a_pipe else documents))

    def _terms(self, work: Work) -> Terms:
        plan = self._plan
        return Terms(
            workers=plan.workers or cores(),
            seconds=plan.time_limit,
            memory=plan.memory_limit,
            outlet=plan.outlet,
            work=work,
        )

    @property
    def _reads_a_pipe(self) -> bool:
        """Whether the input cannot be read again, and may take its time."""
        return any(isinstance(source, Source) and source.path == STANDARD_INPUT for source in self._sources)

    def _count(self) -> Iterator[Done]:
        """What would be cleaned, counted by the outlet that is known before."""
        for item in self._reading.documents(Mark(), self._sampled):
            summary = Summary()
            document = read_item(item)
            if isinstance(document, Failure):
                summary.fail(document)
            else:
                outlet = outlet_of(document, self._cleaner, self._plan.outlet)
                summary.accounts[outlet or UNKNOWN] = Account(documents=1)
            yield Done(b"", summary)

    @cached_property
    def _sampled(self) -> Container[int] | None:
        if self._part:
            return self._part.chosen
        return sampled(self._plan, Reading(self._plan, self._sources, self._cleaner))

    def _advance(self, done: Done) -> Mark:
        mark = self._reading.advance(done.count)
        self._progress.advance(done.summary.documents, len(done.summary.failures), mark)
        return mark

    def _require_some(self, summary: Summary) -> None:
        if self._part or summary.documents or summary.failed:
            return
        reason = "holds no documents"
        if self._reading.passed_over:
            reason = f"no document is from {self._plan.only}; --dry-run without --only counts them by outlet"
        raise CleanerError(f"{' '.join(self._plan.inputs)}: {reason}; nothing was written")


def _own_files(plan: Plan) -> list[Path]:
    """What the run will write, or has written: in the input it is no document."""
    if plan.output == STANDARD_OUTPUT:
        return []
    output = Path(plan.output)
    return [output, errors_beside(output), *pages_of(plan), *Names(output, sharded=plan.shard is not None).existing()]


def _check_free(plan: Plan, output: Path, entry: Entry | None) -> None:
    """Whether nothing finished is in the way; what an earlier part of the same run has finished is not."""
    if plan.restart or (entry and entry.complete):
        return
    names = Names(output, sharded=plan.shard is not None)
    own = {names.final(number) for number in range(entry.records.number)} if entry else set()
    for taken in (output, errors_beside(output), *pages_of(plan), *names.existing()):
        if os.path.lexists(taken) and taken not in own:
            raise CleanerError(f"{taken}: exists; give another name, or --restart to replace it")
