"""Turn the bytes of a document into text, whatever they are and whatever the document claims about them.

Old news pages are legacy-encoded and often declared wrongly. What can be proven (a byte order mark, valid UTF-8) goes
before what is declared, and what is declared before a guess; a claim whose text nobody could have written is dropped.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from encodings import normalize_encoding
from encodings.aliases import aliases
from typing import Final

from cleaner.decode.charsets import BOMS, COMMON, MULTIBYTE, NAMES, ODD, PROFILES, READ_AS, TELLING, WIDER

__all__ = ["Decoded", "decode"]

_HEAD: Final = 4096  # bytes in which a page declares itself; browsers look through 1024
_SAMPLE: Final = 2048  # bytes judged by chardet and by _score: see "Measured" in fixtures/encodings/README.md
_LARGE_SAMPLE: Final = 32_768  # bytes on which encodings that look alike on the sample are told apart
_LEAD_IN: Final = 16  # ASCII bytes kept before the first other byte of a long line, so that a word is whole
_FEW: Final = 8  # telling characters below which nothing is held against a declaration
_GOOD: Final = 0.95  # a score from which a declaration is believed without looking for anything better
_BETTER: Final = 0.05  # how much better than a declaration's a guess must score to replace it
_FEW_ODD: Final = 2  # telling characters by which it must be better beyond that
_ODD_WEIGHT: Final = 3  # an oddity spoils this many telling characters
_NEAR: Final = 0.05  # how far behind the best an encoding may score on the sample to be judged on the larger one
_ALIKE: Final = 0.8  # how likely text must be for bytes to be taken for UTF-16
_POOR: Final = 0.4  # a score below which a guess is no guess

_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META: Final = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:+-]{2,40})", re.IGNORECASE)
_SURROGATES: Final = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_SEGMENT: Final = re.compile(rb"[^<>\n]+")
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd]")
_C1: Final = range(0x80, 0xA0)
_UTF_16_32: Final = frozenset({"utf_1", "utf_3"})
_WHOLE: Final = 4  # whole UTF-8 sequences for each broken one
_HIGH: Final = bytes(range(0x80, 0x100))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text and how it was read.

    Args:
        text: The text, without byte order mark; can always be encoded as UTF-8.
        encoding: What it was read as, in lower case: the WHATWG name where there is one ("windows-1252", "shift_jis"),
            else Python's with hyphens ("utf-16-le"). Where a name stands for a family, the family's largest member
            was used, as browsers do ("shift_jis": code page 932, "euc-kr": 949). None for no bytes at all.
        guessed: Neither a mark, nor valid UTF-8, nor a declaration says so, but statistics.
        replaced: How many U+FFFD stand in the text for bytes that could not be decoded.
    """

    text: str
    encoding: str | None
    guessed: bool
    replaced: int


def decode(content: bytes, charset: str | None = None) -> Decoded:
    """Read bytes as text.

    Args:
        content: The document, any bytes.
        charset: The encoding that a protocol header names; unknown and dangerous names count as none.

    Returns:
        The text. The first that holds decides: byte order mark; UTF-16 or UTF-32 by its zero bytes; UTF-8 (at most one
        sequence in five broken, one in two where it is declared); a declaration (`charset`, `<meta>`, XML) that decodes
        and is plausible; chardet, checked against the common encodings; windows-1252, which decodes every byte and is
        what browsers fall back to in most languages. Nothing is raised for any bytes.
    """
    if not content:
        return Decoded("", None, guessed=False, replaced=0)
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding, guessed=False)
    declared = tuple(_declared(content, charset))
    if codec := _wide(content, declared):
        return _decoded(content, codec, guessed=codec not in declared)
    if content.isascii() and b"\x1b$" in content:
        return _escaped(content, declared)
    return _utf8(content, declared="utf_8" in declared) or _legacy(content, declared)


def _decoded(content: bytes, codec: str, *, guessed: bool) -> Decoded:
    """Decode with a codec, or its wider form where only that reads everything, replacing what cannot be read."""
    text = _read(content, codec)
    replaced = _replaced(text, content, codec)
    if replaced and (wider := WIDER.get(codec)) and "\ufffd" not in (other := _read(content, wider)):
        codec, text, replaced = wider, other, 0
    return Decoded(text, NAMES[codec], guessed=guessed, replaced=replaced)


