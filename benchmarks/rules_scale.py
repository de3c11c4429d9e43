"""What 10,000 outlets' rule files cost: a start, cold and warm, and a document, beside the built-in files alone.

    python benchmarks/rules_scale.py [FILES] [TURNS]

The files are invented, of the look and size of real ones: hosts, fifteen rules with their examples, lines and patterns
that give the outlet away, and a layout. Starts run in interpreters of their own, turn and turn about with starts of the
built-in files; documents run turn and turn about in one process. Figures are medians, of the processor's time.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import rows

from cleaner import Cleaner

__all__ = ["invent", "rule_file"]

FILES, TURNS = 10_000, 5
START = """
import sys, time
import cleaner
start, began = time.process_time(), time.perf_counter()
made = cleaner.Cleaner(sys.argv[1:])
ready = time.process_time(), time.perf_counter()
made.clean("Rain fell.")
print(ready[0] - start, ready[1] - began, time.process_time() - ready[0])
"""
SYLLABLES = ("ba", "ter", "lon", "mi", "ra", "che", "vos", "kin", "del", "por", "gra", "nus", "ta", "lo", "wen", "hill")
WORDS = ("rain", "river", "council", "mayor", "bridge", "flood", "harvest", "market", "school", "ferry", "bell")
SIGNS = (
    r"Copyright \d{{4}} {name}\. All rights reserved\..*", r"© \d{{4}} {name}\. .*", r".{{3,80}} for {name}",
    r"Subscribe to (?:the )?{name} newsletters?.*", r"(?:• )?\* ?© \d{{4}} {name} Media .+", r"By .{{3,60}}, {name}",
)  # fmt: skip
KINDS = ("social", "subscription", "related", "legal", "advert", "navigation", "credit", "caption")


def rule_file(dice: random.Random, host: str) -> str:
    """One invented rule file.

    Args:
        dice: Where names and words come from.
        host: The host that the file claims.
    """
    name = " ".join("".join(dice.choices(SYLLABLES, k=3)).title() for _ in range(2))
    signs = ", ".join(f"'''{sign.format(name=name)}'''" for sign in dice.sample(SIGNS, 2))
    head = f'name = "{name}"\nhosts = ["{host}", "m.{host}"]\n\n[recognize]\n'
    head += f'lines = ["Read on in {name}", "More from the newsroom of {name}"]\npatterns = [{signs}]\n'
    return head + "".join(_rule(dice, name, number) for number in range(15)) + LAYOUT.format(name=name)


LAYOUT = """
[html]
body = "article .story"
drop = [".share", ".related", "//aside[@class='promo']"]
title = "h1.headline"
authors = ".byline a"
[[html.examples]]
page = "<article><h1 class='headline'>Rain</h1><div class='story'><p>Rain fell in {name}.</p></div></article>"
text = "Rain fell in {name}."
"""


def _rule(dice: random.Random, name: str, number: int) -> str:
    word, other = dice.sample(WORDS, 2)
    rule = f'\n[[drop]]\nid = "{word}-{number}"\nkind = "{dice.choice(KINDS)}"\n'
    if number % 3 == 0:
        lines = [f"{name}: the {word} and the {other}, number {number}.{copy}" for copy in range(4)]
        return rule + f"lines = {lines}\ndrops = [{lines[0]!r}]\n"
    return rule + (
        f"pattern = '''(?:Read|See|Watch) (?:more|also):? {name} {word} {number} .{{3,120}}'''\n"
        f'drops = ["Read more: {name} {word} {number} on the {other} in the hills of the north"]\n'
        f'keeps = ["Read more on the {word} in the {other}.", "The {word} of {name} was rising all night."]\n'
    )


def invent(folder: Path, number: int) -> None:
    """Fill a folder with rule files."""
    dice = random.Random(7)  # noqa: S311  the same files at every run
    for count in range(number):
        host = f"{''.join(dice.choices(SYLLABLES, k=2))}{count}.example"
        (folder / f"{host}.toml").write_text(rule_file(dice, host), encoding="utf-8")


def start(*folders: str) -> tuple[float, ...]:
    """Seconds of a start: the processor's and the clock's until ready, the processor's for the first document."""
    done = subprocess.run([sys.executable, "-c", START, *folders], capture_output=True, text=True, check=True)  # noqa: S603
    return tuple(map(float, done.stdout.split()))


def starts(folder: str, turns: int) -> None:
    """Print what starts cost."""
    cold = start(folder)
    print(f"cold, all checked: ready after {cold[1]:.1f} s; and never again")
    pairs = [(start(), start(folder)) for _ in range(turns)]
    for label, times in (("built-in", [one for one, _ in pairs]), ("all files", [many for _, many in pairs])):
        cpu, clock, first = (statistics.median(column) * 1e3 for column in zip(*times, strict=True))
        print(f"warm, {label:9}: ready after {cpu:4.0f} ms ({clock:.0f} by the clock), a first text takes {first:.0f}")


def documents(folder: str, turns: int) -> None:
    """Print what a text costs that was never seen, and one that was: automata grow with new texts."""
    texts = [row["text"] for row in rows("text-dev")]
    few, many = Cleaner(), Cleaner(folder)
    share = len(texts) // (turns + 1)
    parts = [texts[first : first + share] for first in range(0, len(texts), share)]
    _ratio(few, many, parts[0])  # compiles what all need
    new = statistics.median(_ratio(few, many, part) for part in parts[1:])
    again = statistics.median(_ratio(few, many, texts) for _ in range(turns))
    print(f"a text: {new:.2f} times the cost with the built-in files alone where it is new, {again:.2f} times again")


def _ratio(few: Cleaner, many: Cleaner, texts: list[str]) -> float:
    base = seconds(few, texts)
    return seconds(many, texts) / base


def seconds(cleaner: Cleaner, texts: list[str]) -> float:
    """The processor's time that all texts take."""
    start = time.process_time()
    for text in texts:
        cleaner.clean(text)
    return time.process_time() - start


def main() -> None:
    """Make the files, measure, throw them away."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else TURNS  # noqa: PLR2004
    with TemporaryDirectory() as folder:
        os.environ["CLEANER_CACHE"] = f"{folder}/cache"
        rules = Path(folder, "rules")
        rules.mkdir()
        invent(rules, files)
        size = sum(path.stat().st_size for path in rules.iterdir())
        print(f"{files:,} files of {size / files / 1e3:.1f} kB beside the built-in ones")
        start()
        starts(str(rules), turns)
        documents(str(rules), turns)


if __name__ == "__main__":
    main()
