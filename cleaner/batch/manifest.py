"""What a run was made of and what came of it, as JSON: enough to do it again and to see that it was the same.

No time of day, no duration and no number of workers stand in it: the same inputs give the same bytes.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import orjson

from cleaner.api import Cleaner
from cleaner.batch.plan import Plan
from cleaner.batch.summary import Summary
from cleaner.batch.versions import rules_digest, versions
from cleaner.document import spelled_out

__all__ = ["manifest_of"]

_WORDS: Final = ("documents", "failed", "words_in", "words_out", "characters", "removed", "kinds", "flags", "reasons")


def manifest_of(plan: Plan, cleaner: Cleaner, summary: Summary) -> bytes:
    """The manifest of a run.

    Args:
        plan: What was to be done.
        cleaner: The rules that it was done with.
        summary: What came of it.

    Returns:
        A JSON object, indented, with a line break at the end.
    """
    manifest = {
        "inputs": [spelled_out(name) for name in plan.inputs],
        "output": spelled_out(Path(plan.output).name),  # where it lies is known to who finds this beside it
        "options": _options(plan, cleaner),
        "rules": rules_digest(cleaner),
        "versions": versions(plan.output),
        "counts": _counts(summary.total.as_dict()),
        "outlets": {outlet: _counts(account.as_dict()) for outlet, account in sorted(summary.accounts.items())},
    }
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _options(plan: Plan, cleaner: Cleaner) -> dict[str, Any]:
    """What the user chose and what changes the output."""
    chosen = {name: getattr(plan, name) for name in ("outlet", "only", "limit", "sample", "shard", "time_limit")}
    fields = asdict(plan.fields)
    options = cleaner.options
    counted = {"repeats": options.repeats.digest} if options.repeats else {}
    told = {"quotes": options.quotes, "caution": options.caution, **counted}
    return {**chosen, "memory_limit": plan.memory_limit, "fields": fields, **told}


def _counts(account: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _sorted(account[name]) for name in _WORDS}


def _sorted(count: int | Mapping[str, int]) -> int | dict[str, int]:
    """A count, or counts with the largest first; ties by name."""
    if isinstance(count, int):
        return count
    return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))
