"""The beginning of a rule file for an outlet that has none: what its documents tell.

A person reads what comes out and finishes it: nothing here is believed because it was found once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cleaner.api import Cleaner
from cleaner.decode import decode
from cleaner.document import Document
from cleaner.errors import CleanerError
from cleaner.html import is_html
from cleaner.lines import Lines, Text
from cleaner.normalize import normalize
from cleaner.rulebook import host_of
from cleaner.ruleset import variants
from cleaner.workshop.dates_seen import date_seen, months_seen
from cleaner.workshop.draft import Draft, DraftRule, Value
from cleaner.workshop.sample import distinct, sample_of

__all__ = ["Stub", "stub"]

_NAMED: Final = "//meta[@property='og:site_name']/@content"
_BAR: Final = re.compile(r"\s[-|\u2013\u2014\xb7]\s")
_ENDS: Final = 10  # lines at either end of a text in which furniture is looked for
_LONGEST: Final = 100  # characters of a line that is taken for furniture because it repeats
_MOST: Final = 0.5  # of the texts that must have such a line, or such a date
_LEAST: Final = 3  # texts that must have it
_SITE: Final = 6  # letters of a name that gives an outlet away


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
    decoded = [(document, _text(document)) for document in sample]
    pages = [text for document, text in decoded if _is_page(document, text)]
    texts = distinct(_lines(text) for document, text in decoded if not _is_page(document, text))
    called = _name(pages) or name
    rules = (*_of_pages(pages, cleaner), *_of_texts(texts, called, cleaner))
    draft = Draft(
        host=name,
        name=called,
        hosts=(name,),
        rules=rules,
        comment=(f"Begun from {number:,} documents ({len(pages):,} pages, {len(texts):,} texts looked at).",),
        notes=tuple(_other_hosts(sample, name)),
    )
    first = pages[0] if pages else decoded[0][1]
    document = next(one for one, text in decoded if text is first)
    return Stub(draft=draft, document=document, page=bool(pages), documents=number)


def _bytes(document: Document) -> bytes:
    content = document.content
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def _text(document: Document) -> str:
    content = document.content
    return decode(content, document.charset).text if isinstance(content, bytes) else content


def _is_page(document: Document, text: str) -> bool:
    return document.format == "html" or (document.format != "text" and is_html(text))


def _lines(text: str) -> list[str]:
    return Text(normalize(Lines(text).text).text).lines


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


def _of_pages(pages: list[str], cleaner: Cleaner) -> Iterator[DraftRule]:
    """The `[html]` of the draft, and an example that shows that its selectors hold."""
    from cleaner.workshop.layout_draft import layout_draft  # noqa: PLC0415  loads lxml
    from cleaner.workshop.selectors_seen import proposed  # noqa: PLC0415

    if pages:
        yield from layout_draft(proposed(pages, cleaner.rulebook))


def _of_texts(texts: Sequence[Sequence[str]], called: str, cleaner: Cleaner) -> Iterator[DraftRule]:
    ends = [[*head, *tail] for head, tail in map(_ends, texts)]
    enough = max(_LEAST, _MOST * len(texts))
    months = months_seen((line for lines in ends for line in lines), cleaner.rulebook.files)
    if months:
        yield DraftRule(table="metadata", keys={"months": months})
    yield from _date(ends, months, enough)
    repeated = _repeated(texts, enough, cleaner)
    telling = tuple(line for line, *_ in repeated if _is_named(line, called))
    if telling:
        yield DraftRule(table="recognize", keys={"lines": telling}, comment=("Lines with the outlet's name in them.",))
    for place in ("head", "tail"):
        lines = tuple((line, count) for line, count, where in repeated if where == place)
        if lines:
            yield _drop(place, lines, len(texts))


def _ends(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The first and the last lines; of a short text each half."""
    middle = (len(lines) + 1) // 2
    return lines[: min(_ENDS, middle)], lines[max(middle, len(lines) - _ENDS) :]


def _date(ends: Sequence[Sequence[str]], months: tuple[str, ...], enough: float) -> Iterator[DraftRule]:
    from cleaner.dates import ENGLISH_MONTHS  # noqa: PLC0415

    found = date_seen(ends, ENGLISH_MONTHS + months)
    if found and found.documents >= enough:
        finds: Value = ({"text": found.line, "value": found.date},)
        keys: dict[str, Value] = {"pattern": found.pattern, "format": found.format, "finds": finds}
        yield DraftRule(table="metadata.date", keys=keys, comment=(f"{found.documents:,} texts have such a line.",))


def _repeated(texts: Sequence[Sequence[str]], enough: float, cleaner: Cleaner) -> list[tuple[str, int, str]]:
    """Short lines that most texts have at the same end, in their usual order; what goes already is none of them."""
    counts: dict[tuple[str, str], list[int]] = {}
    for lines in texts:
        for place, end in zip(("head", "tail"), _ends(lines), strict=True):
            for position, line in enumerate(dict.fromkeys(end)):
                counts.setdefault((place, line), []).append(position)
    common = {
        form for file in cleaner.rulebook.files if not file.hosts for rule in file.drops for form in _forms(rule.lines)
    }
    found = [
        (place, sum(positions) / len(positions), line, len(positions))
        for (place, line), positions in counts.items()
        if len(positions) >= enough and len(line) <= _LONGEST and line not in common and not re.search(r"\d", line)
    ]
    return [(line, count, place) for place, _, line, count in sorted(found)]


def _forms(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from variants(line)


def _is_named(line: str, called: str) -> bool:
    letters = re.sub(r"\W", "", called.casefold())
    return len(letters) >= _SITE and letters in re.sub(r"\W", "", line.casefold())


def _drop(place: str, lines: tuple[tuple[str, int], ...], texts: int) -> DraftRule:
    comment = (
        f"Lines that repeat at the {place} of {texts:,} texts, and how many have each.",
        "Divide them by kind; take out what may stand in an article.",
        *(f"  {count:,}  {line}" for line, count in lines),
    )
    keys: dict[str, Value] = {"lines": tuple(line for line, _ in lines), "within": place, "drops": (lines[0][0],)}
    return DraftRule(table="drop", id=f"{place}-lines", kind="navigation", keys=keys, comment=comment)
