"""The command line: `cleaner run | clean | explain | rules | schema`.

Only what a person types and reads lives here; each command calls the same functions that Python users call.
"""

import sys

import click

from cleaner.cli.documents import clean, explain
from cleaner.cli.rules import rules
from cleaner.cli.run import run
from cleaner.cli.schema import schema
from cleaner.errors import CleanerError

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cleaner", message="%(prog)s %(version)s")
def cli() -> None:
    """Strip boilerplate from scraped news; every removal accounted for."""


for command in (run, clean, explain, rules, schema):
    cli.add_command(command)


def main() -> None:
    """Run the command; a user's error is one line and exit status 2."""
    try:
        sys.exit(cli(standalone_mode=False) or 0)
    except CleanerError as error:
        click.echo(f"cleaner: {error}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("cleaner: stopped; nothing was written under the output's name", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader of our pipe has gone, which is its right
        sys.stderr.close()
        sys.exit(0)
