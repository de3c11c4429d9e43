"""Rule files begun from an outlet's documents: what they say is so, what is doubtful is not a rule, and all of it loads."""

import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Document
from cleaner.cli import cli
from cleaner.errors import CleanerError
from cleaner.rulebook import Rulebook
from cleaner.rulefile import read
from cleaner.workshop.check import check
from cleaner.workshop.dates_seen import date_seen, months_seen
from cleaner.workshop.draft import toml_of
from cleaner.workshop.new import stub
from cleaner.workshop.page_seen import is_called_furniture, lasts
from cleaner.workshop.sample import distinct, sample_of
from cleaner.workshop.selectors_seen import Proposal, proposed
from tests import newcomer, test_articles
from tests.newcomer import HOST


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    """One cleaner for all tests, because rules take a while to load."""
    return Cleaner()


def of_pages(cleaner: Cleaner, pages: list[str]) -> Proposal:
    """What pages propose."""
    return proposed(pages, cleaner.rulebook)


def test_pages_propose_their_selectors(cleaner: Cleaner) -> None:
    """The element with the article, by the name that lasts; the boxes in it; nothing generated, numbered or outside."""
    found = of_pages(cleaner, [newcomer.page(number) for number in range(20)])
    assert (found.pages, found.articles) == (20, 20)
    assert [(one.value, one.pages) for one in found.bodies] == [(".courier-story", 20)]
    assert [(one.value, one.pages, one.why) for one in found.drops] == [
        (".courier-letter", 20, "repeats"),
        (".courier-teasers", 20, "is called so"),
    ]
    assert [one.value for one in found.lines] == [
        "The Courier in your mailbox every Friday at six",
        "Also in the Courier",
    ]


def test_a_change_of_templates_gives_two_bodies(cleaner: Cleaner) -> None:
    """The template with more pages comes first."""
    pages = [newcomer.page(number) for number in range(20)]
    pages[:8] = [page.replace("courier-story", "courier-text") for page in pages[:8]]
    assert [(one.value, one.pages) for one in of_pages(cleaner, pages).bodies] == [(".courier-story", 12), (".courier-text", 8)]  # fmt: skip


def test_the_order_of_pages_does_not_matter(cleaner: Cleaner) -> None:
    """Same pages, same proposal."""
    pages = [newcomer.page(number) for number in range(12)]
    assert of_pages(cleaner, pages) == of_pages(cleaner, pages[::-1])


def test_what_varies_is_not_proposed(cleaner: Cleaner) -> None:
    """A paragraph of the article, however it is called, is no box, whatever else is."""
    pages = [
        newcomer.page(number).replace(
            "</p><p>", f'</p><p class="quote">{newcomer.article(number + 30)[1][1]}</p><p>', 1
        )
        for number in range(12)
    ]
    found = of_pages(cleaner, pages)
    assert [one.value for one in (*found.drops, *found.doubtful) if "quote" in one.value] == []


@pytest.mark.parametrize("pages", [[], ["<html><body></body></html>"], ["Rain fell."]])
def test_pages_without_an_article_propose_nothing(cleaner: Cleaner, pages: list[str]) -> None:
    """No body, no selectors."""
    found = of_pages(cleaner, pages)
    assert (found.pages, found.bodies, found.drops, found.lines) == (len(pages), (), (), ())


@pytest.mark.parametrize("name", ["article-body", "articleBody", "story__text", "col-md-6", "h2", "entry_content", "ArticleBody"])  # fmt: skip
def test_names_for_people_last(name: str) -> None:
    """Words, with or without a small number."""
    assert lasts(name)


@pytest.mark.parametrize("name", ["css-1x2y3z", "post-88123", "bdVaJa", "HqYCr", "title__3xYz9", "py-4", "sc-abc", ""])
def test_names_of_a_build_do_not_last(name: str) -> None:
    """Hashes, numbers of documents, and what says how an element looks."""
    assert not lasts(name)


@pytest.mark.parametrize(
    ("name", "is_furniture"),
    [(".courier-newsletter", True), ("#shareBar", True), (".story_related", True), (".shared-memory", False), (".address", False), (".lead", False)],
)  # fmt: skip
def test_names_of_furniture_are_whole_words(name: str, is_furniture: bool) -> None:
    """A name is furniture's by a word in it, not by letters."""
    assert is_called_furniture(name) is is_furniture


def test_a_sample_is_the_same_in_any_order() -> None:
    """So many items as asked for, and how many there were."""
    items = [str(number) for number in range(100)]
    number, kept = sample_of(items, str.encode, most=10)
    assert (number, len(kept)) == (100, 10)
    assert sample_of(items[::-1], str.encode, most=10) == (100, kept)
    assert sample_of([], str.encode) == (0, [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Printed: 3 May 2019, 08:30"], ("Printed: {date}", "%d %B %Y, %H:%M", "2019-05-03T08:30")),
        (["May 3, 2019 | Town"], (r"{date} \| Town", "%B %d, %Y", "2019-05-03")),
        (["03.05.2019"], ("{date}", "%d.%m.%Y", "2019-05-03")),
        (["25/05/2019"], ("{date}", "%d/%m/%Y", "2019-05-25")),
        (["05/25/2019"], ("{date}", "%m/%d/%Y", "2019-05-25")),
        (["2019-05-03 to 2019-05-04"], None),
        (["04/05/2019"], None),
        (["In May 2019 the bell rang."], None),
        (["3 Quux 2019"], None),
        ([f"Since 3 May 2019 {'it rained and ' * 10}"], None),
    ],
)
def test_date_lines_are_seen(lines: list[str], expected: tuple[str, str, str] | None) -> None:
    """A line that is a date, in the order that is beyond doubt; a sentence, two dates and a strange month are none."""
    found = date_seen([lines], Rulebook().files[0].months[:12])
    assert (found and (found.pattern, found.format, found.date)) == expected


