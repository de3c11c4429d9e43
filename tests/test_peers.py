"""What text is compared with is fair: patterns that work, and mojibake that is the web's."""
# ruff: noqa: RUF001 (the look-alikes are the subject)

import re

import handwritten
import pytest
from damage import KINDS, Damage, damaged
from text_speed import FTFY, OURS, PATTERNS, mended, peers
from turns import Turns

from cleaner import clean

SOUND = "Le café d’été est ouvert.\nRain fell on the plain.\n“Мы ждём весну”, said Zoë."


def test_there_are_sixty_patterns() -> None:
    """As many as the figure says, no two of them the same."""
    assert len({pattern.pattern for pattern in handwritten.PATTERNS}) == 60


GOES = [
    "Read more",
    "SUBSCRIBE TO OUR NEWSLETTER",
    "Teilen",
    "Lire aussi : la pluie",
    "Читайте также: дождь",
    "関連記事",
    "© 2019 AFP",
    "Photo: Ann Lee",
    "3 min read",
    "相关新闻",
]
STAYS = [
    "Rain fell on the plain for three days.",
    "Il pleut sur la plaine.",
    "Дождь шёл три дня.",
    "雨が降った。",
    "He said that nobody could read more than ten pages.",
]


@pytest.mark.parametrize("line", GOES)
def test_the_patterns_take_boilerplate(line: str) -> None:
    """They do what they are for, in many languages; a pattern that never fires would be no peer."""
    assert handwritten.clean(f"Rain fell.\n{line}\nSnow fell.").split() == ["Rain", "fell.", "Snow", "fell."]


@pytest.mark.parametrize("line", STAYS)
def test_the_patterns_leave_sentences(line: str) -> None:
    """They are written with the care of somebody who needs the text."""
    assert handwritten.clean(line) == line


def test_no_pattern_hangs() -> None:
    """A peer that backtracks without end would make the comparison cheap."""
    assert len(handwritten.clean("a " * 50_000)) > 90_000


def test_every_kind_of_damage_is_another() -> None:
    """Three encodings, once and twice, in whole and in parts: twelve texts, none of them sound."""
    assert len({kind.of(SOUND) for kind in KINDS} - {SOUND}) == len(KINDS) == 12


@pytest.mark.parametrize(
    ("kind", "text", "broken"),
    [
        (Damage("sloppy-windows-1252", 1, whole=True), "café – été", "cafÃ© â€“ Ã©tÃ©"),
        (Damage("sloppy-windows-1252", 2, whole=True), "é", "ÃƒÂ©"),
        (Damage("latin-1", 1, whole=True), "’", "â\x80\x99"),
        (Damage("sloppy-windows-1251", 1, whole=True), "é", "Г©"),
        (Damage("latin-1", 1, whole=False), "é è ê\né è ê\né è ê", "é Ã¨ Ãª\né è ê\né Ã¨ Ãª"),
        (Damage("latin-1", 2, whole=False), "Rain fell.", "Rain fell."),
    ],
)
def test_damage_is_what_the_web_does(kind: Damage, text: str, broken: str) -> None:
    """UTF-8 read as another encoding, by browsers' tables; in parts only the end of every second line."""
    assert kind.of(text) == broken


def test_only_damaged_texts_are_counted() -> None:
    """A text of ASCII cannot be broken, and mending it would be no feat."""
    assert [sound for sound, _ in damaged(["Rain fell.", "été", "Snow fell.", "“Rain”"])] == ["été", "“Rain”"]


def test_a_mended_text_is_what_the_sound_one_becomes() -> None:
    """Quotes and spaces have a form of their own, so that is compared, and what stays broken is not counted."""
    pairs = [("Le café d’été", "Le cafÃ© dâ€™Ã©tÃ©"), ("Rain", "R?in")]
    assert mended(lambda text: clean(text).text, pairs) == 1


def test_the_peers_are_those_that_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    """What is not installed is named, with what it needs; the others are always there."""
    found = peers()
    assert list(found)[:3] == [OURS, FTFY, PATTERNS]
    assert len(found) == 4 or re.search("left out: needs (datatrove|spacy)", capsys.readouterr().out)


def test_ratios_are_medians_of_turns() -> None:
    """One slow turn of one candidate changes nothing."""
    turns = Turns(({"ours": 1.0, "theirs": 5.0}, {"ours": 50.0, "theirs": 6.0}, {"ours": 2.0, "theirs": 12.0}))
    assert (turns.ratio("theirs", "ours"), turns.median("ours"), turns.least("ours")) == (5.0, 2.0, 1.0)
