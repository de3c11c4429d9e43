"""Columns and frames of pandas, Polars and Hugging Face: the records of the function, in the user's own shape."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cleaner import CleanerError
from cleaner.adapters.arrow import clean_table
from cleaner.adapters.rows import KEYS, RowCleaner
from tests.conftest import RuleFolder
from tests.docs import ENGINES

pytestmark = [*ENGINES]

TEXT = "Rain fell on Oslo.\nSubscribe"
URL = "https://www.rferl.org/a/1"


@pytest.fixture(scope="module")
def rows() -> RowCleaner:
    """With the built-in rules."""
    return RowCleaner()


@pytest.fixture
def pd() -> Any:
    """Imported here: it is an extra."""
    return pytest.importorskip("pandas")


def test_a_series_becomes_a_frame_of_records(pd: Any, rows: RowCleaner) -> None:
    """Row by row what the row cleaner says, under the index that the documents had, doubles and all."""
    from cleaner.adapters.pandas import clean_series  # noqa: PLC0415  needs pandas

    index = pd.Index(["b", "a", "a"], name="name")
    made = clean_series(pd.Series([TEXT, "Snow.", b"\xff"], index), pd.Series([URL, None, "x"], index))
    assert made.index.equals(index)
    assert made.index.name == "name"
    given: list[dict[str, object]] = [{"text": TEXT, "url": URL}, {"text": "Snow."}, {"text": b"\xff", "url": "x"}]
    assert made.to_dict("records") == [rows(row) for row in given]


@pytest.mark.parametrize("dtype", ["object", "str", "string", "category", "string[pyarrow]"])
def test_a_series_may_be_of_any_type(dtype: str, pd: Any, rows: RowCleaner) -> None:
    """However pandas stores a text, and whatever it writes for none."""
    from cleaner.adapters.pandas import clean_series  # noqa: PLC0415

    made = clean_series(pd.Series(pd.array([TEXT, None], dtype=dtype)))
    assert made.to_dict("records") == [rows({"text": TEXT}), rows({})]


@pytest.mark.parametrize("nothing", [None, float("nan"), 7, ["a"]], ids=str)
def test_what_is_no_document_is_a_row_with_its_reason(nothing: object, pd: Any) -> None:
    """It has its place, and its lists are lists."""
    from cleaner.adapters.pandas import clean_series  # noqa: PLC0415

    made = clean_series(pd.Series([nothing, "Rain."], dtype=object))
    assert made["error"].to_list() == ['has neither "html" nor "text"', None]
    assert made["authors"].to_list() == [[], []]


def test_no_documents_have_the_same_columns(pd: Any) -> None:
    """That is how Dask learns of them."""
    from cleaner.adapters.pandas import clean_series  # noqa: PLC0415

    some, none = clean_series(pd.Series(["Rain."])), clean_series(pd.Series([], dtype=str))
    assert none.dtypes.equals(some.dtypes)
    assert list(none.columns) == list(KEYS)


def test_urls_must_be_the_documents_own(pd: Any) -> None:
    """Sorted or filtered apart, they would name the wrong outlets, and nobody would see it."""
    from cleaner.adapters.pandas import clean_series  # noqa: PLC0415

    with pytest.raises(CleanerError) as caught:
        clean_series(pd.Series(["a", "b"]), pd.Series([URL, URL], [1, 0]))
    assert str(caught.value) == "urls: their index is not that of the documents"


@pytest.mark.parametrize("index", ["text", "id", "topic", None])
def test_a_frame_goes_through_arrow_and_back(index: str | None, pd: Any, rows: RowCleaner) -> None:
    """Also where its index is a column that is gone or made anew."""
    frame = pd.DataFrame({"text": [TEXT, None], "id": [1, 2], "topic": ["x", "y"]})
    frame = frame.set_index(index) if index else frame
    made = clean_table(pa.Table.from_pandas(frame), rows).to_pandas()
    assert list(made.columns) == ["topic", *KEYS]


@pytest.mark.parametrize("kind", ["String", "Categorical"])
def test_polars_frames_cross_as_they_are(kind: str, rows: RowCleaner) -> None:
    """Texts of its own kinds are read, nested columns pass."""
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"text": pl.Series([TEXT, None], dtype=getattr(pl, kind)), "tags": [["a"], []]})
    made = pl.from_arrow(clean_table(frame.to_arrow(), rows))
    assert made.drop("tags").to_dicts() == [rows({"text": TEXT}), rows({})]
    assert made["tags"].to_list() == [["a"], []]


MAPS = """
import json, sys
from functools import partial
import datasets
from cleaner import Cleaner
from cleaner.adapters.arrow import clean_table
from cleaner.adapters.rows import RowCleaner

folder, *rules = sys.argv[1:]
made = datasets.load_from_disk(folder).with_format("arrow").map(
    partial(clean_table, rows=RowCleaner(cleaner=Cleaner(rules))), batched=True
)
print(json.dumps([file["filename"] for file in made.cache_files]))
"""


def mapped(folder: Path, seed: str, *rules: Path) -> list[str]:
    """Map a stored data set in a process of its own; the files that hold the result."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", MAPS, str(folder), *map(str, rules)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603  our own
    files: list[str] = json.loads(done.stdout.splitlines()[-1])
    return files


def test_a_second_map_is_answered_from_the_cache(tmp_path: Path, rule_folder: RuleFolder) -> None:
    """In another process, with another order of sets: the step is the same. With other rules it is another."""
    datasets = pytest.importorskip("datasets")
    datasets.Dataset.from_dict({"text": [TEXT, None]}).save_to_disk(tmp_path / "news")
    first = mapped(tmp_path / "news", "1")
    made = [Path(file).stat().st_mtime_ns for file in first]
    assert mapped(tmp_path / "news", "2") == first
    assert [Path(file).stat().st_mtime_ns for file in first] == made
    folder = rule_folder('[[drop]]\nid = "a"\nkind = "related"\nlines = ["More"]\ndrops = ["More"]\nkeeps = ["Less"]\n')
    assert mapped(tmp_path / "news", "1", folder) != first


def test_data_sets_of_one_process_or_two_or_streamed_have_the_same_rows(rows: RowCleaner) -> None:
    """And those are the row cleaner's; the column of other things is still there."""
    datasets = pytest.importorskip("datasets")
    given = [{"id": str(number), "text": text} for number, text in enumerate([TEXT, None, "<p>Snow fell.</p>", ""])]
    news = datasets.Dataset.from_list([{**row, "topic": [row["id"]]} for row in given])
    made = news.with_format("arrow").map(clean_table, batched=True, batch_size=3).with_format(None)
    parted = news.with_format("arrow").map(clean_table, batched=True, num_proc=2).with_format(None)
    stream = news.to_iterable_dataset(num_shards=2).with_format("arrow").map(clean_table, batched=True)
    assert made.to_list() == [{"topic": [row["id"]], **rows(row)} for row in given]
    assert parted.to_list() == made.to_list()
    assert list(stream.with_format(None)) == made.to_list()


def test_a_cleaned_table_can_become_a_data_set(rows: RowCleaner) -> None:
    """Its features are read from its columns, not from a note about what they once were."""
    datasets = pytest.importorskip("datasets")
    old = datasets.Dataset.from_dict({"id": [1], "text": [TEXT]}).data.table
    assert b"huggingface" in old.schema.metadata
    made = datasets.Dataset(clean_table(old, rows))
    assert made[0] == rows({"id": 1, "text": TEXT})
