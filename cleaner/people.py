"""Names of people out of a byline.

Bylines are prose: "By Ann Lee in Oslo and Bob Day, Jr., chief reporter" is two people. What is no name (roles, places,
addresses) goes only where its form gives it away; an agency that signs stays, because often nobody else does.
"""

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["people", "signs"]

_CONJUNCTIONS: Final = (
    "and", "und", "et", "y", "e", "en", "i", "och", "og", "ve", "и", "та", "і", "dan", "và", "a", "with", "mit",  # noqa: RUF001  Ukrainian
    "AND", "UND", "ET",
)  # fmt: skip
_WITHIN_NAMES: Final = frozenset(("y", "e", "i", "a"))  # "Ortega y Gasset", "Costa e Silva"

_BY: Final = (
    "by", r"(?:text\s+)?von(?!\s+de)", "par", "por", "door", "av", "af", "ved", "oleh", "автор", "написал",
    r"di(?=\s+\S+\s)",  # "Di Wu" is a person
    r"(?:(?:view\s+all\s+)?posts|written|reported|reporting|story|report|posted|published|words|compiled)\s+by",
    r"(?:ein(?:e|en)?\s+)?(?:\w*(?:artikel|analyse|kommentar|bericht|kolumne|interview|beitrag|reportage))\s+von",
    r"(?:aufgezeichnet|veröffentlicht|geschrieben|verfasst|erstellt|mehr)\s+von",
    "propos recueillis par", "a cura di", "skrevet av", "texto de",
)  # fmt: skip
_LABELS: Final = (
    "text", "tekst", "texte", "testo", "texto", "author", "authors", "autor", "autorin", "auteur", "autore", "автор",
    "protokoll", "yazan", "작성자", "作者", "記者", "记者", "责编", "責編", "责任编辑", "文",
)  # fmt: skip
_ROLES: Final = (
    "reporter", "editor", "correspondent", "writer", "journalist", "columnist", "producer", "contributor",
    "photographer",
    "analyst", "critic", "redakteur", "redakteurin", "korrespondent", "korrespondentin", "reporterin", "volontär",
    "volontärin", "journalistin", "chefredakteur", "chefredakteurin", "ressortleiter", "ressortleiterin", "kolumnist",
    "kolumnistin", "corresponsal", "redactor", "redactora", "periodista", "correspondant", "correspondante",
    "journaliste",
    "corrispondente", "redaktør", "redaktör", "muhabir", "muhabiri", "корреспондент", "журналист", "редактор",
)  # fmt: skip
_QUALIFIERS: Final = (
    "staff", "senior", "chief", "special", "political", "business", "sports?", "news", "contributing", "associate",
    "deputy", "managing", "executive", "foreign", "national", "investigative", "crime", "health", "multimedia",
    "digital",
    "assistant", "freelance", "court", "education", "science",
)  # fmt: skip
_INITIALS: Final = (
    "ap",
    "afp",
    "dpa",
    "apa",
    "sda",
    "efe",
    "epd",
    "kna",
    "sid",
    "ntb",
    "tt",
    "pa",
    "upi",
    "aap",
    "ani",
    "pti",
    "ansa",
)
_AGENCIES: Final = (
    "reuters", "bloomberg", "ritzau", "(?:the )?associated press", "agence france-presse", "agencia efe", "pa media",
    "press association", "(?:the )?canadian press",
)  # fmt: skip

