"""`cleaner rules learn`: draft rule files out of a corpus."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.options import cleaner_of, field_options, fields_named, rules_option
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from cleaner.workshop.draft import Draft
    from cleaner.workshop.learn import Learned

__all__ = ["learn"]


@click.command()
@click.argument("inputs", nargs=-1, metavar="[CORPUS...]")
@click.option("-o", "--output", metavar="DIR", help="The folder for the drafts, HOST.toml each; else standard output.")
@click.option("--html", "pages", metavar="PAGES", multiple=True, help="Pages to propose selectors from. Repeatable.")
@click.option("--outlet", metavar="HOST", help="The outlet of all documents, such as rferl.org.")
@field_options
@rules_option
def learn(
    inputs: tuple[str, ...], pages: tuple[str, ...], output: str | None, folders: tuple[str, ...], **chosen: str
) -> None:
    """Draft a rule file for each outlet of a corpus of texts, or of pages, for a person to read.

    CORPUS and PAGES are files or folders, as for `cleaner run`; CORPUS is read twice. What the common rules take is not
    proposed again, what is not safe enough is a comment. Documents belong to an outlet by their row, URL or text, else
    by the top folder that they lie in. Of PAGES the texts are learned from, too, as they come out without selectors.
    """
    from cleaner.workshop.learn import Choices  # noqa: PLC0415  loads what other commands do not need
    from cleaner.workshop.learn import learn as drafts_of  # noqa: PLC0415

    if not inputs and not pages:
        raise click.UsageError("nothing to learn from; give a corpus of texts, or --html PAGES, or both")
    choices = Choices(outlet=chosen["outlet"], fields=fields_named(chosen))
    learned = drafts_of(inputs, cleaner_of(folders), choices, pages)
    _tell(learned)
    if not learned.drafts:
        raise CleanerError("no outlet has 8 documents of its own; give more, or --outlet for what belongs together")
    _write(learned.drafts, output)


def _write(drafts: "tuple[Draft, ...]", output: str | None) -> None:
    from cleaner.workshop.draft import toml_of  # noqa: PLC0415

    if output is None:
        if len(drafts) > 1:
            raise CleanerError(f"the corpus holds {len(drafts)} outlets; give -o DIR for their drafts")
        click.echo(toml_of(drafts[0]), nl=False)
        return
    paths = [Path(output) / f"{draft.host}.toml" for draft in drafts]
    if there := [path for path in paths if path.exists()]:
        raise CleanerError(f"{there[0]}: exists; drafts replace no file, so move it away or give another folder")
    Path(output).mkdir(parents=True, exist_ok=True)
    for path, draft in zip(paths, drafts, strict=True):
        path.write_text(toml_of(draft), encoding="utf-8", newline="\n")
        click.echo(f"{path}: {len(draft.rules)} tables, {max(0, len(draft.notes) - 1)} doubts", err=True)


def _tell(learned: "Learned") -> None:
    """Say what was left out."""
    for name, count in learned.passed_over.items():
        click.echo(f"{name}: {count} documents are too few for a draft", err=True)
    if learned.html:
        click.echo(f"{learned.html} pages of HTML were passed over; give them as --html", err=True)
    if learned.texts:
        click.echo(f"{learned.texts} texts among the pages were passed over; give them without --html", err=True)
    if learned.failed:
        click.echo(f"{learned.failed} documents could not be read", err=True)
