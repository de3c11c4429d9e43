"""The coverage of a corpus as lines for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cleaner.batch.summary import OTHERS
from cleaner.workshop.coverage.alarms import Alarm
from cleaner.workshop.coverage.counts import Coverage, OutletCounts, Signal
from cleaner.workshop.coverage.sample import THOUSAND
from cleaner.workshop.coverage.unusual import unusual, usual

__all__ = ["frequent_lines", "lines_of", "loudest", "period", "ranked_outlets", "silent", "silent_common"]

_OUTLETS: Final = 20  # in a terminal; the page has more, the file all
_RULES: Final = 40
_SILENT: Final = 20
_LINES: Final = 10
_ODD: Final = 5
_OFTEN: Final = 0.02  # of the sampled documents
_TWICE: Final = 3  # sampled documents
_TELLING: Final = 1_000  # documents; that a common rule takes nothing from fewer says nothing of it


def lines_of(coverage: Coverage, alarms: Sequence[Alarm]) -> Iterator[str]:
    """What a person reads.

    Args:
        coverage: The counts.
        alarms: What moved.

    Yields:
        Lines: for each outlet the rules that fired and how often, those that never did, lines that no rule takes and
        documents that lost an unusual share; then the common rules that never fired; and last the alarms.
    """
    ranked = ranked_outlets(coverage, alarms)
    for name, counts in ranked[:_OUTLETS]:
        yield from _outlet(name, counts)
        yield ""
    if len(ranked) > _OUTLETS:
        yield f"and {len(ranked) - _OUTLETS:,} more outlets"
    if coverage.documents >= _TELLING:
        yield from _named("common rules that never fired", silent_common(coverage))
    if coverage.failed:
        yield f"{coverage.failed:,} documents could not be read or cleaned"
    for alarm in alarms:
        yield f"ALARM {alarm}"
    yield f"{coverage.documents:,} documents, {len(ranked):,} outlets, {len(alarms):,} alarms"


def ranked_outlets(coverage: Coverage, alarms: Iterable[Alarm]) -> list[tuple[str, OutletCounts]]:
    """Outlets: those with alarms first, then those with the most documents; the heap of all others last."""
    loud = {alarm.outlet for alarm in alarms}
    return sorted(
        coverage.outlets.items(),
        key=lambda item: (item[0] == OTHERS, item[0] not in loud, -item[1].documents, item[0]),
    )


def loudest(counts: OutletCounts) -> list[tuple[str, Signal]]:
    """The rules, selectors and flags that were seen, the most frequent first."""
    seen = [(name, signal) for name, signal in counts.signals.items() if signal.seen]
    return sorted(seen, key=lambda item: (item[1].kind != "rule", -item[1].documents, item[0]))


def silent(counts: OutletCounts) -> list[str]:
    """The rules and selectors of an outlet that never took anything."""
    return sorted(name for name, signal in counts.signals.items() if not signal.seen and signal.kind != "flag")


def silent_common(coverage: Coverage) -> list[str]:
    """The common rules that never fired anywhere."""
    return sorted(set(coverage.common) - coverage.fired())


def frequent_lines(counts: OutletCounts) -> list[tuple[str, float, int]]:
    """The lines that no rule takes: each with its share of the documents, and their number, estimated from the sample.

    Args:
        counts: An outlet's.

    Returns:
        Those of at least one in fifty documents, the most frequent first.
    """
    sampled = counts.sampled.total()
    least = max(_TWICE, _OFTEN * sampled)
    return [
        (text, line.documents / sampled, round(line.documents * counts.documents / sampled))
        for text, line in counts.ranked_lines()
        if line.documents >= least
    ]


def period(counts: OutletCounts) -> str:
    """From when to when its documents are."""
    months = counts.months
    dated = f"{months[0]} to {months[-1]}" if months else "undated"
    undated = counts.documents - sum(counts.base("documents")[month] for month in months)
    return f"{dated}, {undated:,} undated" if months and undated else dated


def _outlet(name: str, counts: OutletCounts) -> Iterator[str]:
    yield f"{_visible(name)}: {counts.documents:,} documents, {period(counts)}"
    shown = loudest(counts)
    for rule, signal in shown[:_RULES]:
        share = signal.documents / max(1, counts.of(signal))
        yield f"{share:>7.1%} {signal.documents:>9,}  {_visible(rule)}"
    if len(shown) > _RULES:
        yield f"  and {len(shown) - _RULES:,} more rules that fired"
    yield from _named("never fired", silent(counts))
    if lines := frequent_lines(counts):
        yield "  repeated, and taken by no rule:"
    for text, rate, documents in lines[:_LINES]:
        yield f"{rate:>7.1%} {documents:>9,}  {_visible(text)}"
    yield from _odd(counts)


def _odd(counts: OutletCounts) -> Iterator[str]:
    known = usual(counts.shares)
    if known is None or not known.far:
        return
    yield f"  far from the {known.share / THOUSAND:.1%} that documents usually lose: {known.far:,}"
    for one in unusual(counts)[:_ODD]:
        yield f"{one.share / THOUSAND:>7.1%} {one.characters:>9,}  {_visible(one.name)}"


def _named(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - _SILENT:,} more" if len(names) > _SILENT else ""
        yield f"  {what}: {', '.join(map(_visible, names[:_SILENT]))}{more}"


def _visible(text: str) -> str:
    """Text in one line that cannot command a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
