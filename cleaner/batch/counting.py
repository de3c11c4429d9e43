"""The first of two readings: what the documents of unknown outlets repeat, counted by the same workers.

The same documents give the same table, whoever counted which. So a run that was cut off may count again; where the
table was kept, it need not.
"""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from cleaner.batch.journal import Journal, Key
from cleaner.batch.task import Done
from cleaner.errors import CleanerError
from cleaner.io.writers import hidden, replace_file
from cleaner.repeats import Repeats
from cleaner.repeats.tally import Tally

__all__ = ["Kept", "counted"]


def counted(done: Iterable[Done]) -> Repeats:
    """The table of what repeats.

    Args:
        done: What workers gave for all documents, from `count_batch`.

    Raises:
        CleanerError: There is no room for temporary files.
    """
    try:
        with Tally() as tally:
            for part in done:
                tally.add(part.lines)
            return tally.table()
    except OSError as error:
        raise CleanerError(f"--repeats: a temporary file cannot be written or read: {error.strerror}") from None


class Kept:
    """The table in a hidden file beside the output, as long as there is a run to go on with."""

    def __init__(self, output: Path, key: Key, journal: Journal) -> None:
        """Read nothing yet.

        Args:
            output: The output as the user named it.
            key: The run's: another run's table is of no use.
            journal: The run's; the table goes when it does.
        """
        self._path = hidden(output, "repeats")
        self._key = key
        self._journal = journal

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Where there is nothing to go on from, nothing stays."""
        if not self._journal.path.exists():
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def read(self) -> Repeats | None:
        """The table of the same run; None where none is kept."""
        try:
            seal, table = self._path.read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return None
        return Repeats.from_bytes(table) if seal == self._seal(table) else None

    def write(self, repeats: Repeats) -> None:
        """Keep a table.

        Raises:
            CleanerError: The file cannot be written.
        """
        table = repeats.as_bytes()
        replace_file(self._path, self._seal(table) + b"\n" + table)

    def _seal(self, table: bytes) -> bytes:
        return blake2b(repr(self._key).encode() + table, digest_size=16).hexdigest().encode()
