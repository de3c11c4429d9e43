"""Bylines to names: what is around a name goes, what belongs to it stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.people import people, signs

NAMES = [
    ("Ann Lee and Bob Day, Jr.", ("Ann Lee", "Bob Day Jr.")),
    ("Ann Lee, Bob Day; Cy Fox & Di Wu | Eve Orr", ("Ann Lee", "Bob Day", "Cy Fox", "Di Wu", "Eve Orr")),
    ("Anna Berg und Jörg Soll", ("Anna Berg", "Jörg Soll")),
    ("Ana Paz y Luis Mora", ("Ana Paz", "Luis Mora")),
    ("Léa Roy et Paul Petit", ("Léa Roy", "Paul Petit")),
    ("Kari Dahl og Per Moe", ("Kari Dahl", "Per Moe")),
    ("Иван Петров и Анна Ким", ("Иван Петров", "Анна Ким")),
    ("王小明、李大海", ("王小明", "李大海")),
    ("ANN LEE AND BOB DAY", ("ANN LEE", "BOB DAY")),
    ("ann lee", ("ann lee",)),
    ("Ann Lee, Ann Lee", ("Ann Lee",)),
]
GOES = [
    ("By Ann Lee", ("Ann Lee",)),
    ("Von Anna Berg, Frankfurt", ("Anna Berg",)),
    ("Ein Kommentar von Anna Berg", ("Anna Berg",)),
    ("Propos recueillis par Léa Roy", ("Léa Roy",)),
    ("Автор: Иван Петров", ("Иван Петров",)),
    ("(责编\uff1a王小明、李大海)", ("王小明", "李大海")),
    ("김하나 기자", ("김하나",)),
    ("By Ann Lee in Oslo and Bob Day, chief reporter", ("Ann Lee", "Bob Day")),
    ("Ann Lee Staff Writer", ("Ann Lee",)),
    ("Ann Lee, Senior Editor", ("Ann Lee",)),
    ("By Staff Reporter", ()),
    ("Ann Lee - Oslo", ("Ann Lee",)),
    ("Ann Lee for The Example Times", ("Ann Lee",)),
    ("Ann Lee (Oslo) @annlee ann@times.example https://times.example/ann", ("Ann Lee",)),
    ("Ann Lee/AP", ("Ann Lee",)),
    ("Ann Lee Associated Press", ("Ann Lee",)),
    ("Text: Ann Lee; Foto: Bob Day", ("Ann Lee",)),
    ("105092", ()),
    ("", ()),
]
STAYS = [
    "dpa", "Associated Press", "The Example Times", "News desk", "srf/hosb", "Dr. Max Kolb", "Malcolm X.", "Walter E. Fox",
    "Vincent van der Berg", "Ursula von der Aue", "Von der Aue", "José Ruiz y Gasset", "Maria Costa e Silva", "Di Wu",
    "Jean-Luc Roy", "Nora O'Hara", "Anderson Day", "Andy Byron", "山田 花子", "Byron Vonn", "Ian Inman", "Bill MCCOY",
]  # fmt: skip


@pytest.mark.parametrize(("byline", "names"), NAMES)
def test_people_are_told_apart(byline: str, names: tuple[str, ...]) -> None:
    """Each person is one name, once, in order."""
    assert people(byline) == names


@pytest.mark.parametrize(("byline", "names"), GOES)
def test_what_is_no_name_goes(byline: str, names: tuple[str, ...]) -> None:
    """Openings, roles, places, employers, addresses and picture credits are no part of a name."""
    assert people(byline) == names


@pytest.mark.parametrize("name", STAYS)
def test_a_name_stays_whole(name: str) -> None:
    """What looks like a separator, an opening or a role inside a name is left alone; so is an agency that signs alone."""
    assert people(name) == (name,)


def test_an_agency_beside_people_is_one_more_name() -> None:
    """An agency in a list signs as people do."""
    assert people("Anna Berg und Jörg Soll, dpa") == ("Anna Berg", "Jörg Soll", "dpa")


@given(st.text(max_size=300))
def test_anything_gives_clean_names(byline: str) -> None:
    """Whatever a page says, no name is empty, padded, or there twice."""
    names = people(byline)
    assert all(name and name == name.strip() for name in names)
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize(
    "line", ["By Ann Lee", "Von: Anna Berg", "\u2013 Par Léa Roy", "Автор: Иван Петров", "作者\uff1a王小明"]
)
def test_a_byline_is_known_by_its_beginning(line: str) -> None:
    """In a dozen languages, with or without a dash."""
    assert signs(line)


@pytest.mark.parametrize("line", ["Ann Lee", "• Ann Lee", "Bystanders met", "Von der Aue", "Di Wu", "— — —", ""])
def test_a_name_alone_is_no_byline(line: str) -> None:
    """Nor is a word that only looks like "By", or a bare dash."""
    assert not signs(line)
