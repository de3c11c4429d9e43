"""Parts of lines that stay where the rest is an article's own sentence: a tag before it, a link's words behind it."""

import re
from collections.abc import Iterator
from typing import Final

from cleaner.masks import REST, Masker
from cleaner.prose import is_prose

__all__ = ["part_in", "parts_of"]

_BRACKET: Final = r"[(\[][^()\[\]]{2,50}[)\]]"
_START: Final = re.compile(
    rf"(?:{_BRACKET}:?|[^\W\d_][^.!?:|()]{{1,40}}(?:\([^()]{{2,40}}\) ?)?[:|\u2013\u2014-]) (?=\S)"
)
_END: Final = re.compile(rf"(?<=[.!?\u2026\u3002\"')]) (?:{_BRACKET}\.?|[^\s.!?()][^.!?]{{1,58}}[.!?]?)$")


def parts_of(line: str, masker: Masker) -> Iterator[str]:
    """The parts of a line that may be no part of the sentence beside them.

    Args:
        line: Normalized.
        masker: Gives parts their forms.

    Yields:
        For a short opening that a colon, a bar, a dash or a bracket ends, and for a short last sentence or bracket, the
        forms without numbers and dates and without names, behind a sign for the end of the line where they stand.
    """
    for sign, found in (("<", _START.match(line)), (">", _END.search(line))):
        if found and is_prose(line[found.end() :] if sign == "<" else line[: found.start()]):
            yield from (sign + form for form in masker.forms(found[0]) if REST not in form)


def part_in(line: str, key: str) -> str | None:
    """The part of a line that stands where the part of a key does."""
    found = _START.match(line) if key[0] == "<" else _END.search(line)
    return found[0] if found else None
