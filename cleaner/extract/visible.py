"""Bylines and dates that stand in the page for readers, asked only where the markup for machines is silent."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from lxml import etree

from cleaner.extract.values import plain
from cleaner.people import people

__all__ = ["searched_date", "visible_bylines", "visible_dates"]

# Comments have authors, too, and so have the articles that a page recommends.
_AROUND: Final = (
    "ancestor-or-self::*[not(self::body or self::main or self::article)]"
    "[contains(@class, 'omment') or contains(@id, 'omment') or contains(@class, 'elated')"
    " or contains(@class, 'easer') or contains(@class, 'card') or self::aside or self::footer or self::nav]"
)
_ELSEWHERE: Final = etree.XPath(f"boolean({_AROUND})")
# By their attributes, which libxml2 walks faster than it evaluates a predicate for each element, and by string(), which
# is a dot without a set of nodes.
_MARKED: Final = etree.XPath(
    "/descendant::*/@itemprop[. = 'author']/parent::* | /descendant::*/@rel[. = 'author']/parent::*"
)
_CLASSED: Final = etree.XPath(
    "/descendant::*/@class[contains(string(), 'uthor') or contains(string(), 'yline')]/parent::*"
)
_LINKED: Final = etree.XPath("/descendant::a/@href[contains(string(), '/aut')]/parent::*")
_CLASSES: Final = re.compile(
    r"(?i)(?:[\w-]*[-_]|article|post|entry|story)?(?:authors?|bylines?|authorline)(?:[-_]*(?:names?|links?|text|author))?"
)
_AUTHOR_PAGE: Final = re.compile(r"/auth?or\w*/\w")
_PERSON: Final = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,4}")  # noqa: RUF001  no headline, no date, no place
_DATED: Final = etree.XPath(
    "/descendant::*/@itemprop[. = 'datePublished']/parent::*/@*[name() = 'datetime' or name() = 'content']"
    " | /descendant::time[@pubdate]/@datetime"
    " | /descendant::time[contains(@class, 'ublish') or contains(@class, 'entry-date')]/@datetime",
    smart_strings=False,
)
_TIMES: Final = etree.XPath(
    "/descendant::body/descendant::time[@datetime][not(contains(@class, 'pdate') or contains(@class, 'odif'))]"
    f"[not({_AROUND})]/@datetime",
    smart_strings=False,
)
_IN_ADDRESS: Final = re.compile(r"[/-]((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_LAST_DATE: Final = "2099-12-31"  # fixed: htmldate's default is today, which changes results from day to day
_GLUED: Final = re.compile(r"(?<=[^\W\d_])\0(?=[A-Z\d])")  # a name's element and its neighbour, without a space
_LONGEST: Final = 120  # characters of a byline
_MOST: Final = 20  # elements that may hold one


def visible_bylines(root: Any) -> Iterator[Sequence[str]]:  # noqa: ANN401  an lxml element
    """Bylines by kind of evidence, the strongest first.

    Args:
        root: The page's root element.

    Yields:
        Texts of elements marked as author, then names in those whose class says so, then in links to authors' pages.
    """
    yield _texts(_MARKED(root))
    classed = (element for element in _CLASSED(root) if any(map(_CLASSES.fullmatch, element.get("class").split())))
    yield _persons(classed)
    yield _persons(element for element in _LINKED(root) if _AUTHOR_PAGE.search(element.get("href")))


def _persons(elements: Iterable[Any]) -> list[str]:
    return [name for text in _texts(elements) for name in people(text) if _PERSON.fullmatch(name)]


def _texts(elements: Iterable[Any]) -> list[str]:
    """The short texts of the page's first element of these, and of those that stand beside it."""
    own = (element for element in elements if not _ELSEWHERE(element))
    texts = [(element.getparent(), _text(element)) for element in islice(own, _MOST)]
    texts = [(parent, text) for parent, text in texts if text and len(text) <= _LONGEST]
    return [text for parent, text in texts if parent is texts[0][0]]


def _text(element: Any) -> str:  # noqa: ANN401  an lxml element
    """What an author's element says: its name, where it has an address, too."""
    named = element.find(".//*[@itemprop='name']")
    if named is None and element.find(".//*[@itemprop]") is not None:  # an address, a picture
        return ""
    element = element if named is None else named
    return plain(element.get("content") or _GLUED.sub(" · ", "\0".join(element.itertext())).replace("\0", ""))


def visible_dates(root: Any) -> Iterator[str]:  # noqa: ANN401  an lxml element
    """Dates that elements say are of publication, then the first other one."""
    yield from _DATED(root)
    yield from _TIMES(root)[:1]


def searched_date(root: Any, url: str | None) -> str | None:  # noqa: ANN401  an lxml element
    """The day of publication, by the address, else by htmldate's search of the page; None where neither finds one."""
    if found := _IN_ADDRESS.search(url or ""):
        return "-".join(found.groups())
    from htmldate import find_date  # noqa: PLC0415  heavy, and one page in ten needs it

    day: str | None = find_date(root, original_date=True, max_date=_LAST_DATE, url=url)
    return day
