"""HTML to lines and what the markup says of the page. All contact with trafilatura and lxml is here.

Both are imported on first use: users of plain text do not pay for them.
"""

import re
from typing import Any, Final

from cleaner.metadata import Page, people

__all__ = ["Tree", "extract", "is_html"]

# The latest date that counts, fixed: trafilatura's default is today, which changes results from day to day.
_LAST_DATE: Final = "2099-12-31"
_MARKUP: Final = ("<!doctype html", "<html", "<head", "<body")
_BLOCKS: Final = ("</p>", "</div>", "</article>", "</body>", "</html>", "<br>", "<br/>", "<br />")
_UNSHOWN: Final = frozenset(("head", "script", "style", "noscript", "template", "title"))
_INLINE: Final = frozenset("a abbr b bdi cite code em font i mark q s small span strong sub sup u".split())  # noqa: SIM905
_OPENING: Final = 2048  # characters


class Tree:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        """Parse a decoded page; what no parser can read is an empty page."""
        import trafilatura  # noqa: PLC0415  heavy, and only HTML needs it

        self.root: Any = trafilatura.load_html(html)
        if self.root is None:
            self.root = _fragment(html)

    @property
    def url(self) -> str | None:
        """The page's canonical URL, by its link or its Open Graph tag."""
        if self.root is None:
            return None
        paths = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
        found = (str(value).strip() for path in paths for value in self.root.xpath(path))
        return next((url for url in found if url.startswith(("http://", "https://"))), None)


def is_html(text: str) -> bool:
    """Whether a text is HTML: it opens like a page, or starts with a tag and has closed blocks."""
    opening = text[:_OPENING].lstrip("\ufeff \t\r\n")
    if not opening.startswith("<"):
        return False
    opening = opening.lower()
    return any(mark in opening for mark in _MARKUP) or any(block in text.lower() for block in _BLOCKS)


def extract(tree: Tree) -> tuple[str, Page]:
    """The article of a page and the page's own word on it.

    Args:
        tree: A parsed page; it is not changed.

    Returns:
        Lines of text, joined by line feeds, empty where trafilatura finds no article; and what the markup says.
    """
    import trafilatura  # noqa: PLC0415

    url = tree.url
    document: Any = (
        None
        if tree.root is None
        else trafilatura.bare_extraction(
            tree.root,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,  # it remembers earlier documents
            date_extraction_params={"original_date": True, "extensive_search": True, "max_date": _LAST_DATE},
        )
    )
    if document is None or not document.text:
        # Too little for trafilatura: a fragment, a brief. Better all of its text than none.
        return "" if tree.root is None else _all_text(tree.root), Page(url=url)
    return document.text, Page(
        url=url,
        title=document.title or None,
        authors=people(document.author or ""),
        date=document.date or None,
        description=document.description or None,
    )


def _fragment(html: str) -> Any:  # noqa: ANN401  an lxml element
    """The tree of what trafilatura takes for no page; None where lxml finds nothing either."""
    from lxml import etree  # noqa: PLC0415
    from lxml import html as parser  # noqa: PLC0415

    try:
        return parser.document_fromstring(html)
    except (etree.LxmlError, ValueError):  # an empty page; an XML declaration in text
        return None


def _all_text(root: Any) -> str:  # noqa: ANN401  an lxml element
    """Every text of a page, blocks and line breaks on lines of their own, without what a browser does not show."""
    from lxml import etree  # noqa: PLC0415

    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        shown = event in ("start", "end") and element.tag not in _UNSHOWN
        if event == "start" and shown:
            parts += "\n" if element.tag not in _INLINE else "", _words(element.text)
        elif event != "start":
            parts += "\n" if shown and element.tag not in _INLINE else "", _words(element.tail)
    return "\n".join(filter(None, (line.strip() for line in "".join(parts).split("\n"))))


def _words(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
