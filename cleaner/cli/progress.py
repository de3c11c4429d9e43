"""What a run says while it works: one line on a terminal, JSON lines in a log, else nothing."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click
import orjson

from cleaner.io.failure import Failure
from cleaner.io.sources import STANDARD_INPUT, Source

if TYPE_CHECKING:
    from cleaner.batch.mark import Mark
    from cleaner.batch.plan import Progress

__all__ = ["LogFormat", "Meter", "logged", "visible", "watching"]

LogFormat = Literal["text", "json"]

_PACKED: Final = (".gz", ".zst", ".bz2", ".xz", ".parquet")
_EXPANSION: Final = 4  # of packed text, about
_PAUSE: Final = 10.0  # seconds between two lines of a log
_MINUTE: Final = 60
_MEGABYTE: Final = 1_000_000


class Meter:
    """How far a run is, how fast, and how long it will take, as far as the sizes of its inputs tell."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is done yet.

        Args:
            clock: Tells seconds.
        """
        self._clock = clock
        self._sizes: list[float | None] = []
        self._size = 0
        self.documents = 0
        self.failures = 0
        self.share: float | None = None
        self._resumed = False
        self._count_from_here()

    def begin(self, sources: Sequence[Source | Failure], mark: "Mark") -> None:
        """See `cleaner.batch.plan.Progress`; what an earlier run did counts as done, and not in the speed."""
        self._sizes = [_unpacked_size(source) for source in sources]
        self._size, self.documents, self.share = mark.size, mark.done, self._share(mark)
        self._resumed = mark.done > 0
        self._count_from_here()

    def advance(self, documents: int, failures: int, mark: "Mark") -> None:
        """See `cleaner.batch.plan.Progress`."""
        self._size, self.share = mark.size, self._share(mark)
        self.documents += documents
        self.failures += failures
        if self._resumed:  # only now: what an earlier run did had to be read again, which took time and is no speed
            self._resumed = False
            self._count_from_here()

    def _count_from_here(self) -> None:
        self._started, self._size_before, self._share_before = self._clock(), self._size, self.share or 0.0

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return (self._size - self._size_before) / max(self._clock() - self._started, 1e-3)

    @property
    def left(self) -> float | None:
        """Seconds until the end, if it goes on like this; None where nobody can know."""
        if self.share is None or self.share <= self._share_before:
            return None
        return (self._clock() - self._started) * (1 - self.share) / (self.share - self._share_before)

    def as_dict(self) -> dict[str, Any]:
        """The figures for a log, rounded."""
        return {
            "documents": self.documents,
            "failures": self.failures,
            "megabytes": round(self._size / _MEGABYTE, 3),
            "megabytes_per_second": round(self.rate / _MEGABYTE, 3),
            "share": self.share and round(self.share, 4),
            "seconds_left": None if self.left is None else round(self.left),
        }

    def __str__(self) -> str:
        """The figures for a person."""
        left = "" if self.left is None else f" · {_clocked(self.left)} left"
        return (
            f"{self.documents:,} documents · {self._size / _MEGABYTE:,.1f} MB · {self.rate / _MEGABYTE:,.1f} MB/s"
            f"{left} · {self.failures:,} failed"
        )

    def _share(self, mark: "Mark") -> float | None:
        """The share of the inputs that is done; within a packed file about, and never more than all of it."""
        sizes = [size for size in self._sizes if size is not None]
        if len(sizes) < len(self._sizes) or not sum(sizes):
            return None
        # There is none at the mark where all are done, as an engine tells it.
        return (sum(sizes[: mark.source]) + min([mark.read, *sizes[mark.source : mark.source + 1]])) / sum(sizes)


class _Quiet:
    """Counts, and says only what no file will: failures of a run whose output is a pipe."""

    def __init__(self) -> None:
        self.meter = Meter()

    def begin(self, sources: Sequence[Source | Failure], mark: "Mark") -> None:
        self.meter.begin(sources, mark)

    def advance(self, documents: int, failures: int, mark: "Mark") -> None:
        self.meter.advance(documents, failures, mark)

    def failed(self, failure: Failure) -> None:
        click.echo(visible(f"  failed: {failure.source}: {failure.reason}"), err=True)


class _Logged(_Quiet):
    """A JSON line at the beginning, and one every ten seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._due = time.monotonic() + _PAUSE

    def begin(self, sources: Sequence[Source | Failure], mark: "Mark") -> None:
        super().begin(sources, mark)
        logged("begin", {"sources": len(sources), "resumed": mark.done})

    def advance(self, documents: int, failures: int, mark: "Mark") -> None:
        super().advance(documents, failures, mark)
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + _PAUSE
            logged("progress", self.meter.as_dict())

    def failed(self, failure: Failure) -> None:
        logged("failed", failure.as_dict())


class _Found(_Quiet):
    """Prints what a run would read, one path in a line, on standard output."""

    def begin(self, sources: Sequence[Source | Failure], mark: "Mark") -> None:
        super().begin(sources, mark)
        for source in sources:
            if isinstance(source, Source):
                click.echo(visible(source.path))


class _Line(_Quiet):
    """One line on a terminal, drawn anew as the run goes on."""

    def __init__(self, update: Callable[[Meter], None]) -> None:
        super().__init__()
        self._update = update

    def begin(self, sources: Sequence[Source | Failure], mark: "Mark") -> None:
        super().begin(sources, mark)
        self._update(self.meter)

    def advance(self, documents: int, failures: int, mark: "Mark") -> None:
        super().advance(documents, failures, mark)
        self._update(self.meter)


@contextmanager
def watching(log_format: LogFormat, *, terminal: bool, dry_run: bool = False) -> Iterator["Progress"]:
    """Somebody who watches a run, and goes when the block ends.

    Args:
        log_format: "json" for lines of JSON on standard error.
        terminal: Whether a person sees standard error.
        dry_run: Whether the run only tells what it would read.

    Yields:
        What `cleaner.batch.run.run` tells how far it is.
    """
    if log_format == "json":
        yield _Logged()
    elif dry_run:
        yield _Found()
    elif terminal:
        with _drawn() as update:
            yield _Line(update)
    else:
        yield _Quiet()


@contextmanager
def _drawn() -> Iterator[Callable[[Meter], None]]:
    from rich.console import Console  # noqa: PLC0415  nobody watches most runs
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def update(meter: Meter) -> None:
            total = None if meter.share is None else 1.0
            bar.update(task, description=str(meter), total=total, completed=meter.share or 0.0)

        yield update


def logged(event: str, values: Mapping[str, Any]) -> None:
    """Write one line of the log: a JSON object on standard error.

    Args:
        event: What happened: begin, progress, failed, done, error.
        values: JSON types.
    """
    click.echo(orjson.dumps({"event": event, **values}), err=True)


def visible(text: str) -> str:
    """Text in one line that cannot command a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _unpacked_size(source: Source | Failure) -> float | None:
    """How many bytes of text a source holds, about; None where its size is not to be had."""
    if isinstance(source, Failure):
        return 0.0
    if source.path == STANDARD_INPUT or "://" in source.path:
        return None
    try:
        size = Path(source.path).stat().st_size
    except (OSError, ValueError):
        return 0.0
    return float(size * (_EXPANSION if source.path.lower().endswith(_PACKED) else 1))


def _clocked(seconds: float) -> str:
    minutes, second = divmod(round(seconds), _MINUTE)
    hours, minute = divmod(minutes, _MINUTE)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
