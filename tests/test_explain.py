"""The page that explains a document: what it shows is the record's account, for every eye, hand and screen."""

import html
import re
import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Document
from cleaner.cli import cli
from cleaner.document import Removal
from cleaner.lines import Lines
from cleaner.workshop.changes import changes, shown
from cleaner.workshop.explain import Explanation, explain, pieces
from cleaner.workshop.explain_page import page_of
from cleaner.workshop.reasons import BUILTIN, Reasons
from tests.conftest import ROOT, RuleFolder
from tests.consoles import commands, printed
from tests.reported import EVIL
from tests.test_report import BROWSERS, Page, browse

RULES = """
[[drop]]
id = "letter"
kind = "subscription"
lines = ["Get our letter", "Sign up now"]
drops = ["Get our letter"]

[[drop]]
id = "follow"
kind = "social"
pattern = 'Follow us on \\pL+'
within = "tail"
drops = ["Follow us on Chirper"]
keeps = ["Follow us on foot."]

[[cut]]
id = "more"
kind = "related"
from = 'MORE NEWS'
to = 'END'
drops = ["MORE NEWS\\nBell\\nEND"]
keeps = ["MORE NEWS came."]

[[trim]]
id = "photo"
kind = "caption"
at = "start"
pattern = 'The pier \\(Photo\\) '
drops = [{ line = "The pier (Photo) Rain fell.", leaves = "Rain fell." }]
keeps = ["The pier fell."]

[[metadata.date]]
pattern = 'Out: {date}'
format = "%d %B %Y"
finds = [{ text = "Out: 3 May 2019", value = "2019-05-03" }]

[[metadata.authors]]
pattern = 'By (.+)'
finds = [{ text = "By Ann Lee", value = "Ann Lee" }]

[[metadata.title]]
before = 'Out: .+'
finds = [{ text = "Rain falls\\nOut: 3 May 2019", value = "Rain falls" }]
"""
LONG = "The harbour office counted eleven ferries that morning, two more than the timetable of the old company has. "
TEXT = f"""Rain falls\r
Out: 3 May 2019\r
By Ann Lee\r
The pier (Photo) “{LONG}”\r
get  our\xa0letter\r
SIGN UP NOW\r
{LONG}<b>No markup</b> &amp; it&rsquo;s late.\r
MORE NEWS\r
Bell returns\r
END\r
Follow us on Chirper"""
REASONS = {
    "times.example/title": "the title: a line before Out: .+",
    "times.example/date": 'the date: a line like "Out: 3 May 2019"',
    "times.example/authors": "the authors: a line like By (.+)",
    "times.example/photo": r"the start of a line: The pier \(Photo\) ",
    "times.example/letter": 'the lines "Get our letter", "Sign up now"',
    "times.example/more": "a block from MORE NEWS to the line before END",
    "times.example/follow": r"a line in the tail like Follow us on \pL+",
}


@pytest.fixture
def explained(rule_folder: RuleFolder) -> Explanation:
    """A document with a removal of every sort."""
    return explain(Document(content=TEXT, outlet="times.example"), Cleaner(rules=rule_folder(RULES)))


def test_every_removal_has_its_reason(explained: Explanation) -> None:
    """The literal or the pattern that matched, as the rule file has it."""
    said = {piece.rule: reason for piece, reason in zip(explained.record.removed, explained.reasons, strict=True)}
    assert said == REASONS


def test_what_needs_no_rule_file_has_a_reason_too() -> None:
    """Each action of the engine's own has its words, and there are no words for actions that it has not."""
    source = (ROOT / "cleaner" / "strip" / "builtin.py").read_text(encoding="utf-8")
    assert set(BUILTIN) == set(re.findall(r'"(builtin/[\w-]+)"', source))
    assert Reasons(()).of(Removal("builtin/twice", "duplicate", 0, 1), "A") == "the same line once more"


