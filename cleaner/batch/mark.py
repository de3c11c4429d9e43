"""A place in the input: what a run notes to go on from, and what tells how far it is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

__all__ = ["Mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the input, after a document.

    Args:
        source: The number of its source; all before it are done.
        item: Its number in its source, from 1.
        order: Its number among all that --only lets pass, from 1.
        done: How many documents have been taken up to it.
        size: How large their contents were, in bytes (characters where they are text).
        read: How large the contents of its source were up to it, whether taken or not.
        digest: What standard input was up to it, which nothing else can be known again by; empty for other sources.
    """

    source: int = 0
    item: int = 0
    order: int = 0
    done: int = 0
    size: int = 0
    read: int = 0
    digest: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The mark as JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave."""
        return cls(**row)
