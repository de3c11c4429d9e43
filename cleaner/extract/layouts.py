"""Rule files' layouts, compiled: where the article and its metadata stand on the pages of one outlet."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from cleaner.dates import format_pattern, iso_date
from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.moments import iso_moment
from cleaner.extract.render import lines_of
from cleaner.layout import Layout
from cleaner.metadata import Page
from cleaner.patterns import LinePattern
from cleaner.people import people
from cleaner.selectors import Selector

__all__ = ["CompiledLayout", "HtmlRules"]


class CompiledLayout:
    """One layout of an outlet, its selectors compiled on first use."""

    def __init__(self, layout: Layout, common: Sequence[Layout], months: Sequence[str]) -> None:
        """Take a layout.

        Args:
            layout: The outlet's.
            common: What is furniture on the pages of any outlet.
            months: Names of months, for dates in words.
        """
        self.layout = layout
        self._common = common
        self._months = months

    @cached_property
    def _selectors(self) -> dict[str, tuple[Selector, ...]]:
        fields = ("body", "title", "date", "authors", "description", "paywall")
        return {field: tuple(map(Selector, getattr(self.layout, field))) for field in fields}

    @cached_property
    def _furniture(self) -> FurnitureRules:
        return FurnitureRules((*self._common, self.layout))

    @cached_property
    def _date(self) -> LinePattern | None:
        format_ = self.layout.date_format
        return LinePattern(f".*?{format_pattern(format_, self._months)}.*") if format_ else None

    def body(self, root: Any) -> list[str]:  # noqa: ANN401  an lxml element
        """The article's lines; none where no body selector finds anything. Without body selectors, all of the page."""
        choices = (selector.elements(root) for selector in self._selectors["body"])
        found = next(filter(None, choices), []) if self.layout.body else [root]
        lines: list[str] = []
        for element in _outermost(found):
            lines += lines_of([element], Furniture(element, self._furniture).has)
        return lines

    def read(self, root: Any, page: Page) -> Page:  # noqa: ANN401  an lxml element
        """What the outlet's selectors say, and the markup's word where they say nothing."""
        paid = any(selector.elements(root) for selector in self._selectors["paywall"])
        title, description = self._first(root, "title"), self._first(root, "description")
        names = next(filter(None, (selector.values(root) for selector in self._selectors["authors"])), [])
        authors = tuple(dict.fromkeys(person for name in names for person in people(name)))
        return replace(
            page,
            title=title or page.title,
            authors=authors or page.authors,
            date=self._published(root) or page.date,
            description=description or page.description,
            accessible=False if paid else page.accessible,
        )

    def _first(self, root: Any, field: str) -> str | None:  # noqa: ANN401  an lxml element
        return next((value for selector in self._selectors[field] for value in selector.values(root)), None)

    def _published(self, root: Any) -> str | None:  # noqa: ANN401  an lxml element
        for selector in self._selectors["date"]:
            attributes = (element.get("datetime") or element.get("content") for element in selector.elements(root))
            for value in (*filter(None, attributes), *selector.values(root)):
                if date := self._parsed(value):
                    return date
        return None

    def _parsed(self, value: str) -> str | None:
        groups = self._date.groups(value) if self._date else None
        return iso_date(groups[0], self._months) if groups else iso_moment(value)


class HtmlRules:
    """What the rule files that apply to a document say of its page."""

    def __init__(self, common: Sequence[Layout], own: Sequence[Layout], months: Sequence[str]) -> None:
        """Put layouts together.

        Args:
            common: The common file's.
            own: The outlet's, the present one first; none where it is unknown.
            months: Names of months, for dates in words.
        """
        self._common = common
        self.layouts = tuple(CompiledLayout(layout, common, months) for layout in own)

    @cached_property
    def furniture(self) -> FurnitureRules:
        """What is furniture on the pages of any outlet."""
        return FurnitureRules(self._common)

    def layouts_for(self, date: str | None) -> list[CompiledLayout]:
        """The outlet's layouts: of those that held on a date the earliest first, then the others."""
        later = [
            known for known in self.layouts if not (date and known.layout.until and known.layout.until < date[:10])
        ]
        return [*(reversed(later) if date else later), *(known for known in self.layouts if known not in later)]


def _outermost(elements: Iterable[Any]) -> list[Any]:
    """Elements in page order without those inside another."""
    kept: list[Any] = []
    chosen: set[Any] = set()
    for element in elements:
        if not any(ancestor in chosen for ancestor in element.iterancestors()):
            kept.append(element)
            chosen.add(element)
    return kept
