"""Curves of cost as plain SVG: one small panel each, both axes in powers of ten, in which linear cost is a line."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

__all__ = ["panels"]

Point = tuple[float, float]
_ACROSS: Final = 5
_WIDTH: Final = 220  # pixels of a panel
_HEIGHT: Final = 160
_MARGIN: Final = 30
_STYLE: Final = (
    "text{font:11px sans-serif;fill:#333}path{fill:none}.curve{stroke:#1f5fa8;stroke-width:2}"
    ".linear{stroke:#bbb;stroke-dasharray:4 3}.frame{fill:none;stroke:#ddd}circle{fill:#1f5fa8}"
)


def panels(curves: Mapping[str, Sequence[Point]]) -> str:
    """Draw curves.

    Args:
        curves: Sizes and seconds, all above zero, by the curve's name; the dashed line is what linear cost would be.

    Returns:
        A whole SVG file.
    """
    rows = math.ceil(len(curves) / _ACROSS)
    places = [(number % _ACROSS * _WIDTH, number // _ACROSS * _HEIGHT) for number in range(len(curves))]
    drawn = "".join(
        f'<g transform="translate({left},{top})">{_panel(name, points)}</g>'
        for (left, top), (name, points) in zip(places, curves.items(), strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_ACROSS * _WIDTH}" height="{rows * _HEIGHT}">'
        f"<style>{_STYLE}</style>{drawn}</svg>\n"
    )


def _panel(name: str, points: Sequence[Point]) -> str:
    logs = [(math.log10(size), math.log10(seconds)) for size, seconds in points]
    (left, right), (low, high) = (_whole([log[axis] for log in logs]) for axis in (0, 1))

    def place(log: Point) -> Point:
        across = (log[0] - left) / (right - left) * (_WIDTH - 2 * _MARGIN)
        return _MARGIN + across, _HEIGHT - _MARGIN - (log[1] - low) / (high - low) * (_HEIGHT - 2 * _MARGIN)

    last = logs[-1]
    drop = min(last[0] - left, last[1] - low)  # how far back a linear cost can be followed inside of the frame
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in map(place, logs))
    return (
        f'<rect class="frame" x="{_MARGIN}" y="{_MARGIN}" width="{_WIDTH - 2 * _MARGIN}" '
        f'height="{_HEIGHT - 2 * _MARGIN}"/>'
        f'<path class="linear" d="{_path([place((last[0] - drop, last[1] - drop)), place(last)])}"/>'
        f'<path class="curve" d="{_path(list(map(place, logs)))}"/>{dots}'
        f'<text x="{_MARGIN}" y="{_MARGIN - 8}">{escape(name)}</text>'
        f'<text x="{_MARGIN}" y="{_HEIGHT - _MARGIN + 14}">{10**left:,.0f}</text>'
        f'<text x="{_WIDTH - _MARGIN}" y="{_HEIGHT - _MARGIN + 14}" text-anchor="end">{10**right:,.0f}</text>'
        f'<text x="{_MARGIN + 4}" y="{_MARGIN + 12}">{_seconds(high)}</text>'
        f'<text x="{_MARGIN + 4}" y="{_HEIGHT - _MARGIN - 4}">{_seconds(low)}</text>'
    )


def _whole(logs: Sequence[float]) -> tuple[int, int]:
    low = math.floor(min(logs))
    return low, max(math.ceil(max(logs)), low + 1)


def _seconds(power: int) -> str:
    thousands = power // 3 * 3
    names = {0: "s", -3: "ms", -6: "µs"}
    return f"{10 ** (power - thousands)} {names[thousands]}" if thousands in names else f"1e{power} s"


def _path(places: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in places)
