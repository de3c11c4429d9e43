"""What `import cleaner` loads and costs: whoever only cleans text must not wait for tables, pages or frameworks."""

import subprocess
import sys

import pytest
from imports import loaded, ratio

_TIMES = 11  # measured 5.2 to 5.6 (benchmarks/imports.py); twice that, since other machines have other disks


def test_the_libraries_that_are_loaded_are_these() -> None:
    """Three: linear-time patterns, JSON, and the classes of characters in mojibake, with what that brings."""
    assert loaded("cleaner") == {"re2", "orjson", "ftfy", "wcwidth"}


def test_it_takes_no_more_than_some_imports_of_click() -> None:
    """Relative to a library that everybody knows, so that it holds on any machine."""
    assert ratio(5)[2] < _TIMES


@pytest.mark.parametrize("heavy", ["cleaner.adapters", "trafilatura", "lxml", "pyarrow", "numpy", "pandas", "chardet"])
def test_these_wait_until_they_are_asked_for(heavy: str) -> None:
    """None is imported with the package, though it be installed: its import is made to fail, and nothing happens."""
    program = f"import sys; sys.modules[{heavy!r}] = None; import cleaner; cleaner.Cleaner"
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  our own
