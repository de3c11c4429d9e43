"""Bytes to text: the encodings of fixtures/encodings, right and wrong declarations, damage, and any bytes at all."""

import codecs
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.decode import Decoded, decode

FOLDER: Final = Path(__file__).parent.parent / "fixtures" / "encodings"
TABLE: Final[dict[str, Any]] = tomllib.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))
PAIRS: Final = [(language, codec) for language, all_ in TABLE["texts"].items() for codec in all_]
CLAIMS: Final = [(*pair, claim) for pair in PAIRS for claim in TABLE["claims"]["wrong"]]
NO_LABELS: Final = (
    *("rot13", "base64", "hex", "zlib", "bz2", "uu", "quopri", "idna", "punycode", "unicode_escape", "utf-7", "mbcs"),
    *("raw_unicode_escape", "undefined", "oem", "cp037", "hz", "x-nonsense", "../../etc", "\x00", "ж8", "", " "),
)
TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


def article(language: str, codec: str) -> str:
    """The text of a language as an encoding can hold it: windows-1258 writes tones as combining marks."""
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    if codec != "cp1258":
        return text
    marks = re.compile(f"[{TONES}]")
    apart = (unicodedata.normalize("NFD", char) for char in text)
    return "".join(unicodedata.normalize("NFC", marks.sub("", c)) + "".join(marks.findall(c)) for c in apart)


