"""JSON as it stands in pages: strict JSON at full speed, and what templates break of it, repaired."""

import re
from json import JSONDecoder
from typing import Any, Final

import orjson

__all__ = ["json_values"]

_LONGEST: Final = 4_000_000  # characters of one script; the longest seen on 656 pages is a tenth of it
_LONGEST_REPAIR: Final = 500_000  # characters; repair is slow, and what is broken is short
_MOST: Final = 50  # values in one script
_WRAPPER: Final = re.compile(r"<!--|-->|(?://\s*|/\*\s*)?(?:<!\[CDATA\[|\]\]>)(?:\s*\*/)?")
_STRING: Final = r'"(?:[^"\\]|\\.)*+(?:"|\Z)'
# A quote that ends no string: what follows is neither a separator nor an end.
_INNER_QUOTE: Final = re.compile(r'(?<=[\w.!?…%)\]»” ])(?<![:,\[{\s]\s)"(?=[\w.!?…%(«“ ])(?!\s*[:,}\]])')
_LITTER: Final = re.compile(rf"({_STRING})|,(?=\s*+[}}\],])|(:)(?=\s*+[,}}\]])", re.DOTALL)
_ESCAPE: Final = re.compile(r'(\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})|\\')
_GAP: Final = re.compile(r"[\s,;]*")
_DECODER: Final = JSONDecoder(strict=False)  # raw line breaks and tabs inside strings


def json_values(text: str) -> list[Any]:
    """The values in a script, several where they stand one after another.

    Args:
        text: JSON, also inside a comment or CDATA, with raw line breaks, trailing commas, wrong escapes, or quotes that
            nobody escaped.

    Returns:
        What could be read; nothing of a value that is beyond repair, or nested deeper than a parser goes.
    """
    if len(text) > _LONGEST:
        return []
    try:
        return [orjson.loads(text)]
    except orjson.JSONDecodeError:
        return _repaired(text) if len(text) <= _LONGEST_REPAIR else []


def _repaired(text: str) -> list[Any]:
    """What can be read after each step of repair, the mildest first."""
    text = _WRAPPER.sub("", text)
    escaped = _INNER_QUOTE.sub(r'\\"', text)
    return next((values for step in (text, _mended(text), _mended(escaped)) if (values := _read(step))), [])


def _mended(text: str) -> str:
    """JSON without superfluous commas, missing values and escapes that JSON does not know."""
    return _LITTER.sub(lambda found: _ESCAPE.sub(r"\1", found[1]) if found[1] else (found[2] or "") and ":null", text)


def _read(text: str) -> list[Any]:
    """The values that stand one after another, up to the first that is broken."""
    values: list[Any] = []
    position = _GAP.match(text).end()  # type: ignore[union-attr]  # it matches nothing, too
    while position < len(text) and len(values) < _MOST:
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
        position = _GAP.match(text, position).end()  # type: ignore[union-attr]
    return values
