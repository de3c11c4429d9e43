"""`cleaner run`: a batch."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import click

from cleaner.batch.summary import Summary
from cleaner.cli.options import cleaner_of, quotes_option, rules_option
from cleaner.io.readers import Source
from cleaner.io.writers import STANDARD_OUTPUT, errors_beside

__all__ = ["run"]


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="OUT", help="A .jsonl or .jsonl.gz file, or - for a pipe.")
@click.option("--outlet", metavar="HOST", help="The outlet of all documents, such as rferl.org.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    show_default="one per core",
    help="How many processes clean. The output is the same for any number.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    default=60,
    show_default=True,
    help="How long one document may take; then it is an error record.",
)
@click.option("--restart", is_flag=True, help="Replace a finished output.")
@rules_option
@quotes_option
def run(
    inputs: tuple[str, ...],
    output: str,
    outlet: str | None,
    workers: int | None,
    time_limit: float,
    restart: bool,  # noqa: FBT001  click passes flags by name
    folders: tuple[str, ...],
    quotes: Literal["straight", "keep"],
) -> int:
    """Clean every document of INPUT... into one JSONL file.

    INPUT is a folder, a file (.txt .html .htm .jsonl, each also .gz), or - for standard input. JSONL rows are read by
    their fields id, url, html or text, outlet, date. Documents that fail go to OUT's .errors.jsonl, or are named on
    standard error where OUT is a pipe.

    Exit status: 0 all cleaned, 1 some failed, 2 the call was wrong.
    """
    from cleaner.batch.run import Plan  # noqa: PLC0415  Pebble is not light, and the other commands do without
    from cleaner.batch.run import run as run_plan  # noqa: PLC0415

    started = time.perf_counter()
    plan = Plan(inputs=inputs, output=output, outlet=outlet, restart=restart, workers=workers, time_limit=time_limit)
    summary = run_plan(plan, cleaner_of(folders, quotes), _progress)
    _report(summary, output, time.perf_counter() - started)
    return 1 if summary.failures else 0


def _progress(sources: Sequence[Source]) -> Iterable[Source]:
    return _bar(sources) if sys.stderr.isatty() else sources


def _bar(sources: Sequence[Source]) -> Iterator[Source]:
    from rich.console import Console  # noqa: PLC0415  nobody watches most runs
    from rich.progress import track  # noqa: PLC0415

    yield from track(sources, description="cleaning", console=Console(stderr=True), transient=True)


def _report(summary: Summary, output: str, seconds: float) -> None:
    share = summary.removed / summary.characters if summary.characters else 0
    click.echo(
        f"{summary.documents:,} documents cleaned, {len(summary.failures):,} failed, "
        f"{share:.1%} of {summary.characters:,} characters removed, in {seconds:.1f} s: {output}",
        err=True,
    )
    for name, counts in (("outlets", summary.outlets), ("removed", summary.kinds), ("flags", summary.flags)):
        if counts:
            click.echo(f"{name:>8}: {_listed(counts)}", err=True)
    if summary.failures and output != STANDARD_OUTPUT:
        click.echo(f"  errors: {errors_beside(Path(output))}", err=True)
    elif summary.failures:
        for failure in summary.failures:
            click.echo(f"  failed: {failure.source}: {failure.reason}", err=True)


def _listed(counts: Counter[str], most: int = 8) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = f" and {len(ranked) - most} more" if len(ranked) > most else ""
    return ", ".join(f"{name} {count:,}" for name, count in ranked[:most]) + rest
