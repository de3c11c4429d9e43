"""What a line looks like that is repeated and may all the same belong to the articles.

Credits of agencies, datelines, quotations, greetings and the times of a live ticker are repeated, too. Lines come as
their masked forms (see `cleaner.masks`).
"""

import re
from typing import Final

from cleaner.masks import MONTH, NUMBER
from cleaner.prose import ends_like_sentence

__all__ = ["ends_like_dateline", "is_agency_credit", "is_clock", "is_dateline", "is_quotation", "opens_text"]

_AGENCIES: Final = frozenset((
    "reuters", "ap", "afp", "dpa", "apa", "sda", "efe", "epd", "kna", "sid", "ntb", "tt", "pa", "upi", "aap", "ani",
    "pti", "ansa", "tass", "itar", "interfax", "xinhua", "kyodo", "jiji", "yonhap", "bloomberg", "ritzau", "belga",
    "anp", "lusa", "ats", "cna", "bernama", "antara", "keystone",
))  # fmt: skip
_NAMES_OF_AGENCIES: Final = (
    "associated press", "agence france-presse", "press association", "canadian press", "europa press", "pa media",
    "ria novosti", "agencia efe",
)  # fmt: skip
_BESIDE_AGENCIES: Final = frozenset((
    "the", "with", "by", "and", "from", "source", "text", "agencies", "mit", "von", "und", "quelle", "agenturen",
    "avec", "et", "con", "y", "fuente", "agencias", "media",
))  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
_QUOTE: Final = re.compile(r"""\W{0,3}["\u201c\u201d\u201e\xab\xbb\u2039\u203a\u300c\u300e].*|'.*""")
_QUOTED: Final = re.compile(r"""["\u201c\u201e\xab\u300c][^"]{15,}["\u201d\u201c\xbb\u300d]""")
_DATELINE: Final = re.compile(f"[^\\W\\d_][^.!?:{MONTH}{NUMBER}]{{1,40}}[,(].*[{MONTH}{NUMBER}].*")
_CLOCK: Final = re.compile(rf"\W*{NUMBER}(?!\w).*|.*\+\+\+.*")
_OPENS: Final = (",", ":", "\u2014", "\u2013")  # a greeting
_DASHES: Final = ("-", "\u2013", "\u2014")


def is_agency_credit(form: str) -> bool:
    """Whether a line names agencies and nothing else."""
    folded = form.casefold()
    for name in _NAMES_OF_AGENCIES:
        folded = folded.replace(name, "ap")
    words = set(_WORD.findall(folded))
    return bool(words & _AGENCIES) and words <= _AGENCIES | _BESIDE_AGENCIES


def is_quotation(form: str) -> bool:
    """Whether a line is somebody's words, or a sentence with some."""
    return bool(_QUOTE.fullmatch(form)) or (bool(_QUOTED.search(form)) and ends_like_sentence(form))


def is_dateline(form: str) -> bool:
    """Whether a line may be a place and a date; so may others, so that where it stands has to tell, too."""
    return bool(_DATELINE.fullmatch(form))


def ends_like_dateline(form: str) -> bool:
    """Whether a line ends with the dash after which an article begins."""
    return form.endswith(_DASHES)


def is_clock(form: str) -> bool:
    """Whether a line begins with a time, as in a live ticker."""
    return bool(_CLOCK.fullmatch(form))


def opens_text(line: str) -> bool:
    """Whether a line is a sentence or a greeting: what may open an article where it stands right above it."""
    return ends_like_sentence(line) or line.endswith(_OPENS)
