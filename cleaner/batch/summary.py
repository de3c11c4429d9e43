"""What a run did, in counts: each worker counts its own batches, and the counts are added up."""

from collections import Counter
from dataclasses import dataclass, field

from cleaner.document import Record
from cleaner.io.readers import Failure

__all__ = ["Summary"]


@dataclass(slots=True)
class Summary:
    """What a run, or a part of one, did: for the line that a person reads at the end."""

    documents: int = 0
    characters: int = 0
    removed: int = 0
    failures: list[Failure] = field(default_factory=list)
    outlets: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)

    def add(self, record: Record) -> None:
        """Count one record."""
        taken = sum(removal.end - removal.start for removal in record.removed)
        self.documents += 1
        self.removed += taken
        self.characters += taken + len(record.text)
        self.outlets[record.outlet or "unknown"] += 1
        self.flags.update(record.flags)
        for removal in record.removed:
            self.kinds[removal.kind] += removal.end - removal.start

    def merge(self, part: "Summary") -> None:
        """Add what a later part of the run did."""
        self.documents += part.documents
        self.characters += part.characters
        self.removed += part.removed
        self.failures += part.failures
        self.outlets.update(part.outlets)
        self.kinds.update(part.kinds)
        self.flags.update(part.flags)
