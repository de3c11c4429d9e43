"""A document with every removed piece marked by its rule: the record's own account laid over the decoded text."""

from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.document import Record, Removal

__all__ = ["Piece", "pieces"]


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
