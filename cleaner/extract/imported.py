"""The article by selectors of another collection, which nobody has tried here: the general extractor decides.

Many of them are years old, and were written to be read by another program: a body that is too wide, or a drop that
takes the article, costs more than the selectors gain. So they only help, where both agree. The numbers were chosen on
news-dev (benchmarks/ftr.py); what they are worth elsewhere, docs/import-ftr.md tells.
"""

from copy import deepcopy
from typing import Any, Final

from cleaner.extract.furniture import Furniture, FurnitureRules
from cleaner.extract.general import general_lines
from cleaner.extract.layouts import Body
from cleaner.extract.render import length_of
from cleaner.extract.values import words

__all__ = ["imported_lines"]

_HELPED: Final = 0.9  # of what the general extractor finds: drops that leave less of it have taken the article
_AGREED: Final = 0.8  # of it, which must stand in a body that is still the article's
_MISSED: Final = 1.5  # times it: a body with so much more, around it, holds an article that the extractor cut short


def imported_lines(
    root: Any,  # noqa: ANN401  an lxml element
    rules: tuple[FurnitureRules, FurnitureRules],
    body: Body,
    description: str | None,
) -> tuple[list[str], bool]:
    """The article's lines as the general extractor finds them, with what imported selectors can add.

    Args:
        root: The page; it is changed.
        rules: What is furniture on the pages of any outlet; the same with the imported drops.
        body: What the imported body selectors find.
        description: The page's summary.

    Returns:
        Lines of text, and whether the body is still the article's.
    """
    common, own = rules
    selected, dropped = body.words, _dropped(root, own)  # before the page is changed
    found = general_lines(deepcopy(root), common, description)
    kept = set(general_lines(root, own, description))
    # A drop takes only what it names: without its elements the extractor may judge others differently.
    helped = [line for line in found if line in kept or words(line) not in dropped]
    found = helped if length_of(helped) >= _HELPED * length_of(found) else found
    within = length_of(line for line in found if words(line) in selected)
    agreed = within >= _AGREED * length_of(found) and length_of(body.lines) >= _AGREED * length_of(found)
    return (body.lines if agreed and length_of(body.lines) > _MISSED * length_of(found) else found), agreed


def _dropped(root: Any, rules: FurnitureRules) -> str:  # noqa: ANN401  an lxml element
    """The words of all that rules name on a page."""
    furniture = Furniture(root, rules, [root])
    named = [element for element in root.iter("*") if furniture.drops(element)]
    inside = set(named)
    return words(*(text for one in named if one.getparent() not in inside for text in one.itertext()))
