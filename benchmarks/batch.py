"""What the batch runner costs and gains: workers, memory, overhead; trafilatura's folder command beside it.

    python benchmarks/batch.py [--full] [--turns N]

Everything is measured on whole commands, as a user calls them, start and end included; those that are compared run turn
and turn about, and the figures that count are the medians of the turns' ratios. Memory is that of all processes of a
command together, each with its part of what they share, at the worst of ten looks a second (Linux).
Order is what a document costs that takes seconds, when all others have to wait for it; resume, a run that is killed at
half its time and goes on; back-pressure, what piles up while nobody reads the output.
Small by default; `--full` is what the project promises: 4,680 pages, 20,000 and 400,000 texts, in half an hour.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import orjson
from corpus import rows

__all__ = ["main"]

TURNS: Final = 3
FASTER_WANTED: Final = 1.8  # times, two workers on pages
MEMORY_WANTED: Final = 1.2  # times, for twenty times the documents
LOOK: Final = 0.1  # seconds between two looks at the memory
CORES: Final = 2
SLOW: Final = "Le cafÃ© dâ€™Ã©tÃ©\n" * 200_000  # takes some seconds
STALL: Final = 5.0  # seconds for which nobody reads
LOOP = """
import sys
from pathlib import Path
import orjson
from cleaner import Cleaner, Document
cleaner = Cleaner()
with open(sys.argv[2], "wb") as out, open(sys.argv[1], "rb") as rows:
    for row in map(orjson.loads, rows):
        content = row.get("html") or row["text"]
        record = cleaner.clean(Document(content=content, id=row["id"], url=row.get("url")))
        out.write(orjson.dumps(record.as_dict(), option=orjson.OPT_APPEND_NEWLINE))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took.

    Args:
        seconds: From its call to its end.
        peak: Bytes of memory, where they were looked at.
    """

    seconds: float
    peak: int = 0


def main() -> None:
    """Print all figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--full", action="store_true", help="as many documents as the project promises")
    arguments.add_argument("--turns", type=int, default=TURNS, metavar="N")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages(folder, 30 if chosen.full else 3, chosen.turns)
        texts(folder, 20_000 if chosen.full else 2_000, chosen.turns)
        order(folder, 20_000 if chosen.full else 2_000, chosen.turns)
        resume(folder, chosen.turns)
        back_pressure(folder)
        memory(folder, 20_000 if chosen.full else 2_000)


def pages(folder: Path, times: int, turns: int) -> None:
    """Compare two workers with one, the run with a loop, and both with trafilatura, on pages."""
    found = sorted((row["url"], row["html"]) for row in rows("news-dev"))
    file = folder / "pages.jsonl"
    write(
        file,
        (
            {"id": f"{turn}-{n}", "url": url, "html": html}
            for turn in range(times)
            for n, (url, html) in enumerate(found)
        ),
    )
    inbox = folder / "pages"
    for number in range(times * len(found)):
        path = inbox / f"{number:05}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(found[number % len(found)][1], encoding="utf-8")
    beside = [sys.executable, "-m", "trafilatura.cli", "--json", "--with-metadata", "--parallel"]
    took = in_turns(
        {
            "a loop": lambda: cost([sys.executable, "-c", LOOP, str(file), str(folder / "loop.jsonl")]),
            "run, 1 worker": lambda: cost(command(file, folder, 1)),
            "run, 2 workers": lambda: cost(command(file, folder, 2)),
            "run, 2 workers, files": lambda: cost(command(inbox, folder, 2)),
            "trafilatura, 2": lambda: cost(
                [*beside, "2", "--input-dir", str(inbox), "--output-dir", str(folder / "t")]
            ),
        },
        turns,
    )
    show(f"{times * len(found):,} pages of {file.stat().st_size / 1e6:,.0f} MB", took)
    faster = ratio(took, "run, 1 worker", "run, 2 workers")
    print(f"  2 workers are {faster:.2f} times as fast as 1 (wanted {FASTER_WANTED})")
    print(f"  run with 1 worker takes {ratio(took, 'run, 1 worker', 'a loop'):.2f} of a loop's time")
    beside_it = ratio(took, "trafilatura, 2", "run, 2 workers, files")
    print(f"  run is {beside_it:.2f} times as fast as trafilatura's folder command")


def texts(folder: Path, count: int, turns: int) -> None:
    """Compare the run with a loop, on texts."""
    file = folder / "texts.jsonl"
    write(file, text_rows(count))
    took = in_turns(
        {
            "a loop": lambda: cost([sys.executable, "-c", LOOP, str(file), str(folder / "loop.jsonl")]),
            "run, 1 worker": lambda: cost(command(file, folder, 1)),
            "run, 2 workers": lambda: cost(command(file, folder, 2)),
        },
        turns,
    )
    show(f"{count:,} texts of {file.stat().st_size / 1e6:,.0f} MB", took)
    print(f"  run with 1 worker takes {ratio(took, 'run, 1 worker', 'a loop'):.2f} of a loop's time")
    print(f"  2 workers are {ratio(took, 'run, 1 worker', 'run, 2 workers'):.2f} times as fast as 1")
    print(f"  {ratio(took, 'a loop', 'run, 2 workers') / CORES:.0%} of two cores reaches the function")


