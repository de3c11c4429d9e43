"""What the suites share: where things lie, and rule folders made on the spot."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the corpora are other people's pages and lie outside the repository"
)

RuleFolder = Callable[[str], Path]


# A shell starts what it puts into the background with Ctrl-C ignored, and all that it starts inherits that: the tests
# that send one would wait for ever.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is known of rule files with what pytest keeps, not in the home of whoever runs the tests."""
    os.environ.setdefault("CLEANER_CACHE", str(config.rootpath / ".pytest_cache" / "rules"))


@pytest.fixture
def rule_folder(tmp_path: Path) -> RuleFolder:
    """A folder with one rule file, times.example.toml, whose rules the test gives."""

    def make(rules: str) -> Path:
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        head = 'name = "Example Times"\nhosts = ["times.example"]\n'
        (folder / "times.example.toml").write_text(head + rules, encoding="utf-8")
        return folder

    return make


# The same examples on every machine and every day: a red run means the change, not the dice.
settings.register_profile("fixed", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fixed")
