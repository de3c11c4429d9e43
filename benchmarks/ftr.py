"""What imported rule files are worth: outlets that ftr-site-config knows, cleaned with and without its rules.

    python benchmarks/ftr.py [--worst N]

Each page of news-dev has the rule file of its own outlet left out, ours, so that before is what any unknown outlet
gets, and after what the import adds to that, under the guard. The exit status says whether bodies are worse by more
than .005 in F1 on average, or an article was lost.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus import SHARED, rows
from html_quality import Row, cleaned, flags, line, ours, score
from leftout import knowing_no_outlet

from cleaner import Cleaner
from cleaner.workshop.ftr.write import import_ftr

__all__ = ["main"]

WORSE = 0.005  # at most, of the mean F1 of bodies
LOST = 0.5  # of a document's recall: with so much less its article is lost


def main() -> None:
    """Print both runs, and how each page's body changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=10, metavar="N", help="list the N pages that lose most")
    arguments = parser.parse_args()
    stranger, importing = knowing_no_outlet(), knowing_imports()
    gold = [row for row in rows("news-dev") if importing.rulebook.get(row["url"])]
    print(f"news-dev, {len(gold)} pages of outlets that ftr-site-config knows")
    runs = {"without": cleaned(ours(stranger), gold), "imported": cleaned(ours(importing), gold)}
    for name, out in runs.items():
        body, meta = score().body(out, gold, 0)[0]["all"], score().meta(out, gold, 0)[0]
        figures = {"body": body["f1"], "precision": body["precision"], "recall": body["recall"]}
        line(name, figures | {field: meta[field]["exact"] for field in meta}, {})
        flags(out.values())
    changes = sorted((change(row, runs), row["id"]) for row in gold)
    sys.exit(verdict(changes, arguments.worst))


def knowing_imports() -> Cleaner:
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
        return Cleaner(folder)


def change(row: Row, runs: dict[str, dict[str, Row]]) -> tuple[float, float, float]:
    """How much F1 and recall a page's body gains, and its F1 before."""
    before, after = (one_score(run[row["id"]], row) for run in runs.values())
    return after["f1"] - before["f1"], after["recall"] - before["recall"], before["f1"]


def one_score(record: Row, row: Row) -> dict[str, Any]:
    """The score of one page's body."""
    found: dict[str, Any] = score().body({row["id"]: record}, [row], 0)[0]["all"]
    return found


def verdict(changes: Sequence[tuple[tuple[float, float, float], str]], worst: int) -> int:
    """Print the pages that changed most for the worse, and say whether that is too much."""
    mean = statistics.fmean(gain for (gain, _, _), _ in changes)
    lost = [name for (_, recall, _), name in changes if recall < -LOST]
    better, worse = sum(gain > 0 for (gain, _, _), _ in changes), sum(gain < 0 for (gain, _, _), _ in changes)
    print(f"  F1 of a body {mean:+.4f} on average; {better} pages better, {worse} worse, {len(lost)} lost")
    print(f"  {statistics.fmean(gain for (gain, _, _), _ in changes[:-1]):+.4f} without the page that gains most")
    for (gain, recall, before), name in changes[:worst]:
        print(f"     {gain:+.4f} from {before:.4f}, recall {recall:+.4f}  {name}")
    return int(mean < -WORSE or bool(lost))


if __name__ == "__main__":
    main()
