"""Pages of all kinds as texts: what the judge makes of forums, shops, recipes and instructions, which are no news.

Of each page of web-segments-dev some passages must stay, and some must go. What the lines without one are, nobody wrote
down; what the cleaner finds in the page's HTML, where tags tell so much more, is nearly always right, and teaches the
judge at a smaller weight. Trafilatura's texts learn from passages alone: nearly all that they have is in its HTML, too.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import trafilatura
from corpus import rows
from labelling import labels
from leftout import knowing_no_outlet
from resiliparse.extract.html2text import extract_plain_text

from cleaner import Cleaner, Document

__all__ = ["PAGES", "page_rows", "passages_in", "taught"]

PAGES: Final = "pages-"
"""What the sources of such texts begin with."""

_ARCHIVE: Final = "web.archive.org"  # the host of many sites' pages
_TAUGHT: Final = {"page-dump": 0.2, "resiliparse": 0.12, "trafilatura": 0.0}  # the weights of lines without a passage
_KNOWN: Final = {"page-dump": 1.0, "resiliparse": 0.6, "trafilatura": 1.0}  # and of those with one


def page_rows() -> Iterator[dict[str, Any]]:
    """A row for each text of each page: lines, labels and weights, and the passages that must stay and go."""
    cleaner = knowing_no_outlet(quotes="keep", judge=False)  # passages have curly quotes
    for row in rows("web-segments-dev"):
        article = cleaner.clean(Document(content=row["html"], url=row["url"], format="html")).text
        for extractor, text in _texts(row["html"]):
            if lines := _lines(cleaner, text):
                known = taught(lines, row["with"], row["without"])
                shares = labels(lines, article)
                yield {
                    "id": f"{row['id']}#{extractor}",
                    "outlet": _outlet(row),
                    "source": PAGES + extractor,
                    "came": text,
                    "lines": lines,
                    "labels": [share if label is None else label for share, label in zip(shares, known, strict=True)],
                    "trust": [(_TAUGHT if label is None else _KNOWN)[extractor] for label in known],
                    "stay": tuple(row["with"]),
                    "go": tuple(row["without"]),
                }


def taught(lines: Sequence[str], stay: Sequence[str], go: Sequence[str]) -> list[float | None]:
    """What passages tell of lines.

    Args:
        lines: The lines of a page's text.
        stay: Passages that must stay.
        go: Passages that must go.

    Returns:
        For each line 1 if it has a passage that must stay, 0 if it has one that must go, `None` if neither or both.
    """
    known: list[float | None] = []
    for line in lines:
        stays, goes = passages_in(line, stay) > 0, passages_in(line, go) > 0
        known.append(None if stays == goes else float(stays))
    return known


def passages_in(text: str, passages: Sequence[str]) -> int:
    """How many of the passages stand in a text, however it is wrapped."""
    spaced = " ".join(text.split())
    return sum(" ".join(passage.split()) in spaced for passage in passages)


def _texts(html: str) -> Iterator[tuple[str, str]]:
    yield "page-dump", extract_plain_text(html, main_content=False)
    yield "resiliparse", extract_plain_text(html, main_content=True)
    yield "trafilatura", trafilatura.extract(html) or ""


def _lines(cleaner: Cleaner, text: str) -> list[str]:
    return [line for line in cleaner.clean(text).text.split("\n\n") if line]


def _outlet(row: dict[str, Any]) -> str:
    """The site, so that its pages are in one fold."""
    host = urlsplit(row["url"] or "").netloc
    return host if host and host != _ARCHIVE else str(row["id"])
