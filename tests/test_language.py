"""Language is held by one invented sentence per language, by what it must refuse, and by when it loads what."""
# ruff: noqa: RUF001 (the sentences are in their own scripts)

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from unittest.mock import Mock

import py3langid
import pytest

from cleaner import language
from cleaner.language import _identifier, _unpacked_in_memory, detect

SENTENCES = {
    "en": "The council voted last night on the budget for the coming year.",
    "de": "Der Stadtrat hat gestern Abend den Haushalt für das kommende Jahr beschlossen.",
    "fr": "Le conseil municipal a voté hier soir le budget de l'année prochaine.",
    "es": "El ayuntamiento aprobó anoche el presupuesto para el año que viene.",
    "it": "Il consiglio comunale ha approvato ieri sera il bilancio del prossimo anno.",
    "pt": "A câmara municipal aprovou ontem à noite o orçamento para o próximo ano.",
    "nl": "De gemeenteraad heeft gisteravond de begroting voor volgend jaar goedgekeurd.",
    "sv": "Kommunfullmäktige antog i går kväll budgeten för nästa år utan ändringar.",
    "no": "Kommunestyret vedtok i går kveld budsjettet for neste år uten endringer.",
    "da": "Byrådet vedtog i går aftes budgettet for det kommende år uden ændringer.",
    "fi": "Kaupunginvaltuusto hyväksyi eilen illalla ensi vuoden talousarvion.",
    "pl": "Rada miasta przyjęła wczoraj wieczorem budżet na przyszły rok.",
    "cs": "Zastupitelé města včera večer schválili rozpočet na příští rok.",
    "hu": "A városi közgyűlés tegnap este elfogadta a jövő évi költségvetést.",
    "tr": "Belediye meclisi dün akşam gelecek yılın bütçesini kabul etti.",
    "ru": "Городской совет вчера вечером принял бюджет на будущий год.",
    "uk": "Міська рада вчора ввечері ухвалила бюджет на наступний рік.",
    "el": "Το δημοτικό συμβούλιο ψήφισε χθες το βράδυ τον προϋπολογισμό.",
    "ar": "أقر المجلس البلدي مساء أمس ميزانية العام المقبل دون تعديل.",
    "he": "מועצת העיר אישרה אמש את התקציב לשנה הבאה ללא שינויים.",
    "zh": "市议会昨晚未经修改就通过了明年的预算。",
    "ja": "市議会は昨夜、来年度の予算を修正なしで可決した。",
    "ko": "시의회는 어젯밤 내년도 예산안을 수정 없이 의결했다.",
    "vi": "Hội đồng thành phố đã thông qua ngân sách năm tới vào tối qua.",
    "hi": "नगर परिषद ने कल रात अगले साल के बजट को मंजूरी दे दी।",
    "zu": "Umkhandlu wedolobha uvumile izolo ebusuku isabelomali sonyaka ozayo.",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_names_a_sentence(language: str, sentence: str) -> None:
    """One sentence is enough, and so is an article of many."""
    assert detect(sentence) == language
    assert detect(f"{sentence} " * 20) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Hello",
        "不",
        "1234567 89 " * 100,
        "!!! ... ??? — " * 100,
        "https://example.org/a-long-path " * 60,
        "🙂" * 900,
    ],
    ids=ascii,
)
def test_says_nothing_where_there_is_too_little(text: str) -> None:
    """A word, digits, addresses and signs have no language, however many there are."""
    assert detect(text) is None


def test_both_written_forms_of_norwegian_are_one() -> None:
    """Bokmål and Nynorsk have the same code."""
    nynorsk = (
        "Kommunestyret vedtok i går kveld budsjettet for neste år. Ho sa at dei ikkje visste kva som no ville skje. "
    )
    assert detect(nynorsk) == "no"
    assert detect(nynorsk * 8) == "no"


def test_threads_get_the_same_answers() -> None:
    """Nothing is remembered between texts, so threads do not disturb each other."""
    texts = [*SENTENCES.values(), *(f"{sentence} " * 20 for sentence in SENTENCES.values())] * 4
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(detect, texts)) == [detect(text) for text in texts]


def test_needs_no_room_for_temporary_files(tmp_path: Path) -> None:
    """Where nothing can be written, a short text has its language all the same: nothing is wrong with it."""
    code = """
        import sys, tempfile
        tempfile.tempdir = sys.argv[1]
        from cleaner.language import detect
        print(*map(detect, sys.argv[2:]))
    """
    given = [str(tmp_path / "nowhere"), SENTENCES["el"], SENTENCES["zu"]]
    command = [sys.executable, "-c", dedent(code), *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own program
    assert (done.stdout, done.stderr) == ("el zu\n", "")


def test_answers_as_the_library_does() -> None:
    """The model that is unpacked here is the library's own, to the last digit."""
    for sentence in SENTENCES.values():
        assert _unpacked_in_memory().classify(sentence) == py3langid.classify(sentence)


@pytest.mark.parametrize("error", [FileNotFoundError, ImportError, KeyError, TypeError])
def test_other_versions_of_the_library_load_their_own(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """A model under another name, or of another make, is not for us to read: the library answers by itself."""
    monkeypatch.setattr(language, "_unpacked_in_memory", Mock(side_effect=error))
    _identifier.cache_clear()
    assert detect(SENTENCES["el"]) == "el"
    _identifier.cache_clear()


def test_loads_its_libraries_when_they_are_needed() -> None:
    """Importing the module costs neither numpy nor resiliparse."""
    code = "import sys, cleaner.language; print({'numpy', 'resiliparse', 'py3langid'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "set()\n"
