"""Which documents a run takes: --limit, --sample, --only and --dry-run, and where it goes on after any of them."""

import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from cleaner import Cleaner, CleanerError, Document
from cleaner.batch import glance
from cleaner.batch.glance import outlet_of
from cleaner.batch.mark import Mark
from cleaner.batch.plan import Plan
from cleaner.batch.reading import Reading, sampled
from cleaner.batch.run import run
from cleaner.decode import Decoded, decode
from cleaner.io.readers import Failure, Source, find, read_item

HOSTS = ["https://www.rferl.org/a/1", "https://times.example/1", None]


class Watcher:
    """Remembers what a run says."""

    def __init__(self) -> None:
        """Nothing has been said."""
        self.failures: list[Failure] = []
        self.done = 0

    def begin(self, sources: Sequence[Source | Failure], mark: Mark) -> None:  # noqa: ARG002  the protocol's
        """Count what was done before."""
        self.done = mark.done

    def advance(self, documents: int, failures: int, mark: Mark) -> None:  # noqa: ARG002  the protocol's
        """Count what is done now."""
        self.done += documents + failures

    def failed(self, failure: Failure) -> None:
        """Keep it."""
        self.failures.append(failure)


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    """The built-in rules."""
    return Cleaner()


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Two files with thirty rows each: ten of a known outlet, ten of an unknown one, ten of none; one is no row."""
    for name in ("a", "b"):
        rows = [
            f'{{"id": "{name}{n}", "text": "Rain fell.", "url": {f"{chr(34)}{url}{chr(34)}" if url else "null"}}}'
            for n in range(10)
            for url in HOSTS
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join([*rows[:4], "no row", *rows[4:]]))
    return Plan(inputs=[str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")], output=str(tmp_path / "out.jsonl"))


def taken(plan: Plan, cleaner: Cleaner, mark: Mark | None = None) -> list[str]:
    """The ids of the documents that a plan takes after a mark; of failures, their source's last part."""
    reading = Reading(plan, find(plan.inputs), cleaner)
    chosen = sampled(plan, Reading(plan, find(plan.inputs), cleaner))
    return [str(read_item(item).id).rpartition("/")[2] for item in reading.documents(mark or Mark(), chosen)]


def test_all_are_taken_by_default(plan: Plan, cleaner: Cleaner) -> None:
    """Every row in its order, and what is no row in its place."""
    ids = taken(plan, cleaner)
    assert len(ids) == 62
    assert ids[3:6] == ["a1", "a.jsonl:5", "a1"]


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (40, 40), (62, 62), (99, 62)])
def test_limit_takes_the_first(limit: int, count: int, plan: Plan, cleaner: Cleaner) -> None:
    """So many and no more, across files, failures among them."""
    assert taken(replace(plan, limit=limit), cleaner) == taken(plan, cleaner)[:count]


@pytest.mark.parametrize("sample", [0, 1, 20, 62, 99])
def test_a_sample_is_always_the_same_and_in_order(sample: int, plan: Plan, cleaner: Cleaner) -> None:
    """Exactly so many, spread over the input; a larger sample holds a smaller one."""
    orders = sampled(replace(plan, sample=sample), Reading(plan, find(plan.inputs), cleaner))
    more = sampled(replace(plan, sample=sample + 5), Reading(plan, find(plan.inputs), cleaner))
    assert orders is not None
    assert more is not None
    assert len(orders) == len(taken(replace(plan, sample=sample), cleaner)) == min(sample, 62)
    assert orders <= more
    assert sample != 20 or (min(orders) < 20 and max(orders) > 42)


def test_only_takes_an_outlet_s(plan: Plan, cleaner: Cleaner) -> None:
    """By the URL of the row, whatever its rule file is called; what cannot be read is still reported."""
    for host in ("rferl.org", "www.rferl.org", "times.example"):
        ids = taken(replace(plan, only=host), cleaner)
        assert [name for name in ids if ":" not in name] == [f"{file}{n}" for file in "ab" for n in range(10)]
        assert [name for name in ids if ":" in name] == ["a.jsonl:5", "b.jsonl:5"]


@pytest.mark.parametrize(
    "changes", [{}, {"limit": 45}, {"sample": 20}, {"only": "rferl.org", "limit": 15, "sample": 7}]
)
def test_any_mark_is_a_place_to_go_on_from(changes: dict[str, object], plan: Plan, cleaner: Cleaner) -> None:
    """After however many documents: what follows is what would have followed."""
    plan = replace(plan, **changes)  # type: ignore[arg-type]
    whole = taken(plan, cleaner)
    for count in range(len(whole) + 1):
        reading = Reading(plan, find(plan.inputs), cleaner)
        chosen = sampled(plan, Reading(plan, find(plan.inputs), cleaner))
        for _ in zip(range(count), reading.documents(Mark(), chosen), strict=False):
            reading.advance(1)
        assert reading.mark.done == count
        assert taken(plan, cleaner, Mark.from_dict(reading.mark.as_dict())) == whole[count:]


