"""What HTTP packed a page with: undone by the page's bytes, because its headers are often those of another form of it.

Whether a packed page is whole is told by its own end mark. A page without it was cut off on its way, and what can be
unpacked of it would pass for a whole article.
"""

import re
import zlib
from typing import Final

__all__ = ["ZLIB", "inflated", "is_noise"]

ZLIB: Final = frozenset({"gzip", "x-gzip", "deflate"})  # what `inflated` takes (RFC 9110, section 8.4.1)
_GZIP: Final = b"\x1f\x8b"
_ZLIB_HEADER: Final = re.compile(rb"x[\x01\x5e\x9c\xda]")  # RFC 1950 with the window that everyone uses
_MEMBERS: Final = 100  # servers send one; each costs a copy of those after it
_SAMPLE: Final = 1_024  # bytes
_CONTROL: Final = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f]")  # without NUL, of which UTF-16 is full
_NOISE: Final = 25  # one control character in so many bytes; packed bytes have 9 % of them, pages none
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def inflated(body: bytes, limit: int) -> bytes:
    """Undo gzip and deflate, which servers send with its header (RFC 1950) and without (RFC 1951).

    Args:
        body: A page as it was sent, whole.
        limit: Bytes that are wanted; at most one more is unpacked.

    Returns:
        The page. What follows the end mark of the last member is no part of it.

    Raises:
        OSError: It is cut off, damaged, or not packed so.
    """
    window = 31 if body.startswith(_GZIP) else 15 if _ZLIB_HEADER.match(body) else -15
    pages: list[bytes] = []
    left = limit + 1
    for _ in range(_MEMBERS):
        member = zlib.decompressobj(window)
        try:
            pages.append(member.decompress(body, left))
        except zlib.error as error:
            raise OSError(f"its body cannot be unpacked: {error}") from None
        left -= len(pages[-1])
        if left and not member.eof:
            raise OSError("its body is cut off")
        body = member.unused_data
        if not left or not body.startswith(_GZIP):
            return b"".join(pages)
    raise OSError(f"its body is packed in more than {_MEMBERS} members")


def is_noise(body: bytes) -> bool:
    """Whether bytes are packed rather than a page, as far as that can be told without unpacking them."""
    if body.startswith(_BOMS):
        return False
    head = body[:_SAMPLE]
    return body.startswith(_GZIP) or len(_CONTROL.findall(head)) * _NOISE > len(head)
