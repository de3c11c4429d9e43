"""The schema of rule files: what editors show for a key is there, is true, and is what the loader reads."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cleaner.rulefile import read
from tests.test_rules import schema


def objects(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of the schema by its path, such as "html.former.examples"."""
    table = node.get("items", node)
    if "properties" in table:
        yield path, table
        for key, child in table["properties"].items():
            yield from objects(child, f"{path}.{key}".lstrip("."))


TABLES = dict(objects(schema("rules")))
KEYS = [(path, key, child) for path, table in TABLES.items() for key, child in table["properties"].items()]
# A key that nobody knows, in every table that the loader closes; the fault lists the keys that it does know.
EVERYWHERE = """
zzz = 1
[recognize]
zzz = 1
[[drop]]
id = "drop"
zzz = 1
[[cut]]
id = "cut"
zzz = 1
[[trim]]
id = "trim"
zzz = 1
[metadata]
zzz = 1
[[metadata.title]]
zzz = 1
[[metadata.date]]
zzz = 1
[[metadata.dateline]]
zzz = 1
[[metadata.authors]]
zzz = 1
[[metadata.description]]
zzz = 1
[html]
zzz = 1
[[html.examples]]
zzz = 1
[[html.former]]
zzz = 1
[[html.former.examples]]
zzz = 1
"""
PAIRS = {
    "trim.drops",
    "html.replace",
    *(f"metadata.{name}.finds" for name in ("title", "date", "dateline", "authors", "description")),
}


@pytest.mark.parametrize(("path", "key", "child"), KEYS, ids=[f"{path}.{key}".lstrip(".") for path, key, _ in KEYS])
def test_every_key_has_words_and_a_true_example(path: str, key: str, child: dict[str, Any]) -> None:
    """An author who hovers over a key reads what it means, and sees a value that the schema itself allows."""
    assert re.fullmatch(r"[A-Z].{10,}[.)]", child["description"]), f"{path}.{key}"
    assert child["examples"]
    for example in child["examples"]:
        jsonschema.Draft202012Validator(child).validate(example)


def test_the_schema_and_the_loader_know_the_same_keys(tmp_path: Path) -> None:
    """Table by table, what the loader calls known is what the schema completes."""
    path = tmp_path / "a.example.toml"
    path.write_text(EVERYWHERE, encoding="utf-8")
    _, faults = read(path)
    known: dict[str, set[str]] = {}
    for fault in faults:
        if found := re.fullmatch(r"a\.example\.toml: (.*?)zzz: is not a key here; known are (.*)", fault):
            table = ".".join(re.sub(r" #?\w+$", "", part) for part in found[1].split(", ") if part)
            known[table] = set(found[2].split(", "))
    # The loader tells of the present layout that `until` is not for it, instead of not knowing it.
    known["html"].discard("until")
    known["html.former"] -= {"title_from", "replace"}
    assert known == {table: set(schema_["properties"]) for table, schema_ in TABLES.items() if table not in PAIRS}


def test_pairs_are_the_loaders() -> None:
    """The tables of two texts each have the names that the loader asks for."""
    names = {table: set(TABLES[table]["properties"]) for table in PAIRS}
    finds = {table: {"text", "value"} for table in PAIRS}
    assert names == {**finds, "trim.drops": {"line", "leaves"}, "html.replace": {"find", "with"}}
