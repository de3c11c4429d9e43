"""What the judge is trained on and measured with: texts of known gold, as they come out of the common rules.

Gold bodies are texts too, all article. As corpora hold more than news, they also come in other shapes: excerpts, a line
for each sentence, verse, wrapped lines, lists, dialogue. Nothing in these may go either. Pages of news are long, others
are not: dumps come cut short, too. And there are pages of all kinds, of which less is known (`pages`).
"""

import random
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

sys.path.append(str(Path(__file__).parent.parent))

from corpus import rows
from labelling import labels
from leftout import knowing_no_outlet
from pages import PAGES, page_rows

__all__ = ["CLEAN", "DUMP", "FOLDS", "SHORT", "Sample", "fold_of", "samples"]

CLEAN: Final = "clean"
DUMP: Final = "page-dump"
SHORT: Final = "clipped-dump"
FOLDS: Final = 5
_SHAPED: Final = 0.25  # of a line's weight, where the same words come in another shape
_SHORTEST: Final = 3  # lines above and below the article of a dump that is cut short
_LONGEST: Final = 15
_LISTED: Final = 0.15  # likewise for list items and tables inside articles: gold leaves them out, readers would not
_LIST_ITEM: Final = re.compile(r"[-•*·–|]|\d{1,3}[.)] ")  # noqa: RUF001  a dash
_SENTENCE: Final = re.compile(r"(?<=[.!?。！？।؟])[\"»”’']?\s*(?=\S)")  # noqa: RUF001  other languages' signs
_CLAUSE: Final = re.compile(r"(?<=[,;:.、，。])\s*")  # noqa: RUF001  likewise
_DOUBTFUL: Final = (0.3, 0.7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A text with its gold.

    Args:
        id: Its name in the corpus.
        outlet: Whose it is.
        source: The extractor that made it, behind "pages-" for pages of all kinds; `CLEAN` for a gold body, "clean-..."
            for one in another shape, `SHORT` for a dump with less furniture.
        came: The text as it came.
        lines: What the common rules leave of it.
        labels: The share of each line that is article.
        body: The gold body; empty for pages of all kinds.
        trust: How far the label of each line can be trusted, 0 to 1; empty where all are certain.
        stay: Passages that must stay, known of pages of all kinds.
        go: Passages that must go.
    """

    id: str
    outlet: str
    source: str
    came: str
    lines: list[str]
    labels: list[float]
    body: str = ""
    trust: Sequence[float] = ()
    stay: tuple[str, ...] = ()
    go: tuple[str, ...] = ()

    @property
    def is_shaped(self) -> bool:
        """Whether it is another one in another shape."""
        return self.source.startswith(f"{CLEAN}-") or self.source == SHORT

    @property
    def is_page(self) -> bool:
        """Whether it is of a page of any kind, with passages for gold."""
        return self.source.startswith(PAGES)

    @property
    def is_dump(self) -> bool:
        """Whether it is all text of a page."""
        return self.source in {DUMP, SHORT, PAGES + DUMP}

    def weights(self, words: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """What each line counts: by its words, and documents nearly alike."""
        shares = np.array(self.labels)
        article = float(words[shares >= 0.5].sum())  # noqa: PLR2004  half
        weights: npt.NDArray[np.float64] = (np.minimum(words, 100) + 4) / (min(article, 1500) + 150)
        weights *= _SHAPED if self.is_shaped else 1
        if self.source.startswith(CLEAN):
            return weights
        inside = np.flatnonzero(shares >= 0.5)  # noqa: PLR2004  half
        for line in range(inside[0], inside[-1]) if len(inside) else ():
            if shares[line] < _DOUBTFUL[0] and _LIST_ITEM.match(self.lines[line]):
                weights[line] *= _LISTED
        weights[(shares > _DOUBTFUL[0]) & (shares < _DOUBTFUL[1])] *= _DOUBTFUL[0]
        return weights * np.array(self.trust) if self.trust else weights


def samples() -> list[Sample]:
    """Every text of text-dev, its gold bodies, and these in other shapes; then pages of all kinds."""
    found = list(_texts())
    shapes = [shape for sample in found if sample.source == CLEAN for shape in _shapes(sample)]
    shapes += [_short(sample) for sample in found if sample.source == DUMP and max(sample.labels) >= 0.5]  # noqa: PLR2004  half
    return found + shapes + [Sample(**row) for row in page_rows()]


def fold_of(outlet: str, folds: int, salt: str = "") -> int:
    """The fold of an outlet: all of its documents are in one."""
    return int(sha256(f"{salt}{outlet}".encode()).hexdigest(), 16) % folds


def _texts() -> Iterator[Sample]:
    cleaner = knowing_no_outlet(judge=False)
    bodies: dict[str, dict[str, Any]] = {}
    for row in rows("text-dev"):
        name = row["id"].split("#")[0]
        bodies.setdefault(name, {**row, "id": f"{name}#{CLEAN}", "extractor": CLEAN, "text": row["body"]})
    for row in (*rows("text-dev"), *bodies.values()):
        if lines := cleaner.clean(row["text"]).text.split("\n\n"):
            yield Sample(
                id=row["id"],
                outlet=row["outlet"],
                source=row["extractor"],
                came=row["text"],
                lines=lines,
                labels=[1.0] * len(lines) if row["extractor"] == CLEAN else labels(lines, row["body"]),
                body=row["body"],
            )


def _shapes(sample: Sample) -> Iterator[Sample]:
    chance = random.Random(sample.id)  # noqa: S311  no secret
    lines = sample.lines
    sentences = [part for line in lines for part in _SENTENCE.split(line) if part.strip()]
    first = chance.randrange(len(lines))
    shapes = {
        "excerpt": lines[first : first + chance.randint(1, 6)],
        "sentences": sentences[:200],
        "verse": [part for line in lines[:8] for part in _CLAUSE.split(line) if part.strip()][:60],
        "wrapped": _wrapped(lines[:12], chance.choice((50, 60, 72))),
        "list": [*lines[:2], *_listed(sentences[:24], chance), *lines[2:4]],
        "dialogue": [chance.choice(("– ", "— ", '"', "A: ", "Q: ", "")) + part for part in sentences[:40]],  # noqa: RUF001
    }
    for name, shape in shapes.items():
        shaped = [line.strip() for line in shape]
        yield replace(
            sample, source=f"{CLEAN}-{name}", came="\n".join(shaped), lines=shaped, labels=[1.0] * len(shaped)
        )


def _short(dump: Sample) -> Sample:
    """A dump with a few of its first lines and of its last, and the article with what stands in it."""
    chance = random.Random(dump.id)  # noqa: S311  no secret
    article = [number for number, share in enumerate(dump.labels) if share >= 0.5]  # noqa: PLR2004  half
    above, below = (chance.randint(_SHORTEST, _LONGEST) for _ in range(2))
    first, last, end = article[0], article[-1] + 1, len(dump.lines)
    chosen = [*range(min(above, first)), *range(first, last), *range(max(end - below, last), end)]
    lines = [dump.lines[number] for number in chosen]
    labels = [dump.labels[number] for number in chosen]
    return replace(dump, source=SHORT, came="\n".join(lines), lines=lines, labels=labels)


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(line, width)]


def _listed(sentences: Sequence[str], chance: random.Random) -> list[str]:
    mark = chance.choice(("- ", "• ", "* ", "{}. "))
    items = [mark.format(number) + sentence.rstrip(".") for number, sentence in enumerate(sentences, start=1)]
    return items[: chance.randint(3, 12)]