def test_our_own_rules_never_are_without_a_reason() -> None:
    """Whatever our rule files take from the shipped documents can be explained."""
    cleaner = Cleaner()
    paths = sorted((ROOT / "fixtures" / "articles").glob("*/*/document.txt"))[::5]
    found = [explain(Document(content=path.read_bytes(), outlet=path.parent.parent.name), cleaner) for path in paths]
    assert sum(len(one.reasons) for one in found) > 20
    assert [one.record.removed for one in found if not all(one.reasons)] == []


def test_the_changes_are_the_lines_that_differ() -> None:
    """Both sides joined are the line as it came and the normalized one; only what differs is marked."""
    found = list(changes(TEXT))
    assert [change.number for change in found] == [4, 5, 7]
    for change in found:
        assert "".join(span.text for span in change.before) == Lines(TEXT).raw[change.number - 1]
    assert [(span.text, span.changed) for span in found[1].after] == [("get", False), (" ", True), ("our", False), (" ", True), ("letter", False)]  # fmt: skip
    assert [span.text for span in found[2].before if span.changed] == ["amp;", "&rsquo;"]
    assert list(changes("Rain fell.\nIt went on.")) == []


def test_what_nobody_sees_is_shown() -> None:
    """A space is a box, other characters without a face their code points, a letter itself."""
    assert shown("a \xa0\u200b\u0301é") == "a\u2423U+00A0U+200BU+0301é"


def test_a_line_of_a_hundred_thousand_quotes_does_not_hang() -> None:
    """Comparing is bounded: a long line that changed all over is marked as a whole."""
    (change,) = changes("“a” " * 50_000 + "b")
    assert [span.changed for span in change.before] == [True, False]


def test_what_of_a_page_was_not_extracted_is_listed() -> None:
    """The largest elements without a line of the article, by their names; what was extracted is not among them."""
    page = (
        f"<html><body><nav id='menu' class='a b'><a>Home</a></nav><article><p>{LONG * 3}</p><p>{LONG}No.</p></article>"
    )
    found = explain(Document(content=page + "<footer>Copyright</footer></body></html>"), Cleaner())
    assert [(one.element, one.lines) for one in found.left_out] == [
        ("nav#menu.a.b", ("Home",)),
        ("footer", ("Copyright",)),
    ]


def test_the_page_is_in_order(explained: Explanation) -> None:
    """All elements are closed, nothing runs and nothing is fetched; the same document gives the same bytes."""
    written = page_of(explained, EVIL)
    page = Page(written.decode())
    assert page.open == []
    assert {"script", "img", "iframe", "form"} & page.tags.keys() == set()
    assert [name for name in page.attributes if name.startswith("on") or name in ("src", "style", "tabindex")] == []
    assert [link for link in page.links if link and not link.startswith(("#", "data:,"))] == []
    assert page_of(explained, EVIL) == written


def test_the_guide_shows_what_the_command_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/explain.md's document is the one that its first console shows."""
    monkeypatch.chdir(tmp_path)
    guide = (ROOT / "docs" / "explain.md").read_text(encoding="utf-8")
    shown_ = list(commands(guide))
    kept = "\n".join(re.sub(r"^\[[\w/-]+: (.*)\]$", r"\1", line) for line in shown_[0][1].split("\n\n")[0].split("\n"))
    (tmp_path / "pier.txt").write_text(f"{kept}\n", encoding="utf-8")
    assert [(command, printed(command)) for command, _ in shown_] == shown_


def test_neighbours_tell_which_locator_it_was(rule_folder: RuleFolder) -> None:
    """Of several ways to find a title, the reason names the one whose neighbours are there."""
    before = '[[metadata.title]]\nafter = "Breaking"\nfinds = [{ text = "Breaking\\nRain", value = "Rain" }]\n'
    found = explain(Document(content=TEXT, outlet="times.example"), Cleaner(rules=rule_folder(before + RULES)))
    assert found.reasons[0] == REASONS["times.example/title"]