def order(folder: Path, count: int, turns: int) -> None:
    """Compare a slow document before all others, which wait for it in the output, with the same one after them."""
    files = {"slow one first": folder / "first.jsonl", "slow one last": folder / "last.jsonl"}
    texts, slow = list(text_rows(count)), {"id": "slow", "text": SLOW}
    write(files["slow one first"], iter([slow, *texts]))
    write(files["slow one last"], iter([*texts, slow]))
    took = in_turns({name: partial(cost, command(file, folder, 2)) for name, file in files.items()}, turns)
    show(f"order: {count:,} texts and one that takes seconds", took)
    print(f"  first it takes {ratio(took, 'slow one first', 'slow one last'):.2f} of the time that it takes last")
    peaks = [cost(command(file, folder, 2), look=True).peak / 1e6 for file in files.values()]
    print(f"  {peaks[0]:,.0f} MB at the peak where all wait for it, {peaks[1]:,.0f} MB where none does")


def resume(folder: Path, turns: int) -> None:
    """Compare a run that is killed at half its time, and goes on, with one that is not."""
    output = folder / "out.jsonl"
    whole = [part for part in command(folder / "texts.jsonl", folder, 2) if part != "--restart"]
    took = []
    for _ in range(turns):
        output.unlink(missing_ok=True)
        alone = cost(whole).seconds
        output.unlink()
        killed = subprocess.Popen(whole, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  our own
        time.sleep(alone / 2)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
        rest = cost(whole).seconds
        took.append({"uninterrupted": alone, "killed and resumed": alone / 2 + rest})
    show("resume", took)
    print(f"  killed and resumed takes {ratio(took, 'killed and resumed', 'uninterrupted'):.2f} of the time")


def back_pressure(folder: Path) -> None:
    """Compare the memory of a run whose output nobody reads for a while with that of one whose output is read."""
    to_pipe = [sys.executable, "-m", "cleaner", "run", str(folder / "texts.jsonl"), "-o", "-", "--workers", "2"]
    peaks = []
    for stall in (0.0, STALL):
        with subprocess.Popen(  # noqa: S603  our own
            to_pipe, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        ) as running:
            peaks.append(peak_of_reading(running, stall) / 1e6)
    print(
        f"back-pressure: {peaks[1]:,.0f} MB at the peak where nobody reads for {STALL:.0f} s, {peaks[0]:,.0f} MB else"
    )


def peak_of_reading(running: "subprocess.Popen[bytes]", stall: float) -> int:
    """The most memory of a command whose output is read to its end, after a while in which it is not."""
    assert running.stdout is not None  # noqa: S101  it is a pipe
    peak, until = 0, time.perf_counter() + stall
    while time.perf_counter() < until:
        peak = max(peak, memory_of(running.pid))
        time.sleep(LOOK)
    while running.stdout.read(1 << 20):
        peak = max(peak, memory_of(running.pid))
    return peak


def memory(folder: Path, count: int) -> None:
    """Compare the peaks of a run over some texts, and of one over twenty times as many."""
    peaks = []
    for number in (count, 20 * count):
        file = folder / "many.jsonl"
        write(file, text_rows(number))
        peaks.append(cost(command(file, folder, 2), look=True).peak)
        print(f"{number:9,} texts: {peaks[-1] / 1e6:6,.0f} MB at the peak, all processes together")
    print(f"  {peaks[1] / peaks[0]:.2f} times the memory for 20 times the documents (wanted at most {MEMORY_WANTED})")


def text_rows(count: int) -> Iterator[dict[str, str]]:
    """Rows of the texts of text-dev, again and again under other ids."""
    found = [row["text"] for row in rows("text-dev")]
    for number in range(count):
        yield {"id": str(number), "text": found[number % len(found)]}


def write(path: Path, made: Iterator[dict[str, str]]) -> None:
    """Write rows as JSONL."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in made)


def command(source: Path, folder: Path, workers: int) -> list[str]:
    """The run over an input."""
    output = str(folder / "out.jsonl")
    return [sys.executable, "-m", "cleaner", "run", str(source), "-o", output, "--restart", "--workers", str(workers)]


def cost(arguments: Sequence[str], *, look: bool = False) -> Cost:
    """What a command takes.

    Args:
        arguments: The command.
        look: Whether to watch its memory, which takes time itself.
    """
    start = time.perf_counter()
    peak = 0
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, start_new_session=True) as running:  # noqa: S603  our own
        while look and running.poll() is None:
            peak = max(peak, memory_of(running.pid))
            time.sleep(LOOK)
        _, said = running.communicate()
    if running.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {running.returncode}: {said.decode()[-500:]}")
    return Cost(time.perf_counter() - start, peak)


def memory_of(group: int) -> int:
    """The bytes that the processes of a group hold: of what they share, each its part."""
    total = 0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(path.name)) == group:
                rollup = (path / "smaps_rollup").read_text(encoding="ascii")
                total += 1024 * int(rollup.partition("\nPss:")[2].split()[0])
        except (OSError, IndexError):
            continue  # it has ended
    return total


def in_turns(candidates: dict[str, Callable[[], Cost]], turns: int) -> list[dict[str, float]]:
    """The seconds of every candidate, turn by turn."""
    return [{name: candidate().seconds for name, candidate in candidates.items()} for _ in range(turns)]


def ratio(turns: list[dict[str, float]], over: str, under: str) -> float:
    """The median of the turns' ratios of two candidates."""
    return statistics.median(turn[over] / turn[under] for turn in turns)


def show(title: str, turns: list[dict[str, float]]) -> None:
    """Print what each candidate took."""
    print(f"{title}, median of {len(turns)} turns")
    for name in turns[0]:
        print(f"  {name:22} {statistics.median(turn[name] for turn in turns):7.1f} s")


if __name__ == "__main__":
    main()
