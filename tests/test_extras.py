"""A library that is an extra and missing: one line, with the command that installs it."""

import re
import subprocess
import sys
import tomllib

import pytest

from cleaner import CleanerError
from cleaner.adapters.extras import required
from cleaner.errors import missing
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("adapter", "library", "extra"), [("arrow", "pyarrow", "arrow"), ("pandas", "pandas", "pandas")]
)
def test_an_adapter_without_its_library_says_what_to_install(adapter: str, library: str, extra: str) -> None:
    """Before anything else happens, whether the library is installed here or not."""
    program = f"import sys; sys.modules[{library!r}] = None; import cleaner.adapters.{adapter}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603  ours
    wanted = f"cleaner.errors.CleanerError: {adapter}: needs {library}; install it with pip install 'cleaner[{extra}]'"
    assert done.stderr.splitlines()[-1] == wanted


@pytest.mark.parametrize("module", ["nowhere_to_be_found", "nowhere_to_be_found.deeper"])
def test_the_line_names_the_library(module: str) -> None:
    """And not the part of it that was wanted."""
    with pytest.raises(CleanerError) as caught:
        required(module, "some")
    assert str(caught.value) == "some: needs nowhere_to_be_found; install it with pip install 'cleaner[some]'"


def test_a_library_that_is_there_but_broken_speaks_for_itself(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To install it again would not help."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "half_installed.py").write_text("import its_other_half\n", encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    with pytest.raises(ModuleNotFoundError) as caught:
        required("half_installed", "some")
    assert caught.value.name == "its_other_half"


def test_a_library_that_is_there_is_given() -> None:
    """The module itself, also where it is inside another."""
    assert required("email.message", "some") is sys.modules["email.message"]


def test_the_extras_that_are_named_exist() -> None:
    """In pyproject: those that errors name, and those that the guides and README tell to install."""
    known = set(
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    )
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "cleaner").rglob("*.py"))
    named = set(re.findall(r'(?:required|missing)\([^)\n]*"(\w+)"\)', code))
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        found = re.findall(r"cleaner\[([\w,]+)\]", page.read_text(encoding="utf-8"))
        named |= {extra for names in found for extra in names.split(",")}
    assert {"arrow", "pandas", "warc", "parquet", "remote"} <= named
    assert named <= known


def test_the_line_is_one_line() -> None:
    """Whoever needs the library, wherever it is needed."""
    assert (
        str(missing("a.warc", "fastwarc", "warc"))
        == "a.warc: needs fastwarc; install it with pip install 'cleaner[warc]'"
    )
