"""A cleaner that knows no outlet, to measure what an outlet without a rule file gets.

That is each page with its own rule file left out: where the URL says the outlet, no other outlet's rules apply.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from cleaner import Cleaner

__all__ = ["knowing_no_outlet"]


def knowing_no_outlet(quotes: Literal["straight", "keep"] = "straight", *, judge: bool = True) -> Cleaner:
    """A cleaner with the common rules alone: every outlet's file is replaced by one that claims no page.

    Args:
        quotes: As for `Cleaner`.
        judge: As for `Cleaner`.
    """
    with TemporaryDirectory() as folder:
        for host in (file.host for file in Cleaner().rulebook.files if file.host != "common"):
            (Path(folder) / f"{host}.toml").write_text(f'name = "left out"\nhosts = ["{host}.invalid"]\n', "utf-8")
        return Cleaner(folder, quotes=quotes, judge=judge)
