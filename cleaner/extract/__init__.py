"""HTML to lines and what the page says of itself. Pages are touched here and in `selectors`, nowhere else.

By the outlet's own selectors where its rule file has them, else by trafilatura.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

from cleaner.extract.embedded import embedded_lines
from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.general import general_lines, is_large
from cleaner.extract.imported import imported_lines
from cleaner.extract.layouts import Body, CompiledLayout, HtmlRules
from cleaner.extract.markup import read_markup
from cleaner.extract.render import length_of, lines_of
from cleaner.extract.tree import Tree
from cleaner.extract.values import words
from cleaner.extract.visible import searched_date
from cleaner.metadata import Page

__all__ = ["Extraction", "Tree", "extract"]

_SUSPECT: Final = 0.5  # of the text in a page's long paragraphs: with less, a second opinion is asked for
_STALE: Final = 0.5  # of what trafilatura finds: elements that hold no more of it are no longer the article's
_SWALLOWED: Final = 0.2  # likewise, after the rules' drops: with no more, they take what has become the article
_PARAGRAPH: Final = 80  # characters
_LONG: Final = etree.XPath(f"descendant-or-self::p[string-length() >= {_PARAGRAPH}][not(ancestor::a)]")
_TEXT: Final = etree.XPath("normalize-space()", smart_strings=False)
_LINKED: Final = 0.8  # the share of a paragraph's text from which it is the teaser of another article
_SHOWN: Final = 200  # characters; with less, the page may hold its article in a program
_BRIEF: Final = 500  # characters; a selector that finds more has found an article
_NOTICE: Final = 3000  # characters; a page that asks for consent has no more, one that also asks for it has an article


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """What a page gives.

    Args:
        text: The article's lines, joined by line feeds; empty where there is none.
        page: The page's own word on itself.
        flags: Why to look twice: "stale-selector", where the outlet's selectors found nothing, or far less than the
            page has; "sponsored", where the page says that somebody paid for it; "truncated", where the parser gave up
            within the page; "consent-page", where the page asks for consent instead of showing an article, and so has
            no text; "whole-page", where the page is so large that all of its text but furniture was taken.
    """

    text: str
    page: Page
    flags: frozenset[str] = frozenset()


def extract(tree: Tree, rules: HtmlRules, date: str | None = None) -> Extraction:
    """The article of a page and the page's own word on it.

    Args:
        tree: A parsed page; it is changed.
        rules: What rule files say of it.
        date: When the page was fetched, or else published, where the caller knows it, ISO 8601; it chooses the layout.

    Returns:
        The extraction; a page without an article gives all of its text, because that is better than none.
    """
    root = tree.root
    if root is None:
        return Extraction(text="", page=Page())
    page, mass = read_markup(root, rules.title_from), _mass(root)
    layout, body = _selected(rules, root, date or page.date, mass)
    if length_of(body.lines) < _BRIEF and mass < _NOTICE and rules.asks_for_consent(root):
        return Extraction(text="", page=page, flags=frozenset({"consent-page"}))
    page = layout.read(root, page) if layout else page
    page = page if page.date else replace(page, date=searched_date(root, page.url))
    hidden = embedded_lines(root, rules.furniture) if max(length_of(body.lines), mass) < _SHOWN else []
    sponsored = layout is not None and layout.is_sponsored(root)  # before the page is changed
    lines, stale, large = body.lines, False, False
    if layout and layout.layout.imported:
        large = is_large(root)
        lines, agreed = imported_lines(root, (rules.furniture, layout.furniture), body, page.description)
        stale = layout.choices > 0 and not agreed
    elif _is_suspect(body, mass):
        selected, large = body.words, is_large(root)
        found = general_lines(root, rules.furniture, page.description)
        stale = layout is not None and not _agrees(found, selected, length_of(lines))
        lines = found if stale or layout is None else lines
    if length_of(lines) < _SHOWN:
        lines = max(lines, hidden, key=length_of)
    lines = lines or lines_of([root], Furniture(root, FurnitureRules(()), [root]).leaves_out)
    whole = large and lines is not body.lines
    flags = {"sponsored": sponsored, "stale-selector": stale, "truncated": tree.truncated, "whole-page": whole}
    raised = frozenset(flag for flag, is_raised in flags.items() if is_raised)
    return Extraction(text="\n".join(lines), page=page, flags=raised)


def _selected(
    rules: HtmlRules,
    root: Any,  # noqa: ANN401  an lxml element
    date: str | None,
    mass: int,
) -> tuple[CompiledLayout | None, Body]:
    """The first body selector that finds enough; without one, the first that finds any text."""
    found: tuple[CompiledLayout | None, Body] = next(iter(rules.layouts_for(date)), None), Body()
    for layout, body in rules.bodies(root, date):
        if not _is_small(body, mass):
            return layout, body
        found = found if found[1].lines else (layout, body)
    return found


def _is_suspect(body: Body, mass: int) -> bool:
    """Whether a body is small for the page, or what a general selector ("article") finds all over the page."""
    return _is_small(body, mass) or (body.choice > 0 and len(body.elements) > 1)


def _is_small(body: Body, mass: int) -> bool:
    length = length_of(body.lines)
    if length > _SUSPECT * mass:
        return False
    return length <= _SWALLOWED * mass or sum(map(_mass, body.elements)) <= _SUSPECT * mass


def _agrees(found: list[str], selected: str, length: int) -> bool:
    """Whether what trafilatura found stands in the selected elements, and enough of them is left by the rules."""
    enough = length_of(found)
    within = length_of(line for line in found if words(line) in selected)
    return within > _STALE * enough and length > _SWALLOWED * enough


def _mass(root: Any) -> int:  # noqa: ANN401  an lxml element
    """The length of a page's long paragraphs, wherever they stand, without those that link to other articles."""
    lengths = ((paragraph, len(_TEXT(paragraph))) for paragraph in _LONG(root))
    return sum(length for one, length in lengths if length >= _PARAGRAPH and not _is_link(one, length))


def _is_link(paragraph: Any, length: int) -> bool:  # noqa: ANN401  an lxml element
    return len(paragraph) > 0 and sum(len(_TEXT(link)) for link in paragraph.iter("a")) > _LINKED * length
