"""The documents that are learned from, as lines, and whose they are. A corpus is read twice and never held."""

from collections.abc import Callable, Iterator, Sequence
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

__all__ = ["Choices", "Corpus", "Page", "Reading", "content_of", "host_or_folder", "reading"]

Reading = Callable[[], Iterator[Document | Failure]]  # documents and failures, all again at each call

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


def reading(inputs: Sequence[str], fields: Fields, *, again: bool = True) -> Reading:
    """Find files that are to be read.

    Args:
        inputs: Files and folders, as for `cleaner run`.
        fields: What the fields of rows are called.
        again: Whether they are read more than once.

    Raises:
        CleanerError: One is missing, or is standard input and is to be read again.
    """
    found = find(inputs)
    if again and any(isinstance(item, Source) and item.path == STANDARD_INPUT for item in found):
        raise CleanerError("-: standard input cannot be read twice; give a file or a folder")

    def documents() -> Iterator[Document | Failure]:
        for source in found:
            yield from [source] if isinstance(source, Failure) else read(source, fields)

    return documents


def content_of(document: Document) -> tuple[str, bool]:
    """A document decoded, and whether it is a page of HTML."""
    content = document.content
    decoded = decode(content, document.charset).text if isinstance(content, bytes) else content
    return decoded, document.format == "html" or (document.format != "text" and is_html(decoded))


def host_or_folder(document: Document, cleaner: Cleaner, choices: Choices) -> str:
    """The outlet that a document belongs to; without one, the top folder that it lies in."""
    return outlet_of(document, cleaner, choices.outlet) or _folder(document)


class Corpus:
    """Documents that can be read again."""

    def __init__(self, documents: Reading, cleaner: Cleaner, choices: Choices) -> None:
        """Take what reads them."""
        self._documents, self._cleaner, self._choices = documents, cleaner, choices

    def pages(self) -> Iterator[Page | Failure | None]:
        """The documents, one by one; a failure where one cannot be read, None for a page of HTML."""
        for item in self._documents():
            yield item if isinstance(item, Failure) else self._page(item)

    def _page(self, document: Document) -> Page | None:
        decoded, is_page = content_of(document)
        if is_page:
            return None
        lines = Lines("\n".join(Lines(decoded).raw[:_LINES]))
        digest = int.from_bytes(blake2b(lines.text.encode("utf-8", "replace"), digest_size=8).digest())
        hold = self._choices.hold
        return Page(
            outlet=host_or_folder(document, self._cleaner, self._choices),
            text=Text(normalize(lines.text).text),
            lines=lines,
            date=document.date if document.date and is_iso(document.date) else None,
            digest=digest,
            held=bool(hold) and digest % hold == 0,
        )


def _folder(document: Document) -> str:
    return document.id.split("/")[0] if document.id and "/" in document.id else _NOBODY
