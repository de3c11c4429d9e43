"""Where the lines of one document stand: above its article, below it, or in it; and what follows each.

The article is told by its prose: sentences that stand in no other document. Nobody knows the outlet yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cleaner.masks import has_words
from cleaner.prose import is_prose

__all__ = ["BETWEEN", "END", "HEAD", "PROSE", "TAIL", "Forms", "Placed", "place"]

HEAD: Final = "head"
TAIL: Final = "tail"
BETWEEN: Final = "between"
END: Final = "\ufdef"  # a noncharacter, so no form of a line: the end of the document
PROSE: Final = "\ufdee"  # the article goes on

Forms = Sequence[tuple[str, int]]  # of one line, those that are frequent, with how many documents have them

_TITLES_AMONG: Final = 30  # lines at the start


@dataclass(frozen=True, slots=True)
class Placed:
    """A document's lines with what is known of each.

    Args:
        lines: Without blank ones.
        forms: For each line, its frequent forms; most lines have none.
        zones: HEAD, TAIL or BETWEEN, for each line.
        own: Whether a line is prose that no other document has.
    """

    lines: Sequence[str]
    forms: Sequence[Forms]
    zones: Sequence[str]
    own: Sequence[bool]

    def beside_article(self, index: int, step: int) -> bool:
        """Whether the next line in a direction is the article's own."""
        return 0 <= index + step < len(self.lines) and self.own[index + step]

    def run_below(self, index: int, least: int) -> tuple[int, str]:
        """How many lines below a line change, and what ends them.

        Args:
            index: The line.
            least: How many documents a line must stand in not to be one that changes.

        Returns:
            How many lines that few documents have, and the form of the line after them, PROSE or END.
        """
        below = self.end_below(index, least)
        changing = sum(not self.forms[line] for line in range(index + 1, below))
        if below == len(self.lines):
            return changing, END
        return changing, PROSE if self.own[below] else self.forms[below][0][0]

    def end_below(self, index: int, least: int) -> int:
        """The first line below a line that ends a block, as for `run_below`."""
        below = index + 1
        while below < len(self.lines) and not self.own[below] and not self.stays(below, least):
            below += 1
        return below

    def stays(self, index: int, least: int) -> bool:
        """Whether a line is the same in so many documents, but for numbers and dates."""
        forms = self.forms[index]
        return bool(forms) and forms[0][1] >= least and not has_words(forms[0][0])

    def is_doubled(self, index: int) -> bool:
        """Whether a line is one that few documents have, and stands again near the start."""
        if index >= min(_TITLES_AMONG, len(self.lines)) or self.forms[index]:
            return False
        line = self.lines[index]
        return any(other == line for at, other in enumerate(self.lines[:_TITLES_AMONG]) if at != index)


def place(lines: Sequence[str], forms: Sequence[Forms]) -> Placed | None:
    """Place the lines of a document.

    Args:
        lines: Normalized, without blank ones.
        forms: For each line, its frequent forms.

    Returns:
        The lines in their places; None where no prose is the document's own: a copy of others, or a page of teasers,
        in which an article cannot be told from furniture.
    """
    own = [not found and is_prose(line) for line, found in zip(lines, forms, strict=True)]
    if not any(own):
        return None
    first, last = own.index(True), len(own) - 1 - own[::-1].index(True)
    zones = [HEAD if index < first else TAIL if index > last else BETWEEN for index in range(len(lines))]
    return Placed(lines, forms, zones, own)
