"""What the judge sees: characters, words, neighbours, and the features that are made of them."""

import tomllib

import numpy as np
import pytest

from cleaner.judge.characters import COUNTED, KINDS, kinds
from cleaner.judge.context import CONTEXT, FAR, context, distances, neighbours
from cleaner.judge.counting import count
from cleaner.judge.features import features, names, windows
from cleaner.judge.lexicon import lexicon, numbers_of
from cleaner.judge.look import look
from cleaner.judge.wording import told
from tests.conftest import ROOT
from tests.judged import FOOTER, MENU, STORY


def test_names_and_rows_belong_together() -> None:
    """Every feature has a name of its own, in both looks."""
    seen = look([*MENU, *STORY, *FOOTER])
    assert len({*names(), *CONTEXT}) == len(seen.rows) == len(names()) + len(CONTEXT)
    rows = dict(zip(names(), seen.rows, strict=False))
    assert rows["words"][len(MENU)] == 22
    assert rows["navigation words"][:3].tolist() == [1, 0, 0]
    assert rows["ends in a sentence end"].tolist() == [0] * len(MENU) + [1] * len(STORY) + [0] * 6 + [1]


def test_what_is_surely_clean_is_looked_at_once() -> None:
    """A text without a line that could be furniture has the features of the first look alone."""
    assert len(look(STORY).rows) == len(names())


def test_characters_are_counted_in_every_line() -> None:
    """Each line has its own counts, however many of a kind stand in it, and a long one is known by both its ends."""
    counts = count(["Ab 12, 3.", "!" * 128, "x" * 500 + "?", "港は閉鎖。"])
    table = dict(zip(COUNTED, counts.characters.tolist(), strict=True))
    assert table["digit"] == [3, 0, 0, 0]
    assert table["end"] == [1, 128, 1, 1]
    assert table["unspaced"] == [0, 0, 0, 4]
    assert table["space"] == [2, 0, 0, 0]
    assert counts.lengths.tolist() == [9, 128, 501, 5]
    assert [KINDS[kind] for kind in counts.first] == ["capital", "end", "small", "unspaced"]
    assert [KINDS[kind] for kind in counts.last] == ["end", "end", "end", "end"]


TOLD = [
    ("subscribe", "subscription"),
    ("SUBSCRIBE", "subscription"),
    ("Datenschutzerklärung", "legal"),
    ("관련기사", "related"),
    ("あわせて", "related"),
    ("Комментарии", "comments"),
    ("harbour", None),
]


@pytest.mark.parametrize(("word", "kind"), TOLD)
def test_words_tell_what_they_are(word: str, kind: str | None) -> None:
    """Words are found whatever their case and script, and others are not."""
    oft = told(count([word]))[:, 0]
    found = [name for name, times in zip(lexicon().kinds, oft, strict=True) if times and name != "function"]
    assert found == ([kind] if kind else [])


def test_every_word_of_the_lexicon_is_found() -> None:
    """No word loses its place in the table to others: each is found, and tells what the file says of it first."""
    content = tomllib.loads((ROOT / "cleaner" / "judge" / "words.toml").read_text(encoding="utf-8"))
    wanted: dict[str, int] = {}
    for kind, languages in enumerate(content.values(), start=1):
        for word in (word.rstrip(":.") for words in languages.values() for word in words):
            wanted.setdefault(word, kind)
    found = lexicon().look_up(numbers_of(list(wanted)))
    assert dict(zip(wanted, found.tolist(), strict=True)) == wanted
    assert np.count_nonzero(lexicon().told) == len(wanted) > 4000


def test_words_that_are_not_in_the_lexicon_tell_nothing() -> None:
    """A word that shares a place of the table with one of the lexicon's is not taken for it."""
    others = [f"{word}{end}" for word in ("harbour", "pier", "storm", "ferry") for end in range(5000)]
    assert not lexicon().look_up(numbers_of(others)).any()


CHARACTERS = [("a", "small"), ("Я", "capital"), ("ß", "small"), ("本", "unspaced"), ("한", "caseless"), ("。", "end"), ("؟", "end"), ("7", "digit"), ("•", "mark"), ("»", "quote")]  # fmt: skip


@pytest.mark.parametrize(("character", "kind"), CHARACTERS)
def test_characters_have_kinds(character: str, kind: str) -> None:
    """The tables know scripts with and without capitals, with and without spaces."""
    assert KINDS[kinds()[ord(character)]] == kind


def test_neighbours_and_windows() -> None:
    """Scores move by whole lines; windows are cut at both ends of a document."""
    rows = features(count(STORY))[:2]
    near = np.zeros((6, len(STORY)), np.float32)
    neighbours(rows[0], near)
    assert near[0].tolist() == [-1, *rows[0, :-1].tolist()]
    assert near[1].tolist() == [*rows[0, 1:].tolist(), -1]
    assert windows(rows, (1,))[0, :, 0].tolist() == rows[:, :2].sum(axis=1).tolist()
    assert windows(rows, (1,))[0, :, 2].tolist() == rows[:, 1:].sum(axis=1).tolist()


def test_distances() -> None:
    """The line itself does not count; without any marked line it is far."""
    marked, rows = np.zeros(4, np.bool_), np.zeros((2, 4), np.float32)
    distances(marked, rows)
    assert rows.tolist() == [[FAR] * 4] * 2
    marked[1] = True
    distances(marked, rows)
    assert rows.tolist() == [[FAR, FAR, 1, 2], [1, FAR, FAR, FAR]]


def test_the_main_block() -> None:
    """Lines outside the likeliest run of article lines know how far they are from it, and lines inside where."""
    scores = np.array([-3, 3, 3, -3], np.float32)
    rows = dict(zip(CONTEXT, context(scores, scores * 0 + 30).tolist(), strict=True))
    assert rows["lines outside the main block"] == [1, 0, 0, -1]
    assert rows["place in the main block"] == [-1, 0, 0.5, -1]
