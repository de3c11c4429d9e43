"""What the judge is worth, on five folds by outlet, without URLs and without the outlet's rules.

    python benchmarks/judge/evaluate.py              figures; every text is judged by a model that never saw its outlet
    python benchmarks/judge/evaluate.py segments     only those of pages of all kinds (web-segments-dev)
    python benchmarks/judge/evaluate.py news         only those of news (text-dev)
    python benchmarks/judge/evaluate.py --card       all, and write MODEL_CARD.md

F1 is that of ../shared/score.py, of four-word shingles; "before" is the text as it came, "rules" what the common rules
leave of it, "judge" what the judge leaves of that. Texts are gold bodies where the source is "clean". Of pages of all
kinds it is known which passages must stay, and which must go: the share of those that do.
"""

import argparse
import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from documents import CLEAN, FOLDS, Sample, samples
from pages import PAGES, passages_in
from scoring import body
from training import Table, fitted

from cleaner.judge import CAUTION, Verdict, verdict
from cleaner.judge.fields import fields
from cleaner.judge.look import look
from cleaner.language import detect

__all__ = ["Judged", "judged", "score"]

_CAUTIONS: Final = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99)
_GROUPS: Final = {
    "Germanic": {"de", "en", "nl", "no", "sv", "da", "lb", "af"},
    "Romance": {"fr", "es", "it", "pt", "ro", "ca", "gl"},
    "Slavic": {"ru", "uk", "pl", "cs", "sk", "bg", "sr", "hr", "sl"},
    "unspaced": {"ja", "zh", "th"},
}
_CARD: Final = Path(__file__).parent / "MODEL_CARD.md"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sample, and what became of it."""

    sample: Sample
    verdict: Verdict

    @property
    def after(self) -> list[str]:
        """The lines that are left when headline, byline and date have become fields."""
        found = fields(self.sample.lines, self.verdict.removed)
        gone = {*self.verdict.removed, *found.authors, *found.dates, found.title}
        return [line for number, line in enumerate(self.sample.lines) if number not in gone]

    @property
    def words(self) -> int:
        """Words before the judge; a character is one where words have no spaces."""
        return sum(_words(line) for line in self.sample.lines)

    @property
    def gone(self) -> int:
        """Words that the judge took."""
        return sum(_words(self.sample.lines[line]) for line in self.verdict.removed)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", metavar="news|segments", help="both by default")
    parser.add_argument("--card", action="store_true", help="write MODEL_CARD.md, with both")
    chosen = parser.parse_args()
    reports = {"news": _news, "segments": _segments}
    if unknown := set(chosen.tables) - set(reports):
        parser.error(f"no table is called {', '.join(sorted(unknown))}")
    by_caution = judged(samples(), _CAUTIONS)
    wanted = reports if chosen.card or not chosen.tables else chosen.tables
    report = "\n".join(line for name in wanted for line in reports[name](by_caution))
    print(report)
    if chosen.card:
        head = _CARD.read_text(encoding="utf-8").split("## Figures")[0]
        _CARD.write_text(f"{head}## Figures\n\n{report}\n", encoding="utf-8")


def judged(found: list[Sample], cautions: Sequence[float] = (CAUTION,)) -> dict[float, list[Judged]]:
    """Judge every sample by a model that has not seen its outlet.

    Args:
        found: The samples.
        cautions: How sure the judge must be; each gives a verdict of its own.

    Returns:
        For each caution the judged samples.
    """
    table = Table.of(found)
    by_caution: dict[float, list[Judged]] = {caution: [] for caution in cautions}
    for fold in range(FOLDS):
        others = table.outside(fold, FOLDS)
        model = fitted(table.only(others))
        for sample, other in zip(found, others, strict=True):
            if not other:
                seen = look(sample.lines, model)
                for caution in cautions:
                    by_caution[caution].append(Judged(sample, verdict(seen, caution)))
    return by_caution


def _news(by_caution: dict[float, list[Judged]]) -> Iterator[str]:
    texts = {caution: [one for one in found if not one.sample.is_page] for caution, found in by_caution.items()}
    chosen = texts[CAUTION]
    yield f"With a caution of {CAUTION}, by source:\n"
    yield from _table(chosen, lambda one: one.sample.source)
    yield "\nBy language (all sources but gold bodies):\n"
    real = [one for one in chosen if not one.sample.source.startswith(CLEAN)]
    yield from _table(real, lambda one: _group(one.sample.body))
    yield "\nGold bodies, and the same words in other shapes:\n"
    yield from _clean(chosen)
    yield "\nSituations:\n"
    yield from _situations(chosen)
    yield "\nBy caution (F1 / recall):\n"
    yield from _cautions(texts, _f1_and_recall)


def _table(found: list[Judged], key: Callable[[Judged], str]) -> Iterator[str]:
    yield "| | texts | F1 before | rules | judge | recall before | rules | judge |\n|---|---|---|---|---|---|---|---|"
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        if not one.sample.is_shaped:
            groups[key(one)].append(one)
    for name, group in sorted(groups.items()):
        scores = [
            score([(text, one.sample.body) for one, text in zip(group, texts, strict=True)])
            for texts in (
                [one.sample.came for one in group],
                ["\n".join(one.sample.lines) for one in group],
                ["\n".join(one.after) for one in group],
            )
        ]
        cells = [f"{score[number]:.4f}" for number in (0, 1) for score in scores]
        yield f"| {name} | {len(group)} | {' | '.join(cells)} |"


def _clean(found: list[Judged]) -> Iterator[str]:
    yield "| | texts | untouched | words taken |\n|---|---|---|---|"
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        if one.sample.source.startswith(CLEAN):
            groups[one.sample.source].append(one)
    for name, group in sorted(groups.items()):
        untouched = statistics.fmean(not one.verdict.removed for one in group)
        taken = sum(one.gone for one in group) / sum(one.words for one in group)
        yield f"| {name} | {len(group)} | {untouched:.1%} | {taken:.2%} |"


def _situations(found: list[Judged]) -> Iterator[str]:
    yield "| | dump | extract | clean | unsure |\n|---|---|---|---|---|"
    for source in sorted({one.sample.source for one in found}):
        group = [one.verdict for one in found if one.sample.source == source]
        shares = [
            statistics.fmean(one.situation == situation for one in group) for situation in ("dump", "extract", "clean")
        ]
        shares.append(statistics.fmean(one.unsure for one in group))
        yield f"| {source} | {' | '.join(f'{share:.1%}' for share in shares)} |"


def _segments(by_caution: dict[float, list[Judged]]) -> Iterator[str]:
    pages = {caution: [one for one in found if one.sample.is_page] for caution, found in by_caution.items()}
    yield f"\nPages of all kinds, with a caution of {CAUTION}: passages that stay, and passages that are gone:\n"
    yield (
        "| | texts | must stay | before | rules | judge | must go | before | rules | judge |" + "\n" + "|---" * 10 + "|"
    )
    for source in _sources(pages[CAUTION]):
        group = [one for one in pages[CAUTION] if one.sample.source == source]
        texts = [one.sample.came for one in group], ["\n".join(one.sample.lines) for one in group]
        shares = [_passages(group, came) for came in (*texts, ["\n".join(one.after) for one in group])]
        cells = [source.removeprefix(PAGES), len(group), sum(len(one.sample.stay) for one in group)]
        cells += [f"{stays:.3f}" for stays, _ in shares]
        cells += [sum(len(one.sample.go) for one in group), *(f"{gone:.3f}" for _, gone in shares)]
        yield f"| {' | '.join(map(str, cells))} |"
    yield "\nBy caution (must stay and does / must go and is gone):\n"
    yield from _cautions(pages, lambda group: _passages(group, ["\n".join(one.after) for one in group]))


def _passages(group: list[Judged], texts: Sequence[str]) -> tuple[float, float]:
    stay, go = [one.sample.stay for one in group], [one.sample.go for one in group]
    stays, left = (sum(map(passages_in, texts, passages)) for passages in (stay, go))
    return stays / sum(map(len, stay)), 1 - left / sum(map(len, go))


def _cautions(
    by_caution: dict[float, list[Judged]], figures: Callable[[list[Judged]], tuple[float, float]]
) -> Iterator[str]:
    sources = _sources(by_caution[CAUTION])
    yield f"| caution | {' | '.join(sources)} |\n|---|{'---|' * len(sources)}"
    for caution, found in by_caution.items():
        pairs = [figures([one for one in found if one.sample.source == source]) for source in sources]
        yield f"| {caution} | {' | '.join(f'{first:.4f} / {second:.4f}' for first, second in pairs)} |"


def _f1_and_recall(group: list[Judged]) -> tuple[float, float]:
    return score([("\n".join(one.after), one.sample.body) for one in group])


def _sources(found: list[Judged]) -> list[str]:
    return sorted({one.sample.source for one in found if not one.sample.is_shaped})


def score(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """F1 and recall of texts.

    Args:
        pairs: What is left of each text, and its gold body.
    """
    scores = [body(got, gold) for got, gold in pairs]
    precision = statistics.fmean(share for share, _ in scores if not math.isnan(share))
    recall = statistics.fmean(share for _, share in scores)
    return 2 * precision * recall / (precision + recall), recall


def _group(body: str) -> str:
    language = detect(body)
    return next((name for name, languages in _GROUPS.items() if language in languages), "other")


def _words(line: str) -> int:
    return len(line.split()) if " " in line else len(line)


if __name__ == "__main__":
    main()
