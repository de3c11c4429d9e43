"""Pages to lines: what a reader sees of an article comes out, what is no part of it does not."""

from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.extract import Extraction, Tree, extract
from cleaner.extract.layouts import CompiledLayout, HtmlRules
from cleaner.layout import Layout
from cleaner.rulefile import read
from tests.conftest import RuleFolder


def rendered(body: str) -> list[str]:
    """The lines of a page's body."""
    return lines_of_body(Tree(f"<!doctype html><html><head><title>T</title></head><body>{body}</body></html>"))


def lines_of_body(tree: Tree) -> list[str]:
    """The lines of a page's body without any rule."""
    return CompiledLayout(Layout(body=("body",)), (), ()).body(tree.root).lines


INLINE = [
    ("<p>Rain</p>", ["Rain"]),
    ("<p>Bel<b>f<i>a</i></b>st is <a href='/w'>we</a>t</p>", ["Belfast is wet"]),
    ("<p>H<sub>2</sub>O, 3<sup>rd</sup>, un<wbr>known</p>", ["H2O, 3rd, unknown"]),
    ("<p>Ra<span></span>in <font color=red>fe</font>ll<tt>.</tt></p>", ["Rain fell."]),
    ("<p>Rain <my-name>Ann</my-name> fe<x-y>ll</x-y></p>", ["Rain Ann fell"]),
    ("<my-text>Rain</my-text> <my-text>fell</my-text>", ["Rain fell"]),
    ("<p>Rain<!-- no -->fall <?php x ?>fe<![CDATA[ no ]]>ll</p>", ["Rainfall fell"]),
    ("<p> \t\r\n Rain \x0b \u3000\u2003\xa0 fell&nbsp;&#10;&emsp;today </p>", ["Rain fell today"]),
    ("<p>Rain&amp;snow &lt;b&gt; &eacute;&#233;&#xe9; &quot;fell&quot;</p>", ['Rain&snow <b> ééé "fell"']),
    ("<P>Rain</P><DIV CLASS=x>fell</DIV>", ["Rain", "fell"]),
    ("<p>Rain<p>fell<div>today<p>and", ["Rain", "fell", "today", "and"]),
    ("<p>Rain</b></i></div> fell</p>", ["Rain fell"]),
    ("", []),
    ("<p> </p><p>&nbsp;</p><br><hr>", []),
]
BLOCKS = [
    ("Rain<br>fell<br/>to<br />day<BR>.", ["Rain", "fell", "to", "day", "."]),
    ("<p>Rain<br><br>fell</p>", ["Rain", "fell"]),
    ("<p>Rain</p>fell<p>today</p>.", ["Rain", "fell", "today", "."]),
    ("<p>Rain<hr>fell", ["Rain", "fell"]),
    ("<h2>Rain</h2><h3>in <em>May</em></h3>fell", ["Rain", "in May", "fell"]),
    ("<div><div>Rain</div>fell</div>today", ["Rain", "fell", "today"]),
    ("<blockquote>Rain<p>fell</p></blockquote>today", ["Rain", "fell", "today"]),
    ("<section><header>Rain</header>fell<footer>today</footer></section>", ["Rain", "fell", "today"]),
    ("<details><summary>Rain</summary>fell</details>today", ["Rain", "fell", "today"]),
    ("<dl><dt>Rain<dd>fell<dt>Snow<dd>did not</dl>", ["Rain", "fell", "Snow", "did not"]),
    ("<address>Rain<br>Street</address>", ["Rain", "Street"]),
    ("<pre>Rain fell\n  all day.\n\n \t\nSnow <b>did\n\nnot</b>.</pre>It\n\nis dry.", ["Rain fell all day.", "Snow did", "not.", "It is dry."]),
]  # fmt: skip
LISTS = [
    ("<ul><li>Rain</li><li>Snow</li></ul>", ["- Rain", "- Snow"]),
    ("<ol><li>Rain<li>Snow</ol>fell", ["- Rain", "- Snow", "fell"]),
    ("<ul><li>Rain<ul><li>in May</li></ul>fell</li><li>Snow</li></ul>", ["- Rain", "- in May", "fell", "- Snow"]),
    ("<ul><li><p>Rain</p><p>fell</p></li><li><div>Snow</div></li></ul>", ["- Rain", "fell", "- Snow"]),
    ("<ul><li></li><li> <p></p></li></ul><p>Rain</p>", ["Rain"]),
    ("<ul><li><img src=a></li></ul>Rain", ["Rain"]),
    ("<ul><li><ul><li>Rain</li></ul></li></ul>", ["- Rain"]),
    ("<ul><li>Rain<br>fell</li></ul>", ["- Rain", "fell"]),
    ("<ul><li><a href=/r>Rain</a> fell on the whole of the plain</li></ul>", ["- Rain fell on the whole of the plain"]),
    ("<p>Rain</p><ul><li><a href=/s>Snow closes a road</a></li><li><a href=/t>A bell</a></li></ul>fell", ["Rain", "fell"]),
    ("<ul><li>Rain fell on all the plain<ul><li><a href=/s>Snow</a></li></ul></li></ul>", ["- Rain fell on all the plain"]),
    ("<p>Read <a href=/s>Snow closes a road</a></p>", ["Read Snow closes a road"]),
]  # fmt: skip
TABLES = [
    ("<table><tr><th>Town</th><th>Rain</th></tr><tr><td>Lisse</td><td>9 mm</td></tr></table>", ["Town | Rain", "Lisse | 9 mm"]),
    ("<table><thead><tr><th>Town<th>Rain<tbody><tr><td>Lisse<td>9 mm</table>fell", ["Town | Rain", "Lisse | 9 mm", "fell"]),
    ("<table><tr><td>Lisse</td><td></td><td>9</td></tr><tr><td>Varda</td><td> </td><td></td></tr></table>", ["Lisse | | 9", "Varda"]),
    ("<table><tr><td></td><td></td></tr><tr><td>Lisse</td></tr></table>", ["Lisse"]),
    ("<table><tr><td><div>Port</div> Lisse</td><td>9<br>mm<ul><li>wet</li></ul></td></tr></table>", ["Port Lisse | 9 mm wet"]),
    ("<table><caption>Rain in May</caption><tr><td>Lisse</td><td>9</td></tr></table>", ["Rain in May", "Lisse | 9"]),
    ("<table><tr><td>Lisse</td><td hidden>x</td><td>9</td></tr><tr hidden><td>y</td></tr></table>", ["Lisse | 9"]),
    ("<table><tr><td>Lisse</td><td>|9|</td></tr></table>", ["Lisse | |9|"]),
    ("<table><tr><td><p>Rain</p><p>fell</p></td><td>today</td></tr></table>", ["Rain", "fell", "today"]),
    (f"<table><tr><td>{'Rain fell. ' * 30}</td><td>Snow</td></tr></table>", [("Rain fell. " * 30).strip(), "Snow"]),
    ("<table><tr><td>Rain<table><tr><td>Lisse</td><td>9</td></tr></table></td></tr></table>", ["Rain", "Lisse | 9"]),
    ("<table><tr><td><a href=/s>Snow closes</a></td><td><a href=/t>A bell</a></td></tr></table>Rain", ["Rain"]),
    ("<table><tr><td><a href=/s>Lisse</a></td><td>9 mm of rain</td></tr></table>", ["Lisse | 9 mm of rain"]),
]  # fmt: skip
GONE = [
    "<script>no()</script>", "<style>p {}</style>", "<noscript><p>No</p></noscript>", "<template><p>No</p></template>",
    "<iframe src=a>No</iframe>", "<object>No</object>", "<video>No</video>", "<audio>No</audio>", "<svg><text>No</text></svg>",
    "<canvas>No</canvas>", "<button>No</button>", "<select><option>No</select>", "<textarea>No</textarea>", "<form>No</form>",
    "<nav>No</nav>", "<dialog>No</dialog>", "<aside>No</aside>", "<picture><img alt=No></picture>", "<img alt=No title=No>",
    "<input value=No>", "<figure><img><figcaption>No</figcaption></figure>", "<figure>No<p>no</p></figure>",
    "<span hidden>No</span>", "<div hidden=until-found>No</div>", "<p aria-hidden=true>No</p>",
    "<p style='color: red; display: none'>No</p>", "<p style='DISPLAY:NONE !important'>No</p>",
    "<p style='visibility : hidden'>No</p>", "<div style='display:none'><p>No</p><div>No</div></div>",
]  # fmt: skip
STAY = [
    "<p aria-hidden=false>Yes</p>", "<p style='display: block'>Yes</p>", "<p style='backface-visibility: hidden'>Yes</p>",
    "<p style='--display:none'>Yes</p>", "<p style='overflow: hidden'>Yes</p>", "<p class=hidden-gem data-hidden>Yes</p>",
    "<main><p>Yes</p></main>", "<footer>Yes</footer>", "<header>Yes</header>", "<label>Yes</label>", "<cite>Yes</cite>",
    "<figure><blockquote>Yes</blockquote><figcaption>No</figcaption></figure>",
    "<figure><pre>Yes</pre></figure>", "<figure><table><tr><td>Yes</td></tr></table><figcaption>No</figcaption></figure>",
    "<div class=article><p id=story>Yes</p></div>", "<q>Yes</q>", "<ins>Yes</ins>", "<center>Yes</center>",
    "<picture></picture><p>Yes</p>", "<p role=note>Yes</p>", "<a href=/a>Yes</a>", "<ul><li>Yes</li></ul>",
]  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), [*INLINE, *BLOCKS, *LISTS, *TABLES])
def test_a_page_is_written_as_a_reader_sees_it(body: str, lines: list[str]) -> None:
    """Blocks and line breaks make lines, inline elements split no word, links to other articles go."""
    assert rendered(body) == lines


