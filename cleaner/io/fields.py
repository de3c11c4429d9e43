"""What the fields of JSONL rows and Parquet columns are called, where a user's are called something else."""

from dataclasses import dataclass

__all__ = ["Fields"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fields:
    """The names of a row's fields.

    Args:
        text: Its plain text.
        html: Its page; where a row has both, this one is read.
        id: Its name in its collection.
        url: Where it was published.
        outlet: The outlet's host.
        date: The publication date.
    """

    text: str = "text"
    html: str = "html"
    id: str = "id"
    url: str = "url"
    outlet: str = "outlet"
    date: str = "date"
