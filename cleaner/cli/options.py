"""Options that several commands share."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import reduce
from typing import Any, Literal

import click

from cleaner.api import Cleaner
from cleaner.io.fields import Fields
from cleaner.judge import CAUTION, KNOWN_CAUTION

__all__ = ["cleaner_of", "field_options", "fields_named", "judge_options", "quotes_option", "rules_option"]

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
_caution_option: Decorator = click.option(
    "--caution",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    default=CAUTION,
    show_default=True,
    help="How sure the judge must be that a line of an unknown outlet's text is no article; in dumps of known ones at "
    f"least {KNOWN_CAUTION}.",
)
_no_judge_option: Decorator = click.option("--no-judge", is_flag=True, help="Take from texts only what rules take.")


def judge_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the line judge: `caution`, which is 1 without the judge, and `no_judge`."""
    decorated: Callable[..., Any] = _caution_option(_no_judge_option(command))
    return decorated


_NAMES = tuple(field.name for field in fields(Fields))


def field_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what the fields of rows are called, as `cleaner run` has them."""
    options = (
        click.option(
            f"--{name}-field", metavar="NAME", default=name, help=f'The field that holds the {name}, if not "{name}".'
        )
        for name in reversed(_NAMES)
    )
    return reduce(lambda decorated, option: option(decorated), options, command)


def fields_named(chosen: Mapping[str, str]) -> Fields:
    """What these options say."""
    return Fields(**{name: chosen[f"{name}_field"] for name in _NAMES})


def cleaner_of(
    folders: tuple[str, ...],
    quotes: Literal["straight", "keep"] = "straight",
    outlet: str | None = None,
    caution: float = CAUTION,
) -> Cleaner:
    """A cleaner with the rules and choices of the command line, which has to have rules for the outlet."""
    cleaner = Cleaner(rules=folders, quotes=quotes, caution=caution)
    if outlet:
        cleaner.rulebook.require(outlet)
    return cleaner
