"""Normalize is held by cases in fixtures/normalize.toml, by properties over hostile text, and by ftfy as a peer."""
# ruff: noqa: RUF001 (the look-alikes are the subject)

import random
import re
import time
import tomllib
from itertools import product
from pathlib import Path
from typing import Any, Literal

import ftfy
import pytest
from damage import KINDS, Damage
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.normalize import normalize
from cleaner.normalize.mojibake import FAULT, SUSPECTS, repair

Quotes = Literal["straight", "keep"]
CASES = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "normalize.toml").read_text(encoding="utf-8"))
BROKEN = re.compile(f"[{SUSPECTS}](?:{FAULT})")

# What is awkward about text: everything that one step makes and another reacts to.
AWKWARD = [
    *" \t\r\n'\"`´‘’“”„‚«»‹›‛ʼ&;#xam pltqugsn0123456789ÃÂâ€™œž\x80\x85\x9d\x93\xa0\xad©®°ĂЃвЂРСΓβ¡¬¨ǆﬁŉ\u0301\u0327",
    *"\u0338\u037e\u1fef\u1ffd\u212a\u200b\u200c\u200d\u2028\u202e\ufeff\u3000\ud83d\ude00\x1b[]m<>/b�?Åéमم🏴\U000e0067❤\ufe0f",
    *["&amp;", "&quot;", "&nbsp;", "&lt;", "&#39;", "&#x2019;", "&Atilde;", "&copy;", "&#146;", "&shy;", "&#768;"],
    *["Ã©", "â€œ", "''", "``", "´´", "&#x37e;", "Í¾", "√´", " word ", "Der Ausschuss hat ", "le conseil de la ville "],
]
TEXTS = st.lists(st.sampled_from(AWKWARD), max_size=30).map("".join) | st.text()
QUOTES: st.SearchStrategy[Quotes] = st.sampled_from(["straight", "keep"])


def cases(kind: str) -> list[Any]:
    """The cases of one kind as pytest parameters named by their labels."""
    return [
        pytest.param(
            case["before"], case.get("after", case["before"]), case.get("quotes", "straight"), id=case["label"]
        )
        for case in CASES[kind]
    ]


@pytest.mark.parametrize(("before", "after", "quotes"), cases("wild") + cases("negative") + cases("synthetic"))
def test_cases(before: str, after: str, quotes: Quotes) -> None:
    """Each case becomes what its file says, and is then left alone."""
    assert normalize(before, quotes).text == after
    assert normalize(after, quotes).text == after


@pytest.mark.parametrize(("before", "after", "quotes"), cases("failing"))
@pytest.mark.xfail(strict=True, reason="known failures, kept to notice when one is mended")
def test_known_failures(before: str, after: str, quotes: Quotes) -> None:
    """What is not reached yet is not reached by accident."""
    assert normalize(before, quotes).text == after


def test_a_third_of_the_cases_must_not_change() -> None:
    """The cases guard what is right as much as they ask for repairs, and no two share a label."""
    every = [case for kind in CASES.values() for case in kind]
    assert len(every) >= 120
    assert len(CASES["negative"]) * 3 >= len(every)
    assert len({case["label"] for case in every}) == len(every)


@given(TEXTS, QUOTES)
@settings(max_examples=1500, deadline=None)
def test_idempotent(text: str, quotes: Quotes) -> None:
    """What is normalized is not changed by normalizing it again."""
    once = normalize(text, quotes).text
    assert normalize(once, quotes).text == once


@given(TEXTS, QUOTES)
@settings(max_examples=1500, deadline=None)
def test_lines_stay_lines(text: str, quotes: Quotes) -> None:
    """Line i stays line i, under every notion of a line break, with one space between words and none at the ends."""
    lines = normalize(text, quotes).text.split("\n")
    assert len(lines) == text.count("\n") + 1
    for line in lines:
        assert line.splitlines() in ([], [line])
        assert line == " ".join(line.split())


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_any_text_can_be_written(text: str) -> None:
    """No half of a character survives: the result can always be encoded."""
    normalize(text).text.encode()


@pytest.mark.parametrize(
    ("text", "repaired"),
    [("cafÃ©", True), ("the mayor\x92s", True), ("café", False), ("caf&eacute;", False), ("“a”\xa0b", False)],
)
def test_repaired_says_whether_mojibake_was_repaired(text: str, repaired: bool) -> None:
    """Entities, quotes and spaces are no repair; letters from the wrong encoding are."""
    assert normalize(text).repaired is repaired


MOJIBAKE_ENCODINGS = [
    *("latin-1", "iso-8859-2", "macroman", "cp437"),
    *(f"sloppy-windows-{page}" for page in (1250, 1251, 1252, 1253, 1254, 1257)),
]


def mojibake_characters() -> list[str]:
    """All characters that ftfy's test looks at, and some that stand beside them."""
    found = {
        bytes([code]).decode(encoding, "replace") for encoding in MOJIBAKE_ENCODINGS for code in range(0x80, 0x100)
    }
    kinds = re.compile(f"[{''.join(MOJIBAKE_CATEGORIES.values())}]")
    return sorted(
        found | set(kinds.findall("".join(map(chr, range(0x80, 0x2600))))) | set("\ufb01\ufb02\uf8ff\ufffd aA1?!\t-")
    )


def test_guard_never_sleeps_over_a_pair() -> None:
    """Of all pairs of characters that occur in mojibake, none that ftfy faults escapes the cheap test."""
    characters = mojibake_characters()
    pairs = map("".join, product(characters, repeat=2))
    assert [pair for pair in pairs if is_bad(pair) and not BROKEN.search(pair)] == []


