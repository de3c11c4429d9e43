"""What is in a folder, all the way down: every entry once, in an order that is the same on every machine."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from cleaner.io.failure import reason_of

__all__ = ["odd_kind", "walk"]

_ODD: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def odd_kind(path: str) -> str | None:
    """What an entry is that is neither file nor folder, and might hang who reads it: "a named pipe"; else None."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return None
    return next((name for is_it, name in _ODD if is_it(mode)), None)


def walk(folder: str) -> Iterator[tuple[str, str | None]]:
    """The entries of a folder and of those in it. Links to folders are followed, but no folder is read twice.

    Args:
        folder: Its path.

    Yields:
        The path of each entry that is no folder, and None; or the path of a folder that cannot be read, and why. In
        the order of their parts, so that what is in a folder stands together.
    """
    found: dict[str, str | None] = {}
    seen: set[str] = set()
    roots = [folder]
    while roots:
        root = roots.pop(0)
        if os.path.realpath(root) in seen:
            found[root] = "is a link to a folder that is read already"
        else:
            roots += _read(root, found, seen)
    yield from sorted(found.items(), key=lambda entry: Path(entry[0]).parts)


def _read(root: str, found: dict[str, str | None], seen: set[str]) -> list[str]:
    """Note a folder's entries; give back the links to other folders, whose turn comes after all real ones."""
    links: list[str] = []

    def note(error: OSError) -> None:
        found[os.fspath(error.filename)] = reason_of(error)

    for parent, folders, files in os.walk(root, onerror=note):
        seen.add(os.path.realpath(parent))
        found.update((str(Path(parent, name)), None) for name in files)
        links += [path for name in folders if os.path.islink(path := str(Path(parent, name)))]
    return sorted(links)
