"""The coverage of a corpus as a page: alarms first, then each outlet with a small plot over time for every rule.

One file, no script, nothing fetched, as the report of a run; its style is the report's with a few lines more.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import Final

from cleaner.document import spelled_out
from cleaner.workshop.coverage.alarms import Alarm
from cleaner.workshop.coverage.counts import Coverage, OutletCounts, Signal
from cleaner.workshop.coverage.plot import months_of, spark
from cleaner.workshop.coverage.sample import THOUSAND
from cleaner.workshop.coverage.table import (
    frequent_lines,
    loudest,
    period,
    ranked_outlets,
    silent,
    silent_common,
)
from cleaner.workshop.coverage.unusual import unusual, usual

__all__ = ["page_of"]

_SHOWN: Final = 30  # outlets with tables and plots; a crawl has a thousand
_ROWS: Final = 100  # outlets in the overview
_LINES: Final = 25
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE: Final = """
.alarms li { margin: .4rem 0; padding: .4rem .7rem; border-left: 4px solid #d55e00; background: #fdf3ec; }
.spark { width: 11rem; height: 28px; }
.spark .ground { fill: #eee; }
.spark .rate { fill: #0072b2; }
.spark .since { fill: #d55e00; }
.alarmed > th::before { content: "\\25B2 "; color: #b34700; }
.names { font-size: .9rem; }
@media print { .spark, .alarms li { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def page_of(coverage: Coverage, alarms: Sequence[Alarm]) -> bytes:
    """The page.

    Args:
        coverage: The counts.
        alarms: What moved.

    Returns:
        HTML, UTF-8; the same counts give the same bytes.
    """
    ranked = ranked_outlets(coverage, alarms)
    sections = [_outlet(number, name, counts, alarms) for number, (name, counts) in enumerate(ranked[:_SHOWN])]
    body = "".join(
        (
            "<h1>What the rules do</h1>",
            _figures(coverage, alarms),
            _alarms(alarms),
            _overview(ranked, alarms),
            *sections,
            _never("Common rules that never fired", silent_common(coverage)),
        )
    )
    style = (files("cleaner.batch") / "report.css").read_text(encoding="utf-8") + _STYLE
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>What the rules do</title><style>{style}</style>"
    )
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head><body><main>{body}</main></body></html>\n'
    return page.encode()


def _said(text: str) -> str:
    """Words from outside as words of a page: nothing in them is markup, nor a character that HTML forbids."""
    return escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", spelled_out(text)))


def _figures(coverage: Coverage, alarms: Sequence[Alarm]) -> str:
    figures = (
        ("documents", "documents", coverage.documents),
        ("outlets", "outlets", len(coverage.outlets)),
        ("failed", "not read or cleaned", coverage.failed),
        ("alarm-count", "alarms", len(alarms)),
    )
    items = (f'<div><dd id="{key}">{value:,}</dd><dt>{name}</dt></div>' for key, name, value in figures)
    return f'<dl class="figures">{"".join(items)}</dl>'


def _alarms(alarms: Sequence[Alarm]) -> str:
    items = "".join(f"<li><bdi>{_said(str(alarm))}</bdi></li>" for alarm in alarms)
    content = f'<ul class="alarms">{items}</ul>' if alarms else "<p>None: no rule's rate has moved.</p>"
    return f'<section id="alarms"><h2>Alarms</h2>{content}</section>'


def _overview(ranked: Sequence[tuple[str, OutletCounts]], alarms: Sequence[Alarm]) -> str:
    names = ("outlet", "documents", "from - to", "rules that fired", "never fired", "alarms")
    rows = []
    for number, (name, counts) in enumerate(ranked[:_ROWS]):
        link = f'<a href="#outlet-{number}">{_said(name)}</a>' if number < _SHOWN else _said(name)
        loud = sum(alarm.outlet == name for alarm in alarms)
        figures = (f"{counts.documents:,}", period(counts), f"{len(loudest(counts)):,}", f"{len(silent(counts)):,}")
        cells = "".join(f'<td class="figure">{figure}</td>' for figure in (*figures, f"{loud:,}"))
        rows.append(f'<tr><th scope="row">{link}</th>{cells}</tr>')
    more = f"<p>and {len(ranked) - _ROWS:,} more</p>" if len(ranked) > _ROWS else ""
    return f'<section id="overview"><h2>Outlets</h2>{_table(names, rows)}{more}</section>'


def _table(names: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    # A region that scrolls has to be reached by the keyboard.
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="table of {names[0]}s"><table><thead><tr>{head}</tr>'
        f"</thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _outlet(number: int, name: str, counts: OutletCounts, alarms: Sequence[Alarm]) -> str:
    own = {alarm.rule: alarm for alarm in alarms if alarm.outlet == name}
    known = [*((rule, counts.signals[rule]) for rule in own if rule in counts.signals), *loudest(counts)]
    rows = [_rule(rule, signal, counts, own.get(rule)) for rule, signal in dict(known).items()]
    months = months_of(counts)
    note = f"{counts.documents:,} documents, {period(counts)}."
    if months:
        note += f" Each plot goes from {months[0]} to {months[-1]}, and from 0 to 100 %."
    return (
        f'<section id="outlet-{number}" class="outlet"><h2><bdi>{_said(name)}</bdi></h2><p class="note">{note}</p>'
        f"{_table(('rule', 'documents', 'share', 'over time'), rows)}"
        f"{_never('Never fired', silent(counts))}{_lines(counts)}{_odd(counts)}</section>"
    )


def _rule(name: str, signal: Signal, counts: OutletCounts, alarm: Alarm | None) -> str:
    share = signal.documents / max(1, counts.of(signal))
    since = alarm.change.after.first if alarm and alarm.is_dated else None
    loud = ' class="alarmed"' if alarm else ""
    return (
        f'<tr{loud}><th scope="row">{_said(name)}</th><td class="figure">{signal.documents:,}</td>'
        f'<td class="figure">{share:.1%}</td><td>{spark(counts, signal, since)}</td></tr>'
    )


def _never(title: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    return (
        f"<details><summary>{title}: {len(names):,}</summary>"
        f'<p class="names">{", ".join(map(_said, names))}</p></details>'
    )


def _lines(counts: OutletCounts) -> str:
    rows = [
        f'<tr><th scope="row"><bdi>{_said(text)}</bdi></th><td class="figure">{documents:,}</td>'
        f'<td class="figure">{rate:.1%}</td></tr>'
        for text, rate, documents in frequent_lines(counts)[:_LINES]
    ]
    if not rows:
        return ""
    exact = counts.sampled.total() >= counts.documents
    note = "" if exact else f" Estimated from {counts.sampled.total():,} documents."
    return (
        f'<h3>Lines that repeat and that no rule takes</h3><p class="note"># stands for any number.{note}</p>'
        f"{_table(('line', 'documents', 'share'), rows)}"
    )


def _odd(counts: OutletCounts) -> str:
    known = usual(counts.shares)
    if known is None or not known.far:
        return ""
    rows = [
        f'<tr><th scope="row"><bdi>{_said(one.name)}</bdi></th><td class="figure">{one.characters:,}</td>'
        f'<td class="figure">{one.share / THOUSAND:.1%}</td></tr>'
        for one in unusual(counts)
    ]
    return (
        f"<h3>Documents that lost an unusual share</h3>"
        f'<p class="note">{known.far:,} are far from the {known.share / THOUSAND:.1%} that is usual here.</p>'
        f"{_table(('document', 'characters', 'removed'), rows)}"
    )
