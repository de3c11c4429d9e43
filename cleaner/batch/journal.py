"""What a run has done so far, in a hidden file beside its output: a run that was cut off goes on from there.

The file is replaced as a whole, and only after all that it speaks of has reached the disk. So whenever the power goes,
it tells of a place that the output can be cut back to, and of the same place in the input.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, NoReturn, Self

import orjson

from cleaner.api import Cleaner
from cleaner.batch.mark import Mark
from cleaner.batch.plan import Plan
from cleaner.batch.summary import Summary
from cleaner.batch.versions import rules_digest, versions
from cleaner.errors import CleanerError
from cleaner.io.readers import Failure, Source
from cleaner.io.remote import is_remote, state_of
from cleaner.io.shards import Place
from cleaner.io.writers import hidden, replace_file

__all__ = ["Entry", "Journal", "Key", "key_of"]

# What is not listed here changes no byte of the output: the number of workers, where reports go.
_OPTIONS: Final = ("outlet", "time_limit", "memory_limit", "fields", "shard", "limit", "sample", "only", "repeats")


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What has to be the same for a run to go on: each changes what is written.

    Args:
        inputs: A digest of the files, their sizes and when they were changed; of remote files, what their store says.
        rules: A digest of the rule files.
        version: A digest of the versions of this program and of what the output's bytes depend on.
        options: The options that change what is written.
    """

    inputs: str
    rules: str
    version: str
    options: str

    def differences(self, other: "Key") -> list[str]:
        """The names of the parts that are not the same."""
        return [part.name for part in fields(self) if getattr(self, part.name) != getattr(other, part.name)]


def key_of(plan: Plan, cleaner: Cleaner, sources: Sequence[Source | Failure]) -> Key:
    """The key of a run.

    Args:
        plan: What is to be done.
        cleaner: The loaded rules.
        sources: What was found, in order.
    """
    options: dict[str, Any] = {name: getattr(plan, name) for name in _OPTIONS}
    chosen = cleaner.options
    options |= {"fields": asdict(plan.fields), "quotes": chosen.quotes, "caution": chosen.caution}
    return Key(
        inputs=_digest([_state_of(source) for source in sources]),
        rules=rules_digest(cleaner),
        version=_digest(versions(plan.output)),
        options=_digest(options),
    )


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _state_of(source: Source | Failure) -> tuple[str | int, ...]:
    """What a source can be known again by; what nobody can look at is known by its name."""
    if isinstance(source, Failure):
        return (source.source, source.reason)
    if is_remote(source.path):
        return (source.path, source.id, *state_of(source.path))
    try:
        found = Path(source.path).stat()
    except (OSError, ValueError):
        return (source.path, source.id)
    return (source.path, source.id, found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One place in a run.

    Args:
        mark: Where the input stood.
        records: Where the output stood.
        errors: Where the file of errors stood.
        summary: What had been done.
        complete: Whether that was all.
    """

    mark: Mark = field(default_factory=Mark)
    records: Place = field(default_factory=Place)
    errors: Place = field(default_factory=Place)
    summary: Summary = field(default_factory=Summary)
    complete: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The entry as JSON types."""
        parts = {name: getattr(self, name).as_dict() for name in ("mark", "records", "errors", "summary")}
        return {**parts, "complete": self.complete}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave, also after it has been JSON."""
        return cls(
            mark=Mark.from_dict(row["mark"]),
            records=Place.from_dict(row["records"]),
            errors=Place.from_dict(row["errors"]),
            summary=Summary.from_dict(row["summary"]),
            complete=row["complete"],
        )


class Journal:
    """The journal of one output."""

    def __init__(self, output: Path, key: Key, *, restart: bool) -> None:
        """Read nothing yet.

        Args:
            output: The output as the user named it.
            key: The key of the run.
            restart: Whether the run may replace what is finished; another run's journal may then be overwritten.
        """
        self.path = hidden(output, "journal")
        self._output = output
        self._key = key
        self._restart = restart

    def read(self) -> Entry | None:
        """The place where the same run was cut off.

        Returns:
            The place; None where no run was cut off, or where it is given up because the user wants to begin anew. A
            run that began with --restart is not begun anew by giving the same command again.

        Raises:
            CleanerError: Another run was cut off here.
        """
        if not os.path.lexists(self.path):
            return None
        try:
            row = orjson.loads(self.path.read_bytes())
            began_anew, key, entry = bool(row["restart"]), Key(**row["key"]), Entry.from_dict(row["entry"])
        except (OSError, ValueError, KeyError, TypeError):
            self._give_up("cannot be read")
            return None
        if different := self._key.differences(key):
            self._give_up(f"had other {' and '.join(different)}")
            return None
        return entry if began_anew or not self._restart else None

    def refuse_input(self) -> NoReturn:
        """The place was noted by a run of another standard input, which is seen only when it has been read.

        Raises:
            CleanerError: Says so. What has been read is gone, so that even --restart has to be given once more.
        """
        self._give_up("had other inputs")
        self.discard()
        raise CleanerError(
            f"{self._output}: an unfinished run of it had other inputs; it is given up now, so give the command again"
        )

    def _give_up(self, reason: str) -> None:
        if not self._restart:
            raise CleanerError(
                f"{self._output}: an unfinished run of it {reason}; "
                "give its command again as it was, or begin anew with --restart"
            )

    def write(self, entry: Entry) -> None:
        """Note a place, in one piece.

        Raises:
            CleanerError: The file cannot be written.
        """
        row = {"key": asdict(self._key), "restart": self._restart, "entry": entry.as_dict()}
        replace_file(self.path, orjson.dumps(row))

    def discard(self) -> None:
        """Remove it: the run is finished, or has nothing to go on from."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
