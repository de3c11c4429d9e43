"""A page's own markup to metadata: what publishers write, what they break, and what a hostile page may hold."""

import gzip
import json
from collections import Counter
from dataclasses import replace
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.extract import Tree
from cleaner.extract.brokenjson import json_values
from cleaner.extract.markup import read_markup
from cleaner.extract.values import words
from cleaner.extract.visible import searched_date
from cleaner.metadata import Page
from tests.conftest import SHARED, needs_shared

LONG = "Rain closes three roads in the valley"


def read(head: str = "", body: str = "<p>Rain fell.</p>") -> Page:
    """What a page says of itself."""
    return read_page(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")


def read_page(html: str) -> Page:
    """What a page says of itself; a date that no element names is searched for last."""
    root = Tree(html).root
    page = read_markup(root)
    return page if page.date else replace(page, date=searched_date(root, page.url))


def linked(data: Any) -> str:
    """JSON-LD as it stands in a page."""
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    """A meta element."""
    return f'<meta name="{name}" content="{escape(content)}">'


BROKEN = [
    ('{"a": "x\ny"}', [{"a": "x\ny"}]),
    ('{"a": [1, 2,],}', [{"a": [1, 2]}]),
    ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}]),
    ('<!-- {"a": 1} -->', [{"a": 1}]),
    ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
    ('/* <![CDATA[ */{"a": 1}/* ]]> */', [{"a": 1}]),
    (r'{"a": "it\'s"}', [{"a": "it's"}]),
    ('{"a": , "b": 2}', [{"a": None, "b": 2}]),
    ('{"a": "He said "no" to it", "b": 2}', [{"a": 'He said "no" to it', "b": 2}]),
    ('[{"a": 1}]{"b', [[{"a": 1}]]),
]
SOUND = ['{"a": "x, ]"}', '{"a": "// <b> {,}"}', r'{"a": "say \"no\", he said"}', '[{"a": ":,"}]', "null"]
BEYOND = ["", "[[", "{'a': 1}", "[" * 100_000, '{"a":' * 5_000 + "1", '{"a":"' + '\\"' * 100_000]


def test_half_a_character_is_none() -> None:
    """An emoji that a program cut in two cannot be written to any file; the whole one beside it stays."""
    ld = r'{"@type": "NewsArticle", "headline": "Rain \ud83c\udf27 closes roads \ud83c", "author": {"name": "Ann \udf27 Lee"}}'
    page = read(linked(ld))
    assert (page.title, page.authors) == ("Rain \U0001f327 closes roads", ("Ann Lee",))


@pytest.mark.parametrize(("text", "values"), BROKEN)
def test_broken_json_is_repaired(text: str, values: list[Any]) -> None:
    """What templates break is read as it was meant."""
    assert json_values(text) == values


@pytest.mark.parametrize("text", SOUND)
def test_sound_json_is_not_repaired(text: str) -> None:
    """Sound JSON is what it is, whatever its strings look like."""
    assert json_values(text) == [json.loads(text)]


@pytest.mark.parametrize("text", BEYOND)
def test_json_beyond_repair_is_nothing(text: str) -> None:
    """What cannot be read gives nothing, and raises nothing."""
    assert json_values(text) == []


ARTICLE = {
    "@type": "NewsArticle",
    "headline": LONG,
    "author": {"@type": "Person", "name": "Ann Lee"},
    "datePublished": "2023-04-28T08:00:00+02:00",
    "dateModified": "2023-05-01T08:00:00+02:00",
    "isAccessibleForFree": False,
}
WRAPPED = [
    ("alone", ARTICLE),
    ("in a list", [{"@type": "Organization", "name": "Times"}, ARTICLE]),
    ("in a graph", {"@graph": [{"@type": "WebPage", "name": "Times"}, ARTICLE]}),
    ("nested", {"@type": "WebPage", "mainEntity": ARTICLE}),
    ("types in a list", {**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]}),
    ("truth as text", {**ARTICLE, "isAccessibleForFree": "False"}),
    ("author as text", {**ARTICLE, "author": "By Ann Lee"}),
    ("authors in a list", {**ARTICLE, "author": [{"name": ["Ann Lee"]}]}),
    ("author in two parts", {**ARTICLE, "author": {"givenName": "Ann", "familyName": "Lee"}}),
    (
        "author by reference",
        {"@graph": [{**ARTICLE, "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Ann Lee"}]},
    ),
    (
        "after a list of others",
        [{"@type": "ItemList", "itemListElement": [{**ARTICLE, "headline": "Other", "author": "X Y"}]}, ARTICLE],
    ),
]


