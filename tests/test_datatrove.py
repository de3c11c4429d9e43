"""The step of a datatrove pipeline: the function's records, an account in its statistics, and nothing lost."""

import gzip
import json
import pickle
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaner import Cleaner, Document

pytestmark = pytest.mark.engines
pytest.importorskip("datatrove")

from datatrove.data import Document as Given  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402
from datatrove.utils.logging import logger  # noqa: E402

from cleaner.adapters.datatrove import FIELDS, Clean  # noqa: E402
from cleaner.adapters.rows import RowCleaner  # noqa: E402

TEXT = "Rain fell on the plain for three days.\n\nThe river rose above the bridge before dawn.\n\nSubscribe"
URL = "https://www.rferl.org/a/rain/1.html"


@pytest.fixture(scope="module")
def rows() -> RowCleaner:
    """With the built-in rules, loaded once."""
    return RowCleaner(fields=FIELDS)


def given(name: str = "a", text: Any = TEXT, **metadata: Any) -> Given:
    """A document as a reader of datatrove's makes it."""
    return Given(text=text, id=name, metadata=metadata)


def totals(step: Clean) -> dict[str, float]:
    """What a step has counted."""
    return {name: stat.total for name, stat in step.stats.stats.items()}


@pytest.mark.parametrize(
    ("metadata", "outlet"),
    [
        ({"url": URL}, "rferl.org"),
        ({"outlet": "rferl.org"}, "rferl.org"),
        ({"outlet": "rt.com", "url": URL}, "rt.com"),
        ({}, None),
    ],
)
def test_a_document_gets_the_functions_record(metadata: dict[str, str], outlet: str | None, rows: RowCleaner) -> None:
    """The text is clean, the record stands beside the metadata that was there, field by field."""
    (made,) = Clean(rows).run(iter([given(**metadata, file_path="x.jsonl", topic="weather")]))
    record = dict(Cleaner().clean(Document(content=TEXT, id="a", source="x.jsonl", **metadata)).as_dict())
    assert (made.id, made.text, record["outlet"]) == (record.pop("id"), record.pop("text"), outlet)
    assert made.metadata == {**metadata, "file_path": "x.jsonl", "topic": "weather", "cleaner": record}


def test_when_a_page_was_fetched_is_no_date_of_an_article(rows: RowCleaner) -> None:
    """`date` is what the reader of archives found in a header; a field that is named by the user is believed."""
    documents = [given(date="2024-05-01T00:00:00Z"), given(published="2019-05-03")]
    assert [made.metadata["cleaner"]["date"] for made in Clean(rows).run(iter(documents))] == [None, "2019-05-03"]


def test_statistics_tell_what_was_done(rows: RowCleaner) -> None:
    """Documents, removals by kind and rule, characters in and out, and what was dropped, by reason."""
    step = Clean(rows, drop_empty=True)
    made = list(step.run(iter([given(), given("b", "Subscribe"), given("c", None), given("d", "Rain fell.")])))
    assert [document.id for document in made] == ["a", "d"]
    counted = totals(step)
    reason = 'has neither "html" nor "text"'
    assert {name: counted[name] for name in ("total", "forwarded", "dropped", "failed")} == {
        "total": 4,
        "forwarded": 2,
        "dropped": 2,
        "failed": 1,
    }
    assert (counted["dropped_empty"], counted[f"dropped_{reason}"]) == (1, 1)
    removed = [removal for document in made for removal in document.metadata["cleaner"]["removed"]]
    assert removed
    assert all(
        counted[f"removed_{removal['rule']}"] == counted[f"removed_{removal['kind']}"] == 1 for removal in removed
    )
    assert (counted["chars_in"], counted["chars_out"]) == (len(TEXT) + 10, sum(len(document.text) for document in made))


