"""Selectors learned from pages: proposed with their support, beside the rules for text that they make unnecessary."""

import random
import re
from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner, Document
from cleaner.rulefile import read
from cleaner.workshop.check import check
from cleaner.workshop.draft import Draft, toml_of
from cleaner.workshop.learn import Choices, learn
from cleaner.workshop.lint import lint
from tests import newcomer
from tests.conftest import ROOT
from tests.docs import blocks
from tests.newcomer import HOST

LETTER = "The Courier in your mailbox every Friday at six"
COUNT = 30


def dressed(number: int) -> str:
    """A page with two boxes that the general extractor takes for the article's, in classes with meaning and without."""
    box = r'<div class="courier-letter">The Courier in your mailbox <span>every Friday at six</span></div>'
    readers = f'<p class="css-9z8y7x courier-count">Read by {number * 7 + 11} people in Port Lisse</p>'
    page = newcomer.page(number).replace(box, f'<div class="courier-letter sc-bdVaJa"><p>{LETTER}</p></div>')
    return page.replace('<div class="courier-teasers">', f'{readers}<div class="courier-teasers">')


def written(folder: Path, pages: list[str]) -> Path:
    """Pages in a folder."""
    folder.mkdir()
    for number, page in enumerate(pages):
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
    return folder


@cache
def built_in() -> Cleaner:
    """The rules that ship, loaded once."""
    return Cleaner()


def drafted(*pages: Path, texts: tuple[Path, ...] = ()) -> Draft:
    """The draft for the one outlet of some pages."""
    [draft] = learn([*map(str, texts)], built_in(), pages=[*map(str, pages)]).drafts
    return draft


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """What the dressed pages give."""
    return drafted(written(tmp_path_factory.mktemp("dressed") / "pages", [dressed(n) for n in range(COUNT)]))


def test_selectors_stand_beside_the_rules_for_text(draft: Draft, tmp_path: Path) -> None:
    """One file with both, which loads, holds to its examples and has no findings."""
    path = tmp_path / f"{HOST}.toml"
    path.write_text(toml_of(draft), encoding="utf-8")
    file, faults = read(path)
    assert faults == ()
    assert file is not None
    assert check(file) == []
    assert lint([file], built_in().rulebook.get("common")) == []
    [layout] = file.layouts
    assert (layout.body, layout.drop_classes) == (
        (".courier-story",), ("courier-count", "courier-letter", "courier-teasers"),
    )  # fmt: skip
    assert {drop.pattern or drop.lines for drop in file.drops} == {
        (LETTER,),
        r"Read by \d[\d.,:]* people in Port Lisse",
    }


def test_each_selector_says_what_speaks_for_it(draft: Draft) -> None:
    """Pages, their share, samples, and what the page tells itself, stand above the table."""
    comment = next(rule for rule in draft.rules if rule.table == "html").comment
    assert f"body .courier-story: {COUNT} pages (100%); 16% of its letters are not the article's" in comment
    assert comment[comment.index(f"drop .courier-letter: {COUNT} pages (100%), repeats; such as:") + 1] == f"  {LETTER}"
    assert f"title: {COUNT} of {COUNT} pages tell it themselves; needs no selector" in comment


def test_rules_for_text_say_what_is_left_to_them(draft: Draft) -> None:
    """The rule whose lines stand in a dropped box says so, and so does the box."""
    left = f"of {COUNT} pages, it takes something from {COUNT} without the selectors in [html], from none with them: there it has nothing left to do"
    drops = {rule.id: rule.comment for rule in draft.rules if rule.table == "drop"}
    assert len(drops) == 2
    assert all(left in comment for comment in drops.values())
    comment = "\n".join(next(rule for rule in draft.rules if rule.table == "html").comment)
    assert set(re.findall(r"with it the rule for text '(.+)' has nothing left to do", comment)) == drops.keys()


