"""How the lines of an output are packed: in chunks that stand alone, so that a file can be cut off after any of them.

Members of gzip and frames of Zstandard may follow one another in a file; every reader of them knows that. Parquet
cannot be written bit by bit: its lines wait in gzip's members and become row groups at the end.
"""

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson
import zstandard

from cleaner.errors import missing
from cleaner.io.writers import hidden, sync_folder

__all__ = ["finish", "packer_of"]

_ROW_GROUP: Final = 16_000_000  # bytes of JSON: what readers load at once, and what is held here
_GZIP_LEVEL: Final = 6  # gzip's own default; 9 takes twice as long on news for 0.5 % less
_WAITING_LEVEL: Final = 1  # soon read again and thrown away


def packer_of(path: Path) -> Callable[[bytes], bytes]:
    """What makes a chunk of lines into bytes of a file, always the same bytes for the same lines.

    Args:
        path: The output's name; the ending says how it is packed.

    Raises:
        CleanerError: A library that it takes is not installed.
    """
    if path.name.endswith(".zst"):
        return zstandard.ZstdCompressor(write_checksum=True).compress
    if path.name.endswith(".parquet"):
        _pyarrow(path)
        return lambda lines: gzip.compress(lines, _WAITING_LEVEL, mtime=0)
    if path.name.endswith(".gz"):
        return lambda lines: gzip.compress(lines, _GZIP_LEVEL, mtime=0)
    return bytes


def finish(partial: Path, path: Path) -> None:
    """Give a complete file its final name; doing it again after it was cut off comes to the same.

    Args:
        partial: What has been written, chunk by chunk.
        path: The name; what stands there is replaced.
    """
    if path.name.endswith(".parquet"):
        table = hidden(path, "table")
        _write_table(partial, table)
        table.replace(path)
        sync_folder(path.parent)
        partial.unlink()
    else:
        partial.replace(path)
    sync_folder(path.parent)


def _pyarrow(path: Path) -> Any:  # noqa: ANN401  a module
    try:
        import pyarrow  # noqa: ICN001, PLC0415  an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise missing(str(path), "pyarrow", "parquet") from None
    return pyarrow


def _write_table(partial: Path, path: Path) -> None:
    from cleaner.io.arrow import record_schema  # noqa: PLC0415  an extra

    arrow = _pyarrow(path)
    schema = record_schema()
    with path.open("wb") as raw:
        with gzip.open(partial) as lines, arrow.parquet.ParquetWriter(raw, schema, compression="zstd") as table:
            for rows in _row_groups(lines):
                table.write_table(arrow.Table.from_pylist(rows, schema), row_group_size=len(rows))
        raw.flush()
        os.fsync(raw.fileno())


def _row_groups(lines: Iterable[bytes]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    size = 0
    for line in lines:
        rows.append(orjson.loads(line))
        size += len(line)
        if size >= _ROW_GROUP:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows
