"""The record as columns, and the values of foreign columns as rows have them: all that tables of any kind share.

Loaded by who has a table in hand, since pyarrow is an extra.
"""

from dataclasses import fields
from typing import Any, Final

import pyarrow as pa

from cleaner.document import Record

__all__ = ["plain", "record_schema", "unpacked", "value"]

_REMOVAL: Final = pa.struct([("rule", pa.string()), ("kind", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
_LISTS: Final = {"authors": pa.string(), "flags": pa.string(), "removed": _REMOVAL}


def record_schema() -> pa.Schema:
    """The record's keys, in their order, as columns: texts, lists of texts, and removals as a list of structs.

    Returns:
        The schema, the same whatever the records hold; Parquet and the engines know all of its types.
    """
    keys = [key.name for key in fields(Record)]
    return pa.schema([(key, pa.list_(_LISTS[key]) if key in _LISTS else pa.string()) for key in keys])


def plain(array: "pa.Array[Any]") -> "pa.Array[Any]":
    """Times as text: pyarrow's own have nanoseconds, which Python's have not.

    Args:
        array: A column of any type.

    Returns:
        ISO 8601 to the second for points in time; another column as it is.
    """
    if isinstance(array, pa.DictionaryArray):
        return pa.DictionaryArray.from_arrays(array.indices, plain(array.dictionary))
    if pa.types.is_timestamp(array.type):
        return array.cast(pa.timestamp("s", array.type.tz), safe=False).cast(pa.string())
    return array.cast(pa.string()) if pa.types.is_temporal(array.type) else array


def value(scalar: Any) -> Any:  # noqa: ANN401  a column may hold anything
    """What a cell holds, in Python.

    Args:
        scalar: A cell of a column that is `plain`.

    Returns:
        A str, or bytes where they are no UTF-8; bytes, a number, None; anything else is no field and None, too.
    """
    scalar = unpacked(scalar)
    if isinstance(scalar, pa.BinaryScalar):
        return _text(scalar)
    if pa.types.is_integer(scalar.type) or pa.types.is_floating(scalar.type) or pa.types.is_boolean(scalar.type):
        return scalar.as_py()
    return None


def unpacked(scalar: Any) -> Any:  # noqa: ANN401  as above
    """The cell itself, where a column writes each value once and refers to it, or has a type of its own for it."""
    packed = pa.DictionaryScalar | pa.RunEndEncodedScalar | pa.ExtensionScalar
    while scalar is not None and isinstance(scalar, packed):
        scalar = scalar.value
    return pa.NULL if scalar is None else scalar


def _text(scalar: Any) -> str | bytes | None:  # noqa: ANN401  as above
    try:
        found: str | bytes | None = scalar.as_py()
    except UnicodeDecodeError:  # nothing holds a column to its type; `cleaner.decode` knows what to do
        found = scalar.as_buffer().to_pybytes()
    return found
