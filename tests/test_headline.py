"""A page's titles to its headline: the names around it go, its own dashes and numbers stay."""

import pytest

from cleaner.extract.headline import headline

LONG = "Rain closes three roads in the valley"

TITLES = [
    ("a name that the site gives itself", [f"{LONG} - Times"], [], ["Times"], LONG),
    ("a site's name in front", [f"Times | {LONG}"], [], ["times"], LONG),
    ("a section that the heading lacks", [f"{LONG} - National | Times"], [LONG], [], LONG),
    ("a section and a date", [f"{LONG} | Europe | Times | 28.04.2023"], [], ["Times", "Europe"], LONG),
    ("full-width bars", ["雨で三つの道路が閉鎖された\uff1a例新聞"], [], ["例新聞"], "雨で三つの道路が閉鎖された"),
    ("a counter", [f"(3) {LONG}"], [], [], LONG),
    ("a title that is but the site's name", ["Times", LONG], [], ["Times"], LONG),
    ("a title that was cut off", [LONG[:20] + "…"], [LONG], [], LONG),
    ("a quotation mark that cut it off", ["Mayor says "], ['Mayor says "no" to roads'], [], 'Mayor says "no" to roads'),
]
WHOLE = [
    ("a dash of its own", ["Brand in Nord — Rauch zieht ab"], ["Brand in Nord — Rauch zieht ab"], ["Times"]),
    ("a kicker that the heading lacks", [f"After the storm: {LONG}"], [LONG], ["Times"]),
    ("a heading that is but a place", ["Roma — Lazio: due a uno"], ["Roma"], ["Times"]),
    ("the site's name as a subject", ["Times sells its press - and a tower"], [], ["Times"]),
    ("a number in brackets", ["Ann (27) and Bob (30) sail round the Cape"], [], []),
    ("a hyphen", ["Ex-minister leaves the north-east"], [], ["east"]),
    ("another title that goes on", ["Chelsea win on a proud day"], ["Chelsea win on a proud day at home"], []),
]


@pytest.mark.parametrize(
    ("titles", "others", "names", "title"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES]
)
def test_what_is_no_headline_goes(titles: list[str], others: list[str], names: list[str], title: str) -> None:
    """Names of the site, sections, dates and counters are no part of the headline."""
    assert headline(titles, others, names) == title


@pytest.mark.parametrize(("titles", "others", "names"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_a_headline_stays_whole(titles: list[str], others: list[str], names: list[str]) -> None:
    """Dashes, colons, kickers and numbers of the headline itself stay."""
    assert headline(titles, others, names) == titles[0]
