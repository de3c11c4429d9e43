"""Records on their way out: as lines of JSON, under names that say what is in them, and never over what a user has."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from cleaner.errors import CleanerError

__all__ = [
    "STANDARD_OUTPUT",
    "Names",
    "check_ending",
    "check_output",
    "errors_beside",
    "line_of",
    "naming_the_file",
    "replace_file",
]

STANDARD_OUTPUT: Final = "-"
_ENDINGS: Final = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")
_KNOWN: Final = "a .jsonl, .jsonl.gz, .jsonl.zst or .parquet file, or to -"


def line_of(row: Mapping[str, Any]) -> bytes:
    """One row as a line of JSON, UTF-8."""
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the files of one output, where each is a part of it if it is sharded.

    Args:
        path: The output as the user named it.
        sharded: Whether it becomes `clean-00000.jsonl`, `clean-00001.jsonl` and so on.
    """

    path: Path
    sharded: bool = False

    def final(self, number: int) -> Path:
        """Where a shard stands when it is finished."""
        if not self.sharded:
            return self.path
        stem, ending = _split(self.path.name)
        return self.path.with_name(f"{stem}-{number:05}{ending}")

    def partial(self, number: int) -> Path:
        """Where a shard is until then."""
        return hidden(self.final(number), "partial")

    def existing(self) -> list[Path]:
        """The finished shards that are there, from this run or an earlier one, in order."""
        return [self.final(number) for number in self._numbers("")]

    def begun(self) -> list[int]:
        """The numbers of the shards that are there under their hidden names, in order."""
        return self._numbers("partial")

    def _numbers(self, kind: str) -> list[int]:
        if not self.sharded:
            return [0] if os.path.lexists(self.partial(0) if kind else self.path) else []
        stem, ending = map(re.escape, _split(self.path.name))
        name = re.compile(rf"\.{stem}-(\d{{5,}}){ending}\.{kind}" if kind else rf"{stem}-(\d{{5,}}){ending}")
        found = (name.fullmatch(path.name) for path in self.path.parent.iterdir())
        return sorted(int(match[1]) for match in found if match)


def _split(name: str) -> tuple[str, str]:
    ending = next((ending for ending in reversed(_ENDINGS) if name.endswith(ending)), "")
    return name.removesuffix(ending), ending


def hidden(path: Path, kind: str) -> Path:
    """A file beside another that belongs to it while a run lasts."""
    return path.with_name(f".{path.name}.{kind}")


def errors_beside(output: Path) -> Path:
    """Where the failures of a run go: clean.errors.jsonl beside clean.jsonl."""
    return output.with_name(f"{_split(output.name)[0]}.errors.jsonl")


def check_output(output: str) -> None:
    """Whether a run could write there at all.

    Args:
        output: A path, or "-" for standard output.

    Raises:
        CleanerError: The ending is unknown, the folder is missing, or it is a folder itself.
    """
    path = Path(output)
    if output == STANDARD_OUTPUT:
        return
    check_ending(output)
    if not os.path.isdir(path.parent):
        raise CleanerError(f"{output}: its folder does not exist; make it first")
    if os.path.isdir(path):
        raise CleanerError(f"{output}: is a folder; name a file in it")


def check_ending(output: str) -> None:
    """Whether an output's name says what is to be written there.

    Raises:
        CleanerError: The ending is unknown.
    """
    if not _split(Path(output).name)[1]:
        raise CleanerError(f"{output}: ends in no known format; write to {_KNOWN}")


@contextmanager
def naming_the_file(path: Path) -> Iterator[None]:
    """Say which file could not be written, and why, in one line.

    Raises:
        CleanerError: In the place of an `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise CleanerError(f"{path}: cannot be written: {error.strerror or error}") from None


def replace_file(path: Path, content: bytes) -> None:
    """Write a file at once: whoever reads it sees what was there before, or all of it, whenever the power goes.

    Args:
        path: The file, there or not.
        content: All of it.

    Raises:
        CleanerError: It cannot be written.
    """
    new = hidden(path, "new")
    with naming_the_file(path):
        try:
            with new.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(path)
        except BaseException:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last; elsewhere than on POSIX, the system sees to it."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
