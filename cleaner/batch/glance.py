"""Whose a document is, told before it is cleaned and in the process that reads: for `--only`, and for a dry run.

The same questions in the same order as `cleaner.pipeline` asks them, but of a bounded part of the document, so that
none costs the reader more than a moment. What takes a whole extraction is left to the worker: a page that neither says
its address nor came with one may be recognized by its lines there, and is nobody's here.
"""

from typing import AnyStr, Final

from cleaner.api import Cleaner
from cleaner.decode import decode
from cleaner.document import Document
from cleaner.html import is_html
from cleaner.lines import Lines, Text
from cleaner.normalize import normalize
from cleaner.rulebook import Outlet

__all__ = ["outlet_of"]

# Bytes or characters. Of 156 pages of 139 outlets, 152 say their address in the first 100,000, all in a million (long
# styles and scripts stand before it), which lxml parses in ten milliseconds.
_PAGE: Final = 1_000_000
# At either end of a text, where what gives an outlet away stands: a whole article many times over. Mojibake is the
# slowest to normalize, at half a second for both ends.
_END: Final = 100_000


def outlet_of(document: Document, cleaner: Cleaner, outlet: str | None = None) -> str | None:
    """The outlet that a document's record will name.

    Args:
        document: As it was read.
        cleaner: The loaded rules.
        outlet: The outlet of all documents, where the user knows it.

    Returns:
        What the user or the document says, or its URL; else what a page's own address or a text's lines give away.
        None where nothing does.
    """
    given = outlet or document.outlet
    found = cleaner.rulebook.named(given, document.url) or _shown(document, cleaner)
    return (found.name if found else None) or given


def _shown(document: Document, cleaner: Cleaner) -> Outlet | None:
    """The outlet by what stands in the document itself."""
    head = _decoded(document, document.content[:_PAGE])
    if document.format == "html" or (document.format != "text" and is_html(head)):
        return None if document.url else _by_address(head, cleaner)
    content = document.content
    ends = _decoded(document, _ends(content, b"\n") if isinstance(content, bytes) else _ends(content, "\n"))
    return cleaner.rulebook.recognized(Text(normalize(Lines(ends).text, cleaner.options.quotes).text))


def _by_address(head: str, cleaner: Cleaner) -> Outlet | None:
    from cleaner.extract import Tree  # noqa: PLC0415  loads lxml, which text does not need

    return cleaner.rulebook.named(None, Tree(head).url)


def _decoded(document: Document, content: str | bytes) -> str:
    return decode(content, document.charset).text if isinstance(content, bytes) else content


def _ends(content: AnyStr, line_feed: AnyStr) -> AnyStr:
    """The first and the last lines of a long text.

    Cut after the byte of a line feed at both places, so that no character is cut in two, in UTF-16 either.
    """
    if len(content) <= 2 * _END:
        return content
    head = content.rfind(line_feed, 0, _END) + 1 or _END
    tail = content.find(line_feed, len(content) - _END) + 1 or len(content) - _END
    return content[:head] + content[tail:]
