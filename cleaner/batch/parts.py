"""A run in parts, for engines that spread them over machines: how it is divided, and what is done with one part.

A part is a run of its own, by the same code as a local one, into a shard of the output. So an engine has to do nothing
but call a function for each part, and call it again where a machine was lost: a shard is put in its place as a whole.
"""

import heapq
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

from cleaner.api import Cleaner
from cleaner.batch.mark import Mark
from cleaner.batch.plan import Part, Plan
from cleaner.batch.reading import Reading, lot
from cleaner.batch.run import run
from cleaner.batch.versions import versions
from cleaner.errors import CleanerError
from cleaner.io.readers import Failure, Source
from cleaner.io.remote import is_remote, size
from cleaner.io.storage import Storage
from cleaner.io.writers import errors_beside

__all__ = ["Job", "Outcome", "divided", "large", "limited", "size_of"]

_WHOLE: Final = frozenset({"text", "html"})  # formats of files that are one document

Sources = Sequence[Source | Failure]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a part.

    Args:
        number: The part's.
        summary: Counts, as JSON types.
        size: How large the contents of its documents were, as `Mark` has it.
        records: Whether there is a shard.
        errors: Whether there is a file of errors.
    """

    number: int
    summary: dict[str, object]
    size: int
    records: bool
    errors: bool


@dataclass(frozen=True, slots=True)
class Job:
    """All that a machine is told of a run. Pickles with the rules, which it need not have.

    Args:
        plan: The run's.
        cleaner: The loaded rules.
        versions: What the records depend on, where the run was begun.
        folder: What relative paths begin at there.
    """

    plan: Plan
    cleaner: Cleaner
    versions: dict[str, str]
    folder: str

    def count(self, source: Source) -> int:
        """How many documents a source holds, failures among them, whoever asks for them."""
        with self._in_folder():
            return sum(1 for _ in self._reading((source,), only=None))

    def order(self, part: Part) -> int:
        """How many documents of a part --only lets pass."""
        with self._in_folder():
            return sum(1 for _ in self._reading(part.sources, only=self.plan.only))

    def clean(self, part: Part) -> Outcome:
        """Clean a part, and put its shard and its errors in their places.

        Raises:
            CleanerError: This machine has other versions, or the output cannot be written.
        """
        self._check_versions()
        with self._in_folder(), tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
            storage = Storage(self.plan.output)
            output = Path(folder, storage.shard(part.number))
            watcher = _Watcher()
            summary = run(self._alone(output), self.cleaner, watcher, part)
            if summary.documents:
                storage.put(output, storage.shard(part.number))
            if summary.failed:
                storage.put(errors_beside(output), storage.errors(part.number))
        return Outcome(part.number, summary.as_dict(), watcher.size, summary.documents > 0, summary.failed > 0)

    def _alone(self, output: Path) -> Plan:
        """What a part is to do: the run's plan, but for what the parts together do."""
        plan = replace(self.plan, output=str(output), workers=1, shard=None)
        return replace(plan, limit=None, sample=None, report=None, manifest=None)

    @contextmanager
    def _in_folder(self) -> Iterator[None]:
        """Where relative paths mean what the user meant; a machine that lacks the folder may need none."""
        with chdir(self.folder if os.path.isdir(self.folder) else os.curdir):  # noqa: PTH112  it may not be entered
            yield

    def _reading(self, sources: Sources, *, only: str | None) -> Iterator[object]:
        plan = replace(self.plan, limit=None, sample=None, only=only)
        return Reading(plan, sources, self.cleaner).documents(Mark())

    def _check_versions(self) -> None:
        here = versions(self.plan.output)
        for name, version in self.versions.items():
            if here.get(name) != version:
                raise CleanerError(
                    f"a machine of the engine has {name} {here.get(name)}, the run was begun with {version}; "
                    "install the same versions on all, or the records would differ"
                )


class _Watcher:
    """Nobody watches a part, and the engine tells of it when it is done: then, of its size."""

    def __init__(self) -> None:
        self.size = 0

    def begin(self, sources: Sources, mark: Mark) -> None:
        """Nothing."""

    def advance(self, documents: int, failures: int, mark: Mark) -> None:  # noqa: ARG002  as `Progress` has it
        """Note how far it is."""
        self.size = mark.size

    def failed(self, failure: Failure) -> None:
        """Nothing: it is in the file of errors."""


def size_of(source: Source | Failure) -> int:
    """The bytes of a source as it lies there; none where nobody can tell before it is read."""
    if isinstance(source, Failure):
        return 0
    if is_remote(source.path):
        return size(source.path) or 0
    try:
        return Path(source.path).stat().st_size
    except (OSError, ValueError):
        return 0


def large(sizes: Mapping[Source | Failure, int], most: int) -> list[Source]:
    """The files that can be shared among several parts, and are larger than one may be."""
    return [s for s, size in sizes.items() if size > most and isinstance(s, Source) and s.format not in _WHOLE]


def divided(
    sources: Sources, sizes: Mapping[Source | Failure, int], counts: Mapping[Any, int], most: int
) -> list[Part]:
    """Divide the sources of a run into parts of about equal size, always in the same way.

    Args:
        sources: What was found, in order.
        sizes: The bytes of each, as they lie there.
        counts: How many documents each of the `large` ones holds.
        most: Bytes that a part has at most, where documents are not larger.

    Returns:
        Parts, in order: all that they read, one after the other, is what the run would read.
    """
    groups: list[list[Source | Failure]] = [[]]
    filled = 0
    for source in sources:
        size = sizes[source]
        pieces = _sliced(source, counts.get(source, 1), -(-size // most))
        for piece in pieces:
            if groups[-1] and filled + size // len(pieces) > most:
                groups.append([])
                filled = 0
            groups[-1].append(piece)
            filled += size // len(pieces)
    return [Part(number=number, sources=tuple(group)) for number, group in enumerate(groups)]


def _sliced(source: Source | Failure, count: int, most: int) -> Sequence[Source | Failure]:
    """A file as several readers share it, each of which passes over what is before its own documents."""
    pieces = min(count, most)
    if pieces <= 1 or isinstance(source, Failure):
        return [source]
    bounds = [count * number // pieces for number in range(pieces + 1)]
    return [replace(source, first=first, last=None if last == count else last) for first, last in pairwise(bounds)]


def limited(plan: Plan, parts: Sequence[Part], orders: Iterable[int]) -> list[Part]:
    """The parts with the documents that --limit and --sample leave.

    Args:
        plan: Says how many.
        parts: All parts.
        orders: How many documents each holds.

    Returns:
        Those of the parts that take any, each with what it takes.
    """
    ends = list(accumulate(orders, initial=0))
    total = min(ends[-1], plan.limit or ends[-1])
    if plan.sample is None:
        taken: list[Collection[int]] = [range(1, min(total, end) - before + 1) for before, end in pairwise(ends)]
    else:
        lots = heapq.nsmallest(plan.sample, range(1, total + 1), key=lot)
        taken = [frozenset(n - before for n in lots if before < n <= end) for before, end in pairwise(ends)]
    return [replace(part, chosen=chosen) for part, chosen in zip(parts, taken, strict=True) if chosen]
