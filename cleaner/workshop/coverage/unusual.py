"""Documents that lost far more or far less than is usual at their outlet, by median and median absolute deviation."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from cleaner.workshop.coverage.counts import Extreme, OutletCounts
from cleaner.workshop.coverage.sample import THOUSAND

__all__ = ["Usual", "unusual", "usual"]

_ENOUGH: Final = 20  # documents; with fewer nobody knows what is usual
_FAR: Final = 3.5 / 0.6745  # deviations: Iglewicz and Hoaglin (1993), "How to detect and handle outliers"
_LEAST: Final = 100  # thousandths: where most documents lose the same, a few per cent more is not far


@dataclass(frozen=True, slots=True)
class Usual:
    """What documents of an outlet lose.

    Args:
        share: The median, in thousandths of the characters.
        distance: How far from it is far, in thousandths.
        far: How many documents are.
    """

    share: int
    distance: float
    far: int


def usual(shares: Counter[int]) -> Usual | None:
    """What is usual.

    Args:
        shares: How many documents lost how many thousandths.

    Returns:
        None for less than twenty documents.
    """
    if shares.total() < _ENOUGH:
        return None
    middle = _median(shares)
    deviations: Counter[int] = Counter()
    for share, count in shares.items():
        deviations[abs(share - middle)] += count
    distance = max(_FAR * _median(deviations), _LEAST)
    return Usual(middle, distance, sum(count for far, count in deviations.items() if far > distance))


def unusual(counts: OutletCounts) -> list[Extreme]:
    """The documents that are far from what is usual, those that lost the most first; the few that are known.

    Args:
        counts: An outlet's.

    Returns:
        At most twenty.
    """
    known = usual(counts.shares)
    far = [one for one in counts.extremes if known and abs(one.share - known.share) > known.distance]
    return sorted(far, key=lambda one: (-one.share, one.name))


def _median(counts: Counter[int]) -> int:
    """The lower median."""
    left = (counts.total() + 1) // 2
    for value, count in sorted(counts.items()):
        left -= count
        if left <= 0:
            return value
    return THOUSAND
