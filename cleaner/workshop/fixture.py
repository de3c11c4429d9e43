"""A fixture for a new rule file: a document, and what should come of it with the places that a person has to fill in.

It fails until they are filled, so that nobody takes what the tool made of a document for what it should be.
"""

import json
from pathlib import Path
from typing import Final

from cleaner.api import Cleaner
from cleaner.document import Document
from cleaner.errors import CleanerError
from cleaner.io.writers import naming_the_file, replace_file
from cleaner.workshop.draft import toml_of
from cleaner.workshop.new import Stub

__all__ = ["FILL_IN", "write"]

FILL_IN: Final = "FILL IN"
_SLUG: Final = "first"
_FIELDS: Final = ("title", "authors", "date", "description", "language", "flags")


def write(stub: Stub, folder: Path, rules: tuple[str, ...] = ()) -> tuple[Path, Path]:
    """Write a stub's rule file and its fixture, over nothing that is there.

    Args:
        stub: The stub.
        folder: Where `rules` and `fixtures` are, or are to be.
        rules: Folders of rule files beside the built-in ones.

    Returns:
        The rule file, and the fixture's folder.

    Raises:
        CleanerError: One is there already, or cannot be written.
    """
    host = stub.draft.host
    path = folder / "rules" / f"{host}.toml"
    fixture = folder / "fixtures" / "articles" / host / _SLUG
    for there in (path, fixture):
        if there.exists():
            raise CleanerError(f"{there}: is there already; give another folder with -o")
    for made in (path.parent, fixture):
        with naming_the_file(made):
            made.mkdir(parents=True, exist_ok=True)
    replace_file(path, toml_of(stub.draft).encode())
    for name, content in _fixture(stub, Cleaner(rules=[*rules, path.parent])).items():
        replace_file(fixture / name, content)
    return path, fixture


def _fixture(stub: Stub, cleaner: Cleaner) -> dict[str, bytes]:
    """The files of the fixture: what comes out now, to be put right by who knows better."""
    document, host = stub.document, stub.draft.host
    content = document.content if isinstance(document.content, bytes) else document.content.encode("utf-8", "replace")
    kind = "html" if stub.page else "text"
    record = cleaner.clean(Document(content=content, format=kind), url=document.url, outlet=host)
    row = record.as_dict()
    given = {"url": record.url} if record.url else {"outlet": host}
    expected = {"given": given, "outlet": host} | {name: row[name] for name in _FIELDS}
    expected |= {name: row[name] or [FILL_IN] for name in ("authors",)}
    expected |= {name: row[name] or FILL_IN for name in ("title", "date")}
    expected |= {"rules": sorted({removal.rule for removal in record.removed} | {FILL_IN})}
    hint = f"{FILL_IN}: what follows came out; make it the article, and take this line out"
    return {
        "document.html" if stub.page else "document.txt": content,
        "expected.txt": f"{hint}\n\n{record.text}\n".encode(),
        "expected.json": f"{json.dumps(expected, ensure_ascii=False, indent=2)}\n".encode(),
    }
