"""Quality does not fall: the scores of the repository's own articles keep above their floors in fixtures/scores.json.

`python benchmarks/scores.py` prints them; `--write` raises the floors.
"""

import math
from dataclasses import replace
from typing import Any

import pytest
from leftout import knowing_no_outlet
from scores import extracted_scores, faults, figures, left_behind, raised, written
from scoring import Article, body, field, paragraphs, score

from cleaner import Cleaner, Document, clean

RECALL_LOST = 0.01  # of the article in a text from which another tool has already taken the furniture
GROUPS = {
    "pages of known outlets",
    "pages of unknown outlets",
    "texts by page dump",
    "texts by resiliparse",
    "texts by trafilatura",
    "texts of known outlets",
    "texts of unknown outlets",
}


def test_no_score_is_below_its_floor() -> None:
    """Every figure has a floor and is not below it, for known outlets and for the same documents of unknown ones."""
    assert faults(figures(), written()) == []


def test_every_promise_has_a_floor() -> None:
    """Bodies and metadata, of pages and texts, of known and unknown outlets, and of other tools' texts are all watched."""
    floors = written()
    assert set(floors) == GROUPS
    for group, found in floors.items():
        metadata = (
            {"title", "date", "authors"} if "of" in group.split() and group != "texts of unknown outlets" else set()
        )
        assert set(found) == {"body", "recall", "paragraphs"} | metadata


@pytest.mark.parametrize("extractor", ["page dump", "resiliparse", "trafilatura"])
def test_rules_do_no_harm_to_other_tools_texts(extractor: str) -> None:
    """Cleaning what another tool made of a page brings it nearer to the article, and hardly loses any of it."""
    before, after = extracted_scores()[extractor]
    assert after["body"] > before["body"]
    assert after["recall"] >= before["recall"] - RECALL_LOST


def test_a_rule_file_is_worth_something() -> None:
    """The same documents score higher with their outlets' rule files than without: leaving out really leaves out."""
    for kind in ("pages", "texts"):
        assert figures()[f"{kind} of known outlets"]["body"] > figures()[f"{kind} of unknown outlets"]["body"]


def test_leaving_out_leaves_every_outlet_out() -> None:
    """A cleaner that knows no outlet keeps the common rules, and nobody's own, whatever host is asked for."""
    stranger = knowing_no_outlet().rulebook
    hosts = [host for file in Cleaner().rulebook.files for host in file.hosts]
    assert [host for host in hosts if stranger.get(host)] == []
    assert [file.host for file in stranger.files if file.drops or file.layouts] == ["common"]


FALLS = [
    ({"pages": {"body": 0.98}}, {"pages": {"body": 0.98}}, []),
    ({"pages": {"body": 0.99}}, {"pages": {"body": 0.98}}, []),
    ({"pages": {"body": 0.9712}}, {"pages": {"body": 0.98}}, ["pages, body: is 0.9712, below its floor of 0.98"]),
    ({"pages": {"body": 0.98}}, {}, ["pages, body: is 0.9800 and has no floor; write it with --write"]),
    ({}, {"pages": {"body": 0.98}}, ["pages, body: has a floor and no figure any more; write the floors with --write"]),
]


@pytest.mark.parametrize(("scores", "floors", "said"), FALLS)
def test_a_fall_is_refused(scores: Any, floors: Any, said: list[str]) -> None:
    """A figure below its floor is named, and so is one that nobody put a floor under or that has vanished."""
    assert faults(scores, floors) == said


@pytest.mark.parametrize(
    ("figure", "floor", "said"),
    [
        (0.98, 0.975, []),
        (0.98, 0.971, []),
        (0.98, 0.96, ["pages, body: is 0.9800, far above its floor of 0.96; raise it with --write"]),
    ],
)
def test_a_floor_left_behind_is_named(figure: float, floor: float, said: list[str]) -> None:
    """A floor far below its figure would let it fall unseen."""
    assert left_behind({"pages": {"body": figure}}, {"pages": {"body": floor}}) == said


@pytest.mark.parametrize(
    ("figure", "floor", "lower", "new"),
    [(1.0, 0.9, False, 0.995), (0.9, 0.95, False, 0.95), (0.9, 0.95, True, 0.895), (0.001, 0.0, True, 0.0)],
)
def test_floors_only_rise_unless_told(figure: float, floor: float, *, lower: bool, new: float) -> None:
    """Writing the floors anew never lowers one in passing."""
    assert raised({"pages": {"body": figure}}, {"pages": {"body": floor}}, lower=lower) == {"pages": {"body": new}}


@pytest.mark.parametrize(
    ("got", "gold", "shares"),
    [
        ("one two three four five", "one two three four five", (1.0, 1.0)),
        ("one two three four", "one two three four five", (1.0, 0.5)),
        ("one two three four five", "one two three four", (0.5, 1.0)),
        ("“One” two — three, four", "One two three four", (1.0, 1.0)),
        ("one two", "one two", (1.0, 1.0)),
        ("one two", "one three", (0.0, 0.0)),
        ("a b c d a b c d", "a b c d", (0.2, 1.0)),
    ],
)
def test_bodies_count_runs_of_four_words(got: str, gold: str, shares: tuple[float, float]) -> None:
    """Precision and recall are those of the article-extraction-benchmark: repetitions count, punctuation does not."""
    assert body(got, gold) == shares


def test_a_paragraph_is_whole_or_wrong() -> None:
    """A paragraph that lost a word counts as missing and as too much; spaces do not count."""
    assert paragraphs("One two.\n\nThree  four.\n\nFive.", "One two.\nThree four.\nFive six.") == (2 / 3, 2 / 3)


def test_an_empty_text_has_no_precision() -> None:
    """An article that came out empty lowers the recall alone, as in the benchmark."""
    assert math.isnan(body("", "one two")[0])
    assert score([("", "one two"), ("one two", "one two")], body) == (2 / 3, 0.5)


FIELDS = [
    ("title", "Rain, at last", "RAIN AT LAST", 1.0),
    ("title", "Rain at last", "Rain at least", 0.0),
    ("title", None, "Rain", 0.0),
    ("date", "2024-05-03T09:00:00+02:00", "2024-05-03", 1.0),
    ("date", "2024-05", "2024-05-03", 0.0),
    ("date", None, "2024-05-03", 0.0),
    ("authors", ("Ann Lee", "Bo Roe"), ["Bo Roe", "Ann Lee"], 1.0),
    ("authors", ("Ann Lee",), ["Bo Roe", "Ann Lee"], 0.0),
    ("authors", ("Ann Lee",), [], None),
]


@pytest.mark.parametrize(("name", "got", "gold", "share"), FIELDS)
def test_fields_are_right_or_wrong(name: str, got: Any, gold: Any, share: float | None) -> None:
    """Case, punctuation, the hour and the order of names do not count; an article without the field does not either."""
    given: dict[str, Any] = {name: got}
    record = replace(clean("Rain fell."), **given)
    assert field(name, [record], [Article(Document(content=""), "", {name: gold})]) == share
