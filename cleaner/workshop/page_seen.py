"""One page as `selectors_seen` counts it: the elements around its article, and the named boxes in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from cleaner.extract import Tree
from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.render import length_of, lines_of
from cleaner.extract.values import words
from cleaner.selectors import Selector
from cleaner.workshop.lint.templates import is_generated

__all__ = ["MASK", "Box", "PageSeen", "is_called_furniture", "lasts", "masked", "seen"]

MASK: Final = "0"

_MOST: Final = 0.9  # of the article's letters that an element must hold to be its body
_MAINLY: Final = 0.5  # of an element's letters that must be the article's
_TELLING: Final = 30  # letters of a line that stands in the page by no chance
_LONGEST: Final = 1_500  # characters of a box; what is longer is a text
_LEAVES: Final = ("p", "li", "h2", "h3", "h4", "blockquote", "dd", "pre", "span")
_BOXES: Final = ("div", "section", "td", "article", "main")
_STRUCTURE: Final = ("article", "main")
_ROOTS: Final = frozenset(("html", "body"))
_TEXTLESS: Final = frozenset(("script", "style", "noscript", "template"))
_LASTING: Final = re.compile(r"[A-Za-z]+(?:[-_]+[A-Za-z]+|[-_]*\d{1,2}(?![\dA-Za-z]))*[-_]*")
_MADE: Final = re.compile(
    r"(?:css|sc|jss|jsx|svelte|emotion)-.*|(?:post|article|node|page)-\d+"
    r"|[a-z]{1,2}-\d+",  # py-4 and the like say how it looks
)
_HUMPS: Final = 2.5  # letters that the humps of a hash have at most on average: bdVaJa
_DIGITS: Final = re.compile(r"\d+")
_PART: Final = re.compile(r"[-_\d]+")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_PLAIN: Final = frozenset(("p", "text", "clearfix", "row", "container", "wrapper", "col", "active", "first", "last"))
_FURNITURE: Final = frozenset((
    "ad", "ads", "advert", "advertisement", "app", "banner", "breadcrumb", "breadcrumbs", "comment", "comments",
    "cookie",
    "donate", "donation", "follow", "login", "mailing", "newsletter", "pagination", "paywall", "popular", "promo",
    "promotion", "recommended", "recommendations", "related", "share", "sharing", "sidebar", "signup", "social",
    "sponsor", "sponsored", "subscribe", "subscription", "tags", "taboola", "teaser", "teasers", "toolbar", "trending",
    "widget",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """The elements of one name in the body: their lines, digits masked, and whether the article has any of them."""

    lines: tuple[str, ...]
    mistaken: bool


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What a page tells.

    Args:
        bodies: Selectors of elements that hold the article; with each the share of its letters that are not the
            article's.
        boxes: Selectors of elements in the smallest of them.
    """

    bodies: dict[str, float]
    boxes: dict[str, Box]


def seen(page: str, lines: Iterable[str], common: FurnitureRules) -> PageSeen | None:
    """Look a page over.

    Args:
        page: The decoded page.
        lines: Its article, as the general extractor has it.
        common: What is furniture anywhere.

    Returns:
        What it tells; None where its article is in no one element.
    """
    root = Tree(page).root
    known = {folded for folded in map(words, lines) if folded}
    holders = _holders(root, known) if root is not None else {}
    if not holders:
        return None
    body = _smallest(root, holders)
    if body is None:
        return None
    furniture = Furniture(root, common, [body])
    return PageSeen(bodies=_named_bodies(root, body, holders), boxes=_boxes(body, known, furniture))


def masked(line: str) -> str:
    """A line with its figures made one, because they change."""
    return _DIGITS.sub(MASK, line)


def _holders(root: Any, known: set[str]) -> dict[Any, int]:  # noqa: ANN401  an lxml element
    """The elements without others in them that are mostly lines of the article, with their letters."""
    found: dict[Any, int] = {}
    for element in root.iter(*_LEAVES, *_BOXES):
        if element.tag in _BOXES and any(element.find(f".//{tag}") is not None for tag in ("p", "div", "li")):
            continue
        lengths = {folded: len(folded) for folded in map(words, lines_of([element], _is_textless))}
        letters = sum(length for folded, length in lengths.items() if folded in known)
        if letters >= _TELLING and letters > _MAINLY * sum(lengths.values()):
            found.setdefault(element, letters)
    return {one: letters for one, letters in found.items() if found.keys().isdisjoint(one.iterancestors())}


