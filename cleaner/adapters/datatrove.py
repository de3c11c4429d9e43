"""A step of a datatrove pipeline: documents in, clean documents out, and an account of both in its statistics.

A step of its own rather than a formatter, which would see the text alone: the outlet is in the metadata. Nothing here
needs more than the bare library; its own extractors' pins do not matter.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

from cleaner.adapters.extras import required
from cleaner.adapters.rows import RowCleaner
from cleaner.batch.summary import grouped
from cleaner.io.fields import Fields

required("datatrove.pipeline.base", "datatrove")

from datatrove.pipeline.base import PipelineStep  # noqa: E402  the line above says what to do where it is missing
from datatrove.utils.logging import logger  # noqa: E402
from datatrove.utils.typeshelper import StatHints  # noqa: E402

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter

__all__ = ["FIELDS", "Clean"]

FIELDS: Final = Fields(date="published")  # `date` is when a page was fetched, as datatrove's reader of archives has it
_OWN: Final = frozenset({"id", "text", "error"})  # what a document has a place for, and what only failures have


class Clean(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Replaces the text of each document, and adds the rest of its record to the metadata.

    The metadata that was there stays as it is. Statistics: `total`, `forwarded`, `dropped` and `dropped_REASON` as
    datatrove's filters count them; `failed`; `chars_in` and `chars_out`; `removed_KIND` and `removed_RULE`, the numbers
    of pieces that were taken out.
    """

    name = "cleaner"
    type = "✂️ - FORMAT"

    def __init__(
        self,
        rows: RowCleaner | None = None,
        *,
        key: str = "cleaner",
        drop_empty: bool = False,
        exclusion_writer: "DiskWriter | None" = None,
    ) -> None:
        """Load the rules; workers get them with the step.

        Args:
            rows: Rules, options, and what the metadata's fields are called; as usual, but for `FIELDS`.
            key: Where in the metadata the record goes: all its keys but `id` and `text`.
            drop_empty: Whether a document is dropped of which nothing is left.
            exclusion_writer: Where documents go that failed or are dropped, as they came, with the reason in their
                metadata as `filter_reason`. Without one, each is named in the log.
        """
        super().__init__()
        self.rows = rows or RowCleaner(fields=FIELDS)
        self.key = key
        self.drop_empty = drop_empty
        self.exclusion_writer = exclusion_writer

    def run(self, data: "Iterator[Document]", rank: int = 0, world_size: int = 1) -> "Iterator[Document]":  # noqa: ARG002  datatrove's signature
        """Clean documents as they come.

        Args:
            data: The documents.
            rank: The number of this task, for the names of files.
            world_size: How many tasks there are.

        Yields:
            The documents that are clean, in their order.
        """
        with self.exclusion_writer or nullcontext():
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    row = self.rows(self._row(document))
                if reason := self._reason(row):
                    self._exclude(document, reason, rank)
                else:
                    self._count(document, row)
                    document.text = row["text"]
                    document.metadata[self.key] = {name: row[name] for name in row if name not in _OWN}
                    self.update_doc_stats(document)
                    yield document

    def _row(self, document: "Document") -> Mapping[str, Any]:
        metadata = document.metadata
        own = {self.rows.fields.text: document.text, self.rows.fields.id: document.id}
        return {"source": metadata.get("file_path"), **metadata, **own}

    def _reason(self, row: Mapping[str, Any]) -> str | None:
        if row["error"] is not None:
            self.stat_update("failed")
            return str(row["error"])
        return "empty" if self.drop_empty and not row["text"] else None

    def _exclude(self, document: "Document", reason: str, rank: int) -> None:
        self.stat_update(StatHints.dropped, f"dropped_{grouped(reason)}")
        if self.exclusion_writer:
            document.metadata["filter_reason"] = reason
            self.exclusion_writer.write(document, rank)
        else:
            logger.warning(f"{document.id}: {reason}")

    def _count(self, document: "Document", row: Mapping[str, Any]) -> None:
        self.stat_update(StatHints.forwarded)
        self.stat_update("chars_in", value=len(document.text))
        self.stat_update("chars_out", value=len(row["text"]))
        for removal in row["removed"]:
            self.stat_update(f"removed_{removal['kind']}", f"removed_{removal['rule']}")
