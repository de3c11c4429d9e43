"""Which documents a run takes: --limit, --sample, --only and --dry-run, and where it goes on after any of them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import Cleaner, CleanerError
from cleaner.batch.plan import Plan
from cleaner.batch.reading import Mark, Reading, sampled
from cleaner.batch.run import run
from cleaner.io.readers import Failure, Source, find, read_item

HOSTS = ["https://www.rferl.org/a/1", "https://times.example/1", None]


class Watcher:
    """Remembers what a run says."""

    def __init__(self) -> None:
        """Nothing has been said."""
        self.failures: list[Failure] = []
        self.done = 0

    def begin(self, sources: Sequence[Source | Failure], done: int) -> None:  # noqa: ARG002  the protocol's
        """Count what was done before."""
        self.done = done

    def advance(self, documents: int, failures: int, size: int, source: int) -> None:  # noqa: ARG002  the protocol's
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
    reading = Reading(plan, find(plan.inputs), cleaner.rulebook)
    chosen = sampled(plan, Reading(plan, find(plan.inputs), cleaner.rulebook))
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
    orders = sampled(replace(plan, sample=sample), Reading(plan, find(plan.inputs), cleaner.rulebook))
    more = sampled(replace(plan, sample=sample + 5), Reading(plan, find(plan.inputs), cleaner.rulebook))
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
        reading = Reading(plan, find(plan.inputs), cleaner.rulebook)
        chosen = sampled(plan, Reading(plan, find(plan.inputs), cleaner.rulebook))
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
