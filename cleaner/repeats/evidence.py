"""What repeats, as `cleaner.strip` asks for it: the lines of one document that go because of others."""

from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.masks import Masker
from cleaner.repeats.choosing import Seen, furniture
from cleaner.repeats.table import Repeats, shares_of
from cleaner.ruleset import Action

__all__ = ["Repeated"]

_REPEATED: Final = Action("judge/repeated", "navigation")


class Repeated:
    """Takes what many documents of a document's group repeat."""

    def __init__(self, repeats: Repeats, group: str, masker: Masker) -> None:
        """Take what was counted."""
        self._known = repeats.of(group)
        self._masker = masker

    def __call__(self, lines: Sequence[str], left: Sequence[int]) -> Iterator[tuple[int, Action]]:
        """The lines that go, of those that are left."""
        if not self._known:
            return
        forms = [self._masker.lightly_masked(lines[number]) for number in left]
        shares = shares_of(forms, self._known)
        seen = [
            Seen(number, lines[number], form or "", share)
            for number, form, share in zip(left, forms, shares, strict=True)
        ]
        for number in furniture(seen) if any(shares) else ():
            yield number, _REPEATED
