"""The page that a person reads in the morning: what a run took out, where, by which rules, and what to look at twice.

One file, no script, nothing fetched; the same run gives the same bytes. Every word in it that came from a document is
escaped here or in `svg`, and the page forbids scripts besides.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

from cleaner.api import Cleaner
from cleaner.batch.doubts import Doubt
from cleaner.batch.plan import Plan
from cleaner.batch.summary import BINS, OTHERS, Account, Summary
from cleaner.batch.svg import Bar, bars, columns, legend
from cleaner.batch.versions import rules_digest, versions
from cleaner.document import spelled_out

__all__ = ["report_of"]

_MOST: Final = 20  # bars of a plot
_ROWS: Final = 30  # outlets in plain sight; a crawl of the web has a thousand, which would be a hundred pages in print
_TOP: Final = 3  # rules named in a row of the table
_SECTIONS: Final = {
    "by-kind": "What was removed",
    "by-outlet": "Where it was removed",
    "by-share": "How much was removed",
    "by-rule": "Rules that fired most",
    "outlets": "Outlets",
    "flags": "Flags",
    "reasons": "Failures",
    "doubts": "Look at these twice",
}
# Okabe and Ito's colours for all kinds of eyes and Tol's muted ones; the largest kinds get the first.
_COLOURS: Final = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999933", "#332288",
    "#882255", "#44aa99", "#aa4499", "#117733", "#ddcc77", "#666666", "#88ccee",
)  # fmt: skip
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report_of(plan: Plan, cleaner: Cleaner, summary: Summary) -> bytes:
    """The page.

    Args:
        plan: What was to be done.
        cleaner: The rules that it was done with.
        summary: What came of it.

    Returns:
        HTML, UTF-8.
    """
    ranked = sorted(summary.accounts.items(), key=_rank)
    total = summary.total
    title = f"Cleaned: {_said(Path(plan.output).name)}"
    body = "".join(
        (
            f"<h1>{title}</h1>",
            _overview(total),
            _contents(),
            _by_kind(total),
            _by_outlet(ranked, total),
            _by_share(total),
            _by_rule(total),
            _outlets(ranked),
            _counted("flags", "records", total.flags),
            _counted("reasons", "documents", total.reasons),
            _doubts(summary.doubts),
            _made_of(plan, cleaner),
        )
    )
    style = (files("cleaner.batch") / "report.css").read_text(encoding="utf-8")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{title}</title><style>{style}</style>"
    )
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'
    return page.encode()


def _rank(item: tuple[str, Account]) -> tuple[bool, int, int, str]:
    """The outlets with the most documents first, and last what is none but a heap of the others."""
    outlet, account = item
    return outlet == OTHERS, -account.documents, -account.failed, outlet


def _said(text: str | None) -> str:
    """Words from outside as words of a page: nothing in them is markup, nor a character that HTML forbids."""
    return escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", spelled_out(text or "")))


def _overview(total: Account) -> str:
    figures = (
        ("documents", "documents cleaned", f"{total.documents:,}"),
        ("failed", "failed", f"{total.failed:,}"),
        ("words_in", "words in", f"{total.words_in:,}"),
        ("words_out", "words out", f"{total.words_out:,}"),
        ("share", "of the characters removed", f"{total.share:.1%}"),
    )
    items = (f'<div><dd id="{key}">{value}</dd><dt>{name}</dt></div>' for key, name, value in figures)
    return f'<dl class="figures">{"".join(items)}</dl>'


def _contents() -> str:
    links = " ".join(f'<a href="#{key}">{title}</a>' for key, title in _SECTIONS.items())
    return f"<nav>{links}</nav>"


def _section(key: str, note: str, content: str) -> str:
    return f'<section id="{key}"><h2>{_SECTIONS[key]}</h2><p class="note">{note}</p>{content}</section>'


def _colours(total: Account) -> dict[str, str]:
    return {kind: _COLOURS[place % len(_COLOURS)] for place, (kind, _) in enumerate(_ranked(total.kinds))}


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _by_kind(total: Account) -> str:
    rows = [Bar(kind, f"{count:,}", {kind: count}) for kind, count in _ranked(total.kinds)]
    plot = bars("Characters removed by kind", rows, _colours(total))
    return _section("by-kind", "Characters taken out, by kind of rule.", plot)


def _by_outlet(ranked: Sequence[tuple[str, Account]], total: Account) -> str:
    colours = _colours(total)
    rows = [
        Bar(_clean(outlet), f"{account.share:.1%}", _shares(account, colours))
        for outlet, account in [row for row in ranked if row[1].removed][:_MOST]
    ]
    note = f"Share of the characters taken out, by kind; the {_MOST} outlets with the most documents that lost any."
    plot = legend(colours) + bars("Share removed by outlet and kind", rows, colours)
    return _section("by-outlet", note, plot)


def _shares(account: Account, kinds: Iterable[str]) -> dict[str, float]:
    return {kind: account.kinds[kind] / account.characters for kind in kinds if account.kinds[kind]}


def _by_share(total: Account) -> str:
    plot = columns("Documents by the share removed", total.shares, ("0 %", "25 %", "50 %", "75 %", "100 %"))
    note = f"Documents by the share of their text that was taken out, in steps of {100 // BINS} %."
    return _section("by-share", note, plot)


def _by_rule(total: Account) -> str:
    rows = [Bar(rule, f"{count:,}", {"": count}) for rule, count in _ranked(total.rules)[:_MOST]]
    plot = bars("Rules that fired most", rows, {"": _COLOURS[0]})
    return _section("by-rule", "How often each took something.", plot)


def _outlets(ranked: Sequence[tuple[str, Account]]) -> str:
    rows = [_outlet_row(outlet, account) for outlet, account in ranked]
    content = _outlet_table(rows[:_ROWS])
    if more := rows[_ROWS:]:
        content += f"<details><summary>{len(more):,} more</summary>{_outlet_table(more)}</details>"
    return _section(
        "outlets", "Those with the most documents first. Words are counted by the white space between them.", content
    )


def _outlet_table(rows: Sequence[str]) -> str:
    names = ("outlet", "documents", "failed", "words in", "words out", "removed", "top rules", "flags", "errors")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _outlet_row(outlet: str, account: Account) -> str:
    figures = (account.documents, account.failed, account.words_in, account.words_out)
    cells = "".join(f'<td class="figure">{figure:,}</td>' for figure in figures)
    words = (_listed(account.rules, _TOP), _listed(account.flags, len(account.flags)), _listed(account.reasons, _TOP))
    said = "".join(f"<td>{text}</td>" for text in words)
    return f'<tr><th scope="row">{_said(outlet)}</th>{cells}<td class="figure">{account.share:.1%}</td>{said}</tr>'


def _listed(counts: Counter[str], most: int) -> str:
    return "<br>".join(f"{_said(name)}&nbsp;{count:,}" for name, count in _ranked(counts)[:most])


def _counted(key: str, unit: str, counts: Counter[str]) -> str:
    if not counts:
        return _section(key, "None.", "")
    rows = "".join(
        f'<tr><th scope="row">{_said(name)}</th><td class="figure">{count:,}</td></tr>'
        for name, count in _ranked(counts)
    )
    return _section(key, f"How many {unit} each.", f"<table><tbody>{rows}</tbody></table>")


def _doubts(doubts: Sequence[Doubt]) -> str:
    note = "Those that lost the largest share of their text. What was removed is struck through in the text before."
    return _section("doubts", note, "".join(map(_doubt, doubts)) or "<p>None.</p>")


def _doubt(doubt: Doubt) -> str:
    name = _said(doubt.title or doubt.id or doubt.source)
    facts = [doubt.outlet, doubt.id if doubt.title else "", doubt.source if doubt.source != doubt.id else ""]
    said = " · ".join(f"<bdi>{_said(fact)}</bdi>" for fact in (*facts, *doubt.flags) if fact)
    before = "".join(
        _said(text) if rule is None else f'<del title="{_said(rule)}">{_said(text)}</del>'
        for text, rule in doubt.before
    )
    return (
        f'<article><h3><bdi>{name}</bdi></h3><p class="note"><b>{doubt.share:.1%}</b> of {doubt.characters:,} '
        f'characters removed · {said}</p><div class="sides">'
        f'<div><h4>before</h4><div class="text" dir="auto">{before}</div></div>'
        f'<div><h4>after</h4><div class="text" dir="auto">{_said(doubt.after)}</div></div></div></article>'
    )


def _made_of(plan: Plan, cleaner: Cleaner) -> str:
    inputs = ", ".join(map(_said, plan.inputs))
    libraries = ", ".join(f"{name} {version}" for name, version in versions(plan.output).items())
    return f"<footer><p>Inputs: {inputs}</p><p>Rules: {rules_digest(cleaner)}</p><p>{libraries}</p></footer>"


def _clean(text: str) -> str:
    """Words for a plot, which escapes them itself."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", spelled_out(text))
