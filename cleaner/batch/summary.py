"""What a run did, in counts: each worker counts its own batches, and the counts are added up.

Small whatever the run: a million hosts or a million failures take no more memory than a thousand. And the same for the
same documents, however they were shared out and however often the run was interrupted.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self

from cleaner.batch.doubts import Doubt, doubt_about, may_enter, worst
from cleaner.document import Record
from cleaner.io.readers import Failure

__all__ = ["BINS", "OTHERS", "UNKNOWN", "Account", "Summary", "grouped"]

UNKNOWN: Final = "unknown"  # the row of documents that nobody's rules or URL gave an outlet
OTHERS: Final = "other outlets"  # the row of all outlets beyond the first thousand
BINS: Final = 20  # of the shares removed: 5 % each
_MOST_OUTLETS: Final = 1_000
_MOST_REASONS: Final = 100
_REASON: Final = 80  # characters


@dataclass(slots=True)
class Account:
    """What became of one outlet's documents.

    Args:
        documents: Records.
        failed: Error records.
        words_in: Words of the texts before the rules; for pages, of the extracted text. Split at white space.
        words_out: Words of the records' texts.
        characters: Characters of the texts before the rules.
        removed: Characters that rules took.
        rules: How often each rule took something.
        kinds: Characters taken, by the kind of rule.
        flags: Records with each flag.
        reasons: Error records by reason, without what is particular to a document.
        shares: Records by the share of their text that went, in `BINS` equal bins; all of it counts in the last.
    """

    documents: int = 0
    failed: int = 0
    words_in: int = 0
    words_out: int = 0
    characters: int = 0
    removed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    shares: list[int] = field(default_factory=lambda: [0] * BINS)

    @property
    def share(self) -> float:
        """The share of the characters that went, 0 to 1."""
        return self.removed / self.characters if self.characters else 0.0

    def add(self, record: Record, text: str) -> float:
        """Count one record and the text that it was made of; gives the share of it that went."""
        taken = sum(removal.end - removal.start for removal in record.removed)
        characters = taken + len(record.text)
        self.documents += 1
        self.words_in += len(text.split())
        self.words_out += len(record.text.split())
        self.characters += characters
        self.removed += taken
        self.rules.update(removal.rule for removal in record.removed)
        self.flags.update(record.flags)
        for removal in record.removed:
            self.kinds[removal.kind] += removal.end - removal.start
        share = taken / characters if characters else 0.0
        self.shares[min(BINS - 1, int(share * BINS))] += 1
        return share

    def fail(self, reason: str) -> None:
        """Count one document that failed."""
        self.failed += 1
        self._count_reason(grouped(reason), 1)

    def merge(self, part: "Account") -> None:
        """Add what became of other documents of the same outlet."""
        for name in ("documents", "failed", "words_in", "words_out", "characters", "removed"):
            setattr(self, name, getattr(self, name) + getattr(part, name))
        for name in ("rules", "kinds", "flags"):
            getattr(self, name).update(getattr(part, name))
        for reason, count in part.reasons.items():
            self._count_reason(reason, count)
        self.shares = [ours + theirs for ours, theirs in zip(self.shares, part.shares, strict=True)]

    def as_dict(self) -> dict[str, Any]:
        """The counts as JSON types."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave, also after it has been JSON."""
        values: dict[str, Any] = {
            name: Counter(count) if isinstance(count, dict) else count for name, count in row.items()
        }
        return cls(**values)

    def _count_reason(self, reason: str, count: int) -> None:
        known = reason in self.reasons or len(self.reasons) < _MOST_REASONS
        self.reasons[reason if known else "other reasons"] += count


@dataclass(slots=True)
class Summary:
    """What a run, or a part of one, did.

    Args:
        accounts: By outlet, in the order in which they were met.
        doubts: A few documents to look at twice, the worst first.
        failures: The failures of this part alone: `merge` counts them and leaves them where they are, so that a run
            does not gather them.
    """

    accounts: dict[str, Account] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many records there are."""
        return sum(account.documents for account in self.accounts.values())

    @property
    def failed(self) -> int:
        """How many error records there are."""
        return sum(account.failed for account in self.accounts.values())

    @property
    def total(self) -> Account:
        """All outlets in one account."""
        total = Account()
        for account in self.accounts.values():
            total.merge(account)
        return total

    def add(self, record: Record, text: str) -> None:
        """Count one record.

        Args:
            record: The record.
            text: The text that its removals refer to, as `Cleaner.trace` gives it.
        """
        outlet = record.outlet or UNKNOWN
        share = self._account(outlet).add(record, text)
        if record.removed and may_enter(self.doubts, share):
            self.doubts = worst([*self.doubts, doubt_about(record, text, outlet)])

    def fail(self, failure: Failure, outlet: str | None = None) -> None:
        """Count a document that failed, and keep its failure for the file of errors.

        Args:
            failure: What goes to the file of errors.
            outlet: The document's outlet, where its row or its URL says it.
        """
        self._account(outlet or UNKNOWN).fail(failure.reason)
        self.failures.append(failure)

    def merge(self, part: "Summary") -> None:
        """Add what a later part of the run did, all but its list of failures."""
        for outlet, account in part.accounts.items():
            self._account(outlet).merge(account)
        self.doubts = worst([*self.doubts, *part.doubts])

    def as_dict(self) -> dict[str, Any]:
        """The summary as JSON types, without the list of failures."""
        accounts = {outlet: account.as_dict() for outlet, account in self.accounts.items()}
        return {"accounts": accounts, "doubts": [doubt.as_dict() for doubt in self.doubts]}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """What `as_dict` gave, also after it has been JSON."""
        accounts = {outlet: Account.from_dict(account) for outlet, account in row["accounts"].items()}
        return cls(accounts, [Doubt.from_dict(doubt) for doubt in row["doubts"]])

    def _account(self, outlet: str) -> Account:
        heaps = (UNKNOWN, OTHERS)  # no outlets: there is always room for them
        if outlet not in self.accounts and outlet not in heaps and len(self.accounts) >= _MOST_OUTLETS:
            outlet = OTHERS
        return self.accounts.setdefault(outlet, Account())


def grouped(reason: str) -> str:
    """A reason without what is particular to one document, so that like can be counted with like.

    Args:
        reason: A failure's reason: "is too large: 2,001 bytes; the limit is 2,000".

    Returns:
        Its first two parts, numbers taken out: "is too large: N bytes".
    """
    parts = reason.split(";", maxsplit=1)[0].split(": ")[:2]
    return re.sub(r"\d[\d,.]*", "N", ": ".join(parts))[:_REASON].strip()


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever an account counts with
    plain: Callable[[Any], Any] = dict if isinstance(value, Counter) else list if isinstance(value, list) else int
    return plain(value)
