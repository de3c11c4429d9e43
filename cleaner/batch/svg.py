"""Plots as plain SVG inside a page: no script, no library, sharp in print, and text that does not shrink on a phone.

Lengths are shares of the width, text has the page's size: a plot is as wide as the page, whatever that is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

__all__ = ["Bar", "bars", "columns", "legend"]

_ROW: Final = 44  # pixels: a line of words and the bar under it
_WORDS: Final = 15  # the words' base line, from the top of a row
_BAR: Final = (21, 14)  # a bar's top in its row, and its height
_PLOT: Final = 160  # height of columns
_FULL: Final = 100.0  # per cent


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart.

    Args:
        name: What is counted.
        note: The figure, as it is read.
        parts: The bar's parts, by name, in order.
    """

    name: str
    note: str
    parts: Mapping[str, float]


def bars(label: str, rows: Sequence[Bar], colours: Mapping[str, str]) -> str:
    """Horizontal bars, each with its name and figure above it.

    Args:
        label: What the plot shows, for those who do not see it.
        rows: The bars, from the top; the longest is as wide as the plot.
        colours: The colour of each part.

    Returns:
        An svg element.
    """
    widest = max((sum(row.parts.values()) for row in rows), default=0) or 1
    drawn = "".join(_bar(row, number * _ROW, widest, colours) for number, row in enumerate(rows))
    return _svg(label, len(rows) * _ROW, drawn)


def columns(label: str, counts: Sequence[int], ticks: Sequence[str]) -> str:
    """Upright columns side by side, each with its count above it.

    Args:
        label: What the plot shows, for those who do not see it.
        counts: The columns, from the left.
        ticks: What stands under the axis, from its left end to its right end.

    Returns:
        An svg element.
    """
    highest = max(counts, default=0) or 1
    step = _FULL / max(1, len(counts))
    drawn = [_column(count / highest, number * step, step, f"{count:,}") for number, count in enumerate(counts)]
    axis = f'<line class="axis" x1="0" x2="100%" y1="{_PLOT}" y2="{_PLOT}"/>'
    return _svg(label, _PLOT + 22, "".join(drawn) + axis + "".join(_ticks(ticks)))


def legend(colours: Mapping[str, str]) -> str:
    """The names of colours.

    Args:
        colours: By name.

    Returns:
        A list element.
    """
    items = (
        f'<li><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" fill="{colour}"/></svg> '
        f"{escape(name)}</li>"
        for name, colour in colours.items()
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _svg(label: str, height: int, drawn: str) -> str:
    return f'<svg role="img" aria-label="{escape(label)}" width="100%" height="{height}">{drawn}</svg>'


def _bar(row: Bar, top: int, widest: float, colours: Mapping[str, str]) -> str:
    parts, left = [], 0.0
    for name, value in row.parts.items():
        width = value / widest * _FULL
        parts.append(
            f'<rect x="{left:.3f}%" y="{top + _BAR[0]}" width="{width:.3f}%" height="{_BAR[1]}" '
            f'fill="{colours[name]}"><title>{escape(f"{row.name}: {name} {value:,.0f}")}</title></rect>'
        )
        left += width
    base = top + _WORDS
    words = f'<text x="0" y="{base}">{escape(row.name)}</text>'
    return f'{words}<text class="end" x="100%" y="{base}">{escape(row.note)}</text>{"".join(parts)}'


def _column(share: float, left: float, step: float, note: str) -> str:
    height = max(share * (_PLOT - 20), 1.0 if share else 0.0)  # a few of a million are few, not none
    middle = left + step / 2
    return (
        f'<rect class="column" x="{left + step * 0.1:.3f}%" y="{_PLOT - height:.2f}" width="{step * 0.8:.3f}%" '
        f'height="{height:.2f}"><title>{note}</title></rect>'
        f'<text class="count" x="{middle:.3f}%" y="{_PLOT - height - 5:.2f}">{"" if note == "0" else note}</text>'
    )


def _ticks(ticks: Sequence[str]) -> list[str]:
    last = max(1, len(ticks) - 1)
    places = ["start", *["middle"] * (last - 1), "end"]
    return [
        f'<text class="{place}" x="{number / last * _FULL:.3f}%" y="{_PLOT + 17}">{escape(tick)}</text>'
        for number, (tick, place) in enumerate(zip(ticks, places, strict=False))
    ]
