"""The page of `cleaner rules coverage`: its figures are those of the counts, and it can be read anywhere."""

import html
import re
from collections import Counter
from pathlib import Path

import orjson
import pytest

from cleaner.workshop.coverage import Alarm, Coverage, alarms_of, gather
from cleaner.workshop.coverage.counts import Extreme, Line, OutletCounts, Signal
from cleaner.workshop.coverage.page import page_of
from cleaner.workshop.coverage.plot import months_of, spark
from tests.invented import HOST, cleaner_for, documents, pages
from tests.reported import EVIL
from tests.test_report import Page, browse, browser, pages_of  # noqa: F401  browser is a fixture


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """Texts and pages of one outlet whose template changed, and an outlet that attacks the page."""
    cleaner = cleaner_for(tmp_path_factory.mktemp("own") / "rules")
    made = gather([*documents(1, changed_from="2024-01"), *pages(1, per_month=2)], cleaner)
    evil = made.outlet(EVIL)
    evil.base("documents")["2024-01"] = 30
    evil.sampled["2024-01"] = 30
    evil.signal(f"x/{EVIL}").seen["2024-01"] = 9
    evil.signal(f"y/{EVIL}")
    evil.lines[EVIL] = Line(Counter({"2024-01": 9}))
    evil.shares.update({10: 29, 900: 1})
    evil.keep_extremes([Extreme(900, 10, EVIL)])
    return made


@pytest.fixture(scope="module")
def alarms(found: Coverage) -> list[Alarm]:
    """Its alarms."""
    return alarms_of(found)


def test_the_figures_are_those_of_the_counts(found: Coverage, alarms: list[Alarm]) -> None:
    """Alarms word for word, and each rule with its documents and its share."""
    page = Page(page_of(found, alarms).decode())
    assert (page.texts["documents"], page.texts["alarm-count"]) == (f"{found.documents:,}", f"{len(alarms)}")
    assert [str(alarm) for alarm in alarms if str(alarm) not in page.texts["alarms"]] == []
    assert alarms
    counts = found.outlets[HOST]
    rows = {row[0]: row[1:3] for row in page.cells if len(row) == 4}
    for name, signal in counts.signals.items():
        if signal.seen:
            assert rows[name] == [f"{signal.documents:,}", f"{signal.documents / counts.of(signal):.1%}"]
    assert f"{HOST}/old-banner" in page.texts["outlet-0"]


def test_nothing_from_a_corpus_becomes_markup(found: Coverage, alarms: list[Alarm]) -> None:
    """Outlets, rules, lines and ids may hold anything: no script, no image, no handler, and all elements in order."""
    page = Page(page_of(found, alarms).decode())
    assert page.open == []
    assert {"script", "img", "iframe", "object", "form"} & page.tags.keys() == set()
    assert [name for name in page.attributes if name.startswith("on") or name in ("src", "style")] == []
    assert page.texts["outlet-1"].count(EVIL.replace("\x00", "\ufffd")) == 5
    assert "default-src 'none';" in page_of(found, alarms).decode()


def test_links_lead_to_what_is_there(found: Coverage, alarms: list[Alarm]) -> None:
    """Each outlet of the overview is a link to its tables."""
    page = Page(page_of(found, alarms).decode())
    assert page.links == ["data:,", "#outlet-0", "#outlet-1"]
    assert {"outlet-0", "outlet-1"} <= page.texts.keys()


def test_a_page_of_many_outlets_is_bounded() -> None:
    """Thirty outlets have tables, a hundred are named, the others counted."""
    outlets = {f"h{n}.example": OutletCounts(bases={"documents": Counter({"2024-01": n + 1})}) for n in range(150)}
    page = page_of(Coverage(outlets=outlets), []).decode()
    assert (page.count('class="outlet"'), page.count(".example</")) == (30, 130)
    assert "and 50 more" in page