def test_what_no_selector_takes_is_left_to_the_rule(tmp_path: Path) -> None:
    """A line in a box without a name that lasts stays the rule's for text, with the pages where it is needed."""
    pages = [dressed(n).replace("css-9z8y7x courier-count", "css-9z8y7x") for n in range(COUNT)]
    found = drafted(written(tmp_path / "pages", pages))
    [rule] = [rule for rule in found.rules if rule.table == "drop" and "pattern" in rule.keys]
    assert rule.comment[-1] == (
        f"of {COUNT} pages, it takes something from {COUNT} without the selectors in [html], from {COUNT} with them"
    )
    assert f"the rule for text {rule.id!r} has nothing" not in toml_of(found)
    assert "the rule for text 'subscription-anywhere' has nothing" in toml_of(found)


def test_the_guide_shows_such_comments(draft: Draft) -> None:
    """Every line of the comments in the guide's section stands in the draft of these pages."""
    section = (
        (ROOT / "docs" / "learn.md").read_text(encoding="utf-8").partition("## Pages of HTML")[2].split("\n## ")[0]
    )
    shown = "".join(blocks(section, "toml")).splitlines()
    assert len(shown) > 5
    assert [line for line in shown if line not in toml_of(draft).split("\n")] == []


def test_generated_names_are_in_no_draft(draft: Draft) -> None:
    """A build's class names stand neither in rules nor in comments."""
    assert [name for name in ("css-", "sc-bdVaJa", "story-1") if name in toml_of(draft)] == []


def test_the_draft_makes_the_articles_clean(draft: Draft, tmp_path: Path) -> None:
    """Pages that were not learned from give the article and nothing else; without the draft they do not."""
    (tmp_path / f"{HOST}.toml").write_text(toml_of(draft), encoding="utf-8")
    for number in range(COUNT, COUNT + 6):
        document = Document(content=dressed(number), url=f"https://www.{HOST}/town/{number}")
        _, paragraphs = newcomer.article(number)
        assert Cleaner(rules=tmp_path).clean(document).text.split("\n\n") == paragraphs
        assert built_in().clean(document).text.split("\n\n") != paragraphs


def test_the_order_of_pages_does_not_matter(draft: Draft, tmp_path: Path) -> None:
    """Shuffled and in two folders, the pages give the same bytes."""
    pages = [dressed(n) for n in range(COUNT)]
    random.Random(3).shuffle(pages)  # noqa: S311  the same order each time
    assert drafted(written(tmp_path / "a", pages[:9]), written(tmp_path / "b", pages[9:])) == draft


def test_pages_and_texts_are_learned_from_together(tmp_path: Path) -> None:
    """Lines that only scraped texts have become rules, and the selectors come from the pages."""
    pages = written(tmp_path / "pages", [dressed(n) for n in range(12)])
    texts = newcomer.texts_in(tmp_path / "texts", 12)
    [found] = learn([str(texts)], built_in(), Choices(outlet=HOST), [str(pages)]).drafts
    assert [rule.table for rule in found.rules if rule.table.startswith("html")] == ["html", "html.examples"]
    assert "Sea and quays" in toml_of(found)


def test_pages_without_lasting_names_get_no_selectors(tmp_path: Path) -> None:
    """The draft says so in a comment, and still has its rules for text."""
    pages = [re.sub(r' (class|id)="[^"]*"', "", dressed(n)).replace("main", "div") for n in range(COUNT)]
    found = drafted(written(tmp_path / "pages", pages))
    assert [rule.table for rule in found.rules if rule.table.startswith("html")] == []
    assert any(line.startswith("- selectors: on too few pages") for line in found.notes)
    assert LETTER in toml_of(found)


def test_texts_among_the_pages_are_told(tmp_path: Path) -> None:
    """What is given as the other kind is counted, not learned from."""
    folder = written(tmp_path / "pages", [dressed(n) for n in range(8)])
    (folder / "a.txt").write_text("Rain fell.", encoding="utf-8")
    learned = learn([], built_in(), pages=[str(folder)])
    assert (learned.texts, learned.html, learned.failed) == (1, 0, 0)
