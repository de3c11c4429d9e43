"""What ends a process of an engine while it works, once: as when a machine is lost, it has no time to say anything."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner import Cleaner, Document, Record
from cleaner.adapters.arrow import clean_batches, clean_table

__all__ = ["DEADLY", "DeadlyBatches", "DeadlyCleaner", "DeadlyTable"]

DEADLY = "deadly"  # the id of the document that does it
_PATIENCE = 60.0


@dataclass(frozen=True)
class Trigger:
    """Goes off once, in whatever process.

    Args:
        marker: A file that is not there; it will hold the number of the process that is ended.
    """

    marker: Path

    def pull(self, number: int) -> None:
        """End a process, unless one has been ended."""
        try:
            handle = os.open(self.marker, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return
        os.write(handle, str(number).encode())
        os.close(handle)
        os.kill(number, signal.SIGKILL)
        time.sleep(_PATIENCE)  # whoever is not ended himself does not go on either


class DeadlyTable(Trigger):
    """Ray Data's step; the batch is clean when the process ends, and nothing of it has left it."""

    def __call__(self, table: Any) -> Any:
        """Clean a table."""
        made = clean_table(table)
        if DEADLY in made["id"].to_pylist():
            self.pull(os.getpid())
        return made


class DeadlyBatches(Trigger):
    """Spark's step; batches before the deadly one have left the process when it ends."""

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Clean batches."""
        for batch in clean_batches(batches):
            if DEADLY in batch.column("id").to_pylist():
                self.pull(os.getpid())
            yield batch


class DeadlyCleaner(Cleaner):
    """A run's cleaner: a document ends the engine's process, which is the parent of the one that cleans."""

    def __init__(self, marker: Path) -> None:
        """Load the rules.

        Args:
            marker: As for `Trigger`.
        """
        super().__init__()
        self.trigger = Trigger(marker)

    def trace(self, document: str | bytes | Document, **given: Any) -> tuple[str, Record]:
        """Clean a document."""
        if isinstance(document, Document) and document.id == DEADLY:
            self.trigger.pull(os.getppid())
        return super().trace(document, **given)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Path]]:
        """Pickle without the rules: they are the built-in ones."""
        return DeadlyCleaner, (self.trigger.marker,)
