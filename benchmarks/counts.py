"""How many instructions five fixed documents take: a figure that does not depend on how busy a machine is.

    python benchmarks/counts.py             the counts beside those in fixtures/counts.json; status 1 if one has grown
    python benchmarks/counts.py --write     write them down

Valgrind's callgrind counts them (a minute, without it one line says so). What is pinned is the ratio to a reference
that is counted in the same run, a loop in Python and the standard library's JSON, so that another build of Python
changes both. Every document has been cleaned before; garbage is not collected, because when it is depends on what
else is loaded. With the same builds counts repeat to within a per mille.
"""

import argparse
import gc
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, Self

import orjson

from cleaner import Cleaner, Document

__all__ = ["PINNED", "Counts", "build", "faults", "inputs", "key", "reference"]

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
PINNED: Final = FIXTURES / "counts.json"
TOLERANCE: Final = 0.05  # of a ratio, with the same Python and the same libraries; repeated runs differ by a per mille
OTHER_BUILD: Final = 0.3  # with others: compilers and releases change Python by a quarter, and not RE2 along with it
PAGE: Final = ("bbc.com/harbour-bells", "https://www.bbc.com/news/explainers-60000001")
LIBRARIES: Final = ("google-re2", "ftfy", "resiliparse", "lxml")
_REPEATED: Final = 3
_WARM: Final = 2
_ROWS: Final = 400
_TOTAL: Final = re.compile(r"^totals: (\d+)$", re.MULTILINE)

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted.

    Args:
        build: What Python and which libraries did the work.
        reference: Instructions of the reference.
        documents: Instructions of cleaning each document once.
    """

    build: str
    reference: int
    documents: Mapping[str, int]

    @classmethod
    def counted(cls) -> Self:
        """Count; ends the program with one line where that cannot be."""
        totals = _totals()
        names = ["reference", *inputs()]
        if len(totals) != 2 * len(names):
            sys.exit(
                f"callgrind saw {len(totals)} marks instead of {2 * len(names)}: os.getppid does not call libc here"
            )
        each = dict(zip(names, (total // _REPEATED for total in totals[1::2]), strict=True))
        return cls(build(), each.pop("reference"), each)

    def ratio(self, name: str) -> float:
        """A document's instructions in terms of the reference's."""
        return self.documents[name] / self.reference


def main() -> None:
    """Print the counts, and what is wrong with them; write them where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the counts down")
    parser.add_argument("--work", action="store_true", help="only do the work that is counted")
    chosen = parser.parse_args()
    if chosen.work:
        work()
        return
    if not shutil.which("valgrind"):
        print("instructions are not counted: there is no valgrind here")
        return
    counts, pinned = Counts.counted(), written()
    show(counts)
    if chosen.write:
        pinned[key()] = counts
        rows = {name: asdict(found) for name, found in pinned.items()}
        PINNED.write_bytes(
            orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
        )
    if key() not in pinned:
        print(f"nothing is pinned for {key()}; counts.py --write pins it")
        return
    sys.exit("\n".join(faults(counts, pinned[key()])) or 0)


def inputs() -> dict[str, Document]:
    """The documents, by name: fixed files of the repository's own."""
    texts = {
        "short text": "short.txt",
        "long text": "long.txt",
        "page dump": "dump.txt",
        "mojibake": "mojibake.txt",
    }
    found = {
        name: Document(content=(FIXTURES / "counts" / file).read_text(encoding="utf-8"), format="text")
        for name, file in texts.items()
    }
    page = FIXTURES / "articles" / PAGE[0] / "document.html"
    return found | {"HTML page": Document(content=page.read_text(encoding="utf-8"), url=PAGE[1], format="html")}


def reference() -> int:
    """The work that documents are compared with; it keeps nothing, for large blocks cost what the heap looks like."""
    length = 0
    for number in range(_ROWS):
        words = [str(number * factor % 997) for factor in range(20)]
        row = {"id": number, "words": words, "text": " ".join(words)}
        length += len(json.dumps(row, check_circular=False))  # which looks objects up by their addresses
    return length


def work() -> None:
    """Do everything, with a mark before and after what is counted."""
    cleaner = Cleaner()
    calls: list[Work] = [reference, *(_cleaning(cleaner, document) for document in inputs().values())]
    gc.disable()
    for call in calls:
        for _ in range(_WARM):
            call()
        _mark()
        for _ in range(_REPEATED):
            call()
        _mark()


def build() -> str:
    """What Python and which libraries do the work."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{platform.python_implementation()} {platform.python_version()} {platform.python_compiler()}, {libraries}"


def key() -> str:
    """What counts depend on too much to be compared: the minor version of Python, and the processor's architecture."""
    return f"{sys.implementation.cache_tag}-{platform.machine()}"


def written() -> dict[str, Counts]:
    """The counts that are written down, by `key`."""
    rows = orjson.loads(PINNED.read_bytes()) if PINNED.exists() else {}
    return {name: Counts(**row) for name, row in rows.items()}


def faults(counts: Counts, pinned: Counts) -> list[str]:
    """What is wrong: a document that takes more than is pinned, or with the same build so much less that it could rise.

    Args:
        counts: What was counted.
        pinned: What is written down.

    Returns:
        One line for each fault.
    """
    if counts.documents.keys() != pinned.documents.keys():
        return ["other documents are pinned than are counted; write the counts with --write"]
    same = counts.build == pinned.build
    allowed = TOLERANCE if same else OTHER_BUILD
    found = []
    for name in counts.documents:
        change = counts.ratio(name) / pinned.ratio(name) - 1
        if change > allowed:
            found.append(f"{name}: takes {change:.1%} more instructions than pinned; {allowed:.0%} are allowed")
        elif same and change < -allowed:
            found.append(f"{name}: takes {-change:.1%} fewer instructions than pinned; pin that with --write")
    return found


def show(counts: Counts) -> None:
    """Print what was counted."""
    print(f"{key()}: {counts.build}")
    print(f"{'reference':12} {counts.reference:13,} instructions")
    for name, document in inputs().items():
        count = counts.documents[name]
        size = len(document.content.encode() if isinstance(document.content, str) else document.content)
        print(
            f"{name:12} {count:13,} instructions a document of {size:6,} bytes, {count / size:9,.0f} million a MB, "
            f"{counts.ratio(name):6.3f} of the reference"
        )


def _cleaning(cleaner: Cleaner, document: Document) -> Work:
    return lambda: cleaner.clean(document)


def _mark() -> None:
    os.getppid()  # the quickest way into a function of libc that nothing else here calls; callgrind notes each call


def _totals() -> list[int]:
    """The instructions between every two marks, and before the first."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name, "out")
        options = ["--tool=callgrind", "--dump-before=getppid", f"--callgrind-out-file={out}", "--quiet"]
        done = subprocess.run(  # noqa: S603  our own program
            ["valgrind", *options, sys.executable, __file__, "--work"],  # noqa: S607  from where it is installed
            env=os.environ | {"PYTHONHASHSEED": "0"},
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
        if done.returncode:
            sys.exit(f"valgrind ended with {done.returncode}: {done.stderr[-500:]}")
        dumps = sorted(Path(name).glob("out.*"), key=lambda path: int(path.suffix[1:]))
        return [int(_TOTAL.findall(dump.read_text(encoding="utf-8"))[0]) for dump in dumps]


if __name__ == "__main__":
    main()