def test_an_untouched_document_has_a_page() -> None:
    """Nothing taken, nothing changed: the page says so."""
    page = Page(page_of(explain(Document(content="Rain fell."), Cleaner()), "a.txt").decode())
    assert (page.texts["pieces"], page.texts["share"], page.texts["changed-h"]) == (
        "0",
        "0.0%",
        "What normalizing changed",
    )
    assert page.texts["removed"].endswith("Nothing.")


def test_the_command_writes_the_page(rule_folder: RuleFolder, tmp_path: Path) -> None:
    """`explain --html` writes it and says so; without it the terminal gets the same reasons."""
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    given = ["explain", str(tmp_path / "a.txt"), "--rules", str(rule_folder(RULES)), "--outlet", "times.example"]
    written = CliRunner().invoke(cli, [*given, "--html", str(tmp_path / "a.html")])
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == f"{tmp_path / 'a.html'}: 7 removals explained\n"
    assert b"Explained: a.txt" in (tmp_path / "a.html").read_bytes()
    shown_ = CliRunner().invoke(cli, given).stdout
    assert [line for line in (f"{rule}: {reason}" for rule, reason in REASONS.items()) if line not in shown_] == []


MEASURE = """
const measured = [];
let waiting = frames.length;
const rgb = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
const luminance = (colour) => rgb(colour).map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
for (const frame of document.querySelectorAll("iframe")) frame.addEventListener("load", () => {
  const page = frame.contentDocument, window_ = frame.contentWindow;
  const all = (selector) => [...page.querySelectorAll(selector)];
  const style = (element) => window_.getComputedStyle(element);
  const ground = (element) => style(element).backgroundColor.startsWith("rgba(0, 0, 0, 0") && element.parentElement
    ? ground(element.parentElement) : style(element).backgroundColor;
  const contrast = (element) => {
    const [a, b] = [luminance(style(element).color), luminance(ground(element))];
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  };
  all("details").forEach((one) => { one.open = true; });
  const hidden = all("input").map((box) => {
    box.click();
    const found = all(".is-" + box.id.replace("show-", "")).map((one) => style(one).display);
    box.click();
    return found;
  });
  measured.push({
    width: window_.innerWidth, scroll: page.documentElement.scrollWidth, ground: ground(page.body),
    pieces: all("del.piece").map((one) => [one.dataset.rule, +one.dataset.start, +one.dataset.end,
      one.querySelector(".taken").textContent]),
    document: all("#document .text").map((one) => {
      const copy = one.cloneNode(true);
      copy.querySelectorAll(".label").forEach((label) => label.remove());
      return copy.textContent;
    })[0],
    figures: Object.fromEntries(all(".figures dd").map((one) => [one.id, one.textContent])),
    counts: Object.fromEntries(all(".kinds input").map((box) => [box.id, +box.parentElement.querySelector(".count").textContent])),
    reasons: all(".why .reason").map((one) => one.textContent), hidden,
    changed: all("#changed tbody tr").length,
    stops: all("a[href], input, summary").filter((one) => one.tabIndex === 0).map((one) => one.getAttribute("href") || one.id || one.tagName),
    landmarks: ["header", "nav[aria-label]", "main"].map((name) => all(name).length),
    unnamed: all("section").filter((one) => !page.getElementById(one.getAttribute("aria-labelledby"))).length,
    headings: all("h1, h2, h3").map((one) => one.tagName),
    weakest: Math.min(...all("a, p, td, th, dd, dt, .kind, .label, .taken, td del, td ins, h1, h2, summary").map(contrast)),
    struck: all(".taken").every((one) => style(one).textDecorationLine === "line-through"),
    scripts: page.scripts.length,
  });
  if (--waiting === 0) document.body.textContent = JSON.stringify(measured);
});
"""


