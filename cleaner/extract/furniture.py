"""What of a page is no part of its article: by tag, by class or id, by a rule file's selectors, or hidden."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from cleaner.extract.render import looks_left_out
from cleaner.layout import Layout
from cleaner.patterns import LinePattern
from cleaner.selectors import Selector

__all__ = ["Furniture", "FurnitureRules"]

_UNREAD: Final = frozenset((
    "script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed", "video", "audio", "svg",
    "math", "canvas", "map", "button", "select", "textarea", "input", "form", "nav", "dialog", "picture", "img",
    "figcaption", "aside",
))  # fmt: skip
_ROLES: Final = frozenset((  # WAI-ARIA: landmarks and windows that are no part of what a page is about
    "navigation", "search", "dialog", "alertdialog", "banner", "contentinfo",
))  # fmt: skip
_HIDDEN_STYLE: Final = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_TELLING: Final[Mapping[str, Callable[[str], object]]] = {  # attributes by whose value an element is furniture
    "hidden": lambda _: True,
    "aria-hidden": "true".__eq__,
    "style": _HIDDEN_STYLE.search,
    "role": _ROLES.__contains__,
    "itemprop": "comment".__eq__,
}


class FurnitureRules:
    """The drop and keep selectors and class names of layouts, compiled."""

    def __init__(self, layouts: Iterable[Layout]) -> None:
        """Put together what several layouts say; a `keep` of any wins over a drop of any."""
        layouts = tuple(layouts)
        self.drop = tuple(Selector(source) for layout in layouts for source in layout.drop)
        self.keep = tuple(Selector(source) for layout in layouts for source in layout.keep)
        names = sorted({name.lower() for layout in layouts for name in layout.drop_classes})
        self.names = frozenset(name for name in names if "*" not in name)
        wild = [name for name in names if "*" in name]
        self.wild = LinePattern("|".join(map(_pattern, wild))) if wild else None

    def name(self, token: str) -> bool:
        """Whether a class name or an id is one of furniture."""
        return token in self.names or (self.wild is not None and self.wild.matches(token))


def _pattern(name: str) -> str:
    return ".*".join(re.escape(part) for part in name.split("*"))


def _found(selectors: Iterable[Selector], root: Any, within: Iterable[Any]) -> set[Any]:  # noqa: ANN401  lxml
    places = {True: (root,), False: tuple(within)}
    return {
        element
        for selector in selectors
        for place in places[selector.is_absolute]
        for element in selector.elements(place)
    }


class Furniture:
    """The furniture in some elements of a page."""

    def __init__(self, root: Any, rules: FurnitureRules, within: Iterable[Any]) -> None:  # noqa: ANN401  lxml
        """Look the elements over.

        Args:
            root: The page.
            rules: What the outlet's layout and the common file say.
            within: The elements.
        """
        self._dropped = _found(rules.drop, root, within)
        self._kept = _found(rules.keep, root, within)
        self._rules = rules
        self._names: dict[str, bool] = {}
        self._telling = {**_TELLING, "class": self._is_named, "id": self._is_named}

    def drops(self, element: Any) -> bool:  # noqa: ANN401  an lxml element
        """Whether a rule file names an element as furniture, or one around it by a selector.

        Its tag, or being hidden, does not make an element furniture that a body selector asks for.
        """
        if element in self._kept:
            return False
        return any(self._is_named(element.get(name, "")) for name in ("class", "id")) or any(
            around in self._dropped for around in (element, *element.iterancestors())
        )

    def has(self, element: Any) -> bool:  # noqa: ANN401  an lxml element
        """Whether an element, with all in it, is furniture."""
        if element in self._kept:
            return False
        if element.tag in _UNREAD or element in self._dropped:
            return True
        telling = self._telling
        for name, value in element.items():  # noqa: SIM110  half the time of `any`, and every element is asked
            if name in telling and telling[name](value):
                return True
        return False

    def leaves_out(self, element: Any) -> bool:  # noqa: ANN401  an lxml element
        """Whether an element is furniture, or a picture or links, which `keep` keeps too."""
        return self.has(element) or (looks_left_out(element) and element not in self._kept)

    def _is_named(self, names: str) -> bool:
        if names not in self._names:
            self._names[names] = any(map(self._rules.name, names.lower().split()))
        return self._names[names]
