"""Selectors: CSS and XPath do the same work, and a fault is told with its column before any page is read."""

import pytest

from cleaner.extract import Tree
from cleaner.selectors import Selector, fault_of

PAGE = """<html><body>
<h1>Rain<br>in <i>Bel</i>fast</h1>
<div id="main" class="story wide"><p>One</p><div class="box"><p>Two</p></div><p class="last">Three</p></div>
<p>Four</p>
<time datetime="2024-05-01">1 May</time>
<ul class="by"><li><a rel="author" href="/ann">Ann&nbsp;
Lee</a></li><li><a rel="author">Bob Day</a></li><li><a rel="author"> </a></li></ul>
<div class="credit"><div>Ann Lee</div><div>Oslo</div><script>var a = 1;</script><style>p {}</style></div>
</body></html>"""

SOUND = [
    ("p", ["One", "Two", "Three", "Four"]),
    (".story p", ["One", "Two", "Three"]),
    ("#main > p:not(.last)", ["One"]),
    ("p.last, .box p", ["Two", "Three"]),
    ("[class~=wide] > .last", ["Three"]),
    ("div:has(> p.last) > p", ["One", "Three"]),
    ("P.last", ["Three"]),
    ("p.Last", []),
    (".none", []),
    ("//p", ["One", "Two", "Three", "Four"]),
    ("//div[@id='main']/p", ["One", "Three"]),
    (".//p[contains(concat(' ', @class, ' '), ' last ')]", ["Three"]),
    ("(//p)[last()]", ["Four"]),
    ("//p[. = 'Two'] | //p[. = 'One']", ["One", "Two"]),
    ("//h2", []),
    ("//p[contains(., 'a:b(c)') or contains(., '$x')]", []),
    ("h1", ["Rain in Belfast"]),
    ("time", ["1 May"]),
    ("//time/@datetime", ["2024-05-01"]),
    ("string(//time)", ["1 May"]),
    ("normalize-space(//time/@datetime)", ["2024-05-01"]),
    ("//time/text()", ["1 May"]),
    ("count(//p)", []),
    ("[rel=author]", ["Ann Lee", "Bob Day"]),
    (".credit", ["Ann Lee Oslo"]),
]


@pytest.mark.parametrize(("source", "values"), SOUND)
def test_both_languages_find_values(source: str, values: list[str]) -> None:
    """Texts come in the order of the page, their spaces made one, empty ones left out, words on two lines apart."""
    assert fault_of(source) is None
    assert Selector(source).values(Tree(PAGE).root) == values


NAMED = """<html><body class="page"><p id="a" class="lead">One</p><p id="b" class="leader">Two</p>
<p id="c" class="\twide\n lead ">Three</p><p id="d">Four</p><p id="e" class="last lead" lang="en">Five</p>
<div id="f" class="wide"><p id="g" class="lead">Six</p></div><p id="lead" class="">Seven</p></body></html>"""


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        (".lead", "a c e g"),
        ("p.lead", "a c e g"),
        ("div.lead", ""),
        (".lea", ""),
        ("[class=lead]", "a g"),
        ("[class*=lea]", "a b c e g"),
        ("[class^=lead]", "a b g"),
        ("[class$=lead]", "a e g"),
        ("[class*='']", ""),
        ("#lead, .last", "e lead"),
        (".wide .lead", "g"),
        (".wide.lead", "c"),
        ("#a ~ .lead", "c e"),
        ("#a + .lead", ""),
        ("#d + .lead", "e"),
        (".leader + .lead", "c"),
        (".lead:is(.wide, .last)", "c e"),
        (".lead:not(.last)", "a c g"),
        ("div:has(> .lead)", "f"),
        (".lead:first-child", "a g"),
        (".lead[lang=en]", "e"),
        (":is(.last, .leader)", "b e"),
    ],
)
def test_names_are_whole_and_neighbours_next(source: str, ids: str) -> None:
    """A path that asks attributes first finds what the selector says: whole names, next neighbours, each once."""
    assert [element.get("id") for element in Selector(source).elements(Tree(NAMED).root)] == ids.split()


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("h1, time", ["h1", "time"]),
        ("//h1 | //time", ["h1", "time"]),
        ("html", ["html"]),
        ("//time/@datetime", []),
        ("string(//time)", []),
        ("count(//p)", []),
    ],
)
def test_only_elements_are_elements(source: str, tags: list[str]) -> None:
    """An attribute or a text is no place where an article could stand; the root itself can be found."""
    assert [element.tag for element in Selector(source).elements(Tree(PAGE).root)] == tags


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("div[", "is no CSS: Expected ident or '*', got <EOF> at column 5"),
        ("div..x", "is no CSS: Expected ident, got <DELIM '.'> at column 5"),
        ("> p", "is no CSS: Expected selector, got <DELIM '>'> at column 1"),
        ("p,", "is no CSS: Expected selector, got <EOF> at column 3"),
        ("p:foo", "is no CSS: The pseudo-class :foo is unknown at column 2"),
        ("p::text", "is no CSS: Pseudo-elements are not supported at column 2"),
        ("//div[", "is no XPath: Invalid expression at column 7"),
        ("//div[re:test(@a, 'b')]", "is no XPath 1.0: 're:test' is unknown at column 7"),
        ("//p[$x]", "is no XPath 1.0: '$x' is unknown at column 5"),
        ("//p[upper-case(.) = 'A']", "is no XPath 1.0: 'upper-case' is unknown at column 5"),
        ("//p[@x and contains(@class='a, b')]", "is no XPath 1.0: contains() has 1 argument at column 12"),
        ("concat(//h1)", "is no XPath 1.0: concat() has 1 argument at column 1"),
        ("//p[last(1)]", "is no XPath 1.0: last() has 1 argument at column 5"),
        ("//p[contains(., 'a', (1), \")\")]", "is no XPath 1.0: contains() has 4 arguments at column 5"),
        ("//p[contains(@id, 'a') | contains(@id, 'b')]", "cannot be evaluated: Invalid type"),
    ],
)
def test_a_fault_is_told_with_its_column(source: str, message: str) -> None:
    """What no page could ever match is refused when the file loads, not found empty when it is used."""
    assert fault_of(source) == message


@pytest.mark.parametrize(
    "source",
    [
        "//p[last()][position() > 1]/text()",
        "//p[(@a or @b) and not(@c) and (@d)]",
        "//p[. = 'a, b)' or contains(., '(,')]",
        "concat(//h1, ' (', string-length(), ')')",
        "//p[contains(concat(' ', normalize-space(@class), ' '), ' lead ')] | //p[count(a) = 1]",
        "substring-after(//p[1], 'By ')",
        "//div[p[a[@x]]]//comment()",
    ],
)
def test_functions_that_are_called_rightly_are_no_fault(source: str) -> None:
    """Brackets, literals with commas and brackets in them, and nested calls and predicates are told apart."""
    assert fault_of(source) is None
