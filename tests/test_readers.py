"""Reading: whatever a document comes in, it is the same document; whatever is wrong with it, the others are read."""

import bz2
import gzip
import io
import json
import lzma
import os
import resource
import socket
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # comes with fastwarc
import fsspec
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from cleaner import CleanerError, Document
from cleaner.io import readers
from cleaner.io.fields import Fields
from cleaner.io.readers import LARGEST, Failure, Source, find, read, read_one
from cleaner.io.remote import state_of
from tests.conftest import ROOT

TEXTS = [f'Day {day}: "rain" [{{fell}}] \\ on café\n\nand the river, rose. \U0001f30a' for day in range(12)]
ROWS = [
    {
        "id": f"n-{number}",
        "url": f"https://www.times.example/{number}",
        "date": "2024-05-03",
        "outlet": "times.example",
        "text": text,
    }
    for number, text in enumerate(TEXTS)
]
OTHER = {"id": "key", "url": "link", "date": "day", "outlet": "paper", "text": "body", "html": "page"}
TOO_LARGE = "is too large: more than 1,000 bytes; the limit is 1,000"

PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstandard.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def table_of(rows: list[dict[str, Any]], **options: Any) -> bytes:
    """Rows as the bytes of a Parquet file."""
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, **options)
    return out.getvalue()


FORMATS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "rows.jsonl": lambda rows: b"".join(orjson.dumps(row) + b"\n" for row in rows),
    "windows.jsonl": lambda rows: b"\xef\xbb\xbf" + b"\r\n\r\n".join(map(orjson.dumps, rows)),
    "array.json": orjson.dumps,
    "pretty.json": lambda rows: json.dumps(rows, indent=2).encode(),
    "objects.json": lambda rows: "\n".join(json.dumps(row, indent=2) for row in rows).encode(),
    "lines.json": lambda rows: "\n".join(map(json.dumps, rows)).encode(),
    "table.parquet": lambda rows: table_of(rows, row_group_size=5, compression="zstd"),
    "no-name": lambda rows: b"\n".join(map(orjson.dumps, rows)),
}


def got(*inputs: str | Path, fields: Fields | None = None, limit: int = LARGEST) -> list[Document | Failure]:
    """What the inputs hold."""
    found = find([str(name) for name in inputs])
    return [
        item
        for source in found
        for item in ([source] if isinstance(source, Failure) else read(source, fields or Fields(), limit))
    ]


def reasons(items: list[Document | Failure]) -> list[str]:
    """For each item its text, or why there is none."""
    return [
        item.reason
        if isinstance(item, Failure)
        else item.content.decode()
        if isinstance(item.content, bytes)
        else item.content
        for item in items
    ]


def told(item: Document | Failure) -> dict[str, Any]:
    """A row, as it was read."""
    assert isinstance(item, Document)
    return {"id": item.id, "url": item.url, "date": item.date, "outlet": item.outlet, "text": item.content}


@pytest.mark.parametrize("mapped", [False, True], ids=["own-names", "mapped"])
@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_documents_whatever_they_come_in(name: str, packing: str, mapped: bool, tmp_path: Path) -> None:
    """Twelve documents are the same twelve in each format, packed in any way, under any names of fields."""
    rows = [{OTHER[key]: value for key, value in row.items()} for row in ROWS] if mapped else ROWS
    path = tmp_path / f"{name}{packing}"
    path.write_bytes(PACKINGS[packing](FORMATS[name](rows)))
    assert [told(item) for item in got(path, fields=Fields(**OTHER) if mapped else None)] == ROWS


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("ending", [".txt", ".html", ".htm", ""])
def test_a_file_is_a_document(ending: str, packing: str, tmp_path: Path) -> None:
    """Twelve files are twelve documents in the order of their paths, whose ids are these without their endings."""
    (tmp_path / "sub").mkdir()
    for number, text in enumerate(TEXTS):
        name = f"{'sub/' if number > 5 else ''}n-{number:02}{ending}{packing}"
        (tmp_path / name).write_bytes(PACKINGS[packing](text.encode()))
    items = got(tmp_path)
    assert reasons(items) == TEXTS
    assert [item.id for item in items] == [f"{'sub/' if number > 5 else ''}n-{number:02}" for number in range(12)]
    assert {item.format for item in items if isinstance(item, Document)} == {
        "html" if ending in (".html", ".htm") else None
    }


@pytest.mark.parametrize("packing", PACKINGS)
def test_names_do_not_say_what_is_packed(packing: str, tmp_path: Path) -> None:
    """The first bytes tell what a file is packed with, also where it is made of several packed files."""
    data = FORMATS["rows.jsonl"](ROWS)
    half = len(data) // 2
    (tmp_path / "rows.jsonl").write_bytes(PACKINGS[packing](data[:half]) + PACKINGS[packing](data[half:]))
    (tmp_path / "rows.jsonl.gz").write_bytes(PACKINGS[packing](data))
    assert [told(item) for item in got(tmp_path)] == ROWS * 2


