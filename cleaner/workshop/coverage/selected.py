"""Which selectors of a rule file find something on a page: what a record does not say.

Asked of all layouts, not only of the one that cleaning chose, so that a selector that finds nothing on any page is
known for what it is. What a layout drops is looked for where its body stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cleaner.decode import decode
from cleaner.document import Document
from cleaner.extract import Tree
from cleaner.extract.layouts import CompiledLayout
from cleaner.rulebook import Rulebook
from cleaner.selectors import Selector
from cleaner.workshop.coverage.counts import PAGES

__all__ = ["Finding", "LayoutSelectors", "layouts_of", "read_page"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a selector found something: its name, what it is for, and the documents that it is counted among."""

    name: str
    kind: str
    base: str
    found: bool


def read_page(document: Document) -> Any:  # noqa: ANN401  an lxml element, or None
    """A document's page, parsed; None where it has no element."""
    content = document.content
    return Tree(decode(content, document.charset).text if isinstance(content, bytes) else content).root


def layouts_of(host: str, rulebook: Rulebook) -> "list[LayoutSelectors]":
    """The layouts of an outlet that has a rule file; none where it has no `[html]`."""
    outlet = rulebook.named(host, None)
    return [LayoutSelectors(host, layout) for layout in rulebook.html(outlet).layouts] if outlet else []


class LayoutSelectors:
    """The selectors of one layout."""

    def __init__(self, host: str, layout: CompiledLayout) -> None:
        """Take a layout.

        Args:
            host: The rule file's name.
            layout: The layout.
        """
        own = layout.layout
        self.name = f"{host}/[html until {own.until}]" if own.until else f"{host}/[html]"
        self._layout = layout
        self._drops = tuple(map(Selector, own.drop))
        self._classes = {name: _pattern(name.lower()) for name in own.drop_classes}

    def findings(self, root: Any) -> Iterator[Finding]:  # noqa: ANN401  an lxml element
        """What each selector finds on a page.

        Args:
            root: The page.

        Yields:
            The body selectors first; what is dropped, only where a body stands.
        """
        bodies = [self._layout.body(root, choice) for choice in range(self._layout.choices)]
        for source, body in zip(self._layout.layout.body, bodies, strict=True):
            yield Finding(f"{self.name} body {source}", "layout", PAGES, bool(body.lines))
        elements = next((body.elements for body in bodies if body.lines), ())
        if elements:
            yield from self._dropped(root, elements)

    def _dropped(self, root: Any, elements: tuple[Any, ...]) -> Iterator[Finding]:  # noqa: ANN401  an lxml element
        for selector in self._drops:
            places = (root,) if selector.is_absolute else elements
            yield Finding(f"{self.name} drop {selector.source}", "drop", self.name, any(map(selector.elements, places)))
        names = {name for element in elements for inner in element.iter() for name in _names(inner)}
        for name, pattern in self._classes.items():
            yield Finding(f"{self.name} drop_classes {name}", "drop", self.name, any(map(pattern.fullmatch, names)))


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, name.split("*"))))


def _names(element: Any) -> list[str]:  # noqa: ANN401  an lxml element
    return f"{element.get('class', '')} {element.get('id', '')}".lower().split()
