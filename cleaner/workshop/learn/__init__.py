"""Draft rule files out of a corpus: the lines that an outlet repeats, sorted by what can be told of them.

A person reads the draft and decides; what is not safe enough is there too, as a comment with the reason.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from cleaner.api import Cleaner
from cleaner.dates import ENGLISH_MONTHS
from cleaner.lines import Text
from cleaner.masks import Masker
from cleaner.rulebook import Rulebook
from cleaner.ruleset import Ruleset
from cleaner.workshop.draft import Draft
from cleaner.workshop.learn.corpus import Choices, Corpus, Reading, reading
from cleaner.workshop.learn.markup import with_selectors
from cleaner.workshop.learn.pages import gathered
from cleaner.workshop.learn.proposing import Knowledge, Proposal, propose
from cleaner.workshop.learn.reasons import heading, note_of, reasons
from cleaner.workshop.learn.survey import Survey, Surveyed, survey
from cleaner.workshop.learn.trying import Bench, Held, Trial, holding, numbered, tried
from cleaner.workshop.learn.vocabulary import Vocabulary

__all__ = ["Choices", "Learned", "learn", "learn_from"]

_OTHERS: Final = 150  # documents of other outlets on which a draft is tried


@dataclass(frozen=True, slots=True)
class Learned:
    """What a corpus gave.

    Args:
        drafts: One for each outlet that has documents enough, by name.
        passed_over: The other outlets, with how many documents each has.
        failed: Documents that could not be read.
        html: Pages of HTML among the texts, which were passed over; `texts` among the pages.
    """

    drafts: tuple[Draft, ...]
    passed_over: dict[str, int]
    failed: int
    html: int
    texts: int


def learn(
    inputs: Sequence[str],
    cleaner: Cleaner,
    choices: Choices = Choices(),  # noqa: B008  frozen
    pages: Sequence[str] = (),
) -> Learned:
    """Learn draft rule files.

    Args:
        inputs: Files and folders of texts, as for `cleaner run`; read twice.
        cleaner: The rules that there are.
        choices: The caller's.
        pages: Files and folders of pages of HTML; read once.

    Returns:
        Drafts that load and hold to their examples; the same for the same documents in any order.

    Raises:
        CleanerError: An input is missing, or is standard input and to be read twice.
    """
    texts = reading(inputs, choices.fields)
    return learn_from(texts, reading(pages, choices.fields, again=False), cleaner, choices)


def learn_from(texts: Reading, pages: Reading, cleaner: Cleaner, choices: Choices) -> Learned:
    """The same from whatever reads documents: `texts` twice, `pages` once."""
    book, seen = cleaner.rulebook, gathered(pages, cleaner, choices)
    months = _months(book)
    masker = Masker(name for names in (ENGLISH_MONTHS, *months) for name in names)
    common = book.recognized(Text("")).rules
    corpus = Corpus(lambda: chain(texts(), *(one.texts for one in seen.outlets.values())), cleaner, choices)
    surveyed = survey(corpus, common, masker, choices)
    enough = {name: outlet for name, outlet in surveyed.outlets.items() if outlet.documents >= choices.documents}
    drafter = _Drafter(surveyed, Knowledge(masker, Vocabulary(book.files), months), common)
    drafts = {name: drafter.draft(outlet) for name, outlet in enough.items()}
    return Learned(
        drafts=tuple(
            with_selectors(draft, seen.outlets[name], book) if name in seen.outlets else draft
            for name, draft in drafts.items()
        ),
        passed_over={n: outlet.documents for n, outlet in surveyed.outlets.items() if n not in enough},
        failed=surveyed.failed + seen.failed,
        html=surveyed.html,
        texts=seen.texts,
    )


def _months(book: Rulebook) -> tuple[tuple[str, ...], ...]:
    """The names of months in all languages that rule files list, the most used lists first."""
    own = Counter(file.months[len(ENGLISH_MONTHS) :] for file in book.files)
    return tuple(months for months in sorted(own, key=lambda months: (-own[months], months)) if months)


class _Drafter:
    """Makes drafts: proposals that hold by themselves are tried together, and what fails becomes a comment."""

    def __init__(self, surveyed: Survey, knowledge: Knowledge, common: Ruleset) -> None:
        self._outlets, self._knowledge = surveyed.outlets, knowledge
        self._bench = Bench(knowledge.masker, common)

    def draft(self, outlet: Surveyed) -> Draft:
        """The draft for one outlet."""
        host = _host(outlet.name)
        empty = Draft(host=host, name=outlet.name, hosts=(host,), comment=heading(outlet))
        others = [other for other in self._outlets.values() if other is not outlet]
        known = frozenset(form for other in others for form in other.details)
        proposals = numbered(propose(outlet, known, self._knowledge))
        months = [proposal for proposal in proposals if proposal.rule.table == "metadata"]
        checked = [p if p.doubt else replace(p, doubt=holding(empty, p, months)) for p in proposals]
        return self._tried(empty, checked, outlet, others)

    def _tried(
        self, empty: Draft, proposals: Sequence[Proposal], outlet: Surveyed, others: Sequence[Surveyed]
    ) -> Draft:
        sound = [proposal for proposal in proposals if not proposal.doubt]
        whole = replace(empty, rules=tuple(proposal.rule for proposal in sound))
        each = max(1, _OTHERS // max(1, len(others)))
        far = [Held(text, other.details.keys()) for other in others for text in other.held.texts()[:each]][:_OTHERS]
        held = [Held(text, outlet.details.keys()) for text in outlet.held.texts()]
        trials = tried(whole, held, far, self._bench)
        nothing = Trial(documents=len(held), others=len(far))
        judged = [(p, trials.get(p.rule.id or p.rule.table.removeprefix("metadata."), nothing)) for p in sound]
        doubtful = [p for p in proposals if p.doubt] + [replace(p, doubt=t.fault) for p, t in judged if t.fault]
        rules = tuple(replace(p.rule, comment=reasons(p, outlet, t)) for p, t in judged if not t.fault)
        return replace(empty, rules=rules).noting(*(note_of(proposal, outlet) for proposal in doubtful))


def _host(name: str) -> str:
    """A name that a file can have, and a rule file can claim."""
    safe = re.sub(r"[^\w.-]+", "-", name.lower()).strip(".-") or "unknown"
    return safe if "." in safe else f"{safe}.example"