def test_a_dry_run_only_counts(plan: Plan, cleaner: Cleaner, tmp_path: Path) -> None:
    """How many there are, by the outlet that their row says, and what could not be read; nothing is written."""
    before = sorted(path.name for path in tmp_path.iterdir())
    watcher = Watcher()
    summary = run(replace(plan, dry_run=True), cleaner, watcher)
    counts = {outlet: account.documents for outlet, account in summary.accounts.items()}
    assert counts == {"rferl.org": 20, "times.example": 20, "unknown": 20}
    assert (summary.failed, watcher.done, len(watcher.failures)) == (2, 62, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"inputs": ["-"], "sample": 3}, "-: standard input is read once, and a sample takes two readings; give a file or a folder"),
        ({"output": "-", "shard": 3}, "-: standard output is one stream; give a file to have it in shards"),
        ({"report": "none/r.html"}, "none/r.html: its folder does not exist; make it first"),
        ({"manifest": "none/m.json"}, "none/m.json: its folder does not exist; make it first"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(changes: dict[str, object], message: str, plan: Plan, cleaner: Cleaner) -> None:
    """Before anything is read, in one line."""
    with pytest.raises(CleanerError) as refused:
        run(replace(plan, **changes), cleaner, Watcher())  # type: ignore[arg-type]
    assert str(refused.value) == message


RULES = """name = "The Example Times"
hosts = ["times.example"]
[recognize]
lines = ["Read the paper's own edition"]
patterns = ['© \\d{4} The Example Times']
"""
RAIN = "Rain fell on the plain for three days, and the river rose above the bridge before dawn.\n"
FOOT = "© 2024 The Example Times\n"
PAGE = f"<html><head>{{}}</head><body><article><p>{RAIN * 5}</p></article></body></html>"
HERE = '<link rel="canonical" href="https://www.times.example/1">'
# What a document is, and whether it gives away that it is from times.example.
GLANCED: dict[str, tuple[Document, str | None]] = {
    "a line": (Document(content=f"{RAIN}Read the paper\u2019s own edition\n"), "times.example"),
    "a pattern in bytes": (Document(content=(RAIN + FOOT).encode()), "times.example"),
    "in another encoding": (Document(content=(RAIN + FOOT).encode("utf-16")), "times.example"),
    "with the wrong charset": (Document(content=(RAIN + FOOT).encode(), charset="latin-1"), "times.example"),
    "as mojibake": (Document(content=(RAIN * 9 + FOOT).encode().decode("latin-1")), "times.example"),
    "at the end of a long text": (Document(content=RAIN * 9_000 + FOOT), "times.example"),
    "at the end of long UTF-16": (Document(content=(RAIN * 9_000 + FOOT).encode("utf-16-be")), "times.example"),
    "a page's link": (Document(content=PAGE.format(HERE)), "times.example"),
    "a page's link in bytes": (Document(content=PAGE.format(HERE).encode(), format="html"), "times.example"),
    "after a long script": (Document(content=PAGE.format(f"<script>{'x' * 300_000}</script>{HERE}")), "times.example"),
    "of a fragment": (Document(content=f"{HERE}<p>{RAIN}</p>"), "times.example"),
    "elsewhere": (Document(content=PAGE.format(HERE.replace("times.", "other."))), "other.example"),
    "a page as text": (Document(content=PAGE.format(HERE), format="text"), None),
    "a page's own URL": (Document(content=PAGE.format(HERE), url="https://other.example/1"), "other.example"),
    "a text's own URL": (Document(content=RAIN + FOOT, url="https://other.example/1"), "other.example"),
    "a row's outlet": (Document(content=RAIN, outlet="times.example", url="https://other.example/1"), "times.example"),
    "a row's label": (Document(content=RAIN, outlet="uk/times"), "uk/times"),
    "a label and a line": (Document(content=RAIN + FOOT, outlet="uk/times"), "times.example"),
    "a part of a line": (Document(content=f"He read: {FOOT}{RAIN}"), None),
    "a broken address": (Document(content=PAGE.format(HERE).replace("https://www.", "http://[")), None),
    "nothing": (Document(content=""), None),
    "no text": (Document(content=b"\xff\xfe\x00"), None),
    "no page": (Document(content=b"", format="html"), None),
}


@pytest.fixture(scope="module")
def times(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    """The built-in rules and those of an invented outlet."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "times.example.toml").write_text(RULES)
    return Cleaner(rules=folder)


@pytest.mark.parametrize("name", GLANCED)
def test_a_glance_tells_what_the_record_will(name: str, times: Cleaner) -> None:
    """Whatever a document is known by, what is seen before it is cleaned is what its record says."""
    document, outlet = GLANCED[name]
    assert outlet_of(document, times) == outlet
    assert times.clean(document).outlet == outlet


def test_what_the_user_says_goes_first(times: Cleaner) -> None:
    """With --outlet nothing is looked at, as nothing is when it is cleaned."""
    for document, _ in GLANCED.values():
        assert outlet_of(document, times, "rferl.org") == times.clean(document, outlet="rferl.org").outlet


def test_a_glance_is_short(times: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """However large a document, no more of it is decoded, parsed or normalized than its ends."""
    lengths: list[int] = []

    def decoded(content: bytes, charset: str | None) -> Decoded:
        lengths.append(len(content))
        return decode(content, charset)

    monkeypatch.setattr(glance, "decode", decoded)
    for content in (b"<html><p>" * 1_000_000, b"Rain. " * 1_000_000, b"Rain.\r" * 1_000_000, bytes(6_000_000)):
        assert outlet_of(Document(content=content), times) is None
    assert max(lengths) == 1_000_000
    assert sorted(lengths)[:3] == [200_000] * 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files without a word about their outlet beside what they hold: two of times.example, three of others."""
    files = tmp_path / "files"
    files.mkdir()
    pages = {"a.html": PAGE.format(HERE), "b.txt": RAIN, "c.txt": RAIN + FOOT, "d.html": PAGE.format("")}
    for name, content in {**pages, "e.html": PAGE.format(HERE.replace("times", "other"))}.items():
        (files / name).write_text(content, encoding="utf-8")
    return files


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({}, ["a", "c"]),
        ({"limit": 1}, ["a"]),
        ({"limit": 2}, ["a", "c"]),
        ({"sample": 1}, ["c"]),
        ({"sample": 9}, ["a", "c"]),
        ({"only": "other.example"}, ["e"]),
        ({"only": "https://www.times.example/", "outlet": "times.example"}, ["a", "b", "c", "d", "e"]),
    ],
)
def test_only_looks_into_files(changes: dict[str, object], ids: list[str], folder: Path, times: Cleaner) -> None:
    """A folder of pages and texts: its own are taken, and counted before --limit and --sample choose among them."""
    plan = replace(Plan(inputs=[str(folder)], output="-", only="times.example"), **changes)  # type: ignore[arg-type]
    whole = taken(plan, times)
    assert whole == ids
    for count in range(len(whole) + 1):
        reading = Reading(plan, find(plan.inputs), times)
        chosen = sampled(plan, Reading(plan, find(plan.inputs), times))
        for _ in zip(range(count), reading.documents(Mark(), chosen), strict=False):
            reading.advance(1)
        assert taken(plan, times, reading.mark) == whole[count:]