@pytest.mark.parametrize("packing", [".gz", ".zst", ".bz2", ".xz"])
def test_a_file_that_breaks_off_gives_what_it_has(packing: str, tmp_path: Path) -> None:
    """The documents before the break are read; the break is a failure, never silent and never an exception."""
    rows = [{"id": str(number), "text": os.urandom(500).hex()} for number in range(2000)]
    whole = PACKINGS[packing](b"".join(orjson.dumps(row) + b"\n" for row in rows))
    path = tmp_path / f"rows.jsonl{packing}"
    path.write_bytes(whole if packing == "" else whole[: -len(whole) // 10])
    *items, last = got(path)
    assert isinstance(last, Failure)
    assert last.reason == "cannot be read: Compressed file ended before the end-of-stream marker was reached"
    whole_ones = [item for item in items if isinstance(item, Document)]
    assert len(whole_ones) == len(items) > (300 if packing != ".bz2" else -1)
    assert [item.content for item in whole_ones] == [row["text"] for row in rows[: len(items)]]


ODD_ROWS = [
    ('{"id": 7, "text": "Rain."}', ("7", "Rain.")),
    ('{"id": ["x"], "text": "Rain."}', ("{path}:1", "Rain.")),
    ('{"text": "Rain.", "url": 5, "outlet": {}, "date": []}', ("{path}:1", "Rain.")),
    ('{"text": "Rain.", "date": NaN, "score": NaN, "id": NaN}', ("{path}:1", "Rain.")),
    ('{"text": "half \\ud83d of it"}', ("{path}:1", "half \ufffd of it")),
    ('{"text": "Rain.", "text": "Snow."}', ("{path}:1", "Snow.")),
    ('{"text": "Rain.", "size": ' + "9" * 5000 + "}", ("{path}:1", "Rain.")),
    ('{"html": ["x"], "text": "Rain."}', ("{path}:1", "Rain.")),
    ('{"html": "", "text": ""}', ("{path}:1", "")),
    ('{"id": "x", "body": "Rain."}', ("x", 'has neither "html" nor "text"')),
    ('{"id": "x", "text": 5}', ("x", 'has neither "html" nor "text"')),
    ("5", ("{path}:1", "is not a JSON object")),
    ("[" * 100_000, ("{path}:1", "is not JSON: ")),
    ('{"a": ' * 100_000, ("{path}:1", "is not JSON: ")),
    ('{"text": "Rain', ("{path}:1", "is not JSON: ")),
    ('{"text": "\udcff"}', ("{path}:1", "is not JSON: ")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), ODD_ROWS, ids=lambda value: str(value)[:30])
def test_an_odd_row_costs_itself_alone(row: str, expected: tuple[str, str], tmp_path: Path) -> None:
    """Values of a wrong type count as absent, what Python's JSON writes is read, and the next row follows."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(row.encode("utf-8", "surrogateescape") + b'\n{"id": "next", "text": "Snow."}\n')
    first, second = got(path)
    assert (first.id, reasons([first])[0][: len(expected[1]) or None]) == (expected[0].format(path=path), expected[1])
    assert (second.id, reasons([second])) == ("next", ["Snow."])


JSON = [
    ('{"text": "Rain."}', [("file", "Rain.")]),
    ('\n {"text":\n "Rain."}\n', [("file", "Rain.")]),
    ('{"text": "Rain."}{"text": "Snow."}', [("{path}:1", "Rain."), ("{path}:2", "Snow.")]),
    ('[{"text": "Rain."}]', [("{path}:1", "Rain.")]),
    ('[{"text": "]},{["}, 5, "a,b", [1, {"b": 2}], {"text": "Snow."}]', [("{path}:1", "]},{["), ("{path}:2", "is not a JSON object"), ("{path}:3", "is not a JSON object"), ("{path}:4", "is not a JSON object"), ("{path}:5", "Snow.")]),
    ('[{"text": "a\\\\"}, {"text": "\\"}"}]', [("{path}:1", "a\\"), ("{path}:2", '"}')]),
    ('[{"text": "Rain."}, {"text": "Snow', [("{path}:1", "Rain."), ("{path}:2", "is not JSON")]),
    ('[{"text": "Rain."}, {text: 5}, {"text": "Snow."}]', [("{path}:1", "Rain."), ("{path}:2", "is not JSON"), ("{path}:3", "Snow.")]),
    ("}}}", [("{path}:1", "is not JSON"), ("{path}:2", "is not JSON"), ("{path}:3", "is not JSON")]),
    ("[" * 3_000_000, [("{path}:1", "is not JSON")]),
    ('[{"text": "Rain."}, {"text": "' + "x" * 3000 + '"}, {"text": "Snow."}]', [("{path}:1", "Rain."), ("{path}:2", TOO_LARGE), ("{path}:3", "Snow.")]),
    ("[]", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), JSON, ids=lambda value: str(value)[:30])
def test_json_is_cut_into_its_objects(content: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    """Brackets inside strings do not count, one bad object costs itself, and a single object has the file's id."""
    path = tmp_path / "file.json"
    path.write_text(content)
    limit = LARGEST if len(content) > 1_000_000 else 1_000
    items = got(path, limit=limit)
    found = [
        (item.id, reason.split(":")[0] if "not JSON" in reason else reason)
        for item, reason in zip(items, reasons(items), strict=True)
    ]
    assert found == [(name.format(path=path), reason) for name, reason in expected]


def test_json_may_break_anywhere_between_two_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands where one piece of a file ends, nothing is lost there."""
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(ROWS, indent=1))
    for piece in (1, 2, 3, 7, 64):
        monkeypatch.setattr("cleaner.io.jsontext._PIECE", piece)
        assert [told(item) for item in got(path)] == ROWS


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("rows.jsonl", lambda big: b'{"text": "Rain."}\n{"text": "' + big + b'"}\n\n{"text": "Snow."}\n'),
        ("rows.json", lambda big: b'[{"text": "Rain."},{"text": "' + big + b'"},{"text": "Snow."}]'),
        ("table.parquet", lambda big: table_of([{"text": "Rain."}, {"text": big.decode()}, {"text": "Snow."}])),
        (
            "pages.warc",
            lambda big: b"".join(record(http(body), number) for number, body in enumerate([b"Rain.", big, b"Snow."])),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_too_large_costs_itself_alone(name: str, make: Callable[[bytes], bytes], packing: str, tmp_path: Path) -> None:
    """A document above the limit is a failure that says so, and the rest of the file is read."""
    path = tmp_path / f"{name}{packing}"
    path.write_bytes(PACKINGS[packing](make(b"x" * 200_000)))
    assert reasons(got(path, limit=1_000)) == ["Rain.", TOO_LARGE, "Snow."]


@pytest.mark.parametrize("size", [1_000, 1_001])
def test_the_limit_is_exact(size: int, tmp_path: Path) -> None:
    """Just as large as the limit is read."""
    (tmp_path / "a.txt").write_bytes(b"x" * size)
    line = b'{"text": "' + b"x" * (size - 12) + b'"}'
    (tmp_path / "b.jsonl").write_bytes(line + b"\n" + line)
    expected = ["x" * 1_000] + ["x" * 988] * 2 if size == 1_000 else [TOO_LARGE] * 3
    assert reasons(got(tmp_path, limit=1_000)) == expected


BOMB = """
import resource, sys
from cleaner.io.readers import *
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for item in (item for source in find(sys.argv[1:]) for item in read(source, limit=10_000_000)):
    print(item.reason if isinstance(item, Failure) else item.content[:9])
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < 150_000)
"""


@pytest.mark.parametrize(
    ("name", "packing", "piece"),
    [
        ("a.txt", "gz", b"\0" * 1_000_000),
        ("a.txt", "zst", b"\0" * 1_000_000),
        ("a.txt", "bz2", b"\0" * 1_000_000),
        ("a.txt", "xz", b"\0" * 1_000_000),
        ("a.jsonl", "zst", b"x" * 1_000_000),
        ("a.jsonl", "gz", b"\n" * 1_000_000),
    ],
)
def test_a_bomb_costs_what_is_read_of_it(name: str, packing: str, piece: bytes, tmp_path: Path) -> None:
    """A gigabyte from a few kilobytes, in one line or in none, never is in memory."""
    makers: dict[str, Callable[[], Any]] = {
        "gz": lambda: zlib.compressobj(1, zlib.DEFLATED, 31),
        "zst": lambda: zstandard.ZstdCompressor().compressobj(),
        "bz2": bz2.BZ2Compressor,
        "xz": lambda: lzma.LZMACompressor(preset=0),
    }
    maker = makers[packing]()
    times = 1_000 if packing in ("gz", "zst") else 100
    tail = b'\n{"text": "Rain."}\n' if name.endswith("jsonl") else b""
    path = tmp_path / f"{name}.{packing}"
    path.write_bytes(b"".join(maker.compress(piece) for _ in range(times)) + maker.compress(tail) + maker.flush())
    done = subprocess.run([sys.executable, "-c", BOMB, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  our own program
    large = [] if piece[:1] == b"\n" else ["is too large: more than 10,000,000 bytes; the limit is 10,000,000"]
    assert done.stdout.splitlines() == [*large, *(["Rain."] if tail else []), "True"]


def record(block: bytes, number: int = 0, length: object = None, kind: str = "response") -> bytes:
    """A WARC record."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2024-05-03T10:00:00Z\r\n"
    )
    content_type = "text/plain" if kind == "conversion" else f"application/http; msgtype={kind}"
    head += f"WARC-Target-URI: https://www.times.example/{number}\r\nContent-Type: {content_type}\r\n"
    return (
        head.encode()
        + f"Content-Length: {len(block) if length is None else length}\r\n\r\n".encode()
        + block
        + b"\r\n\r\n"
    )


