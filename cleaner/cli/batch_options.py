"""The options of `cleaner run`, in the order in which its help shows them."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final

import click

from cleaner.cli.sizes import Size
from cleaner.io.fields import Fields

__all__ = ["fields_of", "run_options"]

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_COUNT: Final = click.IntRange(min=1)
# Measured with one worker on 156 pages and 300 texts: the first document that asks for a library or a language model
# takes up to 135 MB for it. With 100 MB one in eight pages failed, with 150 MB none did.
_LEAST_MEMORY: Final = "250MB"
_WHY: Final = "a worker takes up to 150 MB for libraries and language models before it has looked at a document"
_FIELDS: Final = ("text", "html", "id", "url", "outlet", "date")

_OUTPUT: Final[tuple[Decorator, ...]] = (
    click.option("-o", "--output", metavar="OUT", help="A .jsonl, .jsonl.gz, .jsonl.zst or .parquet file, or -."),
    click.option("--shard", type=_COUNT, metavar="N", help="Write N records to a file: OUT-00000.jsonl and so on."),
    click.option("--restart", is_flag=True, help="Replace a finished output, or give up a run that was cut off."),
    click.option("--report", metavar="FILE", help="Write a page with tables, plots and documents to look at twice."),
    click.option("--manifest", metavar="FILE", help="Write inputs, rules digest, versions and counts as JSON."),
)
_CHOICE: Final[tuple[Decorator, ...]] = (
    click.option("--outlet", metavar="HOST", help="The outlet of all documents, such as rferl.org."),
    click.option(
        "--only",
        metavar="HOST",
        help="Clean only documents from HOST: by their row or URL, else by a page's own address or a text's lines.",
    ),
    click.option("--limit", type=_COUNT, metavar="N", help="Clean only the first N documents."),
    click.option(
        "--sample", type=_COUNT, metavar="N", help="Clean N documents from all over, the same ones each time."
    ),
    click.option(
        "--repeats",
        is_flag=True,
        help="Read the inputs twice: what many documents of an outlet without a rule file repeat goes, too.",
    ),
    click.option("--dry-run", is_flag=True, help="Print what would be read, and clean nothing."),
)
_LIMITS: Final[tuple[Decorator, ...]] = (
    click.option(
        "--workers",
        type=_COUNT,
        metavar="N",
        show_default="one per core",
        help="How many processes clean. The output is the same for any number.",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=60,
        show_default=True,
        help="How long one document may take; then it is an error record.",
    ),
    click.option(
        "--memory-limit",
        type=Size(_LEAST_MEMORY, _WHY),
        metavar="SIZE",
        default=2_000_000_000,
        show_default="2GB",
        help=f"How much memory a worker may take for one document, from {_LEAST_MEMORY}; then it is an error record.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["local", "ray", "spark"]),
        default="local",
        show_default=True,
        help="Spread the work over a cluster; OUT becomes shards, one for each part of the input.",
    ),
    click.option(
        "--part",
        type=Size(),
        metavar="SIZE",
        default=256_000_000,
        show_default="256MB",
        help="With an engine: how much of the input is one part.",
    ),
    click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="What standard error gets: a line that moves (on a terminal) and a table, or JSON lines.",
    ),
)


def _field(name: str) -> Decorator:
    help_ = f'The field or column that holds the {name}, if it is not "{name}".'
    return click.option(f"--{name}-field", metavar="NAME", default=name, help=help_)


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All options of `cleaner run` but those that other commands have too."""
    options = (*_OUTPUT, *_CHOICE, *map(_field, _FIELDS), *_LIMITS)
    return reduce(lambda decorated, option: option(decorated), reversed(options), command)


def fields_of(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The options, with those that name fields as one.

    Args:
        chosen: Values of options by their names.

    Returns:
        The same, with `fields` in place of `text_field` and so on.
    """
    fields = Fields(**{name: chosen[f"{name}_field"] for name in _FIELDS})
    rest = {name: value for name, value in chosen.items() if not name.endswith("_field")}
    return {**rest, "fields": fields}
