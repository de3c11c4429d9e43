"""Documents from rows: lines of JSONL, objects of JSON, rows of a table, all read by their fields' names."""

import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import orjson

from cleaner.document import Document, spelled_out
from cleaner.io.compression import Plain
from cleaner.io.failure import Failure, reason_of, too_large
from cleaner.io.fields import Fields
from cleaner.io.jsontext import values
from cleaner.io.source import Source

__all__ = ["Line", "document_of", "lines", "objects"]

_PIECE: Final = 1_000_000  # bytes read at a time where what is read is thrown away
_LONG: Final = (
    16_384  # bytes from which a line is handed on by its place: to open a file takes 20 us, to clean this a ms
)
_BOM: Final = b"\xef\xbb\xbf"
_DIGITS: Final = 4_000  # Python refuses to read longer numbers: that takes time that grows with their square
_LONE: Final = re.compile("[\ud800-\udfff]")

Rows = Iterator[Document | Failure]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of JSONL that is not parsed, so that one reader can feed many cores; a long one is not even read.

    Args:
        where: Its file and number; also its document's id where it has none of its own.
        fields: What the fields are called.
        size: Its length in bytes.
        data: Its bytes; None where they lie in a file.
        path: The file.
        offset: The place of its first byte there.
    """

    where: str
    fields: Fields
    size: int
    data: bytes | None = None
    path: str = ""
    offset: int = 0

    def read(self) -> Document | Failure:
        """The document, or why it is none."""
        try:
            data = self._found() if self.data is None else self.data
        except OSError as error:
            return Failure(id=self.where, source=self.where, reason=f"cannot be read: {reason_of(error)}")
        return _parsed(data, self.where, self.where, self.fields)

    def named(self) -> Document | Failure:
        """The document by which an error record names it."""
        return self.read()

    def _found(self) -> bytes:
        with Path(self.path).open("rb", buffering=0) as file:
            file.seek(self.offset)
            data = file.read(self.size)
        if len(data) < self.size:
            raise OSError("the file was changed meanwhile")
        return data


def lines(stream: io.BufferedReader, source: Source, fields: Fields, limit: int) -> Iterator[Document | Failure | Line]:
    """The documents of JSONL.

    Args:
        stream: The file, unpacked.
        source: Its name, for messages and for rows without an id.
        fields: What the fields are called.
        limit: Bytes that a line may have.

    Yields:
        Each line that is not blank, or why it is no document.
    """
    number = offset = 0
    while line := stream.readline(limit + 1):
        number += 1
        size = len(line)
        where = f"{spelled_out(source.path)}:{number}"
        if size > limit and not line.endswith(b"\n"):
            offset += _skip_line(stream)
            yield Failure(id=where, source=where, reason=too_large(limit))
        elif not line.removeprefix(_BOM).strip():
            blank = _skip_blank(stream)
            number += blank.count(b"\n")
            offset += len(blank)
        elif size > _LONG and isinstance(stream, Plain):
            yield Line(where, fields, size, path=source.path, offset=offset)
        else:
            yield Line(where, fields, size, line)
        offset += size


def _skip_line(stream: io.BufferedReader) -> int:
    """Pass over the rest of a line; gives its length."""
    size = 0
    while piece := stream.readline(_PIECE):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size


def _skip_blank(stream: io.BufferedReader) -> bytes:
    """Pass over the blank lines that are in the buffer: a packed file may hold thousands of millions of them."""
    ahead = stream.peek(1)
    blank = ahead[: len(ahead) - len(ahead.lstrip())]
    return stream.read(blank.rfind(b"\n") + 1)


def objects(stream: io.BufferedReader, source: Source, fields: Fields, limit: int) -> Rows:
    """The documents of a JSON file: an array of objects, one object, or several one after another.

    Args:
        stream: The file, unpacked.
        source: Its name, for messages and for objects without an id; an object that is alone has the file's id.
        fields: What the fields are called.
        limit: Bytes that an object may have.

    Yields:
        A document for each object, or why it is none.
    """
    path = spelled_out(source.path)
    found = values(stream, limit)
    ahead = list(islice(found, 2))
    alone = len(ahead) == 1 and not ahead[0].listed
    for number, value in enumerate(chain(ahead, found), start=1):
        where, name = (path, source.id) if alone else (f"{path}:{number}",) * 2
        if value.data is None:
            yield Failure(id=name, source=where, reason=too_large(limit))
        else:
            yield _parsed(value.data, where, name, fields)


def _parsed(data: bytes, where: str, name: str, fields: Fields) -> Document | Failure:
    try:
        row = _loaded(data.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        return Failure(id=name, source=where, reason=f"is not JSON: {error}")
    if not isinstance(row, dict):
        return Failure(id=name, source=where, reason="is not a JSON object")
    return document_of(row, where, name, fields)


def _loaded(data: bytes) -> Any:  # noqa: ANN401  whatever JSON holds
    """What JSON says, also where it is what Python's own library writes: NaN, and halves of characters."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as strict:
        try:
            row = json.loads(data.decode(), parse_int=_integer)
        except (ValueError, RecursionError):
            raise strict from None
    if not isinstance(row, dict):
        return row
    return {key: _LONE.sub("\ufffd", value) if isinstance(value, str) else value for key, value in row.items()}


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


def document_of(row: Mapping[str, Any], where: str, name: str, fields: Fields) -> Document | Failure:
    """A row as a document.

    Args:
        row: Values by name; those of a wrong type count as absent.
        where: Its file and number.
        name: Its id where it has none of its own.
        fields: What the fields are called.

    Returns:
        The document, from the page where there is one, else from the text; or that there is neither.
    """
    own = _scalar(row.get(fields.id))
    name = name if own is None else own
    given = {key: row.get(key) for key in (fields.html, fields.text)}
    found = [(key, value) for key, value in given.items() if isinstance(value, str | bytes)]
    if not found:
        return Failure(id=name, source=where, reason=f'has neither "{fields.html}" nor "{fields.text}"')
    key, content = next((pair for pair in found if pair[1]), ("", ""))
    return Document(
        content=content,
        id=name,
        url=_text(row.get(fields.url)),
        outlet=_text(row.get(fields.outlet)),
        date=_scalar(row.get(fields.date)),
        source=where,
        format="html" if content and key == fields.html else None,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _scalar(value: object) -> str | None:
    """A text or a number as text; what pandas writes for nothing is nothing."""
    if not isinstance(value, str | int | float) or (isinstance(value, float) and math.isnan(value)):
        return None
    return str(value)
