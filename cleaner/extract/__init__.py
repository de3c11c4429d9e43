"""HTML to lines and what the page says of itself. Pages are touched here and in `selectors`, nowhere else.

By the outlet's own selectors where its rule file has them, else by trafilatura.
"""

from dataclasses import dataclass
from typing import Any, Final

from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.general import general_lines
from cleaner.extract.layouts import HtmlRules
from cleaner.extract.markup import read_markup
from cleaner.extract.render import length_of, lines_of
from cleaner.extract.tree import Tree
from cleaner.metadata import Page

__all__ = ["Extraction", "Tree", "extract"]

_SUSPECT: Final = 0.5  # of the text in a page's long paragraphs: with less, a second opinion is asked for
_STALE: Final = 0.6  # of what trafilatura finds: with less, the selector is taken to have gone stale
_PARAGRAPH: Final = 80  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """What a page gives.

    Args:
        text: The article's lines, joined by line feeds; empty where there is none.
        page: The page's own word on itself.
        stale: Whether the outlet's selectors found nothing, or far less than the page has.
        truncated: Whether the parser gave up within the page.
    """

    text: str
    page: Page
    stale: bool = False
    truncated: bool = False


def extract(tree: Tree, rules: HtmlRules, date: str | None = None) -> Extraction:
    """The article of a page and the page's own word on it.

    Args:
        tree: A parsed page; it is changed.
        rules: What rule files say of it.
        date: The article's date where the caller knows it, ISO 8601; it chooses the layout.

    Returns:
        The extraction; a page without an article gives all of its text, because that is better than none.
    """
    root = tree.root
    if root is None:
        return Extraction(text="", page=Page())
    page = read_markup(root)
    layouts = rules.layouts_for(date or page.date)
    bodies = ((layout, layout.body(root)) for layout in layouts)
    layout, lines = next(((layout, lines) for layout, lines in bodies if lines), (layouts[0] if layouts else None, []))
    page = layout.read(root, page) if layout else page
    stale = False
    if length_of(lines) <= _SUSPECT * _mass(root):
        general = general_lines(root, rules.furniture, page.description)
        stale = layout is not None and length_of(lines) <= _STALE * length_of(general)
        lines = general if stale or layout is None else lines
    lines = lines or lines_of([root], Furniture(root, FurnitureRules(())).has)
    return Extraction(text="\n".join(lines), page=page, stale=stale, truncated=tree.truncated)


def _mass(root: Any) -> int:  # noqa: ANN401  an lxml element
    """The length of a page's long paragraphs, wherever they stand."""
    lengths = (len("".join(paragraph.itertext())) for paragraph in root.iter("p"))
    return sum(length for length in lengths if length >= _PARAGRAPH)
