"""Rule files' layouts, compiled: where the article and its metadata stand on the pages of one outlet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from cleaner.dates import format_pattern, iso_date
from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.moments import iso_moment
from cleaner.extract.render import lines_of
from cleaner.extract.values import words
from cleaner.layout import Layout
from cleaner.metadata import Page
from cleaner.patterns import LinePattern
from cleaner.people import people
from cleaner.selectors import Selector

__all__ = ["Body", "CompiledLayout", "HtmlRules"]

Field = TypeVar("Field", str | None, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Body:
    """What a body selector finds: the elements, the article's lines in them, and which of several selectors it was."""

    elements: tuple[Any, ...] = ()
    lines: list[str] = field(default_factory=list)
    choice: int = 0

    @property
    def words(self) -> str:
        """The words of the elements, with all that the rules leave out."""
        return words(*(text for element in self.elements for text in element.itertext()))


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
        fields = ("body", "title", "date", "authors", "description", "paywall", "sponsored")
        return {field: tuple(map(Selector, getattr(self.layout, field))) for field in fields}

    @cached_property
    def furniture(self) -> FurnitureRules:
        """What is furniture on the pages of any outlet, and on this one's."""
        return FurnitureRules((*self._common, self.layout))

    @cached_property
    def _date(self) -> LinePattern | None:
        format_ = self.layout.date_format
        return LinePattern(f".*?{format_pattern(format_, self._months)}.*") if format_ else None

    @property
    def choices(self) -> int:
        """How many body selectors there are."""
        return len(self.layout.body)

    def body(self, root: Any, choice: int | None = None) -> Body:  # noqa: ANN401  an lxml element
        """The article.

        Args:
            root: The page.
            choice: The body selector to try; None tries one after the other.

        Returns:
            What the selector finds, which may be nothing. Without body selectors, all of the page.
        """
        selectors = self._selectors["body"] if choice is None else self._selectors["body"][choice : choice + 1]
        found = next(filter(None, (selector.elements(root) for selector in selectors)), [])
        outermost = _outermost(found) if self.layout.body else [root]
        furniture = Furniture(root, self.furniture, outermost)
        elements = tuple(element for element in outermost if not furniture.drops(element))
        return Body(elements, lines_of(elements, furniture.leaves_out), choice or 0)

    def read(self, root: Any, page: Page) -> Page:  # noqa: ANN401  an lxml element
        """What the outlet's selectors say, and the markup's word where they say nothing; imported ones only help it."""
        paid = any(selector.elements(root) for selector in self._selectors["paywall"])
        title, description = self._first(root, "title"), self._first(root, "description")
        names = next(filter(None, (selector.values(root) for selector in self._selectors["authors"])), [])
        authors = tuple(dict.fromkeys(person for name in names for person in people(name)))
        return replace(
            page,
            title=self._trusted(title, page.title),
            authors=self._trusted(authors, page.authors),
            date=self._trusted(self._published(root), page.date),
            description=self._trusted(description, page.description),
            accessible=False if paid else page.accessible,
        )

    def _trusted(self, selected: Field, said: Field) -> Field:
        return said or selected if self.layout.imported else selected or said

    def is_sponsored(self, root: Any) -> bool:  # noqa: ANN401  an lxml element
        """Whether a page says that somebody paid for it."""
        return any(selector.elements(root) for selector in self._selectors["sponsored"])

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
        self.title_from = own[0].title_from if own else None
        self._replace = own[0].replace if own else ()
        self.layouts = tuple(CompiledLayout(layout, common, months) for layout in own)

    @cached_property
    def _consent(self) -> tuple[Selector, ...]:
        layouts = (*self._common, *(known.layout for known in self.layouts))
        return tuple(Selector(source) for layout in layouts for source in layout.consent)

    def asks_for_consent(self, root: Any) -> bool:  # noqa: ANN401  an lxml element
        """Whether a page looks like one that asks for something instead of showing an article."""
        return any(selector.elements(root) for selector in self._consent)

    def rewritten(self, page: str) -> str:
        """A page's source with the pieces replaced that the outlet's file names."""
        for find, new in self._replace:
            page = page.replace(find, new)
        return page

    @cached_property
    def furniture(self) -> FurnitureRules:
        """What is furniture on the pages of any outlet."""
        return FurnitureRules(self._common)

    def layouts_for(self, date: str | None) -> list[CompiledLayout]:
        """The outlet's layouts: of those that held on a date the earliest first, then the others."""
        later = [known for known in self.layouts if not (date and _is_over(known.layout.until, date))]
        return [*(reversed(later) if date else later), *(known for known in self.layouts if known not in later)]

    def bodies(self, root: Any, date: str | None) -> Iterator[tuple[CompiledLayout, Body]]:  # noqa: ANN401  lxml
        """What each body selector finds: first selectors of all layouts before second ones, which are less telling.

        Args:
            root: The page.
            date: The article's date, where it is known: layouts that held then come first.

        Yields:
            A layout, and what one of its body selectors finds, where that has text.
        """
        layouts = self.layouts_for(date)
        for choice in range(max((layout.choices for layout in layouts), default=0)):
            for layout in layouts:
                if choice < layout.choices and (body := layout.body(root, choice)).lines:
                    yield layout, body


def _is_over(until: str | None, date: str) -> bool:
    """Whether a layout was gone by a date, as far as the less precise of both tells."""
    return until is not None and until < date[: len(until)]


def _outermost(elements: Iterable[Any]) -> list[Any]:
    """Elements in page order without those inside another."""
    kept: list[Any] = []
    chosen: set[Any] = set()
    for element in elements:
        if not any(ancestor in chosen for ancestor in element.iterancestors()):
            kept.append(element)
            chosen.add(element)
    return kept