def page(text: str, label: str) -> str:
    """A page around a text, with a declaration in its head and markup that is ASCII, as pages have it."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in text.split("\n\n"))
    menu = '<div class="menu"><a href="/">Home</a> | <a href="/news">News</a></div>' * 20
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
    return f"<html><head>{meta}<title>-</title></head>\n<body>{menu}\n{body}</body></html>"


@pytest.mark.parametrize(("language", "codec"), PAIRS)
def test_a_text_without_declaration_is_read_exactly(language: str, codec: str) -> None:
    """Every language in every encoding it was written in comes out letter by letter, said to be a guess."""
    text = article(language, codec)
    read = decode(text.encode(codec))
    assert (read.text, read.guessed, read.replaced) == (text, True, 0)
    assert codecs.lookup(read.encoding or "")


@pytest.mark.parametrize(("language", "codec"), PAIRS)
def test_a_right_declaration_is_believed(language: str, codec: str) -> None:
    """A page that declares what it is in is never distrusted."""
    text = page(article(language, codec), codec.replace("_", "-"))
    read = decode(text.encode(codec))
    assert (read.text, read.guessed, read.replaced) == (text, False, 0)


@pytest.mark.parametrize(("language", "codec"), PAIRS)
def test_a_right_header_is_believed(language: str, codec: str) -> None:
    """What the protocol header says goes before what the page says."""
    text = page(article(language, codec), "utf-8")
    read = decode(text.encode(codec), charset=codec)
    assert (read.text, read.guessed, read.replaced) == (text, False, 0)


@pytest.mark.parametrize(("language", "codec", "claim"), CLAIMS)
def test_a_wrong_declaration_is_seen_through(
    language: str, codec: str, claim: str, request: pytest.FixtureRequest
) -> None:
    """A page that declares another encoding than its own comes out letter by letter all the same."""
    if reason := TABLE["claims"]["known"].get(f"{language} {codec} {claim}"):
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    text = page(article(language, codec), claim)
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("case", TABLE["kept"], ids=lambda case: case["declared"])
def test_an_odd_text_that_is_declared_rightly_is_left_alone(case: dict[str, str]) -> None:
    """Names from elsewhere, capitals, menus, rare characters: no reason to distrust a declaration."""
    text = case["text"].translate({ord(char): None for char in case.get("drop", "")})
    wider = {"shift_jis": "cp932", "euc-jp": "euc_jis_2004", "gb2312": "gb18030", "euc-kr": "cp949", "big5": "cp950"}
    wider["iso-8859-1"] = "cp1252"
    content = text.encode(wider.get(case["declared"], case["declared"]))
    read = decode(content, charset=case["declared"])
    assert (read.text, read.guessed, read.replaced) == (text, False, 0)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", ["de", "ru", "ja"])
def test_a_byte_order_mark_decides(language: str, codec: str) -> None:
    """A mark is proof, goes before any declaration, and is no part of the text."""
    text = page(article(language, codec), "windows-1251")
    read = decode(("\ufeff" + text).encode(codec), charset="big5")
    assert read == Decoded(text, codec, guessed=False, replaced=0)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", sorted(TABLE["texts"]))
def test_wide_encodings_need_no_mark(language: str, codec: str) -> None:
    """UTF-16 and UTF-32 are recognized by their zero bytes, in every script, with or without markup around."""
    text = article(language, codec)
    assert decode(text.encode(codec)) == Decoded(text, codec, guessed=True, replaced=0)
    assert decode(page(text, "utf-8").encode(codec)).text == page(text, "utf-8")
    assert decode(text.encode(codec), charset=codec).guessed is False


def test_utf8_with_zero_bytes_is_utf8() -> None:
    """Zero bytes that went astray in UTF-8 do not make it UTF-16."""
    text = article("fr", "utf-8").replace(" la ", "\x00la\x00") + "\x00" * 9
    assert decode(text.encode()) == Decoded(text, "utf-8", guessed=False, replaced=0)


@pytest.mark.parametrize("language", sorted(TABLE["texts"]))
def test_utf8_needs_no_declaration(language: str) -> None:
    """Valid UTF-8 is UTF-8, whatever is declared, and no guess."""
    text = page(article(language, "utf-8"), "windows-1251")
    assert decode(text.encode(), charset="shift_jis") == Decoded(text, "utf-8", guessed=False, replaced=0)


@pytest.mark.parametrize(
    ("content", "text", "replaced"),
    [
        ("Zwölf Brücken".encode()[:-5], "Zwölf Br\ufffd", 1),
        (("a" * 100_000 + "äöüß“").encode() + b"\xff" + b"b" * 99, "a" * 100_000 + "äöüß“\ufffd" + "b" * 99, 1),
        ("Привет\ufffd, мир".encode() + b"\xd1", "Привет\ufffd, мир\ufffd", 1),
        ("Smile é ".encode() + b"\xed\xa0\xbd\xed\xb8\x80", "Smile é \U0001f600", 0),
        ("éèàüö ".encode() + b"\xed\xa0\x80.", "éèàüö \ufffd\ufffd\ufffd.", 3),
    ],
    ids=["cut off", "one bad byte", "own replacement character", "CESU-8", "lone surrogate"],
)
def test_damaged_utf8_is_still_utf8(content: bytes, text: str, replaced: int) -> None:
    """A few bad bytes are replaced and counted; they do not turn the rest into another encoding."""
    charset = "utf-8" if replaced > 1 else None
    assert decode(content, charset) == Decoded(text, "utf-8", guessed=False, replaced=replaced)


@pytest.mark.parametrize(("codec", "name"), [("gb18030", "gb18030"), ("euc_jp", "euc-jp"), ("cp949", "euc-kr")])
def test_one_bad_byte_does_not_refute_a_declaration(codec: str, name: str) -> None:
    """A multi-byte page with a broken character is read as declared, the character replaced and counted."""
    language = {"gb18030": "zh-hans", "euc_jp": "ja", "cp949": "ko"}[codec]
    text = article(language, codec)
    read = decode(text.encode(codec) + b"\xff\n", charset=name)
    assert read == Decoded(text + "\ufffd\n", name, guessed=False, replaced=1)


def test_undefined_bytes_of_windows_1252_are_controls() -> None:
    """The five bytes that the code page leaves open become C1 controls, as in browsers."""
    read = decode(b"caf\xe9 \x81\x8d\x8f\x90\x9d", charset="latin1")
    assert read.text == "café \x81\x8d\x8f\x90\x9d"
    assert (read.encoding, read.replaced) == ("windows-1252", 0)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("iso-8859-1", "windows-1252"),
        ("Latin1", "windows-1252"),
        (' "US-ASCII" ', "windows-1252"),
        ("x-user-defined", "windows-1252"),
        ("ISO-8859-9", "windows-1254"),
        ("tis-620", "cp874"),
        ("windows-874", "cp874"),
        ("iso-8859-8-I", "iso-8859-8"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("iso-8859-15", "iso-8859-15"),
        ("CP1251", "windows-1251"),
    ],
)
def test_labels_mean_what_browsers_take_them_to_mean(label: str, name: str) -> None:
    """A label is read as the WHATWG Encoding Standard says, in any case and with quotes around it."""
    read = decode(b"ab\xe1", charset=label)
    assert (read.encoding, read.guessed) == (name, False)


@pytest.mark.parametrize(
    "label",
    NO_LABELS,
)
def test_unknown_and_dangerous_labels_count_as_none(label: str) -> None:
    """A label that names no text encoding in use is ignored."""
    text = article("ru", "cp1251")
    assert decode(text.encode("cp1251"), charset=label) == Decoded(text, "windows-1251", guessed=True, replaced=0)


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=windows-1251>",
        "<meta content='text/html; charset=windows-1251' http-equiv=content-type>",
        '<?xml version="1.0" encoding="windows-1251"?>',
        '<!-- <meta charset="shift_jis"> --><meta charset="windows-1251">',
        '<meta charset="utf-16"><?xml?>',
    ],
)
def test_declarations_are_found_in_the_head(head: str) -> None:
    """Every way of declaring is read; a comment declares nothing; a UTF-16 that reads as ASCII is none."""
    read = decode(f"{head}<p>Мост открыт</p>".encode("cp1251"))
    assert (read.text, read.encoding) == (f"{head}<p>Мост открыт</p>", "windows-1251")
    assert read.guessed is ("utf-16" in head)


def test_no_bytes_are_no_encoding() -> None:
    """Nothing in, nothing out."""
    assert decode(b"") == Decoded("", None, guessed=False, replaced=0)


def test_ascii_is_utf8() -> None:
    """Plain ASCII is reported as UTF-8, whatever it declares."""
    assert decode(b"plain", charset="windows-1251") == Decoded("plain", "utf-8", guessed=False, replaced=0)


def test_bytes_that_are_nothing_are_windows_1252() -> None:
    """Where no encoding gives text, windows-1252 reads every byte."""
    read = decode(bytes(range(128, 256)) * 3)
    assert (read.encoding, read.guessed, read.replaced) == ("windows-1252", True, 0)


@pytest.mark.parametrize(
    "unit",
    [b"<meta ", b"<!--", b"a", b"\xe9", b"\x1b$", b"\x00\x01", b"<?xml ", b"\xed\xa0\xbd", b"x\xe9<", b"\xd0\xb0A"],
)
def test_a_megabyte_of_anything_is_read_in_linear_time(unit: bytes) -> None:
    """No repetition makes a pattern or a sample quadratic: were one, this test would take minutes."""
    assert decode(b"\xe9" + unit * (1_000_000 // len(unit)), charset="utf-8").text


PIECES: Final = (b"\x1b$B", b"\x1b(B", b"<meta charset=", b"big5>", b"\xff\xfe", b"\x00", b"\xed\xa0\x80", b"\xe9a")
BYTES: Final = st.one_of(
    st.binary(max_size=400),
    st.builds(str.encode, st.text(max_size=80), st.sampled_from(["utf-16-le", "utf-8", "utf-32-be", "gb18030"])).map(
        lambda content: content[:-1]
    ),
    st.lists(st.sampled_from(PIECES)).map(b"".join),
)


@settings(deadline=None, max_examples=300)
@given(
    content=BYTES, charset=st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["utf-16", "euc-jp", "cp1253"]))
)
def test_decode_never_raises(content: bytes, charset: str | None) -> None:
    """Any bytes with any label give text that can be written as UTF-8, the same text every time."""
    read = decode(content, charset)
    read.text.encode()
    assert read == decode(content, charset)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda text: text[0] != "\ufeff"))
def test_utf8_comes_back_unchanged(text: str) -> None:
    """Whatever text is encoded as UTF-8 is what comes out."""
    assert decode(text.encode()) == Decoded(text, "utf-8", guessed=False, replaced=0)
