"""Records to JSONL, under the final name only when the run is complete: a reader never sees half a file."""

import gzip
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import orjson

from cleaner.errors import CleanerError

__all__ = ["STANDARD_OUTPUT", "check_output", "errors_beside", "line_of", "writing"]

STANDARD_OUTPUT: Final = "-"
_ENDINGS: Final = (".jsonl", ".jsonl.gz")


def line_of(row: Mapping[str, Any]) -> bytes:
    """One row as a line of JSON, UTF-8."""
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def errors_beside(output: Path) -> Path:
    """Where the failures of a run go: clean.errors.jsonl beside clean.jsonl."""
    return output.with_name(f"{output.name.removesuffix('.gz').removesuffix('.jsonl')}.errors.jsonl")


def check_output(output: str, *, restart: bool) -> None:
    """Whether a run may write there.

    Args:
        output: A path, or "-" for standard output.
        restart: Whether a finished output may be replaced.

    Raises:
        CleanerError: The ending is unknown, the folder is missing, or the file exists.
    """
    path = Path(output)
    if output == STANDARD_OUTPUT:
        return
    if not path.name.endswith(_ENDINGS):
        raise CleanerError(f"{output}: ends in no known format; write to a .jsonl or .jsonl.gz file, or to -")
    if not os.path.isdir(path.parent):
        raise CleanerError(f"{output}: its folder does not exist; make it first")
    if os.path.isdir(path):
        raise CleanerError(f"{output}: is a folder; name a file in it")
    for taken in (path, errors_beside(path)):
        if os.path.lexists(taken) and not restart:
            raise CleanerError(f"{taken}: exists; give another name, or --restart to replace it")


@contextmanager
def writing(path: Path | None) -> Iterator[BinaryIO]:
    """A stream whose bytes stand under the path once the block has ended without an error.

    Args:
        path: The file; compressed where it ends in .gz; None is standard output.

    Yields:
        A binary stream.

    Raises:
        CleanerError: The file cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as raw:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:  # same input, same bytes
                    yield cast("BinaryIO", packed)
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        raise CleanerError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
