"""The headline among the lines above the first paragraph of a text of which the judge has told article from furniture.

A headline has words of the article, which menus and teasers have not, and does not end like a sentence. What could be
something else is none: no title is better than a wrong one.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from cleaner.judge.written import written

__all__ = ["first_paragraph", "headline"]

_ABOVE: Final = 24  # lines above the first paragraph among which a headline is looked for
_GAP: Final = 6  # lines that may lie between two that could be it; what is further up belongs to a teaser
_ARTICLE: Final = 5_000  # characters of the article that a headline is compared with
_PARAGRAPH: Final = 80  # characters
_UNSPACED_PARAGRAPH: Final = 30
_LENGTH: Final = range(10, 131)  # characters; no gold title is longer, and many standfirsts are
# Words of a headline that the article must have, and the share of its words that they must be: a short line has some by
# chance. 85 in 100 gold titles have as many, of the lines around them nine.
_LEAST: Final = ((3, 0.75), (5, 0.5))
_LEAST_ABOVE: Final = (2, 1 / 3)  # the same of a line right above such a one, which then is but the standfirst
_STEM: Final = 6  # letters by which forms of a word are the same
_TELLING: Final = ((0x590, 4), (0xAC00, 3), (0xD7B0, 2))  # letters of a word that tells something, up to a letter
_KICKER: Final = 4  # words
_ENDS: Final = 4  # characters at the end of a line among which its last sign stands
_CRUMBS: Final = 60  # characters of a breadcrumb that may stand before the headline in a line

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_SIGNS: Final = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff"  # vowels and accents that stand alone
_WORD: Final = re.compile(rf"[{_UNSPACED}]+|(?:[^\W\d_{_UNSPACED}]|[{_SIGNS}])+")
_SENTENCE: Final = re.compile(r"[.!?…\u3002\uff01\uff1f\u061f\u06d4\u0964][\"')\]»”’」』]*$")  # noqa: RUF001  quotes
_NO_END: Final = re.compile(r"[.,;:…\u3002\u3001\uff1a\uff0c\u060c\u061b\u06d4\u0964][\"')»”’」』]*$")  # noqa: RUF001
# Bullets, numbers of lists, times of day, keys of data.
_NO_START: Final = re.compile(r"[^\w\"'(«„“‹「『【\[¿¡#$€£…+-]|[-–]\s|\d{1,2}[.:]|\"\w+\":")  # noqa: RUF001  quotes, a dash
_NO_TITLE: Final = re.compile(r"[›→©@]|://|\w\s»\s\w|\s[>/•·]\s")  # noqa: RUF001  breadcrumbs, addresses, rights
_CREDIT: Final = re.compile(
    r"(?i)\b(?:fotos?|photos?|bild(?:quelle|nachweis)?|image|credits?|quelle|source|crédits?|фото)\s?[:/©]"
    r"|\b(?-i:AP|AFP|EFE|dpa|DPA|EPA|Reuters|REUTERS|Getty(?: Images)?)\)?$"
)


def first_paragraph(lines: Sequence[str], gone: Collection[int]) -> int | None:
    """The first paragraph of an article: one that ends like a sentence, as headlines can be long too.

    Args:
        lines: All lines of a text.
        gone: Those that are no article.

    Returns:
        Its line; None where no line is long enough.
    """
    long = (line for line, text in enumerate(lines) if line not in gone and _is_paragraph(text))
    first = next(long, None)
    if first is None or _is_sentence(lines[first]):
        return first
    return next((line for line in long if _is_sentence(lines[line])), first)


def headline(lines: Sequence[str], gone: Collection[int], ruled: Collection[int], paragraph: int) -> int | None:
    """The line that is the headline.

    Args:
        lines: All lines of a text.
        gone: Those that are no article.
        ruled: Those that are known to be something else.
        paragraph: The first paragraph.

    Returns:
        The line; None where none surely is one.
    """
    head = range(max(0, paragraph - _ABOVE), paragraph)
    able = [line for line in head if line not in ruled and _may_be(lines[line])]
    article = _article(lines, gone, paragraph) if able else ""
    known = {line: _known(lines[line], article) for line in able}
    found = [line for line, (count, share) in known.items() if any(count >= n and share >= m for n, m in _LEAST)]
    if not found:
        return None
    echoed = _echoed([lines[line] for line in head], {line: lines[line] for line in found})
    if echoed is not None:
        return echoed
    line = _without_kicker(lines, _together(found))
    count, share = known.get(line - 1, (0, 0.0))
    is_standfirst = count >= _LEAST_ABOVE[0] and share >= _LEAST_ABOVE[1] and len(lines[line - 1].split()) > _KICKER
    return line - 1 if is_standfirst else line


def _is_paragraph(text: str) -> bool:
    return len(text) >= _PARAGRAPH or (
        len(text) >= _UNSPACED_PARAGRAPH and _IS_UNSPACED.search(text, 0, _UNSPACED_PARAGRAPH) is not None
    )


def _is_sentence(text: str) -> bool:
    return _SENTENCE.search(text, len(text) - _ENDS) is not None


def _article(lines: Sequence[str], gone: Collection[int], paragraph: int) -> str:
    kept: list[str] = []
    length = 0
    for line in range(paragraph, len(lines)):
        if line not in gone:
            kept.append(lines[line])
            length += len(lines[line])
            if length > _ARTICLE:
                break
    return "\n".join(kept)[:_ARTICLE].casefold()


def _may_be(text: str) -> bool:
    return (
        len(text) in _LENGTH
        and not text.islower()  # tags are
        and not _NO_START.match(text)
        and not _NO_END.search(text, len(text) - _ENDS)
        and not _NO_TITLE.search(text)
        and not _CREDIT.search(text)
        and written(text) is None
    )


def _known(text: str, article: str) -> tuple[int, float]:
    """How many words of a line an article has, and what share of its words they are."""
    words = set(_stems(text))
    count = sum(word in article for word in words)
    return count, count / max(len(words), 1)


def _stems(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.casefold()):
        if _IS_UNSPACED.match(word):
            yield from (word[start : start + 2] for start in range(len(word) - 1))
        elif len(word) >= next((least for end, least in _TELLING if ord(word[0]) < end), 1):
            yield word[:_STEM]


def _together(found: Sequence[int]) -> Sequence[int]:
    """The lines that stand together above the article."""
    first = len(found) - 1
    while first > 0 and found[first] - found[first - 1] <= _GAP:
        first -= 1
    return found[first:]


def _echoed(head: Sequence[str], found: dict[int, str]) -> int | None:
    """The first line that stands in another behind a breadcrumb."""
    for line, own in found.items():
        if any(len(own) < len(other) <= len(own) + _CRUMBS and other.endswith(own) for other in head):
            return line
    return None


def _without_kicker(lines: Sequence[str], found: Sequence[int]) -> int:
    """The first line, unless it is but the kicker of the second."""
    first, *below = found
    words = len(lines[first].split())
    if not below or words > _KICKER or below[0] > first + 2 or _IS_UNSPACED.search(lines[first]):
        return first
    return below[0] if len(lines[below[0]].split()) > words else first
