"""What is known of rule files that were checked before, kept between starts: a start then checks only what is new.

One file for each folder of rule files, in the user's cache folder. It holds facts about files by the digests of their
bytes, never code, so it may be deleted, shared and written by many at once; whatever is wrong with it, it is as if
there were none. `CLEANER_CACHE` names another folder, or switches it off where it is empty.
"""

import os
import re
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import orjson

__all__ = ["load", "save"]

_CHECKS: Final = ("alphabet", "cues", "dates", "layout", "patterns", "rulefile", "selectors", "tomltable")
_LIBRARIES: Final = re.compile(r"(?:google_re2|lxml|cssselect)-.+-info", re.IGNORECASE)
_DIGEST: Final = 16  # bytes; as long in hexadecimal digits on the first line


def load(folder: Path) -> dict[str, list[Any]]:
    """What was saved of a folder of rule files.

    Returns:
        What `save` was given last for the folder, by programs with the same checks; nothing where that is not known.
    """
    place = _place(folder)
    try:
        stored = place.read_bytes() if place else b""
    except OSError:
        return {}
    digest, _, facts = stored.partition(b"\n")
    if not facts or digest.decode("latin-1") != _hex(facts):
        return {}
    loaded: dict[str, list[Any]] = orjson.loads(facts)
    return loaded


def save(folder: Path, facts: dict[str, Any]) -> None:
    """Keep what is known of a folder's files; where nothing can be written, nothing is kept.

    Args:
        folder: The folder of rule files.
        facts: By the file's name, whatever JSON can hold.
    """
    data = orjson.dumps(facts)
    if place := _place(folder):
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            _replace(place, _hex(data).encode() + b"\n" + data)


def _replace(place: Path, data: bytes) -> None:
    """Write a file so that whoever reads it sees all of the old or all of the new one."""
    new = place.with_suffix(f".{os.urandom(8).hex()}")
    try:
        new.write_bytes(data)
        new.replace(place)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _place(folder: Path) -> Path | None:
    home = _home()
    return home / f"{_hex(os.fsencode(folder.resolve()), _version())}.rules" if home else None


def _home() -> Path | None:
    if (chosen := os.environ.get("CLEANER_CACHE")) is not None:
        return Path(chosen) if chosen else None
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base, "cleaner")
    try:
        return Path.home() / ".cache" / "cleaner"
    except RuntimeError:  # a user without a home
        return None


def _version() -> bytes:
    """What decides whether a file has faults: the modules that check, Python's own and the libraries.

    Of the libraries the names under which they are installed: `importlib.metadata` takes longer to import than all
    else that a start does with rule files.
    """
    sources = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in _CHECKS]
    libraries = " ".join(sorted({name for place in sys.path for name in _libraries(place)}))
    return _hex(*sources, sys.version.encode(), libraries.encode()).encode()


def _libraries(place: str) -> list[str]:
    try:
        return list(filter(_LIBRARIES.fullmatch, os.listdir(place))) if place else []  # noqa: PTH208  names are all that it takes
    except OSError:  # an archive, or none at all
        return []


def _hex(*parts: bytes) -> str:
    digest = blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
