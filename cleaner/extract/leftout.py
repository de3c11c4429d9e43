"""What of a page is not in the lines that were extracted from it: for whoever asks where a paragraph went."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from cleaner.extract.render import lines_of
from cleaner.extract.tree import Tree
from cleaner.extract.values import words

__all__ = ["LeftOut", "left_out", "name_of"]

_TEXTLESS: Final = frozenset(("script", "style", "noscript", "template", "head", "svg", "math", "iframe", "select"))
_TELLING: Final = 30  # letters: a shorter line may stand within an article's by chance


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An element none of whose text was extracted: its name as a selector would have it, and its lines."""

    element: str
    lines: tuple[str, ...]


def left_out(page: str, lines: Iterable[str]) -> Iterator[LeftOut]:
    """The largest elements of a page that gave no line.

    Args:
        page: The decoded page.
        lines: What was extracted from it.

    Yields:
        Elements in the order of the page.
    """
    kept = list(lines)
    known, joined = {words(line) for line in kept}, words(*kept)
    root = Tree(page).root
    waiting = [] if root is None else [root]
    while waiting:
        element = waiting.pop()
        if element.tag in _TEXTLESS:
            continue
        found = lines_of([element], lambda inner: inner.tag in _TEXTLESS)
        folded = list(map(words, found))
        if any(line in known or (len(line) > _TELLING and line in joined) for line in folded):
            waiting.extend(reversed(element))
        elif found:
            yield LeftOut(name_of(element), tuple(found))


def name_of(element: Any) -> str:  # noqa: ANN401  an lxml element
    """An element as a stylesheet would call it: `nav#menu.wide`."""
    id_ = element.get("id", "").split()[:1]
    return "".join((element.tag, *(f"#{name}" for name in id_), *(f".{n}" for n in element.get("class", "").split())))
