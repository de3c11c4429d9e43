"""What a run is to do, and whom it tells how far it is: the two ends of `cleaner.batch.run`."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cleaner.batch.mark import Mark
from cleaner.io.fields import Fields
from cleaner.io.readers import Failure, Source

__all__ = ["Part", "Plan", "Progress"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a run is to do.

    Args:
        inputs: Folders, files, globs, remote paths, or "-".
        output: A .jsonl, .jsonl.gz, .jsonl.zst or .parquet file, or "-".
        outlet: The outlet of all documents, where the user knows it.
        restart: Whether a finished output may be replaced, and an unfinished run of another kind given up.
        workers: How many processes clean, at most; None is one per core.
        time_limit: Seconds that one document may take, enforced whatever it does to a parser.
        memory_limit: Bytes that a worker may take for one document.
        fields: The names of the fields of JSONL rows and of the columns of Parquet files.
        shard: How many records a file of the output holds; None is all in one.
        part: How many bytes of the inputs an engine is handed at once.
        limit: How many documents are read at most, from the first.
        sample: How many documents are taken, spread evenly by chance over those that would be read.
        only: A host: documents that are from elsewhere, or from nobody knows where, are passed over.
        repeats: Whether the inputs are read once before, to count what the documents of unknown outlets repeat.
        dry_run: Whether only to find and count what would be read.
        report: Where the HTML page goes.
        manifest: Where the JSON manifest goes.
    """

    inputs: Sequence[str]
    output: str
    outlet: str | None = None
    restart: bool = False
    workers: int | None = None
    time_limit: float = 60.0
    memory_limit: int = 2_000_000_000
    fields: Fields = field(default_factory=Fields)
    shard: int | None = None
    part: int = 256_000_000  # a worker starts in a second, and cleans so much in 5 to 30
    limit: int | None = None
    sample: int | None = None
    only: str | None = None
    repeats: bool = False
    dry_run: bool = False
    report: str | None = None
    manifest: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a run that needs nothing of the others.

    Args:
        number: Its place among them.
        sources: What it reads.
        chosen: The order numbers, from 1 in this part, of the documents that it takes; None is all.
    """

    number: int
    sources: tuple[Source | Failure, ...]
    chosen: Container[int] | None = None


class Progress(Protocol):
    """Somebody who watches a run; see `cleaner.cli.progress`."""

    def begin(self, sources: Sequence[Source | Failure], mark: Mark) -> None:
        """The run begins, or goes on.

        Args:
            sources: What will be read, in this order.
            mark: Where an earlier run was cut off; failures are among what it has done.
        """

    def advance(self, documents: int, failures: int, mark: Mark) -> None:
        """Some documents are done.

        Args:
            documents: How many became records.
            failures: How many failed.
            mark: The place of the last of them, in what `begin` was given.
        """

    def failed(self, failure: Failure) -> None:
        """A document failed, and there is no file for errors because the output is a pipe."""
