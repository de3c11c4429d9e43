"""The tree's shape: imports point down, and text users do not pay for HTML."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Each layer may import from those below it, and from its own.
LAYERS = [
    {"cli", "adapters", "__main__"},
    {"workshop", "batch"},
    {"api", "__init__"},
    {"io", "pipeline"},
    {"metadata", "extract", "rulebook"},
    {"strip", "recognition"},
    {"repeats"},
    {"ruleset", "rulefolder"},
    {"rulefile", "decode", "normalize"},
    {"layout"},
    {"tomltable"},
    {"patterns", "selectors", "people", "html", "dates", "lines", "language", "judge", "masks", "prose"},
    {"document", "errors", "alphabet", "cues", "rulecache"},
]
RANK = {name: len(LAYERS) - number for number, names in enumerate(LAYERS) for name in names}
MODULES = sorted((ROOT / "cleaner").rglob("*.py"))


def room_of(module: str) -> str:
    """The layer's name for a module: the first part under the package."""
    return [*module.split("."), "__init__"][1]


def imports_of(path: Path) -> set[str]:
    """The modules of this package that a file imports, at its top or inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in found if name.split(".")[0] == "cleaner"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    """No module imports from a layer above its own."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    own = room_of(module)
    above = {name for name in imports_of(path) if RANK[room_of(name)] > RANK[own]}
    assert not above


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("re2", {"patterns"}),
        ("trafilatura", {"extract"}),
        ("lxml", {"extract", "selectors"}),  # rule files' selectors are checked where rule files are read
        ("cssselect", {"selectors"}),
        ("ftfy", {"normalize"}),
        ("chardet", {"decode"}),
        ("resiliparse", {"language"}),
        ("py3langid", {"language"}),
        ("publicsuffixlist", {"rulebook"}),
        ("pebble", {"batch"}),
        ("fastwarc", {"io"}),
        ("pyarrow", {"io", "adapters"}),  # an adapter hands over the tables of its framework
        ("zstandard", {"io"}),
        ("fsspec", {"io"}),
    ],
)
def test_a_library_is_touched_in_one_room(library: str, rooms: set[str]) -> None:
    """What a library does for us can be seen, and exchanged, in one place."""
    users = set()
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        if any(name.split(".")[0] == library for name in names):
            users.add(room_of(".".join(path.relative_to(ROOT).with_suffix("").parts)))
    assert users <= rooms


@pytest.mark.parametrize(
    ("program", "heavy"),
    [
        ("import cleaner", {"trafilatura", "lxml", "cssselect", "pyarrow", "rich", "click", "pebble"}),
        ("import cleaner; cleaner.clean('Rain fell.')", {"trafilatura", "pyarrow", "rich", "click", "pebble"}),
    ],
)
def test_importing_is_light(program: str, heavy: set[str]) -> None:
    """Users of text pay neither for HTML nor for what a batch needs; lxml checks the selectors of rule files."""
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", f"{program}; import sys; print(sorted(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not heavy & {name.split(".")[0] for name in ast.literal_eval(done.stdout)}
