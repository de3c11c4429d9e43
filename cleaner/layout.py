"""The `[html]` of a rule file: where article and metadata stand on an outlet's pages, one table for each layout.

Outlets change their templates, and archives keep old pages: a former layout carries the date until which it held.
"""

import re
from dataclasses import dataclass
from typing import Final

from cleaner.dates import format_fault, is_iso
from cleaner.selectors import fault_of
from cleaner.tomltable import Table

__all__ = ["TITLES", "Example", "Layout", "read_layouts"]

TITLES: Final = ("open-graph", "json-ld", "h1")
_SELECTORS: Final = (
    "body", "drop", "keep", "title", "date", "authors", "description", "paywall", "sponsored", "consent",
)  # fmt: skip
_KNOWN: Final = f"until, {', '.join(_SELECTORS)}, drop_classes, replace, title_from, date_format, examples"
_ONCE: Final = ("title_from", "replace")  # a page is read before its layout is known
_CLASS: Final = re.compile(r"[^\s.#]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """An invented page, and what must come out of it; a field that is None is not asked for."""

    page: str
    text: str
    title: str | None
    date: str | None
    authors: tuple[str, ...] | None
    description: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """One template of an outlet. Every field of selectors is tried in order; the first that finds anything counts.

    Args:
        until: The last day, ISO 8601, on which articles had this layout; None for the present one.
        body: The elements that hold the article.
        drop: Elements in the body that go.
        drop_classes: Class names and ids of elements in the body that go; `*` stands for any characters.
        keep: Elements that stay although their look is that of furniture.
        title: The headline.
        title_from: Which of the page's own titles to trust first: one of `TITLES`.
        date: The publication date: an attribute, a `datetime` or `content` attribute, or the element's text.
        date_format: The format of a date that is not ISO 8601, as for located lines.
        authors: Bylines or names.
        description: The standfirst.
        paywall: What only a page without its whole article has.
        sponsored: What only a page has that somebody paid for.
        consent: What only a page has that asks for consent, or whether one is human, instead of showing an article.
        replace: Pieces of the page's source, and what stands in their place before it is parsed, in this order.
        examples: Invented pages with what must come out; none where the layout is imported.
        imported: Whether it is another collection's, and nobody has tried it: the general extractor has a say too.
    """

    until: str | None = None
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    drop_classes: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    title_from: str = TITLES[0]
    date: tuple[str, ...] = ()
    date_format: str | None = None
    authors: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    paywall: tuple[str, ...] = ()
    sponsored: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    replace: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()
    imported: bool = False


def read_layouts(top: Table, *, body_needed: bool, imported: bool = False) -> tuple[Layout, ...]:
    """The layouts of a rule file, the present one first, then the latest former one.

    Args:
        top: The rule file.
        body_needed: Whether a layout must say where the article is; the common file's need not.
        imported: Whether the file is another collection's: it needs neither bodies nor examples.

    Returns:
        The layouts; none where the file has no `[html]`. Faults are noted in the table.
    """
    table = top.table("html")
    if not isinstance(top.data.get("html"), dict):
        return ()
    body_needed = body_needed and not imported
    present = _layout(table, body_needed=body_needed, imported=imported)
    if present.until:
        table.fault("until", "belongs to [[html.former]]; the present layout has no last day")
    former = [_former(old, body_needed=body_needed, imported=imported) for old in table.tables("former")]
    table.close(f"{_KNOWN}, former")
    return (present, *sorted(former, key=lambda layout: layout.until or "", reverse=True))


def _former(table: Table, *, body_needed: bool, imported: bool) -> Layout:
    layout = _layout(table, body_needed=body_needed, imported=imported)
    for key in sorted(table.data.keys() & _ONCE):
        table.fault(key, "belongs to [html]; it holds for all layouts")
    if layout.until is None:
        table.fault("until", 'is missing; expected the last day of this layout, such as "2024-03-31"')
    table.close(_KNOWN)
    return layout


def _layout(table: Table, *, body_needed: bool, imported: bool) -> Layout:
    selectors = {name: _selectors(table, name) for name in _SELECTORS}
    if body_needed and not selectors["body"]:
        table.fault("body", "is missing; expected a selector of the elements that hold the article")
    classes = table.texts("drop_classes")
    if bad := [name for name in classes if not _CLASS.fullmatch(name)]:
        table.fault("drop_classes", f"holds {bad[0]!r}; expected class names or ids without dots, hashes and spaces")
    layout = Layout(
        until=_until(table),
        drop_classes=classes,
        title_from=table.choice("title_from", TITLES, TITLES[0]),
        date_format=_date_format(table),
        replace=_replace(table),
        examples=tuple(_example(example) for example in table.tables("examples")),
        imported=imported,
        **selectors,
    )
    if not layout.examples and not imported:
        table.fault("examples", "is missing; give at least one invented page and the text that must come out of it")
    return layout


def _selectors(table: Table, key: str) -> tuple[str, ...]:
    one = isinstance(table.data.get(key), str)
    sources = tuple(filter(None, [table.text(key)])) if one else table.texts(key)
    for source in sources:
        table.check(key, source, fault_of)
    return sources


def _until(table: Table) -> str | None:
    until = table.text("until")
    if until is not None and not (is_iso(until) and len(until) <= len("2024-03-31")):
        table.fault("until", f'is {until!r}; expected a date such as "2024-03-31"')
    return until


def _date_format(table: Table) -> str | None:
    format_ = table.text("date_format")
    if format_ and (message := format_fault(format_)):
        table.fault("date_format", f"`{format_}`: {message}")
    return format_


def _replace(table: Table) -> tuple[tuple[str, str], ...]:
    pairs = table.pairs("replace", ("find", "with")) if "replace" in table.data else ()
    if any(not find for find, _ in pairs):
        table.fault("replace", "has an empty `find`; it would match everywhere")
    return pairs


def _example(table: Table) -> Example:
    authors = table.texts("authors") if "authors" in table.data else None
    example = Example(
        page=table.text("page", required=True) or "",
        text=table.text("text", required=True) or "",
        title=table.text("title"),
        date=table.text("date"),
        authors=authors,
        description=table.text("description"),
    )
    table.close("page, text, title, date, authors, description")
    return example
