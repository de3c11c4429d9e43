"""The built-in rule files: every example holds, and every file is what its schema says."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest

from cleaner import Cleaner
from cleaner.rulebook import Rulebook, built_in_rules
from cleaner.rulefile import KINDS, RuleFile
from cleaner.workshop.check import check
from tests.conftest import FIXTURES, RuleFolder

PATHS = sorted(built_in_rules().glob("*.toml"))


@cache
def rulebook() -> Rulebook:
    """The built-in rule files."""
    return Rulebook()


@cache
def schema(name: str) -> dict[str, Any]:
    """A schema that ships."""
    loaded: dict[str, Any] = orjson.loads((files("cleaner") / "schemas" / f"{name}.json").read_bytes())
    return loaded


def validate(row: object, name: str) -> None:
    """Hold a value to a schema."""
    jsonschema.Draft202012Validator(schema(name)).validate(row)


@pytest.mark.parametrize("file", rulebook().files, ids=lambda file: file.host)
def test_every_example_holds(file: RuleFile) -> None:
    """A rule takes what it says it takes and leaves what it says it leaves."""
    assert check(file) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_rule_files_follow_their_schema(path: Path) -> None:
    """What loads is what the published schema allows, so an editor's help and the loader agree."""
    validate(tomllib.loads(path.read_text(encoding="utf-8")), "rules")


@pytest.mark.parametrize("file", rulebook().files, ids=lambda file: file.host)
def test_outlets_come_with_articles(file: RuleFile) -> None:
    """Every rule file is tried on invented pages or whole articles, not on lines alone."""
    assert file.layouts or any((FIXTURES / "articles" / file.host).glob("*/document.*"))


def test_the_largest_outlets_come_with_whole_pages() -> None:
    """At least twenty outlets have whole invented pages, with menus, insets and footers around the article."""
    assert len({path.parent.parent.name for path in (FIXTURES / "articles").glob("*/*/document.html")}) >= 20


BROKEN = """
[[drop]]
id = "wide"
kind = "social"
pattern = 'Share .*'
drops = ["Share this", "Tweet this"]
keeps = ["Share prices fell."]

[[cut]]
id = "related"
kind = "related"
from = 'Related'
to = 'End'
drops = ["Related"]
keeps = ["Related\\nA headline\\nEnd"]

[[trim]]
id = "agency"
kind = "credit"
at = "end"
pattern = ' \\(AFP\\)'
drops = [{ line = "Rain fell. (AFP)", leaves = "Rain" }]
keeps = ["Snow fell. (AFP)"]

[[metadata.authors]]
pattern = 'By (.+)'
finds = [{ text = "By Ann Lee", value = "Bob Day" }]
"""


def test_check_names_every_example_that_does_not_hold(rule_folder: RuleFolder) -> None:
    """Each failing example is one line with file, rule, key and what came out."""
    folder = rule_folder(BROKEN)
    file = Rulebook([folder]).get("times.example")
    assert file is not None
    assert check(file) == [
        "times.example.toml: drop wide, drops: leaves 'Tweet this'",
        "times.example.toml: drop wide, keeps: takes from 'Share prices fell.'",
        "times.example.toml: cut related, drops: leaves ('Related',) first; expected the line that `to` matches",
        "times.example.toml: cut related, keeps: takes from 'Related\\nA headline\\nEnd'",
        "times.example.toml: trim agency, drops: leaves 'Rain fell.'; expected 'Rain'",
        "times.example.toml: trim agency, keeps: takes from 'Snow fell. (AFP)'",
        "times.example.toml: metadata, authors, finds: gives 'Ann Lee' for 'By Ann Lee'; expected 'Bob Day'",
    ]


def test_records_follow_their_schema() -> None:
    """What a record looks like as JSON is what the published schema says, and the kinds are the same everywhere."""
    properties = schema("record")["properties"]
    kinds = properties["removed"]["items"]["properties"]["kind"]["enum"]
    assert kinds == [*KINDS, "metadata"]
    for document in ("", "Subscribe\nRain fell.", b"\xff\xfe\x00", "<html><body><p>Rain fell.</p></body></html>"):
        row = Cleaner().clean(document, url="https://www.rferl.org/a/1").as_dict()
        validate(row, "record")
        assert list(row) == list(properties)