@pytest.mark.parametrize("element", GONE)
def test_what_no_reader_reads_goes(element: str) -> None:
    """Scripts, embeds, forms, captions and hidden elements go, and the text around them stays to the last word."""
    assert "".join(rendered(f"<p>Rain</p>be{element}fore<p>fell</p>")) == "Rainbeforefell"
    assert rendered(f"<div>Rain {element} fell<div>today</div></div>")[-1] == "today"


@pytest.mark.parametrize("element", STAY)
def test_what_only_looks_like_it_stays(element: str) -> None:
    """An element goes for what it is or for being hidden, never for a word in its attributes or what it is near."""
    assert [line.removeprefix("- ") for line in rendered(f"<p>Rain</p>{element}<p>fell</p>")] == ["Rain", "Yes", "fell"]


@pytest.mark.parametrize(
    ("element", "lines"),
    [
        ("<aside>No</aside>", ["Rain fell.", "It stopped."]),
        ("<figure>No</figure>", ["Rain fell.", "It stopped."]),
        ("<ul><li><a href=/s>No</a></li></ul>", ["Rain fell.", "It stopped."]),
        ("<span hidden>No</span>", ["Rain fell.It stopped."]),
        ("<script>no()</script>", ["Rain fell.It stopped."]),
    ],
)
def test_a_block_that_goes_still_divides_lines(element: str, lines: list[str]) -> None:
    """What stood on two sides of a box does not run together; what stood around an inline element does."""
    assert rendered(f"Rain fell.{element}It stopped.") == lines


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "b", "x-y"])
@pytest.mark.parametrize("depth", [300, 2_000])
def test_deep_nesting_keeps_the_text(tag: str, depth: int) -> None:
    """A template that never closes its elements loses nothing."""
    html = f"<html><body>{f'<{tag}>' * depth}<p>Rain fell.</p>{f'</{tag}>' * depth}<p>It stopped.</p></body></html>"
    tree = Tree(html)
    assert not tree.truncated
    assert lines_of_body(tree) == ["Rain fell.", "It stopped."]


