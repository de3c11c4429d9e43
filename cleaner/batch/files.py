"""The files of a run: records, errors, and the journal that holds them together."""

from pathlib import Path
from types import TracebackType
from typing import Self

from cleaner.batch.journal import Entry, Journal
from cleaner.batch.mark import Mark
from cleaner.batch.summary import Summary
from cleaner.batch.task import Done
from cleaner.errors import CleanerError
from cleaner.io.shards import Shards
from cleaner.io.writers import errors_beside, line_of

__all__ = ["Files"]


class Files:
    """What a run writes; as a context manager it leaves what can be gone on from, or nothing."""

    def __init__(self, output: Path, shard: int | None, journal: Journal, entry: Entry | None) -> None:
        """Go to a place, and give up all that was written beyond it.

        Args:
            output: The output as the user named it.
            shard: How many records a file takes; None is all in one.
            journal: The journal of this output.
            entry: The place; None is the beginning.

        Raises:
            CleanerError: What was written up to the place is gone, or a library for the format is not installed.
        """
        self.entry = entry or Entry()
        self.summary = Summary.from_dict(self.entry.summary.as_dict())
        self._journal = journal
        self._records = Shards(output, shard)
        self._errors = Shards(errors_beside(output))
        if entry is None:
            journal.discard()  # first: it speaks of files that are now given up
            self._records.discard()
            self._errors.discard()
        self._records.go_to(self.entry.records)
        self._errors.go_to(self.entry.errors)

    def __enter__(self) -> Self:
        """Nothing to begin: files are opened when there is something to write."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of everything; where nothing has been noted there is nothing to go on from, and nothing stays."""
        self._records.abandon()
        self._errors.abandon()
        noted = self._journal.read()  # not what is known here: a signal may come between its writing and that
        if noted is None:
            self._records.discard()
            self._errors.discard()
            return
        kept = f"{noted.mark.done:,} documents are done and kept; the same command goes on from there"
        if isinstance(error, CleanerError):
            raise CleanerError(f"{error}; {kept}") from None
        if isinstance(error, KeyboardInterrupt | SystemExit):
            error.add_note(kept)

    def write(self, done: Done) -> None:
        """Add what came of some documents.

        Raises:
            CleanerError: A file cannot be written.
        """
        self.summary.merge(done.summary)
        self._records.write(done.lines)
        self._errors.write(b"".join(line_of(failure.as_dict()) for failure in done.summary.failures))

    def note(self, mark: Mark) -> None:
        """Make all of it last, and then known.

        Args:
            mark: Where the input stands.

        Raises:
            CleanerError: A file cannot be written.
        """
        self._write(Entry(mark=mark, records=self._records.sync(), errors=self._errors.sync(), summary=self.summary))
        self._records.publish()

    def complete(self, mark: Mark) -> None:
        """Make it last, and known that this was all.

        Args:
            mark: Where the input stands.

        Raises:
            CleanerError: A file cannot be written.
        """
        records, errors = self._records.end(), self._errors.end()
        self._write(Entry(mark=mark, records=records, errors=errors, summary=self.summary, complete=True))

    def publish_errors(self) -> None:
        """Give the file of errors its name; without errors there is none, not even an earlier run's."""
        if self.summary.failed:
            self._errors.publish()
        else:
            self._errors.discard()
            self._errors.names.path.unlink(missing_ok=True)

    def publish(self) -> None:
        """Give the output its name, and leave nothing else."""
        self._records.publish()
        names = self._records.names
        if names.sharded:
            for old in set(names.existing()) - set(map(names.final, range(self.entry.records.number))):
                old.unlink()  # a longer run's before
        self._journal.discard()

    def _write(self, entry: Entry) -> None:
        self._journal.write(entry)
        self.entry = entry
