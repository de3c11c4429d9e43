"""Elements to lines, as a reader sees them: a line for each block and line break, a mark before list items."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from lxml import etree

__all__ = ["headlines_only", "length_of", "lines_of", "looks_left_out"]

_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_BREAKS: Final = _BLOCKS | {"br"}
_LISTS: Final = frozenset(("ul", "ol", "menu", "table"))
_CELLS: Final = frozenset(("td", "th"))
_IN_FIGURES: Final = ("table", "blockquote", "pre")
_OF_LINKS: Final = 0.8  # the share of a list's or a table's text from which it is a list of links
_HEADLINE: Final = 25  # characters that the links of a list of headlines have on average; those of a menu are shorter
_LAYOUT_CELL: Final = 300  # characters: cells of data are shorter
_BLANK_LINES: Final = re.compile(r"\n[ \t\r]*\n")
_EMPTY_CELLS: Final = re.compile(r"(?:(?:^| )\|)+$")

LeavesOut = Callable[[Any], bool]


def lines_of(elements: Iterable[Any], leaves_out: LeavesOut) -> list[str]:
    """The text of some elements as lines.

    Args:
        elements: lxml elements, none inside another.
        leaves_out: Whether an element is left out with all in it; the text after it stays. Not asked of `elements`.

    Returns:
        Lines without blank ones, their spaces made one.
    """
    sheet = _Sheet()
    for element in elements:
        _write(sheet, element, leaves_out)
        sheet.end_line()
    return sheet.lines


class _Sheet:
    """Lines being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._parts: list[str] = []
        self._mark = ""
        self._in_row = False
        self.preformatted = False

    def write(self, text: str | None) -> None:
        """Go on with the line. Preformatted text is mostly wrapped by hand: only a blank line ends its paragraphs."""
        if not text:
            return
        first, *others = _BLANK_LINES.split(text) if self.preformatted else (text,)
        self._parts.append(first)
        for paragraph in others:
            self.end_line()
            self._parts.append(paragraph)

    def end_line(self, mark: str = "") -> None:
        """End the line, unless a row is being written; the next one that has text starts with the mark."""
        if self._in_row:
            self._parts.append(" ")
            return
        if self._parts:
            line = " ".join("".join(self._parts).split())
            line = _EMPTY_CELLS.sub("", line) if line.endswith("|") else line
            if line:
                self.lines.append(self._mark + line)
                self._mark = ""
            self._parts.clear()
        self._mark = mark or self._mark

    def end_item(self) -> None:
        """End a list item; one without text leaves no mark behind."""
        self.end_line()
        self._mark = ""

    def start_row(self) -> None:
        """Put all that follows on one line."""
        self.end_line()
        self._in_row = True

    def end_row(self) -> None:
        """End the row's line."""
        self._in_row = False
        self.end_line()


def _write(sheet: _Sheet, top: Any, leaves_out: LeavesOut) -> None:  # noqa: ANN401  an lxml element
    walk = etree.iterwalk(top, events=("start", "end"))
    skipped = None
    rows: set[Any] = set()  # of tables that hold data
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if element is not top and leaves_out(element):
                walk.skip_subtree()
                skipped = element
                continue
            if tag in _BREAKS:
                _start(sheet, element, tag, rows)
            sheet.write(element.text)
            continue
        if element is skipped and tag in _BLOCKS:
            sheet.end_line()
        elif tag in _BLOCKS:
            _end(sheet, element, tag, rows)
        if element is not top:
            sheet.write(element.tail)


def _start(sheet: _Sheet, element: Any, tag: str, rows: set[Any]) -> None:  # noqa: ANN401  an lxml element
    if tag == "br":
        sheet.end_line()
    elif tag == "table" and _holds_data(element):
        rows.update(element.iter("tr"))
        sheet.end_line()
    elif element in rows:
        sheet.start_row()
    else:
        sheet.end_line("- " if tag == "li" else "")
        sheet.preformatted = sheet.preformatted or tag == "pre"


def _end(sheet: _Sheet, element: Any, tag: str, rows: set[Any]) -> None:  # noqa: ANN401  an lxml element
    if element in rows:
        sheet.end_row()
    elif tag in _CELLS and element.getparent() in rows:
        sheet.write(" | ")
    elif tag == "li":
        sheet.end_item()
    else:
        sheet.end_line()
        sheet.preformatted = sheet.preformatted and tag != "pre"


def looks_left_out(element: Any) -> bool:  # noqa: ANN401  an lxml element
    """Whether an element is a picture with its caption, or a list or a table of links."""
    tag = element.tag
    if tag == "figure":
        return not any(element.find(f".//{inner}") is not None for inner in _IN_FIGURES)
    return tag in _LISTS and _is_of_links(element)


def _is_of_links(element: Any) -> bool:  # noqa: ANN401  an lxml element
    links = [_length(link) for link in element.iter("a")]
    return bool(links) and sum(links) >= _OF_LINKS * _length(element)


def headlines_only(element: Any) -> bool:  # noqa: ANN401  an lxml element
    """Whether a list is one of headlines of other articles: links, at least two, and long ones."""
    if not _is_of_links(element):
        return False
    lengths = [_length(link) for link in element.iter("a")]
    return len(lengths) > 1 and sum(lengths) >= _HEADLINE * len(lengths)


def length_of(lines: Iterable[str]) -> int:
    """How many characters some lines have."""
    return sum(map(len, lines))


def _holds_data(table: Any) -> bool:  # noqa: ANN401  an lxml element
    return (
        table.find(".//p") is None
        and table.find(".//table") is None
        and all(_length(cell) < _LAYOUT_CELL for cell in table.iter("td"))
    )


def _length(element: Any) -> int:  # noqa: ANN401  an lxml element
    return len(" ".join("".join(element.itertext()).split()))
