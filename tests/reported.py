"""What the tests of the report have in common: records, hostile ones among them, and what runs have made of them."""

from dataclasses import replace

from cleaner import Cleaner, Document, Record
from cleaner.batch.plan import Plan
from cleaner.batch.summary import Summary
from cleaner.document import Removal
from cleaner.io.failure import Failure
from tests.conftest import FIXTURES

__all__ = ["EMPTY", "EVIL", "PLAN", "crawled", "summarized", "traced"]

EVIL = '</title></style></svg><script>alert("1")</script><img src=x onerror=alert(1)>&amp;\x00\u202e'
PLAN = Plan(inputs=["in", EVIL], output="/somewhere/clean.jsonl")
EMPTY = Record(
    id=None, outlet=None, url=None, title=None, authors=(), date=None, language=None, text="", description=None,
    source=None, format="text", encoding=None, removed=(), flags=(), rules="",
)  # fmt: skip


def traced(cleaner: Cleaner) -> list[tuple[str, Record]]:
    """The texts and records of the shipped documents."""
    paths = sorted((FIXTURES / "inbox").glob("*.[th]*")) + sorted((FIXTURES / "articles").glob("r*/*/document.*"))
    assert len(paths) > 20
    return [
        cleaner.trace(Document(content=path.read_bytes(), id=path.as_posix().removeprefix(str(FIXTURES))))
        for path in paths
        if path.suffix != ".gz"
    ]


def summarized(records: list[tuple[str, Record]]) -> Summary:
    """The summary of a run with two failures and a hostile document."""
    made = Summary()
    for text, record in records:
        made.add(record, text)
    made.add(*_hostile(records[0][1]))
    made.fail(Failure(id="x", source=EVIL, reason=f"cannot be read: {EVIL}"), EVIL)
    made.fail(Failure(id="y", source="y", reason="is too large: 2,001 bytes; the limit is 2,000"))
    return made


def _hostile(record: Record) -> tuple[Record, str]:
    """A record whose every word attacks the page, and its text."""
    text = f"{EVIL}\n{EVIL}"
    removed = (Removal("x/" + EVIL, "icons", 0, len(text) - 3),)
    flags = ("empty", EVIL)
    return replace(
        record, id=EVIL, title=EVIL, outlet=EVIL, source=EVIL, text=EVIL[:3], removed=removed, flags=flags
    ), text


def crawled() -> Summary:
    """The summary of a crawl of 1,500 hosts, the later ones with more documents."""
    made = Summary()
    for number in range(1_500):
        for _ in range(1 + number // 100):
            made.add(replace(EMPTY, outlet=f"host{number}.example", text="Rain fell."), "Rain fell.")
    return made
