"""Cleaning where nothing may be raised: whatever a document does to a library, it costs itself and no other."""

from collections.abc import Callable
from typing import TypeVar

from cleaner.document import Document
from cleaner.io.failure import Failure

__all__ = ["attempt"]

Made = TypeVar("Made")


def attempt(document: Document, clean: Callable[[Document], Made]) -> Made | Failure:
    """Clean one document.

    Args:
        document: The document.
        clean: What is to be done with it.

    Returns:
        What came of it, or why nothing did.

    Raises:
        MemoryError: There is not enough; what that costs beside this document, only the caller can tell.
    """
    try:
        return clean(document)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the one place where a document's failure becomes its error record
        reason = f"cannot be cleaned: {type(error).__name__}: {error}"
        return Failure(id=document.id, source=document.source or "", reason=reason)
