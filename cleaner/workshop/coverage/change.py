"""When did a rate move? A change point for each rule, with a bound on false alarms that holds for any number of rules.

The statistic is the likelihood ratio of two binomial stretches against one (Page 1954; Hinkley and Hinkley 1970,
"Inference about the change-point in a sequence of binomial variables"), maximized over the months at which a series can
be cut. For each cut its significance is bounded without asymptotics: by Hoeffding (1963, theorem 1) n KL(rate, p) of n
independent documents exceeds t with probability at most 2 exp(-t), on each side of the cut, so that the sum of both is
no larger than 2 ln 2 plus a Gamma(2, 1) variable. Bonferroni's bound over all cuts of all rules then keeps the
probability of any alarm on a corpus that did not change below `ALPHA`. Several changes of one rule are found by binary
segmentation (Scott and Knott 1974).

Real documents are not independent, so the statistic is divided by the dispersion of neighbouring months where that is
above one (McCullagh and Nelder 1989, section 4.5; here by the median, which a change or two do not move), and a change
must be large enough to matter to whoever keeps the rules. Both only make it quieter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from statistics import median
from typing import Final

__all__ = ["ALPHA", "SUPPORT", "Change", "Month", "Stretch", "changes", "cuts_of", "is_change", "significance"]

ALPHA: Final = 0.01  # the probability of a false alarm, over all rules of a corpus together
SUPPORT: Final = 20  # documents on either side of a change
_MOVED: Final = 0.2  # of the documents: a rate that moves less is a matter of what was written about
_GONE: Final = 0.1  # of the earlier rate: a rule that is left with less has gone stale
_RARE: Final = 0.05  # of the documents: a rule that fires in fewer is not missed
_PAIRS: Final = 3  # of neighbouring months, with fewer of which nothing is said of the dispersion
_MEDIAN: Final = 0.4549  # of a chi-squared variable with one degree of freedom


@dataclass(frozen=True, slots=True)
class Month:
    """What a rule did in one month.

    Args:
        name: "2024-03".
        documents: How many documents it could have fired in.
        seen: In how many it did.
    """

    name: str
    documents: int
    seen: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months in a row without a change.

    Args:
        first: The first month.
        last: The last month.
        documents: How many documents there were.
        seen: In how many the rule fired.
    """

    first: str
    last: str
    documents: int
    seen: int

    @property
    def rate(self) -> float:
        """The share of documents in which the rule fired, 0 to 1."""
        return self.seen / self.documents if self.documents else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """A rate that moved.

    Args:
        before: The stretch before it.
        after: The stretch after it.
        is_first: Whether nothing is known from before the stretch before it.
        is_last: Whether the stretch after it is the last one.
    """

    before: Stretch
    after: Stretch
    is_first: bool = True
    is_last: bool = True


def cuts_of(series: Sequence[Month], support: int = SUPPORT) -> list[int]:
    """Where a series can be cut so that both sides have support.

    Args:
        series: Months in order.
        support: Documents of either side.

    Returns:
        The places of the first months after a cut.
    """
    total, before, found = sum(month.documents for month in series), 0, []
    for place, month in enumerate(series):
        if place and month.documents and min(before, total - before) >= support:
            found.append(place)
        before += month.documents
    return found


def changes(series: Sequence[Month], tests: int) -> list[Change]:
    """The changes of one rule's rate.

    Args:
        series: Months in order.
        tests: How many cuts of how many rules are looked at in all, for Bonferroni's bound.

    Returns:
        The changes in order of time; none where the rate may well have stayed the same.
    """
    dispersion = _dispersion(series)

    def cut(first: int, last: int) -> list[int]:
        part = series[first:last]
        # Also cuts without support: where one of them explains the series best, it is too early to say.
        sides = [(place, _stretch(part[:place]), _stretch(part[place:])) for place in cuts_of(part, support=1)]
        if not sides:
            return []
        place, before, after = max(sides, key=lambda side: (_evidence(side[1], side[2]), -side[0]))
        if not is_change(before, after, tests, dispersion):
            return []
        return [*cut(first, first + place), first + place, *cut(first + place, last)]

    found = _settled(_stretches(series, cut(0, len(series))), tests, dispersion)
    last = len(found) - 2
    return [Change(found[n], found[n + 1], is_first=n == 0, is_last=n == last) for n in range(last + 1)]


