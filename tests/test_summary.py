"""What a run counts: like reasons together, in a bounded space, and the same however the work was shared out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.batch.doubts import worst
from cleaner.batch.summary import OTHERS, UNKNOWN, Account, Summary, grouped
from cleaner.cli.ending import Ending, tell, tell_what_would_be_read
from cleaner.document import Removal
from cleaner.io.failure import Failure
from tests.reported import EMPTY


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    """One cleaner for all tests, because rules take a while to load."""
    return Cleaner()


@pytest.mark.parametrize(
    ("reason", "group"),
    [
        ("is too large: 2,001 bytes; the limit is 2,000", "is too large: N bytes"),
        ("took longer than 1.5 s; the limit is --time-limit", "took longer than N s"),
        ("cannot be cleaned: ValueError: 'x' is bad: y", "cannot be cleaned: ValueError"),
        ("its worker died: killed by signal 11 (SIGSEGV)", "its worker died: killed by signal N (SIGSEGV)"),
        ("is not a JSON object", "is not a JSON object"),
        ("x" * 500, "x" * 80),
        ("", ""),
    ],
)
def test_like_reasons_are_counted_together(reason: str, group: str) -> None:
    """What is particular to one document is no part of a group's name."""
    assert grouped(reason) == group


def test_a_summary_stays_small(cleaner: Cleaner) -> None:
    """Ten thousand hosts, reasons and failures take the room of a thousand, and every document is counted."""
    text, record = cleaner.trace(
        "Subscribe\nRain fell on the plain for three days, and the river rose above the bridge."
    )
    whole = Summary()
    for number in range(10_000):
        part = Summary()
        part.add(replace(record, outlet=f"host{number}.example", id=str(number)), text)
        part.fail(Failure(id="x", source="x", reason=f"cannot be read: {chr(0x4E00 + number)}"))
        whole.merge(part)
    assert (whole.documents, whole.failed, whole.failures) == (10_000, 10_000, [])
    assert len(whole.accounts) == 1_001
    assert whole.accounts[OTHERS].documents == 10_000 - 999
    assert len(whole.accounts["unknown"].reasons) == 101
    assert len(orjson.dumps(whole.as_dict())) < 1_500_000


def test_what_has_no_outlet_is_never_among_the_others() -> None:
    """However many outlets were met before it, a failure that nobody's URL explains stays in its own row."""
    whole = Summary()
    for number in range(1_200):
        part = Summary()
        part.fail(Failure(id="x", source="x", reason="is not JSON"), f"host{number}.example")
        whole.merge(part)
    part = Summary()
    part.fail(Failure(id="x", source="x", reason="cannot be read: x"))
    part.fail(Failure(id="x", source="x", reason="is not JSON"), "host0.example")
    whole.merge(part)
    counts = {outlet: whole.accounts[outlet].failed for outlet in (UNKNOWN, OTHERS, "host0.example")}
    assert counts == {UNKNOWN: 1, OTHERS: 200, "host0.example": 2}


@pytest.mark.parametrize("tell_it", ["told", "would be read"])
def test_the_heap_of_others_is_told_last(tell_it: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The table begins with the largest outlet, not with what is left of the small ones together."""
    accounts = {OTHERS: Account(documents=900), UNKNOWN: Account(documents=5), "a.example": Account(documents=7)}
    if tell_it == "told":
        tell(Summary(accounts), Ending(output="x", seconds=1.0, terminal=False, files={}), "text")
    else:
        tell_what_would_be_read(Summary(accounts), "text")
    said = capsys.readouterr().err
    places = [said.index(name) for name in ("a.example", UNKNOWN, OTHERS)]
    assert places == sorted(places)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=60), st.integers(1, 20))
def test_the_worst_of_parts_are_the_worst_of_all(drawn: list[tuple[int, int]], size: int) -> None:
    """How documents were shared out has no part in which of them a person is shown."""
    one = Summary()
    text, record = "x" * 10, EMPTY
    for number, (outlet, taken) in enumerate(drawn):
        removed = (Removal("a/b", "icons", 0, taken),)
        name = f"{outlet}.example"
        one.add(replace(record, id=str(number), outlet=name, text=text[taken:], removed=removed), text)
    every = [doubt for part in _parts(drawn, size) for doubt in part.doubts]
    assert worst(every) == one.doubts
    assert max(Counter(doubt.outlet for doubt in one.doubts).values(), default=0) <= 3
    assert [doubt.share for doubt in one.doubts] == sorted((doubt.share for doubt in one.doubts), reverse=True)


def _parts(drawn: list[tuple[int, int]], size: int) -> Iterator[Summary]:
    for start in range(0, len(drawn), size):
        part = Summary()
        for number, (outlet, taken) in enumerate(drawn[start : start + size], start):
            removed = (Removal("a/b", "icons", 0, taken),)
            part.add(
                replace(EMPTY, id=str(number), outlet=f"{outlet}.example", text="x" * (10 - taken), removed=removed),
                "x" * 10,
            )
        yield part


def test_long_texts_are_shortened(cleaner: Cleaner) -> None:
    """A document of a million characters is shown in a few thousand, before and after."""
    made = Summary()
    body = "\n".join(f"Rain fell on day {number} of the long year that nobody forgot." for number in range(20_000))
    text, record = cleaner.trace(f"Subscribe\n{body}")
    made.add(record, text)
    (doubt,) = made.doubts
    assert doubt.before[0] == ("Subscribe", "common/subscription-en")
    assert sum(len(piece) for piece, _ in doubt.before) < 3_000
    assert len(doubt.after) < 3_000
