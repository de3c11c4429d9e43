"""A folder of rule files: read at every start, checked when new, built when asked for.

Of a file that has no fault, a start needs to know only whose pages it is for and what gives its outlet away; both are
kept by the digest of its bytes (`cleaner.rulecache`). So of ten thousand files a start parses none, and a run those of
the outlets that it meets.
"""

import hashlib
import os
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from cleaner.cues import cues
from cleaner.errors import CleanerError
from cleaner.rulecache import load, save
from cleaner.rulefile import RuleFile, parse

__all__ = ["Entry", "Facts", "RuleFolder", "Signs"]

_ENDING: Final = ".toml"


class Signs(NamedTuple):
    """What gives an outlet away in a text without a URL: `Recognize`, each pattern with its cues."""

    lines: list[str]
    patterns: list[tuple[str, list[str]]]
    at_least: int


class Facts(NamedTuple):
    """What finds a rule file; as JSON, a row of the cache.

    Args:
        digest: SHA-256 of the file's bytes.
        hosts: The hosts that it claims.
        imported: Whether it is another collection's.
        packed: Its `Signs` as JSON: the objects of ten thousand take Python's garbage collector longer than all else.
    """

    digest: str
    hosts: list[str]
    imported: bool
    packed: str

    @property
    def signs(self) -> Signs:
        """What gives the outlet away."""
        return Signs(*orjson.loads(self.packed))


class Entry(NamedTuple):
    """A rule file without faults, not yet built."""

    folder: str
    name: str
    raw: bytes
    facts: Facts

    @property
    def filename(self) -> str:
        """The file's name, with its ending."""
        return self.name + _ENDING

    @property
    def path(self) -> Path:
        """Where the file was read."""
        return Path(self.folder, self.filename)

    def build(self) -> RuleFile:
        """The rule file."""
        file, _ = parse(self.raw, self.path, checked=True)
        assert file is not None  # noqa: S101  it was checked before there was an entry
        return file


class RuleFolder:
    """The rule files of one folder."""

    def __init__(self, folder: Path) -> None:
        """List a folder.

        Raises:
            CleanerError: It is missing, cannot be read, or has no rule files.
        """
        if not folder.is_dir():
            raise CleanerError(f"{folder}: is not a folder of rule files; give one with --rules or rules=")
        try:
            listed = sorted(os.listdir(folder))  # noqa: PTH208  ten thousand Paths take as long as to read the files
        except OSError as error:
            raise CleanerError(f"{folder}: cannot be read: {error.strerror}") from None
        self.names = [name.removesuffix(_ENDING) for name in listed if name.endswith(_ENDING)]
        """The files' names, without the ending."""
        if not self.names:
            raise CleanerError(f"{folder}: holds no .toml files; give a folder of rule files with --rules or rules=")
        self._folder = folder
        self._known = load(folder)
        self._new: dict[str, Facts] = {}

    def read(self, name: str) -> tuple[Entry | None, tuple[str, ...]]:
        """Read one file, and check it unless the same bytes were checked before.

        Args:
            name: One of `names`.

        Returns:
            The file and no faults, or None and every fault.
        """
        path = f"{self._folder}{os.sep}{name}{_ENDING}"
        try:
            with open(path, "rb", buffering=0) as stream:  # noqa: PTH123  likewise
                raw = stream.read()
        except OSError as error:
            return None, (f"{name}{_ENDING}: cannot be read: {error.strerror}",)
        known = self._known.get(name)
        if known and known[0] == hashlib.sha256(raw).hexdigest():
            return Entry(str(self._folder), name, raw, Facts(*known)), ()
        file, faults = parse(raw, Path(path))
        if not file:
            return None, faults
        self._new[name] = _facts(file)
        return Entry(str(self._folder), name, raw, self._new[name]), ()

    def remember(self) -> None:
        """Keep what is new for the next start."""
        if self._new:
            known = {name: self._known[name] for name in self.names if name in self._known}
            save(self._folder, known | {name: list(facts) for name, facts in self._new.items()})


def _facts(file: RuleFile) -> Facts:
    known = file.recognize
    patterns = [(pattern, list(cues(pattern))) for pattern in known.patterns]
    packed = orjson.dumps((known.lines, patterns, known.at_least)).decode()
    return Facts(file.digest, list(file.hosts), bool(file.imported), packed)
