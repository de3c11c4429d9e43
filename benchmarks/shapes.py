"""Documents of any size, ordinary and hostile, and rule files of any number of rules: what cost is measured against.

Everything is invented, and made of its size alone. Hostile is what makes some step work at every character or line.
"""

# ruff: noqa: RUF001 (the look-alikes are the subject)

from collections.abc import Callable, Mapping
from typing import Final

__all__ = [
    "HOST",
    "PAGES",
    "RULES",
    "TEXTS",
    "bytes_of_news",
    "news",
    "page",
    "rule_file",
    "text_with_removals",
    "wrapped",
]

HOST: Final = "growth.example"
_PARAGRAPHS: Final = (
    "The ferry left the harbour of Tarsk at dawn, and nobody on the quay saw it come back that week, the mayor said.",
    "“It was the worst winter that I remember,” said Ann Lee, who has kept the light of Varda for thirty-one years.",
    "Prices of bread rose by a tenth in the towns of the coast, the statistics office reported – more than in 2019.",
    "Read more",
    "In Varda itself the market was open again on Friday. Fishermen sold herring there, and a band played until night.",
    "Le maire a déclaré que la réouverture du port n’était qu’une question de semaines, si le temps le permettait.",
)
_NEWS: Final = "".join(f"{paragraph}\n\n" for paragraph in _PARAGRAPHS)
_WORDS: Final = " ".join(_PARAGRAPHS)

RULES: Final = r"""
name = "Growth"
hosts = ["growth.example"]
budget = 1

[[drop]]
id = "literal"
kind = "navigation"
lines = ["Go back to the front page"]
drops = ["Go back to the front page"]

[[drop]]
id = "counting"
kind = "caption"
pattern = 'Photo no\. \d{1,9}[a-z ]{1,60}'
drops = ["Photo no. 17 of a ferry"]
keeps = ["Photo no more."]

[[cut]]
id = "endless"
kind = "related"
from = ['Block \d+ begins', 'Block \d+ goes on']
to = 'All blocks end'
within = "anywhere"
drops = ['''
Block 1 begins
Block 1 goes on
All blocks end
''']
keeps = ["Block 1 begins\nRain fell."]

[[trim]]
id = "tag"
kind = "credit"
at = "start"
pattern = '"Agency" - '
drops = [{ line = '"Agency" - Rain fell.', leaves = "Rain fell." }]
keeps = ["Agency workers met."]

[[metadata.title]]
after = 'Title below'
before = 'Title above'
finds = [{ text = "Title below\nRain falls\nTitle above", value = "Rain falls" }]

[html]
body = ".body"
title = "h1"
[[html.examples]]
page = '<body><h1>Rain</h1><div class="body"><p>Rain fell.</p></div></body>'
text = "Rain fell."
title = "Rain"
"""
"""A rule file with one rule of each kind, which the shapes below wake."""


