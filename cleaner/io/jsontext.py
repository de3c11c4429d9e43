"""JSON files cut into their objects without reading them whole: an array of a million objects is read one by one."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Value", "values"]

_PIECE: Final = 1_000_000  # bytes
_BOM: Final = b"\xef\xbb\xbf"
_STRING: Final = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_NESTING: Final = re.compile(rb'"|[\[{]+|[\]}]+')
_ITEMS: Final = re.compile(rb'["\[{\]},]')  # between the items of the outermost array
_NOTHING: Final = frozenset({b"", _BOM, b"[", b",", b"]"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a file.

    Args:
        data: Its JSON; None where there is more of it than may be.
        listed: Whether it is an item of an array rather than stands by itself.
    """

    data: bytes | None
    listed: bool


def values(stream: io.BufferedReader, limit: int) -> Iterator[Value]:
    """The outermost values of a file or, where it is an array, the array's items.

    Args:
        stream: The file.
        limit: Bytes that a value may have.

    Yields:
        Each value in turn, not yet known to be well-formed.
    """
    cutter = _Cutter(listed=stream.peek(1).removeprefix(_BOM).lstrip().startswith(b"["))
    kept = bytearray()
    while piece := stream.read(_PIECE):
        start = 0
        for cut in cutter.cuts(piece):
            kept += piece[start:cut]  # too large by a piece at most
            start = cut
            yield from _finished(kept, limit, listed=cutter.listed)
            kept.clear()
        if len(kept) <= limit:  # else it is too large already, and nobody will read it
            kept += piece[start:]
    yield from _finished(kept, limit, listed=cutter.listed)


def _finished(kept: bytearray, limit: int, *, listed: bool) -> Iterator[Value]:
    if len(kept) > limit:
        yield Value(None, listed)
    elif (data := bytes(kept.strip())) not in (_NOTHING if listed else {b"", _BOM}):
        yield Value(data, listed)


class _Cutter:
    """Finds where values end, remembering from piece to piece how deep it is and whether inside a string."""

    def __init__(self, *, listed: bool) -> None:
        """Begin before the first byte."""
        self.listed = listed
        self._depth = 0
        self._quoted = False
        self._escaped = False

    def cuts(self, piece: bytes) -> Iterator[int]:
        """The places in a piece between which values lie; an array's own brackets and commas lie between two."""
        at = 0
        while at < len(piece):
            if self._quoted:
                at = self._after_string(piece, at)
                continue
            within = self.listed and self._depth <= 1
            found = (_ITEMS if within else _NESTING).search(piece, at)
            if not found:
                return
            token, place = found[0], found.start()
            if within and (self._depth == 0 or token in (b",", b"]")) and token != b'"':
                self._depth = {b"[": 1, b"]": 0}.get(token, self._depth)
                at = place + 1
                yield place
                yield at
            else:
                at = place + self._pass(token)
                if self._depth == 0 and token[:1] in b"]}":
                    yield at

    def _pass(self, token: bytes) -> int:
        """Go in or out; out no further than to where a value may end."""
        if token == b'"':
            self._quoted = True
        elif token[:1] in b"[{":
            self._depth += len(token)
        else:
            width = min(len(token), max(self._depth - self.listed, 1))
            self._depth = max(self._depth - width, int(self.listed))
            return width
        return len(token)

    def _after_string(self, piece: bytes, at: int) -> int:
        """The place after a string, or the end of the piece where the string goes on."""
        if self._escaped:
            self._escaped = False
            return at + 1
        found = _STRING.match(piece, at)
        end = found.end() if found else at
        if end < len(piece):
            self._quoted = piece[end : end + 1] != b'"'
            self._escaped = self._quoted  # a backslash, and what it is for is in the next piece
        return end + 1
