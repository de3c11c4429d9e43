"""The judge of lines: what must go from texts of unknown outlets, and what must stay."""
# ruff: noqa: RUF001 (other languages' letters)

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, CleanerError, clean
from cleaner.judge import Verdict, judge
from cleaner.judge.look import look
from cleaner.judge.situation import shift
from tests.judged import FOOTER, MENU, STORY


def test_a_page_dump_loses_its_menu_and_its_footer() -> None:
    """What stands around an article on a page goes; the article stays, line for line."""
    verdict = judge([*MENU, *STORY, *FOOTER])
    kept = [line for number, line in enumerate([*MENU, *STORY, *FOOTER]) if number not in verdict.removed]
    assert set(STORY) <= set(kept)
    assert not set(MENU) & set(kept)
    assert len(set(FOOTER) & set(kept)) <= 2


GOES = [
    ("en", "About us | Contact | Privacy policy | Cookies", STORY),
    ("en", "Sign up for our newsletter and get the stories you need in your inbox", STORY),
    (
        "de",
        "Impressum | Datenschutz | AGB | Kontakt",
        [
            "Der Hafen von Lisse wurde am Freitag nach einem Sturm geschlossen, weil zwei Molen beschädigt sind, teilte die Stadt mit.",
            "„So hohe Wellen haben wir hier noch nie gesehen“, sagte der Hafenmeister. Er bat die Fischer, ihre Boote an Land zu bringen.",
            "Die Stadt hat die Region um Geld für die Reparatur gebeten. Die Molen wurden 1958 gebaut und seitdem zweimal erneuert.",
        ],
    ),
    (
        "fr",
        "Mentions légales | Données personnelles | Cookies | Contact",
        [
            "Le port de Lisse a été fermé vendredi après une tempête qui a endommagé deux jetées, a annoncé la mairie dans la soirée.",
            "« Nous n'avions jamais vu de telles vagues », a dit le capitaine du port. Il a demandé aux pêcheurs de rentrer les bateaux.",
            "La ville a demandé à la région de l'argent pour réparer les jetées, construites en 1958 et refaites deux fois depuis.",
        ],
    ),
    (
        "es",
        "Aviso legal | Política de privacidad | Cookies | Contacto",
        [
            "El puerto de Lisse fue cerrado el viernes después de que una tormenta dañara dos muelles, informó el ayuntamiento.",
            "«Nunca habíamos visto olas así», dijo el capitán del puerto. Pidió a los pescadores que sacaran los barcos del agua.",
            "La ciudad ha pedido dinero a la región para reparar los muelles, construidos en 1958 y renovados dos veces desde entonces.",
        ],
    ),
    (
        "ru",
        "Контакты | Реклама | Пользовательское соглашение | Подписка",
        [
            "Порт Лиссе закрыли в пятницу после шторма, который повредил два причала, сообщили в городской администрации.",
            "«Таких волн мы ещё не видели», — сказал капитан порта. Он попросил рыбаков до вечера вытащить лодки на берег.",
            "Город попросил у области денег на ремонт причалов, которые построили в 1958 году и с тех пор дважды обновляли.",
        ],
    ),
    (
        "ja",
        "会員登録 ログイン お問い合わせ 利用規約 個人情報",
        [
            "リッセ港は金曜日、嵐で二つの桟橋が壊れたため閉鎖されたと市が発表した。月曜日まで船は出ないという。",
            "「こんな波は見たことがない」と港長は話した。小さな船の持ち主には、夜までに船を陸に上げるよう求めた。",
            "市は桟橋の修理のため、県に費用を求めている。桟橋は一九五八年に造られ、その後二度改修された。",
        ],
    ),
]


@pytest.mark.parametrize(("line", "story"), [row[1:] for row in GOES], ids=[f"{row[0]}-{row[1][:12]}" for row in GOES])
def test_furniture_goes_in_many_languages(line: str, story: list[str]) -> None:
    """A line of nothing but furniture words goes from below an article, and no line of the article goes with it."""
    assert set(judge([*story, line, line.upper()], 0.6).removed) == {len(story), len(story) + 1}


@pytest.mark.parametrize("story", [row[2] for row in GOES], ids=[f"{row[0]}-{row[1][:12]}" for row in GOES])
def test_an_article_stays_whole(story: list[str]) -> None:
    """A text that is nothing but article is clean, and not touched."""
    verdict = judge(story)
    assert (verdict.removed, verdict.situation) == ({}, "clean")


