"""What became of one document, as a page: every removed piece in the colour of its kind, with its rule and the reason.

One file, nothing fetched, no script: ticking a kind off is the stylesheet's work. Colour is never alone: each piece has
its label and is struck through, and each stands again in a list that a keyboard and a screen reader walk through.
"""

import re
from collections import Counter
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import Final

from cleaner.document import Removal, spelled_out
from cleaner.rulefile import KINDS
from cleaner.workshop.changes import Change, Span, shown
from cleaner.workshop.explain import Explanation, pieces

__all__ = ["page_of"]

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_KINDS: Final = (*KINDS, "metadata")
_FIELDS: Final = ("outlet", "title", "authors", "date", "language", "description", "flags")
_LONGEST: Final = 120  # characters of a piece in the list; all of it stands in the document
_SECTIONS: Final = {
    "kinds": "Kinds",
    "document": "The document",
    "removed": "What was removed, and why",
    "changed": "What normalizing changed",
    "leftout": "What of the page was not extracted",
    "record": "The record",
}


def page_of(explained: Explanation, name: str) -> bytes:
    """The page.

    Args:
        explained: A document's explanation.
        name: What the document is called.

    Returns:
        HTML, UTF-8.
    """
    style = (files("cleaner.workshop") / "explain.css").read_text(encoding="utf-8")
    title = f"Explained: {_said(name)}"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
        f"<title>{title}</title><style>{style}{_filters()}</style>"
    )
    sections = (
        _kinds(explained),
        _document(explained),
        _removed(explained),
        _changed(explained),
        _left_out(explained),
        _record(explained),
    )
    body = (
        '<a class="skip" href="#document">Skip to the document</a>'
        f"<header><h1>{title}</h1>{_overview(explained)}</header>{_contents(explained)}<main>{''.join(sections)}</main>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'.encode()


def _said(text: str | None) -> str:
    """Words from outside as words of a page: nothing in them is markup, nor a character that HTML forbids."""
    plain = spelled_out(text or "").replace("\r\n", "\n").replace("\r", "\n")
    return escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", plain))


def _filters() -> str:
    """A kind whose box is not ticked is out of sight, in the document and in the list."""
    return "".join(f"body:has(#show-{kind}:not(:checked)) main .is-{kind}{{display:none}}" for kind in _KINDS)


def _section(key: str, content: str, note: str = "") -> str:
    said = f'<p class="note">{note}</p>' if note else ""
    return (
        f'<section id="{key}" aria-labelledby="{key}-h"><h2 id="{key}-h">{_SECTIONS[key]}</h2>{said}{content}</section>'
    )


def _overview(explained: Explanation) -> str:
    removed = sum(removal.end - removal.start for removal in explained.record.removed)
    share = removed / len(explained.text) if explained.text else 0
    figures = (
        ("pieces", "pieces removed", f"{len(explained.record.removed):,}"),
        ("characters", "characters in", f"{len(explained.text):,}"),
        ("characters-removed", "characters removed", f"{removed:,}"),
        ("share", "of the characters", f"{share:.1%}"),
        ("lines-changed", "lines changed by normalizing", f"{len(explained.changes):,}"),
    )
    items = (f'<div><dt>{name}</dt><dd id="{key}">{value}</dd></div>' for key, name, value in figures)
    return f'<dl class="figures">{"".join(items)}</dl>'


def _contents(explained: Explanation) -> str:
    keys = [key for key in _SECTIONS if key != "leftout" or explained.left_out]
    links = "".join(f'<li><a href="#{key}">{_SECTIONS[key]}</a></li>' for key in keys)
    return f'<nav aria-label="Sections"><ul>{links}</ul></nav>'


def _kinds(explained: Explanation) -> str:
    counts = Counter(removal.kind for removal in explained.record.removed)
    boxes = "".join(
        f'<li><label class="kind of-{kind}"><input type="checkbox" id="show-{kind}" checked/> {kind} '
        f'<span class="count">{counts[kind]:,}</span></label></li>'
        for kind in _KINDS
        if counts[kind]
    )
    if not boxes:
        return _section("kinds", "<p>Nothing was removed.</p>")
    legend = '<fieldset><legend class="note">Show the pieces of these kinds</legend>'
    return _section("kinds", f'{legend}<ul class="kinds">{boxes}</ul></fieldset>')


def _document(explained: Explanation) -> str:
    record, number, parts = explained.record, 0, []
    for piece in pieces(explained.text, record):
        if piece.removal is None:
            parts.append(_said(piece.text))
        else:
            number += 1
            parts.append(_marked(piece.removal, piece.text, number))
    of = "The text that was extracted from the page" if record.format == "html" else "The text as it came"
    language = f' lang="{escape(record.language)}"' if record.language else ""
    note = f"{of}. Removed pieces are struck through, after their kind and rule; the label leads to the reason."
    return _section("document", f'<div class="text" dir="auto"{language}>{"".join(parts)}</div>', note)


def _marked(removal: Removal, text: str, number: int) -> str:
    rule = _said(removal.rule)
    name = f"removed {number}: {removal.kind}, {rule}"
    label = f'<a class="label" lang="en" dir="ltr" href="#why-{number}" aria-label="{name}">'
    where = f'data-rule="{rule}" data-start="{removal.start}" data-end="{removal.end}"'
    return (
        f'<del class="piece is-{removal.kind} of-{removal.kind}" id="piece-{number}" {where}>'
        f'{label}{removal.kind} · {rule}</a><span class="taken">{_said(text)}</span></del>'
    )


def _removed(explained: Explanation) -> str:
    pairs = zip(explained.record.removed, explained.reasons, strict=True)
    items = "".join(_why(explained.text, *pair, number) for number, pair in enumerate(pairs, start=1))
    return _section("removed", f'<ol class="why">{items}</ol>' if items else "<p>Nothing.</p>")


def _why(text: str, removal: Removal, reason: str, number: int) -> str:
    taken = " ".join(text[removal.start : removal.end].split())
    excerpt = taken if len(taken) <= _LONGEST else f"{taken[:_LONGEST]}…"
    return (
        f'<li class="is-{removal.kind}" id="why-{number}"><a class="label of-{removal.kind}" href="#piece-{number}">'
        f"{removal.kind} · {_said(removal.rule)}</a> "
        f'<span class="note">characters {removal.start:,} to {removal.end:,}</span>'
        f'<p class="reason">{_said(reason)}</p><p class="excerpt" dir="auto">{_said(excerpt)}</p></li>'
    )


def _changed(explained: Explanation) -> str:
    if not explained.changes:
        return _section("changed", "<p>Nothing.</p>")
    rows = "".join(map(_change, explained.changes))
    head = '<tr><th scope="col">line</th><th scope="col">as it came</th><th scope="col">normalized</th></tr>'
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    unit = "line" if len(explained.changes) == 1 else "lines"
    summary = f"<summary>Show {len(explained.changes):,} {unit} side by side</summary>"
    note = (
        "Before the rules look at them, lines get one form: quotes, spaces, entities, mojibake, invisible characters."
    )
    return _section("changed", f"<details>{summary}{table}</details>", note)


def _change(change: Change) -> str:
    before, after = _side(change.before, "del"), _side(change.after, "ins")
    return f'<tr><th scope="row">{change.number}</th><td dir="auto">{before}</td><td dir="auto">{after}</td></tr>'


def _side(spans: Iterable[Span], tag: str) -> str:
    return "".join(f"<{tag}>{escape(shown(span.text))}</{tag}>" if span.changed else _said(span.text) for span in spans)


def _left_out(explained: Explanation) -> str:
    if not explained.left_out:
        return ""
    items = "".join(
        f'<h3><code>{_said(one.element)}</code></h3><p class="text" dir="auto">{_said(chr(10).join(one.lines))}</p>'
        for one in explained.left_out
    )
    summary = f"<summary>Show {len(explained.left_out):,} elements</summary>"
    note = "Elements of the page without any line of the extracted text."
    return _section("leftout", f"<details>{summary}{items}</details>", note)


def _record(explained: Explanation) -> str:
    values = ((name, getattr(explained.record, name)) for name in _FIELDS)
    said = ((name, ", ".join(value) if isinstance(value, tuple) else value) for name, value in values)
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td dir="auto">{_said(value) or "-"}</td></tr>' for name, value in said
    )
    text = f'<h3>Text</h3><div class="text" dir="auto">{_said(explained.record.text)}</div>'
    return _section("record", f"<table><tbody>{rows}</tbody></table>{text}")