@pytest.fixture(scope="module")
def browser() -> str:
    """A Chromium's path."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium is installed here; the standard library's parser checks the page above")
    return found


def seen(browser: str, explained: Explanation, folder: Path) -> list[dict[str, Any]]:
    """What a browser makes of the page: on a phone and on a desk by day, on a phone by night."""
    page = html.escape(page_of(explained, "a.txt").decode())
    frames = "".join(
        f'<iframe style="color-scheme: {scheme}" width="{width}" height="900" srcdoc="{page}"></iframe>'
        for width, scheme in ((390, "light"), (1200, "light"), (390, "dark"))
    )
    harness = folder / "harness.html"
    harness.write_text(f'<!doctype html><meta charset="utf-8"><body>{frames}<script>{MEASURE}</script>', "utf-8")
    dumped = browse(browser, folder / "profile", "--virtual-time-budget=10000", "--dump-dom", harness.as_uri())
    found = re.search(r"<body>(\[.*\])</body>", dumped, re.DOTALL)
    assert found, dumped[-500:]
    rows = orjson.loads(html.unescape(found[1]))
    return sorted(rows, key=lambda row: (row["ground"] != "rgb(255, 255, 255)", row["width"]))


def test_a_browser_shows_the_account(browser: str, explained: Explanation, tmp_path: Path) -> None:
    """Pieces, figures and reasons in the page are the record's; by day and night they can be read, and nothing sticks out."""
    rows = seen(browser, explained, tmp_path)
    assert [(row["width"], row["ground"]) for row in rows] == [(390, "rgb(255, 255, 255)"), (1200, "rgb(255, 255, 255)"), (390, "rgb(22, 22, 22)")]  # fmt: skip
    for row in rows:
        _check_account(row, explained)
        assert row["scroll"] <= row["width"]
        assert row["weakest"] >= 4.5  # WCAG 2.2, 1.4.3, AA
        assert (row["struck"], row["scripts"], row["unnamed"], row["landmarks"]) == (True, 0, 0, [1, 1, 1])
        assert row["headings"][:2] == ["H1", "H2"]


def _check_account(row: dict[str, Any], explained: Explanation) -> None:
    removed = sum(removal.end - removal.start for removal in explained.record.removed)
    taken = [piece for piece in pieces(explained.text, explained.record) if piece.removal]
    account = [
        [p.removal.rule, p.removal.start, p.removal.end, p.text.replace("\r\n", "\n")] for p in taken if p.removal
    ]
    assert row["pieces"] == account
    assert row["document"] == explained.text.replace("\r\n", "\n")
    assert row["reasons"] == list(explained.reasons)
    assert row["figures"]["pieces"] == str(len(account))
    assert row["figures"]["characters-removed"] == f"{removed:,}"
    assert row["figures"]["lines-changed"] == str(row["changed"]) == str(len(explained.changes))
    kinds = [removal.kind for removal in explained.record.removed]
    assert row["counts"] == {f"show-{kind}": kinds.count(kind) for kind in kinds}


def test_a_browser_goes_by_the_keyboard(browser: str, explained: Explanation, tmp_path: Path) -> None:
    """Tab reaches the boxes of the kinds, then each removal, then its reason; a box that is ticked off hides its kind."""
    row = seen(browser, explained, tmp_path)[0]
    numbers = range(1, len(explained.record.removed) + 1)
    wanted = ["show-related", *(f"#why-{number}" for number in numbers), *(f"#piece-{number}" for number in numbers)]
    assert row["stops"][0] == "#document"
    assert [stop for stop in row["stops"] if stop in wanted] == wanted
    assert row["stops"][-1] == "SUMMARY"
    assert {display for found in row["hidden"] for display in found} == {"none"}
    assert sum(map(len, row["hidden"])) == 2 * len(explained.record.removed)


def test_a_browser_prints_it(browser: str, explained: Explanation, tmp_path: Path) -> None:
    """Print gives a page or a few."""
    (tmp_path / "a.html").write_bytes(page_of(explained, "a.txt"))
    printed = tmp_path / "a.pdf"
    browse(browser, tmp_path / "profile", f"--print-to-pdf={printed}", (tmp_path / "a.html").as_uri())
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) <= 5
