"""The rate of a rule over time as a plot that fits into a row of a table."""

from collections.abc import Sequence
from html import escape
from typing import Final

from cleaner.workshop.coverage.counts import OutletCounts, Signal

__all__ = ["months_of", "spark"]

_HEIGHT: Final = 28
_MOST: Final = 120  # columns; a longer time is shown by its last ten years
_DECEMBER: Final = 12


def months_of(counts: OutletCounts) -> list[str]:
    """The months of a plot, without gaps, so that its columns are to the scale of time.

    Args:
        counts: An outlet's.

    Returns:
        From the first month with documents to the last one, the latest 120 of them.
    """
    known = counts.months
    if not known:
        return []
    first, last = _number(known[0]), _number(known[-1])
    numbers = range(max(first, last - _MOST + 1), last + 1)
    return [f"{number // _DECEMBER:04}-{number % _DECEMBER + 1:02}" for number in numbers]


def spark(counts: OutletCounts, signal: Signal, since: str | None) -> str:
    """A column for each month, as high as the share of documents in which a rule fired.

    Args:
        counts: The outlet's.
        signal: The rule.
        since: The month from which on columns have the colour of an alarm.

    Returns:
        An svg element; empty without dated documents.
    """
    months = months_of(counts)
    base = counts.base(signal.base)
    rates = [(month, signal.seen[month] / base[month] if base[month] else None) for month in months]
    known = [(month, rate) for month, rate in rates if rate is not None]
    if not known:
        return ""
    label = f"{known[0][0]}: {known[0][1]:.0%}; {known[-1][0]}: {known[-1][1]:.0%}"
    earlier = [rate if since is None or month < since else None for month, rate in rates]
    later = [rate if since is not None and month >= since else None for month, rate in rates]
    ground = _path("ground", [None if rate is None else 1.0 for _, rate in rates])
    return (
        f'<svg class="spark" role="img" aria-label="{escape(label)}" viewBox="0 0 {len(months)} {_HEIGHT}" '
        f'preserveAspectRatio="none">{ground}{_path("rate", earlier)}{_path("since", later)}</svg>'
    )


def _path(name: str, rates: Sequence[float | None]) -> str:
    columns = [
        f"M{place} {_HEIGHT}v-{rate * _HEIGHT:.1f}h.9V{_HEIGHT}z"
        for place, rate in enumerate(rates)
        if rate is not None
    ]
    return f'<path class="{name}" d="{"".join(columns)}"/>' if columns else ""


def _number(month: str) -> int:
    year, number = month.split("-")
    return int(year) * _DECEMBER + int(number) - 1