def test_a_dry_run_counts_what_is_taken(folder: Path, times: Cleaner) -> None:
    """With --only those that would be cleaned, without it all by what they give away."""
    plan = Plan(inputs=[str(folder)], output="-", dry_run=True)
    for only, counts in (
        ("times.example", {"times.example": 2}),
        (None, {"times.example": 2, "other.example": 1, "unknown": 2}),
    ):
        summary = run(replace(plan, only=only), times, Watcher())
        assert {outlet: account.documents for outlet, account in summary.accounts.items()} == counts


@pytest.mark.parametrize(
    ("only", "reason"),
    [
        ("rferl.org", "no document is from rferl.org; --dry-run without --only counts them by outlet"),
        (None, "holds no documents"),
    ],
)
def test_nothing_taken_says_why(only: str | None, reason: str, folder: Path, times: Cleaner) -> None:
    """Documents of other outlets are told from no documents at all."""
    inputs = [str(folder)]
    if not only:
        (folder / "rows.jsonl").write_text("\n")
        inputs = [str(folder / "rows.jsonl")]
    for output in ("-", str(folder.parent / "out.jsonl")):
        with pytest.raises(CleanerError) as refused:
            run(Plan(inputs=inputs, output=output, only=only), times, Watcher())
        assert str(refused.value) == f"{inputs[0]}: {reason}; nothing was written"


