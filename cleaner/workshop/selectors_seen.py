"""Selectors for an outlet's pages, proposed from the pages themselves, each with how many of them support it.

Where the article stands is asked of the general extractor, which mostly knows its paragraphs: the smallest element that
holds nearly all of them, and is named the same way on most pages, is the body. What in it is no part of the article
stands on page after page in the same words, or is called by a name of furniture.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cleaner.extract import Tree, extract
from cleaner.extract.furniture import FurnitureRules
from cleaner.rulebook import COMMON, Rulebook
from cleaner.workshop.page_seen import MASK, Box, PageSeen, is_called_furniture, masked, seen
from cleaner.workshop.sample import distinct, sample_of

__all__ = ["Proposal", "Proposed", "proposed", "proposed_of"]

_BODIES: Final = 3  # selectors that are proposed at most: an outlet has a few templates at a time
_NEARLY: Final = 0.9  # of the best selector's pages: with as many, others may be better in other respects
_STEP: Final = 0.05  # differences in excess below it do not count
_LEAST: Final = 0.05  # of the pages: a selector for fewer is not worth a person's time
_MISTAKES: Final = 0.02  # of its pages on which a drop may hold a line of the article: the extractor errs, too
_SAME: Final = 0.5  # of its pages on which a box must have the same words
_REPEATS: Final = 3  # pages on which the same words are no chance
_OFTEN: Final = 0.2  # of the pages that must have a line before it is not believed to be the article's
_SEVERAL: Final = 2  # pages on which a box by its name alone must stand
_MOST_DOUBTFUL: Final = 20
_SHOWN: Final = 3  # samples of a box's text
_LONGEST_SAMPLE: Final = 100  # characters
_GENERAL: Final = frozenset(("article", "main", '[role="main"]', '[role="article"]'))
_FIRMEST: Final = ("[itemprop", "#", ".", "[role", "article", "main")  # the names that last come first


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    """One selector, or one line of text, and what speaks for it.

    Args:
        value: The selector, or the line.
        pages: How many pages have it.
        why: "holds the article"; "repeats", "is called so", "is left out"; for a line "stands in" a selector.
        excess: For a body, the share of its words that the general extractor does not count as the article's.
        mistakes: On how many of the pages it holds a line of the article, as the general extractor has it.
        samples: Texts in it, for a person to judge by.
        lines: All lines in it, digits masked.
    """

    value: str
    pages: int
    why: str
    excess: float = 0.0
    mistakes: int = 0
    samples: tuple[str, ...] = ()
    lines: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the pages of an outlet propose.

    Args:
        pages: How many pages there are.
        articles: On how many of those looked at the article stands in one element: what supports are shares of.
        bodies: Body selectors in the order in which a rule file should try them.
        drops: Selectors of elements in the body that are no part of the article.
        doubtful: Elements in the body that the extractor leaves out, with nothing else to speak against them.
        lines: Rules for text that the drops imply: whole lines that stand in them on several pages.
    """

    pages: int = 0
    articles: int = 0
    bodies: tuple[Proposed, ...] = ()
    drops: tuple[Proposed, ...] = ()
    doubtful: tuple[Proposed, ...] = ()
    lines: tuple[Proposed, ...] = ()


@dataclass(slots=True)
class _Box:
    """What is counted of the elements of one name."""

    pages: int = 0
    mistakes: int = 0
    texts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)

    def add(self, found: Box) -> None:
        self.pages += 1
        self.mistakes += found.mistaken
        if not found.mistaken:
            self.texts[found.lines] += 1
            self.lines.update(set(found.lines))

    @property
    def is_trusted(self) -> bool:
        return self.pages >= _SEVERAL and self.mistakes <= _MISTAKES * self.pages

    @property
    def repeats(self) -> bool:
        most = max(self.texts.values(), default=0)
        return most >= _REPEATS and most >= _SAME * self.pages


@dataclass(slots=True)
class _Tally:
    """What is counted of all pages."""

    articles: int = 0
    chains: Counter[frozenset[str]] = field(default_factory=Counter)
    excess: dict[str, float] = field(default_factory=dict)
    boxes: dict[str, _Box] = field(default_factory=dict)

    def add(self, page: PageSeen) -> None:
        self.articles += 1
        self.chains[frozenset(page.bodies)] += 1
        for selector, excess in page.bodies.items():
            self.excess[selector] = self.excess.get(selector, 0.0) + excess
        for selector, found in page.boxes.items():
            self.boxes.setdefault(selector, _Box()).add(found)


def proposed(pages: Iterable[str], rulebook: Rulebook) -> Proposal:
    """What selectors the pages of one outlet propose.

    Args:
        pages: Decoded pages, any number in any order: the same pages give the same proposal.
        rulebook: For what is furniture on the pages of any outlet, which needs no rule of the outlet's own.

    Returns:
        The proposal; empty where the pages have no article, or no names that last.
    """
    rules = rulebook.html(None)
    number, sample = sample_of(pages, lambda page: page.encode("utf-8", "replace"))
    articles = [(page, extract(Tree(page), rules).text.split("\n")) for page in sample]
    return replace(proposed_of(articles, rulebook), pages=number)