def _is_textless(element: Any) -> bool:  # noqa: ANN401  an lxml element
    return element.tag in _TEXTLESS


def _smallest(root: Any, holders: dict[Any, int]) -> Any:  # noqa: ANN401  an lxml element
    """The smallest element that holds nearly all of the article; None where that is the page."""
    within: dict[Any, int] = {}
    for holder, length in holders.items():
        for around in (holder, *holder.iterancestors()):
            within[around] = within.get(around, 0) + length
    enough = _MOST * sum(holders.values())
    holding = [one for one in root.iter() if within.get(one, 0) >= enough and one.tag not in _LEAVES]
    return holding[-1] if holding and holding[-1].tag not in _ROOTS else None  # the last is the innermost


def _named_bodies(root: Any, body: Any, holders: dict[Any, int]) -> dict[str, float]:  # noqa: ANN401  lxml
    """Names of the body and of what is around it, with the share of what they hold that is not the article's."""
    total, named = sum(holders.values()), {}
    for element in (body, *body.iterancestors()):
        if element.tag in _ROOTS:
            break
        for selector in _selectors(element, structure=True):
            if selector not in named:
                letters = sum(len(words("".join(one.itertext()))) for one in _matching(root, selector))
                named[selector] = max(0.0, 1 - total / letters) if letters else 0.0
    return named


def _matching(root: Any, selector: str) -> list[Any]:  # noqa: ANN401  an lxml element
    elements = Selector(selector).elements(root)
    found = set(elements)
    return [one for one in elements if found.isdisjoint(one.iterancestors())]


def _boxes(body: Any, known: set[str], furniture: Furniture) -> dict[str, Box]:  # noqa: ANN401  an lxml element
    """The outermost named elements in the body without a line of the article, and what else is called so."""
    found: dict[str, Box] = {}
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if furniture.leaves_out(element):
            continue
        lines = tuple(lines_of([element], furniture.leaves_out))
        mistaken = any(words(line) in known for line in lines)
        names = [name for name in _selectors(element) if name[1:] not in _PLAIN] if lines else []
        if mistaken or not names:
            waiting.extend(reversed(element))
        for name in names:
            before = found.get(name, Box((), mistaken=False))
            own = tuple(map(masked, lines)) if length_of(lines) <= _LONGEST else ()
            found[name] = Box(before.lines + own, mistaken=before.mistaken or mistaken)
    return found


def _selectors(element: Any, *, structure: bool = False) -> list[str]:  # noqa: ANN401  an lxml element
    """The names of an element that last, as selectors; `structure`: also what it is, by itemprop, role and tag."""
    ids, classes = element.get("id", "").split()[:1], element.get("class", "").split()
    found = [f"#{name}" for name in ids if lasts(name)] + [f".{name}" for name in classes if lasts(name)]
    if structure:
        marks = [(name, element.get(name, "")) for name in ("itemprop", "role")]
        found += [f'[{name}="{value}"]' for name, value in marks if lasts(value)]
        found += [element.tag] if element.tag in _STRUCTURE else []
    return found


def lasts(name: str) -> bool:
    """Whether a class name or an id is made of words for people: no document's number, no hash of a build."""
    made = _MADE.fullmatch(name) or any(map(_is_jumbled, _PART.split(name))) or is_generated(name)
    return bool(_LASTING.fullmatch(name)) and not made


def _is_jumbled(part: str) -> bool:
    humps = _WORD.findall(part)
    return len(humps) > 2 and len(part) < _HUMPS * len(humps)  # noqa: PLR2004  two humps may be eBook


def is_called_furniture(selector: str) -> bool:
    """Whether a name says, in English, that what is called so is no part of an article."""
    parts = _WORD.findall(selector)
    return any(part.lower() in _FURNITURE for part in parts)
