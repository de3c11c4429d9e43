"""Hostile input that is too large to ship, or that no archive can hold: each kind is made in a folder of its own.

What can be shipped lies in fixtures/poison, with what must become of it in fates.toml.
"""

import bz2
import gzip
import lzma
import os
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

__all__ = ["MADE", "TEXT", "Fate", "fits"]

TEXT: Final = "The ferry left the harbour of Tarsk at dawn, and nobody on the quay saw it come back that week."
_MEGABYTE: Final = 1_000_000
_TOO_LARGE: Final = "is too large: "


@dataclass(frozen=True, kw_only=True, slots=True)
class Fate:
    """What must become of a hostile input.

    Args:
        records: How many documents are cleaned; None is any number of them and of error records, at least one in all.
        reasons: How the reasons of the error records begin, in order; with None, one of these each.
    """

    records: int | None = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A kind of hostile input that is made on the spot.

    Args:
        make: Makes it in an empty folder.
        fate: What must become of it.
    """

    make: Callable[[Path], object]
    fate: Fate


def fits(fate: Fate, records: int, reasons: list[str]) -> bool:
    """Whether an input became what it must: nothing of it may vanish.

    Args:
        fate: What must become of it.
        records: How many records it became.
        reasons: The reasons of its error records.
    """
    if fate.records is None:
        return records + len(reasons) >= 1 and all(reason.startswith(fate.reasons) for reason in reasons)
    return (
        records == fate.records
        and len(reasons) == len(fate.reasons)
        and all(map(str.startswith, reasons, fate.reasons))
    )


def _sparse(name: str, head: bytes, tail: bytes, size: int = 1_000 * _MEGABYTE) -> Callable[[Path], None]:
    """A file of a gigabyte that takes no room: between its ends are NULs that no disk holds."""

    def make(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.write(head)
            file.seek(size)
            file.write(tail)

    return make


def _pieces(size: int, piece: bytes = b"rain " * 200_000) -> Iterator[bytes]:
    for _ in range(size // len(piece)):
        yield piece


def _bomb(name: str, opened: Callable[[Path], BinaryIO]) -> Callable[[Path], None]:
    """A small file that unpacks into 120 MB."""

    def make(folder: Path) -> None:
        with opened(folder / name) as file:
            for piece in _pieces(120 * _MEGABYTE):
                file.write(piece)

    return make


def _gzip(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "wb", compresslevel=1))


def _bzip2(path: Path) -> BinaryIO:
    return cast("BinaryIO", bz2.open(path, "wb", compresslevel=9))


def _xz(path: Path) -> BinaryIO:
    return cast("BinaryIO", lzma.open(path, "wb", preset=0))


def _zstd(path: Path) -> BinaryIO:
    import zstandard  # noqa: PLC0415  where it is missing, the test is skipped before

    return cast("BinaryIO", zstandard.open(path, "wb"))


def _rows_with_a_bomb(folder: Path) -> None:
    """Rows that are good, around one that is far above the limit: the file goes on after it."""
    row = b'{"id": "%s", "text": "' + TEXT.encode() + b'"}\n'
    with gzip.open(folder / "rows.jsonl.gz", "wb", compresslevel=1) as file:
        file.write(row % b"before")
        file.write(b'{"id": "giant", "text": "')
        file.writelines(_pieces(120 * _MEGABYTE))
        file.write(b'"}\n')
        file.write(row % b"after")


def _page(name: str, body: str) -> Callable[[Path], None]:
    """A packed page around a body."""

    def make(folder: Path) -> None:
        page = f"<html><head><title>Ferry</title></head><body><article><p>{TEXT}</p>{body}<p>{TEXT}</p></article>"
        (folder / f"{name}.html.gz").write_bytes(gzip.compress(page.encode(), compresslevel=1))

    return make


def _file(name: str | bytes, content: bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        with open(os.path.join(os.fsencode(folder), os.fsencode(name)), "wb") as file:  # noqa: PTH118, PTH123  bytes
            file.write(content)

    return make


def _marks(folder: Path) -> None:
    """One line of a letter and three megabytes of marks on it, of many combining classes and in no order."""
    marks = "\u0316\u0301\u0323\u0345\u0308\u0591\u0327\u093c\u094d\u3099"
    line = "a" + "".join(random.Random(1).choices(marks, k=1_500_000))  # noqa: S311  no secret
    (folder / "marks.txt").write_text(f"{TEXT}\n{line}\n{TEXT}", encoding="utf-8")


def _link(name: str, target: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(target)


def _loop(folder: Path) -> None:
    """Two folders that each hold a link to the other, and a document."""
    for one, other in (("a", "b"), ("b", "a")):
        (folder / one).mkdir()
        (folder / one / "link").symlink_to(Path("..", other), target_is_directory=True)
        (folder / one / f"{one}.txt").write_text(TEXT, encoding="utf-8")


def _folder_like_a_file(folder: Path) -> None:
    (folder / "page.html").mkdir()
    (folder / "page.html" / "inside.txt").write_text(TEXT, encoding="utf-8")


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # a socket's path must be short
    try:
        with closing(socket.socket(socket.AF_UNIX)) as made:
            made.bind("socket.txt")
    finally:
        os.chdir(here)


def _unreadable(folder: Path) -> None:
    (folder / "secret.txt").write_text(TEXT, encoding="utf-8")
    (folder / "secret.txt").chmod(0)


_ONE: Final = Fate(records=1)
_EITHER: Final = Fate(records=None, reasons=("took longer than ", "needed more than "))
_LATE: Final = Fate(reasons=("took longer than ",))
_WORD: Final = TEXT.encode()

# What no reader can be asked to wait for (pipes, sockets, devices) is reported.
MADE: Final[dict[str, Made]] = {
    "bomb-gzip": Made(_bomb("bomb.txt.gz", _gzip), Fate(reasons=(_TOO_LARGE,))),
    "bomb-bzip2": Made(_bomb("bomb.txt.bz2", _bzip2), Fate(reasons=(_TOO_LARGE,))),
    "bomb-xz": Made(_bomb("bomb.html.xz", _xz), Fate(reasons=(_TOO_LARGE,))),
    "bomb-zstd": Made(_bomb("bomb.txt.zst", _zstd), Fate(reasons=(_TOO_LARGE,))),
    "bomb-in-a-row": Made(_rows_with_a_bomb, Fate(records=2, reasons=(_TOO_LARGE,))),
    "gigabyte-line": Made(
        _sparse("line.jsonl", b'{"id": "line", "text": "', b'"}\n{"id": "after", "text": "%s"}\n' % _WORD),
        Fate(records=1, reasons=(_TOO_LARGE,)),
    ),
    "gigabyte-text": Made(_sparse("text.txt", _WORD, _WORD), Fate(reasons=(_TOO_LARGE,))),
    "gigabyte-page": Made(_sparse("page.html", b"<html><p>", _WORD), Fate(reasons=(_TOO_LARGE,))),
    "gigabyte-array": Made(_sparse("array.json", b'[{"text": "', b'"}]'), Fate(reasons=(_TOO_LARGE,))),
    "gigabyte-nothing": Made(_sparse("nothing.parquet", b"PAR1", b"PAR1"), Fate(reasons=("",))),
    "two-million-lines": Made(_file("lines.txt", b"".join(b"%d\n" % n for n in range(2_000_000))), _EITHER),
    "many-empty-rows": Made(_file("rows.jsonl", b"{}\n" * 2_000), Fate(reasons=('has neither "html" nor "text"',) * 2_000)),
    "one-word": Made(_file("word.txt", b"x" * 5_000_000), _EITHER),
    "marks-without-end": Made(_marks, _EITHER),
    "same-line": Made(_file("lines.txt", (_WORD + b"\n") * 30_000), _EITHER),
    "deep-array": Made(_file("deep.jsonl", b"[" * 50_000_000), Fate(reasons=("is not JSON",))),
    "nested-blocks": Made(_page("blocks", "<div>" * 100_000 + "</div>" * 100_000), _EITHER),
    "nested-inline": Made(_page("inline", "<b>" * 100_000), _EITHER),
    "nested-tables": Made(_page("tables", "<table><tr><td>" * 50_000), _EITHER),
    "million-attributes": Made(_page("one", f"<p {' '.join(f'a{n}=x' for n in range(1_000_000))}>"), _LATE),
    "million-elements": Made(_page("many", "<i class=a id=b>x</i>" * 1_000_000), _EITHER),
    "endless-page": Made(_page("endless", f"<p>{TEXT}</p>" * 1_000_000), Fate(reasons=(_TOO_LARGE,))),
    "link-loop": Made(_loop, Fate(records=2, reasons=("cannot be read: is a link to a folder",) * 2)),
    "link-to-itself": Made(_link("self.txt", "self.txt"), Fate(reasons=("cannot be read: ",))),
    "link-to-nowhere": Made(_link("nowhere.html", "nothing"), Fate(reasons=("cannot be read: ",))),
    "link-to-zero": Made(_link("zero.txt", "/dev/zero"), Fate(reasons=("cannot be read: ",))),
    "link-to-random": Made(_link("random.jsonl", "/dev/urandom"), Fate(reasons=("cannot be read: ",))),
    "pipe": Made(lambda folder: os.mkfifo(folder / "pipe.txt"), Fate(reasons=("cannot be read: ",))),
    "pipe-of-rows": Made(lambda folder: os.mkfifo(folder / "pipe.jsonl.gz"), Fate(reasons=("cannot be read: ",))),
    "socket": Made(_socket, Fate(reasons=("cannot be read: ",))),
    "folder-like-a-file": Made(_folder_like_a_file, _ONE),
    "name-with-line-breaks": Made(_file("a\nb\r\n\tc.txt", _WORD), _ONE),
    "name-not-utf-8": Made(_file(b"caf\xe9-\xff.txt", _WORD), _ONE),
    "name-with-controls": Made(_file("\x1b[31mred\x07\x7f.txt", _WORD), _ONE),
    "name-with-markup": Made(_file("<b>title & \"quotes\" 'n' spaces .txt", _WORD), _ONE),
    "name-like-a-pattern": Made(_file("[a-z]*?{1}.txt", _WORD), _ONE),
    "name-like-an-option": Made(_file("--restart.txt", _WORD), _ONE),
    "name-of-255-bytes": Made(_file("n" * 251 + ".txt", _WORD), _ONE),
    "name-in-capitals": Made(_file("PAGE.HTM", b"<html><p>" + _WORD), _ONE),
}  # fmt: skip
if os.name == "posix" and os.geteuid() != 0:  # nothing is unreadable to root
    MADE["unreadable"] = Made(_unreadable, Fate(reasons=("cannot be read: Permission denied",)))
