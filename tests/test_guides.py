"""What the guides under docs show is so."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs import examples, run

# Those to the engines are run beside one that is up, in tests/engines.
ENGINES = {"cluster.md", "ray.md", "spark.md"}
GUIDES = sorted({path.name for path in (ROOT / "docs").glob("*.md")} - ENGINES)


@pytest.mark.parametrize(
    ("guide", "block"),
    [
        pytest.param(guide, *example.values, id=f"{guide}-{example.id}", marks=example.marks)
        for guide in GUIDES
        for example in examples(guide)
    ],
)
def test_the_examples_of_a_guide_run(guide: str, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their assertions hold; the files that they write are theirs."""
    monkeypatch.chdir(tmp_path)
    run(block, f"docs/{guide}")