def test_nesting_beyond_the_parser_is_flagged() -> None:
    """Where libxml2 gives up, at 2,048 elements, the record says so instead of passing a part off as the whole."""
    record = Cleaner().clean(f"<html><body><p>Rain fell.</p>{'<div>' * 2_100}<p>It stopped.</p></body></html>")
    assert "truncated" in record.flags
    assert "Rain fell." in record.text
    assert "truncated" not in Cleaner().clean("<html><body><div><p>Rain fell.</p></div></body></html>").flags


TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday. "
PARAGRAPHS = "".join(f"<p>{number}. {TEXT}</p>" for number in "12345678")
EXAMPLE = """
[[html{former}.examples]]
page = '<body><article id="story"><div class="text"><p>Rain fell.</p></div></article></body>'
text = "Rain fell."
"""
EXAMPLES = EXAMPLE.format(former="")
FORMER = EXAMPLE.format(former=".former")


def extracted(folder: Path, html: str, date: str | None = None) -> Extraction:
    """What a page gives by the one rule file in a folder, without the common one."""
    file, faults = read(folder / "times.example.toml")
    assert faults == ()
    assert file is not None
    return extract(Tree(f"<!doctype html><html>{html}</html>"), HtmlRules((), file.layouts, file.months), date)


def lines_in(folder: Path, html: str, date: str | None = None) -> list[str]:
    """The article's lines by the one rule file in a folder."""
    return extracted(folder, html, date).text.split("\n")


