"""`cleaner clean` and `cleaner explain`: one document at the terminal."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from cleaner.cli.options import cleaner_of, judge_options, quotes_option, rules_option
from cleaner.cli.progress import visible
from cleaner.document import Record
from cleaner.io.readers import STANDARD_INPUT, read_one
from cleaner.io.writers import line_of, replace_file

if TYPE_CHECKING:
    from cleaner.workshop.explain import Explanation

__all__ = ["clean", "explain"]

_STYLES: Final = {
    "icons": "magenta",
    "navigation": "blue",
    "subscription": "yellow",
    "legal": "bright_black",
    "related": "cyan",
    "social": "bright_blue",
    "caption": "green",
    "credit": "green",
    "advert": "red",
    "comments": "bright_magenta",
    "paywall": "bright_red",
    "duplicate": "bright_cyan",
    "sidebar": "bright_yellow",
    "metadata": "bright_green",
}
_SHORT: Final = 100  # characters of a reason that the terminal says
_url_option = click.option("--url", metavar="URL", help="Where the document was published; finds the outlet's rules.")
_outlet_option = click.option("--outlet", metavar="HOST", help="The outlet, such as rferl.org; trusted over the URL.")


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--json", "as_json", is_flag=True, help="Print the whole record instead of the text.")
@_url_option
@_outlet_option
@rules_option
@quotes_option
@judge_options
def clean(
    file: str,
    as_json: bool,  # noqa: FBT001  click passes flags by name
    url: str | None,
    outlet: str | None,
    folders: tuple[str, ...],
    quotes: Literal["straight", "keep"],
    caution: float,
    no_judge: bool,  # noqa: FBT001  likewise
) -> None:
    """Clean one document and print its text."""
    record = cleaner_of(folders, quotes, outlet, 1 if no_judge else caution).clean(
        read_one(file), url=url, outlet=outlet
    )
    click.echo(line_of(record.as_dict()).decode() if as_json else record.text, nl=not as_json)


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--html", "page", metavar="OUT.html", help="Write a page instead, with every reason, for a browser.")
@_url_option
@_outlet_option
@rules_option
@judge_options
def explain(
    file: str,
    page: str | None,
    url: str | None,
    outlet: str | None,
    folders: tuple[str, ...],
    caution: float,
    no_judge: bool,  # noqa: FBT001  click passes flags by name
) -> None:
    """Show one document with every removed piece marked by its rule, and why the rule took it."""
    from cleaner.workshop.explain import explain as explained_of  # noqa: PLC0415  what cleaning does not need

    cleaner = cleaner_of(folders, outlet=outlet, caution=1 if no_judge else caution)
    explained = explained_of(replace(read_one(file), **_given(url, outlet)), cleaner)
    if page:
        _write_page(explained, file, page)
        return
    _print_pieces(explained.text, explained.record)
    _print_reasons(explained)
    _print_fields(explained.record)


def _given(url: str | None, outlet: str | None) -> dict[str, str]:
    return {name: value for name, value in (("url", url), ("outlet", outlet)) if value}


def _write_page(explained: "Explanation", file: str, page: str) -> None:
    from cleaner.workshop.explain_page import page_of  # noqa: PLC0415

    name = "standard input" if file == STANDARD_INPUT else Path(file).name
    replace_file(Path(page), page_of(explained, name))
    click.echo(f"{visible(page)}: {len(explained.record.removed):,} removals explained", err=True)


def _print_pieces(text: str, record: Record) -> None:
    from rich.console import Console  # noqa: PLC0415  only this command draws
    from rich.text import Text  # noqa: PLC0415

    from cleaner.workshop.explain import pieces  # noqa: PLC0415

    shown = Text()
    for piece in pieces(text, record):
        if piece.removal is None:
            shown.append(_visible(piece.text))
        else:
            style = _STYLES[piece.removal.kind]
            shown.append(f"[{piece.removal.rule}: ", style=f"{style} bold")
            shown.append(_visible(piece.text), style=f"{style} strike")
            shown.append("]", style=f"{style} bold")
    Console(highlight=False, soft_wrap=True).print(shown)


def _visible(text: str) -> str:
    """Text that cannot command a terminal."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text.replace("\r", ""))


def _print_reasons(explained: "Explanation") -> None:
    """Each rule once with its reason, where that is short; the page has all of them."""
    said = {(piece.rule, reason) for piece, reason in zip(explained.record.removed, explained.reasons, strict=True)}
    short = sorted(pair for pair in said if pair[1] and len(pair[1]) <= _SHORT)
    if short:
        click.echo()
    for rule, reason in short:
        click.echo(f"{rule}: {_visible(reason)}")


def _print_fields(record: Record) -> None:
    click.echo()
    for name in ("outlet", "title", "authors", "date", "language", "description", "flags"):
        value = getattr(record, name)
        click.echo(f"{name:>12}: {(', '.join(value) if isinstance(value, tuple) else value) or '-'}")