def test_months_are_those_of_a_rule_file_that_knows_them(cleaner: Cleaner) -> None:
    """Nobody types twelve names that stand in another file; English ones need none."""
    months = months_seen(["3 mai 2019", "12 août 2020", "1 janvier 2020"], cleaner.rulebook.files)
    assert len(months) == 12
    assert "août" in months[7].split("|")
    assert months_seen(["3 May 2019"], cleaner.rulebook.files) == ()


def test_one_article_many_times_repeats_nothing(cleaner: Cleaner) -> None:
    """What several scrapers made of one page shares its lines, and none of them is furniture for that."""
    texts = [f"Scraper {name}\n{newcomer.text(7)}" for name in ("A", "B", "C", "D")]
    assert len(distinct([text.split("\n") for text in (*texts, newcomer.text(8))])) == 2
    assert stub(HOST, [Document(content=text) for text in texts], cleaner).draft.rules == ()


def test_texts_give_lines_and_dates(cleaner: Cleaner, tmp_path: Path) -> None:
    """What repeats at either end, with counts; not the article, not the titles, and the file loads and holds."""
    documents = [Document(content=newcomer.text(number)) for number in range(20)]
    begun = stub(HOST, documents, cleaner)
    assert begun.draft == stub(HOST, documents[::-1], cleaner).draft
    (tmp_path / f"{HOST}.toml").write_text(toml_of(begun.draft), encoding="utf-8")
    file, faults = read(tmp_path / f"{HOST}.toml")
    assert (faults, file and check(file)) == ((), [])
    assert file is not None
    assert {line for drop in file.drops for line in drop.lines} == {
        "Town of Lisse Courier", "Sea and quays", "The Courier in your mailbox", "Also in the Courier", "Lisse Courier, Quay Four, Port Lisse",
    }  # fmt: skip
    assert [(one.field, one.finds[0][1]) for one in file.locators] == [("date", "2021-01-01T08:30")]


@pytest.mark.parametrize(
    ("host", "count", "message"),
    [
        ("no host", 1, "no host: is no host; expected one such as rferl.org"),
        ("https://www.rferl.org/a/1", 1, "rferl.org: rferl.org.toml claims this outlet already; add to that file"),
        (HOST, 0, f"{HOST}: no document to start from could be read"),
    ],
)
def test_what_cannot_be_begun_says_why(cleaner: Cleaner, host: str, count: int, message: str) -> None:
    """One line that names the host."""
    with pytest.raises(CleanerError) as error:
        stub(host, [Document(content="Rain fell.")] * count, cleaner)
    assert str(error.value) == message


def test_other_hosts_are_told_not_claimed(cleaner: Cleaner) -> None:
    """A stray document does not make its host this outlet's."""
    urls = (f"https://www.{HOST}/1", f"https://sea.{HOST}/2", "https://other.example/3")
    begun = stub(HOST, [Document(content=f"Rain fell {url}.", url=url) for url in urls], cleaner)
    assert begun.draft.hosts == (HOST,)
    assert begun.draft.notes == (
        "1 of the documents are from other.example: add it to `hosts` if it is the same outlet.",
    )


def run(*arguments: object) -> Any:
    """A command's result."""
    return CliRunner().invoke(cli, list(map(str, arguments)), standalone_mode=False)


@pytest.mark.parametrize("kind", ["pages", "texts"])
def test_the_fixture_fails_until_it_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """As the suite reads it: red as it was written, green when the places are filled in."""
    folder = getattr(newcomer, f"{kind}_in")(tmp_path / kind)
    assert run("rules", "new", HOST, "--from", folder, "-o", tmp_path).exit_code == 0
    fixture = tmp_path / "fixtures" / "articles" / HOST / "first"
    monkeypatch.setattr(test_articles, "cleaner", lambda: Cleaner(rules=tmp_path / "rules"))
    with pytest.raises(AssertionError):
        test_articles.test_an_articles_text_is_exact(fixture)
    with pytest.raises(AssertionError):
        test_articles.test_an_articles_removals_name_their_rules(fixture)
    text = (fixture / "expected.txt").read_text(encoding="utf-8").partition("\n\n")[2]
    (fixture / "expected.txt").write_text(text, encoding="utf-8")
    expected = orjson.loads((fixture / "expected.json").read_bytes())
    expected["rules"].remove("FILL IN")
    expected |= {"title": None} if expected["title"] == "FILL IN" else {}
    expected |= {"authors": []} if expected["authors"] == ["FILL IN"] else {}
    (fixture / "expected.json").write_bytes(orjson.dumps(expected))
    test_articles.test_an_articles_text_is_exact(fixture)
    test_articles.test_an_articles_fields_are_exact(fixture)
    test_articles.test_an_articles_removals_name_their_rules(fixture)


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    """Neither a rule file nor a fixture; the message says which, and what to do."""
    newcomer.texts_in(tmp_path / "texts", 3)
    command = ("rules", "new", HOST, "--from", tmp_path / "texts", "-o", tmp_path / "my")
    assert run(*command).exit_code == 0
    path = tmp_path / "my" / "rules" / f"{HOST}.toml"
    assert str(run(*command).exception) == f"{path}: is there already; give another folder with -o"
    shutil.rmtree(tmp_path / "my" / "rules")
    fixture = tmp_path / "my" / "fixtures" / "articles" / HOST / "first"
    assert str(run(*command).exception) == f"{fixture}: is there already; give another folder with -o"
