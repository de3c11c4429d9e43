"""`cleaner rules new`: the beginning of a rule file."""

from collections.abc import Iterator
from pathlib import Path

import click

from cleaner.cli.options import cleaner_of, field_options, fields_named, rules_option
from cleaner.cli.progress import visible
from cleaner.document import Document
from cleaner.io.fields import Fields
from cleaner.io.readers import Source, find, read

__all__ = ["new"]


@click.command()
@click.argument("host")
@click.option(
    "--from",
    "inputs",
    metavar="DOCUMENTS",
    multiple=True,
    required=True,
    help="Folders, files or patterns, as `cleaner run` takes them, of this outlet alone. Repeatable.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default=".",
    show_default=True,
    help="Where `rules` and `fixtures` are, or are to be.",
)
@field_options
@rules_option
def new(host: str, inputs: tuple[str, ...], output: str, folders: tuple[str, ...], **names: str) -> None:
    """Begin a rule file for HOST, with a fixture that fails until it is filled in."""
    from cleaner.workshop.fixture import write  # noqa: PLC0415  what cleaning does not need
    from cleaner.workshop.new import stub  # noqa: PLC0415

    begun = stub(host, _documents(inputs, fields_named(names)), cleaner_of(folders))
    path, fixture = write(begun, Path(output), folders)
    tables = ", ".join(dict.fromkeys(f"[{rule.table}]" for rule in begun.draft.rules)) or "only its name and host"
    name = visible(begun.draft.host)
    click.echo(
        f"1. {visible(str(path))}: from {begun.documents:,} documents: {tables}. Read it; keep what is the template's."
    )
    click.echo(f"2. {visible(str(fixture))}: invent an article in the document, then fill in what is expected of it.")
    click.echo(
        f"3. cleaner rules check --rules {visible(str(path.parent))}, then pytest tests/test_articles.py -k {name}"
    )


def _documents(inputs: tuple[str, ...], fields: Fields) -> Iterator[Document]:
    """What can be read of the inputs; a run says what cannot, and why."""
    for source in find(inputs):
        for item in read(source, fields) if isinstance(source, Source) else ():
            if isinstance(item, Document):
                yield item
