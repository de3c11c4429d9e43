"""The corpora that lie outside the repository, for every benchmark."""

import gzip
import sys
from pathlib import Path
from typing import Any

import orjson

__all__ = ["SHARED", "rows"]

SHARED = Path(__file__).parent.parent.parent / "shared"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a corpus, such as "text-dev"; ends the program with one line where it is absent."""
    path = SHARED / "corpus" / f"{name}.jsonl.gz"
    if not path.exists():
        sys.exit(f"{path.name} is not here: the corpora are other people's pages and lie outside the repository")
    with gzip.open(path, "rb") as stream:
        return [orjson.loads(line) for line in stream]
