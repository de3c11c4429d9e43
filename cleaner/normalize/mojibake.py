"""Repairs mojibake: text that was decoded with the wrong encoding. ftfy does the repair; this module decides where.

ftfy's own test takes over a millisecond for a news article, and nearly every article is sound. So a pattern that
only looks at the few characters without which ftfy never finds fault picks the lines that ftfy gets to see.
`tests/test_normalize.py` tries all pairs of characters that occur in mojibake to hold the pattern to that.
"""
# ruff: noqa: RUF001 (the look-alikes are the subject)

import re

import ftfy
from ftfy.badness import MOJIBAKE_CATEGORIES

__all__ = ["FAULT", "SUSPECTS", "SYMPTOMS", "repair"]

# Only the encoding is ftfy's business here: quotes, widths, line breaks and the rest have their own decisions in
# `cleaner.normalize`. The steps inside the repair are all wanted and therefore named, whatever ftfy's defaults become.
_CONFIG = ftfy.TextFixerConfig(
    restore_byte_a0=True,
    replace_lossy_sequences=True,
    decode_inconsistent_utf8=True,
    fix_c1_controls=True,
    explain=False,
)

# Reading the classes from ftfy keeps the pattern true to the version that is installed.
_C1 = MOJIBAKE_CATEGORIES["c1"]
_UPPER = MOJIBAKE_CATEGORIES["upper_accented"]
_LOWER = MOJIBAKE_CATEGORIES["lower_accented"]
_PLAIN_LOWER = MOJIBAKE_CATEGORIES["lower_common"]
_OPENING = MOJIBAKE_CATEGORIES["start_punctuation"]
_CLOSING = MOJIBAKE_CATEGORIES["end_punctuation"]
_SIGNS = "".join(MOJIBAKE_CATEGORIES[name] for name in ("bad", "currency", "numeric", "law", "box"))

# A pattern that starts with one class of characters is searched for in C at full speed, and only where one of them
# stands are its neighbours looked at. The class leaves out what is frequent in some language: small letters and
# ordinary Greek and Cyrillic letters, which are only ever faults beside one of these.
SUSPECTS = f"{_C1}{_UPPER}{_SIGNS}{_OPENING}{_CLOSING}ŒœÙЂ°"
"""The inside of a character class: nothing is broken without one of these."""

_BESIDE_SIGN = r"[^\x00-\xa0\xad´·–—―’…\u0500-\u1fff\u2600-\uf8fe]"
_BESIDE_SIGN_RE2 = re.sub(r"\\u(\w{4})", r"\\x{\1}", _BESIDE_SIGN)
FAULT = (
    rf"(?<=[{_C1}])"
    rf"|(?<=[{_SIGNS}])(?:(?={_BESIDE_SIGN})|(?<={_BESIDE_SIGN}.))"
    rf"|(?<=[{_UPPER}])(?:(?=[{_SIGNS}°{_OPENING}{_CLOSING}])|(?<=[{_LOWER}{_PLAIN_LOWER}{_CLOSING}‚].))"
    r"|(?<=[ÂÃÎÐØÙ])(?=[^\x00-\x1f!-\x7f])"
    rf"|(?<=[{_OPENING}{_CLOSING}°])(?<=[{_LOWER}{_UPPER}ВГРСΒΓΞΟ].)(?=[\w{_OPENING}])"
    rf"|(?<=[{_CLOSING}‚])(?=[{_LOWER}ó])"
    r"|(?<=[Œœ])(?![A-Za-z])"
    r"|(?<=[вВ]Ђ)"
    r"|(?<=√)(?=´)"
)
"""What must hold right after a suspect; ftfy repairs nothing where it does not. Alternatives without a group."""

SYMPTOMS = (
    rf"[{_C1}]|[{_SIGNS}]{_BESIDE_SIGN_RE2}|{_BESIDE_SIGN_RE2}[{_SIGNS}]"
    rf"|[{_UPPER}][{_SIGNS}°{_OPENING}{_CLOSING}]|[{_LOWER}{_PLAIN_LOWER}{_CLOSING}‚][{_UPPER}]"
    r"|[ÂÃÎÐØÙ][^\x00-\x1f!-\x7f]"
    rf"|[{_LOWER}{_UPPER}ВГРСΒΓΞΟ][{_OPENING}{_CLOSING}°][\pL\pN_{_OPENING}]"
    rf"|[{_CLOSING}‚][{_LOWER}ó]|[Œœ][^A-Za-z]|[Œœ]\z|[вВ]Ђ|√´"
)
"""The same question without look-around, for RE2, which answers it together with others."""

_BROKEN = re.compile(f"[{SUSPECTS}](?:{FAULT})")


def repair(text: str) -> str:
    """Repair the lines of a text that look broken.

    Args:
        text: Lines separated by line feeds.

    Returns:
        The text with as many lines as before. C1 controls are read as the windows-1252 that they nearly always were.
        Where nothing was repaired it equals the argument.
    """
    pieces: list[str] = []
    done = 0
    while fault := _BROKEN.search(text, done):
        start = text.rfind("\n", done, fault.start()) + 1 or done
        end = text.find("\n", fault.start())
        end = len(text) if end < 0 else end
        pieces += text[done:start], ftfy.fix_encoding(text[start:end], _CONFIG)
        done = end
    return "".join([*pieces, text[done:]])
