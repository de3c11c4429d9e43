"""The consoles in a guide: each command that a page shows is run, and what it prints is what the page shows."""

import shlex
from collections.abc import Iterator

from click.testing import CliRunner

from cleaner.cli import cli
from cleaner.errors import CleanerError
from tests.docs import blocks

__all__ = ["commands", "printed"]


def commands(page: str, programs: tuple[str, ...] = ("cleaner",)) -> Iterator[tuple[str, str]]:
    """The commands of some programs in a page's console blocks, each with what it is said to print.

    A command that ends in a backslash goes on in the next line.
    """
    for block in blocks(page, "console"):
        for shown in f"\n{block}".replace("\\\n", " ").split("\n$ ")[1:]:
            command, _, said = shown.partition("\n")
            if command.split()[0] in programs:
                yield " ".join(command.split()), f"{said.rstrip()}\n".lstrip("\n")


def printed(command: str) -> str:
    """What a command prints, in the folder where the test is."""
    done = CliRunner().invoke(cli, shlex.split(command)[1:], standalone_mode=False)
    if isinstance(done.exception, CleanerError):
        return f"cleaner: {done.exception}\n"
    assert done.exception is None, done.exception
    return f"{done.output.rstrip()}\n".lstrip("\n")