@pytest.mark.parametrize("data", [row[1] for row in WRAPPED], ids=[row[0] for row in WRAPPED])
def test_an_article_is_found_in_json_ld(data: Any) -> None:
    """However publishers nest it, the article's fields are read; a modification is no publication."""
    page = read(linked(data))
    assert (page.title, page.authors, page.date, page.accessible) == (
        LONG,
        ("Ann Lee",),
        "2023-04-28T08:00:00+02:00",
        False,
    )


def test_the_article_at_the_pages_address_is_the_one() -> None:
    """Of several articles the one at the canonical address counts."""
    others = [{**ARTICLE, "url": f"https://times.example/{n}", "headline": f"Headline number {n}"} for n in range(3)]
    page = read('<link rel="canonical" href="https://times.example/2">' + linked(others))
    assert (page.title, page.url) == ("Headline number 2", "https://times.example/2")


def test_sources_are_asked_in_the_order_of_trust() -> None:
    """`og:title` before JSON-LD before the heading; JSON-LD before meta for authors and date."""
    og = '<meta property="og:title" content="From og">'
    assert read(og + linked(ARTICLE), "<h1>From h1</h1>").title == "From og"
    assert read(linked(ARTICLE), "<h1>From h1</h1>").title == LONG
    assert read("<title>From title</title>", "<h1>From h1</h1>").title == "From h1"
    page = read(linked(ARTICLE) + meta("author", "Bob Day") + meta("date", "2020-01-01"))
    assert (page.authors, page.date) == (("Ann Lee",), "2023-04-28T08:00:00+02:00")


@pytest.mark.parametrize(
    "name", ["author", "parsely-author", "sailthru.author", "dc.creator", "citation_author", "byl"]
)
def test_authors_stand_in_meta_elements(name: str) -> None:
    """A byline in a meta element becomes names; an address is none."""
    assert read(meta(name, "By Ann Lee and Bob Day")).authors == ("Ann Lee", "Bob Day")
    assert read(meta(name, "https://social.example/annlee")).authors == ()


VISIBLE = [
    ('<p><span itemprop="author">Ann Lee</span></p>', ("Ann Lee",)),
    ('<div itemprop="author"><b itemprop="name">Ann Lee</b><i itemprop="address">Oslo</i></div>', ("Ann Lee",)),
    ('<p><a rel="author" href="/a">Ann Lee</a> and <a rel="author" href="/b">Bob Day</a></p>', ("Ann Lee", "Bob Day")),
    ('<p class="byline">By Ann Lee, Oslo</p>', ("Ann Lee",)),
    ('<li><a href="/author/ann">Ann Lee</a></li>', ("Ann Lee",)),
    ('<div id="comments"><p class="author">Ann Lee</p></div>', ()),
    ('<aside><p class="author">Ann Lee</p></aside>', ()),
    ('<p class="authority">Ann Lee</p>', ()),
    ('<a href="/authors">All authors</a><p>Ann Lee</p>', ()),
    (f'<p class="byline">{"Ann Lee was here and said so. " * 9}</p>', ()),
]


@pytest.mark.parametrize(("body", "authors"), VISIBLE)
def test_a_visible_byline_is_read_where_it_is_sure(body: str, authors: tuple[str, ...]) -> None:
    """Authors of comments and of other articles, and prose, are no byline."""
    assert read(body=body).authors == authors


