"""From what is known of an outlet's lines to the tables of a draft: drops, cuts, recognized lines and locators."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cleaner.masks import Masker, fixed_letters, has_slot, has_words, pattern_of, plain
from cleaner.prose import ends_like_sentence
from cleaner.workshop.draft import DraftRule, Value
from cleaner.workshop.learn.detail import Detail
from cleaner.workshop.learn.doubts import Judge
from cleaner.workshop.learn.examples import near_misses
from cleaner.workshop.learn.fields import fields_of
from cleaner.workshop.learn.parts import parts_of
from cleaner.workshop.learn.placing import END, HEAD, PROSE, TAIL
from cleaner.workshop.learn.survey import Surveyed
from cleaner.workshop.learn.trims import trim_doubt, trim_of
from cleaner.workshop.learn.vocabulary import Vocabulary

__all__ = ["Knowledge", "Proposal", "propose"]

_OUTSIDE: Final = 0.98  # share of lines
_TAKEN: Final = 0.9  # share of lines
_BLOCKS: Final = 0.5  # share of lines with changing lines below
_ENDS: Final = 0.05  # share of blocks: rarer ends are left out of a cut's `to`
_LABEL: Final = 60  # characters of a line that opens a block
_COVERED: Final = 0.8
_DROPS: Final = 3  # examples
_RECOGNIZED: Final = 5  # lines
_TELLING: Final = 20  # characters of a line that nobody else has
_OFTEN: Final = 0.2  # share of documents

Forms = dict[str, Detail]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What holds for all outlets: the forms of lines, the words of furniture, the names of months."""

    masker: Masker
    vocabulary: Vocabulary
    months: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """One table with what stands behind it; one with a doubt becomes a comment."""

    rule: DraftRule
    details: tuple[Detail, ...] = ()
    lines: tuple[str, ...] = ()
    doubt: str | None = None


def propose(outlet: Surveyed, others: frozenset[str], knowledge: Knowledge) -> list[Proposal]:
    """What a rule file for an outlet could say.

    Args:
        outlet: What is known of it.
        others: The frequent forms of other outlets.
        knowledge: What holds for all outlets.

    Returns:
        Proposals, not yet tried on anything.
    """
    found = [field for field in fields_of(outlet.details, knowledge.months) if not _is_taken(field.detail)]
    names = next((field.months for field in found if field.months), ())
    fields = [field for field in found if field.months in ((), names)]
    located = {field.form for field in fields}
    forms = {
        form: detail
        for form, detail in outlet.details.items()
        if not _is_taken(detail) and not located.intersection(knowledge.masker.forms(detail.samples.texts()[0]))
    }
    proposer = _Proposer(outlet, forms, knowledge)
    months = [Proposal(rule=DraftRule(table="metadata", keys={"months": names}))] if names else []
    return [
        *_recognized(outlet, others),
        *(_proposal(field.rule, field.detail) for field in fields),
        *months,
        *proposer.cuts(),
        *proposer.drops(),
        *proposer.trims(),
    ]


def _is_taken(detail: Detail) -> bool:
    """Whether rules that are there already take it."""
    return detail.taken >= _TAKEN * detail.lines


def _proposal(rule: DraftRule, detail: Detail, doubt: str | None = None) -> Proposal:
    return Proposal(rule=rule, details=(detail,), lines=tuple(detail.samples.texts()), doubt=doubt)


def _recognized(outlet: Surveyed, others: frozenset[str]) -> list[Proposal]:
    """Lines that name the outlet and that no other outlet of the corpus has."""
    name = max(outlet.name.split("."), key=len)
    found = [
        (-detail.documents, form)
        for form, detail in outlet.details.items()
        if len(form) >= _TELLING and name in re.sub(r"\W", "", form.casefold()) and not has_words(form)
        if form not in others and detail.documents >= _OFTEN * outlet.documents
    ]
    best = [form for _, form in sorted(found)[:_RECOGNIZED]]
    if not best:
        return []
    lines = tuple(form for form in best if not has_slot(form))
    patterns = tuple(pattern_of(form) for form in best if has_slot(form))
    keys: dict[str, Value] = {key: values for key, values in (("lines", lines), ("patterns", patterns)) if values}
    details = tuple(outlet.details[form] for form in best)
    shown = tuple(detail.samples.texts()[0] for detail in details)
    return [Proposal(rule=DraftRule(table="recognize", keys=keys), details=details, lines=shown)]


