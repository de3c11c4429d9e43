"""A page, parsed once for all that reads it."""

import re
from typing import Any, Final

from lxml import etree, html

__all__ = ["Tree"]

_PIECE: Final = 4096  # characters
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TOO_DEEP: Final = "Excessive depth"  # libxml2's words; 2,048 elements with huge_tree, 256 without
_CANONICAL: Final = etree.XPath(
    "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content", smart_strings=False
)


class Tree:
    """A parsed page."""

    def __init__(self, page: str) -> None:
        """Parse a decoded page; what no parser can read is an empty page."""
        # A new parser for each page, because it is not safe between threads. Comments hold no text.
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
        )
        # As lxml.html does, but without a question in Python for each element.
        parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
        self.root: Any = _parsed(page, parser)
        last = parser.error_log.last_error
        self.truncated = last is not None and _TOO_DEEP in last.message
        """Whether elements were nested beyond what the parser follows, so that it gave the rest up."""

    @property
    def url(self) -> str | None:
        """The page's canonical URL, by its link or its Open Graph tag."""
        found = [] if self.root is None else _CANONICAL(self.root)
        return next((url for url in map(str.strip, found) if url.startswith(("http://", "https://"))), None)


def _parsed(page: str, parser: Any) -> Any:  # noqa: ANN401  an lxml element
    try:
        # lxml refuses a text with an encoding declaration; most pieces are ASCII, which takes a third of the time.
        content = b"".join([page[place : place + _PIECE].encode() for place in range(0, len(page), _PIECE)])
    except UnicodeEncodeError:  # halves of a pair, which text from JSON may hold
        content = _SURROGATE.sub("\ufffd", page).encode()
    try:
        return html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError):  # an empty page
        return None
