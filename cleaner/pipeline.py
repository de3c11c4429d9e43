"""The way of a document, from what the user has to a clean record. One way, no way back; each stage hands on data.

```
         text:  split ─► normalize ─► identify ─┐
decode ─┤                                       ├─► strip (rules ─► judge) ─► metadata ─► Record
         HTML:  identify ─► extract ─► normalize ┘
```
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from cleaner.dates import is_iso
from cleaner.decode import Decoded, decode
from cleaner.document import Document, Record, spelled_out
from cleaner.html import is_html
from cleaner.judge import CAUTION, KNOWN_CAUTION, judge
from cleaner.language import detect
from cleaner.lines import Lines, Text
from cleaner.metadata import Page, merge
from cleaner.normalize import normalize
from cleaner.repeats.table import Repeats, group_of
from cleaner.rulebook import Outlet, Rulebook
from cleaner.strip import Beside, Evidence, Given, Stripped, strip

__all__ = ["Options", "to_count", "trace"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a user can choose.

    Args:
        quotes: "straight" makes every quotation mark and apostrophe straight; "keep" leaves them.
        caution: How sure the judge must be that a line of an unknown outlet's text is no article, 0 to 1, and at least
            that a line of a known outlet's dump is none; with 1 it takes none.
        repeats: What many documents of unknown outlets repeat, where somebody has counted it.
    """

    quotes: Literal["straight", "keep"] = "straight"
    caution: float = CAUTION
    repeats: Repeats | None = None


def trace(document: Document, rulebook: Rulebook, options: Options) -> tuple[str, Record]:
    """Clean one document and keep the text that the account's offsets refer to.

    Args:
        document: The document as the user has it.
        rulebook: All rule files.
        options: The user's choices.

    Returns:
        The decoded text (for HTML: the extracted text), and the clean record.
    """
    decoded = _decode(document)
    source = _read(document, decoded.text, rulebook, options)
    given = Given(title=source.page.title, authors=source.page.authors)
    beside = _beside(document, source, rulebook, options)
    stripped = strip(source.lines, source.laid, source.outlet.rules, given, beside)
    metadata = merge(_given_date(document), stripped.found, source.outlet.rules.months, source.page)
    text = "\n\n".join(stripped.paragraphs)
    record = Record(
        id=_spelled_out(document.id),
        outlet=_spelled_out(source.outlet.name or document.outlet),
        url=_spelled_out(document.url or source.page.url),
        title=metadata.title,
        authors=metadata.authors,
        date=metadata.date,
        language=detect(text),
        text=text,
        description=metadata.description,
        source=_spelled_out(document.source),
        format=source.format,
        encoding=decoded.encoding,
        removed=stripped.removed,
        flags=_flags(document, decoded, source, stripped),
        rules=source.outlet.rules.digest,
    )
    return source.text, record


def to_count(document: Document, rulebook: Rulebook, options: Options) -> tuple[str, list[str]] | None:
    """What of a document is counted among others (see `cleaner.repeats`).

    Args:
        document: As for `trace`.
        rulebook: As for `trace`.
        options: As for `trace`.

    Returns:
        What it is counted with, and its lines; None where a rule file knows its outlet.
    """
    outlet = rulebook.named(document.outlet, document.url)
    if outlet and outlet.known:
        return None
    source = _read(document, _decode(document).text, rulebook, options)
    return None if source.outlet.known else (group_of(document, source.outlet.name), source.laid.lines)


def _beside(document: Document, source: "_Source", rulebook: Rulebook, options: Options) -> Beside:
    """What may take lines that no rule knows; of pages, selectors or trafilatura have judged the lines."""
    known, caution = source.outlet.known, options.caution
    asked = partial(judge, caution=max(caution, KNOWN_CAUTION) if known else caution, dumps_only=known)
    return Beside(
        evidence=_repeated(document, source, rulebook, options.repeats) if options.repeats and not known else (),
        judge=asked if source.format == "text" and caution < 1 else None,
        reads_head=not known,
    )


def _repeated(document: Document, source: "_Source", rulebook: Rulebook, repeats: Repeats) -> tuple[Evidence, ...]:
    from cleaner.repeats.evidence import Repeated  # noqa: PLC0415  only where somebody has counted

    return (Repeated(repeats, group_of(document, source.outlet.name), rulebook.masker),)


@dataclass(frozen=True, slots=True)
class _Source:
    """A document on the bench: its lines, whose they are, and what its markup says."""

    text: str
    lines: Lines
    laid: Text
    repaired: bool
    outlet: Outlet
    page: Page
    format: str
    flags: frozenset[str] = frozenset()


def _read(document: Document, text: str, rulebook: Rulebook, options: Options) -> _Source:
    format_ = document.format if document.format in ("html", "text") else "html" if is_html(text) else "text"
    read = _read_html if format_ == "html" else _read_text
    return read(document, text, rulebook, options)


def _read_text(document: Document, text: str, rulebook: Rulebook, options: Options) -> _Source:
    lines = Lines(text)
    normalized = normalize(lines.text, options.quotes)
    laid = Text(normalized.text)
    outlet = rulebook.named(document.outlet, document.url) or rulebook.recognized(laid)
    return _Source(text, lines, laid, normalized.repaired, outlet, Page(), "text")


def _read_html(document: Document, html: str, rulebook: Rulebook, options: Options) -> _Source:
    from cleaner.extract import Tree, extract  # noqa: PLC0415  loads lxml, which text does not need

    tree = Tree(html)
    named = rulebook.named(document.outlet, document.url or tree.url)
    rules = rulebook.html(named)
    tree = tree if (rewritten := rules.rewritten(html)) == html else Tree(rewritten)
    extraction = extract(tree, rules, document.crawled or _given_date(document))
    lines = Lines(extraction.text)
    normalized = normalize(lines.text, options.quotes)
    laid = Text(normalized.text)
    outlet = named or rulebook.recognized(laid)
    page = _normal(extraction.page, options)
    return _Source(extraction.text, lines, laid, normalized.repaired, outlet, page, "html", extraction.flags)


def _normal(page: Page, options: Options) -> Page:
    """A page's own words in the form that its lines have."""
    title, description = (
        value and " ".join(normalize(value, options.quotes).text.split()) for value in (page.title, page.description)
    )
    return replace(page, title=title, description=description)


def _decode(document: Document) -> Decoded:
    if isinstance(document.content, bytes):
        return decode(document.content, document.charset)
    return Decoded(document.content, None, guessed=False, replaced=0)


def _spelled_out(name: str | None) -> str | None:
    return None if name is None else spelled_out(str(name))


def _given_date(document: Document) -> str | None:
    return document.date if document.date and is_iso(document.date) else None


def _flags(document: Document, decoded: Decoded, source: _Source, stripped: Stripped) -> tuple[str, ...]:
    raised = {
        "bad-date": bool(document.date) and not _given_date(document),
        "bytes-replaced": decoded.replaced > 0,
        "empty": not stripped.paragraphs,
        "encoding-guessed": decoded.guessed,
        "mojibake-repaired": source.repaired,
        "over-removal": stripped.guarded,
        "paywalled": source.page.accessible is False or any(r.kind == "paywall" for r in stripped.removed),
        "unknown-outlet": not source.outlet.known,
        "unsure": stripped.unsure,
    }
    return tuple(sorted(source.flags | {flag for flag, is_raised in raised.items() if is_raised}))
