"""Spark's frames: Arrow's step on each partition, and the schema that Spark wants to know beforehand."""

from functools import partial
from typing import TYPE_CHECKING, Any

from cleaner.adapters.arrow import clean_batches, schema_of
from cleaner.adapters.extras import required
from cleaner.adapters.rows import KEYS, RowCleaner, usual

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
else:
    pa = required("pyarrow", "arrow")

__all__ = ["clean_frame"]


def clean_frame(frame: "DataFrame", rows: RowCleaner | None = None, prefix: str = "") -> "DataFrame":
    """Clean a frame, when it is asked for.

    Args:
        frame: Columns of any type; those that `rows.fields` names, and `source`, are read.
        rows: What cleans a row; goes to the workers with its rules. None: the built-in rules that each worker has, and
            fields by their usual names.
        prefix: What the names of the new columns begin with.

    Returns:
        A frame with as many rows, and the columns that `cleaner.adapters.arrow.schema_of` says.

    Raises:
        CleanerError: pyspark is not installed, or a column that is read stands twice.
    """
    types: Any = required("pyspark.sql.pandas.types", "spark")
    # What comes out depends on the names alone; what passes through keeps Spark's own type, of which Arrow knows less.
    given = pa.schema([pa.field(name, pa.null()) for name in frame.columns])
    schema = schema_of(given, rows or usual(), prefix)
    passing = schema.names[: -len(KEYS)]
    made = types.from_arrow_schema(schema).fields[-len(KEYS) :]
    struct = type(frame.schema)([*(frame.schema[name] for name in passing), *made])
    return frame.mapInArrow(partial(clean_batches, rows=rows, prefix=prefix), struct)