def page(*parts: str) -> str:
    """A body with a story in several parts, and a sentence outside it."""
    return f"<body><p>Outside.</p><article id=story>{''.join(parts)}</article></body>"


BODIES = [
    ('body = "article"', page("<p>One.</p>"), ["One."]),
    ('body = ["main", "article"]', page("<p>One.</p>"), ["One."]),
    ('body = ["article", "body"]', page("<p>One.</p>"), ["One."]),
    ('body = [".text", "article"]', page("<p>One.</p><div class=text></div>"), ["One."]),
    ('body = "//p[@class=\'t\']"', page("<p class=t>One.</p><p>Two.</p><p class=t>Three.</p>"), ["One.", "Three."]),
    ('body = ".b, .a"', page("<p class=a>One.</p><p class=b>Two.</p>"), ["One.", "Two."]),
    ('body = "article, .text"', page("<div class=text><p class=text>One.</p></div><p>Two.</p>"), ["One.", "Two."]),
    ('body = "article"', page("<article>One.</article>Two."), ["One.", "Two."]),
    ('body = ".text"\ndrop = ".zap"', page("<p class=text>One.</p><p class='text zap'>Two.</p>"), ["One."]),
    ('body = ".text"\ndrop = "//section"', page("<p class=text>One.</p><section><p class=text>Two.</p></section>"), ["One."]),
    ('body = ".text"\ndrop_classes = ["zap"]', page("<p class=text>One.</p><p class='text zap'>Two.</p>"), ["One."]),
    ('body = "aside"', page("<aside>One.</aside>"), ["One."]),
    ('body = ".text"', page("<div class=text hidden>One.</div>"), ["One."]),
    ('body = ".text"\ndrop_classes = ["zap"]', page("<div class=zap><p class=text>One.</p></div>"), ["One."]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "html", "lines"), BODIES)
def test_the_first_body_with_text_is_the_article(
    rule_folder: RuleFolder, body: str, html: str, lines: list[str]
) -> None:
    """Selectors are tried in order, what one finds comes in the order of the page, and nested matches come once."""
    assert lines_in(rule_folder(f"[html]\n{body}\n{EXAMPLES}"), html) == lines


TAKEN = [
    ('drop = ".zap"', "<p class='zap big'>"),
    ('drop = ["h2", "//p[@data-zap]"]', "<p data-zap=1>"),
    ('drop = "article > p.zap"', "<p class=zap>"),
    ('drop = ".none, p:has(b)"', "<p><b>x</b>"),
    ('drop_classes = ["zap"]', "<p class='big ZAP'>"),
    ('drop_classes = ["Zap"]', "<p class=zap>"),
    ('drop_classes = ["zap"]', "<p id=zap>"),
    ('drop_classes = ["zap-*"]', "<p class=zap-300>"),
    ('drop_classes = ["*_zap_*"]', "<p class='x top_ZAP_1'>"),
    ('drop_classes = ["zap"]\nkeep = ".good"', "<p class=zap>"),
    ('drop_classes = ["zap"]\nkeep = "p"', "<div class=zap><p>"),
]
LEFT = [
    ('drop = ".zap"', "<p class=zaps>"),
    ('drop = ".Zap"', "<p class=zap>"),
    ('drop = "aside p.zap"', "<p class=zap>"),
    ('drop_classes = ["zap"]', "<p class=zap-free>"),
    ('drop_classes = ["zap"]', "<p class=bad title=zap name=zap>"),
    ('drop_classes = ["zap-*"]', "<p class='zap x-zap-1'>"),
    ('drop_classes = ["z+p"]', "<p class=zzp>"),
    ('drop_classes = ["zap"]\nkeep = ".good"', "<p class='zap good'>"),
    ('drop = "p"\nkeep = "//p[@id=\'good\']"', "<p id=good>"),
    ('keep = "aside"', "<aside>"),
    ('keep = "[hidden]"', "<p hidden>"),
    ('keep = "ul"', "<ul><li><a href=/s>"),
    ('keep = "figure"', "<figure>"),
    ('keep = "figcaption"\ndrop_classes = ["zap"]', "<figcaption class=zap>"),
]


