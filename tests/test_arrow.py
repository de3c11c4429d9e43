"""Tables in, tables out: each row as the function cleans it, in columns that are known beforehand."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, CleanerError
from cleaner.adapters.arrow import clean_batches, clean_table, schema_of
from cleaner.adapters.rows import KEYS, RowCleaner
from cleaner.io.arrow import record_schema
from cleaner.io.fields import Fields

TEXT = "Rain fell on Oslo.\nSubscribe to our newsletter"
URL = "https://www.rferl.org/a/1"


@pytest.fixture(scope="module")
def rows() -> RowCleaner:
    """With the built-in rules."""
    return RowCleaner()


def row_by_row(table: pa.Table, rows: RowCleaner) -> list[dict[str, Any]]:
    """What the rows' own step makes of a table of plain values."""
    return [rows(row) for row in table.to_pylist()]


def test_rows_become_what_the_row_cleaner_says(rows: RowCleaner) -> None:
    """The values, and the keys in the record's order with the error last."""
    table = pa.table({"id": ["a", "b", "c"], "text": [TEXT, None, "Snow fell."], "url": [URL, None, "x"]})
    made = clean_table(table, rows)
    assert made.column_names == list(KEYS)
    assert made.to_pylist() == row_by_row(table, rows)
    assert made["error"].to_pylist() == [None, 'has neither "html" nor "text"', None]


def test_the_default_is_the_function() -> None:
    """Without a row cleaner: the built-in rules."""
    made = clean_table(pa.table({"text": [TEXT], "url": [URL]})).to_pylist()[0]
    assert made == {**Cleaner().clean(TEXT, url=URL).as_dict(), "error": None}


@pytest.mark.parametrize(
    "column",
    [
        pa.array([TEXT, None], pa.string()),
        pa.array([TEXT, None], pa.large_string()),
        pa.array([TEXT, None], pa.string_view()),
        pa.array([TEXT, None]).dictionary_encode(),
        pa.array([TEXT, None], pa.large_string()).dictionary_encode(),
        pa.RunEndEncodedArray.from_arrays([1, 2], pa.array([TEXT, None])),
        pa.array(["x", TEXT, None, "y"])[1:3],
        pa.chunked_array([pa.array([], pa.string()), [TEXT], pa.array([None], pa.string())]),
    ],
    ids=lambda column: str(column.type),
)
def test_texts_are_texts_however_they_are_stored(column: Any, rows: RowCleaner) -> None:
    """Large, viewed, by reference, in runs, sliced, in pieces: the same records of the same types."""
    plainly = clean_table(pa.table({"text": [TEXT, None]}), rows)
    made = clean_table(pa.table({"text": column}), rows)
    assert made.schema == plainly.schema
    assert made.to_pylist() == plainly.to_pylist()


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary_view()], ids=str)
def test_bytes_are_decoded(kind: pa.DataType, rows: RowCleaner) -> None:
    """Bytes go through the same decoder as a file's."""
    data = "<p>Дождь шёл в Осло три дня.</p>".encode("cp1251")
    made = clean_table(pa.table({"html": pa.array([data], kind)}), rows).to_pylist()[0]
    assert made == rows({"html": data})
    assert made["encoding"] == "windows-1251"


def test_a_text_that_is_no_utf_8_is_decoded(rows: RowCleaner) -> None:
    """Nothing holds a column to its type; such a row is cleaned, and costs no other."""
    broken = pa.array(["Café is open.".encode("latin-1"), b"Rain fell."])
    texts = pa.Array.from_buffers(pa.string(), 2, broken.buffers())
    made = clean_table(pa.table({"text": texts}), rows).to_pylist()
    assert made == [rows({"text": "Café is open.".encode("latin-1")}), rows({"text": "Rain fell."})]


@pytest.mark.parametrize(
    ("column", "date"),
    [
        (pa.array([datetime(2024, 5, 3, 1, 2, 3, tzinfo=UTC)], pa.timestamp("ns", "UTC")), "2024-05-03 01:02:03Z"),
        (pa.array([datetime(2024, 5, 3)], pa.timestamp("us")), "2024-05-03 00:00:00"),  # noqa: DTZ001  has no zone
        (pa.array([datetime(2024, 5, 3)], pa.timestamp("us")).dictionary_encode(), "2024-05-03 00:00:00"),  # noqa: DTZ001
        (pa.array([datetime(2024, 5, 3, tzinfo=UTC)], pa.date32()), "2024-05-03"),
        (pa.array([1], pa.timestamp("ns")), "1970-01-01 00:00:00"),
        (pa.array([2**62]).view(pa.timestamp("s")), None),
        (pa.array(["2024-05"]), "2024-05"),
        (pa.array([[2024]]), None),
    ],
    ids=lambda value: str(getattr(value, "type", value)),
)
def test_dates_may_be_points_in_time(column: pa.Array, date: str | None, rows: RowCleaner) -> None:
    """The record has them as text; a date that none can be is none."""
    made = clean_table(pa.table({"text": ["Rain fell."], "date": column}), rows)
    assert made["date"].to_pylist() == [date]


