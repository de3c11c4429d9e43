"""Texts that look like furniture and are not: each passes through whole, whatever judges it."""

from pathlib import Path

import pytest

from cleaner import Cleaner
from tests.conftest import FIXTURES

TEXTS = sorted((FIXTURES / "whole").glob("*.txt"))


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    """One for all; straight quotes would be the only change, so they are kept."""
    return Cleaner(quotes="keep")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_nothing_of_it_goes(path: Path, cleaner: Cleaner) -> None:
    """Short lines, lines without a full stop, times of day, names, refrains and code are what it is about."""
    text = path.read_text(encoding="utf-8")
    record = cleaner.clean(text)
    assert [(removal.rule, text[removal.start : removal.end]) for removal in record.removed] == []
    assert record.text.split("\n\n") == [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def test_the_texts_are_of_many_kinds_and_languages() -> None:
    """A text that is there in one language alone says little of the others."""
    kinds, languages = zip(*(path.stem.split(".") for path in TEXTS), strict=True)
    assert {"poem", "interview", "list", "ticker", "recipe", "court", "match", "code"} <= set(kinds)
    assert len(set(languages)) > 8