@pytest.mark.parametrize(("rule", "tag"), TAKEN)
def test_a_rule_takes_elements_of_the_body(rule_folder: RuleFolder, rule: str, tag: str) -> None:
    """A selector or a whole name of a class or an id, in any case and with a wildcard; the text after it stays."""
    tail = tag.replace("<p", "</p").replace("<div", "</div").split()[0].split(">")[0]
    folder = rule_folder(f'[html]\nbody = "article"\n{rule}\n{EXAMPLES}')
    assert lines_in(folder, page("<div>One.</div>", f"{tag}Two.{tail}>Three.")) == ["One.", "Three."]


@pytest.mark.parametrize(("rule", "tag"), LEFT)
def test_a_rule_leaves_other_elements(rule_folder: RuleFolder, rule: str, tag: str) -> None:
    """A part of a name is not the name, selectors mind the case, and `keep` wins over every reason to drop."""
    folder = rule_folder(f'[html]\nbody = "article"\n{rule}\n{EXAMPLES}')
    lines = lines_in(folder, page(f"<div>One.</div>{tag}Two."))
    assert [line.removeprefix("- ") for line in lines] == ["One.", "Two."]


THREE = f"""
[html]
body = "#new, .same-now"
{EXAMPLES.replace('id="story"', 'id="new"')}
[[html.former]]
until = "2009-06-30"
body = "#old, .same-2009"
{FORMER.replace('id="story"', 'id="old"')}
[[html.former]]
until = "2015"
body = "#middle, .same-2015"
{FORMER.replace('id="story"', 'id="middle"')}
"""
ALL = "<p class=same-now>Now.</p><p class=same-2009>2009.</p><p class=same-2015>2015.</p>"


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("2008-03", "2009."),
        ("2009-06-30T23:00:00+02:00", "2009."),
        ("2009-07-01", "2015."),
        ("2015-12-31", "2015."),
        ("2016-01-01", "Now."),
        ("2024-05", "Now."),
    ],
)
def test_the_date_chooses_the_layout(rule_folder: RuleFolder, date: str, line: str) -> None:
    """The layout of its day is tried first, whether the caller or the page tells the day; without one, the present."""
    folder = rule_folder(THREE)
    said = f'<head><meta property="article:published_time" content="{date}"></head>'
    assert lines_in(folder, f"<body>{ALL}</body>", date) == [line]
    assert lines_in(folder, f"{said}<body>{ALL}</body>") == [line]
    assert lines_in(folder, f"{said}<body>{ALL}</body>", "2009-01-01") == ["2009."]
    assert lines_in(folder, f"<body>{ALL}</body>") == ["Now."]


@pytest.mark.parametrize("date", ["2008-01-01", "2012-01-01", "2024-01-01"])
@pytest.mark.parametrize("layout", ["new", "old", "middle"])
def test_a_layout_that_matches_is_found_on_any_day(rule_folder: RuleFolder, layout: str, date: str) -> None:
    """An archive that was moved to another template is read by what its pages are, not by when they were written."""
    found = extracted(rule_folder(THREE), f"<body><p>Outside.</p><div id={layout}>One.</div></body>", date)
    assert (found.text, found.flags) == ("One.", frozenset())


