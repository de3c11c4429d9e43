"""Cues wake patterns: one that is wrong would silence a rule, one that is too short would wake all of them."""

import pytest

from cleaner.cues import cues
from cleaner.patterns import LinePattern
from cleaner.rulebook import Rulebook

CASES = [
    ("Daily News", ("Daily News",)),
    (r"© \d{4} Daily News\. All .*", (" Daily News. All ",)),
    ("Daily|Weekly", ("Daily", "Weekly")),
    ("Daily|.*", ()),
    ("(?:Daily|Weekly) ", ("Daily", "Weekly")),
    ("(?:Daily|Weekly)? News", (" News",)),
    ("(?:Daily|Weekly)* News", (" News",)),
    ("(?:Daily|Weekly){0,3} News", (" News",)),
    ("(?:Daily){2} New", ("Daily",)),
    ("(?P<part>Daily) (?:a|b)", ("Daily",)),
    ("(?:(?:Daily)? x|(?:Weekly))", ()),
    ("Dailys?", ("Daily",)),
    ("Dailys*", ("Daily",)),
    ("Dailys{0,1}", ("Daily",)),
    ("Dailys+!", ("Dailys",)),
    ("Dailys{2}!", ("Dailys",)),
    ("Daily{", ("Daily{",)),
    (r"Dai[Ll]y [A-Z]{2}[\]x]News", ("News",)),
    (r"[^]News]Daily", ("Daily",)),
    (r"[[:alpha:]News]Daily", ("Daily",)),
    (r"\Qa.b|c\E\d", ("a.b|c",)),
    (r"\x{41}\x42CDEF\p{Lu}GHIJK\pLMNOPQR", ("MNOPQR",)),
    (r"Daily\bNews", ("Daily",)),
    ("Daily.News", ("Daily",)),
    ("a.b.c", ()),
    ("(?i)daily", ()),
    ("(?i:daily) News", ()),
    (".*", ()),
]


@pytest.mark.parametrize(("pattern", "expected"), CASES, ids=[case[0] for case in CASES])
def test_cues_are_what_every_match_has(pattern: str, expected: tuple[str, ...]) -> None:
    """The longest literal that nothing makes optional; of alternatives, one of each."""
    assert cues(pattern) == expected


def test_no_pattern_that_ships_matches_without_a_cue() -> None:
    """Tried on what the rules' own examples match."""
    tried = 0
    for drop in (drop for file in Rulebook().files for drop in file.drops if drop.pattern):
        pattern, literals = LinePattern(drop.pattern or ""), cues(drop.pattern or "")
        for line in (line for example in drop.drops for line in example.split("\n")):
            if literals and pattern.matches(line):
                tried += 1
                assert any(literal in line for literal in literals), (drop.pattern, line)
    assert tried > 1000
