"""The beginning of a rule file for an outlet that has none: what its documents tell.

A person reads what comes out and finishes it: nothing here is believed because it was found once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cleaner.api import Cleaner
from cleaner.document import Document
from cleaner.errors import CleanerError
from cleaner.rulebook import host_of
from cleaner.workshop.draft import Draft
from cleaner.workshop.learn import Choices, learn_from
from cleaner.workshop.learn.corpus import content_of
from cleaner.workshop.learn.markup import with_selectors
from cleaner.workshop.learn.pages import gathered
from cleaner.workshop.sample import sample_of

__all__ = ["Stub", "stub"]

_NAMED: Final = "//meta[@property='og:site_name']/@content"
_BAR: Final = re.compile(r"\s[-|\u2013\u2014\xb7]\s")
_MOST: Final = 0.5  # of the titles that must end in a name
_ENOUGH: Final = 5  # documents: what three of fewer share may be chance
_FEW: Final = 20  # documents: of fewer all are learned from, and none is held back to try the rules on


@dataclass(frozen=True, kw_only=True, slots=True)
class Stub:
    """A rule file to be finished, and a document for its first fixture.

    Args:
        draft: The rule file.
        document: The one of the documents that is to become a fixture.
        page: Whether that is a page.
        documents: How many there were.
    """

    draft: Draft
    document: Document
    page: bool
    documents: int


def stub(host: str, documents: Iterable[Document], cleaner: Cleaner) -> Stub:
    """What can be known of an outlet from its documents.

    Args:
        host: The outlet's host.
        documents: Pages or texts, any number in any order.
        cleaner: The rules that there are.

    Returns:
        The stub.

    Raises:
        CleanerError: The host is none or has a rule file, or there are no documents.
    """
    name = host_of(host)
    if name is None:
        raise CleanerError(f"{host}: is no host; expected one such as rferl.org")
    if known := cleaner.rulebook.get(name):
        raise CleanerError(f"{name}: {known.path.name} claims this outlet already; add to that file")
    number, sample = sample_of(documents, _bytes)
    if not sample:
        raise CleanerError(f"{name}: no document to start from could be read")
    decoded = [(document, *content_of(document)) for document in sample]
    pages = [text for _, text, is_page in decoded if is_page]
    begun = f"Begun from {number:,} documents ({len(pages):,} pages, {len(decoded) - len(pages):,} texts looked at)."
    draft = _learned(name, sample, cleaner)
    first = next((document for document, _, is_page in decoded if is_page), sample[0])
    return Stub(
        draft=replace(
            draft,
            name=_name(pages) or name,
            comment=(begun, *draft.comment[1:]),
            notes=(*draft.notes, *_other_hosts(sample, name)),
        ),
        document=first,
        page=bool(pages),
        documents=number,
    )


def _bytes(document: Document) -> bytes:
    content = document.content
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def _other_hosts(documents: Iterable[Document], name: str) -> Iterator[str]:
    hosts = Counter(host for one in documents if (host := host_of(one.url or "")))
    others = sorted(host for host in hosts if host != name and not host.endswith(f".{name}"))
    for host in others:
        yield f"{hosts[host]:,} of the documents are from {host}: add it to `hosts` if it is the same outlet."


def _name(pages: Iterable[str]) -> str | None:
    """What the outlet calls itself, or what the titles of most pages end in."""
    from cleaner.extract import Tree  # noqa: PLC0415  loads lxml, which texts do not need
    from cleaner.selectors import Selector  # noqa: PLC0415

    names, titles, count = Selector(_NAMED), Selector("title"), 0
    called: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    for page in pages:
        root = Tree(page).root
        if root is not None:
            count += 1
            called.update(names.values(root)[:1])
            endings.update(parts[-1] for title in titles.values(root)[:1] if (parts := _BAR.split(title))[1:])
    ranked = [*_ranked(called)[:1], *[one for one in _ranked(endings)[:1] if one[1] > _MOST * count]]
    return ranked[0][0] if ranked else None


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _learned(name: str, documents: Sequence[Document], cleaner: Cleaner) -> Draft:
    """What the documents propose: with enough of them rules for text and selectors, else selectors alone."""
    choices = Choices(outlet=name, documents=_ENOUGH)
    choices = replace(choices, hold=0) if len(documents) < _FEW else choices
    for draft in learn_from(lambda: iter(documents), lambda: iter(documents), cleaner, choices).drafts:
        return draft
    empty = Draft(host=name, name=name, hosts=(name,))
    for seen in gathered(lambda: iter(documents), cleaner, choices).outlets.values():
        return with_selectors(empty, seen, cleaner.rulebook)
    return empty
