"""What a run says at its end: what came of it by outlet, what failed and why, and where to look."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import click

from cleaner.batch.summary import OTHERS, Account, Summary
from cleaner.cli.progress import LogFormat, logged, visible

__all__ = ["Ending", "tell", "tell_what_would_be_read"]

_MOST: Final = 20  # outlets in the table; the report has all
_TOP: Final = 3  # rules of an outlet
_WIDE: Final = 160  # characters of a line in a log, where there is no terminal to ask
_ROOM: Final = 120  # characters that a line needs for words beside figures
_FIGURES: Final = ("outlet", "documents", "failed", "words in", "words out", "removed")
_WORDS: Final = ("top rules", "flags")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """What is known of a run beside its summary.

    Args:
        output: Where the records are.
        seconds: How long it took, this time.
        terminal: Whether a person sees standard error.
        files: What else was written, by name: errors, report, manifest.
    """

    output: str
    seconds: float
    terminal: bool
    files: Mapping[str, str]


def tell(summary: Summary, ending: Ending, log_format: LogFormat) -> None:
    """Say what a run did, on standard error.

    Args:
        summary: What it did.
        ending: What is known besides.
        log_format: "json" for one JSON object in one line.
    """
    total = summary.total
    if log_format == "json":
        accounts = {outlet: account.as_dict() for outlet, account in sorted(summary.accounts.items())}
        known = {"output": ending.output, "seconds": round(ending.seconds, 1), "files": dict(ending.files)}
        logged("done", {**known, **total.as_dict(), "outlets": accounts})
        return
    click.echo(
        f"{total.documents:,} documents cleaned, {total.failed:,} failed, {total.share:.1%} of "
        f"{total.characters:,} characters removed, in {ending.seconds:.1f} s: {visible(ending.output)}",
        err=True,
    )
    _print_outlets(summary, ending)
    for reason, count in _ranked(total.reasons):
        click.echo(f"  failed: {count:,} {visible(reason)}", err=True)
    for name, path in ending.files.items():
        click.echo(f"{name:>8}: {visible(path)}", err=True)


def tell_what_would_be_read(summary: Summary, log_format: LogFormat) -> None:
    """Say what a dry run found, on standard error.

    Args:
        summary: Documents and failures by the outlet that they would be counted under before they are read.
        log_format: "json" for one JSON object in one line.
    """
    if log_format == "json":
        outlets = {outlet: account.documents for outlet, account in sorted(summary.accounts.items())}
        logged("found", {"documents": summary.documents, "failed": summary.failed, "outlets": outlets})
        return
    click.echo(f"{summary.documents:,} documents would be cleaned, {summary.failed:,} cannot be read", err=True)
    for outlet, account in _outlets(summary)[:_MOST]:
        click.echo(f"{account.documents:>8,} {visible(outlet)}", err=True)


def _print_outlets(summary: Summary, ending: Ending) -> None:
    from rich.console import Console  # noqa: PLC0415  only runs end with a table
    from rich.table import Table  # noqa: PLC0415

    width = None if ending.terminal else _WIDE
    console = Console(stderr=True, width=width, markup=False, highlight=False, emoji=False)
    names = _FIGURES if console.width < _ROOM else (*_FIGURES, *_WORDS)
    ranked = _outlets(summary)
    table = Table(box=None, pad_edge=False)
    for name in names:
        is_figure = name in _FIGURES[1:]
        table.add_column(name, justify="right" if is_figure else "left", no_wrap=is_figure)
    for outlet, account in ranked[:_MOST]:
        table.add_row(*_cells(outlet, account)[: len(names)])
    console.print(table)
    if len(ranked) > _MOST:
        click.echo(f"and {len(ranked) - _MOST:,} more outlets", err=True)
    if names == _FIGURES:
        _print_words(summary.total)


def _outlets(summary: Summary) -> list[tuple[str, Account]]:
    """The largest first; the heap of all the others is no outlet and goes last."""

    def place(item: tuple[str, Account]) -> tuple[bool, int, int, str]:
        outlet, account = item
        return outlet == OTHERS, -account.documents, -account.failed, outlet

    return sorted(summary.accounts.items(), key=place)


def _print_words(total: Account) -> None:
    """What a narrow terminal has no columns for, of all outlets together."""
    for name, said in zip(_WORDS, (_listed(total.rules, _TOP), _listed(total.flags, len(total.flags))), strict=True):
        if said:
            click.echo(f"{name}: {said}", err=True)


def _cells(outlet: str, account: Account) -> tuple[str, ...]:
    figures = (account.documents, account.failed, account.words_in, account.words_out)
    words = (_listed(account.rules, _TOP), _listed(account.flags, len(account.flags)))
    return visible(outlet), *(f"{figure:,}" for figure in figures), f"{account.share:.1%}", *words


def _listed(counts: Counter[str], most: int) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in _ranked(counts)[:most])


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
