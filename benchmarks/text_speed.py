"""How fast text is cleaned, with everything on (rules, metadata, language), beside `ftfy.fix_text` alone.

    python benchmarks/text_speed.py [TURNS]

Both run turn and turn about in one process on the same documents, so that a busy machine is busy for both; the figure
that counts is the median of the ratios. The second table says where the time of a document goes.
"""

import statistics
import sys
import time
from collections.abc import Callable

import ftfy
from corpus import SHARED, rows

from cleaner import Cleaner
from cleaner.language import detect
from cleaner.lines import Lines, Text
from cleaner.metadata import Page, merge
from cleaner.normalize import normalize
from cleaner.rulebook import Rulebook
from cleaner.strip import strip

TURNS = 5


def seconds(call: Callable[[str], object], texts: list[str]) -> float:
    """The time that a function takes for all texts."""
    start = time.perf_counter()
    for text in texts:
        call(text)
    return time.perf_counter() - start


def compare(name: str, texts: list[str], turns: int) -> float:
    """Print both speeds and the median ratio."""
    cleaner = Cleaner()
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    seconds(cleaner.clean, texts)  # compiles what it needs
    pairs = [(seconds(cleaner.clean, texts), seconds(ftfy.fix_text, texts)) for _ in range(turns)]
    ratio = statistics.median(theirs / ours for ours, theirs in pairs)
    for label, times in (
        ("Cleaner.clean", [ours for ours, _ in pairs]),
        ("ftfy.fix_text", [theirs for _, theirs in pairs]),
    ):
        took = statistics.median(times)
        print(f"{name:12} {label:14} {len(texts) / took:9,.0f} documents/s {megabytes / took:7.1f} MB/s")
    print(f"{name:12} {ratio:.1f} times as fast (median of {turns} turns)")
    return ratio


def stages(texts: list[str]) -> None:
    """Print where the time of a document goes."""
    book = Rulebook()
    split_texts = [Lines(text) for text in texts]
    normal = [Text(normalize(lines.text).text) for lines in split_texts]
    outlets = [book.recognized(text) for text in normal]
    triples = list(zip(split_texts, normal, outlets, strict=True))
    stripped = [strip(lines, text, outlet.rules) for lines, text, outlet in triples]
    kept = ["\n\n".join(result.paragraphs) for result in stripped]
    steps: dict[str, Callable[[], object]] = {
        "split": lambda: [Lines(text) for text in texts],
        "normalize": lambda: [normalize(lines.text) for lines in split_texts],
        "identify": lambda: [book.recognized(Text(text.text)) for text in normal],
        "strip": lambda: [strip(lines, text, outlet.rules) for lines, text, outlet in triples],
        "metadata": lambda: [merge(None, result.found, (), Page()) for result in stripped],
        "language": lambda: [detect(text) for text in kept],
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(TURNS):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - start)
    total = sum(statistics.median(values) for values in times.values())
    for name, values in times.items():
        took = statistics.median(values)
        print(f"  {name:10} {took / len(texts) * 1e6:7.1f} us a document {took / total:6.1%}")


def main() -> None:
    """Compare on both sets."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    seeds = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    texts = [row["text"] for row in rows("text-dev")]
    compare("seeds", seeds * 20, turns)
    compare("text-dev", texts, turns)
    stages(texts)


if __name__ == "__main__":
    main()
