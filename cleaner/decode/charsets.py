# ruff: noqa: RUF001 (the data are these very characters)
"""What labels mean, which encodings are common, and what the letters of real text are: the data behind `decode`.

Tables only, apart from the logic, so that a label or a language is added by a word here.
"""

import codecs
import re
from typing import Final

__all__ = ["BOMS", "COMMON", "MULTIBYTE", "NAMES", "ODD", "PROFILES", "READ_AS", "TELLING", "WIDER"]


def _words(text: str) -> tuple[str, ...]:
    """The words of a table."""
    return tuple(text.split())


# Labels that browsers read as a larger encoding than Python does, or that Python has no alias for: the label tables of
# the WHATWG Encoding Standard, section 4.2, and three that old pages use ("win-1251", "latin-9", "mac"). Written as
# `encodings.normalize_encoding` writes them, without a leading "x_", on the left; Python's codec on the right.
READ_AS: Final = dict(
    pair.split("=")
    for pair in _words("""
        ascii=cp1252 latin_1=cp1252 iso_8859_1=cp1252 user_defined=cp1252 iso8859_9=cp1254 iso8859_11=cp874
        tis_620=cp874 windows_874=cp874 dos_874=cp874 gb2312=gb18030 gbk=gb18030 gb_2312_80=gb18030 shift_jis=cp932
        windows_31j=cp932 euc_kr=cp949 windows_949=cp949 big5=cp950 cn_big5=cp950 x_big5=cp950 iso_8859_8_i=iso8859_8
        iso_8859_8_e=iso8859_8 logical=iso8859_8 visual=iso8859_8 koi=koi8_r koi8=koi8_r koi8r=koi8_r koi8_ru=koi8_u
        macintosh=mac_roman mac=mac_roman maccyrillic=mac_cyrillic mac_ukrainian=mac_cyrillic unicode_1_1_utf_8=utf_8
        utf_16=utf_16_le unicode=utf_16_le utf_32=utf_32_le latin_9=iso8859_15 win_1251=cp1251 win_1252=cp1252
    """)
)

# The codecs that may be used at all, with the names they are reported by. Never one that can run, inflate or rewrite
# its input ("zlib", "unicode_escape", "idna"), and not UTF-7, which can hide markup.
NAMES: Final = {
    **{f"cp{number}": f"windows-{number}" for number in range(1250, 1259)},
    **{f"iso8859_{part}": f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"utf_{bits}_{end}": f"utf-{bits}-{end}" for bits in (16, 32) for end in ("le", "be")},
    **{name: name for name in _words("cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp862 cp864 cp866 cp874")},
    **{name: name.replace("_", "-") for name in _words("big5hkscs gb18030 euc_jp euc_jis_2004 koi8_r koi8_u utf_8")},
    **{name: name.replace("_", "-") for name in _words("kz1048 ptcp154 mac_cyrillic mac_greek mac_latin2 mac_turkish")},
    **{name: name.replace("iso2022_", "iso-2022-") for name in _words("iso2022_jp iso2022_kr iso2022_jp_ext")},
    "mac_roman": "macintosh",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp950": "big5",
}

# Where the usual form of an encoding fails, one that holds more characters (NEC's row 13, Hong Kong's additions).
WIDER: Final = {"euc_jp": "euc_jis_2004", "cp950": "big5hkscs", "iso2022_jp": "iso2022_jp_ext"}

# Codecs in which one byte is not always one character.
MULTIBYTE: Final = frozenset(
    _words("""
        cp932 cp949 cp950 big5hkscs gb18030 euc_jp euc_jis_2004 iso2022_jp iso2022_jp_ext iso2022_kr utf_8 utf_16_le
        utf_16_be utf_32_le utf_32_be
    """)
)

# Tried in this order when nothing is declared; on equal terms the earlier one wins, so a superset or the more common
# one stands first.
COMMON: Final = _words("""
    cp1252 cp1251 cp1250 cp1254 cp1253 cp1255 cp1256 cp1257 koi8_r koi8_u iso8859_15 iso8859_2 iso8859_5 iso8859_6
    iso8859_7 cp866 cp932 euc_jp cp949 gb18030 cp950 cp874 cp1258 mac_cyrillic
""")

