"""The report and the manifest: their figures are those of the records, and nothing in a document gets out of hand."""

import html
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner import Cleaner, Record
from cleaner.batch.manifest import manifest_of
from cleaner.batch.report import report_of
from cleaner.batch.summary import OTHERS, Summary
from cleaner.batch.svg import Bar, bars, columns
from tests.reported import EVIL, PLAN, crawled, summarized, traced

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECTIONS = ("by-kind", "by-outlet", "by-share", "by-rule", "outlets", "flags", "reasons", "doubts")
VOID = {"meta", "link", "br"}


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    """One cleaner for all tests, because rules take a while to load."""
    return Cleaner()


@pytest.fixture(scope="module")
def records(cleaner: Cleaner) -> list[tuple[str, Record]]:
    """What a run has made."""
    return traced(cleaner)


@pytest.fixture(scope="module")
def summary(records: list[tuple[str, Record]]) -> Summary:
    """The summary of a run, hostile documents among its own."""
    return summarized(records)


class Page(HTMLParser):
    """A page as the standard library reads it: elements, texts by id, and whether all of it is in order."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.cells: list[list[str]] = []
        self.texts: dict[str, str] = {}
        self.inside: list[str | None] = []
        self.links: list[str | None] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)
        self.links.extend(value for name, value in attrs if name == "href")
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag not in VOID:
            self.open.append(tag)
            self.inside.append(dict(attrs).get("id"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        """Every end has its start."""
        assert self.open.pop() == tag
        self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Note text under every id that it is in."""
        for key in filter(None, self.inside):
            self.texts[key] = self.texts.get(key, "") + data
        if "tr" in self.open:
            self.cells[-1][-1] += data


def page_of(summary: Summary, cleaner: Cleaner) -> Page:
    """The report, read."""
    return Page(report_of(PLAN, cleaner, summary).decode())


def test_the_figures_are_those_of_the_records(records: list[tuple[str, Record]], cleaner: Cleaner) -> None:
    """What stands in the page can be counted from the records that the run wrote."""
    made = Summary()
    for text, record in records:
        made.add(record, text)
    page = page_of(made, cleaner)
    assert page.texts["documents"] == f"{len(records):,}"
    assert page.texts["failed"] == "0"
    assert page.texts["words_in"] == f"{sum(len(text.split()) for text, _ in records):,}"
    assert page.texts["words_out"] == f"{sum(len(record.text.split()) for _, record in records):,}"
    outlets = Counter(record.outlet or "unknown" for _, record in records)
    rows = {row[0]: row for row in page.cells if len(row) == 9}
    assert {outlet: row[1] for outlet, row in rows.items() if outlet != "outlet"} == {
        outlet: f"{count:,}" for outlet, count in outlets.items()
    }
    kinds: Counter[str] = Counter()
    for _, record in records:
        for removal in record.removed:
            kinds[removal.kind] += removal.end - removal.start
    shown = page.texts["by-kind"]
    assert [kind for kind, count in kinds.items() if f"{kind}{count:,}" not in shown] == []


def test_nothing_from_a_document_becomes_markup(summary: Summary, cleaner: Cleaner) -> None:
    """Whatever titles, ids, outlets, rules and reasons hold: no script, no image, no handler, all elements in order."""
    page = page_of(summary, cleaner)
    assert page.open == []
    assert {"script", "img", "iframe", "object", "form"} & page.tags.keys() == set()
    assert [name for name in page.attributes if name.startswith("on") or name in ("src", "style")] == []
    assert page.links == ["data:,", *(f"#{key}" for key in SECTIONS)]
    assert EVIL.replace("\x00", "\ufffd") in page.texts["doubts"]
    assert "\x00" not in report_of(PLAN, cleaner, summary).decode()


def test_the_page_fetches_nothing(summary: Summary, cleaner: Cleaner) -> None:
    """One file: no address in it is followed, and the page itself forbids it."""
    page = report_of(PLAN, cleaner, summary).decode()
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\';' in page
    assert re.findall(r"url\(|@import|https?://(?!www\.w3\.org)", page[: page.index("</head>")]) == []


