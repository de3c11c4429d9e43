"""The item pipeline of Scrapy: items of every kind leave clean, what fails keeps what it has."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

import orjson
import pytest

from cleaner import Cleaner, CleanerError

pytestmark = pytest.mark.engines
pytest.importorskip("scrapy")

import scrapy  # noqa: E402
from scrapy.exceptions import DropItem  # noqa: E402
from scrapy.utils.test import get_crawler  # noqa: E402

from cleaner.adapters.rows import KEYS, RowCleaner  # noqa: E402
from cleaner.adapters.scrapy import CleanPipeline  # noqa: E402

BODY = "<p>Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday.</p>" * 3
PAGE = f"<html><head><title>Rain</title></head><body><nav><a href=/>Home</a></nav><article><h1>Rain</h1>{BODY}</article></body></html>"
TEXT = Cleaner().clean(PAGE).text
NEITHER = 'has neither "html" nor "text"'


@dataclass
class Article:
    """An item with few fields."""

    html: str | None
    text: str | None = None
    title: str | None = "from the spider"


class Page(scrapy.Item):  # type: ignore[misc]
    """An item as Scrapy has always had them."""

    body = scrapy.Field()
    text = scrapy.Field()
    removed = scrapy.Field()


@pytest.fixture(scope="module")
def rows() -> RowCleaner:
    """With the built-in rules, loaded once."""
    return RowCleaner()


def test_a_dict_gets_the_record(rows: RowCleaner) -> None:
    """All keys that have a value; its own id and what else it holds stay."""
    item = {"id": 7, "html": PAGE, "url": "https://www.rferl.org/a/1.html", "depth": 2}
    made = CleanPipeline(rows).process_item(item)
    assert made is item
    record = Cleaner().clean(PAGE, url=item["url"]).as_dict()
    expected = {key: value for key, value in record.items() if value is not None}
    assert made == {**expected, "id": 7, "html": PAGE, "depth": 2}


def test_items_with_fields_get_those_they_have(rows: RowCleaner) -> None:
    """Dataclasses and Scrapy's own; what the record does not know replaces nothing."""
    pipeline = CleanPipeline(rows)
    assert pipeline.process_item(Article(html=PAGE)).text == TEXT
    assert pipeline.process_item(Article(html="<p>Rain fell.</p>")).title == "from the spider"
    page = pipeline.process_item(Page(body=PAGE.encode()))
    assert (page["text"], sorted(page)) == (TEXT, ["body", "removed", "text"])


def test_a_body_may_be_a_page_or_a_text(rows: RowCleaner) -> None:
    """A response's body is looked at; a text's lines stay lines."""
    made = [CleanPipeline(rows).process_item({"body": body}) for body in (PAGE, "Rain fell.\n\nSnow fell.")]
    assert [(item["format"], item["text"]) for item in made] == [("html", TEXT), ("text", "Rain fell.\n\nSnow fell.")]


def test_what_fails_keeps_what_it_has(rows: RowCleaner) -> None:
    """With the reason as its error where it has a place for one, or it is dropped where that is asked for."""
    assert CleanPipeline(rows).process_item({"url": "x", "html": None}) == {"url": "x", "html": None, "error": NEITHER}
    assert CleanPipeline(rows).process_item(Article(html=None)) == Article(html=None)
    with pytest.raises(DropItem, match=f"^{NEITHER}$"):
        CleanPipeline(rows, drop_failed=True).process_item({"url": "x"})


def test_settings(rule_folder: Any) -> None:
    """Rules, the outlet, the names of fields in and out, and counts in the crawler's statistics."""
    folder = rule_folder('[[drop]]\nid = "ad"\nkind = "advert"\nlines = ["Buy rain"]\ndrops = ["Buy rain"]\n')
    crawler = get_crawler(
        settings_dict={
            "CLEANER_RULES": str(folder),
            "CLEANER_OUTLET": "times.example",
            "CLEANER_FIELDS": {"text": "raw"},
            "CLEANER_OUTPUT": {"text": "article"},
            "CLEANER_DROP_FAILED": True,
        }
    )
    if crawler.stats is None:
        crawler.stats = scrapy.statscollectors.MemoryStatsCollector(crawler)
    pipeline = CleanPipeline.from_crawler(crawler)
    made = pipeline.process_item({"raw": "Rain fell.\nBuy rain"})
    assert (made["article"], made["raw"], "text" in made) == ("Rain fell.", "Rain fell.\nBuy rain", False)
    with pytest.raises(DropItem):
        pipeline.process_item({})
    counted = {name: count for name, count in crawler.stats.get_stats().items() if name.startswith("cleaner/")}
    assert counted == {"cleaner/cleaned": 1, "cleaner/failed": 1, "cleaner/removed/advert": 1}


def test_an_unknown_field_is_refused() -> None:
    """A setting with a typing error is one line."""
    with pytest.raises(
        CleanerError,
        match=r"^CLEANER_FIELDS: names a field that is not known; known are text, html, id, url, outlet, date$",
    ):
        CleanPipeline.from_crawler(get_crawler(settings_dict={"CLEANER_FIELDS": {"txt": "raw"}}))


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A site of one page."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "rain.html").write_text(PAGE, encoding="utf-8")
    with HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


SPIDER = """
import scrapy

class Spider(scrapy.Spider):
    name = "rain"
    start_urls = ["{site}/rain.html"]
    custom_settings = {{"ITEM_PIPELINES": {{"cleaner.adapters.scrapy.CleanPipeline": 300}}}}

    def parse(self, response):
        yield {{"id": 1, "url": response.url, "body": response.text}}
        yield {{"id": 2, "url": response.url}}
"""


def test_a_crawl(site: str, tmp_path: Path) -> None:
    """A spider that names the pipeline writes clean items, and the one that failed with its reason."""
    (tmp_path / "spider.py").write_text(SPIDER.format(site=site), encoding="utf-8")
    command = [sys.executable, "-m", "scrapy", "runspider", "spider.py", "-o", "items.jsonl"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120)  # noqa: S603  our own command
    items = [orjson.loads(line) for line in (tmp_path / "items.jsonl").read_bytes().splitlines()]
    assert [item.get("text") for item in items] == [TEXT, None]
    assert items[1] == {"id": 2, "url": f"{site}/rain.html", "error": NEITHER}
    assert set(items[0]) <= {*KEYS, "body"}
    assert "'cleaner/cleaned': 1" in done.stderr