BOMS: Final = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)

# What the letters of real text are. Latin alphabets: every letter beyond a-z that a language writes with. Other
# scripts: the commonest letters of a language and the share of its text that they make up at least (counted on the
# texts in fixtures/encodings, rounded down).
_ALPHABETS: Final = _words("""
    àâæçéèêëîïôœùûü äöüß áéíñóúü¿¡ªº áàâãçéêíóôõúüªº àèéìîòùíó àçèéíïòóúü·ñ éëïóöèüáê åäöéü æøåéäö áéíóúýþæðö
    áéíóú áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž ąćęłńóśźż áéíóöőúüű ăâîşţșț čćđšž ëç çğıöşüâîû çəğıöşü ąčęėįšųūž
    āčēģīķļņšūž äõöüšž àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ\u0300\u0301\u0303\u0309\u0323
""")
_FREQUENT: Final = (
    ("оеаинтсрвл", 0.6),
    ("оанивітерс", 0.52),
    ("аоиетнрсвъ", 0.6),
    ("аоиенрстјд", 0.6),
    ("аніеоыўцст", 0.5),
    ("αοιετσνηυςπρκμλάέίόήώ", 0.8),
    ("יוהלאתרמבשנ", 0.65),
    ("اليمنتربوعدةسه", 0.7),
    ("านรอกเงมยลวดท่้ัสตะปบคหแ", 0.65),
    ("のにはをたがでてとしれさるいすなもらこか日国年人月ーンスト", 0.35),
    ("的一是在不了有和人这中大为上个国年到说时要以会日月地出行生对成也市方们发分他", 0.2),
    ("的一是在不了有和人這中大為上個國年到說時要以會日月地出行生對成也市方們發分他", 0.2),
    ("이다의가에는을를은한고지사로기서도하대인", 0.3),
)
PROFILES: Final = tuple(
    (frozenset(letters + letters.upper()), share)
    for letters, share in (*((alphabet, 1.0) for alphabet in _ALPHABETS), *_FREQUENT)
)

# Marks that say nothing about the encoding: they stand at one place in several, or in text of every language.
TELLING: Final = re.compile(
    "[^\\t\\n\\f\\r -~\\xa0«»‘’‚“”„–—…•·©®™°§£€´¯№‹›×½²\\xad\u200b-\u200f\u3000-\u3003\u3008-\u3011\uff01-\uff20・]"
)
_SCRIPTS: Final = ("A-Za-zÀ-ÖØ-öø-ɏ", "Ͱ-Ͽ", "Ѐ-ԯ", "\u0590-\u05ff", "\u0600-\u06ff", "\u0e00-\u0e7f")
_LETTER: Final = "[^\\W\\d_]"
# What no writer does. Each alternative is either a fixed number of characters or one class repeated: linear time.
ODD: Final = re.compile(
    "|".join(
        (
            "[à-öø-ÿ][À-ÖØ-Þ]|[а-яѐ-џ][А-ЯЀ-Џ]|[α-ώ][Α-Ϋ]",  # a capital after a small letter of the same word
            "[À-ÖØ-öø-ɏ]{4,}",  # four accented letters in a row; Czech and Turkish have them, seldom
            "[เ-ไ]{2,}",  # two Thai vowels that both want a consonant behind them
            *(f"[{one}][{''.join(other for other in _SCRIPTS if other != one)}]" for one in _SCRIPTS),  # mixed scripts
            f"(?<={_LETTER})[¡-§©«¬®-³¶¸»-¿×÷…€‚„†‡ˆ‰‹›™•\u2200-\u25ff](?={_LETTER})",  # a symbol inside a word
            f"[¦¨¯¶¸¼½¾](?={_LETTER})|(?<!\\S)’[α-ώ]|¤",  # a symbol before one; a quote for the Greek "Ά"; "¤" for "€"
            "[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\ue000-\uf8ff\ufffd]",  # controls, private use, replacements
        )
    )
)
