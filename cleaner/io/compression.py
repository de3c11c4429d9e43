"""Bytes from wherever they lie, unpacked as they are read: what is packed is told by its first bytes, not by its name.

Nothing is unpacked ahead of its reader beyond a buffer, so a decompression bomb costs what is read of it.
"""

import bz2
import gzip
import io
import lzma
import re
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

import zstandard

from cleaner.errors import CleanerError
from cleaner.io import remote

__all__ = ["ENDINGS", "HEAD", "STANDARD_INPUT", "Plain", "opened", "seekable", "spooled"]

STANDARD_INPUT: Final = "-"
ENDINGS: Final = (".gz", ".zst", ".bz2", ".xz")
HEAD: Final = 65_536  # bytes that `peek` shows, or all where there are fewer
_AT_ONCE: Final = 16 * HEAD
_LINE: Final = 16 * HEAD  # bytes of standard input in which the first line is looked for, where it may be a row
_PIECE: Final = 1_024  # packed bytes at a time: zstandard cannot be told how much to unpack, and this is 33 MB at most
_DICTIONARY: Final = 256 * 1024 * 1024  # bytes of memory; xz -9 needs 65 MB
_UNPACKED: Final = 20_000_000_000  # bytes of disk for a packed file that cannot be read from front to back
_DAMAGE: Final = (EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, ValueError)

_MAGIC: Final = (
    ("gzip", re.compile(rb"\x1f\x8b\x08")),
    ("zstd", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")),
    ("bz2", re.compile(rb"BZh[1-9](1AY&SY|\x17\x72\x45\x38)")),
    ("xz", re.compile(rb"\xfd7zXZ\x00")),
)


_OBJECT: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_FIRST_LINE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}][^\n]*\n")


