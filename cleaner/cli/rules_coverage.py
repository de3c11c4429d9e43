"""`cleaner rules coverage`: what the rules do in a corpus, and when they stopped doing it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cleaner.cli.options import cleaner_of, field_options, fields_named, rules_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.document import Document
    from cleaner.io.fields import Fields
    from cleaner.io.readers import Failure

__all__ = ["coverage"]


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="CORPUS...")
@click.option("--against", metavar="OLD.json", help="Compare to an earlier coverage file instead of month to month.")
@click.option("--merge", "parts", metavar="FILE.json", multiple=True, help="Add an earlier coverage file. Repeatable.")
@click.option(
    "--by",
    type=click.Choice(["crawled", "date"]),
    default="crawled",
    show_default=True,
    help="What months are of: when a page was fetched, where that is known, or the article's date.",
)
@click.option("--outlet", metavar="HOST", help="The outlet of all documents, such as rferl.org.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What is printed: a table, or the coverage file.",
)
@click.option("--page", metavar="FILE.html", help="Write a page with tables and plots over time.")
@field_options
@rules_option
def coverage(
    inputs: tuple[str, ...],
    against: str | None,
    parts: tuple[str, ...],
    by: Literal["crawled", "date"],
    outlet: str | None,
    format_: Literal["text", "json"],
    page: str | None,
    folders: tuple[str, ...],
    **names: str,
) -> int:
    """Count what the rules take from every document of CORPUS..., and say which rules have stopped working.

    CORPUS is what `cleaner run` takes as its input. Shown are, by outlet: which rule fired how often and which never
    did, lines that repeat and that no rule takes, documents that lost an unusual share; and an alarm for each rule
    whose rate moved from one month to the next, or, with --against, since an earlier corpus.

    Exit status: 0 no alarm, 1 an alarm, 2 the call was wrong.
    """
    from cleaner.workshop.coverage import alarms_of, gather, read, written  # noqa: PLC0415  not light
    from cleaner.workshop.coverage.page import page_of  # noqa: PLC0415
    from cleaner.workshop.coverage.table import lines_of  # noqa: PLC0415

    earlier = read(against) if against else None
    added = [read(part) for part in parts]
    found = gather(_documents(inputs, fields_named(names), outlet), cleaner_of(folders, outlet=outlet), by)
    for part in added:
        found.merge(part)
    alarms = alarms_of(found, earlier)
    if page:
        Path(page).write_bytes(page_of(found, alarms))
    if format_ == "json":
        click.echo(written(found, alarms), nl=False)
    else:
        for line in lines_of(found, alarms):
            click.echo(line)
    return 1 if alarms else 0


def _documents(inputs: tuple[str, ...], names: "Fields", outlet: str | None) -> "Iterator[Document | Failure]":
    from cleaner.io.readers import Failure, find, read  # noqa: PLC0415

    for source in find(inputs):
        for item in [source] if isinstance(source, Failure) else read(source, names):
            yield item if isinstance(item, Failure) or not outlet else replace(item, outlet=outlet)
