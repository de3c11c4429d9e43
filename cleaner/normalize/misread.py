"""What a text was before somebody decoded its UTF-8 with the wrong encoding: encoded again, and decoded rightly.

The encodings, their order, and what may be missing (a no-break space that became a space, a byte that became U+FFFD)
are ftfy's. The work is done by codecs in C, for a whole text as for a word.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ftfy import bad_codecs
from ftfy.chardata import ALTERED_UTF8_RE, CHARMAP_ENCODINGS, LOSSY_UTF8_RE
from ftfy.fixes import replace_lossy_sequences, restore_byte_a0

__all__ = ["ENCODINGS", "readings", "reread"]

bad_codecs.ok()  # registers the sloppy encodings, which read the bytes that they leave open as browsers do

ENCODINGS: Final[Sequence[str]] = tuple(CHARMAP_ENCODINGS)
"""The encodings that ftfy knows UTF-8 to be read with, the likeliest first."""

# Where a text stops being UTF-8, one of these has to begin, or nothing can be restored: a sequence that lost a byte,
# half of a UTF-16 character in three bytes (CESU-8), or Java's zero.
_LOST: Final = re.compile(b"|".join([ALTERED_UTF8_RE.pattern, LOSSY_UTF8_RE.pattern, b"\xed|\xc0\x80"]))

_QUOTED: Final = re.compile("[\u01c0-\u0217\u021c-\u024f]")  # what «Ä and »Ü would be if they came from Mac OS Roman


def readings(text: str, encodings: Sequence[str] = ENCODINGS) -> Iterator[tuple[str, str]]:
    """What a text may have been.

    Args:
        text: All of it is read anew.
        encodings: The encodings that it may have been decoded with.

    Yields:
        Texts that differ from it, each with the encoding that it was decoded with.
    """
    for encoding in encodings:
        better = reread(text, encoding)
        if better is not None and better != text:
            yield better, encoding


def reread(text: str, encoding: str) -> str | None:
    """What a text was if one encoding was the wrong one.

    Args:
        text: All of it is read anew.
        encoding: What it was decoded with.

    Returns:
        The text as it stands where its bytes are no UTF-8; None where the encoding has no such characters.
    """
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return None
    try:
        better = _decoded(data, encoding)
    except UnicodeDecodeError:
        return text
    return text if encoding == "macroman" and _QUOTED.search(better) else better


def _decoded(data: bytes, encoding: str) -> str:
    sloppy = encoding.startswith("sloppy")
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        if not _LOST.match(data, fault.start):
            raise
        text = _variant(_restored(data, encoding, sloppy=sloppy))
    return text.replace("\x1a", "\ufffd") if sloppy else text  # which the sloppy encodings write so


def _restored(data: bytes, encoding: str, *, sloppy: bool) -> bytes:
    """The bytes with what was lost of sequences put back, or said to be lost."""
    if encoding != "macroman":  # where it would be an en dash and a space
        data = restore_byte_a0(data)
    return replace_lossy_sequences(data) if sloppy else data


def _variant(data: bytes) -> str:
    """Decode UTF-8 in which halves of UTF-16 and Java's zero may stand, in linear time, which ftfy's codec is not."""
    text = data.replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
