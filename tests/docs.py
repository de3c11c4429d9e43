"""The examples in a guide, each as a case: what a page shows runs, in a folder of its own, or the page is wrong."""

import ast
import importlib.machinery
import importlib.util
import re
from typing import Any, Final

import pytest

from tests.conftest import ROOT

__all__ = ["FRAMEWORKS", "blocks", "examples", "run"]

# What README's test command does not install. Warnings about their own insides are theirs.
FRAMEWORKS: Final = {
    "dask", "data_juicer", "datasets", "datatrove", "duckdb", "nemo_curator", "pandas", "polars", "pyspark", "ray", "scrapy",
}  # fmt: skip
_ADAPTED: Final = {"datajuicer": "data_juicer", "nemo": "nemo_curator"}  # adapters that are not called as theirs
ENGINES: Final = (pytest.mark.engines, pytest.mark.filterwarnings("default"))


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def frameworks(block: str) -> list[str]:
    """The frameworks that an example imports, itself or by our adapter to it, in alphabetical order."""
    tree = ast.walk(ast.parse(block))
    names = [
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    own = {name.removeprefix("cleaner.adapters.") for name in names}
    return sorted({_ADAPTED.get(name, name).partition(".")[0] for name in own} & FRAMEWORKS)


def examples(guide: str) -> list[Any]:
    """The Python examples of a guide under docs, as parameters; those of frameworks carry the mark `engines`.

    Args:
        guide: The file's name, "arrow.md".
    """
    found = blocks((ROOT / "docs" / guide).read_text(encoding="utf-8"), "python")
    return [
        pytest.param(block, id=f"{number}-{'-'.join(needed) or 'plain'}", marks=ENGINES if needed else ())
        for number, block in enumerate(found, start=1)
        for needed in [frameworks(block)]
    ]


def run(block: str, guide: str) -> None:
    """Run an example where it stands; skip it, with the reason, where its framework is not installed."""
    for name in frameworks(block):
        pytest.importorskip(name)
    # A module of its own, and not a bare dict: some frameworks ask a function where it is from.
    module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("__guide__", None))
    exec(compile(block, guide, "exec"), module.__dict__)  # noqa: S102  our own words
