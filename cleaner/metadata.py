"""What is known about a document, merged: the caller's word, then the rule file's lines, then the page's own markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaner.dates import iso_date
from cleaner.people import people
from cleaner.strip.sheet import Find

__all__ = ["Metadata", "Page", "merge"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a page's own markup says of it. `accessible`: whether all may read it; None where it does not say."""

    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    description: str | None = None
    accessible: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """The merged fields, as a record has them."""

    title: str | None
    authors: tuple[str, ...]
    date: str | None
    description: str | None


def merge(given_date: str | None, found: Mapping[str, Find], months: Sequence[str], page: Page) -> Metadata:
    """Merge what several sources say; for each field the most trusted one that says anything.

    Args:
        given_date: The caller's date, ISO 8601.
        found: What located lines say.
        months: Names of months, as the rule file has them.
        page: What the markup says.

    Returns:
        The fields; None or empty where no source knows.
    """
    located = [iso_date(found[name].groups, months) for name in ("date", "dateline") if name in found]
    return Metadata(
        title=_value(found, "title") or page.title,
        authors=people(_value(found, "authors") or "") or page.authors,
        date=next((date for date in (given_date, *located, page.date) if date), None),
        description=_value(found, "description") or page.description,
    )


def _value(found: Mapping[str, Find], name: str) -> str | None:
    return found[name].value if name in found else None
