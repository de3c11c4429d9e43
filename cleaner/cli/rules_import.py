"""`cleaner rules import-ftr`: rule files from ftr-site-config."""

import json
from pathlib import Path

import click

__all__ = ["import_ftr"]


@click.command(name="import-ftr")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the rule files go.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, with every line that is left out.")
def import_ftr(path: Path, folder: Path, *, as_json: bool) -> int:
    """Make rule files from ftr-site-config: one file, a folder of them, or the archive.

    Prints what became of every directive, and the typos and dead lines of the source.

    Exit status: 0 all is in order, 1 the source has typos or dead lines, 2 the call was wrong.
    """
    from cleaner.workshop.ftr.report import as_data, as_text, faults_of  # noqa: PLC0415  loads what cleaning does not need
    from cleaner.workshop.ftr.write import import_ftr as imported  # noqa: PLC0415

    imports = imported(path, folder)
    report = json.dumps(as_data(imports), ensure_ascii=False, indent=2) + "\n" if as_json else as_text(imports)
    click.echo(report, nl=False)
    return 1 if faults_of(imports) else 0
