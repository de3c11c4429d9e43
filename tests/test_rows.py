"""A row in somebody else's pipeline: cleaned as the function cleans it, and never lost."""

import pickle
from dataclasses import replace
from typing import Any

import pytest

from cleaner import Cleaner, Document, Record
from cleaner.adapters.rows import KEYS, RowCleaner
from cleaner.io.fields import Fields


@pytest.fixture(scope="module")
def rows() -> RowCleaner:
    """With the built-in rules."""
    return RowCleaner(fields=Fields(text="body"))


def test_a_row_becomes_what_the_function_says(rows: RowCleaner) -> None:
    """All keys of the record in their order, and no error."""
    row = {"id": 7, "body": "Rain fell.\nSubscribe", "url": "https://www.rferl.org/a/1", "source": "a:1"}
    document = Document(content=row["body"], id="7", url=row["url"], source="a:1")  # type: ignore[arg-type]
    assert rows(row) == {**Cleaner().clean(document).as_dict(), "error": None}
    assert tuple(rows(row)) == KEYS


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": "a"}, 'has neither "html" nor "body"'),
        ({"id": "a", "body": None, "html": 3}, 'has neither "html" nor "body"'),
        ({"id": "a", "body": b"x" * 100_000_001}, "is too large: 100,000,001 bytes; the limit is 100,000,000"),
    ],
)
def test_what_cannot_be_cleaned_is_a_row_with_its_reason(rows: RowCleaner, row: dict[str, object], reason: str) -> None:
    """It keeps its id, and its lists are empty lists, as schemas want them."""
    made = rows(row)
    assert (made["id"], made["error"], made["text"], made["removed"]) == ("a", reason, None, [])
    assert tuple(made) == KEYS


def test_a_row_without_a_name_has_none(rows: RowCleaner) -> None:
    """No id and no source are invented."""
    made = rows({"body": "Rain fell."})
    assert (made["id"], made["source"], made["error"]) == (None, None, None)


def test_all_that_reach_a_process_share_one_cleaner(rows: RowCleaner) -> None:
    """Engines send the same step again with every task: its rules compile once."""
    data = pickle.dumps(rows)
    first, second = pickle.loads(data), pickle.loads(data)  # noqa: S301  our own
    assert first.cleaner is second.cleaner
    assert first({"body": "Rain fell."}) == rows({"body": "Rain fell."})


class Halving(Cleaner):
    """A cleaner that is at fault: it leaves half a character in a name."""

    def clean(self, *arguments: Any, **options: Any) -> Record:
        """What nothing can write."""
        return replace(super().clean(*arguments, **options), authors=("Ann \ud83c",))


def test_a_record_that_nothing_can_hold_costs_its_row_alone() -> None:
    """Frameworks build columns of many rows at once; one such text would end them all. The run says the same of it."""
    made = RowCleaner(cleaner=Halving())({"id": "a", "text": "Rain fell."})
    wanted = "cannot be cleaned: TypeError: str is not valid UTF-8: surrogates not allowed"
    assert (made["id"], made["error"], made["authors"]) == ("a", wanted, [])