def _read(content: bytes, codec: str, *, final: bool = True) -> str:
    """The text, with replacements; without `final`, a character that the end cuts off is left out."""
    if codec in MULTIBYTE:
        return codecs.getincrementaldecoder(codec)("replace").decode(content, final)
    # Bytes that a code page leaves undefined are C1 controls to browsers; Python refuses them.
    table = bytes(range(0x100)).decode(codec, "replace")
    table = "".join(chr(i) if char == "\ufffd" and i in _C1 else char for i, char in enumerate(table))
    return codecs.charmap_decode(content, "strict", table)[0]


def _replaced(text: str, content: bytes, codec: str) -> int:
    """How many U+FFFD of the text stand for undecodable bytes, rather than for a U+FFFD that was written there."""
    if not (count := text.count("\ufffd")):
        return 0
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        written = content.count("\ufffd".encode(codec)) if codec.startswith(("utf", "gb18030")) else 0
        return max(1, count - written)
    return 0


def _declared(content: bytes, charset: str | None) -> Iterator[str]:
    """The codecs that header, `<meta>` and XML declaration name, in this order."""
    if charset and (codec := _codec(charset)):
        yield codec
    head = _COMMENT.sub(b"", content[:_HEAD])
    for pattern in (_META, _XML):
        # A declaration that can be read as ASCII is not in UTF-16, whatever it says.
        if (found := pattern.search(head)) and (codec := _codec(found[1].decode())) and codec[:5] not in _UTF_16_32:
            yield codec


def _codec(label: str) -> str | None:
    """The codec that a label stands for in a browser; None if it names no text encoding that may be used."""
    if not label.isascii():
        return None
    name = normalize_encoding(label.strip().strip("\"'").lower()).removeprefix("x_")
    name = READ_AS.get(name, aliases.get(name, name))
    name = READ_AS.get(name, name)
    return name if name in NAMES else None


def _wide(content: bytes, declared: tuple[str, ...]) -> str | None:
    """UTF-32 or UTF-16 without a mark, as declared or told by zero bytes; None for anything else.

    Text in UTF-32 is valid in one byte order only. UTF-16 is read in both, and the one that gives real text is it.
    """
    head = content[:_HEAD]
    for codec in declared:
        if codec[:5] in _UTF_16_32 and _score(_read(head, codec, final=False)) > _POOR:
            return codec
    if b"\x00" not in head or len(head) < len("ab".encode("utf-16-le")):
        return None
    for codec in ("utf_32_le", "utf_32_be"):
        text = _read(head, codec, final=False)
        if len(text) > 1 and not _CONTROL.search(text):
            return codec
    bare = head.replace(b"\x00", b"")
    if len(bare) > len(head) * 3 // 4 and not _CONTROL.search(_read(bare, "utf_8", final=False)):
        return None  # UTF-8 in which a few zero bytes went astray
    texts = {codec: _read(head, codec, final=False) for codec in ("utf_16_le", "utf_16_be")}
    likeness = {codec: max(_score(text), _coherence(text)) for codec, text in texts.items()}
    best = max(likeness, key=lambda codec: likeness[codec])
    return best if likeness[best] > _ALIKE else None


def _coherence(text: str) -> float:
    """The share of characters in the text's two commonest rows of 256: nearly all, but in Chinese and Korean.

    Where the bytes of UTF-16 are swapped, it is small.
    """
    rows = Counter(ord(char) >> 8 for char in text if char not in "\x00\ufffd")
    return sum(count for _, count in rows.most_common(2)) / max(1, len(text))


def _escaped(content: bytes, declared: tuple[str, ...]) -> Decoded:
    """Seven-bit text with the escape sequences of ISO 2022, Japanese or Korean; else plain ASCII."""
    for codec in ("iso2022_jp", "iso2022_kr"):
        read = _decoded(content, codec, guessed=codec not in declared)
        if codec in declared or not read.replaced:
            return read
    return Decoded(content.decode("ascii"), "utf-8", guessed=False, replaced=0)


