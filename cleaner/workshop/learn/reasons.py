"""What a draft says of its rules: how much stands behind each, and what they did to documents held back."""

from collections.abc import Sequence
from typing import Final

from cleaner.workshop.learn.detail import Detail
from cleaner.workshop.learn.placing import BETWEEN, HEAD, TAIL
from cleaner.workshop.learn.proposing import Proposal
from cleaner.workshop.learn.survey import Surveyed
from cleaner.workshop.learn.trying import Trial

__all__ = ["heading", "note_of", "reasons"]

_SAMPLES: Final = 3
_SHOWN: Final = 100  # characters of a sample


def heading(outlet: Surveyed) -> tuple[str, ...]:
    """The lines at the top of a draft."""
    dates = f", {outlet.first} to {outlet.last}" if outlet.first else ""
    copies = f"; {outlet.copies} more have no sentence of their own and were left out" if outlet.copies else ""
    return (
        f"Draft, learned from {outlet.documents} documents{dates}{copies}.",
        "Read every rule, mend its kind and its examples, and delete what you would not vouch for.",
    )


def reasons(proposal: Proposal, outlet: Surveyed, trial: Trial) -> tuple[str, ...]:
    """The lines above a table.

    Args:
        proposal: The table.
        outlet: Whose it is.
        trial: What it did to documents that it was not made from.
    """
    if not proposal.details:
        return ()
    return (
        f"{_support(proposal.details, outlet)}; {_zones(proposal.details)}; {_time(proposal.details, outlet)}",
        *(f"  such as: {_short(line)}" for line in proposal.lines[:_SAMPLES]),
        *(
            _tried(trial, "held back" if outlet.apart else "that it was learned from")
            if proposal.rule.table != "recognize"
            else ("of the corpus' outlets only this one has them",)
        ),
    )


def note_of(proposal: Proposal, outlet: Surveyed) -> str:
    """One line for a table that is not safe enough."""
    where = f"{_support(proposal.details, outlet)}; {_zones(proposal.details)}"
    return f"{proposal.doubt}: {_short(proposal.lines[0])} ({where})"


def _support(details: Sequence[Detail], outlet: Surveyed) -> str:
    counts = [detail.documents for detail in details]
    low, high = min(counts), max(counts)
    spread = f"{low}" if low == high else f"{low} to {high}"
    return f"in {spread} of {outlet.documents} documents ({high / outlet.documents:.0%})"


def _zones(details: Sequence[Detail]) -> str:
    total = sum(detail.lines for detail in details)
    names = {HEAD: "above the article", TAIL: "below it", BETWEEN: "in it"}
    shares = {name: sum(detail.zones[zone] for detail in details) / total for zone, name in names.items()}
    return ", ".join(f"{share:.0%} {name}" for name, share in shares.items() if share)


def _time(details: Sequence[Detail], outlet: Surveyed) -> str:
    if outlet.dated * 2 >= outlet.documents and any(detail.first for detail in details):
        return f"{min(d.first for d in details if d.first)} to {max(d.last for d in details)}"
    first, second = (sum(detail.halves[half] for detail in details) for half in (0, 1))
    return f"halves of the corpus {first} : {second}"


def _tried(trial: Trial, which: str) -> tuple[str, ...]:
    share = f" ({trial.touched / trial.documents:.0%})" if trial.documents else ""
    others = f", {trial.elsewhere} in {trial.others} of other outlets" if trial.others else ""
    return (
        f"takes something in {trial.touched} of {trial.documents} documents {which}{share}",
        f"false positives (sentences of articles): {trial.wrong} in {trial.documents} {which}{others}",
    )


def _short(line: str) -> str:
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}..."
