"""Imported rule files: they help where nobody has written anything better, and can do no harm."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, CleanerError
from cleaner.cli import cli
from cleaner.rulebook import Rulebook
from tests.test_extract import PARAGRAPHS, SENTENCES, TEASERS, WHOLE

Folder = Callable[..., Path]
URL = "https://times.example/flood"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with one imported file, whose `[html]` the test gives; it claims times.example."""

    def make(html: str, *, imported: bool = True, name: str = "times.example", at: str = "rules") -> Path:
        found = tmp_path / at
        found.mkdir(exist_ok=True)
        key = 'imported = "elsewhere"\n' if imported else ""
        head = f'name = "{at}"\nhosts = ["{name}"]\n{key}'
        (found / f"{name.replace('*', 'any')}.toml").write_text(head + html, encoding="utf-8")
        return found

    return make


def page(body: str, head: str = "") -> str:
    """A page."""
    return f"<!doctype html><html><head>{head}</head><body><h1>Flood</h1>{body}</body></html>"


BOX = "<div class='box'><p>How we report on floods in this town.</p></div>"
RIGHT = 'body = ".story"'
CASES = [
    ("right", RIGHT, f"<div class=story>{WHOLE}</div><div>{TEASERS}</div>", SENTENCES, ()),
    ("nothing", 'body = ".gone"', f"<article>{WHOLE}</article>", SENTENCES, ("stale-selector",)),
    ("no body", 'drop_classes = ["box"]', f"<article>{WHOLE}{BOX}</article>", SENTENCES, ()),
    ("a drop in a right body", f'{RIGHT}\ndrop = "//*[@class=\'box\']"', f"<article class=story>{WHOLE}{BOX}</article>", SENTENCES, ()),
    ("all of it dropped", f'{RIGHT}\ndrop = "//p"', f"<article class=story>{WHOLE}</article>", SENTENCES, ("stale-selector",)),
    ("a sentence dropped", f'{RIGHT}\ndrop = "//p[2]"', f"<article class=story>{WHOLE}</article>", SENTENCES, ("stale-selector",)),
    ("a paragraph as body", 'body = "//article/p[1]"', f"<article>{WHOLE}</article>", SENTENCES, ("stale-selector",)),
    ("too much", 'body = "//body"', f"<article>{WHOLE}</article><ul class=more><li>More</li><li>Menu</li></ul>", SENTENCES, ()),
]  # fmt: skip


