"""How much of the article cleaning loses, on 620 texts of 155 pages as four tools extract them.

    python benchmarks/losses.py

For every text, with its URL and without: of the lines that stand in the gold body, the share of the words (as a
multiset) that are gone afterwards. The worst document must not lose more than 1 %; the exit status says whether one
does.
Also prints the F1 of four-word shingles before and after, by extractor.

By rules alone: what the judge of lines loses, benchmarks/judge/evaluate.py tells on outlets that it has not seen.
"""

import re
import statistics
import sys
from collections import Counter, defaultdict

from corpus import rows

from cleaner import Cleaner
from cleaner.normalize import normalize

LIMIT = 0.01
# What the gold bodies hold although it is no part of the article: notices of embeds, links to other articles.
NO_ARTICLE = re.compile(
    r"Für die Darstellung von ZDFheute Infografiken nutzen wir die Software von Datawrapper\..*"
    r"|Lesen Sie hier: Gefährliche Giftwolke .*|Mehr Artikel aus dieser Rubrik gibt's hier: .*"
    r"|Statistiken, die die enorme Größe von Evergrande, .*"  # under "Lest auch"
    r"|Когда меняется язык .*|В этом году исполнится 90 лет .*|Read more: Plymouth protests .*"  # noqa: RUF001  Russian
)
WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Words as the score counts them, of normalized text, so that a repaired quote is no loss."""
    return WORD.findall(normalize(text).text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words."""
    found = words(text)
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3)) if found)


def loss(body: str, before: str, after: str) -> float:
    """The share of the words in the body's lines that were in the text before and are not after."""
    folded = "".join(words(body)).casefold()
    lines = (normalize(line).text.strip() for line in before.splitlines())
    article = [words(line) for line in lines if not NO_ARTICLE.fullmatch(line)]
    had = Counter(words(body)) & Counter(
        word for line in article if "".join(line).casefold() in folded for word in line
    )
    lost = had - Counter(words(after))
    return float(lost.total() / max(had.total(), 1))


def f1(text: str, body: str) -> tuple[float, float]:
    """Precision and recall of four-word shingles."""
    got, gold = shingles(text), shingles(body)
    hits = sum((got & gold).values())
    return hits / max(sum(got.values()), 1), hits / max(sum(gold.values()), 1)


def harmonic(pairs: list[tuple[float, float]]) -> float:
    """F1 of mean precision and mean recall."""
    precision, recall = (statistics.fmean(values) for values in zip(*pairs, strict=True))
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    """Clean everything twice and print the table."""
    cleaner = Cleaner(judge=False)
    worst: list[tuple[float, str, str]] = []
    scores: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows("text-dev"):
        scores[row["extractor"]]["before"].append(f1(row["text"], row["body"]))
        for how, url in (("without URL", None), ("with URL", row["url"])):
            text = cleaner.clean(row["text"], url=url).text
            worst.append((loss(row["body"], row["text"], text), how, row["id"]))
            scores[row["extractor"]][how].append(f1(text, row["body"]))
    for extractor, kinds in sorted(scores.items()):
        print(f"{extractor:12}", *(f"F1 {kind} {harmonic(pairs):.4f}" for kind, pairs in kinds.items()), sep="  ")
    worst.sort(reverse=True)
    over = [entry for entry in worst if entry[0] > LIMIT]
    print(
        f"mean loss {statistics.mean(entry[0] for entry in worst):.5%} of the body's words over {len(worst)} cleanings"
    )
    for share, how, name in worst[:10]:
        print(f"  {share:7.3%}  {how:12}  {name}")
    sys.exit(f"{len(over)} documents lose more than {LIMIT:.0%} of their article" if over else 0)


if __name__ == "__main__":
    main()
