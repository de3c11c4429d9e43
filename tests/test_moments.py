"""Moments as markup writes them to ISO 8601: what is clear is read, what is not is left."""

import pytest

from cleaner.extract.moments import best_moment, iso_moment

MOMENTS = [
    ("2023-04-28T19:20:36+0200", "2023-04-28T19:20:36+02:00"),
    ("2023-04-28T19:20:36.123Z", "2023-04-28T19:20:36+00:00"),
    ("2023-08-30T16:45+0100", "2023-08-30T16:45+01:00"),
    ("2023-04-28 19:20", "2023-04-28T19:20"),
    ("2023-04-28", "2023-04-28"),
    ("2023-04", "2023-04"),
    ("20240424", "2024-04-24"),
    ("20240424101112", "2024-04-24T10:11:12"),
    ("1714232323", "2024-04-27T15:38:43+00:00"),
    ("Fri, 28 Apr 2023 19:20:36 +0200", "2023-04-28T19:20:36+02:00"),
    ("Fri Apr 28 19:20:36 CEST 2023", "2023-04-28T19:20:36+02:00"),
    ("Fri Apr 28 2023 19:20:36 GMT+0200 (CEST)", "2023-04-28T19:20:36+02:00"),
    ("May 15th, 2023", "2023-05-15"),
    ("April 28, 2023 9:05 PM EDT", "2023-04-28T21:05-04:00"),
    ("28.04.2023, 19:20 Uhr", "2023-04-28T19:20"),
    ("2024年4月24日", "2024-04-24"),
]
NO_MOMENTS = [
    "",
    "today",
    "03/04/2024",
    "12:30",
    "0001-01-01T00:00:00",
    "1970-01-01T00:00:00Z",
    "2024-02-31",
    "2024-13-01",
    "12345",
]


@pytest.mark.parametrize(("text", "iso"), MOMENTS)
def test_a_moment_is_as_precise_as_its_source(text: str, iso: str) -> None:
    """Each form that markup uses becomes ISO 8601, nothing added, nothing lost."""
    assert iso_moment(text) == iso


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_what_can_be_read_in_two_ways_is_no_moment(text: str) -> None:
    """Empty fields, impossible days and ambiguous dates give nothing."""
    assert iso_moment(text) is None


def test_the_pages_own_time_zone_is_preferred() -> None:
    """The same instant in a local zone is preferred to UTC; another instant is not, and a day gains its hour."""
    assert best_moment(["2023-11-15T17:00:00Z", "2023-11-15T19:00:00+02:00"]) == "2023-11-15T19:00:00+02:00"
    assert best_moment(["2023-11-15T17:00:00Z"], ["2023-11-15T19:00:00+02:00"]) == "2023-11-15T19:00:00+02:00"
    assert best_moment(["2023-11-15T17:00:00Z", "2023-11-15T20:00:00+02:00"]) == "2023-11-15T17:00:00+00:00"
    assert best_moment(["2023-11-15", "2023-11-15T19:00+02:00"]) == "2023-11-15T19:00+02:00"
    assert best_moment(["2023-11-15", "2023-11-16T19:00+02:00"]) == "2023-11-15"
    assert best_moment(["soon"]) is None
