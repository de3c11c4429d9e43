"""What the judge is worth for dumps of known outlets whose pages have grown newer than their rules.

    python benchmarks/judge/aged.py [SHARE ...]     the shares of an outlet's rules that are left out; 0, 1/7 and .4

Every rule of an outlet's file but locators is left out by a throw of dice of its own: a literal, a pattern, a cut, a
trim. Texts are those of text-dev; the judge has never seen the outlet (five folds).
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Final

sys.path.append(str(Path(__file__).parent.parent))

from corpus import rows
from documents import FOLDS, fold_of, samples
from evaluate import score
from training import Table, fitted

from cleaner import Cleaner
from cleaner.judge import KNOWN_CAUTION, Verdict, may_be_dump, verdict
from cleaner.judge.look import look
from cleaner.judge.model import Model
from cleaner.lines import Lines, Text
from cleaner.normalize import normalize
from cleaner.rulefile import RuleFile
from cleaner.ruleset import CompiledFile, Ruleset
from cleaner.strip import Beside, strip

SHARES: Final = (0.0, 1 / 7, 0.4)


def main() -> None:
    """Print F1 and recall for each share, by extractor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shares", nargs="*", type=float, default=SHARES, metavar="SHARE")
    table = Table.of(samples())
    models = [fitted(table.only(table.outside(fold, FOLDS))) for fold in range(FOLDS)]
    print("| rules left out | | F1 by rules | with the judge | recall by rules | with the judge |\n" + "|---" * 6 + "|")
    for share in parser.parse_args().shares:
        for line in _lines(share, models):
            print(line)


def _lines(share: float, models: Sequence[Model]) -> Iterator[str]:
    cleaner = Cleaner()

    @cache
    def rules(url: str) -> Ruleset:
        file = cleaner.rulebook.require(url)
        return Ruleset((_common(cleaner), CompiledFile(thinned(file, share))), file.budget)

    kept: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows("text-dev"):
        judge = partial(_judge, models[fold_of(row["outlet"], FOLDS)])
        ways = [_stripped(row["text"], rules(row["url"]), beside) for beside in (Beside(), Beside(judge=judge))]
        kept[row["extractor"]].append((*ways, row["body"]))
    for extractor, texts in sorted(kept.items()):
        found = [score([(text[way], text[2]) for text in texts]) for way in (0, 1)]
        cells = [f"{found[way][number]:.4f}" for number in (0, 1) for way in (0, 1)]
        yield f"| {share:.0%} | {extractor} | {' | '.join(cells)} |"


@cache
def _common(cleaner: Cleaner) -> CompiledFile:
    return CompiledFile(cleaner.rulebook.file("common"))


def thinned(file: RuleFile, share: float) -> RuleFile:
    """A rule file of which a share of the rules is left out, the same at every call.

    Args:
        file: The file.
        share: 0 to 1; of the lines of a rule, too.
    """

    def stays(rule: str) -> bool:
        return int(sha256(f"{file.host} {rule}".encode()).hexdigest()[:8], 16) >= share * (1 << 32)

    drops = (replace(drop, lines=tuple(filter(stays, drop.lines))) for drop in file.drops)
    return replace(
        file,
        drops=tuple(drop for drop in drops if drop.lines or (drop.pattern and stays(drop.pattern))),
        cuts=tuple(cut for cut in file.cuts if stays(repr(cut.start))),
        trims=tuple(trim for trim in file.trims if stays(trim.pattern)),
    )


def _stripped(text: str, rules: Ruleset, beside: Beside) -> str:
    lines = Lines(text)
    return "\n".join(strip(lines, Text(normalize(lines.text).text), rules, beside=beside).paragraphs)


def _judge(model: Model, lines: Sequence[str]) -> Verdict:
    """As `cleaner.judge.judge` for a known outlet, by another model."""
    found = look(lines, model) if may_be_dump(lines) else None
    return verdict(found, KNOWN_CAUTION) if found and found.is_dump else Verdict(removed={})


if __name__ == "__main__":
    main()
