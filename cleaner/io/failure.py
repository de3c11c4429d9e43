"""A document that came to nothing, as data: one bad file must not end a run, nor be forgotten."""

from dataclasses import dataclass

__all__ = ["Failure", "reason_of", "too_large"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A document that could not be read or cleaned, and why."""

    id: str | None
    source: str
    reason: str

    def as_dict(self) -> dict[str, str | None]:
        """The failure as an error record, keys in the documented order."""
        return {"id": self.id, "source": self.source, "reason": self.reason}


def reason_of(error: Exception) -> str:
    """What an error says, without its number and path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def too_large(limit: int) -> str:
    """Why a document was not read to its end, which may be far away or nowhere.

    Args:
        limit: Bytes that a document may have.

    Returns:
        The reason of its failure.
    """
    return f"is too large: more than {limit:,} bytes; the limit is {limit:,}"
