"""The coverage file: read, checked and written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from cleaner.errors import CleanerError
from cleaner.workshop.coverage.alarms import Alarm
from cleaner.workshop.coverage.counts import Coverage

__all__ = ["read", "written"]

_FORMAT: Final = "cleaner-coverage"
_VERSION: Final = 1
_WRONG: Final = "is no coverage file; `cleaner rules coverage CORPUS --format json` writes one"


def written(coverage: Coverage, alarms: Sequence[Alarm] = ()) -> bytes:
    """The coverage file.

    Args:
        coverage: The counts.
        alarms: What is said besides; not read again.

    Returns:
        JSON; the same counts give the same bytes.
    """
    row = {"format": _FORMAT, "version": _VERSION, "alarms": [alarm.as_dict() for alarm in alarms]}
    return orjson.dumps({**row, **coverage.as_dict()}, option=orjson.OPT_APPEND_NEWLINE)


def read(path: str) -> Coverage:
    """A coverage file.

    Args:
        path: Its path.

    Returns:
        The counts.

    Raises:
        CleanerError: It cannot be read, or is none of this version.
    """
    try:
        row: Any = orjson.loads(Path(path).read_bytes())
    except OSError as error:
        raise CleanerError(f"{path}: cannot be read: {error.strerror}") from None
    except orjson.JSONDecodeError:
        raise CleanerError(f"{path}: {_WRONG}") from None
    if not isinstance(row, dict) or row.get("format") != _FORMAT:
        raise CleanerError(f"{path}: {_WRONG}")
    if row.get("version") != _VERSION:
        raise CleanerError(f"{path}: is of version {row.get('version')!r}; this program reads version {_VERSION}")
    try:
        return Coverage.from_dict(row)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CleanerError(f"{path}: {_WRONG}") from None