def test_the_same_run_gives_the_same_bytes(records: list[tuple[str, Record]], cleaner: Cleaner) -> None:
    """However the work was shared out and the run interrupted: report and manifest stay the same."""
    parts = [Summary() for _ in range(0, len(records), 7)]
    whole, joined = Summary(), Summary()
    for number, (text, record) in enumerate(records):
        parts[number // 7].add(record, text)
        whole.add(record, text)
    for part in parts:
        joined = Summary.from_dict(orjson.loads(orjson.dumps(joined.as_dict())))
        joined.merge(part)
    for made in (report_of, manifest_of):
        assert made(PLAN, cleaner, joined) == made(PLAN, cleaner, whole)


def test_the_manifest_counts_what_the_report_counts(summary: Summary, cleaner: Cleaner) -> None:
    """JSON for machines: inputs, rules, versions, counts in all and by outlet."""
    manifest = orjson.loads(manifest_of(PLAN, cleaner, summary))
    assert list(manifest) == ["inputs", "output", "options", "rules", "versions", "counts", "outlets"]
    assert (manifest["output"], len(manifest["rules"])) == ("clean.jsonl", 64)
    assert manifest["options"]["quotes"] == "straight"
    assert manifest["counts"]["documents"] == sum(row["documents"] for row in manifest["outlets"].values())
    assert manifest["counts"]["reasons"]["is too large: N bytes"] == 1
    assert manifest["counts"]["removed"] == sum(manifest["counts"]["kinds"].values())


def test_an_empty_run_has_a_page(cleaner: Cleaner) -> None:
    """Nothing to show is shown as nothing, without a division by it."""
    page = page_of(Summary(), cleaner)
    assert (page.texts["documents"], page.texts["share"]) == ("0", "0.0%")


def test_a_crawl_of_many_outlets_can_be_read(cleaner: Cleaner) -> None:
    """Thirty outlets are in plain sight, the others a click away; what is a heap of many outlets is not their first."""
    written = report_of(PLAN, cleaner, crawled()).decode()
    plain, _, more = written.partition("<details>")
    outlets = [re.findall(r'<th scope="row">([^<]+\.example|other outlets)</th>', part) for part in (plain, more)]
    assert [len(part) for part in outlets] == [30, 971]
    assert "<summary>971 more</summary>" in more
    assert (outlets[0][0], outlets[1][-1]) == ("host900.example", OTHERS)


def test_every_section_can_be_jumped_to(summary: Summary, cleaner: Cleaner) -> None:
    """The links at the top lead to what is there, by its own name."""
    page = page_of(summary, cleaner)
    assert [page.texts[key][:4] for key in SECTIONS] == ["What", "Wher", "How ", "Rule", "Outl", "Flag", "Fail", "Look"]


def test_plots_are_drawn_to_scale() -> None:
    """A bar's width is its value's share of the longest bar; a column's height likewise."""
    drawn = bars("label", [Bar("a", "3", {"x": 1.0, "y": 2.0}), Bar("b", "1.5", {"x": 1.5})], {"x": "red", "y": "blue"})
    assert re.findall(r'<rect x="([\d.]+)%".*? width="([\d.]+)%"', drawn) == [
        ("0.000", "33.333"),
        ("33.333", "66.667"),
        ("0.000", "50.000"),
    ]
    heights = [float(height) for height in re.findall(r' height="([\d.]+)"><title>', columns("label", [4, 0, 2], ()))]
    assert heights == [140.0, 0.0, 70.0]
    assert ' height="1.00"><title>1<' in columns("label", [1_000_000, 1], ())


MEASURE = """
const measured = [];
let waiting = frames.length;
for (const frame of document.querySelectorAll("iframe")) frame.addEventListener("load", () => {
  const page = frame.contentDocument, width = frame.contentWindow.innerWidth;
  const box = (selector) => page.querySelector(selector).getBoundingClientRect();
  const sides = [...page.querySelector(".sides").children].map((side) => side.getBoundingClientRect().top);
  measured.push({
    width, scroll: page.documentElement.scrollWidth, documents: page.getElementById("documents").textContent,
    failed: page.getElementById("failed").textContent, rows: page.querySelectorAll("#outlets tbody tr").length,
    bars: [...page.querySelectorAll("#by-kind rect")].map((bar) => bar.getBoundingClientRect().width),
    plot: box("#by-kind svg").width, text: parseFloat(frame.contentWindow.getComputedStyle(
      page.querySelector("#by-kind text")).fontSize),
    shown: [...page.querySelectorAll("#by-share text")].filter((text) => text.getBoundingClientRect().width > 0)
      .map((text) => text.textContent),
    tallest: Math.max(...[...page.querySelectorAll(".text")].map((text) => text.getBoundingClientRect().height)),
    stacked: sides[0] !== sides[1], scripts: page.scripts.length, attacked: "attacked" in window,
  });
  if (--waiting === 0) document.body.textContent = JSON.stringify(measured.sort((a, b) => a.width - b.width));
});
"""


@pytest.fixture(scope="module")
def browser() -> str:
    """A Chromium's path."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium is installed here; the standard library's parser checks the same figures above")
    return found


def browse(browser: str, profile: Path, *arguments: str) -> str:
    """Run a browser without a window and without a net."""
    quiet = ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", *quiet]
    command += [f"--user-data-dir={profile}", *arguments]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)  # noqa: S603  a browser of this machine
    return done.stdout.decode()


def test_a_browser_shows_the_figures(browser: str, summary: Summary, cleaner: Cleaner, tmp_path: Path) -> None:
    """At the width of a phone and of a desk: the figures stand there, nothing sticks out, and bars are to scale."""
    page = html.escape(report_of(PLAN, cleaner, summary).decode())
    frames = "".join(f'<iframe width="{width}" height="900" srcdoc="{page}"></iframe>' for width in (360, 1200))
    harness = tmp_path / "harness.html"
    harness.write_text(f'<!doctype html><meta charset="utf-8"><body>{frames}<script>{MEASURE}</script>', "utf-8")
    dumped = browse(browser, tmp_path / "profile", "--virtual-time-budget=10000", "--dump-dom", harness.as_uri())
    found = re.search(r"<body>(\[.*\])</body>", dumped, re.DOTALL)
    assert found, dumped[-500:]
    phone, desk = orjson.loads(html.unescape(found[1]))
    kinds = sorted(summary.total.kinds.values(), reverse=True)
    for seen in (phone, desk):
        _check_seen(seen, summary)
        assert seen["bars"] == pytest.approx([seen["plot"] * count / kinds[0] for count in kinds], abs=1)
    assert (phone["stacked"], desk["stacked"]) == (True, False)
    assert phone["shown"] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert {"0 %", "100 %", f"{summary.total.shares[0]:,}"} <= set(desk["shown"])


def _check_seen(seen: dict[str, Any], summary: Summary) -> None:
    assert seen["scroll"] <= seen["width"]
    assert (seen["documents"], seen["failed"]) == (f"{summary.documents:,}", f"{summary.failed:,}")
    assert seen["rows"] == len(summary.accounts)
    assert seen["text"] >= 12
    assert 50 < seen["tallest"] < 700
    assert (seen["scripts"], seen["attacked"]) == (0, False)


def test_a_browser_prints_it(browser: str, summary: Summary, cleaner: Cleaner, tmp_path: Path) -> None:
    """Print gives a document of a few pages."""
    assert 2 <= pages_of(report_of(PLAN, cleaner, summary), browser, tmp_path) <= 20


def test_a_browser_prints_a_crawl(browser: str, cleaner: Cleaner, tmp_path: Path) -> None:
    """A thousand outlets are no reason to print a book."""
    assert 2 <= pages_of(report_of(PLAN, cleaner, crawled()), browser, tmp_path) <= 5


def pages_of(page: bytes, browser: str, folder: Path) -> int:
    """How many pages a printer would print."""
    (folder / "report.html").write_bytes(page)
    printed = folder / "report.pdf"
    browse(browser, folder / "profile", f"--print-to-pdf={printed}", (folder / "report.html").as_uri())
    assert printed.read_bytes().startswith(b"%PDF-")
    return len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