def proposed_of(articles: Sequence[tuple[str, Sequence[str]]], rulebook: Rulebook) -> Proposal:
    """The same for pages with the lines that were extracted from each, in one order, whatever order they came in."""
    common = FurnitureRules([layout for file in rulebook.files if file.host == COMMON for layout in file.layouts])
    repeated, tally = _repeated(distinct(lines for _, lines in articles)), _Tally()
    for page, lines in articles:
        if found := seen(page, [line for line in lines if masked(line) not in repeated], common):
            tally.add(found)
    drops = tuple(_drops(tally))
    return Proposal(
        pages=len(articles),
        articles=tally.articles,
        bodies=tuple(_bodies(tally)),
        drops=drops,
        doubtful=tuple(_doubtful(tally, {drop.value for drop in drops})),
        lines=tuple(_implied(tally, drops)),
    )


def _repeated(articles: Sequence[Sequence[str]]) -> set[str]:
    """Lines that the general extractor takes for the article's on page after page, and that are none."""
    counts = Counter(line for lines in articles for line in set(map(masked, lines)))
    return {line for line, count in counts.items() if count >= max(_REPEATS, _OFTEN * len(articles))}


def _bodies(tally: _Tally) -> Iterator[Proposed]:
    """The selector that holds the article on most pages, then what does so on the others; general ones at last."""
    left, known = Counter(tally.chains), _support(tally.chains)
    mean = {selector: tally.excess[selector] / pages for selector, pages in known.items()}
    for general in (False, True):
        for _ in range(_BODIES):
            support = _support(left)
            named = {one: count for one, count in support.items() if (one in _GENERAL) is general}
            chosen = _best(named, mean)
            if chosen is None or named[chosen] < _LEAST * tally.articles:
                break
            yield Proposed(value=chosen, pages=known[chosen], why="holds the article", excess=mean[chosen])
            left = Counter({chain: count for chain, count in left.items() if chosen not in chain})


def _best(support: Mapping[str, int], excess: Mapping[str, float]) -> str | None:
    """Of the selectors that hold nearly as many articles and little else as any does, the firmest."""
    scores = {one: count * (1 - excess[one]) for one, count in support.items()}
    enough = [one for one, score in scores.items() if score >= _NEARLY * max(scores.values())]
    return min(enough, key=lambda one: (round(excess[one] / _STEP), _firmness(one), -support[one], one), default=None)


def _support(chains: Counter[frozenset[str]]) -> Counter[str]:
    support: Counter[str] = Counter()
    for chain, count in chains.items():
        support.update(dict.fromkeys(chain, count))
    return support


def _firmness(selector: str) -> int:
    return next(place for place, start in enumerate(_FIRMEST) if selector.startswith(start))


def _drops(tally: _Tally) -> Iterator[Proposed]:
    for selector, box in _by_pages(tally):
        if box.is_trusted and (box.repeats or is_called_furniture(selector)):
            yield _proposed(selector, box, "repeats" if box.repeats else "is called so")


def _doubtful(tally: _Tally, taken: set[str]) -> Iterator[Proposed]:
    found = [(name, box) for name, box in _by_pages(tally) if box.is_trusted and name not in taken]
    for selector, box in found[:_MOST_DOUBTFUL]:
        yield _proposed(selector, box, "is left out")


def _by_pages(tally: _Tally) -> list[tuple[str, _Box]]:
    least = _LEAST * tally.articles
    found = [(name, box) for name, box in tally.boxes.items() if box.pages >= least]
    return sorted(found, key=lambda item: (-item[1].pages, item[0]))


def _proposed(selector: str, box: _Box, why: str) -> Proposed:
    ranked = sorted(box.texts.items(), key=lambda item: (-item[1], item[0]))
    samples = tuple(" / ".join(lines)[:_LONGEST_SAMPLE] for lines, _ in ranked[:_SHOWN])
    lines = frozenset(box.lines)
    return Proposed(value=selector, pages=box.pages, why=why, mistakes=box.mistakes, samples=samples, lines=lines)


def _implied(tally: _Tally, drops: Iterable[Proposed]) -> Iterator[Proposed]:
    """Lines without figures; a line of several boxes is the first one's."""
    said: set[str] = set()
    for drop in drops:
        box = tally.boxes[drop.value]
        for line, pages in sorted(box.lines.items(), key=lambda item: (-item[1], item[0])):
            if pages >= max(_REPEATS, _SAME * box.pages) and line not in said and MASK not in line:
                said.add(line)
                yield Proposed(value=line.removeprefix("- "), pages=pages, why=f"stands in {drop.value}")