_SEPARATORS: Final = re.compile(rf"\s*(?:([,;&|•·、\uff1b])|\s[/+]\s|(?:\s|^)({'|'.join(_CONJUNCTIONS)})(?=\s))\s*")
_ADDRESSES: Final = re.compile(r"[^\s@]+@[^\s@]+|(?:https?://|www\.)\S+|(?<!\S)@\w+|\([^()]*\)|\[[^][]*\]")
_OPENING: Final = re.compile(
    rf"(?i)(?:(?:{'|'.join(_BY)})(?:\s*:\s*|\s+)|(?:{'|'.join(_LABELS)})\s*[:\uff1a]\s*|[-–—:*•\s]+)+"  # noqa: RUF001
)
# A place or an employer.
_LATER: Final = re.compile(r"\s+[–—-]+\s.*|\s(?:in|im|aus|from|for|für|à|w)\s+[^\W\d_a-z].*", re.DOTALL)  # noqa: RUF001
_TAIL: Final = re.compile(
    rf"(?i)(?:(?:^|\s+)(?:{'|'.join(_QUALIFIERS)}))*(?:^|\s+)(?:{'|'.join(_ROLES)})$"
    rf"|\s*(?:기자|특파원|논설위원|記者|记者)$"
    rf"|\s*/\s*(?:{'|'.join(_INITIALS + _AGENCIES)})$|(?<=\w\s)(?:{'|'.join(_AGENCIES)})$"
)
_ROLE: Final = re.compile(rf"(?i)\b(?:{'|'.join(_ROLES)})s?\b")
_AGENCY: Final = re.compile(rf"(?i){'|'.join(_INITIALS + _AGENCIES)}")
_NO_NAME: Final = re.compile(
    r"(?i)(?:photos?|fotos?|images?|bilder|bild|pictures?|video|graphics?|grafik)\b.*|[\W\d_]*"
)
_FULL_STOP: Final = re.compile(r"(?<=\w{4})\.$")  # of a sentence; "Jr." and initials keep theirs
_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))
_EDGES: Final = ' \t\r\n\xa0,:;-–—/|*•·"“”„'  # noqa: RUF001
_LONGEST: Final = 80  # characters of one name; the longest in gold corpora, an institute's, has 60
_MOST: Final = 4_000  # characters of a byline that are read: nobody signs with more


def people(byline: str) -> tuple[str, ...]:
    """The names in a byline.

    Args:
        byline: Names divided by commas, semicolons or "and" in one of a dozen languages, with what stands around them.

    Returns:
        Names, in order, each once, without "By", roles, places, addresses; empty where there is none.
    """
    names: list[str] = []
    byline = byline[:_MOST].strip()
    if byline.startswith("(") and byline.endswith(")"):
        byline = byline[1:-1]
    for separator, part in _parts(_ADDRESSES.sub(" ", byline)):
        name = _name(part)
        if names and name.rstrip(".").casefold() in _SUFFIXES:
            names[-1] += f" {name}"
        elif names and separator in _WITHIN_NAMES and _follows_a_name(name, names[-1]):
            names[-1] += f" {separator} {name}"
        elif not names or separator not in (",", "en") or not _follows_a_name(name, names[-1]):
            names += _usable(name, names)
    return tuple(names)


def signs(line: str) -> bool:
    """Whether a line begins as bylines do, with "By" in one of a dozen languages; sentences may as well."""
    opening = _OPENING.match(line)
    return opening is not None and any(map(str.isalpha, opening[0]))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands between separators, each with the one before it."""
    separator, start = "", 0
    for found in _SEPARATORS.finditer(text):
        yield separator, text[start : found.start()]
        separator, start = found[1] or found[2] or "/", found.end()
    yield separator, text[start:]


def _name(part: str) -> str:
    """A part without what is said before and after a name."""
    part = " ".join(part.split())
    opening = _OPENING.match(part)
    part = _LATER.sub("", part[opening.end() if opening else 0 :]).strip(_EDGES)
    return _FULL_STOP.sub("", _TAIL.sub("", part)).strip(_EDGES)


def _follows_a_name(name: str, before: str) -> bool:
    """Whether a single capitalized word comes after a full name: the second half of it, or a place."""
    capitalized = name[:1].isupper() and name.isalpha() and not name.isupper()
    return capitalized and " " in before and not _AGENCY.fullmatch(name)


def _usable(name: str, names: list[str]) -> list[str]:
    """The name in a list, unless it is none, or a description of the person before it, or known."""
    described = bool(names) and (name[:1].islower() and " " in name and not _is_particle(name))
    known = name.casefold() in (known.casefold() for known in names)
    no_name = len(name) > _LONGEST or _NO_NAME.fullmatch(name) or _ROLE.search(name)
    return [] if described or known or no_name else [name]


def _is_particle(name: str) -> bool:
    """Whether a name that opens with a small letter is one: "van der Berg", not "our man in Oslo"."""
    return any(word[:1].isupper() for word in name.split()[1:3])
