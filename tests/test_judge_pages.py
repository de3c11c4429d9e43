"""How pages of all kinds teach the judge, and how it is measured on them."""

import pytest
from pages import passages_in, taught

LINES = [
    "Home",
    "Beat the eggs with sugar",
    "Bake at 180 degrees.  Serve\u00a0warm.",
    "Share this recipe",
    "Rate it: Bake at 180",
]
TAUGHT = [
    ("a passage is in its line", ["the eggs"], [], [None, 1, None, None, None]),
    ("other spaces do not matter", ["degrees. Serve warm."], [], [None, None, 1, None, None]),
    ("what must go is no article", [], ["Share this"], [None, None, None, 0, None]),
    ("every line with a passage learns", ["Bake at 180"], ["Home"], [0, None, 1, None, 1]),
    ("a line with both tells nothing", ["Bake at 180"], ["Rate it"], [None, None, 1, None, None]),
    ("letters are as they are", ["the Eggs"], ["home"], [None] * 5),
    ("no passage runs over two lines", ["with sugar Bake"], [], [None] * 5),
]


@pytest.mark.parametrize(("why", "stay", "go", "known"), TAUGHT, ids=[row[0] for row in TAUGHT])
def test_passages_tell_of_their_lines(why: str, stay: list[str], go: list[str], known: list[float | None]) -> None:
    """Lines with a passage that must stay are article, with one that must go they are not; of others nothing is known."""
    assert taught(LINES, stay, go) == known, why


FOUND = [
    ("Beat the eggs\n\nwith sugar", ["the eggs", "with sugar", "the eggs with"], 3),
    ("Beat the eggs", ["eggs", "Eggs", "egg white"], 1),
    ("Beat the eggs", [], 0),
    ("", ["eggs"], 0),
]


@pytest.mark.parametrize(("text", "passages", "count"), FOUND)
def test_passages_are_found_however_the_text_is_wrapped(text: str, passages: list[str], count: int) -> None:
    """Each passage counts once; line breaks are spaces, and letters are as they are."""
    assert passages_in(text, passages) == count
