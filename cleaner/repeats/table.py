"""The lines that stand often in the documents of an outlet: numbers, not lines, so that the table is small.

An outlet is 32 bits, a line's masked form as many. By chance, a line is taken for one of two hundred that stand often
once in twenty million times, and what the lines around it say still has to agree.
"""

from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from struct import iter_unpack
from typing import Final, Self

import orjson

from cleaner.document import Document, spelled_out

__all__ = ["ENTRY", "GROUP_BITS", "LEAST", "Repeats", "group_number", "group_of", "keys_of", "shares_of"]

LEAST: Final = 4  # documents: what stands in three may be one agency's text in three versions

ENTRY: Final = "<IB"  # of a table: a line's number, and in how many of a hundred documents it stands
GROUP_BITS: Final = 32
_LINES: Final = 3_000  # of a document that are counted


def group_of(document: Document, outlet: str | None) -> str:
    """What a document is counted with.

    Args:
        document: The document.
        outlet: Its URL's host, where it has one.

    Returns:
        Its outlet, as the URL or its row names it; without one, the folder of the file that it came from.
    """
    return outlet or document.outlet or (document.source or "").rpartition("/")[0] + "/"


def group_number(group: str) -> int:
    """The number of an outlet, the same on every machine."""
    return _number(spelled_out(group))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=4).digest()) or 1


def keys_of(group: int, forms: Iterable[str | None]) -> "array[int]":
    """What is counted of a document: each of its lines once, with its outlet; and that it is one, as line 0.

    Args:
        group: The outlet's number.
        forms: The masked forms of its lines; None for one that has no form.
    """
    numbers = {_number(form) for form in islice(forms, _LINES) if form}
    return array("Q", [group << GROUP_BITS, *(group << GROUP_BITS | number for number in sorted(numbers))])


def shares_of(forms: Sequence[str | None], known: Mapping[int, int]) -> list[int]:
    """In how many of a hundred documents each line of one stands; 0 where that is not often.

    Args:
        forms: The masked forms of its lines.
        known: What `Repeats.of` gave for its outlet.
    """
    return [known.get(_number(form), 0) if form else 0 for form in forms]


@dataclass(frozen=True, slots=True)
class Repeats:
    """The table. Pickles; a few kilobytes for an outlet.

    Args:
        groups: By outlets' numbers, the numbers of the lines that stand often and their shares, as `ENTRY` packs them.
    """

    groups: Mapping[int, bytes]

    def of(self, group: str) -> dict[int, int]:
        """The lines of an outlet, with the share of its documents in which each stands, in percent."""
        return dict(iter_unpack(ENTRY, self.groups.get(group_number(group), b"")))

    @property
    def digest(self) -> str:
        """What the table can be known again by."""
        return blake2b(self.as_bytes(), digest_size=8).hexdigest()

    def as_bytes(self) -> bytes:
        """The table as JSON."""
        return orjson.dumps({str(group): b64encode(self.groups[group]).decode() for group in sorted(self.groups)})

    @classmethod
    def from_bytes(cls, written: bytes) -> Self:
        """What `as_bytes` gave.

        Raises:
            ValueError: It is something else.
        """
        return cls({int(group): b64decode(packed) for group, packed in orjson.loads(written).items()})
