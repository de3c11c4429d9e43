"""An article that a page holds only for its programs: markup in the strings of scripts, which a browser would show.

Looked for only where the page itself shows hardly any text.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import orjson

from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.render import length_of, lines_of
from cleaner.extract.tree import Tree

__all__ = ["embedded_lines"]

_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_PARAGRAPH: Final = re.compile(r"<p[\s>]")
_ESCAPED: Final = re.compile(r"\\u003cp\b", re.IGNORECASE)
_DEPTH: Final = 3  # strings in strings: a program that writes JSON that holds markup
_SHORTEST: Final = 200  # characters of a string that can hold an article


def embedded_lines(root: Any, rules: FurnitureRules) -> list[str]:  # noqa: ANN401  an lxml element
    """The lines of the longest markup in a page's scripts.

    Args:
        root: The page.
        rules: What is furniture on the pages of any outlet.

    Returns:
        Lines of text; none where no script holds paragraphs.
    """
    scripts = (script.text for script in root.iter("script") if script.text)
    found = (_rendered(markup, rules) for script in scripts for markup in _markup(script, _DEPTH))
    return max(found, key=length_of, default=[])


def _markup(text: str, depth: int) -> Iterator[str]:
    """Every string in a text, and in its strings, that holds paragraphs."""
    for found in _STRING.finditer(text):
        if len(found[1]) < _SHORTEST or not (_PARAGRAPH.search(found[1]) or _ESCAPED.search(found[1])):
            continue
        try:
            value: str = orjson.loads(found[0])
        except orjson.JSONDecodeError:  # a program's string, not JSON's
            continue
        inner = list(_markup(value, depth - 1)) if depth else []
        yield from inner or ([value] if _PARAGRAPH.search(value) else [])


def _rendered(markup: str, rules: FurnitureRules) -> list[str]:
    root = Tree(markup).root
    return [] if root is None else lines_of([root], Furniture(root, rules, [root]).leaves_out)
