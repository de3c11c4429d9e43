"""The Python interface: one function for one document, one class for many."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Literal

from cleaner.document import Document, Record
from cleaner.errors import CleanerError
from cleaner.judge import CAUTION
from cleaner.pipeline import Options, to_count, trace
from cleaner.repeats.table import LEAST, Repeats, group_number, keys_of
from cleaner.rulebook import Rulebook

__all__ = ["Cleaner", "clean"]

Folder = str | PathLike[str]


class Cleaner:
    """A loaded rulebook and the choices of a user. Safe to share between threads; pickles with its rules."""

    def __init__(
        self,
        rules: Folder | Iterable[Folder] = (),
        quotes: Literal["straight", "keep"] = "straight",
        *,
        judge: bool = True,
        caution: float = CAUTION,
        repeats: Repeats | None = None,
    ) -> None:
        """Load and check the rule files.

        Args:
            rules: A folder of rule files, or several, that add to the built-in ones or replace them by name.
            quotes: "straight" (the default) or "keep".
            judge: Whether the line judge looks at texts of outlets that no rule file knows, and at dumps of others.
            caution: How sure it must be that a line is no article, 0 to 1.
            repeats: What many documents of unknown outlets repeat, as `repeats_in` has counted it: it goes.

        Raises:
            CleanerError: A rule file is at fault, or an option is unknown.
        """
        if quotes not in ("straight", "keep"):
            raise CleanerError(f'quotes: is {quotes!r}; expected "straight" or "keep"')
        if not 0 <= caution <= 1:
            raise CleanerError(f"caution: is {caution!r}; expected a number from 0 to 1")
        folders = [rules] if isinstance(rules, str | PathLike) else list(rules)
        self.options = Options(quotes=quotes, caution=caution if judge else 1, repeats=repeats)
        self.rulebook = Rulebook([Path(folder) for folder in folders])

    def clean(
        self,
        document: str | bytes | Document,
        *,
        url: str | None = None,
        outlet: str | None = None,
        id: str | None = None,  # noqa: A002  the record's key
    ) -> Record:
        """Clean one document.

        Args:
            document: Text, HTML or bytes of either; or a `Document`, which can say more.
            url: Where it was published; finds the outlet's rules.
            outlet: The outlet's host; trusted over `url`.
            id: The document's name, copied to the record.

        Returns:
            The record; whatever is wrong with the document stands in its `flags`.
        """
        return self.trace(document, url=url, outlet=outlet, id=id)[1]

    def trace(
        self,
        document: str | bytes | Document,
        *,
        url: str | None = None,
        outlet: str | None = None,
        id: str | None = None,  # noqa: A002  the record's key
    ) -> tuple[str, Record]:
        """Clean one document and keep the text that the offsets in `Record.removed` refer to.

        Args:
            document: As for `clean`.
            url: As for `clean`.
            outlet: As for `clean`.
            id: As for `clean`.

        Returns:
            The decoded text (for HTML: the extracted text), and the record.
        """
        if not isinstance(document, Document):
            document = Document(content=document)
        if not isinstance(document.content, str | bytes):
            raise TypeError(f"a document is text or bytes, not {type(document.content).__name__}")
        given = {"url": url, "outlet": outlet, "id": id}
        chosen = {name: value for name, value in given.items() if value is not None}
        return trace(replace(document, **chosen) if chosen else document, self.rulebook, self.options)

    def clean_many(self, documents: Iterable[str | bytes | Document]) -> Iterator[Record]:
        """Clean documents one after the other, as they are asked for.

        Args:
            documents: Any number of documents.

        Yields:
            One record for each, in order.
        """
        if isinstance(documents, str | bytes):
            raise TypeError("clean_many takes several documents; clean takes one")
        for document in documents:
            yield self.clean(document)

    def repeats_in(self, documents: Iterable[str | bytes | Document], least: int = LEAST) -> Repeats:
        """Count what the documents of unknown outlets repeat.

        Args:
            documents: Any number of documents, in any order.
            least: In how many of an outlet's documents a line has to stand, besides in a tenth of them.

        Returns:
            What `Cleaner(repeats=...)` and `with_repeats` take, to clean the same documents.
        """
        from cleaner.repeats.tally import Tally  # noqa: PLC0415  only who counts needs the disk

        with Tally() as tally:
            for document in documents:
                tally.add(self.counted(document if isinstance(document, Document) else Document(content=document)))
            return tally.table(least)

    def counted(self, document: Document) -> bytes:
        """What `Tally.add` takes of one document; nothing where a rule file knows its outlet."""
        found = to_count(document, self.rulebook, self.options)
        if found is None:
            return b""
        group, lines = found
        return keys_of(group_number(group), map(self.rulebook.masker.lightly_masked, lines)).tobytes()

    def with_repeats(self, repeats: Repeats) -> "Cleaner":
        """The same rules and choices, and what repeats goes, too."""
        other = copy(self)
        other.options = replace(self.options, repeats=repeats)
        return other


@cache
def _default() -> Cleaner:
    return Cleaner()


def clean(document: str | bytes | Document, *, url: str | None = None, outlet: str | None = None) -> Record:
    """Clean one document with the built-in rules.

    Args:
        document: Text, HTML or bytes of either; or a `Document`.
        url: Where it was published; finds the outlet's rules.
        outlet: The outlet's host; trusted over `url`.

    Returns:
        The clean record.
    """
    return _default().clean(document, url=url, outlet=outlet)