def _repeated(piece: str) -> Callable[[int], str]:
    each = len(piece.encode("utf-8", "surrogatepass"))
    return lambda size: piece * max(1, size // each)


def _after(head: str, piece: str) -> Callable[[int], str]:
    return lambda size: head + _repeated(piece)(size - len(head))


news: Final = _repeated(_NEWS)
"""News with its furniture, of a size in bytes."""

TEXTS: Final[Mapping[str, Callable[[int], str]]] = {
    "one line": _repeated(_WORDS + " "),
    "one line with tags": _after("“Agency” - " * 60, _WORDS + " "),
    "one line with escaped tags": _after("&quot;Agency&quot; - " * 60, _WORDS + " "),
    "one word": _repeated("n"),
    "two-letter lines": _repeated("ab\n"),
    "blank lines": _repeated("\n"),
    "other line breaks": _repeated("a\r"),
    "equal paragraphs": _repeated(_PARAGRAPHS[0] + "\n"),
    "equal headlines": _repeated("Ferry returns to Tarsk\n"),
    "literal hits": _repeated("Go back to the front page\n"),
    "every second a literal": _repeated("Go back to the front page\n" + _PARAGRAPHS[0] + "\n"),
    "counting hits": _repeated("Photo no. 17 of a ferry\n"),
    "counting near misses": _repeated(
        "Photo no. 17 of a ferry in a harbour of the coast that nobody has ever seen before\n"
    ),
    "cuts without end": _repeated("Block 17 begins\nBlock 17 goes on\n"),
    "cuts that do not go on": _repeated("Block 17 begins\nGo back to the front page\n"),
    "tags to trim": _repeated("“Agency” - Rain fell on Varda.\n"),
    "titles below": _repeated("Title below\n"),
    "titles between": _repeated("Title below\nGo back to the front page\nTitle above\n"),
    "curly quotes": _repeated("“’"),
    "low quotes": _repeated("„«"),
    "low quotes in lines": _repeated("„a“ «b»\n"),
    "back-ticks": _repeated("`"),
    "typed quotes": _repeated("`` a '' "),
    "entities": _repeated("&eacute;"),
    "entities in entities": _after("&", "amp;"),
    "angles in tags": _after("&lt;b ", "&lt;"),
    "semicolons": _repeated("&a;"),
    "combining marks": _repeated("\u0323\u0301"),
    "unsorted marks": _repeated("\u0301\u0323"),
    "Hangul in pieces": _repeated("\u1112\u1161\u11ab"),
    "mojibake": _repeated("Ã©"),
    "mojibake in lines": _repeated("Le cafÃ© dâ€™Ã©tÃ© Ã\xa0 Varda\n"),
    "mojibake twice": _repeated("cafÃƒÂ© "),
    "C1 controls": _repeated("\x85"),
    "zero-width spaces": _repeated("\u200b"),
    "joiners": _repeated("\u0628\u200d\u0628\u200c"),
    "no-break spaces": _repeated("a\xa0 "),
    "spaces": _repeated(" "),
    "terminal escapes": _repeated("\x1b[1m"),
    "half surrogates": _repeated("\ud83d"),
    "Chinese": _repeated("村庄的渡轮在黎明离开了港口。\n"),
    "addresses": _repeated("https://www.growth.example/a "),
    "tags of HTML": _repeated("<p>a"),
}
"""Texts of a size in bytes, by what is the matter with them."""


def _page_of(piece: str) -> Callable[[int], str]:
    head = f"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>{_PARAGRAPHS[0]}</p>"
    return _after(head, piece)


PAGES: Final[Mapping[str, Callable[[int], str]]] = {
    "page of words in italics": _page_of("ferry <i>lost</i> "),
    "page of paragraphs with links": _page_of(f"<p>{_PARAGRAPHS[4]} <a href='/ferry'>Tarsk</a></p>"),
    "page of list items": _page_of("<li>Herring"),
    "page of cells": _page_of("<table><tr><td>Herring<td>19</table>"),
    "page of boxes in boxes": _page_of("<div>" * 40 + "Herring" + "</div>" * 40),
}
"""Pages of a size in bytes, by what is the matter with them; nothing is closed that need not be."""


def wrapped(lines: int, size: int = 1_000_000) -> str:
    """News of one size in so many lines."""
    text = news(size).replace("\n", " ")
    width = len(text) // lines
    return "\n".join(text[start : start + width] for start in range(0, width * lines, width))


def text_with_removals(count: int, lines: int = 100_000) -> str:
    """A text of many lines, so many of which are removed, none beside another."""
    gap = lines // count
    made = [f"{_PARAGRAPHS[0]} {number}" for number in range(lines)]
    made[::gap] = ["Go back to the front page"] * len(made[::gap])
    return "\n".join(made)


def bytes_of_news(size: int) -> bytes:
    """News in an encoding that nothing declares."""
    return news(size).encode("cp1252", "replace")


def page(size: int) -> str:
    """A page of a size in bytes."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in _PARAGRAPHS)
    head = f"<html><head><title>Ferry</title></head><body><h1>Ferry</h1><div class='body'><article>{body}"
    return _after(head, body)(size) + "</article></div></body></html>"


def rule_file(count: int, kind: str) -> str:
    """A rule file of so many rules.

    Args:
        count: How many.
        kind: "literals" for lines of one rule, "patterns" for a rule each, "cuts" for blocks.
    """
    head = f'name = "Growth"\nhosts = ["{HOST}"]\n'
    if kind == "literals":
        lines = ", ".join(f'"Go to page {number}"' for number in range(count))
        return f'{head}[[drop]]\nid = "a"\nkind = "navigation"\nlines = [{lines}]\ndrops = ["Go to page 0"]\n'
    return head + "".join(map(_pattern_rule if kind == "patterns" else _cut_rule, range(count)))


def _pattern_rule(number: int) -> str:
    return (
        f"[[drop]]\nid = 'a{number}'\nkind = 'navigation'\npattern = 'Topic {number}: [A-Z][a-z ]{{2,40}}'\n"
        f"drops = ['Topic {number}: Rain falls']\nkeeps = ['Topic {number} is rain.']\n"
    )


def _cut_rule(number: int) -> str:
    return (
        f"[[cut]]\nid = 'a{number}'\nkind = 'related'\n"
        f"from = 'More on topic {number}:.*'\nto = 'End of topic {number}'\n"
        f"drops = ['''\nMore on topic {number}: rain\nEnd of topic {number}\n''']\nkeeps = ['More on rain.']\n"
    )
