"""What `cleaner rules learn` finds on real outlets beside what a person wrote, and what 500,000 documents take.

    python benchmarks/learn.py [real] [size [DOCUMENTS]]

`real`: the outlets of text-dev with more than one page (whole pages as text, two or three of each, so a line counts
from two documents on and none is held back); the pages of all outlets are the "other outlets". The outlet's own rule
file is hidden from the learner. Rules are tried on the pages that they were learned from, because there are no
others: coverage flatters, false positives do not. `size`: time and memory for invented documents, each in a process
of its own, and what follows for 500,000.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus import rows

from cleaner import Cleaner, Document
from cleaner.normalize import normalize
from cleaner.workshop.draft import toml_of
from cleaner.workshop.learn import Choices, learn

OUTLETS = 10
SIZES = (5_000, 20_000)
WANTED = 500_000
SHORT = 20  # characters: shorter lines stand in a body by chance
Row = Mapping[str, Any]


def pages() -> dict[str, list[Row]]:
    """The whole pages of each outlet, by its rule file's name."""
    book = Cleaner().rulebook
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows("text-dev"):
        file = book.get(row["url"])
        if row["extractor"] == "page-dump" and file:
            found[file.host].append(row)
    return found


def written(folder: Path, corpus: Mapping[str, Sequence[Row]]) -> Path:
    """All pages in one file, each under its outlet's name."""
    path = folder / "corpus.jsonl"
    lines = (
        {"id": row["id"], "url": f"https://{host}/{number}", "text": row["text"], "date": row["date"]}
        for host, found in sorted(corpus.items())
        for number, row in enumerate(found)
    )
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def hidden(folder: Path, hosts: Sequence[str]) -> Path:
    """Rule files that stand in for those of some outlets and say nothing."""
    folder.mkdir()
    for host in hosts:
        (folder / f"{host}.toml").write_text(f'name = "hidden"\nhosts = ["{host}.invalid"]\n', encoding="utf-8")
    return folder


def score(cleaner: Cleaner, host: str, found: Sequence[Row]) -> tuple[float, float]:
    """The share of the other lines' characters that goes, and of the body's."""
    junk = junk_gone = body = body_gone = 0
    for row in found:
        gold = " ".join(normalize(row["body"]).text.split())
        kept = set(cleaner.clean(Document(content=row["text"], url=f"https://{host}/")).text.split("\n\n"))
        for line in filter(None, normalize(row["text"]).text.split("\n")):
            if line in gold and len(line) >= SHORT:
                body, body_gone = body + len(line), body_gone + len(line) * (line not in kept)
            elif line not in gold:
                junk, junk_gone = junk + len(line), junk_gone + len(line) * (line not in kept)
    return junk_gone / max(1, junk), body_gone / max(1, body)


def real() -> None:
    """Print, for each outlet, what goes by the common rules, by the learned draft and by the written file."""
    corpus = pages()
    several = sorted((host for host, found in corpus.items() if len(found) > 1), key=lambda h: (-len(corpus[h]), h))
    hosts = sorted(several[:OUTLETS])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = Cleaner(rules=hidden(folder / "hidden", hosts), judge=False)
        learned = learn([str(written(folder, corpus))], bare, Choices(least=2, documents=2, hold=0))
        drafts = {draft.host: draft for draft in learned.drafts}
        (folder / "learned").mkdir()
        for host in hosts:
            (folder / "learned" / f"{host}.toml").write_text(toml_of(drafts[host]), encoding="utf-8")
        cleaners = {
            "common": bare,
            "learned": Cleaner(rules=folder / "learned", judge=False),
            "written": Cleaner(judge=False),
        }
        table(corpus, hosts, cleaners)


def table(corpus: Mapping[str, Sequence[Row]], hosts: Sequence[str], cleaners: Mapping[str, Cleaner]) -> None:
    """Print a line for each outlet and one for all."""
    print(f"{'share of what is not the body / of the body that goes':54} " + " ".join(f"{n:>15}" for n in cleaners))
    sums: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for host in hosts:
        for name, cleaner in cleaners.items():
            sums[name].append(score(cleaner, host, corpus[host]))
        shown = " ".join(f"{sums[name][-1][0]:8.1%} {sums[name][-1][1]:6.2%}" for name in cleaners)
        print(f"{host:45} {len(corpus[host]):2} pages {shown}")
    means = ((sum(g for g, _ in found) / len(hosts), sum(b for _, b in found) / len(hosts)) for found in sums.values())
    print(f"{'mean':54} " + " ".join(f"{gone:8.1%} {lost:6.2%}" for gone, lost in means))


def invented(path: Path, count: int) -> None:
    """Write so many invented documents of fifty outlets in two languages."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.outlets import ENGLISH, GERMAN, outlet  # noqa: PLC0415  needs the path

    with path.open("w", encoding="utf-8") as file:
        for half, language in enumerate((ENGLISH, GERMAN)):
            for number, made in enumerate(outlet(language, count // 2)):
                url = f"https://o{number % 25}-{half}.example/"
                file.write(f"{json.dumps({'id': f'{half}-{number}', 'text': made.text, 'url': url})}\n")


def peak() -> int:
    """The most memory that this process has had, in MB; not what its parent had, which `getrusage` tells too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1000


def measured(path: str) -> None:
    """Learn from a corpus, and print seconds and peak memory as JSON; in a process of its own."""
    cleaner, before = Cleaner(), peak()
    started = time.perf_counter()
    learned = learn([path], cleaner)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "before": before, "peak": peak(), "drafts": len(learned.drafts)}))


def size(sizes: Sequence[int]) -> None:
    """Print time and memory for corpora of several sizes, and what follows for the wanted one."""
    rate = 0.0
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "corpus.jsonl"
            invented(path, count)
            command = [sys.executable, __file__, "--measured", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  ourselves
            lines = sum(line.count(b"\\n") for line in path.read_bytes().splitlines()) / count
        found = json.loads(done.stdout)
        rate = found["seconds"] / count
        print(
            f"{count:7,} documents of {lines:.0f} lines, {found['drafts']} outlets: {found['seconds']:6.1f} s, "
            f"{rate * 1e3:.2f} ms each; {found['peak']} MB at most, {found['before']} MB of them for the rules"
        )
    print(f"{WANTED:7,} documents at that rate: {rate * WANTED / 60:.0f} minutes")


def main() -> None:
    """Run what is asked for, or both."""
    asked = sys.argv[1:]
    if asked[:1] == ["--measured"]:
        measured(asked[1])
        return
    if not asked or "real" in asked:
        real()
    if not asked or "size" in asked:
        size([int(word) for word in asked if word.isdigit()] or SIZES)


if __name__ == "__main__":
    main()