def test_guard_never_sleeps_over_longer_pieces() -> None:
    """Nor does one of a hundred thousand random pieces of three to five such characters."""
    draw = random.Random(6)  # noqa: S311
    characters = mojibake_characters()
    special = [*"ВГРСΒΓΞΟØÙ‚ÄÂÃ", "‚Ä", "ГўВЂВ", "вЂ", "β€", "à", "a", " "]
    pieces = ["".join(draw.choices(characters + special * 8, k=draw.randint(3, 5))) for _ in range(100_000)]
    assert [piece for piece in pieces if is_bad(piece) and not BROKEN.search(piece)] == []


SENTENCES = [
    "Die Bürgermeisterin grüßte „alle Gäste“ – auch die späten …",
    "L’été, « à demain », où l’œuvre coûte 5 € et ça va",
    "Городской совет принял «бюджет» — вчера. Їжак, ґанок",
    "El año pasado, ¿qué pasó? ¡Nada! 20 °C y 3½ años",
    "Přijal šťastně žádost o příspěvek; Łódź, Gdańsk, święto",
    "Başkan Işık, İstanbul’da açıkladı; Hội đồng đã thông qua",
    "市议会昨晚通过了预算。東京都は昨日発表した。서울시는",
    "قال المجلس إنه أقر الميزانية. מועצת העיר אישרה אתמול",
    "Το δημοτικό συμβούλιο ψήφισε χθες “τον προϋπολογισμό”",
]


@pytest.mark.parametrize("encoding", MOJIBAKE_ENCODINGS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_repairs_whatever_ftfy_repairs(sentence: str, encoding: str) -> None:
    """Text in many languages that was read in each wrong encoding, once or twice, comes out sound, or as of ftfy."""
    for word in (sentence, *sentence.split()):
        broken = word.encode().decode(encoding, "replace")
        twice = broken.encode().decode(encoding, "replace")
        for text, sound in ((broken, word), (twice, word), (f"sound {broken} sound", f"sound {word} sound")):
            assert repair(text) in (ftfy.fix_encoding(text), sound)


ARTICLES = {
    "German": "Die Fähre von Möwen legte später ab, hieß es.\nÜber dem Fluss hing Nebel – für Stunden.\nKäse fällt aus.\n9 £",
    "French": "La mairie a décidé de fermer le théâtre.\nOù aller ? « À Varda », répond l’élue.\nC’était déjà prévu.",
    "Swedish": "Färjan från Tarsk gick på kvällen, i år också.\nHon sågs senast på ön.\nÅr efter år är det så.",
    "Czech": "Starosta včera řekl, že příští týden začne oprava.\nLidé čekali až do večera.\nŽádné světlo nesvítí.",
    "Turkish": "Belediye başkanı dün köprüyü açtı.\nYağmur öğleden sonra durdu, şehir sessizdi.\nİşçiler geldiğinde.",
}
HAPPEN_TO_BE_UTF8 = ["»Über Öl«, »Ärgerlich«", "» É « Ä» ß» À» é\xa0» à\xa0»", "Ні, Ці, Ті, Сі", "EMÄ™ Å® É… Ö”"]
PLAIN_LINES = "Nobody on the quay saw it.\nThe mayor said so on Friday."


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("language", ARTICLES)
def test_damaged_articles_come_out_sound(language: str, kind: Damage) -> None:
    """Articles that were read wrongly, once or twice, as a whole or in parts of lines, are what they were."""
    article = f"{ARTICLES[language]}\n{PLAIN_LINES}"
    assert normalize(kind.of(article)).text == normalize(article).text


@pytest.mark.parametrize("encoding", MOJIBAKE_ENCODINGS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_broken_lines_leave_the_others_alone(sentence: str, encoding: str) -> None:
    """What is sound stays, whatever stands beside it that was read wrongly, also words that happen to be UTF-8."""
    broken = "Il était déjà où l’on répond\nÀ Varda l’été déçoit\nMême ça gêne".encode().decode(encoding, "replace")
    lines = [sentence, *sentence.split(), sentence.upper(), *HAPPEN_TO_BE_UTF8]
    assert repair("\n".join([*lines, broken])).split("\n")[: len(lines)] == lines


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sound_text_is_not_repaired(sentence: str) -> None:
    """Ordinary sentences of many languages, also in capitals, are never taken for mojibake."""
    assert repair(sentence) == sentence
    assert not normalize(sentence.upper()).repaired


HOSTILE = [
    *["&", "`", "Ã", "a\u0301\u0327", "\u0327\u0301", " ", "&amp;", "amp;", "''", "´", "`a", "''a ", "„", "„»«"],
    *[
        "\u200b",
        "a\u200d",
        "Ã©",
        "Ãé",
        "â€",
        "\x85",
        "í\xa0½í¸\x80",
        "À\x80",
        "fГјr ",
        "»Ü",
        "ÃƒÂ©é",
        "â€�",
        "&#3",
        "&#59;",
        "Í¾",
        "\x1b[",
        "\t",
        "&lt;b",
        "\xa0",
        "Ã ",
        "`b' ",
    ],
    *["\u0323\u0307", "\u1100\u1161", "\n ", "«", "\ud83d", "\U000e0067"],
]


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_time_grows_with_the_text_only(unit: str) -> None:
    """Eight times the text takes far less than 64 times as long, which is the mark of a quadratic step."""

    def best_of_three(length: int) -> float:
        text = (unit * length)[:length]
        times = []
        for _ in range(3):
            start = time.perf_counter()
            normalize(text)
            times.append(time.perf_counter() - start)
        return min(times)

    # Below a millisecond the clock decides, so the small text's time is taken as at least that.
    assert best_of_three(80_000) < 30 * max(best_of_three(10_000), 0.001)
