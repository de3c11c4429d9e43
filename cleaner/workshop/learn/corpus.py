"""The documents that are learned from, as lines, and whose they are. A corpus is read twice and never held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from cleaner.api import Cleaner
from cleaner.batch.glance import outlet_of
from cleaner.dates import is_iso
from cleaner.decode import decode
from cleaner.document import Document
from cleaner.errors import CleanerError
from cleaner.html import is_html
from cleaner.io.fields import Fields
from cleaner.io.readers import STANDARD_INPUT, Failure, Source, find, read
from cleaner.lines import Lines, Text
from cleaner.normalize import normalize

__all__ = ["Choices", "Corpus", "Page"]

_LINES: Final = 3_000  # of a document that are looked at
_NOBODY: Final = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What a caller can choose.

    Args:
        outlet: The outlet of all documents, where the caller knows it.
        fields: What the fields of rows are called.
        least: In how many documents a line must stand to be looked at, at the least.
        documents: How many an outlet must have for a draft; those of the others still speak for "other outlets".
        hold: Every which document is held back, to judge the rules by; 0 holds none.
    """

    outlet: str | None = None
    fields: Fields = field(default_factory=Fields)
    least: int = 3
    documents: int = 8
    hold: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One document as lines.

    Args:
        outlet: Its host; without one, the top folder that it lies in.
        text: Its lines, normalized.
        date: ISO 8601, where the document says it.
        digest: 64 bits that stand for its content.
        held: Whether it is held back.
    """

    outlet: str
    text: Text
    lines: Lines
    date: str | None
    digest: int
    held: bool


class Corpus:
    """Documents that can be read again."""

    def __init__(self, inputs: Sequence[str], cleaner: Cleaner, choices: Choices) -> None:
        """Find the files.

        Raises:
            CleanerError: One is standard input, which cannot be read twice, or is missing.
        """
        self._found = find(inputs)
        if any(isinstance(item, Source) and item.path == STANDARD_INPUT for item in self._found):
            raise CleanerError("-: standard input cannot be read twice; give a file or a folder")
        self._cleaner, self._choices = cleaner, choices

    def pages(self) -> Iterator[Page | Failure | None]:
        """The documents, one by one; a failure where one cannot be read, None for a page of HTML."""
        for source in self._found:
            items = [source] if isinstance(source, Failure) else read(source, self._choices.fields)
            yield from (item if isinstance(item, Failure) else self._page(item) for item in items)

    def _page(self, document: Document) -> Page | None:
        content = document.content
        decoded = decode(content, document.charset).text if isinstance(content, bytes) else content
        if document.format == "html" or (document.format != "text" and is_html(decoded)):
            return None
        lines = Lines("\n".join(Lines(decoded).raw[:_LINES]))
        digest = int.from_bytes(blake2b(lines.text.encode("utf-8", "replace"), digest_size=8).digest())
        hold = self._choices.hold
        return Page(
            outlet=outlet_of(document, self._cleaner, self._choices.outlet) or _folder(document),
            text=Text(normalize(lines.text).text),
            lines=lines,
            date=document.date if document.date and is_iso(document.date) else None,
            digest=digest,
            held=bool(hold) and digest % hold == 0,
        )


def _folder(document: Document) -> str:
    return document.id.split("/")[0] if document.id and "/" in document.id else _NOBODY
