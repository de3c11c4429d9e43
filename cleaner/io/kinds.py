"""What is in a file: its name says, and where it does not, its first bytes do."""

import re
from typing import Final

import orjson

from cleaner.html import is_html
from cleaner.io.compression import ENDINGS

__all__ = ["KNOWN", "PARQUET", "begins_with_row", "has_ending", "kind_in", "kind_of", "stem_of"]

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


def begins_with_row(head: bytes) -> bool:
    """Whether the first line is a whole JSON object."""
    line, newline, _ = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    try:
        return bool(newline) and isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
