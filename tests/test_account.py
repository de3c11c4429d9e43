"""The account: whatever the document, every character is in a kept line or in exactly one removal."""

import re
from functools import cache
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.normalize import normalize
from tests.conftest import FIXTURES

OUTLETS = [None, "rt.com", "rferl.org", "sputniknews.com", "blogspot.com", "globalsecurity.org"]


@cache
def cleaner() -> Cleaner:
    """One loaded cleaner for all examples."""
    return Cleaner()


@cache
def ruled() -> Cleaner:
    """One that goes by rules alone: what the judge thinks of a line depends on the lines that it has taken before."""
    return Cleaner(judge=False)


@cache
def furniture() -> list[str]:
    """Lines that rules take, and lines that they must leave: the examples of all rule files."""
    found: list[str] = []
    for file in cleaner().rulebook.files:
        examples = [text for drop in file.drops for text in (*drop.drops, *drop.keeps)]
        examples += [text for cut in file.cuts for text in (*cut.drops, *cut.keeps)]
        found += [line for text in examples for line in text.splitlines()]
        found += [example.line for trim in file.trims for example in trim.drops]
        found += [line for locator in file.locators for text, _ in locator.finds for line in text.splitlines()]
        found += [line for drop in file.drops for line in drop.lines[:5]]
    return found


SENTENCES = st.sampled_from(
    [
        "Rain fell on the plain for three days, and the river rose above the bridge at Oldham before dawn on Friday.",
        "The minister said: \u201cWe don\u2019t subscribe to that view,\u201d and left without taking a question.",
        "\u0414\u043e\u0436\u0434\u044c \u0448\u0451\u043b \u0442\u0440\u0438 \u0434\u043d\u044f.",
        "\u96e8\u304c\u4e09\u65e5\u9593\u964d\u308a\u7d9a\u3044\u305f\u3002",
        "Short line",
        "",
        " ",
    ]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\n \n", "\r", "\u2028"])


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Articles full of real furniture, and now and then of arbitrary characters."""
    line = st.one_of(SENTENCES, st.sampled_from(furniture()), st.text(max_size=60))
    lines = draw(st.lists(line, max_size=40))
    return "".join(part for text in lines for part in (text, draw(BREAKS)))


def kept_by_the_account(text: str, spans: list[tuple[int, int]]) -> str:
    """What is left of a decoded text without its removals, as a reader would see it."""
    position, parts = 0, []
    for start, end in spans:
        parts.append(text[position:start])
        position = end
    return re.sub(r"\s+", " ", normalize("".join([*parts, text[position:]])).text).strip()


@settings(max_examples=150)
@given(document=documents(), outlet=st.sampled_from(OUTLETS))
def test_removals_and_text_make_up_the_document(document: str, outlet: str | None) -> None:
    """Removals lie in order, inside the text and apart; what is outside of them is the record's text."""
    text, record = cleaner().trace(document, outlet=outlet)
    spans = [(removal.start, removal.end) for removal in record.removed]
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))
    kept = kept_by_the_account(text, spans)
    assert re.sub(r"\W+", "", kept) == re.sub(r"\W+", "", record.text)


@settings(max_examples=150)
@given(document=documents(), outlet=st.sampled_from(OUTLETS))
def test_cleaning_twice_is_cleaning_once(document: str, outlet: str | None) -> None:
    """Nothing more comes off a text that has been cleaned, and nothing in it changes."""
    once = ruled().clean(document, outlet=outlet)
    twice = ruled().clean(once.text, outlet=outlet)
    assert twice.text == once.text


@settings(max_examples=100)
@given(document=st.one_of(st.text(), st.binary()))
def test_anything_gives_a_record(document: str | bytes) -> None:
    """Whatever comes in, a record comes out that can be written as JSON."""
    record = cleaner().clean(document)
    assert orjson.loads(orjson.dumps(record.as_dict()))["text"] == record.text


ARTICLES = sorted(path for path in (FIXTURES / "articles").glob("*/*/document.*"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_cleaning_an_article_twice_is_cleaning_it_once(path: Path) -> None:
    """The fixtures' clean texts stay as they are when they are cleaned again."""
    content = path.read_bytes()
    once = ruled().clean(content, outlet=None)
    assert ruled().clean(once.text, outlet=once.outlet).text == once.text
