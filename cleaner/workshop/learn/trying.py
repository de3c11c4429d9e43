"""Proposals tried: each must load, hold to its examples, and take no sentence of documents that are new to it."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cleaner.lines import Lines, Text
from cleaner.masks import Masker
from cleaner.prose import is_prose
from cleaner.rulefile import RuleFile, read
from cleaner.ruleset import CompiledFile, Ruleset
from cleaner.strip import strip
from cleaner.workshop.check import check
from cleaner.workshop.draft import Draft, toml_of
from cleaner.workshop.learn.proposing import Proposal

__all__ = ["Bench", "Held", "Trial", "holding", "loaded", "numbered", "tried"]

_ELSEWHERE: Final = 0.02  # share of other outlets' documents in which a rule may take a sentence


@dataclass(frozen=True, slots=True)
class Held:
    """A document to try rules on: its normalized text, and the forms that are frequent in its outlet."""

    text: str
    frequent: AbstractSet[str]

    def is_own(self, line: str, masker: Masker) -> bool:
        """Whether a line is a sentence that its outlet's other documents do not have."""
        return is_prose(line) and next(masker.forms(line), line) not in self.frequent


@dataclass(frozen=True, slots=True)
class Bench:
    """What is the same for all trials: the forms of lines, and the rules that there are for any outlet."""

    masker: Masker
    common: Ruleset


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule did to documents that it was not made from.

    Args:
        documents: How many there were; `touched` in how many it took something; `wrong` in how many a sentence.
        others: Documents of other outlets; `elsewhere` in how many of them it took a sentence.
    """

    documents: int = 0
    touched: int = 0
    wrong: int = 0
    others: int = 0
    elsewhere: int = 0

    @property
    def fault(self) -> str | None:
        """Why the rule is not safe."""
        if self.wrong:
            return f"takes a sentence in {self.wrong} of {self.documents} documents that it was tried on"
        if self.elsewhere > _ELSEWHERE * self.others:
            return f"takes a sentence in {self.elsewhere} of {self.others} documents of other outlets"
        return None


def numbered(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals with an id for each rule that no other has."""
    counts: Counter[str] = Counter()
    found = []
    for proposal in proposals:
        name = proposal.rule.id
        counts[name] += 1
        unique = f"{name}-{counts[name]}" if name and counts[name] > 1 else name
        found.append(replace(proposal, rule=replace(proposal.rule, id=unique)))
    return found


def holding(draft: Draft, proposal: Proposal, months: Sequence[Proposal]) -> str | None:
    """What is wrong with a proposal by itself.

    Args:
        draft: The file's head.
        proposal: One table.
        months: The table of the names of months, where there is one.

    Returns:
        The first fault, of loading or of an example; None where it holds.
    """
    file, faults = loaded(
        replace(draft, rules=tuple(p.rule for p in (*(months if proposal not in months else ()), proposal)))
    )
    found = [*faults, *(check(file) if file else ())]
    return found[0].partition(": ")[2] if found else None


def loaded(draft: Draft) -> tuple[RuleFile | None, tuple[str, ...]]:
    """A draft as a rule file, or what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.toml"
        path.write_text(toml_of(draft), encoding="utf-8")
        return read(path)


def tried(draft: Draft, held: Sequence[Held], others: Sequence[Held], bench: Bench) -> dict[str, Trial]:
    """Try a draft on documents.

    Args:
        draft: Proposals that hold.
        held: Documents of the outlet that were held back.
        others: Documents of other outlets.
        bench: What tells their own sentences.

    Returns:
        For each rule that took something, by its id or field, what it did.
    """
    file, _ = loaded(draft)
    if file is None:
        return {}
    rules = Ruleset((*bench.common.files, CompiledFile(file)), budget=1)
    own, far = _effects(held, rules, bench.masker), _effects(others, rules, bench.masker)
    return {
        name.removeprefix("draft/"): Trial(len(held), *own.get(name, (0, 0)), len(others), far.get(name, (0, 0))[1])
        for name in sorted(own.keys() | far.keys())
    }


def _effects(documents: Sequence[Held], rules: Ruleset, masker: Masker) -> dict[str, tuple[int, int]]:
    """In how many documents each rule takes something, and in how many of them a sentence."""
    touched, wrong = Counter[str](), Counter[str]()
    for document in documents:
        taken: dict[str, bool] = defaultdict(bool)
        for removal in strip(Lines(document.text), Text(document.text), rules).removed:
            lines = document.text[removal.start : removal.end].split("\n")
            taken[removal.rule] |= any(document.is_own(line, masker) for line in lines)
        touched.update(taken.keys())
        wrong.update(name for name, is_wrong in taken.items() if is_wrong)
    return {name: (touched[name], wrong[name]) for name in touched}