HEAD = '<head><title>From title</title><meta name=author content="Bob Day"><meta name=date content="2001-01-01"><meta name=description content="From meta."></head>'
FIELDS = [
    ("title", 'title = "h1"', "<h1>Rain<br>in <b>May</b></h1>", "Rain in May"),
    ("title", 'title = ["h2", "h1"]', "<h1>Rain</h1>", "Rain"),
    ("title", 'title = "h1"', "<h1> </h1>", "From title"),
    ("title", 'title = "//h1/@data-title"', "<h1 data-title='Rain in May'>Rain</h1>", "Rain in May"),
    ("date", 'date = "time"', "<time datetime='2024-05-01T08:00:00+02:00'>1 May</time>", "2024-05-01T08:00:00+02:00"),
    ("date", 'date = "[itemprop=datePublished]"', "<meta itemprop=datePublished content='2024-05-01'>", "2024-05-01"),
    ("date", 'date = "//p/@data-day"', "<p data-day=2024-05-01>Day.</p>", "2024-05-01"),
    ("date", 'date = ".day"', "<p class=day>2024-05-01</p>", "2024-05-01"),
    ("date", 'date = ".day"\ndate_format = "%d.%m.%Y, %H:%M"', "<p class=day>Am 01.05.2024, 08:30 Uhr</p>", "2024-05-01T08:30"),
    ("date", 'date = ".day"\ndate_format = "%d %B %Y"', "<p class=day>Le 1 mai 2024</p>", "2024-05-01"),
    ("date", 'date = "time"\ndate_format = "%d %B %Y"', "<time datetime=2024-05-01>Le 2 mai 2024</time>", "2024-05-01"),
    ("date", 'date = ["time", ".day"]', "<time>today</time><p class=day>2024-05-01</p>", "2024-05-01"),
    ("date", 'date = ".day"\ndate_format = "%d %B %Y"', "<p class=day>31 février 2024</p>", "2001-01-01"),
    ("date", 'date = ".none"', "", "2001-01-01"),
    ("authors", 'authors = ".by a"', "<p class=by><a>Ann Lee</a> and <a>Bea May</a></p>", ("Ann Lee", "Bea May")),
    ("authors", 'authors = ".by"', "<p class=by>By Ann Lee and Bea May</p><p class=by>Ann Lee</p>", ("Ann Lee", "Bea May")),
    ("authors", 'authors = [".none", ".by"]', "<p class=by>Ann Lee</p>", ("Ann Lee",)),
    ("authors", 'authors = ".by"', "<p class=by>2</p>", ("Bob Day",)),
    ("description", 'description = ".lead"', "<p class=lead>It\n rained.</p>", "It rained."),
    ("description", 'description = ".none"', "", "From meta."),
    ("accessible", 'paywall = ".locked"', "<p class=locked>Subscribe now to read on</p>", False),
    ("accessible", 'paywall = ".locked"', "<p class=unlocked>Read on</p>", None),
]  # fmt: skip
MONTHS = '[metadata]\nmonths = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]\n'


@pytest.mark.parametrize(("field", "rule", "html", "value"), FIELDS)
def test_selectors_find_metadata(rule_folder: RuleFolder, field: str, rule: str, html: str, value: object) -> None:
    """The first selector that says something readable is believed before the page's own markup, else that is."""
    folder = rule_folder(f'[html]\nbody = "article"\n{rule}\n{EXAMPLES}{MONTHS}')
    found = extracted(folder, f"{HEAD}<body>{html}<article><p>{TEXT}</p></article></body>")
    assert getattr(found.page, field) == value


SENTENCES = (
    "The river rose above the old bridge before dawn, and the harbour master closed the lower road to all traffic.",
    "Farmers on the eastern bank moved their cattle to the hills on Thursday, a day before the water reached the barns.",
    "Nobody was hurt, the mayor said, because the bell of the customs house had been rung at three in the morning.",
    "Two schools stay closed until Monday, and the ferry to Port Lisse will not leave before the current has slowed.",
    "The last flood of this height is marked on the wall of the mill, beside a year that only the oldest remember.",
)
WHOLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
TEASERS = "".join(
    f"<div class=card><h3><a href=/{number}>Headline {number}</a></h3><p><a href=/{number}>{number}. {TEXT}</a></p></div>"
    for number in range(12)
)
CARDS = "".join(f"<a href=/{number}><h3>Headline</h3><p>{number}. {TEXT}</p></a>" for number in range(12))
RIGHT = 'body = "article"'
ON_PAGES = [
    ("right", RIGHT, f"<article>{WHOLE}</article>", SENTENCES, False),
    ("right beside teasers", RIGHT, f"<article>{WHOLE}</article>{TEASERS}", SENTENCES, False),
    ("short", RIGHT, f"<article><p>{SENTENCES[0]}</p></article>", SENTENCES[:1], False),
    ("one line", RIGHT, "<article><p>Rain fell.</p></article>", ("Rain fell.",), False),
    ("short beside teasers", RIGHT, f"<article><p>{SENTENCES[0]}</p></article><section>{TEASERS}</section>", SENTENCES[:1], False),
    ("short beside cards", RIGHT, f"<article><p>{SENTENCES[0]}</p></article><section>{CARDS}</section>", SENTENCES[:1], False),
    ("nothing", 'body = ".story-2019"', f"<article>{WHOLE}</article>", SENTENCES, True),
    ("a teaser", 'body = ".lead"', f"<article><p class=lead>{SENTENCES[0]}</p><div>{WHOLE}</div></article>", SENTENCES, True),
    ("empty element", 'body = ".lead"', f"<article><p class=lead></p>{WHOLE}</article>", SENTENCES, True),
    ("all of it dropped", f'{RIGHT}\ndrop = "p"', f"<article>{WHOLE}</article>", SENTENCES, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "body", "lines", "stale"), [row[1:] for row in ON_PAGES], ids=[row[0] for row in ON_PAGES]
)
def test_the_guard_knows_a_stale_selector(
    rule_folder: RuleFolder, rule: str, body: str, lines: tuple[str, ...], *, stale: bool
) -> None:
    """A selector that finds far less than the page has gives way to the whole article; a right one is left alone."""
    found = extracted(rule_folder(f"[html]\n{rule}\n{EXAMPLES}"), f"<body><h1>Flood</h1>{body}</body>")
    assert ("stale-selector" in found.flags) == stale
    text = found.text.split("\n")
    assert [line for line in lines if line not in text] == []
    assert stale or text == list(lines)


