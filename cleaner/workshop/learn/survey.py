"""Two readings of a corpus: the first counts the forms of every line, the second looks closely at the frequent ones.

Memory is bounded, and nothing depends on the order of the documents: counts are sums, and of many things those are
kept that rank highest or have the lowest hash.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from cleaner.masks import Masker
from cleaner.prose import is_prose
from cleaner.ruleset import Ruleset
from cleaner.strip import strip
from cleaner.workshop.learn.corpus import Choices, Corpus, Page
from cleaner.workshop.learn.detail import Detail, Lowest, Sight
from cleaner.workshop.learn.parts import parts_of
from cleaner.workshop.learn.placing import Placed, place
from cleaner.workshop.learn.sketch import Best, Sketch, number_of

__all__ = ["Survey", "Surveyed", "survey"]

_SHARE: Final = 0.01  # of an outlet's documents: a rarer line is not worth a rule
_DETAILS: Final = 50_000  # forms that are looked at closely, in all outlets together: about 150 MB
_HELD: Final = 4_000  # documents kept to judge by, in all outlets together
_HELD_EACH: Final = (4, 150)  # of one outlet, at the least and at the most
_HELD_LENGTH: Final = 50_000  # characters of one; longer ones are rare, and none of them is kept
_PARTS: Final = 5_000  # of lines, likewise
_PART: Final = "\ufded"  # a noncharacter, which no form of a whole line begins with
_SENTENCES: Final = 60  # of an outlet's articles


@dataclass(slots=True)
class Surveyed:
    """What is known of one outlet.

    Args:
        name: Its host, or the folder.
        need: In how many documents a form must stand to be noted.
        documents: How many were looked at; `copies` how many more have no prose of their own; `dated` how many have
            a date, from `first` to `last`.
        details: The frequent forms; `parts` those of parts of its articles' lines.
        held: A sample of the documents that were held back, normalized; where `apart` is false, of all.
        sentences: A sample of the articles' own sentences.
    """

    name: str
    need: int
    held: Lowest
    apart: bool = True
    documents: int = 0
    copies: int = 0
    dated: int = 0
    first: str = ""
    last: str = ""
    details: dict[str, Detail] = field(default_factory=dict)
    parts: dict[str, Detail] = field(default_factory=dict)
    sentences: Lowest = field(default_factory=lambda: Lowest(_SENTENCES))

    def note(self, page: Page, placed: Placed) -> None:
        """Take a document in."""
        self.documents += 1
        if page.date:
            self.dated += 1
            self.first = min(filter(None, (self.first, page.date[:10])))
            self.last = max(self.last, page.date[:10])
        for line in [line for line, own in zip(placed.lines, placed.own, strict=True) if own][:_SENTENCES]:
            self.sentences.add(line)


@dataclass(frozen=True, slots=True)
class Survey:
    """A whole corpus: outlets by name, and how many documents could not be read, or are pages of HTML."""

    outlets: dict[str, Surveyed]
    failed: int
    html: int


def survey(corpus: Corpus, common: Ruleset, masker: Masker, choices: Choices) -> Survey:
    """Read a corpus twice.

    Args:
        corpus: The documents.
        common: The rules that are there for any outlet; what they take needs no other rule.
        masker: Gives lines their forms.
        choices: The caller's.

    Returns:
        Every outlet with the forms that many of its documents have.
    """
    sketch, trained, left_out = Sketch(), Counter[str](), Counter[str]()
    for page in corpus.pages():
        if isinstance(page, Page):
            trained[page.outlet] += not page.held
            _count(sketch, page, masker)
        else:
            left_out["failed" if page else "html"] += 1
    second = _Second(sketch, trained, masker, common, choices)
    for page in corpus.pages():
        if isinstance(page, Page):
            second.look(page)
    return Survey(second.result(), left_out["failed"], left_out["html"])


def _count(sketch: Sketch, page: Page, masker: Masker) -> None:
    if not page.held:
        lines = set(page.text.lines)
        forms = {form for line in lines for form in masker.forms(line)}
        parts = {part for line in lines for part in parts_of(line, masker)}
        for form in sorted(forms | {_PART + part for part in parts}):
            sketch.add(_number(page.outlet, form))


def _number(outlet: str, form: str) -> int:
    return number_of(f"{outlet}\n{form}")


class _Second:
    """The second reading."""

    def __init__(
        self, sketch: Sketch, trained: Counter[str], masker: Masker, common: Ruleset, choices: Choices
    ) -> None:
        self._sketch, self._masker, self._common = sketch, masker, common
        self._keep_all = not choices.hold
        least, most = _HELD_EACH
        held = min(max(_HELD // max(1, len(trained)), least), most)
        self._outlets = {
            name: Surveyed(name, max(choices.least, int(_SHARE * count)), Lowest(held), bool(choices.hold))
            for name, count in sorted(trained.items())
        }
        self._details, self._parts = Best(_DETAILS, Detail), Best(_PARTS, Detail)
        self._seen = 0

    def look(self, page: Page) -> None:
        """Take a document in."""
        outlet = self._outlets[page.outlet]
        if (page.held or self._keep_all) and len(page.text.text) <= _HELD_LENGTH:
            outlet.held.add(page.text.text, page.digest)
        if page.held:
            return
        placed = place(page.text.lines, self._forms(page, outlet))
        if placed is None:
            outlet.copies += 1
            return
        outlet.note(page, placed)
        self._seen += 1
        taken = self._taken(page)
        for form, sight in self._sights(page, placed):
            detail = self._details.get(f"{outlet.name}\n{form}", sight.count)
            if detail is not None:
                detail.note(form, sight, taken=sight.index in taken)
        for part, sight in self._part_sights(page, placed, outlet):
            detail = self._parts.get(f"{outlet.name}\n{part}", sight.count)
            if detail is not None:
                detail.note(part, sight, taken=False)

    def _part_sights(self, page: Page, placed: Placed, outlet: Surveyed) -> Iterator[tuple[str, Sight]]:
        for index in (index for index, forms in enumerate(placed.forms) if not forms):
            for part in parts_of(placed.lines[index], self._masker):
                count = self._sketch.count(_number(outlet.name, _PART + part))
                if count >= outlet.need:
                    yield part, Sight(self._seen, page.date, page.digest >> 32 & 1, placed, index, count)

    def _sights(self, page: Page, placed: Placed) -> Iterator[tuple[str, Sight]]:
        half = page.digest >> 32 & 1
        for index, forms in enumerate(placed.forms):
            for form, count in forms:
                yield form, Sight(self._seen, page.date, half, placed, index, count)

    def _forms(self, page: Page, outlet: Surveyed) -> list[list[tuple[str, int]]]:
        """For each line, its frequent forms with their counts."""
        known: dict[str, list[tuple[str, int]]] = {}
        for line in set(page.text.lines):
            forms = islice(self._masker.forms(line), 1 if is_prose(line) else None)
            counted = ((form, self._sketch.count(_number(outlet.name, form))) for form in forms)
            known[line] = [(form, count) for form, count in counted if count >= outlet.need]
        return [known[line] for line in page.text.lines]

    def _taken(self, page: Page) -> frozenset[int]:
        """The lines that the common rules take as a whole."""
        removed = strip(page.lines, page.text, self._common).removed
        spans = [(r.start, r.end) for r in removed if not r.rule.startswith("builtin/")]
        starts = page.lines.starts(page.text.numbers) if spans else []
        return frozenset(index for index, start in enumerate(starts) if any(a <= start < b for a, b in spans))

    def result(self) -> dict[str, Surveyed]:
        """The outlets with their forms, in the order of their names."""
        for best, kept in ((self._details, "details"), (self._parts, "parts")):
            for key, detail in sorted(best.items.items()):
                name, form = key.split("\n", 1)
                if detail.documents >= self._outlets[name].need:
                    getattr(self._outlets[name], kept)[form] = detail
        return self._outlets
