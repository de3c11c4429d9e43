"""Tables in, tables out, in Arrow's memory: the step that Arrow's users call, and that other adapters stand on.

What a table's rows become, its columns alone decide: whatever they hold, the schema is known beforehand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, Final

from cleaner.adapters.extras import required
from cleaner.adapters.rows import KEYS, RowCleaner, usual
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = required("pyarrow", "arrow")

from cleaner.io.arrow import plain, record_schema, value  # needs pyarrow, which is there by now

__all__ = ["clean_batches", "clean_table", "schema_of"]

_ROWS: Final = 1_024  # rows of a table that are Python's objects at a time
_OF_COLUMNS: Final = (b"pandas", b"huggingface")  # metadata that describe columns as they were


def schema_of(given: "pa.Schema", rows: RowCleaner | None = None, prefix: str = "") -> "pa.Schema":
    """What comes out, before anything went in.

    Args:
        given: The columns that go in.
        rows: What cleans them; None: the built-in rules, and fields by their usual names.
        prefix: What the names of the new columns begin with.

    Returns:
        The columns that pass through, then the record's and `error`. The columns of text and page do not pass, nor
        one whose name a new column has. Metadata pass, but for pandas' and Hugging Face's, which no longer hold.

    Raises:
        CleanerError: A column that is read stands twice.
    """
    rows = rows or usual()
    twice = sorted(name for name in _read(given, rows) if given.names.count(name) > 1)
    if twice:
        raise CleanerError(f'the table has several columns "{twice[0]}"; only one can be read')
    metadata = {key: said for key, said in (given.metadata or {}).items() if key not in _OF_COLUMNS}
    passing = [given.field(place) for place in _passing(given, rows, prefix)]
    return pa.schema([*passing, *_made(prefix)], metadata)


def clean_table(table: "pa.Table", rows: RowCleaner | None = None, prefix: str = "") -> "pa.Table":
    """Clean a table.

    Args:
        table: Columns of any type; those that `rows.fields` names, and `source`, are read.
        rows: What cleans a row; None: the built-in rules, and fields by their usual names.
        prefix: What the names of the new columns begin with.

    Returns:
        As many rows in the same order, with the columns that `schema_of` says. A row that cannot be cleaned says why
        in `error`.

    Raises:
        CleanerError: A column that is read stands twice.
    """
    rows = rows or usual()
    batches = clean_batches(table.to_batches(max_chunksize=_ROWS), rows, prefix)
    return pa.Table.from_batches(batches, schema_of(table.schema, rows, prefix))


def clean_batches(
    batches: Iterable["pa.RecordBatch"], rows: RowCleaner | None = None, prefix: str = ""
) -> Iterator["pa.RecordBatch"]:
    """Clean batches as they come; no more than one is held.

    Args:
        batches: Batches of any size.
        rows: As for `clean_table`.
        prefix: As for `clean_table`.

    Yields:
        A batch for each, with as many rows.

    Raises:
        CleanerError: A column that is read stands twice.
    """
    rows = rows or usual()
    for batch in batches:
        yield _cleaned(batch, rows, prefix)


def _cleaned(batch: "pa.RecordBatch", rows: RowCleaner, prefix: str) -> "pa.RecordBatch":
    schema = schema_of(batch.schema, rows, prefix)
    records = [rows(row) for row in _rows(batch, rows)]
    made = [pa.array([record[key.name] for record in records], key.type) for key in _made()]
    passing = [batch.column(place) for place in _passing(batch.schema, rows, prefix)]
    return pa.RecordBatch.from_arrays([*passing, *made], schema=schema)


def _rows(batch: "pa.RecordBatch", rows: RowCleaner) -> Iterator[dict[str, Any]]:
    arrays = {name: plain(batch.column(name)) for name in _read(batch.schema, rows)}
    for place in range(batch.num_rows):
        yield {name: value(array[place]) for name, array in arrays.items()}


def _read(given: "pa.Schema", rows: RowCleaner) -> list[str]:
    """The columns that are read, of those that are there."""
    wanted = dict.fromkeys((*astuple(rows.fields), "source"))
    return [name for name in wanted if name in given.names]


def _passing(given: "pa.Schema", rows: RowCleaner, prefix: str) -> list[int]:
    """The places of the columns that pass through; names may stand twice."""
    gone = {rows.fields.text, rows.fields.html, *(prefix + key for key in KEYS)}
    return [place for place, name in enumerate(given.names) if name not in gone]


def _made(prefix: str = "") -> list["pa.Field"]:
    columns = [*record_schema(), pa.field("error", pa.string())]
    return [column.with_name(prefix + column.name) for column in columns]
