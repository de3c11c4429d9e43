"""The files of an output while they grow: hidden until they are complete, and cut back to any place they were at.

Where a chunk ends depends on the lines alone, never on when they came: a run that was cut off and went on has written
the same bytes as one that was not.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from cleaner.errors import CleanerError
from cleaner.io.packing import finish, packer_of
from cleaner.io.writers import Names, naming_the_file, sync_folder

__all__ = ["Place", "Shards"]

_CHUNK: Final = 1_000_000  # bytes of lines: enough for a packer, little enough to be held, and noted, half done


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """How far an output has come.

    Args:
        number: The shard that is being written; all before it are complete.
        records: How many records are in it.
        size: How many bytes its closed chunks take.
        tail: The lines of the chunk that is still open.
    """

    number: int = 0
    records: int = 0
    size: int = 0
    tail: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The place as JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave."""
        return cls(**row)


class Shards:
    """Lines of JSON that become one file, or files of so many lines each."""

    def __init__(self, path: Path, most: int | None = None) -> None:
        """Open nothing yet.

        Args:
            path: The output as the user named it.
            most: How many lines a file takes; None is all in one.

        Raises:
            CleanerError: A library that the format takes is not installed.
        """
        self.names = Names(path, sharded=most is not None)
        self._most = most
        self._pack = packer_of(path)
        self._stream: BinaryIO | None = None
        self._number = self._records = self._size = self._length = 0
        self._tail: list[bytes] = []

    def go_to(self, place: Place) -> None:
        """Go on from a place where this output once was; what it had beyond that is given up.

        Raises:
            CleanerError: The file is gone, or shorter than it was.
        """
        if place.size and not _reaches(self.names.partial(place.number), place.size):
            raise CleanerError(f"{self.names.path}: what an earlier run wrote is gone; begin anew with --restart")
        self._number, self._records, self._size = place.number, place.records, place.size
        self._tail = [place.tail.encode()] if place.tail else []
        self._length = sum(map(len, self._tail))
        for number in self.names.begun():
            if number > place.number:
                self.names.partial(number).unlink()

    def write(self, lines: bytes) -> None:
        """Add lines, each ended.

        Raises:
            CleanerError: The file cannot be written.
        """
        for line in lines.splitlines(keepends=True):
            if self._records == self._most:
                self._end_shard()
            self._tail.append(line)
            self._length += len(line)
            self._records += 1
            if self._length >= _CHUNK:
                self._close_chunk()

    def sync(self) -> Place:
        """Make sure that what has been written outlasts a power cut.

        Returns:
            Where the output now is, for `go_to`.
        """
        if self._stream:
            self._sync_stream(self._stream)
        tail = b"".join(self._tail).decode()
        return Place(number=self._number, records=self._records, size=self._size, tail=tail)

    def end(self) -> Place:
        """Complete the last file.

        Returns:
            The place after it.
        """
        if self._records or not self._number:
            self._end_shard()
        return self.sync()

    def publish(self) -> None:
        """Give all complete files their names, once it has been noted that they are complete."""
        for number in self.names.begun():
            if number < self._number:
                with naming_the_file(self.names.final(number)):
                    finish(self.names.partial(number), self.names.final(number))

    def abandon(self) -> None:
        """Let go of the file, whatever of it can still be written."""
        with suppress(CleanerError):  # a full disk again, for what will be written again
            self._close()

    def discard(self) -> None:
        """Remove all that is not under its final name."""
        self.abandon()
        for number in self.names.begun():
            self.names.partial(number).unlink(missing_ok=True)

    def _end_shard(self) -> None:
        if self._tail or not self._size:
            self._close_chunk()
        if self._stream:
            self._sync_stream(self._stream)
        self._close()
        self._number, self._records, self._size = self._number + 1, 0, 0

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream:
            with naming_the_file(self.names.path):
                stream.close()

    def _close_chunk(self) -> None:
        with naming_the_file(self.names.path):
            stream = self._opened()
            self._size += stream.write(self._pack(b"".join(self._tail)))
        self._tail, self._length = [], 0

    def _opened(self) -> BinaryIO:
        """The file of the shard, cut back to where it was."""
        if not self._stream:
            path = self.names.partial(self._number)
            self._stream = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o666), "wb")
            self._stream.truncate(self._size)
            self._stream.seek(self._size)
            sync_folder(path.parent)
        return self._stream

    def _sync_stream(self, stream: BinaryIO) -> None:
        with naming_the_file(self.names.path):
            stream.flush()
            os.fsync(stream.fileno())


def _reaches(path: Path, size: int) -> bool:
    return path.exists() and path.stat().st_size >= size
