"""What the guides under docs show is so."""

from pathlib import Path

import pytest

from tests.docs import examples, run


@pytest.mark.parametrize("block", examples("arrow.md"))
def test_the_examples_of_the_arrow_guide_run(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their assertions hold; the files that they write are theirs."""
    monkeypatch.chdir(tmp_path)
    run(block, "docs/arrow.md")