def _utf8(content: bytes, *, declared: bool) -> Decoded | None:
    """UTF-8, also with a little damage: a legacy text hardly ever holds valid sequences, let alone mostly."""
    try:
        return Decoded(content.decode(), "utf-8", guessed=False, replaced=0)
    except UnicodeDecodeError:
        content = _SURROGATES.sub(_joined, content)
    text = content.decode(errors="replace")
    broken = text.count("\ufffd") - content.count("\ufffd".encode())
    whole = len(text) - len(content.translate(None, _HIGH)) - broken
    held_against = broken - text.endswith("\ufffd")  # a text cut off in the middle of a character is not damaged
    if whole < max(1, held_against * (1 if declared else _WHOLE)):
        return None
    return Decoded(text, "utf-8", guessed=False, replaced=broken)


def _joined(pair: re.Match[bytes]) -> bytes:
    """One character as UTF-8, from the two surrogates that CESU-8 writes it with."""
    halves = pair[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()


def _legacy(content: bytes, declared: tuple[str, ...]) -> Decoded:
    """What is declared, if it gives text that somebody could have written, or nothing gives clearly better text."""
    sample = _sample(content, _SAMPLE)
    claims = {codec: _read(sample, codec, final=False) for codec in declared if not codec.startswith("utf")}
    for codec, text in claims.items():
        few = len(TELLING.findall(text)) < _FEW and "\ufffd" not in text
        if few or _score(text) >= _GOOD:
            return _decoded(content, codec, guessed=False)
    codec, score = _guess(content)
    sample = _sample(content, _LARGE_SAMPLE)
    for claim in claims:
        text = _read(sample, claim, final=False)
        if _score(text) + _BETTER + _FEW_ODD / len(TELLING.findall(text)) >= score:
            return _decoded(content, claim, guessed=False)
    return _decoded(content, codec, guessed=True)


def _sample(content: bytes, size: int) -> bytes:
    """The first bytes that say something: from lines and elements that are not ASCII throughout.

    The bytes of line ends and angle brackets are no part of a character in any legacy encoding, so that no character
    is cut in two, except the last, which `_read` leaves out.
    """
    parts: list[bytes] = []
    for segment in _SEGMENT.finditer(content):
        if not segment[0].isascii():
            first = _NOT_ASCII.search(content, segment.start(), segment.end())
            start = max(segment.start(), first.start() - _LEAD_IN) if first else segment.start()
            parts.append(content[start : min(segment.end(), start + size)])
            size -= len(parts[-1]) + 1
            if size <= 0:
                break
    return b"\n".join(parts)


def _guess(content: bytes) -> tuple[str, float]:
    """The likeliest codec and the score of the text that it gives.

    chardet's answer, unless a common encoding gives better text: chardet takes close relatives for each other, and its
    two main versions err in different places. Relatives differ in few bytes, so the finalists see a larger sample.
    """
    import chardet  # noqa: PLC0415  takes a fifth of the package's import, and most documents are UTF-8

    sample = _sample(content, _SAMPLE)
    answer = _codec(chardet.detect(sample)["encoding"] or "")
    runners = COMMON if answer in {None, "utf_8", *COMMON} else (*COMMON, answer)
    scores = {codec: _score(_read(sample, codec, final=False)) for codec in runners if codec}
    finalists = [codec for codec in scores if scores[codec] >= max(scores.values()) - _NEAR]
    sample = _sample(content, _LARGE_SAMPLE)
    texts = {codec: _read(sample, codec, final=False) for codec in finalists}
    scores = {codec: _score(text) for codec, text in texts.items()}
    enough = len(_NOT_ASCII.findall(sample)) >= _FEW  # chardet answers for a single byte, too
    best = max(finalists, key=lambda codec: (scores[codec], enough and codec == answer))
    best = next(codec for codec in finalists if texts[codec] == texts[best])
    return (best, scores[best]) if scores[best] >= _POOR else (COMMON[0], scores.get(COMMON[0], 0.0))


def _score(text: str) -> float:
    """How much a text looks as if somebody had written it, from 0 to 1; 1 if nothing in it can tell.

    The share of its telling characters that belong to the one language they suit best, less what no writer does.
    """
    telling = Counter(TELLING.findall(text))
    if not (total := telling.total()):
        return 1.0
    known = max(sum(map(telling.__getitem__, letters)) / share for letters, share in PROFILES)
    odd = sum(len(found[0]) for found in ODD.finditer(" ".join(w for w in text.split() if not w.isascii())))
    return max(0.0, min(1.0, known / total) - _ODD_WEIGHT * odd / total)
