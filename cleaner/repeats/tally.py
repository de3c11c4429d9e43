"""Counting lines, exactly and in bounded memory: what is counted waits on the disk, divided so that each part fits.

Counts are sums, so neither the order of the documents matters nor which worker counted them. A sketch would need no
disk, but counts too high where numbers meet, and those who meet there depend on everything else that is in the run.
"""

import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from struct import iter_unpack, pack
from types import TracebackType
from typing import Final, Self

from cleaner.repeats.table import ENTRY, GROUP_BITS, LEAST, Repeats

__all__ = ["Tally"]

_PERCENT: Final = 10  # of an outlet's documents
_PARTS: Final = 1_024  # a thousand million lines are a million in each: about 100 MB while it is counted
_HELD: Final = 2_000_000  # lines of eight bytes that wait in memory before they go to the disk
_LINE: Final = (1 << GROUP_BITS) - 1


class Tally:
    """Counts of lines; as a context manager, nothing of it stays on the disk."""

    def __init__(self) -> None:
        """Start from zero, and write nothing yet."""
        self._documents: Counter[int] = Counter()
        self._parts = [array("Q") for _ in range(_PARTS)]
        self._held = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: list[Path] = []

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove what waits on the disk."""
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, keys: bytes) -> None:
        """Count what `keys_of` gave for some documents, joined.

        Raises:
            OSError: There is no room for it on the disk of temporary files.
        """
        for key in memoryview(keys).cast("Q"):
            if key & _LINE:
                self._parts[key % _PARTS].append(key)
            else:
                self._documents[key >> GROUP_BITS] += 1
        self._held += len(keys) // 8
        if self._held >= _HELD:
            self._put_down()

    def _put_down(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="cleaner-")
            self._files = [Path(self._folder.name, str(number)) for number in range(_PARTS)]
        for path, part in zip(self._files, self._parts, strict=True):
            with path.open("ab") as file:
                array("Q", chain.from_iterable(Counter(part).items())).tofile(file)
        self._parts = [array("Q") for _ in range(_PARTS)]
        self._held = 0

    def table(self, least: int = LEAST) -> Repeats:
        """The lines that stand in a tenth of their outlet's documents.

        Args:
            least: In how many documents a line has to stand besides.
        """
        packed: dict[int, list[bytes]] = defaultdict(list)
        for key, count in self._counts():
            group, line = key >> GROUP_BITS, key & _LINE
            documents = self._documents[group]
            if count >= least and count * 100 >= documents * _PERCENT:
                packed[group].append(pack(ENTRY, line, min(100, count * 100 // documents)))
        return Repeats({group: b"".join(sorted(packed[group])) for group in sorted(packed)})

    def _counts(self) -> Iterator[tuple[int, int]]:
        for number, part in enumerate(self._parts):
            counts = Counter(part)
            if self._files:
                for key, count in iter_unpack("=QQ", self._files[number].read_bytes()):
                    counts[key] += count
            yield from counts.items()
