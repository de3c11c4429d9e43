"""The Python interface beyond what a document becomes."""

import pickle
from pathlib import Path

from cleaner import Cleaner
from cleaner.rulebook import built_in_rules

RULE = """
name = "Example"
hosts = ["example.com"]

[[drop]]
id = "more"
kind = "related"
lines = ["Read on"]
drops = ["Read on"]
"""


def test_a_pickled_cleaner_brings_its_rules_along(tmp_path: Path) -> None:
    """A process that has none of the rule files, on whatever machine, cleans as the one that loaded them."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "example.com.toml").write_text(RULE, encoding="utf-8")
    cleaner = Cleaner(rules=folder, quotes="keep")
    text = "The council met on \u201cMonday\u201d.\n\nRead on\n\nIt rained all day and all night."
    before = cleaner.clean(text, url="https://example.com/a")
    data = pickle.dumps(cleaner)
    (folder / "example.com.toml").unlink()
    folder.rmdir()
    again: Cleaner = pickle.loads(data)  # noqa: S301  our own
    assert again.clean(text, url="https://example.com/a") == before
    assert before.removed[0].rule == "example.com/more"


def test_what_is_pickled_is_small() -> None:
    """What has been compiled on the way stays behind."""
    cleaner = Cleaner()
    before = len(pickle.dumps(cleaner))
    cleaner.clean("Some words.", url="https://www.rferl.org/a")
    assert len(pickle.dumps(cleaner)) == before
    assert before < 2 * sum(path.stat().st_size for path in built_in_rules().glob("*.toml"))