class _Proposer:
    """Drops and cuts of one outlet."""

    def __init__(self, outlet: Surveyed, forms: Forms, knowledge: Knowledge) -> None:
        self._outlet, self._forms, self._knowledge = outlet, forms, knowledge
        self._judge = Judge(outlet, knowledge.vocabulary)
        self._sentences = outlet.sentences.texts()
        self._doubts = {form: self._judge.doubt(form, detail) for form, detail in forms.items()}
        self._wider = {form: self._wider_forms(detail) for form, detail in forms.items() if not has_words(form)}
        self._covered = self._coverage()
        blocks = {form: self._ends(form, detail) for form, detail in forms.items()}
        self._blocks = {form: ends for form, ends in blocks.items() if ends is not None}

    def _wider_forms(self, detail: Detail) -> list[str]:
        return [form for form in self._knowledge.masker.forms(detail.samples.texts()[0]) if has_words(form)]

    def _coverage(self) -> Counter[str]:
        """In how many documents a form with words that change is one of the lines that stand there often anyway."""
        covered: Counter[str] = Counter()
        for form, wider in self._wider.items():
            for other in wider:
                covered[other] += self._forms[form].documents
        return covered

    def drops(self) -> Iterator[Proposal]:
        """Whole lines: those that never change together, by kind and place; each pattern alone."""
        groups: dict[tuple[str, str], list[tuple[str, Detail]]] = defaultdict(list)
        wide = {form for form in self._forms if has_words(form) and self._is_worth(form) and not self._doubts[form]}
        for form, detail in self._forms.items():
            doubt = self._doubts[form]
            if form in self._blocks or (has_words(form) and not self._is_worth(form)):
                continue
            if not has_words(form) and wide.intersection(self._wider[form]):
                continue  # the pattern takes it
            if has_slot(form) or doubt:
                yield self._pattern(form, detail, doubt)
            else:
                groups[self._knowledge.vocabulary.kind_of(form), _within(detail)].append((form, detail))
        for (kind, within), members in sorted(groups.items()):
            yield _literals(kind, within, members)

    def trims(self) -> Iterator[Proposal]:
        """Parts of the articles' lines; of two forms of a line the one that more lines have."""
        vocabulary, parts = self._knowledge.vocabulary, self._outlet.parts
        ranks = {key: (detail.lines, fixed_letters(key)) for key, detail in parts.items()}
        for key, detail in parts.items():
            line = detail.samples.texts()[0]
            forms = (other for other in parts_of(line, self._knowledge.masker) if other[0] == key[0])
            if any(ranks.get(other, (0, 0)) > ranks[key] for other in forms):
                continue
            rule = trim_of(key, detail, self._sentences, vocabulary.kind_of(plain(key[1:])))
            yield _proposal(rule, detail, trim_doubt(key, detail, self._judge, vocabulary))

    def _is_worth(self, form: str) -> bool:
        return self._covered[form] < _COVERED * self._forms[form].documents

    def _pattern(self, form: str, detail: Detail, doubt: str | None) -> Proposal:
        samples = detail.samples.texts()
        pattern = pattern_of(form)
        keys: dict[str, Value] = {"pattern": pattern} | _place_of(_within(detail))
        keys |= {"drops": tuple(samples[:_DROPS]), "keeps": near_misses(pattern, samples[0], self._sentences)}
        kind = self._knowledge.vocabulary.kind_of(plain(form))
        return _proposal(DraftRule(table="drop", id=_slug(form), kind=kind, keys=keys), detail, doubt)

    def cuts(self) -> Iterator[Proposal]:
        """Blocks below the article: a line that stays, with lines under it that change."""
        for form, ends in self._blocks.items():
            yield self._cut(form, self._forms[form], ends)

    def _ends(self, form: str, detail: Detail) -> list[str] | None:
        """The forms that end the block under a line; none for the end of the document; None where it is no block."""
        opens = not has_words(form) and not self._doubts[form] and len(form) <= _LABEL and not ends_like_sentence(form)
        if not opens or detail.runs < _BLOCKS * detail.lines or detail.share_in(TAIL) < _OUTSIDE or detail.mixed:
            return None
        ends = {end: count for end, count in detail.followers.items() if count >= _ENDS * detail.lines}
        if PROSE in detail.followers or any(end != END and self._doubts.get(end) for end in ends):
            return None
        return [] if END in ends else sorted(ends)

    def _cut(self, form: str, detail: Detail, ends: list[str]) -> Proposal:
        blocks = detail.blocks.texts()
        if not ends:
            blocks = ["\n".join(block.split("\n")[:_DROPS]) for block in blocks]
        opening = detail.samples.texts()[0]
        keeps = "\n".join((near_misses(pattern_of(form), opening, self._sentences)[0], self._sentences[0]))
        keys: dict[str, Value] = {"from": pattern_of(form)}
        keys |= {"to": "|".join(map(pattern_of, ends))} if ends else {}
        keys |= {"within": "tail", "drops": tuple(blocks[:1]), "keeps": (keeps,)}
        kind = self._knowledge.vocabulary.kind_of(plain(form), "related")
        rule = DraftRule(table="cut", id=f"{_slug(form)}-block", kind=kind, keys=keys)
        return Proposal(rule=rule, details=(detail,), lines=tuple(block.replace("\n", " / ") for block in blocks))


def _within(detail: Detail) -> str:
    return next((zone for zone in (HEAD, TAIL) if detail.share_in(zone) >= _OUTSIDE), "anywhere")


def _place_of(within: str) -> dict[str, Value]:
    return {} if within == "anywhere" else {"within": within}


def _literals(kind: str, within: str, members: list[tuple[str, Detail]]) -> Proposal:
    members = sorted(members, key=lambda member: (-member[1].documents, member[0]))
    lines = tuple(form for form, _ in members)
    keys: dict[str, Value] = {"lines": lines} | _place_of(within) | {"drops": lines[:_DROPS]}
    rule = DraftRule(table="drop", id=f"{kind}-{within}", kind=kind, keys=keys)
    return Proposal(rule=rule, details=tuple(detail for _, detail in members), lines=lines)


def _slug(form: str) -> str:
    """An id out of the words that stay."""
    words = re.findall(r"[^\W\d_]+", plain(form).casefold())
    return "-".join(words[:4]) or "line"