def test_a_mark_tells_how_much_is_read(folder: Path, times: Cleaner) -> None:
    """Sizes, of rows with all their fields, add up over all sources; what was read counts in its own, taken or not."""
    lines = [f'{{"text": "{"x" * n}", "url": "https://{host}/"}}' for n, host in ((5, "a.example"), (7, "b.example"))]
    (folder / "rows.jsonl").write_text("\n".join(lines * 2))
    plan = Plan(inputs=[str(folder / "b.txt"), str(folder / "rows.jsonl")], output="-")
    for only, sizes in (
        (None, [(88, 88), (135, 47), (184, 96), (231, 143), (279, 191)]),
        ("b.example", [(49, 96), (97, 191)]),
    ):
        reading = Reading(replace(plan, only=only), find(plan.inputs), times)
        marks = [reading.advance(1) for _ in reading.documents(Mark())]
        assert [(mark.size, mark.read) for mark in marks] == sizes
        again = Reading(replace(plan, only=only), find(plan.inputs), times)
        assert [again.advance(1) for _ in again.documents(marks[0])] == marks[1:]


PIPED = [
    {"id": "a", "text": "Rain."},
    {"id": "b", "text": "Snow.", "url": "https://www.rferl.org/b"},
    {"text": "Hail.", "date": "2024-05-03"},
    {"id": "d"},
    {"id": "e", "text": "Fog.", "url": "https://www.rferl.org/e"},
]


def piped(rows: Sequence[object], cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch, **options: object) -> Reading:
    """A reading of rows from standard input."""
    stream = io.BufferedReader(io.BytesIO(b"".join(orjson.dumps(row) + b"\n" for row in rows)))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    return Reading(Plan(inputs=["-"], output="out.jsonl", **options), find(["-"]), cleaner)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{}, {"limit": 3}, {"only": "rferl.org"}])
def test_a_pipe_goes_on_from_any_mark(
    options: dict[str, object], cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows are read anew and passed over, also when all had been taken."""
    whole = piped(PIPED, cleaner, monkeypatch, **options)
    steps = [(item, whole.advance(1)) for item in whole.documents(Mark())]
    assert len(steps) == {"limit": 3, "only": 3}.get(next(iter(options), ""), 5)
    for number, (_, mark) in enumerate(steps, start=1):
        again = piped(PIPED, cleaner, monkeypatch, **options)
        assert again.is_as_before(mark, complete=number == len(steps))
        if number < len(steps):
            assert [(item, again.advance(1)) for item in again.documents(mark)] == steps[number:]


CHANGED: dict[str, Sequence[object]] = {
    "another text": [{"id": "a", "text": "Hail."}, *PIPED[1:]],
    "another id": [{"id": "x", "text": "Rain."}, *PIPED[1:]],
    "another url": [PIPED[0], {**PIPED[1], "url": "https://www.rferl.org/c"}, *PIPED[2:]],
    "another date": [*PIPED[:2], {"text": "Hail.", "date": "2024-05-04"}, *PIPED[3:]],
    "another outlet": [*PIPED[:2], {**PIPED[2], "outlet": "rferl.org"}, *PIPED[3:]],
    "another failure": [*PIPED[:3], 4, *PIPED[4:]],
    "another order": [PIPED[1], PIPED[0], *PIPED[2:]],
    "one less": PIPED[1:],
    "an early end": PIPED[:3],
    "nothing": [],
}


@pytest.mark.parametrize("change", CHANGED)
def test_another_pipe_is_known(change: str, cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever differs before the mark, or is missing; what comes after it is nobody's business."""
    whole = piped(PIPED, cleaner, monkeypatch)
    marks = [whole.advance(1) for _ in whole.documents(Mark())]
    assert not piped(CHANGED[change], cleaner, monkeypatch).is_as_before(marks[3], complete=False)
    assert piped([*PIPED[:4], 7, *PIPED], cleaner, monkeypatch).is_as_before(marks[3], complete=False)


def test_a_longer_pipe_than_the_whole_is_another(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all had been taken there must be no more, unless --limit says that it would not be."""
    for options, same in (({}, False), ({"limit": 5}, True)):
        whole = piped(PIPED, cleaner, monkeypatch, **options)
        mark = [whole.advance(1) for _ in whole.documents(Mark())][-1]
        assert piped([*PIPED, PIPED[0]], cleaner, monkeypatch, **options).is_as_before(mark, complete=True) is same


def test_files_are_not_read_to_be_known(plan: Plan, cleaner: Cleaner) -> None:
    """The journal's key knows them, so no reading of them can differ."""
    reading = Reading(plan, find(plan.inputs), cleaner)
    assert reading.is_as_before(Mark(item=3, digest="x"), complete=True)
    assert [reading.advance(1).digest for _ in reading.documents(Mark())] == [""] * 62