def test_a_plot_is_to_scale() -> None:
    """A column is as high as the rate, a month without documents is a gap, and what came after a change has its colour."""
    counts = OutletCounts(bases={"documents": Counter({"2023-11": 4, "2024-01": 8, "2024-02": 8, "": 5})})
    signal = Signal("rule", "documents", Counter({"2023-11": 4, "2024-01": 4}))
    assert months_of(counts) == ["2023-11", "2023-12", "2024-01", "2024-02"]
    drawn = spark(counts, signal, "2024-01")
    assert 'viewBox="0 0 4 28"' in drawn
    assert '<path class="rate" d="M0 28v-28.0h.9V28z"/>' in drawn
    assert '<path class="since" d="M2 28v-14.0h.9V28zM3 28v-0.0h.9V28z"/>' in drawn
    assert 'aria-label="2023-11: 100%; 2024-02: 0%"' in drawn
    assert spark(OutletCounts(), signal, None) == ""


MEASURE = """
const measured = [];
let waiting = frames.length;
for (const frame of document.querySelectorAll("iframe")) frame.addEventListener("load", () => {
  const page = frame.contentDocument, width = frame.contentWindow.innerWidth;
  const plots = [...page.querySelectorAll("#outlet-0 .spark")].map((plot) => plot.getBoundingClientRect());
  const wide = [...page.querySelectorAll(".wide")];
  measured.push({
    width, scroll: page.documentElement.scrollWidth, documents: page.getElementById("documents").textContent,
    alarms: page.querySelectorAll("#alarms li").length, marked: page.querySelectorAll("tr.alarmed").length,
    plots: plots.length, flat: plots.filter((plot) => plot.width < 100 || plot.height !== 28).length,
    unreached: wide.filter((region) => region.tabIndex !== 0 || !region.getAttribute("aria-label")).length,
    unlabelled: page.querySelectorAll("svg:not([aria-label])").length,
    text: parseFloat(frame.contentWindow.getComputedStyle(page.querySelector("td")).fontSize),
    scripts: page.scripts.length, attacked: "attacked" in window,
  });
  if (--waiting === 0) document.body.textContent = JSON.stringify(measured.sort((a, b) => a.width - b.width));
});
"""


def test_a_browser_shows_it(browser: str, found: Coverage, alarms: list[Alarm], tmp_path: Path) -> None:  # noqa: F811
    """On a phone and on a desk: nothing sticks out, plots have their size, tables can be reached by the keyboard."""
    page = html.escape(page_of(found, alarms).decode())
    frames = "".join(f'<iframe width="{width}" height="900" srcdoc="{page}"></iframe>' for width in (360, 1200))
    harness = tmp_path / "harness.html"
    harness.write_text(f'<!doctype html><meta charset="utf-8"><body>{frames}<script>{MEASURE}</script>', "utf-8")
    dumped = browse(browser, tmp_path / "profile", "--virtual-time-budget=10000", "--dump-dom", harness.as_uri())
    shown = re.search(r"<body>(\[.*\])</body>", dumped, re.DOTALL)
    assert shown, dumped[-500:]
    fired = sum(bool(signal.seen) for signal in found.outlets[HOST].signals.values())
    for seen in orjson.loads(html.unescape(shown[1])):
        assert seen["scroll"] <= seen["width"]
        assert seen["documents"] == f"{found.documents:,}"
        assert (seen["alarms"], seen["marked"]) == (len(alarms), len(alarms))
        assert (seen["plots"], seen["flat"], seen["unreached"], seen["unlabelled"]) == (fired, 0, 0, 0)
        assert seen["text"] >= 12
        assert (seen["scripts"], seen["attacked"]) == (0, False)


def test_a_browser_prints_it(browser: str, found: Coverage, alarms: list[Alarm], tmp_path: Path) -> None:  # noqa: F811
    """Two outlets are a few pages."""
    assert 1 <= pages_of(page_of(found, alarms), browser, tmp_path) <= 6
