"""An outlet's pages of HTML: a bounded sample of them, what selectors they propose, and what is read without these."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from heapq import heappush, heappushpop
from typing import Final

from cleaner.api import Cleaner
from cleaner.document import Document
from cleaner.io.failure import Failure
from cleaner.lines import Lines
from cleaner.normalize import normalize
from cleaner.rulebook import COMMON, Rulebook
from cleaner.rulefile import RuleFile
from cleaner.workshop.learn.corpus import Choices, Reading, content_of, host_or_folder
from cleaner.workshop.sample import SAMPLE
from cleaner.workshop.selectors_seen import Proposal, proposed_of

__all__ = ["Gathered", "PagesSeen", "gathered", "texts_with"]

_PAGES: Final = 2_000  # kept in all outlets together, packed: about 50 MB
_LEAST: Final = 20  # of one outlet, however many there are


@dataclass(slots=True)
class _Pile:
    """The pages of an outlet with the lowest digests, packed; a sample that depends on no order."""

    number: int = 0
    heap: list[tuple[int, str, bytes]] = field(default_factory=list)

    def add(self, page: str, date: str | None, most: int) -> None:
        """Take a page in."""
        self.number += 1
        raw = page.encode("utf-8", "surrogatepass")
        digest = -int.from_bytes(sha256(raw).digest())
        full = len(self.heap) >= most
        if full and (digest, date or "") <= self.heap[0][:2]:
            return
        entry = (digest, date or "", zlib.compress(raw, 1))
        if entry not in self.heap:
            (heappushpop if full else heappush)(self.heap, entry)

    def shrink(self, most: int) -> None:
        """Keep no more than so many."""
        self.heap = sorted(self.heap, reverse=True)[:most][::-1]  # a sorted list is a heap

    def pages(self) -> Iterator[tuple[str, str | None]]:
        """The pages with their dates, by digest."""
        for _, date, packed in sorted(self.heap, reverse=True):
            yield zlib.decompress(packed).decode("utf-8", "surrogatepass"), date or None


@dataclass(frozen=True, slots=True)
class PagesSeen:
    """What the pages of an outlet tell.

    Args:
        pile: The pages.
        proposal: The selectors that they propose.
        texts: For each page, what is extracted without selectors of the outlet's own.
        told: On how many of them the page itself tells its "title", "date" and "authors".
    """

    pile: _Pile
    proposal: Proposal
    texts: tuple[Document, ...]
    told: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The pages by outlet, and how many documents could not be read, or are texts."""

    outlets: dict[str, PagesSeen] = field(default_factory=dict)
    failed: int = 0
    texts: int = 0


def gathered(documents: Reading, cleaner: Cleaner, choices: Choices) -> Gathered:
    """Look the pages of outlets over.

    Args:
        documents: Read once. What is no page of HTML is counted and passed over.
        cleaner: The rules that there are.
        choices: The caller's.

    Returns:
        Every outlet with what a sample of its pages tells, in the order of their names.
    """
    piles: dict[str, _Pile] = {}
    failed = texts = 0
    for document in documents():
        if isinstance(document, Failure):
            failed += 1
            continue
        page, is_page = content_of(document)
        texts += not is_page
        if is_page:
            _take(piles, host_or_folder(document, cleaner, choices), page, document.date)
    seen = {name: _seen(name, piles[name], cleaner.rulebook) for name in sorted(piles)}
    return Gathered(seen, failed, texts)


def _take(piles: dict[str, _Pile], name: str, page: str, date: str | None) -> None:
    is_new = name not in piles
    most = max(_LEAST, min(SAMPLE, _PAGES // (len(piles) + is_new)))
    for pile in piles.values() if is_new else ():
        pile.shrink(most)
    piles.setdefault(name, _Pile()).add(page, date, most)


def _seen(name: str, pile: _Pile, rulebook: Rulebook) -> PagesSeen:
    from cleaner.extract import Tree, extract  # noqa: PLC0415  loads lxml, which texts do not need

    rules = rulebook.html(None)
    found = [(page, date, extract(Tree(page), rules, date)) for page, date in pile.pages()]
    told = {name: sum(bool(getattr(one.page, name)) for _, _, one in found) for name in ("title", "date", "authors")}
    proposal = proposed_of([(page, one.text.split("\n")) for page, _, one in found], rulebook)
    texts = tuple(
        Document(content=_normal(one.text), outlet=name, date=date or (one.page.date or "")[:10] or None, format="text")
        for _, date, one in found
    )
    return PagesSeen(pile, replace(proposal, pages=pile.number), texts, told)


def _normal(text: str) -> str:
    return normalize(Lines(text).text).text


def texts_with(seen: PagesSeen, file: RuleFile, rulebook: Rulebook) -> tuple[str, ...]:
    """What is extracted from the pages with the selectors of a rule file, normalized."""
    from cleaner.extract import Tree, extract  # noqa: PLC0415  loads lxml, which texts do not need
    from cleaner.extract.layouts import HtmlRules  # noqa: PLC0415

    common = [layout for known in rulebook.files if known.host == COMMON for layout in known.layouts]
    rules = HtmlRules(common, file.layouts, file.months)
    return tuple(_normal(extract(Tree(page), rules, date).text) for page, date in seen.pile.pages())
