"""The modifier of NeMo Curator, under its own `Modify` where it is installed, else under a stand-in of its interface."""

import pickle
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import pytest

from cleaner import Cleaner, Document

ROWS: list[dict[str, Any]] = [
    {"text": "Rain fell.\n\nSubscribe", "url": "https://www.rferl.org/a/1.html"},
    {"text": "Rain fell.\n\nSubscribe", "url": float("nan")},  # what pandas has for nothing
    {"text": None, "url": "https://www.rferl.org/a/2.html"},
]


class DocumentModifier:
    """What is published of the base class: a name, and `modify_document(value)` or `modify_document(**values)`."""

    def __init__(self) -> None:
        """Keep the name."""
        self._name = type(self).__name__


def modified(modifier: Any, fields: list[str], rows: list[dict[str, Any]]) -> list[Any]:
    """What the published `Modify` does with one modifier: one field by place, several by name."""
    if len(fields) == 1:
        return [modifier.modify_document(row[fields[0]]) for row in rows]
    return [modifier.modify_document(**{field: row[field] for field in fields}) for row in rows]


def really_modified(modifier: Any, fields: list[str], rows: list[dict[str, Any]]) -> list[Any]:
    """The same by the framework."""
    pandas = import_module("pandas")
    modify = import_module("nemo_curator.stages.text.modifiers").Modify
    batch = import_module("nemo_curator.tasks").DocumentBatch(dataset_name="news", data=pandas.DataFrame(rows))
    stage = modify(modifier_fn=modifier, input_fields=[fields], output_fields="made")
    return [None if made != made else made for made in stage.process(batch).to_pandas()["made"]]  # noqa: PLR0124  NaN


@pytest.fixture(params=["stand-in", pytest.param("real", marks=pytest.mark.engines)])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[Any]]]:
    """How a modifier is run."""
    monkeypatch.delitem(sys.modules, "cleaner.adapters.nemo", raising=False)
    if request.param == "real":
        if find_spec("nemo_curator") is None:
            pytest.skip("NeMo Curator is not installed")
        yield really_modified
    else:
        for name in (
            "nemo_curator",
            "nemo_curator.stages",
            "nemo_curator.stages.text",
            "nemo_curator.stages.text.modifiers",
        ):
            module = ModuleType(name)
            module.__dict__.update(DocumentModifier=DocumentModifier, __path__=[])
            monkeypatch.setitem(sys.modules, name, module)
        yield modified
    sys.modules.pop("cleaner.adapters.nemo", None)


def adapter() -> Any:
    """The module under test, which is loaded anew for each framework."""
    return import_module("cleaner.adapters.nemo")


def test_text_and_address_give_the_clean_text(run: Callable[..., list[Any]]) -> None:
    """The address finds the outlet's rules; without one the text is cleaned all the same; a failure is nothing."""
    made = run(adapter().CleanModifier(), ["text", "url"], ROWS)
    assert made == ["Rain fell.", "Rain fell.", None]


def test_text_alone(run: Callable[..., list[Any]]) -> None:
    """One input field comes by its place."""
    assert run(adapter().CleanModifier(), ["text"], ROWS) == ["Rain fell.", "Rain fell.", None]


def test_another_key_or_the_whole_record(run: Callable[..., list[Any]]) -> None:
    """Outlets, reasons of failures, or all at once."""
    modifier = adapter().CleanModifier
    assert run(modifier(key="outlet"), ["text", "url"], ROWS) == ["rferl.org", None, None]
    assert run(modifier(key="error"), ["text", "url"], ROWS) == [None, None, 'has neither "html" nor "text"']
    record = dict(Cleaner().clean(Document(content=ROWS[0]["text"], url=ROWS[0]["url"])).as_dict())
    assert run(modifier(key=None), ["text", "url"], ROWS)[0] == {**record, "error": None}


def test_it_reaches_a_worker(run: Callable[..., list[Any]]) -> None:
    """The framework sends it to other processes."""
    modifier = pickle.loads(pickle.dumps(adapter().CleanModifier()))  # noqa: S301  our own
    assert run(modifier, ["text", "url"], ROWS)[0] == "Rain fell."
