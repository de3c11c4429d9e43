"""The documents that a run takes, in order, and a memory of which of them are done.

Documents are read ahead of the workers. What a run can go on from is the place of the last one that is done.
"""

import hashlib
import heapq
from collections import deque
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from cleaner.api import Cleaner
from cleaner.batch.batches import size_of
from cleaner.batch.glance import outlet_of
from cleaner.batch.mark import Mark
from cleaner.batch.plan import Plan
from cleaner.document import Document
from cleaner.io.readers import STANDARD_INPUT, Failure, Item, Line, Source, read_item, unread

__all__ = ["Reading", "lot", "sampled"]


class Reading:
    """An iterator over the documents that a plan takes, from a mark on."""

    def __init__(self, plan: Plan, sources: Sequence[Source | Failure], cleaner: Cleaner) -> None:
        """Read nothing yet.

        Args:
            plan: Which documents are taken.
            sources: What was found.
            cleaner: The loaded rules, which know whose a document is.
        """
        self.mark = Mark()
        self.passed_over = False  # whether any document was of another outlet than that which is asked for
        self.is_piped = len(sources) == 1 and isinstance(sources[0], Source) and sources[0].path == STANDARD_INPUT
        self._plan = plan
        self._sources = sources
        self._cleaner = cleaner
        self._under_way: deque[Mark] = deque()

    def is_as_before(self, mark: Mark, *, complete: bool) -> bool:
        """Read standard input anew up to a mark; other inputs are known by the journal's key.

        Args:
            mark: Where an earlier run was cut off.
            complete: Whether it had come to the end.

        Returns:
            Whether it is the same up to there, and ends where it ended.
        """
        if not self.is_piped:
            return True
        last = deque(islice(self._piped, mark.item), maxlen=1)
        same = bool(last) and last[0][0].digest == mark.digest
        return same and not (complete and any(True for _ in self.documents(mark)))

    def documents(self, mark: Mark, chosen: Container[int] | None = None) -> Iterator[Item]:
        """The documents after a mark.

        Args:
            mark: Where to go on.
            chosen: The order numbers of those to take; None is all.

        Yields:
            Documents, read or not, and failures in the place of those that cannot be read.
        """
        self.mark = mark
        done, size = mark.done, mark.size
        limit = self._plan.limit
        if limit is not None and mark.order >= limit:
            return
        for place, item in self._passed(mark):
            if chosen is None or place.order in chosen:
                done, size = done + 1, size + size_of((item,))
                self._under_way.append(replace(place, done=done, size=size))
                yield item
            if place.order == limit:
                return  # before the next is read, which in a pipe may never come

    def advance(self, count: int) -> Mark:
        """So many more documents are done.

        Returns:
            The place of the last of them.
        """
        for _ in range(count):
            self.mark = self._under_way.popleft()
        return self.mark

    def _passed(self, mark: Mark) -> Iterator[tuple[Mark, Item]]:
        """What --only lets pass, with its place."""
        order = mark.order
        for number in range(mark.source, len(self._sources)):
            skipped = mark.item if number == mark.source else 0
            for place, item in self._piped if self.is_piped else self._numbered(number):
                if place.item > skipped and self._is_wanted(item):
                    order += 1
                    yield replace(place, order=order), item

    def _numbered(self, number: int) -> Iterator[tuple[Mark, Item]]:
        """All items of a source, with their places in it."""
        source = self._sources[number]
        digest = hashlib.blake2b(digest_size=16)
        size = 0
        items = iter([source]) if isinstance(source, Failure) else unread(source, self._plan.fields)
        for place, item in enumerate(items, start=1):
            size += size_of((item,))
            if self.is_piped:
                digest.update(_bytes_of(item))
            yield Mark(number, place, read=size, digest=digest.hexdigest() if self.is_piped else ""), item

    @cached_property
    def _piped(self) -> Iterator[tuple[Mark, Item]]:
        return self._numbered(0)  # the one reading that a pipe allows

    def _is_wanted(self, item: Item) -> bool:
        """Whether a document is of the outlet that is asked for; what cannot be read is reported."""
        if not self._plan.only:
            return True
        document = read_item(item)
        if isinstance(document, Failure):
            return True
        wanted = outlet_of(document, self._cleaner, self._plan.outlet) == self._wanted
        self.passed_over |= not wanted
        return wanted

    @cached_property
    def _wanted(self) -> str | None:
        outlet = self._cleaner.rulebook.named(self._plan.only, self._plan.only)
        return outlet.name if outlet else self._plan.only


def sampled(plan: Plan, reading: Reading) -> frozenset[int] | None:
    """Which documents a sample consists of: always the same of the same input, and any as likely as any other.

    Args:
        plan: Says how many.
        reading: Over the whole input, which is read once for this.

    Returns:
        Their order numbers; None where no sample is asked for.
    """
    if plan.sample is None:
        return None
    orders = (reading.advance(1).order for _ in reading.documents(Mark()))
    return frozenset(heapq.nsmallest(plan.sample, orders, key=lot))


def _bytes_of(item: Item) -> bytes:
    """All of an item that a record depends on; with the length, no two rows of items are alike."""
    if isinstance(item, Line):
        return repr((item.size, item.where)).encode() + (item.data or b"")
    if not isinstance(item, Document):
        return repr(item).encode()
    content = item.content if isinstance(item.content, bytes) else item.content.encode("utf-8", "surrogatepass")
    return repr(replace(item, content=str(len(content)))).encode() + content


def lot(order: int) -> bytes:
    """What decides whether a document is in a sample: the smallest are."""
    return hashlib.blake2b(str(order).encode(), digest_size=8).digest()
