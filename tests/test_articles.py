"""Whole articles: invented ones in the outlets' real furniture, and the five documents the project started from."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner import Cleaner, Document, Record
from tests.conftest import FIXTURES, SHARED, needs_shared

FOLDERS = sorted(path.parent for path in (FIXTURES / "articles").glob("*/*/document.*"))
FIELDS = ("outlet", "title", "authors", "date", "description", "language", "flags")


@cache
def cleaner() -> Cleaner:
    """One loaded cleaner for all articles."""
    return Cleaner()


def cleaned(folder: Path) -> tuple[Record, dict[str, Any]]:
    """An article's record and what it should be."""
    expected = orjson.loads((folder / "expected.json").read_bytes())
    path = next(folder.glob("document.*"))
    document = Document(content=path.read_bytes(), format="html" if path.suffix == ".html" else None)
    given = expected["given"]
    return cleaner().clean(document, url=given.get("url"), outlet=given.get("outlet")), expected


def name(folder: Path) -> str:
    """An article's name in a test report."""
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_an_articles_text_is_exact(folder: Path) -> None:
    """What is left is what a reader would call the article, to the character."""
    record, _ = cleaned(folder)
    assert record.text == (folder / "expected.txt").read_text(encoding="utf-8").strip("\n")


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_an_articles_fields_are_exact(folder: Path) -> None:
    """Title, date, authors and the rest are what the page says, and nothing is invented."""
    record, expected = cleaned(folder)
    row = record.as_dict()
    assert {field: row[field] for field in FIELDS} == {field: expected[field] for field in FIELDS}


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_an_articles_removals_name_their_rules(folder: Path) -> None:
    """The account names the rules that a person expects to have fired, and no others."""
    record, expected = cleaned(folder)
    assert sorted({removal.rule for removal in record.removed}) == expected["rules"]


@needs_shared
@pytest.mark.parametrize("seed", ["rt", "rferl", "sputnik", "blogspot", "globalsecurity"])
def test_the_seeds_are_exact(seed: str) -> None:
    """Each of the five documents comes out as a person would have typed it, without being told its outlet."""
    gold = {row["id"]: row for row in orjson.loads((SHARED / "seeds" / "gold.json").read_bytes())}[seed]
    row = cleaner().clean((SHARED / "seeds" / f"{seed}.txt").read_bytes()).as_dict()
    paragraphs = [line for line in row["text"].split("\n\n") if line not in gold["optional_lines"]]
    assert paragraphs == gold["paragraphs"]
    fields = ("outlet", "title", "authors", "date", "language")
    assert {field: row[field] for field in fields} | {"date": (row["date"] or "")[:10] or None} == {
        field: gold[field] for field in fields
    }
