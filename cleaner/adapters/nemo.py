"""A modifier for NeMo Curator: its `Modify` hands over a document's text with its address, and gets the clean text.

Written for the interface of `nemo_curator.stages.text.modifiers`, versions 1.x.
"""

from typing import Any

from cleaner.adapters.extras import required
from cleaner.adapters.rows import RowCleaner

required("nemo_curator.stages.text.modifiers", "nemo")

from nemo_curator.stages.text.modifiers import DocumentModifier  # noqa: E402  the line above says what to do where it is missing

__all__ = ["CleanModifier"]


class CleanModifier(DocumentModifier):  # type: ignore[misc]  # has no types where it is not installed
    """Cleans documents by their fields, given as `Modify(..., input_fields=[["text", "url"]])`."""

    def __init__(self, rows: RowCleaner | None = None, *, key: str | None = "text") -> None:
        """Load the rules; workers get them with the modifier.

        Args:
            rows: Rules, options, and what the fields are called.
            key: Which key of the record becomes the output field: "text", "title" and so on, or "error"; None is the
                whole record as a dict.
        """
        super().__init__()
        self.rows = rows or RowCleaner()
        self.key = key

    def modify_document(self, *values: object, **fields: object) -> Any:  # noqa: ANN401  as the key has it
        """Clean one document.

        Args:
            values: The text alone, where there is one input field.
            fields: The input fields by name, where there are several.

        Returns:
            The value of the key; None where the document cannot be cleaned, never the text as it came.
        """
        row = self.rows({**fields, **dict(zip([self.rows.fields.text], values, strict=False))})
        return row if self.key is None else row[self.key]