SHORT = f"<article><p>{SENTENCES[0]}</p></article>"
INDENTED = "".join(f"<p>\n{' ' * 150}Corn, {number} crowns</p>" for number in range(12))
MACHINES = f'<script type="application/ld+json">{{"articleBody": "{" ".join(SENTENCES)}"}}</script>'
OPINIONS = [
    ("a whole article", f"<article>{WHOLE}</article>", False),
    ("a short one beside short lines, indented by hand", SHORT + INDENTED, False),
    ("a short one beside a longer one", f"{SHORT}<div>{WHOLE}</div>", True),
    ("a program", "<div id=app> </div><script>fill('app', 'Rain fell.')</script>", False),
    ("a menu and no more", "<nav><p>Harbour, mill and ferry</p></nav>", True),
    ("a line", "<div>Closed today.</div>", True),
]  # fmt: skip


@pytest.mark.parametrize(("body", "asked"), [row[1:] for row in OPINIONS], ids=[row[0] for row in OPINIONS])
def test_trafilatura_is_asked_only_where_it_can_find_more(
    rule_folder: RuleFolder, monkeypatch: pytest.MonkeyPatch, body: str, *, asked: bool
) -> None:
    """Where a page shows no text, or none beside the article that a reader would call long, its time is saved."""
    calls: list[object] = []
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *page_, **_: calls.append(page_))
    extracted(rule_folder(f"[html]\n{RIGHT}\n{EXAMPLES}"), f"<html><body>{body}</body></html>")
    assert bool(calls) == asked


def test_an_article_that_only_machines_are_shown_is_found() -> None:
    """A page that a program fills may hold its article for search engines, and then that is the text."""
    record = cleaner().clean(f"<!doctype html><html><head>{MACHINES}</head><body><div id=app></div></body></html>")
    assert record.text == " ".join(SENTENCES)


def test_a_record_says_that_a_selector_is_stale(rule_folder: RuleFolder) -> None:
    """The flag of the guard reaches the record, beside the article and without doubt about the outlet."""
    cleaner = Cleaner(rules=rule_folder(f'[html]\nbody = ".gone"\n{EXAMPLES}'))
    page_ = f"<!doctype html><html><body><h1>Flood</h1><article>{WHOLE}</article></body></html>"
    record = cleaner.clean(page_, url="https://times.example/flood")
    assert (record.flags, record.text) == (("stale-selector",), "\n\n".join(SENTENCES))
    assert cleaner.clean(page_, url="https://other.example/flood").flags == ("unknown-outlet",)


MANY = 20_000  # elements: more than any page of news has


def long_page(elements: int) -> str:
    """A page with a menu and an article of so many elements, all in one paragraph."""
    menu = "<nav><ul><li><a href=/1>Weather</a></li></ul></nav>"
    words = " ".join(f"word <i>{number}</i>" for number in range(elements))
    return f"<!doctype html><html><body>{menu}<article><h1>Flood</h1>{WHOLE}<p>{words} end.</p></article></body></html>"


def test_a_page_too_large_to_look_for_its_article_keeps_all_of_it() -> None:
    """All but furniture is there, in order, and the record says so."""
    record = cleaner().clean(long_page(MANY))
    assert "whole-page" in record.flags
    assert [line for line in SENTENCES if line not in record.text] == []
    assert record.text.endswith(f"word {MANY - 1} end.")
    assert "Weather" not in record.text


