"""Which files a run reads, and in which order: folders, files, patterns, remote addresses, standard input.

An entry that is there but is no file that can be read is a `Failure`; an input that makes no sense is the call's fault.
"""

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import orjson

from cleaner.document import spelled_out
from cleaner.errors import CleanerError
from cleaner.io import parquet, remote
from cleaner.io.compression import HEAD, STANDARD_INPUT, opened
from cleaner.io.failure import Failure
from cleaner.io.folders import odd_kind, walk
from cleaner.io.kinds import KNOWN, PARQUET, has_ending, kind_in, kind_of, stem_of
from cleaner.io.source import Source

__all__ = ["STANDARD_INPUT", "Source", "find"]

# What may be in a file whose name does not say: after an unknown ending, only what cannot be mistaken.
_MARKED: Final = frozenset({"html", "warc", "parquet"})
_JSON: Final = frozenset({"json", "jsonl"})
_WILD: Final = re.compile(r"[*?\[]")
_RECORD: Final = frozenset({"removed", "flags", "rules"})
_ERROR: Final = frozenset({"id", "source", "reason"})

Found = Iterator[Source | Failure]


def find(inputs: Sequence[str], outputs: Sequence[Path] = ()) -> list[Source | Failure]:
    """The files that the inputs name, folders walked in the order of their paths.

    Args:
        inputs: Folders, files, patterns such as "news/*.txt", remote addresses, or "-" for standard input.
        outputs: The files that the run will write; in a folder they are passed over where an earlier run wrote them.

    Returns:
        Sources in reading order, and in their places the entries that cannot be read.

    Raises:
        CleanerError: An input does not exist, is of no known kind, is the output, or holds no documents.
    """
    own = frozenset(os.path.realpath(path) for path in outputs)
    return [item for name in inputs for item in _in(name, own)]


def _in(name: str, own: frozenset[str]) -> Found:
    if name == STANDARD_INPUT:
        return iter([Source(name, name, "unknown")])
    if remote.is_remote(name):
        return _far(name)
    if os.path.isdir(name):
        return _some(_in_folder(name, name, own), f"{name}: holds no documents; known are {KNOWN}")
    if os.path.lexists(name):
        return iter([_named(name, own)])
    if _WILD.search(name):
        return _some(_matching(name, own), f"{name}: matches no documents; known are {KNOWN}")
    raise CleanerError(f"{name}: does not exist; give a folder, a file, or - for standard input")


def _some(found: Iterable[Source | Failure], message: str) -> Found:
    items = list(found)
    if not items:
        raise CleanerError(message)
    return iter(items)


def _named(name: str, own: frozenset[str]) -> Source | Failure:
    path = Path(name)
    found = _source(name, path.name, _MARKED | _JSON)
    if found is None:
        raise CleanerError(f"{name}: is of no known kind; known are {KNOWN}")
    if os.path.realpath(name) in own:
        raise CleanerError(f"{name}: would be overwritten by this run; give the output another name")
    return found


def _in_folder(folder: str, root: str, own: frozenset[str]) -> Found:
    """The documents in a folder; their ids are their paths from the root."""
    for path, reason in walk(folder):
        name = Path(os.path.relpath(path, root)).as_posix()
        if reason:
            yield _unreadable(path, name, reason)
        elif item := _entry(path, name, own):
            yield item


def _entry(path: str, name: str, own: frozenset[str]) -> Source | Failure | None:
    """An entry of a folder; None where it is no document, or where an earlier run wrote it."""
    if os.path.realpath(path) not in own:
        return _source(path, name, _MARKED)
    if kind_of(name) and not _is_written_by_us(path):
        raise CleanerError(f"{path}: would be overwritten by this run; give the output another name")
    return None


def _matching(pattern: str, own: frozenset[str]) -> Found:
    """What a pattern matches. One with ** goes into folders by itself; others name folders that are to be read."""
    wild = _WILD.search(pattern)
    root = os.path.split(pattern[: wild.start()] if wild else pattern)[0] or "."
    for path in sorted(glob.glob(pattern, recursive=True), key=lambda path: Path(path).parts):  # noqa: PTH207  Path.glob takes no absolute patterns
        if not os.path.isdir(path):
            item = _entry(path, Path(os.path.relpath(path, root)).as_posix(), own)
            yield from [item] if item else []
        elif "**" not in pattern:
            yield from _in_folder(path, root, own)


def _far(name: str) -> Found:
    folder = remote.listed(name)
    if folder is None:
        yield Source(name, spelled_out(stem_of(name.rstrip("/").rpartition("/")[2])), kind_of(name) or "unknown")
        return
    root, found = folder
    sources = [
        Source(path, spelled_out(stem_of(path.removeprefix(root).lstrip("/"))), kind)
        for path in found
        if (kind := kind_of(path))
    ]
    yield from _some(sources, f"{name}: holds no documents; known are {KNOWN}")


def _source(path: str, name: str, marked: frozenset[str]) -> Source | Failure | None:
    """An entry as a source, a failure where it would hang its reader, or None where it is no document.

    Args:
        path: The entry.
        name: What its id is made of.
        marked: What may be in it where its name's ending is unknown.
    """
    if odd := odd_kind(path):
        return _unreadable(path, name, f"is {odd}, not a file")
    format_ = kind_of(name)
    if format_ is None and not Path(name).name.startswith("."):
        format_ = _looked_at(path)
        if has_ending(name) and format_ not in marked:
            return None
    return Source(path, spelled_out(stem_of(name)), format_) if format_ else None


def _unreadable(path: str, name: str, reason: str) -> Failure:
    return Failure(id=spelled_out(stem_of(name)), source=spelled_out(path), reason=f"cannot be read: {reason}")


def _looked_at(path: str) -> str | None:
    """What is in a file whose name does not say; nothing where it is empty. One that cannot be opened is reported."""
    try:
        with opened(path) as stream:
            head = stream.peek(HEAD)
    except OSError:
        return "unknown"
    return kind_in(head) if head else None


def _is_written_by_us(path: str) -> bool:
    """Whether a file holds records or error records."""
    try:
        with opened(path) as stream:
            if stream.peek(HEAD).startswith(PARQUET):
                return parquet.columns(path) >= _RECORD
            row = orjson.loads(stream.readline(HEAD * HEAD) or b"{}")
    except (OSError, orjson.JSONDecodeError):
        return False
    keys = frozenset(row) if isinstance(row, dict) else frozenset()
    return keys >= _RECORD or keys == _ERROR