@pytest.mark.parametrize(("html", "body", "lines", "flags"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_imported_selectors_only_help(
    folder: Folder, html: str, body: str, lines: tuple[str, ...], flags: tuple[str, ...]
) -> None:
    """Whatever they select or drop, the article is whole, and a body that is no longer its place is told."""
    record = Cleaner(rules=folder(f"[html]\n{html}")).clean(page(body), url=URL)
    assert (record.text.split("\n\n"), record.flags) == (list(lines), flags)


def test_a_drop_takes_only_what_it_names(folder: Folder) -> None:
    """Without a dropped header a page has fewer headlines; those in the article stay all the same."""
    body = f"<header><h1>Blog</h1></header><article><h1>The flood</h1>{WHOLE}<h1>The bell</h1>{BOX}</article>"
    source = page(body).replace("<h1>Flood</h1>", "")
    lines = Cleaner(rules=folder('[html]\ndrop = "//header"\ndrop_classes = ["box"]')).clean(source, url=URL).text
    assert ("The bell" in lines, "How we report" in lines) == (True, False)


def test_without_the_drop_the_box_would_stay() -> None:
    """What the cases above say of a drop is the drop's doing."""
    assert "How we report" in Cleaner().clean(page(f"<article>{WHOLE}{BOX}</article>")).text


def test_a_body_that_holds_much_more_of_the_article_counts(folder: Folder) -> None:
    """Where the general extractor cuts an article short that a right body holds, the body's lines are taken."""
    story = "".join(
        f"<section><h2>Part {n}</h2><div>{p}</div></section>" for n, p in enumerate(PARAGRAPHS.split("</p>"))
    )
    body = f"<article>{WHOLE}</article><div class='footer'>{story}</div>"
    html = "[html]\nbody = \"//article | //*[@class='footer']\"\nkeep = \"//*[@class='footer']\""
    short, whole = Cleaner().clean(page(body)), Cleaner(rules=folder(html)).clean(page(body), url=URL)
    assert "8. Rain fell" not in short.text
    assert "8. Rain fell" in whole.text
    assert whole.flags == ()


def test_the_pages_own_word_goes_before_an_imported_selectors(folder: Folder) -> None:
    """Title, date and authors are the markup's where it has them, and the selectors' where it has not."""
    html = '[html]\ntitle = "h2"\nauthors = ".by"\ndate = "time"\nbody = "article"'
    body = f"<article><h2>Storm</h2><p class=by>Ann Lee</p><time>2024-05-01</time>{WHOLE}</article>"
    head = '<meta property="og:title" content="Flood"><meta name="author" content="Bob Day">'
    cleaner = Cleaner(rules=folder(html))
    said, silent = cleaner.clean(page(body, head), url=URL), cleaner.clean(page(body).replace("h1", "p"), url=URL)
    assert (said.title, said.authors, said.date) == ("Flood", ("Bob Day",), "2024-05-01")
    assert (silent.title, silent.authors) == ("Storm", ("Ann Lee",))


@pytest.mark.parametrize("first", ["own", "imported"])
def test_a_file_of_ones_own_goes_before_an_imported_one(folder: Folder, first: str) -> None:
    """Neither the order of folders nor a more special host lets an imported file stand in for one that is not."""
    own = [folder("", imported=False, at="own"), folder("[html]\n", name="sport.times.example", at="own")]
    imported = folder("[html]\n", at="imported")
    rulebook = Rulebook([own[0], imported] if first == "own" else [imported, own[0]])
    for host in ("times.example", "sport.times.example", "a.times.example"):
        assert rulebook.require(host).name == "own"
        assert rulebook.require(host).imported is None


@pytest.mark.parametrize("imported", [False, True])
def test_an_imported_file_holds_for_its_host_alone(folder: Folder, *, imported: bool) -> None:
    """As in the collection it comes from; a file of one's own takes in the subdomains, which nobody else knows."""
    rulebook = Rulebook([folder("", imported=imported)])
    for host in ("times.example", "www.times.example", "https://WWW.times.example/flood"):
        assert rulebook.require(host).host == "times.example"
    for host in ("sport.times.example", "m.times.example", "a.b.times.example"):
        assert (rulebook.get(host) is None) is imported
    assert rulebook.get("times.invalid") is None


def test_built_in_files_stay_in_force(folder: Folder) -> None:
    """An imported file for a host, or a subdomain, that a built-in file claims is never asked."""
    rulebook = Rulebook([folder("[html]\n", name="rferl.org"), folder("[html]\n", name="pressroom.rferl.org")])
    assert [rulebook.require(h).imported for h in ("rferl.org", "www.rferl.org", "pressroom.rferl.org")] == [None] * 3


def test_a_wildcard_is_one_label_deep(folder: Folder) -> None:
    """`*.times.example` is any host one label below, not the host itself, and gives way to a host by its name."""
    folder("", imported=False, name="b.times.example")
    rulebook = Rulebook([folder("", imported=False, name="*.times.example")])
    found = {
        host: rulebook.get(host)
        for host in ("times.example", "a.times.example", "b.times.example", "c.a.times.example")
    }
    assert {host: file and file.hosts for host, file in found.items()} == {
        "times.example": None,
        "a.times.example": ("*.times.example",),
        "b.times.example": ("b.times.example",),
        "c.a.times.example": None,
    }


def test_two_imported_files_may_not_claim_a_host(folder: Folder) -> None:
    """As with one's own files: which would win is nobody's guess."""
    found = folder("[html]\n")
    (found / "other.toml").write_text(
        'name = "other"\nhosts = ["times.example"]\nimported = "elsewhere"\n', encoding="utf-8"
    )
    with pytest.raises(
        CleanerError, match=r"^times\.example\.toml: hosts: 'times\.example' is claimed by other\.toml too$"
    ):
        Rulebook([found])


def test_the_list_tells_which_files_are_imported(folder: Folder) -> None:
    """`rules list` names the collection; files of one's own have none."""
    listed = CliRunner().invoke(cli, ["rules", "list", "--rules", str(folder("[html]\n"))]).stdout.splitlines()
    assert [line for line in listed if "imported" in line] == [
        "times.example                   0 rules  1 layouts  rules (imported from elsewhere)"
    ]


def test_a_page_is_mended_before_it_is_parsed(rule_folder: Callable[[str], Path]) -> None:
    """`replace` changes the source, in its order, on the outlet's pages alone."""
    html = """
[html]
body = "article"
replace = [{ find = "<x-text>", with = "<y>" }, { find = "<y>", with = "<article>" }]
[[html.examples]]
page = "<body><x-text><p>Rain fell.</p></article></body>"
text = "Rain fell."
"""
    cleaner = Cleaner(rules=rule_folder(html))
    source = page(
        f"<p>Menu of the day and of the week, and what else there is to be had in the house.</p><x-text>{WHOLE}</x-text>"
    )
    assert cleaner.clean(source, url=URL).text.split("\n\n") == list(SENTENCES)
    assert (
        CliRunner()
        .invoke(cli, ["rules", "check", "--rules", str(rule_folder(html))], standalone_mode=False)
        .return_value
        == 0
    )


@pytest.mark.parametrize(
    ("selector", "flagged"), [("//meta[@name='advertiser']", True), ("//meta[@name='sponsor']", False)]
)
def test_what_somebody_paid_for_is_flagged(rule_folder: Callable[[str], Path], selector: str, *, flagged: bool) -> None:
    """`sponsored` raises its flag where a page has what it selects, and nowhere else."""
    example = '[[html.examples]]\npage = "<article><p>Rain fell.</p></article>"\ntext = "Rain fell."'
    cleaner = Cleaner(rules=rule_folder(f'[html]\nbody = "article"\nsponsored = "{selector}"\n{example}'))
    record = cleaner.clean(page(f"<article>{WHOLE}</article>", "<meta name=advertiser content=Acme>"), url=URL)
    assert ("sponsored" in record.flags, record.text) == (flagged, "\n\n".join(SENTENCES))