def test_other_columns_pass_through(rows: RowCleaner) -> None:
    """In their order and before the new ones, with their types, nested ones and twins of a name too."""
    extra = {
        "tags": pa.array([["a"], None]),
        "meta": pa.array([{"x": 1}, None]),
        "lang": pa.array(["en", "en"]).dictionary_encode(),
        "score": pa.array([1, 2], pa.decimal128(5)),
    }
    twin = pa.table({**extra, "text": [TEXT, "Snow."], "html": [None, "<p>Snow.</p>"]}).append_column("tags", [[3, 4]])
    made = clean_table(twin, rows)
    assert made.column_names == [*extra, "tags", *KEYS]
    assert made.select(range(5)).equals(twin.select([0, 1, 2, 3, 6]))


def test_a_new_column_takes_the_place_of_its_namesake(rows: RowCleaner) -> None:
    """An id of 7 becomes the record's "7", and `error` is ours."""
    made = clean_table(pa.table({"id": [7], "text": ["Rain."], "error": ["old"], "removed": [3]}), rows)
    assert made.column_names == list(KEYS)
    assert (made["id"].to_pylist(), made["error"].to_pylist(), made["removed"].to_pylist()) == (["7"], [None], [[]])


def test_with_a_prefix_nothing_is_lost(rows: RowCleaner) -> None:
    """All columns stay as they were but the content, which `clean_text` now is."""
    table = pa.table({"id": [7], "text": ["Rain."], "url": [URL], "error": ["old"], "source": ["a:1"]})
    made = clean_table(table, rows, prefix="clean_")
    assert made.column_names == ["id", "url", "error", "source", *("clean_" + key for key in KEYS)]
    assert made.select(range(4)).equals(table.drop_columns("text"))
    assert made["clean_source"].to_pylist() == ["a:1"]


def test_columns_are_chosen_by_name() -> None:
    """What is called otherwise is said once; what only looks like a content column then passes."""
    named = RowCleaner(fields=Fields(text="body", url="link"), outlet="rferl.org")
    made = clean_table(pa.table({"body": [TEXT], "link": [URL], "headline": ["x"]}), named)
    assert made.column_names == ["link", "headline", *KEYS]
    assert (made["url"].to_pylist(), made["outlet"].to_pylist()) == ([URL], ["rferl.org"])


def test_a_column_that_is_read_must_be_one(rows: RowCleaner) -> None:
    """Which of two texts is meant, only the user knows."""
    table = pa.table({"text": ["a"]}).append_column("text", [["b"]])
    with pytest.raises(CleanerError) as caught:
        clean_table(table, rows)
    assert str(caught.value) == 'the table has several columns "text"; only one can be read'


@pytest.mark.parametrize(
    "table", [pa.table({"text": ["a"]}).slice(1), pa.table({"text": pa.array([], pa.string())}), pa.table({})]
)
def test_no_rows_have_columns_too(table: pa.Table, rows: RowCleaner) -> None:
    """The schema does not wait for a row."""
    made = clean_table(table, rows)
    assert (made.num_rows, made.schema) == (0, schema_of(table.schema, rows))


def test_a_table_without_columns_keeps_its_rows(rows: RowCleaner) -> None:
    """As rows that say what they lack."""
    made = clean_table(pa.table({"text": ["a", "b"]}).select([]), rows)
    assert made["error"].to_pylist() == ['has neither "html" nor "text"'] * 2


def test_batches_come_one_for_one_and_when_they_are_asked_for(rows: RowCleaner) -> None:
    """An empty batch is one, too; the next is not fetched before the last is taken."""
    fetched = []

    def source() -> Iterator[pa.RecordBatch]:
        for size in (2, 0, 1):
            fetched.append(size)
            yield pa.record_batch({"text": pa.array(["Rain fell."] * size, pa.string())})

    batches = clean_batches(source(), rows)
    assert fetched == []
    assert next(batches).num_rows == 2
    assert fetched == [2]
    assert [batch.num_rows for batch in batches] == [0, 1]


