"""Outlets of texts without a URL: told by lines and patterns, whatever the number of rule files."""

from pathlib import Path

import pytest
from rules_scale import invent

from cleaner.lines import Text
from cleaner.rulebook import Rulebook

RULES = {
    "lines.example": """lines = ["The Tarsk Times, daily", "Tarsk online"]""",
    "twice.example": r"""patterns = ['(?:From Tarsk|News of Tarsk) \d{2,4}.*', '.{3,20} of the Lower Bridge']""" + "\nat_least = 2",
    "none.example": """patterns = ['(?i)by .{3,9} on the dot']""",
    "other.example": """patterns = ['(?i)at .{3,9} on the spot', 'Home of [^.]+, page']""",
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The built-in files, four more, and a hundred of which none should be told."""
    folder = tmp_path_factory.mktemp("rules")
    invent(folder, 100)
    for host, rules in RULES.items():
        text = f'name = "Tarsk"\nhosts = ["{host}"]\n[recognize]\n{rules}\n'
        Path(folder, f"{host}.toml").write_text(text, encoding="utf-8")
    return Rulebook([folder])


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Rain fell.\nThe Tarsk Times, daily", "lines.example"),
        ("THE TARSK TIMES, DAILY\nRain fell.", "lines.example"),
        ("Rain fell on The Tarsk Times, daily", None),
        ("From Tarsk 2024\nRain fell.", None),
        ("From Tarsk 2024 on News of Tarsk 12\nNews of Tarsk 123\nRain fell.", None),
        ("From Tarsk 2024\nThe story of the Lower Bridge", "twice.example"),
        ("From Tarsk 20245\nA story of the Lower Bridge", "twice.example"),
        ("From Tarsk 2\nA story of the Lower Bridge", None),
        ("From Tarsk 2024\nThe long and winding story of the Lower Bridge", None),
        ("Rain fell.\nBy BOB DAY on the Dot", "none.example"),
        ("Rain fell.\nAT Tarsk ON the spot", "other.example"),
        ("Rain fell.\nHome of the bell, page", "other.example"),
        ("Home of the bell.\nHome of the\nbell, page", None),
        ("By Bob Day on the dot\nTarsk online", None),
        ("By Bob Day on the dot\nTarsk online\nThe Tarsk Times, daily", "lines.example"),
        ("Rain fell.", None),
        ("", None),
    ],
)
def test_an_outlet_is_told_by_its_lines_and_patterns(book: Rulebook, text: str, outlet: str | None) -> None:
    """By whole lines, enough of them, each pattern counted once, and by nobody where two outlets have as many."""
    assert book.recognized(Text(text)).name == outlet
