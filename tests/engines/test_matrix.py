"""The same documents by every path: the function's records, field by field."""

from typing import Any

import orjson
import pytest
from paths import PATHS, Given, Row, by_function

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def expected(given: Given) -> list[Row]:
    """The function's records as JSON has them."""
    made: list[Row] = orjson.loads(orjson.dumps(by_function(given)))
    return made


def test_the_documents_are_worth_it(expected: list[Row]) -> None:
    """600 of both kinds, whose fields are all in use somewhere."""
    assert len(expected) == len({row["id"] for row in expected}) == 600
    assert {row["format"] for row in expected} == {"text", "html"}
    assert [name for name in expected[0] if not any(row[name] for row in expected)] == ["encoding"]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_changes_nothing(path: str, given: Given, expected: list[Row], request: Any) -> None:
    """As many records as documents, each the function's; only engines may give them in another order."""
    way = PATHS[path]
    if way.library:
        pytest.importorskip(way.library, reason=f"needs {way.library}")
    if way.engine:
        request.getfixturevalue(way.engine)
    made = way.function(given)
    assert [row.pop("error", None) for row in made] == [None] * len(expected)
    if way.engine:
        order = {row["id"]: number for number, row in enumerate(expected)}
        made = sorted(made, key=lambda row: order[row["id"]])
    pairs = list(zip(made, expected, strict=True))
    assert [(row["id"], name) for row, wanted in pairs for name in wanted if row[name] != wanted[name]] == []
    assert {frozenset(row) for row in made} == {frozenset(expected[0])}
