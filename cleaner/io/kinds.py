"""What is in a file: its name says, and where it does not, its first bytes do."""

import re
from typing import Final

import orjson

from cleaner.html import is_html
from cleaner.io.compression import ENDINGS

__all__ = ["KNOWN", "PARQUET", "begins_with_row", "foreign", "has_ending", "kind_in", "kind_of", "stem_of"]

PARQUET: Final = b"PAR1"
KNOWN: Final = ".txt .html .htm .jsonl .json .warc .parquet, each also .gz .zst .bz2 .xz"
_KINDS: Final = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".warc": "warc",
    ".wet": "warc",
    ".parquet": "parquet",
}
_WARC: Final = re.compile(rb"\s*WARC/[0-9]\.[0-9]")
_JSON: Final = re.compile(rb'\{\s*["}]|\[\s*[{\]]')
_PLAIN: Final = re.compile(rb"[^\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]*")
# What is found under the names of pages and texts, by what the formats' own specifications have it begin with. Letters
# alone are never enough: the bytes beside them, or others in the first kilobyte, are such as no text has.
_FOREIGN: Final = tuple(
    (name, re.compile(magic, re.DOTALL))
    for name, magic in (
        ("a PDF", rb"%PDF-[0-9]"),
        ("a PNG picture", rb"\x89PNG\r\n\x1a\n"),
        ("a JPEG picture", rb"\xff\xd8\xff[\xc0-\xfe]"),
        ("a GIF picture", rb"GIF8[79]a.{6}\x00"),
        ("a WebP picture", rb"RIFF.{4}WEBPVP8[ LX]"),
        ("a TIFF picture", rb"II\*\x00|MM\x00\*"),
        ("a BMP picture", rb"BM.{4}\x00{4}.{2}\x00\x00[\x0c-\x7c]\x00{3}"),
        ("an icon", rb"\x00\x00\x01\x00[\x01-\x20]\x00"),
        ("a video or a picture", rb"\x00\x00\x00[\x08-\x60]ftyp[\x20-\x7e]{4}"),
        ("a video", rb"\x1a\x45\xdf\xa3|RIFF.{4}AVI LIST|FLV\x01[\x01\x04\x05]\x00"),
        ("a sound", rb"ID3[\x02-\x04]\x00|OggS\x00|fLaC\x00|RIFF.{4}WAVEfmt "),
        ("a font", rb"wOF[F2](\x00\x01\x00\x00|OTTO|true)|OTTO\x00"),
        ("a ZIP archive or an Office document", rb"PK(\x03\x04|\x05\x06\x00)"),
        ("an Office document", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("an archive", rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|.{257}ustar(\x00|  \x00)"),
        ("a packed file", rb"\x1f\x8b\x08[\x00-\x1f]|\x28\xb5\x2f\xfd|BZh[1-9]1AY&SY|\xfd7zXZ\x00|\x04\x22\x4d\x18"),
        ("a program", rb"\x7fELF[\x01\x02]{2}\x01|MZ.{58}.{2}\x00\x00.*?PE\x00\x00"),
        ("a program", rb"\xca\xfe\xba\xbe\x00|\xcf\xfa\xed\xfe|\x00asm\x01\x00"),
        ("a database", rb"SQLite format 3\x00"),
        ("a table", rb"PAR1\x15|ARROW1\x00\x00|\x89HDF\r\n\x1a\n|\x93NUMPY[\x01-\x03]\x00"),
        ("what macOS keeps beside a file", rb"\x00\x05\x16[\x00\x07]\x00\x02\x00\x00|\x00\x00\x00\x01Bud1|bplist00"),
    )
)  # fmt: skip
_LOOKED_AT: Final = 1_024  # bytes
_MARK: Final = re.compile(rb"%PDF[^\r\n]*\s+%[\x80-\xff]{4}")  # ISO 32000, 7.5.2: what tells that the file is binary
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


def stem_of(name: str) -> str:
    """A file's name or path without the endings of its compression and its kind."""
    base = _unpacked(name)
    return base[: len(base) - len(_ending(base))]


def kind_of(name: str) -> str | None:
    """What a file's name says is in it: "text", "html", "jsonl", "json", "warc", "parquet", or None."""
    return _KINDS.get(_ending(_unpacked(name)).lower())


def has_ending(name: str) -> bool:
    """Whether a name says anything at all."""
    return bool(_ending(_unpacked(name)))


def _unpacked(name: str) -> str:
    return next((name[: -len(end)] for end in ENDINGS if name.lower().endswith(end)), name)


def _ending(name: str) -> str:
    """The last dot of a file's name and what follows, as pathlib has it: a leading dot is no ending's."""
    base = name.rpartition("/")[2]
    dot = base.rfind(".")
    return base[dot:] if 0 < dot < len(base) - 1 else ""


def kind_in(head: bytes) -> str | None:
    """What a file's first bytes say is in it.

    Args:
        head: Some thousand bytes, unpacked.

    Returns:
        As `kind_of`; None for bytes that nobody can read. A JSON file whose first line is a whole object is JSONL.
    """
    if head.startswith(PARQUET):
        return "parquet"
    if _WARC.match(head):
        return "warc"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _JSON.match(text):
        return "jsonl" if begins_with_row(text) else "json"
    if is_html(head.decode("utf-8", "replace")):
        return "html"
    return "text" if head.startswith(_BOMS) or _PLAIN.fullmatch(head) else None


def foreign(head: bytes) -> str | None:
    """What a file is that is neither a text nor a page.

    Args:
        head: Its first kilobyte or more, unpacked.

    Returns:
        Its name, with an article; None for whatever may be a text: also a text that begins with letters which some
        format begins with, too, and bytes of a kind that is not known.
    """
    head = head[:_LOOKED_AT]
    if _PLAIN.fullmatch(head) and not _MARK.match(head):
        return None
    return next((name for name, magic in _FOREIGN if magic.match(head)), None)


def begins_with_row(head: bytes) -> bool:
    """Whether the first line is a whole JSON object."""
    line, newline, _ = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    try:
        return bool(newline) and isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