def test_other_pages_are_not_flagged_as_whole(rule_folder: RuleFolder) -> None:
    """Neither one that is not that large, nor one whose outlet's selectors find the article."""
    assert "whole-page" not in cleaner().clean(long_page(MANY // 100)).flags
    known = Cleaner(rules=rule_folder(f"[html]\nbody = 'article'\n{EXAMPLES}"))
    assert known.clean(long_page(MANY), url="https://times.example/flood").flags == ()


@cache
def cleaner() -> Cleaner:
    """One loaded cleaner for the pages of unknown outlets."""
    return Cleaner()


UNKNOWN = [
    "<ul><li><a href=/1>A bell returns to the customs house</a></li><li><a href=/2>Snow closes three roads in the hills</a></li></ul>",
    "<div class=related-posts><p>Snow closes three roads in the hills, and the bell of the mill is rung at night.</p></div>",
    "<div id=comments><p>What a flood this was, and how long we had to wait for the ferry that morning.</p></div>",
    "<p hidden>The bell of the mill is rung at night, whatever anybody says about it in the harbour.</p>",
    "<form><p>Leave us your address, and the bell of the mill will be rung for you once a week.</p></form>",
    "<nav><p>Harbour, mill, customs house, ferry, bridge, hills, barns, schools and all the other places.</p></nav>",
    "<figure><img src=a><figcaption>The bell of the mill, which is rung at night by the miller.</figcaption></figure>",
]


@pytest.mark.parametrize("furniture", UNKNOWN)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_pages_of_unknown_outlets_lose_what_markup_gives_away(furniture: str, place: int) -> None:
    """Wherever furniture stands that any outlet's markup would name, it goes and every sentence around it stays."""
    parts = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    body = "".join([*parts[:place], furniture, *parts[place:]])
    record = cleaner().clean(f"<!doctype html><html><body><h1>Flood</h1><article>{body}</article></body></html>")
    assert record.text.split("\n\n") == list(SENTENCES)


@pytest.mark.parametrize(
    "wrapper",
    ["<div class=related-article>{}</div>", "<div class=newsletter>{}</div>", "<form>{}</form>", "<aside>{}</aside>"],
)
def test_what_holds_the_article_is_no_furniture(wrapper: str) -> None:
    """An article in an element with a name of furniture stays whole; a name says less than the text in it."""
    record = cleaner().clean(f"<!doctype html><html><body>{wrapper.format(WHOLE)}<p>Imprint</p></body></html>")
    assert [sentence for sentence in SENTENCES if sentence not in record.text] == []


def test_a_standfirst_outside_the_article_comes_first() -> None:
    """The paragraph that a page repeats as its description belongs to the article, though it stands in the header."""
    lead = "Water stood a metre high in the lower town of Varda on Friday, the highest flood in eighty years."
    head = f'<head><meta name="description" content="{lead}"></head>'
    body = f"<header><h1>Flood</h1><p class=deck>{lead}</p></header><article>{WHOLE}</article>"
    record = cleaner().clean(f"<!doctype html><html>{head}<body>{body}</body></html>")
    assert record.text.split("\n\n") == [lead, *SENTENCES]
    without = cleaner().clean(f"<!doctype html><html>{head}<body><article>{WHOLE}</article></body></html>")
    assert without.text.split("\n\n") == list(SENTENCES)


def test_a_page_remembers_no_other() -> None:
    """The same page gives the same record however often, and whatever came before it."""
    html = f"<!doctype html><html><body><h1>Flood</h1><article>{WHOLE}</article>{TEASERS}</body></html>"
    records = [cleaner().clean(html) for _ in range(3)]
    assert records[0] == records[1] == records[2]
    assert SENTENCES[0] in records[0].text


@pytest.mark.parametrize(
    "html", ["<html></html>", "<body>", "<html><body><script>no()</script></body></html>", "<!doctype html>"]
)
def test_a_page_without_text_is_empty(html: str) -> None:
    """There is nothing to clean, the record says so, and nothing raises."""
    record = cleaner().clean(html)
    assert (record.text, "empty" in record.flags) == ("", True)


def test_a_page_without_an_article_gives_its_text() -> None:
    """A line of junk more is better than an empty record."""
    assert cleaner().clean("<html><body><div>Closed today.</div></body></html>").text == "Closed today."


@pytest.mark.parametrize("mark", ["\x01", "\x0b", "\x1b", "\ufffe", "&#1;"])
def test_control_characters_break_no_page(mark: str) -> None:
    """Characters that XML forbids, which browsers show, end no page, wherever furniture stands before them."""
    text = cleaner().clean(f"<html><body><article><nav>Menu</nav>{mark} {WHOLE}{mark}</article></body></html>").text
    assert [sentence for sentence in SENTENCES if sentence not in text] == []
