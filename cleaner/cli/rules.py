"""`cleaner rules`: what rule files there are, and whether they hold."""

import click

from cleaner.cli.options import cleaner_of, rules_option
from cleaner.cli.rules_check import check
from cleaner.cli.rules_coverage import coverage
from cleaner.cli.rules_import import import_ftr
from cleaner.cli.rules_learn import learn
from cleaner.cli.rules_new import new

__all__ = ["rules"]


@click.group()
def rules() -> None:
    """Make, check and keep rule files."""


@rules.command(name="list")
@rules_option
def list_(folders: tuple[str, ...]) -> None:
    """List the rule files: name, outlet, how many rules for lines each has, and how many layouts of pages."""
    for file in cleaner_of(folders).rulebook.files:
        count = len(file.drops) + len(file.cuts) + len(file.trims) + len(file.locators)
        origin = f" (imported from {file.imported})" if file.imported else ""
        click.echo(f"{file.host:28} {count:4} rules {len(file.layouts):2} layouts  {file.name}{origin}")


@rules.command()
@click.argument("host")
@rules_option
def show(host: str, folders: tuple[str, ...]) -> None:
    """Print the rule file of HOST (or of a URL)."""
    rulebook = cleaner_of(folders).rulebook
    file = rulebook.file(host) if host in rulebook.digests else rulebook.require(host)
    click.echo(file.path.read_text(encoding="utf-8"), nl=False)


rules.add_command(check)
rules.add_command(coverage)
rules.add_command(import_ftr)
rules.add_command(learn)
rules.add_command(new)
