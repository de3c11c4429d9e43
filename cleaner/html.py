"""Whether a text is an HTML page: a look at its first characters, without a parser."""

from typing import Final

__all__ = ["is_html"]

_MARKUP: Final = ("<!doctype html", "<html", "<head", "<body")
_BLOCKS: Final = ("</p>", "</div>", "</article>", "</body>", "</html>", "<br>", "<br/>", "<br />")
_OPENING: Final = 2048  # characters


def is_html(text: str) -> bool:
    """Whether a text is HTML: it opens like a page, or starts with a tag and has closed blocks."""
    opening = text[:_OPENING].lstrip("\ufeff \t\r\n")
    if not opening.startswith("<"):
        return False
    opening = opening.lower()
    return any(mark in opening for mark in _MARKUP) or any(block in text.lower() for block in _BLOCKS)
