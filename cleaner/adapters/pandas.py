"""A pandas column of documents, cleaned: for who has a Series in a notebook and wants the records beside it.

Whole frames, and large ones, go through `cleaner.adapters.arrow`.
"""

from typing import TYPE_CHECKING

from cleaner.adapters.extras import required
from cleaner.adapters.rows import KEYS, RowCleaner, usual
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = required("pandas", "pandas")

__all__ = ["clean_series"]


def clean_series(
    documents: "pd.Series", urls: "pd.Series | None" = None, rows: RowCleaner | None = None
) -> "pd.DataFrame":
    """Clean a column of documents.

    Args:
        documents: Texts, pages, or bytes of either; which, their looks decide.
        urls: Where they were published, with the same index; finds their outlets' rules.
        rows: What cleans a row; None: the built-in rules.

    Returns:
        The record's keys and `error` as columns, with the documents' index, so that it can be joined to the frame
        they are from. All columns are of objects: texts, lists of texts, lists of dicts, and None, whatever the
        documents are. A document that is missing or cannot be cleaned says why in `error`.

    Raises:
        CleanerError: The URLs have another index than the documents: which belongs to which?
    """
    rows = rows or usual()
    if urls is not None and not urls.index.equals(documents.index):
        raise CleanerError("urls: their index is not that of the documents")
    places = [None] * len(documents) if urls is None else list(urls)
    text, url = rows.fields.text, rows.fields.url
    made = [rows({text: document, url: place}) for document, place in zip(documents, places, strict=True)]
    columns = {key: pd.Series([row[key] for row in made], documents.index, object) for key in KEYS}
    return pd.DataFrame(columns, documents.index)