def test_a_site_signs_only_where_nobody_else_does() -> None:
    """The site's own name goes beside a person, wherever the person is named, and stays where nobody is."""
    site = '<meta property="og:site_name" content="Example Times">'
    house = linked({**ARTICLE, "author": [{"name": "Example Times"}]})
    assert read(site + house).authors == ("Example Times",)
    assert read(site + house + meta("author", "Ann Lee")).authors == ("Ann Lee",)
    assert read(site + linked({**ARTICLE, "author": ["Example Times", "Ann Lee"]})).authors == ("Ann Lee",)


DATES = [
    (meta("article:published_time", "2023-04-28T08:00Z"), "", "2023-04-28T08:00+00:00"),
    (meta("article:modified_time", "2023-04-29") + meta("parsely-pub-date", "2023-04-28"), "", "2023-04-28"),
    ("", '<time itemprop="datePublished" datetime="2023-04-28">today</time>', "2023-04-28"),
    (
        "",
        '<time class="updated" datetime="2023-04-29"></time><time datetime="2023-04-28T08:00"></time>',
        "2023-04-28T08:00",
    ),
    ('<link rel="canonical" href="https://times.example/2023/04/28/rain">', "", "2023-04-28"),
    ("", "<p>Rain fell.</p>", None),
]


@pytest.mark.parametrize(("head", "body", "date"), DATES)
def test_the_date_is_that_of_publication(head: str, body: str, date: str | None) -> None:
    """Never that of a modification, and none where the page has none."""
    assert read(head, body).date == date


def test_entities_that_were_escaped_twice_are_text() -> None:
    """A reader of the record sees characters, not entities, tags or soft hyphens."""
    page = read(
        '<meta property="og:title" content="Rain &amp;quot;stops&amp;quot; <b>Bel\u00adfast</b>">'
        + meta("description", "A&nbsp;B")
    )
    assert (page.title, page.description) == ('Rain "stops" Belfast', "A B")


@pytest.mark.parametrize("address", ["/rain", "javascript:alert(1)", "", "https://times.example/a b"])
def test_an_address_is_absolute(address: str) -> None:
    """What no browser could open from outside is no address; the next source is asked."""
    page = read(f'<link rel="canonical" href="{address}"><meta property="og:url" content="https://times.example/rain">')
    assert page.url == "https://times.example/rain"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "@id", "author", "url", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from([*ARTICLE, "@id", "url", "publisher", "description", "@graph"]), JSON, max_size=8)
)
def test_no_json_raises(data: dict[str, Any]) -> None:
    """Any type may stand anywhere; what comes out has the types that it promises."""
    page = read(linked({"@type": "Article", **data}))
    assert isinstance(page.authors, tuple)
    assert page.accessible in (None, True, False)


def test_a_hostile_page_is_read() -> None:
    """Thousands of authors, headings and articles cost no more than a long page."""
    flood = meta("author", "Ann Lee") * 20_000 + linked([{**ARTICLE, "author": ["Ann Lee"] * 20_000}] * 3)
    assert read(flood, "<h1>" * 5_000 + LONG).authors == ("Ann Lee",)


@needs_shared
@pytest.mark.parametrize(("field", "floor"), [("title", 0.85), ("date", 0.97), ("authors", 0.87)])
def test_real_pages_are_read(field: str, floor: float) -> None:
    """The markup alone, without a rule file, is right this often on real news pages."""
    right: Counter[bool] = Counter()
    with gzip.open(SHARED / "corpus" / "news-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row[field]:
                right[_same(getattr(read_page(row["html"]), field), row[field])] += 1
    assert right[True] / right.total() >= floor


def _same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return {words(name) for name in got} == {words(name) for name in wanted}
    return words(got) == words(wanted) or (got or "")[:10] == wanted
