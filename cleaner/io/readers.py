"""Documents from wherever the user has them: folders, files, JSONL, standard input.

What cannot be read is a `Failure` with its reason, never an exception: one bad file must not end a run.
"""

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final, cast

import orjson

from cleaner.document import Document, spelled_out
from cleaner.errors import CleanerError

__all__ = ["STANDARD_INPUT", "Failure", "Source", "find", "read", "read_one"]

STANDARD_INPUT: Final = "-"
_FORMATS: Final = {".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl"}
_KNOWN: Final = ".txt .html .htm .jsonl, each also .gz"
_GZIP_MAGIC: Final = b"\x1f\x8b"

Stream = BufferedReader | gzip.GzipFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A document that could not be read or cleaned, and why."""

    id: str | None
    source: str
    reason: str

    def as_dict(self) -> dict[str, str | None]:
        """The failure as an error record, keys in the documented order."""
        return {"id": self.id, "source": self.source, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its path ("-" is standard input), the id of its document, and what is in it."""

    path: str
    id: str
    format: str


def find(inputs: Sequence[str], outputs: Sequence[Path] = ()) -> list[Source]:
    """The files that the inputs name, folders walked in the order of their paths.

    Args:
        inputs: Folders, files, or "-" for standard input.
        outputs: The files that the run will write; in a folder they are passed over where an earlier run wrote them.

    Returns:
        Sources in reading order.

    Raises:
        CleanerError: An input does not exist, is of no known kind, is the output, or is a folder without documents.
    """
    own = {os.path.realpath(path) for path in outputs}
    found: list[Source] = []
    for name in inputs:
        path = Path(name)
        if name == STANDARD_INPUT:
            found.append(Source(name, name, "jsonl"))
        elif os.path.isdir(name):
            found += _in_folder(path, own)
        elif not os.path.exists(name):
            raise CleanerError(f"{name}: does not exist; give a folder, a file, or - for standard input")
        elif format_of(path) is None:
            raise CleanerError(f"{name}: is of no known kind; known are {_KNOWN}")
        elif os.path.realpath(name) in own:
            raise CleanerError(f"{name}: would be overwritten by this run; give the output another name")
        else:
            found.append(_source(path, path.name))
    return found


def _in_folder(folder: Path, own: set[str]) -> list[Source]:
    unreadable: list[Path] = []
    paths = [
        Path(parent, name)
        for parent, _, names in os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename)))
        for name in names
    ]
    known = [path for path in paths if format_of(path) and _is_document(path)]
    if clash := [path for path in known if os.path.realpath(path) in own and not _is_written_by_us(path)]:
        raise CleanerError(f"{clash[0]}: would be overwritten by this run; give the output another name")
    known = sorted([path for path in known if os.path.realpath(path) not in own] + unreadable)
    if not known:
        raise CleanerError(f"{folder}: holds no documents; known are {_KNOWN}")
    return [_source(path, path.relative_to(folder).as_posix()) for path in known]


def _is_document(path: Path) -> bool:
    """Whether a path is a file, or a link that leads nowhere, which is reported; pipes and devices are neither."""
    return os.path.isfile(path) or (os.path.islink(path) and not os.path.exists(path))


def _is_written_by_us(path: Path) -> bool:
    """Whether a file begins with a record or an error record."""
    try:
        with _opened(str(path)) as stream:
            row = orjson.loads(stream.readline() or b"{}")
    except (OSError, EOFError, zlib.error, orjson.JSONDecodeError):
        return False
    keys = row.keys() if isinstance(row, dict) else set()
    return keys >= {"removed", "flags", "rules"} or keys == {"id", "source", "reason"}


def _source(path: Path, name: str) -> Source:
    stem = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    return Source(str(path), spelled_out(stem[: len(stem) - len(Path(stem).suffix)]), format_of(path) or "text")


def format_of(path: Path) -> str | None:
    """What a file's name says is in it: "text", "html", "jsonl" or None."""
    return _FORMATS.get(Path(path.name.lower().removesuffix(".gz")).suffix)


def read(source: Source) -> Iterator[Document | Failure]:
    """The documents of one source.

    Args:
        source: What `find` gave.

    Yields:
        Documents, and a failure for each that cannot be read.
    """
    try:
        with _opened(source.path) as stream:
            if source.format == "jsonl" and (source.path != STANDARD_INPUT or _holds_rows(stream)):
                yield from _rows(source, stream)
            else:
                format_ = "html" if source.format == "html" else None  # a .txt may hold a page
                yield Document(content=stream.read(), id=source.id, source=spelled_out(source.path), format=format_)
    except (OSError, EOFError, zlib.error) as error:
        yield Failure(id=source.id, source=spelled_out(source.path), reason=f"cannot be read: {_reason(error)}")


def read_one(path: str) -> Document:
    """One document for the terminal.

    Args:
        path: A file of any name, or "-" for standard input.

    Returns:
        The document.

    Raises:
        CleanerError: The file cannot be read or is empty.
    """
    try:
        with _opened(path) as stream:
            content = stream.read()
    except (OSError, EOFError, zlib.error) as error:
        raise CleanerError(f"{path}: cannot be read: {_reason(error)}") from None
    if not content.strip():
        raise CleanerError(f"{path}: is empty; there is nothing to clean")
    known = None if path == STANDARD_INPUT else format_of(Path(path))
    format_ = known if known == "html" else None
    return Document(content=content, id=spelled_out(Path(path).stem), source=spelled_out(path), format=format_)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


@contextmanager
def _opened(path: str) -> Iterator[Stream]:
    """A stream of a file's bytes, unpacked where its first bytes are gzip's."""
    if path == STANDARD_INPUT and sys.stdin is None:
        raise CleanerError("-: standard input is closed; give a file or a folder")
    with nullcontext(sys.stdin.buffer) if path == STANDARD_INPUT else Path(path).open("rb") as raw:
        stream = cast("BufferedReader", raw)
        if not stream.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC):
            yield stream
            return
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield unpacked


def _holds_rows(stream: Stream) -> bool:
    """Whether a stream without a name is JSONL; otherwise it is one document."""
    return stream.peek(len(_GZIP_MAGIC)).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"")


def _rows(source: Source, stream: Stream) -> Iterator[Document | Failure]:
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield _row(line, f"{spelled_out(source.path)}:{number}")


def _row(line: bytes, where: str) -> Document | Failure:
    try:
        row = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return Failure(id=where, source=where, reason=f"is not JSON: {error}")
    if not isinstance(row, dict):
        return Failure(id=where, source=where, reason="is not a JSON object")
    name = str(row["id"]) if row.get("id") is not None else where
    content = row.get("html") or row.get("text")
    if not isinstance(content, str):
        if not any(isinstance(row.get(key), str) for key in ("html", "text")):
            return Failure(id=name, source=where, reason='has neither "html" nor "text"')
        content = ""
    text: Callable[[str], str | None] = lambda key: row[key] if isinstance(row.get(key), str) else None  # noqa: E731
    return Document(
        content=content,
        id=name,
        url=text("url"),
        outlet=text("outlet"),
        date=None if row.get("date") is None else str(row["date"]),
        source=where,
        format="html" if row.get("html") else None,
    )
