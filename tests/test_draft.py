"""Drafts of rule files: whatever stands in them, they are TOML, and the loader gets out what was put in."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rulefile import read
from cleaner.workshop.draft import Draft, DraftRule, toml_of

WHOLE = Draft(
    host="news.example",
    name="The Example's News",
    hosts=("news.example",),
    comment=("Draft from 3 documents.",),
    rules=(
        DraftRule(table="metadata.date", keys={"format": "%Y", "finds": ({"text": "In\n2024", "value": "2024"},)}),
        DraftRule(
            table="drop",
            id="share",
            kind="social",
            keys={"lines": ("Share", "Don't miss"), "within": "tail", "twice": False, "drops": ("Share",)},
            comment=("support: 3 of 3\nnot one line", "a bell: \x07"),
        ),
        DraftRule(
            table="cut",
            id="related",
            kind="related",
            keys={"from": r"RELATED: \d+", "drops": ('RELATED: 1\nIt\'s "the" end',), "keeps": ("Related.",)},
        ),
        DraftRule(table="recognize", keys={"lines": ("The Example's \\ News",), "at_least": 1}),
        DraftRule(table="html", keys={"body": ".text"}),
        DraftRule(table="html.examples", keys={"page": "<p class='text'>\nRain.</p>", "text": "Rain."}),
    ),
    notes=("", "Not safe enough:"),
)


def test_a_draft_loads(tmp_path: Path) -> None:
    """Every kind of table is written so that the loader reads the same values, and finds no fault."""
    path = tmp_path / "news.example.toml"
    path.write_text(toml_of(WHOLE), encoding="utf-8")
    file, faults = read(path)
    assert not faults
    assert file is not None
    assert (file.name, file.hosts) == (WHOLE.name, WHOLE.hosts)
    assert file.recognize.lines == ("The Example's \\ News",)
    assert file.drops[0].lines == ("Share", "Don't miss")
    assert file.cuts[0].drops == ('RELATED: 1\nIt\'s "the" end',)
    assert file.locators[0].finds == (("In\n2024", "2024"),)
    assert file.layouts[0].examples[0].page == "<p class='text'>\nRain.</p>"


def test_tables_come_in_the_order_of_written_files() -> None:
    """Recognized lines come first, then drops, cuts, metadata and pages; comments stand above, notes at the end."""
    lines = toml_of(WHOLE).splitlines()
    assert [line for line in lines if line.startswith("[") and line != "["] == [
        "[recognize]",
        "[[drop]]",
        "[[cut]]",
        "[[metadata.date]]",
        "[html]",
        "[[html.examples]]",
    ]
    assert lines[:2] == ["# Draft from 3 documents.", 'name = "The Example\'s News"']
    above = lines[: lines.index("[[drop]]")]
    assert above[-3:] == ["# support: 3 of 3", "# not one line", "# a bell: \ufffd"]
    assert lines[-1] == "# Not safe enough:"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"Page \d+", r"'Page \d+'"),
        ("Don't miss", '"Don\'t miss"'),
        (r"Don't miss \d+", r"'''Don't miss \d+'''"),
        ("say \"it\", don't'", '"say \\"it\\", don\'t\'"'),
        ("two\nlines", "'''\ntwo\nlines'''"),
        ("a \x07 bell", '"a \\u0007 bell"'),
    ],
)
def test_strings_are_literal_where_they_can_be(text: str, written: str) -> None:
    """A pattern is written as its author would: without escaping, unless TOML leaves no other way."""
    draft = Draft(host="a", name="A", hosts=(), rules=(DraftRule(table="drop", keys={"pattern": text}),))
    assert toml_of(draft).endswith(f"pattern = {written}\n")


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back(text: str, comment: str) -> None:
    """Whatever a corpus holds, the file is TOML and the text in it is the text that went in."""
    rule = DraftRule(table="drop", keys={"lines": (text, "x" * 120), "of": {"a": text}}, comment=(comment,))
    draft = Draft(host="a", name=text, hosts=(), rules=(rule,), notes=(comment,))
    loaded = tomllib.loads(toml_of(draft))
    assert loaded["name"] == text
    assert loaded["drop"] == [{"lines": [text, "x" * 120], "of": {"a": text}}]
