"""`cleaner rules check`: what is wrong with rule files, for a person, for CI and for a hook before a commit."""

import json
from pathlib import Path

import click

from cleaner.cli.options import rules_option
from cleaner.errors import CleanerError

__all__ = ["check"]


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILES]...", type=click.Path(path_type=Path))
@rules_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="One line for each finding, or a JSON list of all.",
)
def check(paths: tuple[Path, ...], folders: tuple[str, ...], format_: str) -> int:
    """Check rule files: that they load, that every example holds, and what else is doubtful.

    FILES are rule files or folders of them; without any, all that are loaded are checked. Each finding has its severity
    and its code, and a comment in the rule's table, "# allow CODE: the reason", says that it is meant.

    Exit status: 0 no findings, 1 findings, 2 a file does not load; the others are checked all the same.
    """
    from cleaner.workshop.lint import ERROR, lint  # noqa: PLC0415  loads what cleaning does not need
    from cleaner.workshop.lint.load import load  # noqa: PLC0415

    loaded = load(paths, tuple(map(Path, folders)))
    findings = lint(loaded.files, loaded.common)
    if format_ == "json":
        click.echo(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2))
    for finding in findings if format_ == "text" else ():
        click.echo(finding)
    if loaded.faults:
        raise CleanerError("\n".join(loaded.faults))
    errors = sum(finding.severity == ERROR for finding in findings)
    click.echo(f"{_counted(len(loaded.files), 'rule file')}, {_summary(errors, len(findings) - errors)}", err=True)
    return 1 if findings else 0


def _summary(errors: int, warnings: int) -> str:
    found = [_counted(n, name) for n, name in ((errors, "error"), (warnings, "warning")) if n]
    return ", ".join(found) or "no findings"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
