"""Documents from Parquet tables, row group by row group: all reading with pyarrow, which is installed on demand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.document import Document, spelled_out
from cleaner.errors import missing
from cleaner.io.compression import seekable
from cleaner.io.failure import Failure, reason_of, too_large
from cleaner.io.fields import Fields
from cleaner.io.kinds import PARQUET
from cleaner.io.rows import document_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

__all__ = ["columns", "tabled"]

_AHEAD: Final = 16_000_000  # bytes of rows in memory at a time, by the average row of their group
_ROWS: Final = 1_024  # rows at a time at most


def columns(path: str) -> frozenset[str]:
    """The names of a table's columns; none where it cannot be read."""
    try:
        with seekable(path, PARQUET) as file:
            return frozenset(_table(file, path).schema_arrow.names)
    except OSError:
        return frozenset()


def tabled(file: BinaryIO, path: str, fields: Fields, limit: int) -> Iterator[Document | Failure]:
    """The documents of a table.

    Args:
        file: The table, unpacked; can be read in any order.
        path: Its name, for messages and for rows without an id.
        fields: What the columns are called.
        limit: Bytes that a text may have.

    Yields:
        A document for each row, or why it is none; one failure for what is left of a row group that is damaged.

    Raises:
        CleanerError: pyarrow is not installed.
        OSError: The file is no Parquet.
    """
    where = spelled_out(path)
    table = _table(file, path)
    before = 0
    for group in range(table.num_row_groups):
        try:
            for number, row in enumerate(_rows(table, group, fields, limit), start=before + 1):
                yield _document(row, f"{where}:{number}", fields, limit)
        except OSError as error:
            name = f"{where}:group {group + 1}"
            yield Failure(id=name, source=name, reason=f"cannot be read: {reason_of(error)}")
        before += table.metadata.row_group(group).num_rows


def _table(file: BinaryIO, path: str) -> "ParquetFile":
    try:
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415  an extra
    except ImportError:
        raise missing(path, "pyarrow", "parquet") from None
    with _told():
        table = ParquetFile(file, page_checksum_verification=True)
        # A text that stands in a million rows stands once in the file, and so it does in memory.
        texts = [field.name for field in table.schema_arrow if str(field.type) in ("string", "binary")]
        file.seek(0)
        return ParquetFile(file, read_dictionary=texts, page_checksum_verification=True)


@contextmanager
def _told() -> Iterator[None]:
    """Make OSErrors of one line of whatever pyarrow has to say about a file."""
    from pyarrow import ArrowException  # noqa: PLC0415  an extra

    try:
        yield
    except (ArrowException, OSError, ValueError) as error:  # its reasons quote the file, and have lines
        plain = "".join(char if char.isprintable() else " " for char in reason_of(error))
        raise OSError(" ".join(plain.split())) from None


def _rows(table: "ParquetFile", group: int, fields: Fields, limit: int) -> Iterator[dict[str, Any]]:
    names = set(table.schema_arrow.names)
    wanted = [name for name in dict.fromkeys(asdict(fields).values()) if name in names]
    metadata = table.metadata.row_group(group)
    size = max(1, min(_ROWS, _AHEAD * metadata.num_rows // max(1, metadata.total_byte_size)))
    if not wanted:
        yield from ({} for _ in range(metadata.num_rows))
        return
    with _told():
        for batch in table.iter_batches(batch_size=size, row_groups=[group], columns=wanted, use_threads=False):
            yield from _unpacked(batch, limit)


def _unpacked(batch: "RecordBatch", limit: int) -> Iterator[dict[str, Any]]:
    from cleaner.io.arrow import plain  # noqa: PLC0415  an extra

    arrays = {name: plain(batch.column(name)) for name in batch.schema.names}
    for place in range(batch.num_rows):
        yield {name: _value(array[place], limit) for name, array in arrays.items()}


def _value(scalar: Any, limit: int) -> Any:  # noqa: ANN401  a column may hold anything
    import pyarrow as pa  # noqa: PLC0415  an extra

    from cleaner.io.arrow import unpacked, value  # noqa: PLC0415  an extra

    scalar = unpacked(scalar)
    if isinstance(scalar, pa.BinaryScalar) and scalar.is_valid and scalar.as_buffer().size > limit:
        return _TooLarge
    return value(scalar)


class _TooLarge:
    """Stands for a value that is not taken out of its table."""


def _document(row: dict[str, Any], where: str, fields: Fields, limit: int) -> Document | Failure:
    if any(value is _TooLarge for value in row.values()):
        return Failure(id=where, source=where, reason=too_large(limit))
    return document_of(row, where, where, fields)
