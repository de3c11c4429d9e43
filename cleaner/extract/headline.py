"""The headline out of what a page calls itself, without a list of sites.

Each of a page's titles is written for another reader: `og:title` for friends who share it, `<title>` for a browser's
tab with the site's name, the headline in JSON-LD for search engines, `<h1>` for who reads the page. They show each
other's additions: what stands behind a bar in one and is missing from another is the site's name or a section.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from cleaner.extract.values import words

__all__ = ["headline"]

_BARS: Final = re.compile(
    r"\s+[-–—|·•:»«›‹/~]{1,2}\s+|\s*(?:[|｜ㅣ]|::|--|—)\s*|\s*[\uff1a_]"  # noqa: RUF001  Asia's bars
    r"|-(?=[\u3040-\u9fff\uac00-\ud7a3]+$)"
)
_COUNTER: Final = re.compile(r"^\s*\(\d{1,3}\+?\)\s+")  # unread messages
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}年\d+月\d+日")
_CUT: Final = ("…", "...")
_LONGEST: Final = 1_000  # characters
_SHORTEST: Final = 12  # letters of a headline that another title confirms; a section's name in a heading is shorter


def headline(titles: Iterable[str], others: Iterable[str], names: Iterable[str]) -> str | None:
    """The headline of an article.

    Args:
        titles: What the page calls the article, the most trusted first.
        others: Further titles, only to compare with: `<title>`, headings.
        names: Names of the site and of its sections.

    Returns:
        The first title that is more than a name, without the names around it; None where there is none.
    """
    known = {words(name) for name in names} - {""}
    candidates = [title[:_LONGEST] for title in titles if title]
    everything = list(dict.fromkeys([*candidates, *others]))
    for title in candidates:
        bare = _bare(_COUNTER.sub("", title), everything, known)
        if words(bare) and words(bare) not in known:
            return _completed(bare, everything)
    return None


def _bare(title: str, titles: Sequence[str], known: set[str]) -> str:
    """A title without what bars divide from it: names, dates, and what another title does without."""
    if not _BARS.search(title):
        return title
    alone = {words(other) for other in titles} - {words(title)}
    while bars := list(_BARS.finditer(title)):
        first, last = bars[0], bars[-1]
        if _is_name(title[last.end() :], known):
            title = title[: last.start()]
        elif _is_name(title[: first.start()], known):
            title = title[first.end() :]
        else:
            break
    heads = (title[: bar.start()] for bar in _BARS.finditer(title))
    return next((head for head in heads if words(head) in alone and len(words(head)) >= _SHORTEST), title)


def _is_name(part: str, known: set[str]) -> bool:
    return words(part) in known or bool(_DATE.fullmatch(part.strip()))


def _completed(title: str, titles: Sequence[str]) -> str:
    """The whole of a title that was cut off, where another title has it."""
    start = words(title)
    if title.endswith(_CUT):
        return next((other for other in titles if _goes_on(other, start)), title)
    # A quotation mark that nobody escaped ends an attribute, and the title with it.
    quoted = (other for other in titles if other.startswith(title) and other[len(title) :].lstrip().startswith('"'))
    return next((other for other in quoted if _goes_on(other, start)), title)


def _goes_on(title: str, start: str) -> bool:
    """Whether a title opens with some words and is whole."""
    return not title.endswith(_CUT) and words(title).startswith(start)
