"""What goes in and what comes out: a document as the user has it, and the clean record with its account.

Plain frozen data. Everything else in the package turns the one into the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Document", "Record", "Removal", "spelled_out"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One document as the user has it.

    Args:
        content: The text or the HTML page; bytes are decoded (see `cleaner.decode`).
        id: The document's name in its collection; copied to the record.
        url: Where it was published; names the outlet and resolves nothing else. Never fetched.
        outlet: The outlet's host, where the caller knows it; trusted over `url` and text.
        date: The publication date, ISO 8601, where the caller knows it; trusted over what the text says.
        crawled: When it was fetched, ISO 8601; it chooses the layout that the page had then, and dates no article.
        source: The file it came from, for error messages; not part of the record.
        format: "html" or "text"; None looks at the content.
        charset: The encoding that a protocol header declared for bytes, if any.
    """

    content: str | bytes
    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    date: str | None = None
    crawled: str | None = None
    source: str | None = None
    format: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """One piece that was taken out.

    Args:
        rule: The rule that took it, "rferl.org/related"; "builtin/..." for repetitions, which need no rule file,
            "judge/..." for what the judge, or other documents, tell.
        kind: What it was: one of `cleaner.rulefile.KINDS`, or "metadata" for a line that became a field.
        start: Offset of its first character in the decoded text (for HTML: in the extracted text).
        end: Offset after its last character.
    """

    rule: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One clean document. The fields stand in the order of the JSON keys and are never absent.

    Args:
        id: As the document's.
        outlet: The rule file's name ("rferl.org"); without one, the URL's host; else None.
        url: The caller's, else the page's own canonical URL.
        title: The headline.
        authors: Names of people, without "By".
        date: Publication, ISO 8601, as precise as known; never completed by guessing.
        language: ISO 639-1 (or 639-3) code of the text.
        text: The article's paragraphs joined by a blank line.
        description: The standfirst or the page's summary.
        source: The file or stream that it came from.
        format: "html" or "text".
        encoding: The encoding of the bytes; None where the caller gave text.
        removed: Every piece taken out, in the order of the text.
        flags: Why to look twice, sorted.
        rules: A digest of the rule files that applied.
    """

    id: str | None
    outlet: str | None
    url: str | None
    title: str | None
    authors: tuple[str, ...]
    date: str | None
    language: str | None
    text: str
    description: str | None
    source: str | None
    format: str
    encoding: str | None
    removed: tuple[Removal, ...]
    flags: tuple[str, ...]
    rules: str

    def as_dict(self) -> Mapping[str, Any]:
        """The record as JSON types, keys in the documented order.

        Returns:
            A dict of str, None, lists and dicts only.
        """
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields["authors"] = list(self.authors)
        fields["flags"] = list(self.flags)
        fields["removed"] = [{"rule": r.rule, "kind": r.kind, "start": r.start, "end": r.end} for r in self.removed]
        return fields


def spelled_out(name: str) -> str:
    """A name from outside (a file, a URL) as text that can be written: what UTF-8 has no place for is spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()
