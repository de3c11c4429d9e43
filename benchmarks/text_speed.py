"""How fast text is cleaned, with everything on (rules, metadata, language), beside what people use for parts of it.

    python benchmarks/text_speed.py [--turns N] [--every N]

The peers are `ftfy.fix_text`, which mends characters alone; datatrove's C4QualityFilter, which looks at lines alone;
and sixty patterns by hand (handwritten.py). All run turn and turn about in one process on the same documents: the five
seeds, the texts of text-dev, and its articles as mojibake (damage.py). The last table says where the time of a document
goes.
"""

import argparse
import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from pkgutil import resolve_name
from typing import Any, Final
from unittest.mock import patch

import ftfy
import handwritten
from corpus import SHARED, rows
from damage import damaged
from turns import Turns, in_turns, seconds, timed

from cleaner import Cleaner
from cleaner.normalize import normalize

__all__ = ["compare", "main", "mended", "peers"]

TURNS: Final = 5
OURS: Final = "Cleaner.clean"
FTFY: Final = "ftfy.fix_text"
C4: Final = "datatrove's C4QualityFilter"
PATTERNS: Final = "sixty patterns"
WANTED: Final[Mapping[str, int]] = {FTFY: 25, C4: 60, PATTERNS: 10}  # times as fast
MOJIBAKE_WANTED: Final = 3  # times as fast as ftfy
STAGES: Final = {  # the functions, by the names under which they are called
    "lines": "cleaner.pipeline.Lines",
    "normalize": "cleaner.pipeline.normalize",
    "identify": "cleaner.rulebook.Rulebook.recognized",
    "strip": "cleaner.pipeline.strip",
    "metadata": "cleaner.pipeline.merge",
    "language": "cleaner.pipeline.detect",
}

Clean = Callable[[str], object]


def main() -> None:
    """Print the ratios, and where the time goes."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--turns", type=int, default=TURNS, metavar="N")
    arguments.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth text")
    chosen = arguments.parse_args()
    seeds = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    found = rows("text-dev")
    texts = [row["text"] for row in found][:: chosen.every]
    pairs = list(damaged(sorted({row["body"] for row in found})[:: chosen.every]))
    broken = [text for _, text in pairs]
    candidates = peers()
    compare("seeds", candidates, seeds * 20, chosen.turns)
    compare("text-dev", candidates, texts, chosen.turns)
    compare("mojibake", {name: candidates[name] for name in (OURS, FTFY)}, broken, chosen.turns)
    for name, how in ((OURS, lambda text: normalize(text).text), (FTFY, ftfy.fix_text)):
        print(f"  {mended(how, pairs)} of {len(pairs)} come out as the sound text does of {name}")
    stages(texts)


def peers() -> dict[str, Clean]:
    """What is compared, ours first; peers that are not installed are named and left out."""
    found: dict[str, Clean] = {OURS: Cleaner().clean, FTFY: ftfy.fix_text, PATTERNS: handwritten.clean}
    lacking = [name for name in ("datatrove", "spacy") if not find_spec(name)]
    if lacking:
        print(f"{C4} is left out: needs {' and '.join(lacking)}")
        return found
    from datatrove.data import Document  # noqa: PLC0415  an extra
    from datatrove.pipeline.filters import C4QualityFilter  # noqa: PLC0415

    filter_: Callable[[Any], object] = C4QualityFilter().filter
    return found | {C4: lambda text: filter_(Document(text, ""))}


def compare(name: str, candidates: Mapping[str, Clean], texts: Sequence[str], turns: int) -> Turns:
    """Print each candidate's speed, and how many times as fast ours is.

    Args:
        name: What the texts are.
        candidates: Ours, and the peers.
        texts: What all of them clean.
        turns: How often.
    """
    calls = {peer: partial(_each, clean, texts) for peer, clean in candidates.items()}
    for call in calls.values():
        call()  # compiles what it needs
    taken = in_turns(calls, turns)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{name}: {len(texts)} texts of {megabytes:.1f} MB, median of {turns} turns")
    for peer in calls:
        each, speed = taken.median(peer) / len(texts) * 1e6, megabytes / taken.median(peer)
        wanted = MOJIBAKE_WANTED if name == "mojibake" else WANTED.get(peer)
        beside = "" if peer == OURS else f"  {OURS} is {taken.ratio(peer, OURS):.1f} times as fast (wanted {wanted})"
        print(f"  {peer:28} {each:9,.0f} us a text {speed:7.2f} MB/s{beside}")
    return taken


def _each(clean: Clean, texts: Sequence[str]) -> None:
    for text in texts:
        clean(text)


def mended(how: Callable[[str], str], pairs: Sequence[tuple[str, str]]) -> int:
    """How many damaged texts become what the sound ones become: quotes and spaces have a form of their own in each."""
    return sum(how(broken) == how(sound) for sound, broken in pairs)


def stages(texts: Sequence[str]) -> None:
    """Print where the time of a document goes."""
    cleaner = Cleaner()
    _each(cleaner.clean, texts)
    taken = Turns(tuple(stage_times(cleaner, texts) for _ in range(TURNS)))
    total = sum(taken.median(stage) for stage in taken.taken[0])
    print("where the time goes")
    for stage in taken.taken[0]:
        took = taken.median(stage)
        print(f"  {stage:16} {took / len(texts) * 1e6:7.1f} us a text {took / total:6.1%}")


def stage_times(cleaner: Cleaner, texts: Sequence[str]) -> dict[str, float]:
    """The seconds that all texts spend in each stage, and outside of all."""
    times = dict.fromkeys(STAGES, 0.0)
    with ExitStack() as patches:  # the way of a text is walked as it is, not rebuilt here
        for stage, place in STAGES.items():
            patches.enter_context(patch(place, timed(times, stage, resolve_name(place))))
        gc.collect()
        total = seconds(partial(_each, cleaner.clean, texts))
    return times | {"everything else": total - sum(times.values())}


if __name__ == "__main__":
    main()
