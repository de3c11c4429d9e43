"""Decodes HTML entities that were left in text, however often they were escaped, in one pass and linear time.

Only what ends in a semicolon is an entity here: "AT&T", "R&D" and "?a=1&copy=2" are not. `&lt;` and `&gt;` stay in a
line in which they spell a tag: whoever writes about `<br>` must not lose it to a later step that takes it for markup,
and whoever wants markup removed has to do it before this package sees text.
"""

import html
import re
from html.entities import html5

__all__ = ["ENTITY", "unescape"]

_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|\#[0-9]{1,10}|\#[xX][0-9A-Fa-f]{1,8});"
ENTITY = re.compile(_ENTITY)
"""What looks like an entity; whether it is one, `unescape` knows."""

_LAST_ENTITY = re.compile(rf"{_ENTITY}\Z")
_LONGEST = 34
_TAG = re.compile(r"(?:<|&(?:amp;)*(?:lt|LT|#0*60|#[xX]0*3[cC]);)/?[A-Za-z!]")
_ANGLES = frozenset("<>")
# Databases that fold case write &EACUTE; and &NBSP;; HTML itself knows only a few in capitals.
_CAPITALS = re.compile(r"&[A-Z]{3,8};")


def unescape(text: str) -> str:
    """Decode the entities in a text.

    Args:
        text: Lines separated by line feeds.

    Returns:
        The text with as many lines as before: an entity for a line break becomes a space. Numbers in the range of the
        C1 controls mean windows-1252, as in HTML5. Unknown names stay.
    """
    if not ENTITY.search(text):
        return text
    return "\n".join([_line(line) if ";" in line and ENTITY.search(line) else line for line in text.split("\n")])


def _line(line: str) -> str:
    """Decode one line: at every semicolon, what stands before it is looked at, so what decoding builds is seen too."""
    tags = bool(_TAG.search(line))
    done: list[str] = []
    *closed, rest = line.split(";")
    for piece in closed:
        done.extend(piece)
        done.append(";")
        while done[-1:] == [";"] and (found := _LAST_ENTITY.search("".join(done[-_LONGEST:]))):
            value = _value(found[0])
            if value is None or (tags and value in _ANGLES):
                break
            del done[-len(found[0]) :]
            done.extend(value)
    return "".join(done) + rest


def _value(entity: str) -> str | None:
    """The characters an entity stands for, None for an unknown one."""
    if entity[1] == "#":
        return _number(entity)
    value = html5.get(entity[1:])
    if value is None and _CAPITALS.fullmatch(entity):
        small = html5.get(entity[1:].lower(), "")
        value = small.upper() if small.isalpha() or small == "\xa0" else None
    return " " if value in ("\n", "\t") else value


def _number(entity: str) -> str | None:
    code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
    if code in range(0xD800, 0xE000):
        return chr(code)  # half of a pair, as JavaScript escapes emoji; the pairs are joined afterwards
    if code > 0x10FFFF:  # noqa: PLR2004
        return None
    value = html.unescape(entity)
    return " " if value in ("\n", "\r", "\t", "\x0b", "\x0c", "\x85") else value.replace("\0", "").replace("\ufffd", "")
