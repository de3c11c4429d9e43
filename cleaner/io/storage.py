"""Where an engine's machines put the shards of an output: a folder that all of them reach, here or remote.

A file is there as a whole or not at all, and putting it there a second time changes nothing: an engine may do a part
again whenever a machine was lost, or two machines the same one.
"""

import re
import uuid
from pathlib import Path
from typing import Any, Final

from cleaner.errors import CleanerError
from cleaner.io.remote import system_of
from cleaner.io.writers import Names, errors_beside

__all__ = ["Storage"]

_PIECE: Final = 1_000_000  # bytes copied at a time


class Storage:
    """The folder of one output, and the names of its files."""

    def __init__(self, output: str) -> None:
        """Name it; nothing is looked at yet.

        Args:
            output: The output as the user named it: a path, or a remote address.

        Raises:
            CleanerError: fsspec, or what it needs for such addresses, is not installed.
        """
        self.output = output
        self._system, path = system_of(output)
        self._folder, _, self._name = path.rpartition("/")
        self._names = Names(Path(self._name), sharded=True)
        self._sharded = r"-\d{5,}".join(map(re.escape, self.shard(0).rsplit("-00000", 1)))  # any shard's name

    def shard(self, number: int) -> str:
        """The name of a part's records: clean-00003.jsonl."""
        return self._names.final(number).name

    def errors(self, number: int | None = None) -> str:
        """The name of a part's failures until all are there, or of all of them: clean.errors.jsonl."""
        name = errors_beside(Path(self._name)).name
        return name if number is None else f".{name}.{number:05}"

    def check(self, *, restart: bool) -> None:
        """Whether the output may be written.

        Args:
            restart: Whether what is there may be replaced.

        Raises:
            CleanerError: The folder does not exist, or there is an output already.
        """
        if not self._is_folder():
            raise CleanerError(f"{self.output}: its folder does not exist; make it first")
        if (taken := self._taken()) and not restart:
            where = f"{self.output.rpartition(self._name)[0]}{taken[0]}"
            raise CleanerError(f"{where}: exists; give another name, or --restart to replace it")

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine's file systems."""
        protocol: Any = self._system.protocol
        return "file" in ((protocol,) if isinstance(protocol, str) else protocol)

    @property
    def path(self) -> Path:
        """The output as a path, where it is local."""
        return Path(self._path(self._name))

    def existing(self) -> list[Path]:
        """The files that are there, from an earlier run; of a remote folder none, which is no input of itself."""
        return [Path(self._path(name)) for name in self._taken()] if self.is_local else []

    def put(self, local: Path, name: str) -> None:
        """Put a finished file in its place.

        Args:
            local: The file.
            name: Its name in the folder; what stands there is replaced.

        Raises:
            OSError: It cannot be written.
        """
        hidden = self._path(f".{name.lstrip('.')}.{uuid.uuid4().hex}.new")  # two machines may do the same part
        self._system.put_file(str(local), hidden)
        self._system.mv(hidden, self._path(name))

    def finish(self, shards: list[int], errors: list[int]) -> None:
        """Make one file of all failures, and remove what belongs to no part of this run.

        Args:
            shards: The parts that have records, in order.
            errors: The parts that have failures, in order.
        """
        for name in set(self._shards()) - set(map(self.shard, shards)):
            self._system.rm_file(self._path(name))
        for name in self._existing(self.errors()):
            self._system.rm_file(self._path(name))
        if errors:
            self._join([self.errors(number) for number in errors], self.errors())
        for name in self._left():
            self._system.rm_file(self._path(name))

    def _join(self, names: list[str], whole: str) -> None:
        hidden = self._path(f".{whole}.{uuid.uuid4().hex}.new")
        with self._system.open(hidden, "wb") as out:
            for name in names:
                with self._system.open(self._path(name), "rb") as piece:
                    while data := piece.read(_PIECE):
                        out.write(data)
        self._system.mv(hidden, self._path(whole))

    def _left(self) -> list[str]:
        """What parts left under hidden names."""
        errors = re.escape(self.errors())
        pattern = re.compile(rf"\.{errors}\.\d{{5,}}|\.(?:{errors}(?:\.\d{{5,}})?|{self._sharded})\.\w+\.new")
        return [name for name in self._listed() if pattern.fullmatch(name)]

    def _shards(self) -> list[str]:
        pattern = re.compile(self._sharded)
        return [name for name in self._listed() if pattern.fullmatch(name)]

    def _taken(self) -> list[str]:
        return [*self._shards(), *self._existing(self.errors())]

    def _existing(self, name: str) -> list[str]:
        return [name] if name in self._listed() else []

    def _listed(self) -> list[str]:
        if not self._is_folder():
            return []
        self._system.invalidate_cache()
        try:
            found = self._system.ls(self._folder, detail=False)
        except FileNotFoundError:  # a bucket's folders begin to exist with their first file
            return []
        return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)

    def _is_folder(self) -> bool:
        return not self.is_local or bool(self._system.isdir(self._folder))

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"