class _Decompressor(Protocol):
    """What unpacks one member of a packed file."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


@contextmanager
def opened(path: str) -> Iterator[io.BufferedReader]:
    """A file's bytes, unpacked where its first bytes are those of gzip, zstd, bz2 or xz.

    Args:
        path: A file, a remote address, or "-" for standard input.

    Yields:
        A stream; its `peek` shows the first `HEAD` bytes, of standard input as many as tell what it is. What is wrong
        with a file is an OSError when it is read.

    Raises:
        CleanerError: Standard input is closed.
        OSError: The file cannot be opened.
    """
    with _raw(path) as raw:
        if path == STANDARD_INPUT:
            # Not the buffered stream: a thread that waits in it holds its lock, and no program can end then.
            unlocked: Any = getattr(raw, "raw", raw)
            yield _unpacked(io.BufferedReader(_Arriving(unlocked.readinto), _LINE))
        else:
            filled = _Filled(raw.read)
            yield _unpacked(io.BufferedReader(filled, HEAD) if remote.is_remote(path) else Plain(filled, _room(path)))


@contextmanager
def seekable(path: str, magic: bytes) -> Iterator[BinaryIO]:
    """A file that can be read in any order: as it is, or unpacked into a temporary file that has no name.

    Args:
        path: As for `opened`.
        magic: Its first bytes, unpacked: nothing else is worth the room.

    Yields:
        A binary file at its beginning.

    Raises:
        OSError: It cannot be read, begins otherwise, or is larger unpacked than there should be room for.
    """
    with _raw(path) as raw:
        if path != STANDARD_INPUT and raw.seekable() and raw.read(len(magic)) == magic:
            raw.seek(0)
            yield raw
            return
    with opened(path) as stream, spooled(stream, magic) as copy:
        yield copy


@contextmanager
def spooled(stream: io.BufferedReader, magic: bytes) -> Iterator[BinaryIO]:
    """A stream's bytes in a temporary file.

    Args:
        stream: At its beginning.
        magic: As for `seekable`.

    Yields:
        A binary file at its beginning.

    Raises:
        OSError: As for `seekable`.
    """
    with tempfile.TemporaryFile() as copy:
        if not stream.peek(len(magic)).startswith(magic):
            raise OSError(f"does not begin with {magic.decode('ascii', 'backslashreplace')}")
        while piece := stream.read(HEAD):
            copy.write(piece)
            if copy.tell() > _UNPACKED:
                raise OSError(f"is too large: more than {_UNPACKED:,} bytes unpacked")
        copy.seek(0)
        yield cast("BinaryIO", copy)


@contextmanager
def _raw(path: str) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise CleanerError("-: standard input is closed; give a file or a folder")
        with nullcontext(sys.stdin.buffer) as stream:
            yield stream
    elif remote.is_remote(path):
        with remote.opened(path) as stream:
            yield stream
    else:
        with Path(path).open("rb") as file:
            yield file


def _unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    head = stream.peek(HEAD)
    kind = next((name for name, magic in _MAGIC if magic.match(head)), None)
    if kind is None:
        return stream
    readers: dict[str, Callable[[], Callable[[int], bytes]]] = {
        # read1: a read that meets damage would lose the good bytes before it
        "gzip": lambda: gzip.GzipFile(fileobj=stream).read1,
        "bz2": lambda: bz2.BZ2File(stream).read1,
        "zstd": lambda: _Members(stream, zstandard.ZstdDecompressor().decompressobj).read,
        "xz": lambda: _Members(stream, lambda: lzma.LZMADecompressor(memlimit=_DICTIONARY)).read,
    }
    return io.BufferedReader(_Filled(readers[kind]()), HEAD)


class Plain(io.BufferedReader):
    """A file of this machine as it lies there: what stands at a place of the stream stands there in the file."""

    def peek(self, size: int = 0, /) -> bytes:
        """As other streams here, however much is read at a time."""
        return super().peek(size)[:HEAD]


def _room(path: str) -> int:
    """Bytes read at a time: of a large file so many that its reader is busy with little else."""
    return min(max(HEAD, Path(path).stat().st_size), _AT_ONCE)


class _Filled(io.RawIOBase):
    """A stream whose reads are as long as they can be, so that a peek shows all there is to see.

    Damage after good bytes is reported once those have been handed out, and always as an OSError.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        """Wrap a function that reads at most so many bytes."""
        self._read = read
        self._damage: OSError | None = None

    def readable(self) -> bool:
        """Streams of this kind are there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  collections.abc.Buffer is there from Python 3.12 on
        """Read as much as fits, or all that is left."""
        view = memoryview(buffer)
        done = 0
        while done < len(view) and not self._damage:
            try:
                piece = self._read(len(view) - done)
            except OSError as error:
                self._damage = error
            except _DAMAGE as error:
                self._damage = OSError(str(error) or type(error).__name__)
            else:
                view[done : done + len(piece)] = piece
                done += len(piece)
                if not piece:
                    break
        if self._damage and not done:
            raise self._damage
        return done


class _Arriving(io.RawIOBase):
    """Standard input: what has come is handed on at once, as soon as it tells what it is.

    How much that takes depends on the bytes alone, not on the pieces in which they come.
    """

    def __init__(self, fill: Callable[[memoryview], int | None]) -> None:
        """Wrap a function that reads into a buffer: not all it takes, but at least one byte before the end."""
        self._fill = fill
        self._begun = False

    def readable(self) -> bool:
        """Streams of this kind are there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  as above
        """Read what there is; the first time, all that it takes to tell the format."""
        view = memoryview(buffer)
        if self._begun:
            return self._fill(view) or 0
        self._begun = True
        done = 0
        while done < len(view) and (size := self._fill(view[done : min(len(view), done + HEAD - done % HEAD)])):
            begun, done = done, done + size
            # Nothing else can tell; without this, a long line that comes byte by byte is looked at as often.
            if (b"\n" in bytes(view[begun:done]) or done % HEAD == 0) and _tells(view[:done]):
                break
        return done


def _tells(head: memoryview) -> bool:
    """Whether no further byte changes what `cleaner.io.kinds.kind_in` says of a stream that begins so.

    A row may be larger than `HEAD`: where an object begins, its line decides.
    """
    return bool(_FIRST_LINE.match(head)) or (len(head) >= HEAD and not _OBJECT.match(head))


class _Members:
    """A packed file of one member or several, read piece by piece."""

    def __init__(self, stream: io.BufferedReader, make: Callable[[], _Decompressor]) -> None:
        """Read from a stream with one decompressor a member."""
        self._stream = stream
        self._make = make
        self._member: _Decompressor | None = None
        self._left = b""  # packed bytes that the last member did not want
        self._ready = io.BytesIO()  # unpacked bytes, up to where they were asked for

    def read(self, size: int) -> bytes:
        """Unpack at most so many bytes; none at the end.

        Raises:
            EOFError: The file ends inside a member.
        """
        while not (piece := self._ready.read(size)):
            packed = self._left or self._stream.read(_PIECE)
            self._left = b""
            if self._member is None:
                packed = packed.lstrip(b"\0")  # padding between members
                if not packed:
                    if self._stream.peek(1):
                        continue
                    return b""
                self._member = self._make()
            elif not packed:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            self._ready = io.BytesIO(self._member.decompress(packed))
            if self._member.eof:
                self._left, self._member = self._member.unused_data, None
        return piece
