"""A corpus cleaned once through, document by document, and what its rules did counted: nothing of it is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Final, Literal

from cleaner.api import Cleaner
from cleaner.batch.attempt import attempt
from cleaner.batch.summary import OTHERS, UNKNOWN
from cleaner.batch.versions import rules_digest
from cleaner.dates import is_iso
from cleaner.document import Document, Record
from cleaner.io.readers import Failure
from cleaner.rulefile import RuleFile
from cleaner.workshop.coverage.counts import DOCUMENTS, PAGES, UNDATED, Coverage, Extreme, OutletCounts
from cleaner.workshop.coverage.sample import THOUSAND, Sample

if TYPE_CHECKING:
    from cleaner.workshop.coverage.selected import LayoutSelectors

__all__ = ["By", "Gathering", "gather", "rules_of"]

By = Literal["crawled", "date"]

_STRANGERS: Final = 1_000  # outlets without a rule file that are counted by themselves
_MONTH: Final = len("2024-03")
_LAID: Final = "dateline"  # is read, and stays where it stands


@dataclass(frozen=True, slots=True)
class _Traced:
    document: Document
    text: str
    record: Record


def gather(documents: Iterable[Document | Failure], cleaner: Cleaner, by: By = "crawled") -> Coverage:
    """Clean documents, and count what the rules did.

    Args:
        documents: As the readers give them.
        cleaner: The loaded rules.
        by: What months are of: when a page was fetched, where that is known, or else the record's date.

    Returns:
        The counts, the same in whatever order the documents come.
    """
    gathering = Gathering(cleaner, by)
    for document in documents:
        gathering.add(document)
    return gathering.coverage()


def rules_of(file: RuleFile) -> list[str]:
    """The names of a file's rules for lines, as records give them; without those that take nothing."""
    ids = [*(rule.id for rules in (file.drops, file.cuts, file.trims) for rule in rules)]
    ids += [locator.field for locator in file.locators if locator.field != _LAID]
    return sorted({f"{file.host}/{id_}" for id_ in ids})


class Gathering:
    """Counts that grow by one document at a time."""

    def __init__(self, cleaner: Cleaner, by: By = "crawled") -> None:
        """Nothing is counted yet.

        Args:
            cleaner: The loaded rules.
            by: As for `gather`.
        """
        self._cleaner, self._by = cleaner, by
        self._files = {file.host: file for file in cleaner.rulebook.files}
        common = [name for file in self._files.values() if not file.hosts for name in rules_of(file)]
        self._coverage = Coverage(rules=(rules_digest(cleaner)[:16],), common=tuple(common))
        self._sample = Sample()
        self._strangers: list[tuple[int, str]] = []
        self._layouts: dict[str, list[LayoutSelectors]] = {}

    def add(self, document: Document | Failure) -> None:
        """Clean and count one document; what cannot be read or cleaned is only counted."""
        made = attempt(document, self._traced) if isinstance(document, Document) else document
        if isinstance(made, Failure):
            self._coverage.failed += 1
            return
        record, month = made.record, self._month(made)
        name = self._room(record.outlet or UNKNOWN)
        counts = self._coverage.outlet(name)
        counts.base(DOCUMENTS)[month] += 1
        _count_rules(counts, made, month)
        _count_share(counts, record)
        if record.format == "html":
            self._count_page(counts, made, month)
        if name != OTHERS:
            self._sample.add(name, month, record, made.text)

    def coverage(self) -> Coverage:
        """What was counted."""
        for name, counts in self._coverage.outlets.items():
            self._sample.tell(name, counts)
        return self._coverage

    def _traced(self, document: Document) -> _Traced:
        return _Traced(document, *self._cleaner.trace(document))

    def _month(self, made: _Traced) -> str:
        crawled = made.document.crawled if self._by == "crawled" else None
        date = crawled if crawled and is_iso(crawled) else made.record.date or ""
        return date[:_MONTH] if len(date) >= _MONTH else UNDATED

    def _room(self, name: str) -> str:
        """Whom a document is counted for: of too many outlets that no file knows, those that a hash chooses."""
        if name in self._coverage.outlets or name == UNKNOWN:
            return name
        if file := self._files.get(name):
            for rule in rules_of(file):
                self._coverage.outlet(name).signal(rule)
            return name
        entry = (-int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big"), name)
        if len(self._strangers) < _STRANGERS:
            heappush(self._strangers, entry)
            return name
        _, left = heappushpop(self._strangers, entry)
        if left in self._coverage.outlets:
            self._coverage.outlet(OTHERS).merge(self._coverage.outlets.pop(left))
            self._sample.forget(left)
        return OTHERS if left == name else name

    def _count_page(self, counts: OutletCounts, made: _Traced, month: str) -> None:
        from cleaner.workshop.coverage.selected import layouts_of, read_page  # noqa: PLC0415  loads lxml

        counts.base(PAGES)[month] += 1
        host = made.record.outlet or ""
        if host in self._files and host not in self._layouts:
            self._layouts[host] = layouts_of(host, self._cleaner.rulebook)
        layouts = self._layouts.get(host)
        root = read_page(made.document) if layouts else None
        if not layouts or root is None:
            return
        is_stale, stands = "stale-selector" in made.record.flags, False
        for layout in layouts:
            bodies = False
            for finding in layout.findings(root):
                bodies |= finding.kind == "layout" and finding.found
                counts.signal(finding.name, finding.kind, finding.base).seen.update([month] if finding.found else ())
            counts.base(layout.name).update([month] if bodies else ())
            stands |= bodies
        counts.signal(f"{host}/[html]", "body", PAGES).seen.update([month] if stands and not is_stale else ())
        counts.signal("stale-selector", "flag", PAGES).seen.update([month] if is_stale else ())


def _count_rules(counts: OutletCounts, made: _Traced, month: str) -> None:
    first: dict[str, int] = {}
    for removal in made.record.removed:
        first.setdefault(removal.rule, removal.start)
        counts.signal(removal.rule).pieces += 1
    for rule, start in first.items():
        signal = counts.signal(rule)
        signal.seen[month] += 1
        signal.place += start * THOUSAND // max(1, len(made.text))


def _count_share(counts: OutletCounts, record: Record) -> None:
    taken = sum(removal.end - removal.start for removal in record.removed)
    characters = taken + len(record.text)
    share = taken * THOUSAND // characters if characters else 0
    counts.shares[share] += 1
    counts.keep_extremes([Extreme(share, characters, record.id or record.source or "")])