def is_change(before: Stretch, after: Stretch, tests: int, dispersion: float = 1.0) -> bool:
    """Whether two stretches have different rates, beyond chance and large enough to matter.

    Args:
        before: The earlier one.
        after: The later one.
        tests: As for `changes`.
        dispersion: How much more the rates scatter than those of independent documents; from 1.

    Returns:
        Whether they do.
    """
    low, high = sorted((before.rate, after.rate))
    matters = high - low >= _MOVED or (low <= _GONE * high and high >= _RARE)
    enough = min(before.documents, after.documents) >= SUPPORT
    return enough and matters and significance(before, after, dispersion) * max(1, tests) <= ALPHA


def significance(before: Stretch, after: Stretch, dispersion: float = 1.0) -> float:
    """A bound on the probability that two stretches of one rate look so different.

    Args:
        before: One stretch.
        after: The other.
        dispersion: As for `is_change`.

    Returns:
        At most 1. It holds for any number of documents and any rate.
    """
    beyond = _evidence(before, after) / dispersion - 2 * log(2)
    return 1.0 if beyond <= 0 else (1 + beyond) * exp(-beyond)


def _evidence(before: Stretch, after: Stretch) -> float:
    """The logarithm of the likelihood ratio."""
    both = (before.seen + after.seen) / (before.documents + after.documents)
    return sum(stretch.documents * _divergence(stretch.rate, both) for stretch in (before, after))


def _divergence(rate: float, other: float) -> float:
    """Kullback and Leibler's, of two coins."""
    pairs = ((rate, other), (1 - rate, 1 - other))
    return sum(p * log(p / q) for p, q in pairs if p > 0 and q > 0)


def _dispersion(series: Sequence[Month]) -> float:
    known = [month for month in series if month.documents]
    scatter = [_scatter(one, other) for one, other in pairwise(known)]
    return max(1.0, median(scatter) / _MEDIAN) if len(scatter) >= _PAIRS else 1.0


def _scatter(one: Month, other: Month) -> float:
    """The squared difference of two rates in units of its variance: one, on average, for independent documents."""
    both = (one.seen + other.seen) / (one.documents + other.documents)
    variance = both * (1 - both) * (1 / one.documents + 1 / other.documents)
    difference = one.seen / one.documents - other.seen / other.documents
    return difference**2 / variance if variance else 0.0


def _stretch(months: Sequence[Month]) -> Stretch:
    known = [month.name for month in months if month.documents] or [""]
    return Stretch(known[0], known[-1], sum(m.documents for m in months), sum(m.seen for m in months))


def _stretches(series: Sequence[Month], cuts: Sequence[int]) -> list[Stretch]:
    edges = [0, *cuts, len(series)]
    return [_stretch(series[first:last]) for first, last in pairwise(edges)]


def _settled(found: list[Stretch], tests: int, dispersion: float) -> list[Stretch]:
    """Stretches of which each differs from the next, and none is the month in the middle of which a change came."""
    while len(found) > 1:
        pairs = list(pairwise(found))
        weakest = min(range(len(pairs)), key=lambda n: (_evidence(*pairs[n]), n))
        passing = [n for n in range(1, len(found) - 1) if _is_passing(*found[n - 1 : n + 2])]
        if passing:
            near = (passing[0] - 1, passing[0])
            weakest = min(near, key=lambda n: (_evidence(*pairs[n]), n))
        elif is_change(*pairs[weakest], tests, dispersion):
            break
        found = [*found[:weakest], _joined(*pairs[weakest]), *found[weakest + 2 :]]
    return found


def _is_passing(before: Stretch, stretch: Stretch, after: Stretch) -> bool:
    low, high = sorted((before.rate, after.rate))
    return stretch.first == stretch.last and low < stretch.rate < high


def _joined(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(one.first, other.last, one.documents + other.documents, one.seen + other.seen)
