"""One row in, one row out: what every adapter does, whatever its framework calls a row.

A row that cannot be cleaned is a row too, with its reason in `error`; nothing is raised and nothing is dropped.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from typing import Any, Final

from cleaner.api import Cleaner
from cleaner.batch.attempt import attempt
from cleaner.batch.batches import bounded
from cleaner.document import Document, Record
from cleaner.io.failure import Failure
from cleaner.io.fields import Fields
from cleaner.io.rows import document_of
from cleaner.io.writers import line_of

__all__ = ["KEYS", "RowCleaner", "usual"]

KEYS: Final = (*(key.name for key in fields(Record)), "error")
_EMPTY: Final[Mapping[str, Any]] = {"authors": [], "removed": [], "flags": []}
_CLEANERS: Final = 8  # kinds of cleaners that one process of an engine keeps ready


@dataclass(frozen=True, kw_only=True)
class RowCleaner:
    """Cleans rows by their fields' names. Pickles with its rules, and they are compiled once in a process.

    Args:
        cleaner: The loaded rules and the user's choices.
        fields: What the fields are called.
        outlet: The outlet of all rows, where the user knows it.
    """

    cleaner: Cleaner = field(default_factory=Cleaner)
    fields: Fields = field(default_factory=Fields)
    outlet: str | None = None

    def __call__(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Clean a row.

        Args:
            row: Values by name. Beside the fields, `source` says where it is from.

        Returns:
            The keys of the record in their order, and `error`: None, or why there is no record; then all others but
            `id` and `source` are empty.
        """
        source = row.get("source") if isinstance(row.get("source"), str) else None
        document = document_of(row, source or "", "", self.fields)
        document = bounded(document) if isinstance(document, Document) else document
        found = attempt(document, self._record) if isinstance(document, Document) else document
        if isinstance(found, Failure):
            return (
                dict.fromkeys(KEYS) | dict(_EMPTY) | {"id": found.id or None, "source": source, "error": found.reason}
            )
        return {**found.as_dict(), "id": found.id or None, "source": source, "error": None}

    def _record(self, document: Document) -> Record:
        record = self.cleaner.clean(document, outlet=self.outlet)
        line_of(record.as_dict())  # what no file can hold, no engine can pass on: here it costs one row
        return record

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle so that all rows of a process share one cleaner, however often an engine sends this anew."""
        return _restored, (pickle.dumps(self.cleaner), self.fields, self.outlet)


def _restored(pickled: bytes, names: Fields, outlet: str | None) -> RowCleaner:
    return RowCleaner(cleaner=_cleaner(pickled), fields=names, outlet=outlet)


@lru_cache(_CLEANERS)
def _cleaner(pickled: bytes) -> Cleaner:
    cleaner: Cleaner = pickle.loads(pickled)  # noqa: S301  from a process of the same run
    return cleaner


@cache
def usual() -> RowCleaner:
    """What cleans rows where the user names nothing: the built-in rules, and fields by their usual names."""
    return RowCleaner()
