"""Pages from web archives: WARC as crawlers write it, WET as Common Crawl distributes its text.

A record's frame is read here, so that a wrong length costs that record and neither those after it nor the memory;
fastwarc reads what is in the frame: headers, HTTP, transfer encodings and the rarer content encodings.
"""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

from cleaner.document import Document, spelled_out
from cleaner.errors import missing
from cleaner.io.coding import ZLIB, inflated, is_noise
from cleaner.io.failure import Failure, reason_of, too_large

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["archived"]

Mode = Literal["all", "transfer", "none"] | None

_HEADERS: Final = 65_536  # bytes that headers may have, the record's and HTTP's each; fastwarc refuses more than half
_BEGIN: Final = re.compile(rb"WARC/[0-9]\.[0-9]+\s*\Z")
_WITHIN: Final = re.compile(rb"^WARC/[0-9]\.[0-9]+\r?$", re.MULTILINE)
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*([0-9]{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain")
_MODES: Final[tuple[Mode, ...]] = ("transfer", "none", None)  # None: there is no HTTP at all
_BLANK: Final = (b"\r\n", b"\n")


def archived(stream: io.BufferedReader, path: str, limit: int) -> Iterator[Document | Failure]:
    """The pages of an archive.

    Args:
        stream: The archive, unpacked.
        path: Its name, for messages and for pages without a record id.
        limit: Bytes that a page may have.

    Yields:
        A document for each successful response that is a page or plain text, and for each conversion; a failure for
        each record that is damaged or too large. Requests, images and redirects are no documents and passed over.

    Raises:
        CleanerError: fastwarc is not installed.
    """
    _require(path)
    for number, frame in enumerate(_frames(_Rewound(stream), limit), start=1):
        where = f"{spelled_out(path)}:{number}"
        if isinstance(frame, str):
            yield Failure(id=where, source=where, reason=frame)
        elif item := _document(frame, where, limit):
            yield item


def _require(path: str) -> None:
    try:
        import fastwarc  # noqa: F401, PLC0415  an extra
    except ImportError:
        raise missing(path, "fastwarc", "warc") from None


class _Rewound:
    """A stream that takes back what was read too far."""

    def __init__(self, stream: io.BufferedReader) -> None:
        """Read on from where the stream is."""
        self._stream = stream
        self._again = io.BytesIO()

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        again = self._again.read(size)
        return again + self._stream.read(size - len(again)) if len(again) < size else again

    def readline(self) -> bytes:
        """A line, or the piece of it that is no longer than headers may be."""
        again = self._again.readline(_HEADERS)
        if again.endswith(b"\n") or len(again) == _HEADERS:
            return again
        return again + self._stream.readline(_HEADERS - len(again))

    def unread(self, data: bytes) -> None:
        """Take back bytes that will be read again."""
        self._again = io.BytesIO(data + self._again.read())


def _frames(stream: _Rewound, limit: int) -> Iterator[bytes | str]:
    """Records with their headers, and what is wrong with those that cannot be had."""
    line = _after_blank(stream)
    while line:
        if not _BEGIN.match(line):
            yield "is not a WARC record; what follows was passed over up to the next one"
            line = _next_begin(stream)
            continue
        head = _head(stream, line)
        found = _LENGTH.search(head)
        if not found or int(found[1]) > limit + _HEADERS:  # the length may be a lie: look for the next record instead
            yield too_large(limit) if found else "is a damaged WARC record: it does not say how long it is"
            line = _next_begin(stream)
            continue
        block = stream.read(int(found[1]))
        damage: OSError | None = None
        try:
            line = stream.readline()
        except OSError as error:  # after a whole record, which must not be lost for it
            line, damage = b"", error
        ended = not line or line in _BLANK or _BEGIN.match(line)
        if ended and len(block) == int(found[1]):
            yield head + block + b"\r\n\r\n"
            if damage:
                raise damage
            line = _after_blank(stream) if line in _BLANK else line
        else:
            yield "is a damaged WARC record: its length is wrong"
            line = _rewound(stream, block, line)


def _after_blank(stream: _Rewound) -> bytes:
    while (line := stream.readline()) in _BLANK:
        pass
    return line


def _next_begin(stream: _Rewound) -> bytes:
    while (line := stream.readline()) and not _BEGIN.match(line):
        pass
    return line


def _rewound(stream: _Rewound, block: bytes, line: bytes) -> bytes:
    """The beginning of the next record, which may lie in what was taken for the last one's block."""
    if within := _WITHIN.search(block):
        stream.unread(block[within.start() :] + line)
    elif _BEGIN.match(line):
        return line
    return _next_begin(stream)


def _head(stream: _Rewound, line: bytes) -> bytes:
    """The record's headers with the empty line after them, as far as headers may go."""
    lines = [line]
    size = 0
    while size < _HEADERS and (line := stream.readline()):
        lines.append(line)
        size += len(line)
        if line in _BLANK:
            break
    return b"".join(lines)


def _document(frame: bytes, where: str, limit: int) -> Document | Failure | None:
    error: Exception | None = None
    name = where
    for mode in _MODES:  # crawlers store pages in one piece under the headers of those that came in chunks
        try:
            record = _record(frame, mode)
            if record is None or not _is_page(record):
                return None
            name = spelled_out(record.headers.get("WARC-Record-ID") or where).strip("<> ")
            body = record.reader.read(limit + 1)
        except (OSError, ValueError) as fault:
            error = fault
            continue
        try:
            content = _unpacked(body, _codings(record), limit)
        except OSError as fault:
            error = fault
            break
        if len(content) > limit:
            return Failure(id=name, source=where, reason=too_large(limit))
        return _made(record, content, name, where)
    reason = f"is a damaged WARC record: {reason_of(error)}" if error else "is a damaged WARC record"
    return Failure(id=name, source=where, reason=reason)


def _codings(record: "WarcRecord") -> list[str]:
    """What the headers say that the page is packed with, the innermost first."""
    headers = record.http_headers
    said = headers.get("Content-Encoding") if headers is not None else None
    return [name.strip().lower() for name in (said or "").split(",") if name.strip()]


def _unpacked(body: bytes, codings: list[str], limit: int) -> bytes:
    """A page without what it is packed with; one that is not packed, whatever its headers say, as it is.

    Raises:
        OSError: It is packed and cut off or damaged.
    """
    if not codings or not body or len(body) > limit:
        return body
    try:
        return _inflated(body, codings, limit) if ZLIB.issuperset(codings) else _decoded(body, codings, limit)
    except OSError:
        if is_noise(body):
            raise
        return body


def _inflated(body: bytes, codings: list[str], limit: int) -> bytes:
    for _ in codings:
        body = inflated(body, limit)
    return body


def _decoded(body: bytes, codings: list[str], limit: int) -> bytes:
    """A page that fastwarc unpacks, in a frame of its own: the page's may say that it came in chunks that are undone.

    Raises:
        OSError: It is cut off, damaged, or packed in another way.
    """
    http = f"HTTP/1.1 200 OK\r\nContent-Encoding: {', '.join(codings)}\r\n\r\n".encode("utf-8", "replace") + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    try:
        record = _record(head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n", "all")
        return record.reader.read(limit + 1) if record else body
    except (OSError, ValueError) as error:
        raise OSError(f"its body is cut off, damaged or packed in an unknown way: {reason_of(error)}") from None


def _record(frame: bytes, mode: Mode) -> "WarcRecord | None":
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415  an extra

    records = ArchiveIterator(
        io.BytesIO(frame),
        record_types=WarcRecordType.response | WarcRecordType.conversion,
        parse_http=mode is not None,
        auto_decode=mode or "none",
        max_header_len=_HEADERS,
        stream_detect=False,
    )
    record = next(iter(records), None)
    if record and record.http_headers is not None and record.http_headers.status_code is None:
        raise OSError("has no HTTP status")
    return record


def _is_page(record: "WarcRecord") -> bool:
    if record.http_headers is None:
        return True
    kind = (record.http_content_type or "text/html").strip().lower()
    status = record.http_headers.status_code or 200
    return kind in _PAGES and 200 <= status < 300  # noqa: PLR2004  RFC 9110: success


def _made(record: "WarcRecord", content: bytes, name: str, where: str) -> Document:
    conversion = (record.headers.get("WARC-Type") or "").strip().lower() == "conversion"
    kind = (record.http_content_type or "").lower()
    url = record.headers.get("WARC-Target-URI")
    return Document(
        content=content,
        id=name,
        url=spelled_out(url).strip("<> ") if url else None,
        crawled=record.headers.get("WARC-Date"),
        source=where,
        format="text" if conversion else "html" if "html" in kind else None,
        charset="utf-8" if conversion else record.http_charset,
    )