WHOLE = {
    "poem": ["The harbour sleeps,", "the lamp is low,", "a rope that creeps,", "the tide is slow.", "", "And no one sees,", "and no one knows,", "which of the keys", "the morning chose."],
    "interview": ["You closed the harbour. Why?", "Because two piers were broken.", "When will it open?", "On Monday, I hope.", "Who pays?", "The region, in the end."],
    "list": ["What the storm broke:", "- two piers", "- eleven boats", "- the roof of the fish market", "- the lamp at the end of the mole"],
    "ticker": ["12.31: The council meets in the town hall.", "12.05: The ferry company cancels all sailings.", "11.40: Firemen secure the roof of the fish market.", "11.02: The first boat sinks in the harbour."],
    "recipe": ["Fish soup from Lisse", "500 g cod", "2 onions", "1 litre of stock", "a pinch of saffron", "Cut the onions and fry them in butter.", "Add the stock and let it simmer for ten minutes.", "Put in the fish and serve it hot."],
    "court": ["1. The appeal is dismissed.", "2. The appellant bears the costs of both instances.", "3. No further appeal is allowed.", "Grounds", "The parties dispute who owns the pier at Lisse.", "The court of first instance found for the town."],
    "match": ["Lisse United 2-1 Orman Rovers", "Goals: 1-0 Voss (12), 1-1 Lenz (40), 2-1 Voss (88)", "Lisse won a poor match with a late goal.", "Referee: Tarsk. Attendance: 1,204."],
    "code": ["def tide(hour):", "    return 2.1 * sin(hour / 12.4)", "for hour in range(24):", "    print(hour, tide(hour))"],
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_other_forms_than_reports_stay_whole(name: str) -> None:
    """Short lines are no furniture by themselves: whatever has a form of its own passes."""
    assert judge([line.strip() for line in WHOLE[name] if line]).removed == {}


def test_removals_say_whose_and_what_they_are() -> None:
    """A removal names the judge and a kind, and the kept text has only what is left."""
    record = clean("\n".join([*MENU, *STORY, *FOOTER]))
    judged = [removal for removal in record.removed if removal.rule.startswith("judge/")]
    assert judged
    assert all(removal.rule == f"judge/{removal.kind}" for removal in judged)
    assert "unknown-outlet" in record.flags


def test_the_judge_can_be_switched_off() -> None:
    """Without the judge, or with the utmost caution, only rules take lines."""
    text = "\n".join([*MENU, *STORY, *FOOTER])
    off, careful = Cleaner(judge=False).clean(text), Cleaner(caution=1).clean(text)
    assert off == careful
    assert not [removal for removal in off.removed if removal.rule.startswith("judge/")]


SECTIONS = ["Council", "Harbour", "Schools", "Farming", "Courts", "Theatre", "Music", "Film", "Books", "Food", "Travel"]
TEASERS = [
    "Ferry captain retires after forty years",
    "Why the old mill turns again",
    "Rain stops market for third week",
    "Ten walks for a dry Sunday",
    "School choir sings in town hall",
    "New bridge opens in spring",
]
KNOWN = 'name = "Lisse Ledger"\nhosts = ["ledger.example"]\n'


def test_a_dump_of_a_known_outlet_loses_what_is_newer_than_its_rules(tmp_path: Path) -> None:
    """A rule file with few rules is no worse than none: menus that it does not know go, the article stays."""
    (tmp_path / "ledger.example.toml").write_text(KNOWN, encoding="utf-8")
    furniture = [*MENU, *SECTIONS, *FOOTER, *TEASERS, *SECTIONS]
    dump = "\n".join([*MENU, *SECTIONS, *STORY, *FOOTER, *TEASERS, *SECTIONS])
    record = Cleaner(tmp_path).clean(dump, outlet="ledger.example")
    assert record.outlet == "ledger.example"
    kept = record.text.split("\n\n")
    assert set(STORY) <= set(kept)
    by_rules = Cleaner(tmp_path, judge=False).clean(dump, outlet="ledger.example").text.split("\n\n")
    assert len(set(furniture) & set(kept)) < len(set(furniture) & set(by_rules)) / 2


def test_an_extract_of_a_known_outlet_is_left_to_its_rules(tmp_path: Path) -> None:
    """Whoever writes rules says what goes; a stray line stays, which would go from an unknown outlet's text."""
    (tmp_path / "ledger.example.toml").write_text(KNOWN, encoding="utf-8")
    text = "\n".join([*STORY, "About us | Contact | Privacy policy | Cookies"])
    assert clean(text).removed
    assert not Cleaner(tmp_path).clean(text, outlet="ledger.example").removed


def test_more_caution_takes_less() -> None:
    """What goes with more caution also goes with less."""
    lines = [*MENU, *STORY, *FOOTER]
    taken = [set(judge(lines, caution).removed) for caution in (0.5, 0.75, 0.9, 0.97, 1)]
    assert all(more >= less for more, less in pairwise(taken))


def test_more_is_asked_of_a_sentence() -> None:
    """What could be either goes where it is a menu, and stays where it is a sentence, be it one of the rights."""
    asked = look([*MENU, *STORY, *FOOTER]).asked(0.5, 0.9).tolist()
    assert asked == [0.5] * len(MENU) + [0.9] * len(STORY) + [0.5] * len(FOOTER[:-1]) + [0.9]


def test_a_caution_is_a_share() -> None:
    """A caution that is no number from 0 to 1 is refused."""
    with pytest.raises(CleanerError, match=r"^caution: is 1.5; expected a number from 0 to 1$"):
        Cleaner(caution=1.5)


def test_the_less_a_text_looks_like_news_the_less_goes() -> None:
    """The shift rises with the odds that a text is news, and is bounded, so that it outweighs no line's own words."""
    shifts = [shift(odds) for odds in (-10, -3, -2, -1, 0, 10)]
    assert shifts == sorted(shifts)
    assert (shifts[0], shifts[3], shifts[-1]) == (-2, 0, 1)
    seen = look([*MENU, *STORY, *FOOTER])
    likelier, less = replace(seen, shift=seen.shift - 1).chances, replace(seen, shift=seen.shift + 1).chances
    assert (likelier >= seen.chances).all()
    assert (less <= seen.chances).all()


def test_looking_like_news_makes_no_clean_text_furniture() -> None:
    """Whether anything is surely furniture is not asked of what kind of text it is, unless that speaks for the lines."""
    seen = look(STORY)
    assert replace(seen, shift=1.0).least == replace(seen, shift=0.0).least <= replace(seen, shift=-1.0).least


def test_a_text_without_an_article_is_left_alone() -> None:
    """Where too little would be left, nothing goes, and the record says so."""
    verdict = judge(["Home", "Log in", "Search", "Contact us | Privacy policy | Cookies"])
    assert (verdict.removed, verdict.unsure) == ({}, True)


@given(
    st.lists(st.text(st.characters(blacklist_characters="\n\r\v\f\u2028\u2029"), min_size=1), min_size=1, max_size=30)
)
def test_any_lines_can_be_judged(lines: list[str]) -> None:
    """Whatever characters lines have, each gets a finite score, and twice the same one."""
    seen, again = look(lines), look(list(lines))
    assert len(seen.logits) == len(lines)
    assert (abs(seen.logits) <= 10).all()
    assert (seen.logits == again.logits).all()


@given(st.lists(st.sampled_from([*MENU, *STORY, *FOOTER]), min_size=1, max_size=60))
def test_the_account_holds_with_the_judge(lines: list[str]) -> None:
    """Every character that is not in a kept line is in exactly one removal."""
    text = "\n".join(lines)
    record = Cleaner(caution=0.5).clean(text)
    rest, position = [], 0
    for removal in record.removed:
        assert position <= removal.start < removal.end <= len(text)
        rest.append(text[position : removal.start])
        position = removal.end
    kept = "".join([*rest, text[position:]]).split("\n")
    assert [line for line in kept if line] == [line for line in record.text.split("\n\n") if line]


def test_the_same_in_another_process() -> None:
    """Neither the order of sets nor anything else of a process changes a score."""
    program = "from tests.test_judge import *; print(look([*MENU, *STORY, *FOOTER]).logits.tobytes().hex())"
    printed = {
        subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {look([*MENU, *STORY, *FOOTER]).logits.tobytes().hex().encode() + b"\n"}


@pytest.mark.parametrize("lines", [["Menu"] * 20_001, ["Rain fell. " * 70_000] * 3], ids=["lines", "characters"])
def test_what_is_too_much_for_its_memory_is_not_judged(lines: list[str]) -> None:
    """Nothing goes, and a person is told."""
    assert judge(lines) == Verdict(removed={}, unsure=True)
