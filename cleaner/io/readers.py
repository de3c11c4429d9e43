"""Documents from wherever the user has them, one by one: no file is ever in memory beyond one document's limit.

What cannot be read is a `Failure` with its reason, never an exception: one bad file must not end a run. The same input
gives the same documents in the same order, which is what a run that was cut off relies on.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from cleaner.document import Document, spelled_out
from cleaner.errors import CleanerError
from cleaner.io.compression import HEAD, STANDARD_INPUT, opened, seekable, spooled
from cleaner.io.failure import Failure, reason_of, too_large
from cleaner.io.fields import Fields
from cleaner.io.folders import odd_kind
from cleaner.io.kinds import PARQUET, begins_with_row, foreign, kind_in, kind_of, stem_of
from cleaner.io.parquet import tabled
from cleaner.io.rows import Line, lines, objects
from cleaner.io.source import Source
from cleaner.io.sources import find
from cleaner.io.warc import archived

__all__ = [
    "LARGEST",
    "STANDARD_INPUT",
    "Failure",
    "File",
    "Item",
    "Line",
    "Source",
    "find",
    "read",
    "read_one",
    "unread",
]

# Bytes of a document: of a file that is one, of a line, of a page in an archive. A thousand times an ordinary page;
# measured, the parser's tree of such a page takes about a gigabyte of a worker's memory.
LARGEST: Final = 100_000_000

# Bytes that a file is taken for whose size is not known before it is read: about an ordinary page.
_ORDINARY: Final = 100_000


@dataclass(frozen=True, slots=True)
class File:
    """A file that holds one document, and is not read yet: who cleans it reads it.

    Args:
        source: The file.
        limit: Bytes that it may have.
        size: Bytes that it has as it lies there, where that is known.
    """

    source: Source
    limit: int
    size: int

    def read(self) -> Document | Failure:
        """The document, or why there is none."""
        return next(map(read_item, _safely(self.source, Fields(), self.limit)))

    def named(self) -> Document:
        """The document by which an error record names it; a file that could not be read once is not read again."""
        return Document(content=b"", id=self.source.id, source=spelled_out(self.source.path))


Read = Document | Failure
Item = Read | Line | File
Documents = Iterator[Read | Line]


def unread(source: Source, fields: Fields = Fields(), limit: int = LARGEST) -> Iterator[Item]:  # noqa: B008  frozen
    """The documents of one source, as far as they have to be read to tell one from the next.

    Args:
        source: What `find` gave.
        fields: What the fields of rows are called.
        limit: Bytes that a document may have; one that has more is a failure, and the next one is read.

    Yields:
        Documents, a failure for each that cannot be read, and lines and files that say by their `read` which they are.

    Raises:
        CleanerError: The format needs a library that is not installed, or standard input is closed.
    """
    if _READERS.get(source.format) is _single:
        yield File(source, limit, _size_of(source))
    else:
        yield from islice(_safely(source, fields, limit), source.first, source.last)


def read(source: Source, fields: Fields = Fields(), limit: int = LARGEST) -> Iterator[Read]:  # noqa: B008  frozen
    """The documents of one source, read.

    Args:
        source: As for `unread`.
        fields: As for `unread`.
        limit: As for `unread`.

    Returns:
        Documents, and a failure for each that cannot be read.

    Raises:
        CleanerError: As `unread`.
    """
    return map(read_item, unread(source, fields, limit))


def read_item(item: Item) -> Read:
    """What `unread` gave, read."""
    return item.read() if isinstance(item, Line | File) else item


def _size_of(source: Source) -> int:
    try:
        return Path(source.path).stat().st_size
    except (OSError, ValueError):
        return _ORDINARY


def _safely(source: Source, fields: Fields, limit: int) -> Documents:
    """What is in a source; where it cannot be read, or not to its end, a failure."""
    reason = (odd := odd_kind(source.path)) and f"is {odd}, not a file"
    try:
        if not reason:
            yield from _read(source, fields, limit)
    except OSError as error:
        reason = reason_of(error)
    if reason:
        yield Failure(id=source.id, source=spelled_out(source.path), reason=f"cannot be read: {reason}")


def _read(source: Source, fields: Fields, limit: int) -> Documents:
    if source.format == "parquet":
        with seekable(source.path, PARQUET) as file:
            yield from tabled(file, source.path, fields, limit)
    else:
        with opened(source.path) as stream:
            known = _known(source, stream.peek(HEAD))
            yield from _READERS[known.format](stream, known, fields, limit)


def _known(source: Source, head: bytes) -> Source:
    """A source whose format is what its first bytes say, where its name says nothing or not enough."""
    if source.format == "json" and _is_jsonl(head):
        return replace(source, format="jsonl")
    if source.format != "unknown":
        return source
    return replace(source, format=(kind_in(head) or "text") if head.strip() else "jsonl")


def _is_jsonl(head: bytes) -> bool:
    """Whether the first line is a whole object and others follow."""
    return begins_with_row(head) and bool(head.lstrip().partition(b"\n")[2].strip())


def _single(stream: io.BufferedReader, source: Source, _: Fields, limit: int) -> Iterator[Read]:
    where = spelled_out(source.path)
    kind = foreign(stream.peek(HEAD))
    content = b"" if kind else stream.read(limit + 1)
    if kind or len(content) > limit:
        yield Failure(id=source.id, source=where, reason=f"is no text but {kind}" if kind else too_large(limit))
    else:
        format_ = "html" if source.format == "html" else None  # a .txt may hold a page
        yield Document(content=content, id=source.id, source=where, format=format_)


def _archive(stream: io.BufferedReader, source: Source, _: Fields, limit: int) -> Documents:
    return archived(stream, source.path, limit)


def _table(stream: io.BufferedReader, source: Source, fields: Fields, limit: int) -> Documents:
    with spooled(stream, PARQUET) as file:
        yield from tabled(file, source.path, fields, limit)


_READERS: Final[dict[str, Callable[[io.BufferedReader, Source, Fields, int], Documents]]] = {
    "text": _single,
    "html": _single,
    "jsonl": lines,
    "json": objects,
    "warc": _archive,
    "parquet": _table,
}


def read_one(path: str) -> Document:
    """One document for the terminal.

    Args:
        path: A file of any name, or "-" for standard input.

    Returns:
        The document.

    Raises:
        CleanerError: The file cannot be read, is empty, or holds several documents.
    """
    source = Source(path, spelled_out(stem_of(Path(path).name)), kind_of(path) or "unknown")
    try:
        found = list(map(read_item, islice(_read(source, Fields(), LARGEST), 2)))
    except OSError as error:
        raise CleanerError(f"{path}: cannot be read: {reason_of(error)}") from None
    if len(found) > 1:
        raise CleanerError(f"{path}: holds more than one document; `cleaner run` takes them all")
    one = found[0] if found else None
    if isinstance(one, Failure):
        raise CleanerError(f"{path}: {one.reason}")
    if one is None or not one.content.strip():
        raise CleanerError(f"{path}: is empty; there is nothing to clean")
    return one
