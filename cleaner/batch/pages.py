"""What a run writes beside its output, once it is done: the report and the manifest."""

from pathlib import Path

from cleaner.api import Cleaner
from cleaner.batch.manifest import manifest_of
from cleaner.batch.plan import Plan
from cleaner.batch.report import report_of
from cleaner.batch.summary import Summary
from cleaner.errors import CleanerError
from cleaner.io.writers import replace_file

__all__ = ["check_pages", "pages_of", "write_pages"]


def pages_of(plan: Plan) -> list[Path]:
    """The pages that a plan asks for."""
    return [Path(page) for page in (plan.report, plan.manifest) if page]


def check_pages(plan: Plan) -> None:
    """Whether the pages could be written at all.

    Raises:
        CleanerError: A folder is missing.
    """
    for page in pages_of(plan):
        if not page.parent.is_dir():
            raise CleanerError(f"{page}: its folder does not exist; make it first")


def write_pages(plan: Plan, cleaner: Cleaner, summary: Summary) -> None:
    """Write the pages that the plan asks for.

    Args:
        plan: What was to be done.
        cleaner: The rules that it was done with.
        summary: What came of it.

    Raises:
        CleanerError: One cannot be written.
    """
    if plan.report:
        replace_file(Path(plan.report), report_of(plan, cleaner, summary))
    if plan.manifest:
        replace_file(Path(plan.manifest), manifest_of(plan, cleaner, summary))
