"""Rule files begun from an outlet's documents: what they say is so, what is doubtful is not a rule, and all of it loads."""

import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Document
from cleaner.cli import cli
from cleaner.cli.rules_new import new
from cleaner.errors import CleanerError
from cleaner.rulefile import RuleFile, read
from cleaner.workshop.draft import Draft, toml_of
from cleaner.workshop.lint import lint
from cleaner.workshop.new import stub
from cleaner.workshop.page_seen import is_called_furniture, lasts
from cleaner.workshop.sample import distinct, sample_of
from cleaner.workshop.selectors_seen import Proposal, proposed
from tests import newcomer, test_articles
from tests.conftest import ROOT
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


def test_one_article_many_times_repeats_nothing(cleaner: Cleaner) -> None:
    """What several scrapers made of one page shares its lines, and none of them is furniture for that."""
    texts = [f"Scraper {name}\n{newcomer.text(7)}" for name in ("A", "B", "C", "D")]
    assert len(distinct([text.split("\n") for text in (*texts, newcomer.text(8))])) == 2
    assert stub(HOST, [Document(content=text) for text in texts], cleaner).draft.rules == ()


def file_of(draft: Draft, folder: Path) -> RuleFile:
    """The rule file that a draft is, without faults or findings."""
    path = folder / f"{HOST}.toml"
    path.write_text(toml_of(draft), encoding="utf-8")
    file, faults = read(path)
    assert (faults, file and lint([file], None)) == ((), [])
    assert file is not None
    return file


def test_texts_give_what_learning_proposes(cleaner: Cleaner, tmp_path: Path) -> None:
    """What repeats at either end, the date and what gives the outlet away; not the articles, in whatever order."""
    documents = [Document(content=newcomer.text(number)) for number in range(20)]
    begun = stub(HOST, documents, cleaner)
    assert begun.draft == stub(HOST, documents[::-1], cleaner).draft
    file = file_of(begun.draft, tmp_path)
    lines = {line for drop in file.drops for line in drop.lines}
    assert lines - set(newcomer.OTHERS) == {
        "Town of Lisse Courier", "Sea and quays", "The Courier in your mailbox", "Also in the Courier", "Lisse Courier, Quay Four, Port Lisse",
    }  # fmt: skip
    assert file.recognize.lines == ("Lisse Courier, Quay Four, Port Lisse", "Town of Lisse Courier")
    assert [(one.field, {value[-5:] for _, value in one.finds}) for one in file.locators] == [("date", {"08:30"})]


def test_pages_and_texts_give_one_file(cleaner: Cleaner, tmp_path: Path) -> None:
    """Selectors from the pages beside rules from the texts."""
    made = [(newcomer.text if number % 2 else newcomer.page)(number) for number in range(30)]
    begun = stub(HOST, [Document(content=content) for content in made], cleaner)
    file = file_of(begun.draft, tmp_path)
    assert (file.name, [layout.body for layout in file.layouts]) == ("Lisse Courier", [(".courier-story",)])
    assert "Sea and quays" in {line for drop in file.drops for line in drop.lines}


@pytest.mark.parametrize(("count", "is_enough"), [(1, False), (4, False), (8, True)])
def test_few_texts_give_no_rules(cleaner: Cleaner, count: int, is_enough: bool) -> None:
    """What four documents share may be chance."""
    begun = stub(HOST, [Document(content=newcomer.text(number)) for number in range(count)], cleaner)
    assert any(rule.table == "drop" for rule in begun.draft.rules) is is_enough


def test_few_pages_give_selectors_alone(cleaner: Cleaner, tmp_path: Path) -> None:
    """Where the article stands is told by three pages, too."""
    begun = stub(HOST, [Document(content=newcomer.page(number)) for number in range(3)], cleaner)
    file = file_of(begun.draft, tmp_path)
    assert [layout.body for layout in file.layouts] == [(".courier-story",)]
    assert file.drops == ()


def test_fields_have_the_users_names(tmp_path: Path) -> None:
    """Rows whose text and address are called something else are read by these names."""
    rows = [{"words": newcomer.text(number), "link": f"https://{HOST}/{number}"} for number in range(8)]
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    named = ("--text-field", "words", "--url-field", "link")
    assert run("rules", "new", HOST, "--from", path, "-o", tmp_path / "my", *named).exit_code == 0
    assert "Sea and quays" in (tmp_path / "my" / "rules" / f"{HOST}.toml").read_text(encoding="utf-8")
    fixture = tmp_path / "my" / "fixtures" / "articles" / HOST / "first" / "expected.json"
    assert orjson.loads(fixture.read_bytes())["given"]["url"].startswith(f"https://{HOST}/")


def test_the_guide_names_every_option() -> None:
    """Whoever reads the guide knows all that can be chosen."""
    guide = (ROOT / "docs" / "rules-new.md").read_text(encoding="utf-8")
    assert [o for option in new.params for o in option.opts if o.startswith("--") and f"`{o}" not in guide] == []


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
