"""What `cleaner run --repeats` is worth: how much furniture goes of outlets without a rule file, and what it costs.

    python benchmarks/repeats.py [invented] [real] [mixed] [speed]

`invented`: documents of two made outlets in two languages whose template changes half-way, with columns, quotations,
agencies' credits and times of a ticker that repeat, too. `real`: the outlets of text-dev with two pages or more, as
four tools give their text, each outlet's own rule file hidden; a line counts from two documents on instead of four,
which is the worst case for what two pages share by chance. `mixed`: the same pages without their addresses, as one
folder of everybody's. `speed`: a count beside a cleaning.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus import rows

from cleaner import Cleaner, Document
from cleaner.normalize import normalize

SIZES: Final = (20, 50, 200)
SHORT: Final = 20  # characters: shorter lines stand in a body by chance
Row = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Characters of lines: how many there were, and how many went."""

    junk: int = 0
    junk_gone: int = 0
    body: int = 0
    body_gone: int = 0

    def add(self, lines: Iterator[tuple[str, bool]], kept: set[str]) -> None:
        """Count lines that are the article's, or are not."""
        for line, is_body in lines:
            gone = len(line) * (line not in kept)
            if is_body:
                self.body, self.body_gone = self.body + len(line), self.body_gone + gone
            else:
                self.junk, self.junk_gone = self.junk + len(line), self.junk_gone + gone

    def __str__(self) -> str:
        """The two shares."""
        return f"{self.junk_gone / max(1, self.junk):7.1%} {self.body_gone / max(1, self.body):7.2%}"


@dataclass(frozen=True, slots=True)
class Page:
    """A document with what each line of it is; lines of which nobody knows are left out."""

    document: Document
    lines: tuple[tuple[str, bool], ...]


def shown(name: str, cleaner: Cleaner, pages: Sequence[Page], least: int = 4) -> None:
    """Print what goes without and with the count."""
    cells = []
    for choice in (cleaner, cleaner.with_repeats(cleaner.repeats_in([page.document for page in pages], least))):
        found = Tally()
        for page in pages:
            found.add(iter(page.lines), set(choice.clean(page.document).text.split("\n\n")))
        cells.append(str(found))
    print(f"{name:44} {len(pages):5} {'   '.join(cells)}")


def heading(what: str) -> None:
    """Print what the columns are."""
    print(f"\n{what:44} {'pages':>5} {'junk':>7} {'body':>7}   {'junk':>7} {'body':>7}   gone: without, with --repeats")


def invented() -> None:
    """Made outlets."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.outlets import ENGLISH, GERMAN, outlet  # noqa: PLC0415  needs the path

    heading("invented outlets")
    for language in (ENGLISH, GERMAN):
        for size in SIZES:
            pages = [
                Page(
                    Document(content=made.text, url=f"https://made.example/{number}"),
                    tuple((line, mark == "article") for line, mark in made.lines if mark != "meta"),
                )
                for number, made in enumerate(outlet(language, size))
            ]
            shown(language.name, Cleaner(judge=False), pages)


def page_of(row: Row, url: str | None) -> Page:
    """A page of text-dev."""
    gold = " ".join(normalize(row["body"]).text.split())
    lines = [(line, line in gold) for line in filter(None, normalize(row["text"]).text.split("\n"))]
    known = tuple((line, is_body) for line, is_body in lines if not is_body or len(line) >= SHORT)
    return Page(Document(content=row["text"], url=url, source="all/pages.jsonl:1"), known)


def by_extractor(host_of: Callable[[Row], str]) -> dict[str, dict[str, list[Row]]]:
    """The rows of text-dev, by extractor and outlet."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows("text-dev"):
        found[row["extractor"]][host_of(row)].append(row)
    return found


def _host(row: Row) -> str:
    return str(row["outlet"])


def real(bare: Cleaner) -> None:
    """Outlets of which there are several pages, all of one tool's together."""
    heading("outlets with two pages or more, text-dev")
    for extractor, outlets in by_extractor(_host).items():
        several = {host: found for host, found in outlets.items() if len(found) > 1}
        pages = [
            page_of(row, f"https://{number}.invalid/")
            for number, host in enumerate(sorted(several))
            for row in several[host]
        ]
        shown(extractor, bare, pages, least=2)


def mixed(bare: Cleaner) -> None:
    """All pages as one group."""
    heading("all of text-dev as one folder")
    for extractor, outlets in by_extractor(_host).items():
        shown(extractor, bare, [page_of(row, None) for found in outlets.values() for row in found])


def speed(bare: Cleaner) -> None:
    """Time for counting beside time for cleaning."""
    documents = [Document(content=row["text"], url="https://many.invalid/") for row in rows("text-dev")]
    for document in documents[:50]:  # loads what the first ones load
        bare.clean(document)
    seconds = []
    for work in (bare.clean, bare.counted, bare.with_repeats(bare.repeats_in(documents)).clean):
        started = time.perf_counter()
        for document in documents:
            work(document)
        seconds.append(time.perf_counter() - started)
    count, clean = seconds[1] / seconds[0], seconds[2] / seconds[0]
    print(f"\ncounting takes {count:.2f} of the time of cleaning, cleaning with the table {clean:.2f}")


def hidden(folder: Path) -> Cleaner:
    """A cleaner without the rules of any outlet: its files stand in for theirs and say nothing."""
    for file in Cleaner().rulebook.files:
        if file.hosts:
            text = f'name = "hidden"\nhosts = ["{file.host}.invalid"]\n'
            (folder / f"{file.host}.toml").write_text(text, encoding="utf-8")
    return Cleaner(rules=folder, judge=False)


def main() -> None:
    """Run what is asked for, or all."""
    asked = sys.argv[1:] or ["invented", "real", "mixed", "speed"]
    if "invented" in asked:
        invented()
    with tempfile.TemporaryDirectory() as folder:
        bare = hidden(Path(folder)) if {"real", "mixed", "speed"} & set(asked) else Cleaner(judge=False)
        for name, work in (("real", real), ("mixed", mixed), ("speed", speed)):
            if name in asked:
                work(bare)


if __name__ == "__main__":
    main()