def http(
    body: bytes, headers: str = "", kind: str = "text/html; charset=windows-1251", status: str = "200 OK"
) -> bytes:
    """An HTTP response."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.wet", "crawl"])
def test_the_pages_of_an_archive(name: str, packing: str, tmp_path: Path) -> None:
    """Responses and conversions are documents with address, date and charset; requests, images, refusals are none."""
    page = "<p>Дождь</p>".encode("windows-1251")
    parts = [
        record(b"software: test\r\n", 0, kind="warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", 1, kind="request"),
        record(http(page), 2),
        record(http(b"\x89PNG", kind="image/png"), 3),
        record(http(b"Moved", status="301 Moved Permanently"), 4),
        record("Дождь.".encode(), 5, kind="conversion"),
    ]
    (tmp_path / f"{name}{packing}").write_bytes(b"".join(map(PACKINGS[packing], parts)))
    html, text = got(tmp_path)
    where = f"{tmp_path}/{name}{packing}"
    date = "2024-05-03T10:00:00Z"
    assert isinstance(html, Document)
    assert isinstance(text, Document)
    assert astuple(html) == (
        page,
        "urn:uuid:2",
        "https://www.times.example/2",
        None,
        None,
        date,
        f"{where}:3",
        "html",
        "windows-1251",
    )
    assert astuple(text) == (
        "Дождь.".encode(),
        "urn:uuid:5",
        "https://www.times.example/5",
        None,
        None,
        date,
        f"{where}:6",
        "text",
        "utf-8",
    )


RAIN = b"<p>" + b" ".join(b"Rain %d." % (number**3 % 9_973) for number in range(500)) + b"</p>"
PACKED = gzip.compress(b"<p>Rain.</p>")


def bare(data: bytes) -> bytes:
    """Deflate without a header or a checksum, as some servers send it."""
    maker = zlib.compressobj(wbits=-15)
    return maker.compress(data) + maker.flush()


ENCODINGS = [
    ("Content-Encoding: gzip\r\n", PACKED),
    ("Content-Encoding: deflate\r\n", zlib.compress(b"<p>Rain.</p>")),
    ("Transfer-Encoding: chunked\r\n", b"3\r\n<p>\r\n9\r\nRain.</p>\r\n0\r\n\r\n"),
    ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", b"%x\r\n%b\r\n0\r\n\r\n" % (len(PACKED), PACKED)),
    ("Content-Encoding: deflate\r\n", bare(b"<p>Rain.</p>")),
    ("Content-Encoding: X-GZIP\r\n", PACKED),
    ("Content-Encoding: gzip\r\n", gzip.compress(b"<p>Ra") + gzip.compress(b"in.</p>")),
    ("Content-Encoding: gzip, gzip\r\n", gzip.compress(PACKED)),
    ("Content-Encoding: gzip\r\n", PACKED + b"\r\nmore"),
    ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", PACKED),
    ("Content-Encoding: br\r\n", brotli.compress(b"<p>Rain.</p>")),
    ("Content-Encoding: br\r\nTransfer-Encoding: chunked\r\n", brotli.compress(b"<p>Rain.</p>")),
    ("Content-Encoding: zstd\r\n", zstandard.compress(b"<p>Rain.</p>")),
    ("Content-Encoding: gzip\r\n", b"<p>Rain.</p>"),
    ("Content-Encoding: deflate\r\n", b"<p>Rain.</p>"),
    ("Content-Encoding: br\r\n", b"<p>Rain.</p>"),
    ("Content-Encoding: zstd\r\n", b"<p>Rain.</p>"),
    ("Content-Encoding: utf-8\r\n", b"<p>Rain.</p>"),
    ("Transfer-Encoding: chunked\r\n", b"<p>Rain.</p>"),
]


@pytest.mark.parametrize(("headers", "body"), ENCODINGS)
def test_encodings_of_pages_are_undone(headers: str, body: bytes, tmp_path: Path) -> None:
    """Packed and chunked pages are pages, and so are those whose headers claim what the crawler has undone."""
    (tmp_path / "a.warc").write_bytes(record(http(body, headers)) + record(b"<p>No HTTP.</p>"))
    assert reasons(got(tmp_path)) == ["<p>Rain.</p>", "<p>No HTTP.</p>"]


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_page_under_a_false_encoding_is_read_as_it_is(name: str, tmp_path: Path) -> None:
    """What the crawler has undone is a page whatever is in it: stray control characters, letters of two bytes."""
    pages = [RAIN + b"\x01\x02", b"\n \n" + RAIN, RAIN.decode().encode("utf-16"), "<p>Дождь</p>".encode("cp1251") * 9]
    (tmp_path / "a.warc").write_bytes(b"".join(record(http(page, f"Content-Encoding: {name}\r\n")) for page in pages))
    assert [item.content for item in got(tmp_path) if isinstance(item, Document)] == pages


CUT = "is a damaged WARC record: its body is cut off"
UNKNOWN = f"{CUT}, damaged or packed in an unknown way: "
CUT_OFF = {
    "gzip": ("gzip", gzip.compress(RAIN)[:-700], CUT),
    "gzip-without-checksum": ("gzip", gzip.compress(RAIN)[:-8], CUT),
    "gzip-in-the-second-member": ("gzip", gzip.compress(RAIN) + gzip.compress(RAIN)[:-700], CUT),
    "gzip-damaged": ("gzip", gzip.compress(RAIN)[:-8] + bytes(8), "is a damaged WARC record: its body cannot be unpacked: "),
    "gzip-in-endless-members": ("gzip", gzip.compress(b"") * 5_000, "is a damaged WARC record: its body is packed in more than 100 members"),
    "deflate": ("deflate", zlib.compress(RAIN)[:-700], CUT),
    "deflate-bare": ("deflate", bare(RAIN)[:-700], CUT),
    "brotli": ("br", brotli.compress(RAIN)[:-300], UNKNOWN),
    "zstd": ("zstd", zstandard.compress(RAIN)[:-300], UNKNOWN),
    "of-a-kind-that-nobody-knows": ("compress", zlib.compress(RAIN), UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("name", CUT_OFF)
def test_a_packed_page_that_is_cut_off_is_no_page(name: str, chunked: bool, tmp_path: Path) -> None:
    """The beginning of an article does not pass for the article, nor packed bytes for a text; the next page is read."""
    coding, body, expected = CUT_OFF[name]
    headers = f"Content-Encoding: {coding}\r\n"
    if chunked:
        headers += "Transfer-Encoding: chunked\r\n"
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    (tmp_path / "a.warc").write_bytes(record(http(body, headers), 1) + record(http(b"Rain."), 2))
    first, second = got(tmp_path)
    assert isinstance(first, Failure)
    assert (first.id, first.reason[: len(expected)]) == ("urn:uuid:1", expected)
    assert reasons([second]) == ["Rain."]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", bare), ("br", brotli.compress), ("zstd", zstandard.compress)],
)
def test_a_packed_page_may_be_as_large_as_the_limit(
    coding: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """The limit is that of the page unpacked, to the byte, however little its packed form is."""
    bodies = [http(pack(b"x" * size), f"Content-Encoding: {coding}\r\n") for size in (1_000, 1_001, 10_000_000)]
    (tmp_path / "a.warc").write_bytes(b"".join(map(record, bodies)))
    assert reasons(got(tmp_path, limit=1_000)) == ["x" * 1_000, TOO_LARGE, TOO_LARGE]


WRONG = "is a damaged WARC record: its length is wrong"
DAMAGED = {
    "too-short": (record(http(b"Rain."), length=60), [WRONG]),
    "shorter-than-http": (record(http(b"Rain."), length=10), [WRONG]),
    "too-long": (record(http(b"Rain."), length=300), [WRONG]),
    "longer-than-the-file": (record(http(b"Rain."), length=90_000), [WRONG]),
    "endless": (record(http(b"Rain."), length=10**17), [f"is too large: more than {LARGEST:,} bytes; the limit is {LARGEST:,}"]),
    "no-number": (record(http(b"Rain."), length="ten"), ["is a damaged WARC record: it does not say how long it is"]),
    "negative": (record(http(b"Rain."), length=-1), ["is a damaged WARC record: it does not say how long it is"]),
    "garbage": (record(http(b"Rain.")) + b"\xff\x00\n" * 9, ["Rain.", "is not a WARC record; what follows was passed over up to the next one"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_record_costs_itself_alone(name: str, tmp_path: Path) -> None:
    """Whatever a record says about its length, those before and after it are read."""
    data, expected = DAMAGED[name]
    (tmp_path / "a.warc").write_bytes(
        record(http(b"Before."), 1) + data + record(http(b"After."), 2) + record(http(b"End."), 3)
    )
    assert reasons(got(tmp_path)) == ["Before.", *expected, "After.", "End."]


def test_a_table_s_times_and_numbers(tmp_path: Path) -> None:
    """Columns of any type are read as JSON's would be; a row without a text is a failure, and so is one without any."""
    table = pa.table(
        {
            "id": pa.array([1, 2, None]),
            "html": pa.array([b"<p>Rain.</p>", None, None], pa.binary()),
            "text": pa.array(["Snow.", "Hail.", None], pa.large_string()),
            "date": pa.array([0, 1_700_000_000_123_456_789, None], pa.timestamp("ns", "UTC")),
            "url": pa.array([["x"], [], None]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second, third = got(tmp_path)
    assert (first.id, reasons([first]), getattr(first, "date", 0)) == ("1", ["<p>Rain.</p>"], "1970-01-01 00:00:00Z")
    assert (second.id, reasons([second]), getattr(second, "date", 0)) == ("2", ["Hail."], "2023-11-14 22:13:20Z")
    assert (third.id, reasons([third])) == (f"{tmp_path}/a.parquet:3", ['has neither "html" nor "text"'])
    pq.write_table(pa.table({"title": ["x", "y"]}), tmp_path / "a.parquet")
    assert reasons(got(tmp_path)) == ['has neither "html" nor "text"'] * 2


def test_a_text_of_a_table_may_be_any_bytes(tmp_path: Path) -> None:
    """Writers may put any bytes in a column of texts: they are decoded as a file's are, and cost no other row."""
    broken = pa.array(["Café".encode("latin-1"), b"Rain."])
    texts = pa.Array.from_buffers(pa.string(), 2, broken.buffers())
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet")
    first, second = got(tmp_path)
    assert isinstance(first, Document)
    assert first.content == b"Caf\xe9"
    assert reasons([second]) == ["Rain."]


def test_a_damaged_table(tmp_path: Path) -> None:
    """One row group that cannot be read costs itself; a table without its end, or that is none, is a failure."""
    path = tmp_path / "a.parquet"
    data = bytearray(table_of([{"text": f"{n} " + os.urandom(2000).hex()} for n in range(30)], row_group_size=10))
    column = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0)
    begin = column.dictionary_page_offset or column.data_page_offset
    data[begin : begin + 200] = b"\xff" * 200
    path.write_bytes(data)
    items = got(path)
    assert [isinstance(item, Document) for item in items] == [True] * 10 + [False] + [True] * 10
    assert items[10].id == f"{path}:group 2"
    for wrong in (bytes(data[:-9]), b"PAR1", b"", b"PAR1PAR1", b"text"):
        path.write_bytes(wrong)
        (item,) = got(path)
        assert isinstance(item, Failure)
        assert item.reason.startswith("cannot be read: ")


def test_a_flipped_bit_in_a_value_is_seen(tmp_path: Path) -> None:
    """A page of values that has a checksum is compared with it: damage that would pass for a text costs its group."""
    path = tmp_path / "a.parquet"
    rows = [{"text": f"Rain fell on day {number}."} for number in range(30)]
    data = table_of(rows, row_group_size=10, compression="none", write_page_checksum=True)
    place = data.index(b"day 15.")
    path.write_bytes(data)
    assert reasons(got(path)) == [row["text"] for row in rows]
    path.write_bytes(data[:place] + b"dax" + data[place + 3 :])
    before, (failed,), after = (items := got(path))[:10], items[10:-10], items[-10:]
    assert reasons(before + after) == [row["text"] for row in rows[:10] + rows[20:]]
    assert (failed.id, reasons([failed])[0][:16]) == (f"{path}:group 2", "cannot be read: ")


def test_what_is_said_of_a_damaged_table_is_one_line(tmp_path: Path) -> None:
    """Reasons quote the file that they are about; no line break nor control character of it gets into the errors."""
    path = tmp_path / "a.parquet"
    data = table_of([{"text": os.urandom(200).hex()} for _ in range(30)], row_group_size=10, write_page_checksum=True)
    said = []
    for place in range(0, len(data), 7 if len(data) < 10_000 else len(data) // 1_000):
        path.write_bytes(data[:place] + b"\x0f\x0e\x0d" + data[place + 3 :])
        said += [item.reason for item in got(path) if isinstance(item, Failure)]
    assert len(said) > 100
    assert [reason for reason in said if not reason.isprintable()] == []


def test_a_text_in_a_million_rows_is_in_memory_once(tmp_path: Path) -> None:
    """A table's dictionary of few values is no bomb: rows are made one by one."""
    column = pa.array(["x" * 1_000_000, "y"]).dictionary_encode()
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 3000 + [1], pa.int32()), column.dictionary)
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(1 for _ in read(Source(str(tmp_path / "a.parquet"), "a", "parquet")))
    assert count == 3001
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.skipif(os.name == "nt", reason="POSIX has these entries")
def test_odd_entries_are_reported_and_hang_nothing(tmp_path: Path) -> None:
    """Pipes, sockets, devices, loops of links, closed folders: each is named, and the texts among them are read."""
    (tmp_path / "good.txt").write_text("Rain.")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "in\nside.txt").write_text("Snow.")
    (tmp_path / "link.txt").symlink_to("good.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "null.txt").symlink_to(os.devnull)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(os.path.relpath(tmp_path / "socket.txt"))
        items = got(tmp_path)
    assert [
        (item.id, reason.removeprefix("cannot be read: ")) for item, reason in zip(items, reasons(items), strict=True)
    ] == [
        ("folder.txt/in\nside", "Snow."),
        ("good", "Rain."),
        ("link", "Rain."),
        ("loop", "Too many levels of symbolic links"),
        ("null", "is a device, not a file"),
        ("pipe", "is a named pipe, not a file"),
        ("socket", "is a socket, not a file"),
        ("up", "is a link to a folder that is read already"),
        ("zero", "is a device, not a file"),
    ]
    assert reasons(got(tmp_path / "pipe.txt")) == ["cannot be read: is a named pipe, not a file"]
    assert reasons(list(read(Source(str(tmp_path / "pipe.txt"), "x", "text")))) == [
        "cannot be read: is a named pipe, not a file"
    ]


def test_links_to_other_folders_are_followed_once(tmp_path: Path) -> None:
    """A folder that is linked in is read under the link's name, however many links lead to it and back."""
    inbox, other = tmp_path / "in", tmp_path / "other"
    inbox.mkdir()
    other.mkdir()
    (other / "a.txt").write_text("Rain.")
    (other / "back").symlink_to(inbox)
    for name in ("one", "two"):
        (inbox / name).symlink_to(other)
    again = "cannot be read: is a link to a folder that is read already"
    assert [(item.id, reasons([item])[0]) for item in got(inbox)] == [
        ("one/a", "Rain."),
        ("one/back", again),
        ("two", again),
    ]


def test_names_that_do_not_say_what_is_in_a_file(tmp_path: Path) -> None:
    """The content decides where the name has no ending, and for pages, archives and tables under any; else it is none."""
    contents = {
        "a": b"Rain.",
        "b": b"<!DOCTYPE html><p>Rain.</p>",
        "c.php": b"<html><p>Rain.</p></html>",
        "d.data": FORMATS["table.parquet"](ROWS[:1]),
        "e": record(http(b"Rain.")),
        "f": b'{"text": "Rain."}',
        "notes.md": b"Rain.",
        "scan.pdf": b"%PDF-1.4",
        "setup.cfg": b"[x]",
        "image": b"\x89PNG\r\n\x1a\n\0\0",
        "void": b"",
        ".hidden": b"Rain.",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    found = [(source.id, source.format) for source in find([str(tmp_path)]) if isinstance(source, Source)]
    assert found == [("a", "text"), ("b", "html"), ("c", "html"), ("d", "parquet"), ("e", "warc"), ("f", "json")]


ZERO = b"\0"
FOREIGN = {
    "a PDF": [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", b"%PDF-1.3\r1 0 obj\r<< /Length 9 >>\rstream\r\x01\x02"],
    "a PNG picture": [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
    "a JPEG picture": [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01", b"\xff\xd8\xff\xdb\0\x43\0"],
    "a GIF picture": [b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff", b"GIF87a\x41\x42\x41\x42\xf7\0\0"],
    "a WebP picture": [b"RIFF\x24\x10\0\0WEBPVP8 "],
    "a TIFF picture": [b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"],
    "a BMP picture": [b"BM\x36\x0c\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"],
    "an icon": [b"\0\0\x01\0\x02\0\x10\x10"],
    "a video or a picture": [b"\0\0\0\x20ftypisom\0\0\x02\0", b"\0\0\0\x1cftypavif\0\0\0\0"],
    "a video": [b"\x1a\x45\xdf\xa3\x01\0\0\0", b"RIFF\x24\x10\0\0AVI LIST"],
    "a sound": [b"ID3\x03\0\0\0\0\x10", b"OggS\0\x02\0\0", b"RIFF\x24\x10\0\0WAVEfmt "],
    "a font": [b"wOF2\0\x01\0\0\0\0", b"OTTO\0\x0c\0\x80"],
    "a ZIP archive or an Office document": [b"PK\x03\x04\x14\0\x06\0\x08\0", b"PK\x05\x06" + ZERO * 18],
    "an Office document": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ZERO * 16],
    "an archive": [b"7z\xbc\xaf\x27\x1c\0\x04", b"Rar!\x1a\x07\x01\0", b"page.txt".ljust(257, ZERO) + b"ustar\x0000"],
    "a packed file": [gzip.compress(b"Rain."), lzma.compress(b"Rain."), zstandard.compress(b"Rain. " * 9), bz2.compress(b"Rain.")],
    "a program": [b"\x7fELF\x02\x01\x01\0", b"MZ\x90\0\x03".ljust(60, ZERO) + b"\x80\0\0\0" + ZERO * 64 + b"PE\0\0", b"\0asm\x01\0\0\0"],
    "a database": [b"SQLite format 3\0\x10\0"],
    "a table": [FORMATS["table.parquet"](ROWS), b"ARROW1\0\0\xff\xff"],
    "what macOS keeps beside a file": [b"\0\x05\x16\x07\0\x02\0\0Mac OS X"],
}  # fmt: skip


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_no_text_is_no_document(kind: str, tmp_path: Path) -> None:
    """A file of another kind under the name of a page or a text is a failure that says what it is, not noise."""
    for number, content in enumerate(FOREIGN[kind]):
        packed = gzip.compress(content)  # or the first layer of packing would be undone
        (tmp_path / f"{number}.html.gz").write_bytes(packed)
        (tmp_path / f"{number}.txt").write_bytes(packed)
    assert reasons(got(tmp_path)) == [f"is no text but {kind}"] * 2 * len(FOREIGN[kind])


STRAY = b" went out in the rain.\n\x01\x02\x7f The river rose."
TEXTS_LIKE_OTHERS = [
    *(name + STRAY for name in (b"PK", b"PK34", b"GIF89a", b"GIF87a\t", b"BM", b"MZ", b"II*", b"RIFF", b"RIFF file WEBP")),
    *(name + STRAY for name in (b"Rar!", b"7z", b"ID3", b"OTTO", b"wOF2", b"OggS", b"FLV", b"PAR1", b"SQLite format 3")),
    *(name + STRAY for name in (b"BZh", b"ftyp", b"ustar", b"%PDF", b"%PDF-A", b"\x7f", b"\x1f", b"\0", b"\xff\xd8")),
    b"%PDF-1.4 is what the first line says.\nThe river rose.",
    "%PDF-1.4, première ligne\n%é".encode(),
    "яШяа и дождь".encode("cp1251"),
    "PK \u0103 GIF89a".encode("utf-16"),
    "GIF89a".encode("utf-16-le"),
    "Rain.".encode("utf-32"),
    "Āb".encode("utf-32-be"),
    ZERO * 2_000,
    bytes(range(256)) * 9,
]  # fmt: skip


@pytest.mark.parametrize("content", TEXTS_LIKE_OTHERS, ids=lambda content: repr(content[:20]))
def test_a_text_may_begin_with_anything(content: bytes, tmp_path: Path) -> None:
    """Letters that a format begins with are letters, and what is of no known kind is left to who decodes it."""
    (tmp_path / "a.txt").write_bytes(content)
    (tmp_path / "b.html").write_bytes(content)
    assert [item.content for item in got(tmp_path) if isinstance(item, Document)] == [content] * 2


def test_patterns_name_files_and_folders(tmp_path: Path) -> None:
    """A pattern's matches are read in order, ids are paths from where the pattern begins to vary."""
    for name in ("n/2024/b.txt", "n/2024/a.txt", "n/2023/c.txt", "n/2023/x.pdf", "n/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF" if name.endswith("pdf") else b"Rain.")
    ids = {
        pattern: [source.id for source in find([f"{tmp_path}/n/{pattern}"])]
        for pattern in ("*.txt", "20*", "**/*.txt", "20*/[ac].txt")
    }
    assert ids == {
        "*.txt": ["d"],
        "20*": ["2023/c", "2024/a", "2024/b"],
        "**/*.txt": ["2023/c", "2024/a", "2024/b", "d"],
        "20*/[ac].txt": ["2023/c", "2024/a"],
    }
    (tmp_path / "what?.txt").write_text("Rain.")
    assert [source.id for source in find([f"{tmp_path}/what?.txt"])] == ["what?"]
    with pytest.raises(CleanerError, match=r"/\*\.csv: matches no documents; known are \.txt"):
        find([f"{tmp_path}/*.csv"])


def test_remote_files_are_read_like_others() -> None:
    """Whatever fsspec can reach: a file, a folder, a pattern; what cannot be had is a failure or the call's fault."""
    memory = fsspec.filesystem("memory")
    for name in ("rows.jsonl.zst", "sub/table.parquet", "sub/x.pdf"):
        memory.pipe(
            f"/readers/{name}",
            PACKINGS[".zst"](FORMATS["rows.jsonl"](ROWS)) if "zst" in name else FORMATS["table.parquet"](ROWS),
        )
    assert [told(item) for item in got("memory://readers")] == ROWS * 2
    assert [told(item) for item in got("memory://readers/sub/table.parquet")] == ROWS
    assert [told(item) for item in got("memory://readers/*/*.parquet")] == ROWS
    assert [source.id for source in find(["memory://readers"])] == ["rows", "sub/table"]
    (gone,) = got("memory://readers/gone.txt")
    assert isinstance(gone, Failure)
    assert gone.reason.startswith("cannot be read: ")
    with pytest.raises(CleanerError, match=r"^nowhere://x: cannot be listed: Protocol not known: nowhere$"):
        find(["nowhere://x"])


SAID = {
    "name": "/a.txt",
    "size": 5,
    "type": "file",
    "ETag": '"x"',
    "LastModified": "2024-01-01",
    "atime": 1,
    "url": "a",
}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"atime": 2}, True),  # it has been read
        ({"url": "a?signature=2"}, True),
        ({"sha": None}, True),
        ({"size": 6}, False),
        ({"ETag": '"y"'}, False),
        ({"LastModified": "2024-01-02"}, False),
        ({"last-modified": "2024-01-01"}, False),
        ({"blob_id": "1"}, False),
    ],
)
def test_a_remote_file_is_known_again(
    changes: dict[str, object],
    same: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By what its store says of its content, and by nothing that changes with looking at it."""
    said = [SAID, {**SAID, **changes}]
    monkeypatch.setattr(type(fsspec.filesystem("memory")), "info", lambda *_: said.pop(0))
    assert (state_of("memory://a.txt") == state_of("memory://a.txt")) is same


def test_a_remote_file_has_a_state() -> None:
    """The same until it is written anew; one that is not there, or that nobody can ask for, has none."""
    memory = fsspec.filesystem("memory")
    memory.pipe("/state/a.txt", b"Rain.")
    first = state_of("memory://state/a.txt")
    assert "size=5" in first
    assert list(got("memory://state/a.txt"))
    assert state_of("memory://state/a.txt") == first
    memory.pipe("/state/a.txt", b"Snow.")
    assert state_of("memory://state/a.txt") != first
    assert state_of("memory://state/b.txt") == state_of("nowhere://a.txt") == ()


@pytest.mark.parametrize(
    ("library", "name", "message"),
    [
        ("fastwarc", "a.warc", "needs fastwarc; install it with pip install 'cleaner[warc]'"),
        ("pyarrow.parquet", "a.parquet", "needs pyarrow; install it with pip install 'cleaner[parquet]'"),
        ("fsspec", "memory://a.txt", "needs fsspec; install it with pip install 'cleaner[remote]'"),
    ],
)
def test_what_is_not_installed_is_named(
    library: str, name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format whose library is missing is one line with the command that installs it."""
    monkeypatch.setitem(sys.modules, library, None)
    path = name if "://" in name else str(tmp_path / name)
    if "://" not in name:
        Path(path).write_bytes(b"PAR1WARC/1.0\r\n")
    with pytest.raises(CleanerError) as refused:
        got(path)
    assert str(refused.value) == f"{path}: {message}"


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", [*FORMATS, "page"])
def test_standard_input_is_read_by_its_content(name: str, packing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe has no name: rows, tables and single documents are told apart by what they begin with."""
    data = FORMATS[name](ROWS) if name in FORMATS else b"<html><p>Rain.</p></html>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(PACKINGS[packing](data)))))
    items = got("-")
    assert (
        [told(item) for item in items] == ROWS if name in FORMATS else reasons(items) == ["<html><p>Rain.</p></html>"]
    )


def test_one_document_for_the_terminal(tmp_path: Path) -> None:
    """A file of any kind that holds one document is read; several are refused with what to do."""
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(b'{"text": "Rain."}'))
    assert read_one(str(path)) == Document(content="Rain.", id="a", source=str(path))
    path.write_bytes(gzip.compress(b'[{"text": "Rain."}, {"text": "Snow."}]'))
    with pytest.raises(CleanerError) as refused:
        read_one(str(path))
    assert str(refused.value) == f"{path}: holds more than one document; `cleaner run` takes them all"


def test_the_limit_is_one_number() -> None:
    """What is documented is what is read."""
    assert readers.LARGEST == 100_000_000