def test_the_removals_stand_in_parquet(tmp_path: Path, rows: RowCleaner) -> None:
    """A table that was written is read as it was, and has the columns that `cleaner run -o x.parquet` writes."""
    from pyarrow import parquet  # noqa: PLC0415  as in the package

    made = clean_table(pa.table({"text": [TEXT], "url": [URL]}), rows)
    parquet.write_table(made, tmp_path / "a.parquet")
    assert parquet.read_table(tmp_path / "a.parquet").equals(made)
    assert made.drop_columns("error").schema == record_schema()
    assert made["removed"].to_pylist()[0]


def test_descriptions_of_old_columns_do_not_survive_them(rows: RowCleaner) -> None:
    """What pandas says of its index and Hugging Face of its features names columns that are gone; the user's own metadata stay."""
    old = {"pandas": '{"index_columns": ["text"]}', "huggingface": '{"info": {}}', "crawl": "May"}
    made = clean_table(pa.table({"text": ["Rain fell."]}).replace_schema_metadata(old), rows)
    assert made.schema.metadata == {b"crawl": b"May"}


ODD = st.one_of(
    st.none(), st.text(), st.binary(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.booleans(), st.datetimes()
)
TYPES = {
    str: [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())],
    bytes: [pa.binary(), pa.large_binary(), pa.binary_view()],
    int: [pa.int64()],
    float: [pa.float64(), pa.float32()],
    bool: [pa.bool_()],
    datetime: [pa.timestamp("us"), pa.timestamp("s", "UTC"), pa.date32(), pa.date64(), pa.list_(pa.timestamp("us"))],
    type(None): [pa.null(), pa.struct([("a", pa.string())])],
}


@st.composite
def odd_columns(draw: Any, size: int) -> pa.ChunkedArray:
    """A column of some type, nulls here and there, cut into pieces anywhere."""
    kind = draw(st.sampled_from(list(TYPES)))
    of_kind = ODD.filter(lambda value: value is None or type(value) is kind)
    values = draw(st.lists(of_kind, min_size=size, max_size=size))
    type_ = draw(st.sampled_from(TYPES[kind]))
    values = [value if value is None or not pa.types.is_list(type_) else [value] for value in values]
    array = pa.array(values, type_)
    cut = draw(st.integers(0, size))
    return pa.chunked_array([array[:cut], array[cut:]], type_)


@st.composite
def odd_tables(draw: Any) -> pa.Table:
    """Columns of known and of other names, of any type."""
    size = draw(st.integers(0, 4))
    names = draw(st.lists(st.sampled_from([*KEYS, "html", "other", ""]), unique=True))
    return pa.table({name: draw(odd_columns(size)) for name in names})


@given(table=odd_tables(), prefix=st.sampled_from(["", "c_"]))
def test_no_table_is_too_odd(table: pa.Table, prefix: str, rows: RowCleaner) -> None:
    """Nothing is raised, no row is lost or moved, and the columns are those that were promised and are sound."""
    made = clean_table(table, rows, prefix)
    made.validate(full=True)
    assert (made.num_rows, made.schema) == (table.num_rows, schema_of(table.schema, rows, prefix))
    passed = [name for name in table.column_names if name in made.schema.names[: -len(KEYS)]]
    assert repr(made.select(passed).to_pylist()) == repr(table.select(passed).to_pylist())
    for text, error in zip(made[prefix + "text"].to_pylist(), made[prefix + "error"].to_pylist(), strict=True):
        assert (text is None) != (error is None)


PICKLES = """
import hashlib, pickle
from cleaner.adapters.rows import RowCleaner
data = pickle.dumps(RowCleaner())
print(*(hashlib.sha256(step).hexdigest() for step in (data, pickle.dumps(pickle.loads(data)))))
"""


def test_a_step_pickles_to_the_same_bytes_everywhere() -> None:
    """Caches of engines know it by them: in another process, with another order of sets, and after a journey."""
    command = [sys.executable, "-c", PICKLES]
    seeds = [os.environ | {"PYTHONHASHSEED": seed} for seed in ("1", "2")]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, env=seed) for seed in seeds]  # noqa: S603  our own
    assert len({digest for run in runs for digest in run.stdout.split()}) == 1
