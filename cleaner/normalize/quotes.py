"""Makes quotation marks straight, so that a rule author writes one form, except where a language has its own.

Curly quotes always become straight. Low and angled ones („ ‚ « » ‹ ›) stay, with their partner, in the languages that
write them, and as arrows. Back-ticks and acutes become quotes and apostrophes where they stand for one.
"""
# ruff: noqa: RUF001, RUF002, RUF003 (the look-alikes are the subject)

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from functools import cache

from cleaner.language import detect

__all__ = ["QUOTES", "straighten"]

# The pairs of each language: the delimiters of Unicode's CLDR 45 that are neither curly nor straight. Beyond CLDR,
# because the press prints them: angled ones in es, pt, ca, gl, ar, az, kk, uz, tr, lv, et, lt, bg, mk and others of the
# fifth line; both directions in de, cs, sk, sl, hr, sr, pl, ro; »« in da; „” in sq, lv. A language that is not here
# has only curly or straight marks.
_LANGUAGES = {
    "„“ ‚‘ »« ›‹ «» ‹›": "de lb cs sk sl hr sr",
    "„“ ‚‘ «»": "et is mk lt",
    "„” «» ‹› »«": "pl ro hu bs",
    "„“ «»": "bg ka",
    "«» „“ ‹›": "ru uk be hy fr it el es pt ca gl eu ar fa ps ku am no fo ky tg kk uz az tk tt ba mn tr oc br rm mg",
    "«» „“ „” ‹›": "sq lv",
    "»« ›‹ „“": "da",
}
_PAIRS = {language: tuple(pairs.split()) for pairs, languages in _LANGUAGES.items() for language in languages.split()}
# Too little text to name its language: what is well-formed in any of them stays.
_ALL_PAIRS = ("„“", "„”", "‚‘", "«»", "»«", "‹›", "›‹")

_LOW_OR_ANGLED = "„‚«»‹›"
_STRAIGHT = tuple((mark, '"') for mark in "“”„«»‟") + tuple((mark, "'") for mark in "’‘‚‹›‛ʼ")
QUOTES = {"curly": f"[{''.join(mark for mark, _ in _STRAIGHT)}]", "low": f"[{_LOW_OR_ANGLED}]", "typed": "[`´]|''"}
"""What `straighten` has to be told about a text, as patterns by name."""

# "Read more »" and "Home » News": between spaces it is an arrow, in languages that do not use it as a quote too.
_ARROW = re.compile(r"[«»‹›](?<!\S.)(?!\S)")
# The language is named without the quotes, so that it is the same before and after, and the result stays what it is.
_ALL_QUOTES = "\"'`´„‚«»‹›“”‟‘’‛ʼ"
_SAMPLE = 1300  # all that `detect` looks at

# between letters (don´t), before a decade (`90s), around the n of rock ´n´ roll
_APOSTROPHE = re.compile(
    r"(?<=[^\W\d_])[`´](?=[^\W\d_])|(?<!\S)[`´](?=\d0(?:er|s|e)?\b)|(?<![^ ])[`´](?=n[`´'] )|(?<=[ '`´]n)[`´](?= )",
)
# `so' and ´so´ are quotes, `code` is not.
_SINGLE = re.compile(r"(?<![\w`´'])(?:`(\w[^`´'\n]{0,200})['´]|´(\w[^`´'\n]{0,200})´)(?![\w`´'])")
_TYPED = ("`", "´", "''")
_DOUBLED = re.compile(r"(?<!['`´])(?:''|``|´´)(?!['`´])")


def straighten(text: str, awake: AbstractSet[str]) -> str:
    """Make quotes straight.

    Args:
        text: A whole document, in NFC; its language decides which low and angled quotes stay.
        awake: Which of `QUOTES` occur in it.

    Returns:
        The text with `'` and `"` for all quotes but those that its language uses in pairs.
    """
    if "curly" in awake:
        kept = _own_marks(text) if "low" in awake else []
        text = _restore(_all_straight(text), text, kept)
    if "typed" not in awake and not ("curly" in awake and "''" in text):
        return text
    return "\n".join(_typed(line) if any(mark in line for mark in _TYPED) else line for line in text.split("\n"))


def _typed(line: str) -> str:
    """Mend what was typed for a quote: accents, and two single marks for a double one."""
    if "`" in line or "´" in line:
        line = _SINGLE.sub(r"'\1\2'", _APOSTROPHE.sub("'", line))
    return _doubled(line)


def _all_straight(text: str) -> str:
    """Replace mark by mark: five times faster than `str.translate`, and free where a mark does not occur."""
    for mark, straight in _STRAIGHT:
        text = text.replace(mark, straight)
    return text


def _restore(text: str, original: str, offsets: list[int]) -> str:
    pieces: list[str] = []
    done = 0
    for offset in offsets:
        pieces += text[done:offset], original[offset]
        done = offset + 1
    return "".join([*pieces, text[done:]]) if pieces else text


def _own_marks(text: str) -> list[int]:
    """Offsets of all marks that stay in the language of the text, ascending."""
    sample = _without_quotes(text[: 2 * _SAMPLE])
    if len(sample) < _SAMPLE:  # the sample must not depend on how many quotes stand in it
        sample = _without_quotes(text)
    language = detect(sample[:_SAMPLE])
    pairs = _ALL_PAIRS if language is None else _PAIRS.get(language)
    arrows = {found.start() for found in _ARROW.finditer(text)} if any(mark in text for mark in "«»‹›") else set()
    return sorted(arrows.union(_partners(text, pairs) if pairs else ()))


def _without_quotes(text: str) -> str:
    for mark in _ALL_QUOTES:
        text = text.replace(mark, "")
    return text


def _partners(text: str, pairs: tuple[str, ...]) -> list[int]:
    """Offsets of all marks that open or close one of the pairs, each pair within a line."""
    closing = {pair[0]: "".join(other[1] for other in pairs if other[0] == pair[0]) for pair in pairs}
    kept: list[int] = []
    opened: list[tuple[int, str]] = []
    awaited: Counter[str] = Counter()
    line_end = -1
    for found in _marks_of(pairs).finditer(text):
        offset, mark = found.start(), found[0]
        if offset > line_end:
            line_end = text.find("\n", offset) % (len(text) + 1)
            opened.clear()
            awaited.clear()
        if awaited[mark]:
            start, closers = opened.pop()
            awaited.subtract(closers)
            while mark not in closers:
                start, closers = opened.pop()
                awaited.subtract(closers)
            kept += start, offset
        elif mark in closing:
            opened.append((offset, closing[mark]))
            awaited.update(closing[mark])
    return kept


@cache
def _marks_of(pairs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(pairs)}]")


def _doubled(text: str) -> str:
    """Make ``...'', ''...'' and ´´...´´ double quotes, where both ends stand in the line; 5' 10'' has no other end."""
    pieces: list[str] = []
    ends: list[int] = []
    opened: list[int] = []
    for found in _DOUBLED.finditer(text):
        start, end = found.span()
        if opened and found[0] != "``" and not text[start - 1].isspace() and not _is_word(text[end : end + 1]):
            ends += opened.pop(), start
        elif not _is_word(text[start - 1 : start]) and text[end : end + 1].strip():
            opened.append(start)
    done = 0
    for start in sorted(ends):
        pieces += text[done:start], '"'
        done = start + len("''")
    return "".join([*pieces, text[done:]])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
