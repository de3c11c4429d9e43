r"""A pattern in bytes says what the pattern says: of the examples of all rules, and of whatever else a line may be."""

# ruff: noqa: RUF001  the characters that look alike are the subject
import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from cleaner.alphabet import Alphabet
from cleaner.patterns import LinePattern
from cleaner.rulebook import Rulebook

PATTERNS = (
    r"\p{Lu}[\p{L}'-]{2,20}(?: \pL{1,3})? – (\d{1,4})",
    r"(?P<part>[^.!?]{3,40}[.…] )?[—–\p{Pd}]+",
    r"(?i)share(?: this){0,2}[^s]{0,5}",
    r".{2,6}é|[éü\p{Ll}]{1,4}\x{2022}?",
    r"[\p{L}\p{M}\p{N}_]{4,8}[^\p{L}]{1,3}",
    r"(?:[[:alpha:]]|\.|\]|[]é[]){1,3}",
    r"\p{So}{1,3}\s?\S{0,3}",
)
PLAIN = (r"\p{Han}{1,3}", r"[А-Яа-я]{2,9}", r"\P{L}{2,4}", r"(?i)é{2,3}", r"(?i)\p{Lu}{2,3}", r"\Qa{2}\E{1,2}")
CHARACTERS = st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\n\r")
LINES = st.text(st.one_of(st.sampled_from("aAsSkK é–—….!? '-_19·•ſ\u212aßüÜçšБд字"), CHARACTERS), max_size=12)


def exactly(pattern: str, line: str) -> bool:
    """What RE2 says itself."""
    return re2.compile(pattern).fullmatch(line) is not None


@pytest.mark.parametrize("pattern", PATTERNS)
@given(line=LINES)
def test_any_line_matches_as_it_does_in_unicode(pattern: str, line: str) -> None:
    """The pattern in bytes takes the same lines, and captures the same parts."""
    assert Alphabet.of(pattern) is not None
    made = LinePattern(pattern)
    found = re2.compile(pattern).fullmatch(line)
    assert made.matches(line) == (found is not None)
    groups = made.groups(line)
    assert (groups is None) == (found is None)
    if groups and found:
        assert groups[1] == tuple(value or "" for value in found.groups())
        assert groups[0] == {name: value or "" for name, value in found.groupdict().items()}


@pytest.mark.parametrize("pattern", PLAIN)
def test_what_takes_unicode_to_understand_stays_as_it_is(pattern: str) -> None:
    """Scripts, ranges, what is negated, quoted or folded beyond ASCII: no alphabet is better than a wrong one."""
    assert Alphabet.of(pattern) is None


@pytest.mark.parametrize("line", ["ſhare", "share this", "\u212aK", "share thiſ"])
def test_a_letter_that_folds_to_ascii_is_not_mistaken(line: str) -> None:
    """Without case, a long s is an s, and the sign for kelvin a k: such a line is read as it is."""
    pattern = r"(?i)(?:share(?: this){0,2}|k{2,3})"
    assert LinePattern(pattern).matches(line) == exactly(pattern, line)


def test_the_patterns_of_all_rules_mean_the_same() -> None:
    """Every counting pattern of every rule file says of its file's examples what RE2 says."""
    compared = 0
    for file in Rulebook().files:
        examples = (text for drop in file.drops for text in (*drop.drops, *drop.keeps))
        lines = [line for text in examples for line in text.split("\n")]
        for pattern in {rule.pattern for rule in file.drops if rule.pattern}:
            made, plain = LinePattern(pattern), re2.compile(pattern)
            if made.counts and Alphabet.of(pattern):
                wrong = [line for line in lines if made.matches(line) != (plain.fullmatch(line) is not None)]
                assert not wrong, (file.path.name, pattern, wrong[0])
                compared += len(lines)
    assert compared > 10_000
