"""Spark's frames: what passes through stays Spark's own, and what comes out is known before anything went in."""

from typing import Any

import pytest

from cleaner import CleanerError
from cleaner.adapters.rows import KEYS, RowCleaner
from cleaner.io.fields import Fields

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]

NAMES = ("id", "text", "seen", "at", "day", "cost", "tags", "error")
VALUES = """
    7L, 'Rain fell on Oslo.', timestamp_ntz'2024-05-03 01:02:03', timestamp'2024-05-03 01:02:03', date'2024-05-03',
    1.50, map('a', 1), 'old'
"""


@pytest.fixture
def frame(spark: Any) -> Any:
    """One row with columns of many types."""
    return spark.sql(f"SELECT {VALUES}").toDF(*NAMES)


@pytest.mark.parametrize(("prefix", "gone"), [("", {"id", "text", "error"}), ("clean_", {"text"})])
def test_other_columns_keep_their_types(prefix: str, gone: set[str], frame: Any) -> None:
    """And their values, in their order, before the new ones."""
    from cleaner.adapters.spark import clean_frame  # noqa: PLC0415

    made = clean_frame(frame, prefix=prefix)
    passing = [name for name in frame.columns if name not in gone]
    assert made.columns == [*passing, *(prefix + key for key in KEYS)]
    assert [made.schema[name].dataType for name in passing] == [frame.schema[name].dataType for name in passing]
    assert made.select(passing).collect() == frame.select(passing).collect()
    assert made.select(prefix + "id", prefix + "text").collect() == [("7", "Rain fell on Oslo.")]


def test_columns_are_chosen_by_name(spark: Any) -> None:
    """And rules and options go to the workers with the step."""
    from cleaner.adapters.spark import clean_frame  # noqa: PLC0415

    rows = RowCleaner(fields=Fields(text="body"), outlet="rferl.org")
    (row,) = clean_frame(spark.createDataFrame([("Rain fell.",)], "body string"), rows).collect()
    assert (row["text"], row["outlet"]) == ("Rain fell.", "rferl.org")


def test_a_column_that_is_read_must_be_one(spark: Any) -> None:
    """Said before Spark begins."""
    from cleaner.adapters.spark import clean_frame  # noqa: PLC0415

    frame = spark.createDataFrame([("a", "b")], "text string, other string").toDF("text", "text")
    with pytest.raises(CleanerError) as caught:
        clean_frame(frame)
    assert str(caught.value) == 'the table has several columns "text"; only one can be read'
