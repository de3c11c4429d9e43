"""The article of a page whose outlet nobody wrote a layout for: trafilatura, on a page rid of what markup gives away.

What is done beside it was chosen on half of the outlets of two collections and held on the other half
(benchmarks/html_quality.py): pruning furniture, headlines and lists of headlines before, the standfirst after.
"""

import re
from typing import Any, Final

from lxml import etree

from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.render import headlines_only, length_of, lines_of

__all__ = ["general_lines", "is_large"]

_SHORT: Final = 300  # characters: with less, trafilatura is asked again for all that may be text
_MOST: Final = 0.3  # of the text in paragraphs: what holds more is no furniture, whatever it is called
_HALF: Final = 0.5  # of all text, likewise
_STRUCTURE: Final = ("main", "article")
_HEADLINES: Final = 2  # a page with more has headings of another kind
_LONGEST_HEADLINE: Final = 300  # characters
_STANDFIRST: Final = 30  # characters: shorter descriptions name the site
_STANDFIRST_REST: Final = (
    1.6  # times a description, which may be cut short: an element longer than that is another text
)
_OPENING: Final = 60  # characters by which a standfirst is known
_WORD: Final = re.compile(r"\w+")
# Elements: three times those of the largest of 656 pages. trafilatura's time grows with the square of what a paragraph
# has of them: 30,000 words in italics take it 12 seconds.
_LARGEST: Final = 20_000
_ELEMENTS: Final = etree.XPath("count(descendant::*)")
_LENGTH: Final = etree.XPath("string-length(.)")
# A page that a program fills has none; trafilatura also looks for an articleBody.
_HOLDS_TEXT: Final = etree.XPath(
    "boolean(body/descendant::text()[normalize-space()]) or descendant::script[contains(., 'articleBody')]"
)


def general_lines(root: Any, rules: FurnitureRules, description: str | None) -> list[str]:  # noqa: ANN401  an lxml element
    """The article's lines as trafilatura finds them.

    Args:
        root: The page; it is changed.
        rules: What is furniture on the pages of any outlet.
        description: The page's summary; where it also stands on the page it is the standfirst.

    Returns:
        Lines of text; none where it finds no article. Of a large page, all of its text that is no furniture.
    """
    large = is_large(root)
    body = root.find("body")
    if body is None:
        return []
    furniture = Furniture(root, rules, [body])
    _prune(body, furniture)
    if not _HOLDS_TEXT(root):
        return []
    standfirst = _standfirst(body, description or "")
    lines = lines_of([body], furniture.leaves_out) if large else _extracted(root)
    if length_of(lines) < _SHORT and not large:
        # In a fragment there is nothing to choose from, and trafilatura may tear its sentences.
        everything = lines_of([body], furniture.leaves_out)
        whole = everything if length_of(everything) < _SHORT else []
        lines = max(whole, lines, _extracted(root, favor_recall=True), key=length_of)
    known = _folded(" ".join(lines))
    return [standfirst, *lines] if standfirst and lines and _folded(standfirst)[:_OPENING] not in known else lines


def is_large(root: Any) -> bool:  # noqa: ANN401  an lxml element
    """Whether a page has more elements than trafilatura gets to see."""
    return bool(_ELEMENTS(root) > _LARGEST)


def _extracted(root: Any, *, favor_recall: bool = False) -> list[str]:  # noqa: ANN401  an lxml element
    import trafilatura  # noqa: PLC0415  heavy, and only pages of unknown outlets need it

    try:
        document: Any = trafilatura.bare_extraction(
            root,
            with_metadata=False,  # ours is read from the markup
            include_comments=False,
            include_tables=True,
            favor_recall=favor_recall,
            deduplicate=False,  # it remembers earlier documents
        )
    except (RecursionError, ValueError):  # lists in lists, a thousand deep; control characters
        return []
    text: str = document.text if document is not None and document.text else ""
    return list(filter(None, text.split("\n")))


def _prune(body: Any, furniture: Furniture) -> None:  # noqa: ANN401  an lxml element
    paragraphs, everything = _paragraphs(body), _LENGTH(body)
    for _, element in etree.iterwalk(body, events=("start",)):  # it does not enter what is emptied
        if element.tag in _STRUCTURE or not furniture.has(element):
            continue
        if not (_paragraphs(element) > _MOST * paragraphs or (len(element) and _LENGTH(element) > _HALF * everything)):
            _empty(element)
    for element in [*body.iter("ul", "ol"), *_headlines(body)]:
        if element.tag == "h1" or headlines_only(element):
            _empty(element)


def _empty(element: Any) -> None:  # noqa: ANN401  an lxml element
    """Leave nothing of an element but its place; the text after it stays, even such as lxml would not set anew."""
    element.clear(keep_tail=True)


def _headlines(body: Any) -> list[Any]:  # noqa: ANN401  an lxml element
    found = list(body.iter("h1"))
    return found if len(found) <= _HEADLINES and all(_LENGTH(one) < _LONGEST_HEADLINE for one in found) else []


def _standfirst(body: Any, description: str) -> str | None:  # noqa: ANN401  an lxml element
    """The text of the element that repeats a page's description, which may be cut short."""
    opening = _folded(description)[:_OPENING]
    if len(opening) < _STANDFIRST:
        return None
    for element in body.iter("*"):
        start = _folded((element.text or "")[:_OPENING])[:_STANDFIRST]
        if start and opening.startswith(start) and (text := _block_text(element, opening, len(description))):
            return text
    return None


def _block_text(element: Any, opening: str, length: int) -> str | None:  # noqa: ANN401  an lxml element
    """The text of the first element around one that opens like a description, unless it is much longer."""
    while element is not None:
        text = " ".join("".join(element.itertext()).split())
        if len(text) > _STANDFIRST_REST * length:
            return None
        if _folded(text).startswith(opening):
            return text
        element = element.getparent()
    return None


def _folded(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _paragraphs(element: Any) -> float:  # noqa: ANN401  an lxml element
    return float(sum(map(_LENGTH, element.iter("p"))))
