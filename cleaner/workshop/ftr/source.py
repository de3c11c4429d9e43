"""Where site configs lie: one file, a folder of them, or the collection's archive. Each is named by its host."""

import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from cleaner.errors import CleanerError
from cleaner.rulebook import lookups

__all__ = ["Source", "sources"]

_HOST: Final = re.compile(r"(?:(?:[a-z0-9-]*[a-z0-9])\.)+[a-z0-9-]*[a-z0-9]")
_LONGEST: Final = 200  # characters of a host; upstream asks for no longer one
_NO_CONFIG: Final = frozenset(("LICENSE.txt",))
_LARGEST: Final = 1_000_000  # bytes; the largest config has 30 kB


@dataclass(frozen=True, slots=True)
class Source:
    """One site config, as bytes, and its file's name, ".example.com.txt" for all hosts one label below example.com."""

    name: str
    content: bytes

    @property
    def host(self) -> str:
        """The host in the name, in lower case and without "www."."""
        return self.name.removesuffix(".txt").removeprefix(".").lower().removeprefix("www.")

    @property
    def claims(self) -> str | None:
        """What our rule file says in `hosts`; None where the name is no host that a page can have."""
        name = f"any.{self.host}" if self.name.startswith(".") else self.host
        if not _HOST.fullmatch(name) or len(name) > _LONGEST or self.host.startswith("fingerprint."):
            return None
        claim = f"*.{self.host}" if self.name.startswith(".") else self.host
        return claim if claim in lookups(name) else None


def sources(path: Path) -> Iterator[Source]:
    """The site configs at a path, by name.

    Args:
        path: A .txt file, a folder that holds some, or a .tar.gz of one.

    Yields:
        Each config; LICENSE.txt is none.

    Raises:
        CleanerError: There is no such path, it is no archive, or it holds no config.
    """
    if path.is_dir():
        found = [Source(file.name, file.read_bytes()) for file in path.glob("*.txt") if file.is_file()]
    elif path.suffix == ".txt":
        found = [Source(path.name, path.read_bytes())]
    else:
        found = list(_archived(path))
    found = [source for source in found if source.name not in _NO_CONFIG]
    if not found:
        raise CleanerError(f"{path}: holds no site config; expected HOST.txt, a folder of them, or their .tar.gz")
    yield from sorted(found, key=lambda source: source.name)


def _archived(path: Path) -> Iterator[Source]:
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                name = PurePosixPath(member.name).name
                stream = archive.extractfile(member) if member.isfile() and name.endswith(".txt") else None
                if stream and member.size <= _LARGEST:
                    yield Source(name, stream.read())
    except (tarfile.TarError, zlib.error, EOFError):
        raise CleanerError(f"{path}: is no archive that can be read; expected a .tar.gz") from None
