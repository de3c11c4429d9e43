"""The command line: `cleaner run | clean | explain | rules | schema`.

Only what a person types and reads lives here; each command calls the same functions that Python users call.
"""

import os
import signal
import sys
from io import TextIOWrapper
from typing import Any

import click

from cleaner.cli.documents import clean, explain
from cleaner.cli.rules import rules
from cleaner.cli.run import run
from cleaner.cli.schema import schema
from cleaner.errors import CleanerError

__all__ = ["cli", "main"]


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  what a command returns
        """Run a command; a reader who has gone, as `head` does, is no error of ours."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cleaner", message="%(prog)s %(version)s")
def cli() -> None:
    """Strip boilerplate from scraped news; every removal accounted for."""


for command in (run, clean, explain, rules, schema):
    cli.add_command(command)


def main() -> None:
    """Run the command; a user's error is one line and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the output is UTF-8 whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    for stop in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(stop, lambda number, _: sys.exit(128 + number))  # so that nothing half written stays
    sys.exit(_status())


def _status() -> int:
    try:
        return _called()
    except (click.Abort, KeyboardInterrupt) as stop:
        return _stopped(stop.__cause__ or stop, 128 + signal.SIGINT)
    except SystemExit as stop:
        return _stopped(stop, int(stop.code or 0))


def _called() -> int:
    try:
        return int(cli(standalone_mode=False) or 0)
    except CleanerError as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"{error.filename or 'input or output'}: {error.strerror or error}")
    except click.ClickException as error:
        error.show()
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code


def _stopped(stop: BaseException, status: int) -> int:
    """Say what became of the work, which a run that can go on notes on what stopped it."""
    notes = getattr(stop, "__notes__", ["nothing was written under the output's name"])
    click.echo(f"cleaner: stopped; {notes[0]}", err=True)
    return status


def _failed(message: str) -> int:
    click.echo(f"cleaner: {message}", err=True)
    return 2
