"""Options that several commands share."""

from collections.abc import Callable
from typing import Any, Literal

import click

from cleaner.api import Cleaner

__all__ = ["cleaner_of", "quotes_option", "rules_option"]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

rules_option: Decorator = click.option(
    "--rules",
    "folders",
    metavar="DIR",
    multiple=True,
    help="A folder of rule files, over the built-in ones. Repeatable.",
)
quotes_option: Decorator = click.option(
    "--quotes",
    type=click.Choice(["straight", "keep"]),
    default="straight",
    show_default=True,
    help="Make all quotes straight, or leave them.",
)


def cleaner_of(
    folders: tuple[str, ...], quotes: Literal["straight", "keep"] = "straight", outlet: str | None = None
) -> Cleaner:
    """A cleaner with the rules and choices of the command line, which has to have rules for the outlet."""
    cleaner = Cleaner(rules=folders, quotes=quotes)
    if outlet:
        cleaner.rulebook.require(outlet)
    return cleaner
