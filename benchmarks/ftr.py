"""What imported rule files are worth: outlets that ftr-site-config knows, cleaned with and without its rules.

    python benchmarks/ftr.py [news] [segments] [--worst N]

Each page of news-dev and web-segments-dev has the rule file of its own outlet left out, ours, so that before is what
any unknown outlet gets, and after what the import adds to that, under the guard. The exit status says whether texts are
worse by more than .005 in F1 on average, or an article was lost.
"""

import argparse
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from corpus import SHARED, rows
from html_quality import Figures, Row, cleaned, flags, line, ours, score
from leftout import knowing_no_outlet

from cleaner import Cleaner
from cleaner.workshop.ftr.write import import_ftr

__all__ = ["main"]

Runs = dict[str, dict[str, Row]]
Changes = list[tuple[tuple[float, float, float], str]]
WORSE = 0.005  # at most, of the mean F1 of pages
LOST = 0.5  # of a document's recall: with so much less its article is lost


def main() -> None:
    """Print both runs over each corpus, and how each page's text changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", metavar="news|segments", help="both by default")
    parser.add_argument("--worst", type=int, default=10, metavar="N", help="list the N pages that lose most")
    arguments = parser.parse_args()
    corpora = {"news": compared_news, "segments": compared_segments}
    if unknown := set(arguments.corpora) - set(corpora):
        parser.error(f"no corpus is called {', '.join(sorted(unknown))}")
    asked = [corpora[name] for name in corpora if not arguments.corpora or name in arguments.corpora]
    sys.exit(max(verdict(compared(), arguments.worst) for compared in asked))


def compared_news() -> Changes:
    """The bodies of news pages, with their metadata."""
    gold, runs = ran("news-dev", quotes="straight")
    for name, out in runs.items():
        body, meta = score().body(out, gold, 0)[0]["all"], score().meta(out, gold, 0)[0]
        figures = {"body": body["f1"], "precision": body["precision"], "recall": body["recall"]}
        line(name, figures | {field: meta[field]["exact"] for field in meta}, {})
        flags(out.values())
    return changes(gold, runs, lambda out, row: score().body(out, [row], 0)[0]["all"])


def compared_segments() -> Changes:
    """What must stay and must go on pages of all kinds; quotes as they stand, as the wanted texts have them."""
    gold, runs = ran("web-segments-dev", quotes="keep")
    for name, out in runs.items():
        line(name, score().segments(out, gold, 0)[0], {})
        flags(out.values())
    return changes(gold, runs, lambda out, row: score().segments(out, [row], 0)[0])


def ran(corpus: str, quotes: Literal["straight", "keep"]) -> tuple[list[Row], Runs]:
    """The pages of a corpus whose outlets the collection knows, and what becomes of them without and with it."""
    importing = knowing_imports(quotes)
    gold = [row for row in rows(corpus) if importing.rulebook.get(row["url"] or "")]
    print(f"{corpus}, {len(gold)} pages of outlets that ftr-site-config knows")
    cleaners = {"without": knowing_no_outlet(quotes), "imported": importing}
    return gold, {name: cleaned(ours(cleaner), gold) for name, cleaner in cleaners.items()}


def knowing_imports(quotes: Literal["straight", "keep"] = "straight") -> Cleaner:
    """A cleaner that knows outlets by their imported files alone."""
    stranger = knowing_no_outlet().rulebook
    with TemporaryDirectory() as folder:
        for file in stranger.files:  # as there: every outlet's file is replaced by one that claims no page
            if file.host != "common":
                (Path(folder) / f"{file.host}.toml").write_text(f'name = "left out"\nhosts = ["{file.hosts[0]}"]\n')
        found = Path(folder) / "imported"
        import_ftr(SHARED / "ftr-site-config.tar.gz", found)
        for path in sorted(found.glob("*.toml")):  # under a name that none of ours has, or ours would go before it
            path.rename(Path(folder) / f"ftr.{path.name}")
        return Cleaner(folder, quotes=quotes)


def changes(gold: Sequence[Row], runs: Runs, scored: Callable[[dict[str, Row], Row], Figures]) -> Changes:
    """How much F1 and recall each page gains, and its F1 before, the pages that lose most first."""
    found = []
    for row in gold:
        before, after = (scored({row["id"]: out[row["id"]]}, row) for out in runs.values())
        found.append(((after["f1"] - before["f1"], after["recall"] - before["recall"], before["f1"]), row["id"]))
    return sorted(found)


def verdict(changes: Changes, worst: int) -> int:
    """Print the pages that changed most for the worse, and say whether that is too much."""
    mean = statistics.fmean(gain for (gain, _, _), _ in changes)
    lost = [name for (_, recall, _), name in changes if recall < -LOST]
    better, worse = sum(gain > 0 for (gain, _, _), _ in changes), sum(gain < 0 for (gain, _, _), _ in changes)
    print(f"  F1 of a page {mean:+.4f} on average; {better} pages better, {worse} worse, {len(lost)} lost")
    print(f"  {statistics.fmean(gain for (gain, _, _), _ in changes[:-1]):+.4f} without the page that gains most")
    for (gain, recall, before), name in changes[:worst]:
        print(f"     {gain:+.4f} from {before:.4f}, recall {recall:+.4f}  {name}")
    return int(mean < -WORSE or bool(lost))


if __name__ == "__main__":
    main()
