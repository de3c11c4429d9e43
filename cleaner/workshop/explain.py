"""A document with every removed piece marked by its rule: the record's own account laid over the decoded text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.api import Cleaner
from cleaner.decode import decode
from cleaner.document import Document, Record, Removal
from cleaner.workshop.changes import Change, changes
from cleaner.workshop.judged import Judged
from cleaner.workshop.reasons import Reasons

if TYPE_CHECKING:
    from cleaner.extract.leftout import LeftOut

__all__ = ["Explanation", "Piece", "explain", "pieces"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the decoded text; `removal` is None where it stays."""

    text: str
    removal: Removal | None


def pieces(text: str, record: Record) -> Iterator[Piece]:
    """The text in stretches that stay and stretches that went.

    Args:
        text: The decoded (for HTML: extracted) text.
        record: What cleaning made of it.

    Yields:
        Pieces that joined together are the text again.
    """
    position = 0
    for removal in record.removed:
        if removal.start > position:
            yield Piece(text[position : removal.start], None)
        yield Piece(text[removal.start : removal.end], removal)
        position = removal.end
    if position < len(text):
        yield Piece(text[position:], None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """All that can be said of what became of one document.

    Args:
        text: The decoded (for HTML: extracted) text.
        record: What cleaning made of it.
        reasons: Why each piece of `record.removed` was taken.
        changes: What normalizing changed.
        left_out: For HTML, what of the page was not extracted.
    """

    text: str
    record: Record
    reasons: tuple[str, ...]
    changes: tuple[Change, ...]
    left_out: tuple["LeftOut", ...]


def explain(document: Document, cleaner: Cleaner) -> Explanation:
    """Clean a document and say what became of it.

    Args:
        document: The document.
        cleaner: The rules.

    Returns:
        The record, and all that explains it.
    """
    text, record = cleaner.trace(document)
    names = {removal.rule.partition("/")[0] for removal in record.removed} & cleaner.rulebook.digests.keys()
    reasons = Reasons(map(cleaner.rulebook.file, names))
    judged = Judged(text, record, cleaner.options.quotes)
    return Explanation(
        text=text,
        record=record,
        reasons=tuple(judged.of(removal) or reasons.of(removal, text) for removal in record.removed),
        changes=tuple(changes(text, cleaner.options.quotes)),
        left_out=_left_out(document, text) if record.format == "html" else (),
    )


def _left_out(document: Document, text: str) -> tuple["LeftOut", ...]:
    from cleaner.extract.leftout import left_out  # noqa: PLC0415  loads lxml, which text does not need

    content = document.content
    page = decode(content, document.charset).text if isinstance(content, bytes) else content
    return tuple(left_out(page, text.split("\n")))
