"""One file to read, as everything that reads knows it."""

from dataclasses import dataclass

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Args:
        path: Its path, its remote address, or "-" for standard input.
        id: The id of its document, where it holds one.
        format: "text", "html", "jsonl", "json", "warc", "parquet", or "unknown" until its first bytes are read.
        first: How many of its documents are passed over, where several readers share it.
        last: The number of the last one that is meant, from 1; None is to the end.
    """

    path: str
    id: str
    format: str
    first: int = 0
    last: int | None = None
