"""`cleaner run`: a batch."""

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from cleaner.cli.batch_options import fields_of, run_options
from cleaner.cli.options import cleaner_of, judge_options, quotes_option, rules_option
from cleaner.cli.progress import LogFormat, logged, watching
from cleaner.errors import CleanerError
from cleaner.io.writers import STANDARD_OUTPUT, errors_beside

if TYPE_CHECKING:
    from cleaner.api import Cleaner
    from cleaner.batch.plan import Plan, Progress
    from cleaner.batch.summary import Summary

__all__ = ["run"]

_WRONG: Final = 2  # exit status


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@run_options
@rules_option
@quotes_option
@judge_options
def run(
    log_format: LogFormat,
    folders: tuple[str, ...],
    quotes: Literal["straight", "keep"],
    caution: float,
    no_judge: bool,  # noqa: FBT001  click passes flags by name
    **chosen: Any,  # noqa: ANN401  each as its option says
) -> int:
    """Clean every document of INPUT... into one file of records.

    INPUT is a folder, a file, a pattern in quotes, a remote path (s3://, https:// and so on, with fsspec), or - for
    standard input. Files are .txt .html .htm .jsonl .json .warc .parquet, each also .gz .zst .bz2 .xz. Documents that
    fail go to OUT's .errors.jsonl, or are named on standard error where OUT is a pipe. A run that was cut off goes on
    where it stopped when the same command is given again.

    Exit status: 0 all cleaned, 1 some failed, 2 the call was wrong.
    """
    if chosen["output"] is None and not chosen["dry_run"]:
        raise click.UsageError("Missing option '-o' / '--output'.")
    try:
        if chosen["engine"] == "local" and not chosen["dry_run"]:
            from cleaner.batch.workers import start_ahead  # noqa: PLC0415  Pebble is not light

            start_ahead()
        return _run(cleaner_of(folders, quotes, caution=1 if no_judge else caution), chosen, log_format)
    except CleanerError as error:
        if log_format == "text":
            raise
        logged("error", {"message": str(error)})
        return _WRONG


def _run(cleaner: "Cleaner", chosen: Mapping[str, Any], log_format: LogFormat) -> int:
    from cleaner.batch.plan import Plan  # noqa: PLC0415  as above; the other commands do without
    from cleaner.cli.ending import Ending, tell, tell_what_would_be_read  # noqa: PLC0415

    options = {**chosen, "output": chosen["output"] or STANDARD_OUTPUT}
    run_plan = _runner(options.pop("engine"))
    plan = Plan(**fields_of(options))
    started = time.perf_counter()
    terminal = sys.stderr.isatty()
    with watching(log_format, terminal=terminal, dry_run=plan.dry_run) as progress:
        summary = run_plan(plan, cleaner, progress)
    if plan.dry_run:
        tell_what_would_be_read(summary, log_format)
    else:
        seconds = time.perf_counter() - started
        files = _files(plan, summary.failed)
        tell(summary, Ending(output=plan.output, seconds=seconds, terminal=terminal, files=files), log_format)
    return 1 if summary.failed else 0


def _runner(engine: str) -> "Callable[[Plan, Cleaner, Progress], Summary]":
    """What carries out a plan."""
    if engine == "local":
        from cleaner.batch.run import run as run_here  # noqa: PLC0415

        return run_here
    from cleaner.adapters.cluster import run as run_on  # noqa: PLC0415

    return partial(run_on, engine)


def _files(plan: "Plan", failed: int) -> dict[str, str]:
    """What was written beside the output, by what it is."""
    files = {"report": plan.report, "manifest": plan.manifest}
    if failed and plan.output != STANDARD_OUTPUT:
        files["errors"] = str(errors_beside(Path(plan.output)))
    return {name: path for name, path in files.items() if path}
