"""The mapper of Data-Juicer, in its own registry where it is installed, else under a stand-in of its interface."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import orjson
import pytest

from cleaner import Cleaner, Document

TEXT = "Rain fell.\n\nSubscribe"
URL = "https://www.rferl.org/a/1.html"


class Mapper:
    """What is published of the base class: a text key, and a call that ends in `process_single`."""

    def __init__(self, text_key: str = "text", **_: Any) -> None:
        """Take the options that all operators take."""
        self.text_key = text_key


class Registry:
    """What is published of the registry: classes by name."""

    def __init__(self) -> None:
        """Know none yet."""
        self.modules: dict[str, Any] = {}

    def register_module(self, name: str) -> Callable[[Any], Any]:
        """A decorator that registers."""
        return lambda made: self.modules.setdefault(name, made)


def mapped(operator: Any, samples: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the framework does: sample in, sample out."""
    return [operator.process_single(dict(sample)) for sample in samples]


def really_mapped(operator: Any, samples: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same by the framework, on its dataset."""
    dataset = import_module("data_juicer.core.data").NestedDataset.from_list(samples)
    return list(operator.run(dataset).to_list())


@pytest.fixture(
    params=["stand-in", pytest.param("real", marks=[pytest.mark.engines, pytest.mark.filterwarnings("ignore")])]
)
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """How an operator is run."""
    if request.param == "real":
        if find_spec("data_juicer") is None:
            pytest.skip("Data-Juicer is not installed")
        yield really_mapped
        return
    monkeypatch.delitem(sys.modules, "cleaner.adapters.datajuicer", raising=False)
    for name in ("data_juicer", "data_juicer.ops", "data_juicer.ops.base_op"):
        module = ModuleType(name)
        module.__dict__.update(Mapper=Mapper, OPERATORS=Registry(), __path__=[])
        monkeypatch.setitem(sys.modules, name, module)
    yield mapped
    sys.modules.pop("cleaner.adapters.datajuicer", None)


def operator(**options: Any) -> Any:
    """The operator as a recipe gets it: by its name, once the module is imported."""
    import_module("cleaner.adapters.datajuicer")
    return import_module("data_juicer.ops.base_op").OPERATORS.modules["cleaner_mapper"](**options)


def test_a_sample_gets_the_functions_record(run: Callable[..., Any]) -> None:
    """Its text is clean, other fields stay, and the record is a field."""
    (made,) = run(operator(), [{"text": TEXT, "url": URL, "topic": "weather"}])
    record = dict(Cleaner().clean(Document(content=TEXT, url=URL)).as_dict())
    assert made.pop("text") == record.pop("text") == "Rain fell."
    assert orjson.loads(made.pop("cleaner")) == {**record, "error": None}
    assert made == {"url": URL, "topic": "weather"}


def test_what_fails_stays_as_it_was(run: Callable[..., Any]) -> None:
    """With its reason; samples before and after it are cleaned, and none is lost."""
    samples = [{"text": "Rain fell."}, {"text": None}, {"text": TEXT}] * 500
    made = run(operator(), samples)
    assert [sample["text"] for sample in made[:3]] == ["Rain fell.", None, "Rain fell."]
    records = [orjson.loads(sample["cleaner"]) for sample in made]
    assert [record["error"] for record in records[:3]] == [None, 'has neither "html" nor "text"', None]
    assert [len(record["removed"]) for record in records] == [0, 0, 1] * 500


def test_names_and_options(run: Callable[..., Any], rule_folder: Any) -> None:
    """The framework's name for the text, ours for the rest, and the user's own rules."""
    folder = str(rule_folder('[[drop]]\nid = "ad"\nkind = "advert"\nlines = ["Buy rain"]\ndrops = ["Buy rain"]\n'))
    made = operator(rules=[folder], quotes="keep", fields={"outlet": "site"}, key="record", text_key="content")
    (sample,) = run(made, [{"content": "\u201cRain\u201d fell.\nBuy rain", "site": "times.example"}])
    assert (sample["content"], orjson.loads(sample["record"])["outlet"]) == ("\u201cRain\u201d fell.", "times.example")