def test_what_is_not_forwarded_is_kept_as_it_came(rows: RowCleaner, tmp_path: Path) -> None:
    """With its text and metadata, and the whole reason; empty documents go on where nobody asks for less."""
    large = "x" * 100_000_001
    writer = JsonlWriter(str(tmp_path), "${rank}.jsonl", compression=None)
    step = Clean(rows, drop_empty=True, exclusion_writer=writer)
    assert list(step.run(iter([given("a", "Subscribe", topic="weather"), given("b", large)]), rank=3)) == []
    kept = [orjson.loads(line) for line in (tmp_path / "00003.jsonl").read_bytes().splitlines()]
    assert kept[0] == {"text": "Subscribe", "id": "a", "metadata": {"topic": "weather", "filter_reason": "empty"}}
    reason = "is too large: 100,000,001 characters; the limit is 100,000,000"
    assert (kept[1]["text"] == large, kept[1]["metadata"]) == (True, {"filter_reason": reason})
    assert "dropped_is too large: N characters" in totals(step)
    assert [document.text for document in Clean(rows).run(iter([given("a", "Subscribe")]))] == [""]


def test_what_nobody_keeps_is_named_in_the_log(rows: RowCleaner) -> None:
    """A failure without a writer is told, not swallowed."""
    said: list[str] = []
    sink = logger.add(said.append, format="{message}")
    assert list(Clean(rows).run(iter([given("lost", None)]))) == []
    logger.remove(sink)
    assert said == ['lost: has neither "html" nor "text"\n']


def test_a_step_reaches_a_worker_with_its_rules(rule_folder: Any) -> None:
    """Rule files need not lie where the worker runs."""
    folder = rule_folder('[[drop]]\nid = "ad"\nkind = "advert"\nlines = ["Buy rain"]\ndrops = ["Buy rain"]\n')
    step = Clean(RowCleaner(cleaner=Cleaner(rules=folder), fields=FIELDS))
    data = pickle.dumps(step)
    for path in folder.iterdir():
        path.unlink()
    (made,) = pickle.loads(data).run(iter([given(text="Rain fell.\nBuy rain", outlet="times.example")]))  # noqa: S301  our own
    assert made.text == "Rain fell."


def executor(inputs: Path, outputs: Path) -> LocalPipelineExecutor:
    """Two tasks on two workers."""
    writer = JsonlWriter(str(outputs / "excluded"))
    pipeline = [
        JsonlReader(str(inputs)),
        Clean(exclusion_writer=writer, drop_empty=True),
        JsonlWriter(str(outputs / "clean")),
    ]
    return LocalPipelineExecutor(pipeline, tasks=2, workers=2, logging_dir=str(outputs / "logs"))


def written(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The documents in a folder of datatrove's, by file."""
    return {
        path.name: [orjson.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
        for path in sorted(folder.glob("*.gz"))
    }


@pytest.mark.filterwarnings("ignore")  # the framework's own
def test_two_tasks_and_a_resumed_one(tmp_path: Path) -> None:
    """Two workers give the function's records; a task whose marker is gone is done again, alone, to the same end."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    for part in range(2):
        lines = [json.dumps({"id": f"{part}-{n}", "text": TEXT if n else "Subscribe", "url": URL}) for n in range(20)]
        (inputs / f"{part}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    stats = executor(inputs, tmp_path).run()
    clean, excluded = written(tmp_path / "clean"), written(tmp_path / "excluded")
    assert [len(documents) for documents in clean.values()] == [19, 19]
    assert [[document["id"] for document in documents] for documents in excluded.values()] == [["0-0"], ["1-0"]]
    text = Cleaner().clean(TEXT, url=URL).text
    assert {document["text"] for documents in clean.values() for document in documents} == {text}
    counted = {name: stat.total for name, stat in stats.stats[1].stats.items()}
    assert (counted["total"], counted["forwarded"], counted["dropped_empty"]) == (40, 38, 2)
    # A task that was cut off has written something and left no marker.
    (tmp_path / "logs" / "completions" / "00001").unlink()
    first = tmp_path / "clean" / "00000.jsonl.gz"
    untouched = first.stat().st_mtime_ns
    (tmp_path / "clean" / "00001.jsonl.gz").write_bytes(b"cut off")
    executor(inputs, tmp_path).run()
    assert (written(tmp_path / "clean"), written(tmp_path / "excluded")) == (clean, excluded)
    assert first.stat().st_mtime_ns == untouched
