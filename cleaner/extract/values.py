"""Values of attributes and of JSON as a reader would see them: publishers escape them twice, or leave tags in."""

import re
from html import unescape
from typing import Any, Final

__all__ = ["plain", "words"]

_TAG: Final = re.compile(r"</?(?:a|b|br|em|i|p|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b\u2060\ufeff\u0000-\u0008\u000e-\u001f\u007f"
    "\ud800-\udfff]"  # half a character: programs that shorten texts cut an emoji in two, and no file can hold that
)
_WORD: Final = re.compile(r"\w+")
_LONGEST: Final = 20_000  # characters; a description is a tenth of it


def plain(value: Any) -> str:  # noqa: ANN401  JSON holds anything
    """A value as text.

    Args:
        value: Anything; what is not a string has no text.

    Returns:
        One line without entities, tags, soft hyphens and surrounding space; empty for no text.
    """
    if not isinstance(value, str):
        return ""
    text = value[:_LONGEST]
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join((text if text.isprintable() else _INVISIBLE.sub("", text)).split())


def words(*texts: str | None) -> str:
    """The letters and digits of texts, for comparing them: case, punctuation and spaces left out."""
    return "".join(_WORD.findall(" ".join(filter(None, texts)).casefold()))
