"""Names the language of a text. The fast library answers where it can be trusted, the careful one everywhere else.

resiliparse takes 8 microseconds but needs about 500 characters and knows some languages badly; py3langid takes 90 to
250 and is right from 100 characters on. `benchmarks/language.py` holds the figures that every number here comes from.
"""
# ruff: noqa: RUF001 (the look-alikes are the subject)

import io
import lzma
import re
from functools import cache
from importlib.resources import files
from typing import Protocol

__all__ = ["detect"]

# Where resiliparse was wrong and py3langid right: 30 of 597 samples of 500 characters, 6 of 582 of 1,000; with 1,500 no
# fewer. The distance and the doubted languages below catch nearly all of them.
_FAST_SAMPLE = 1000
_FAST_LEAST = 500
# py3langid is right on all of news-dev with 100 characters; 300 leave room for a foreign headline or name.
_CAREFUL_SAMPLE = 300
# resiliparse's distance: up to here 1 of 561 samples of 1,000 characters was wrong where py3langid was right.
_TRUSTED_DISTANCE = 400
# These it knows well: of 115 samples at 400 to 460 py3langid named another for 9, all menus (two of them zh, left out).
_WELL_KNOWN = frozenset({"de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru"})
_WELL_KNOWN_DISTANCE = 460
# What resiliparse calls these is mostly German (lb, fy), Spanish (gl) or French (la), at good distances too.
_DOUBTED = frozenset({"lb", "fy", "gl", "la", "unknown"})
# In bytes of letters, because a Han character tells more than a Latin one: 20 Latin, 10 Cyrillic or 7 Han letters.
_LEAST_EVIDENCE = 20

_NOT_LANGUAGE = re.compile(r"(?<!\S)(?:https?://|www\.|[^\s@]+@)\S+|[\d_]+|[^\w\s'’]+")
_SPACES = re.compile(r"\s+")
# One code per language: Norwegian is "no" in both written forms, as few pages say which; ISO 639-1 where there is one.
_SAME = {"nb": "no", "nn": "no", "gug": "gn", "hbo": "he", "kik": "ki", "uzs": "uz", "zxx": None, "und": None}


def detect(text: str) -> str | None:
    """Name the language that a text is written in.

    Args:
        text: Running text in NFC; its first 1,000 characters are looked at.

    Returns:
        The ISO 639-1 code (639-3 for languages without one), "no" for all Norwegian; None where there is too little
        to tell: under about 20 letters, or nothing but digits, addresses and punctuation.
    """
    if len(text) >= _FAST_LEAST:
        # Imported here: `import cleaner` must not cost what a caller may never need.
        from resiliparse.parse.lang import detect_fast  # noqa: PLC0415

        code, distance = detect_fast(text[:_FAST_SAMPLE])
        trusted = _TRUSTED_DISTANCE if code not in _WELL_KNOWN else _WELL_KNOWN_DISTANCE
        if distance <= trusted and code not in _DOUBTED:
            return _SAME.get(code, code)
    return _careful(text)


def _careful(text: str) -> str | None:
    sample = _SPACES.sub(" ", _NOT_LANGUAGE.sub(" ", text[: 2 * _CAREFUL_SAMPLE])).strip()[:_CAREFUL_SAMPLE]
    if len(sample.replace(" ", "").encode("utf-8", "replace")) < _LEAST_EVIDENCE:
        return None
    code: str = _identifier().classify(sample)[0]
    return _SAME.get(code, code)


class _Identifier(Protocol):
    """What py3langid is asked: the module and its class answer alike."""

    def classify(self, instance: str) -> tuple[str, float]: ...


@cache
def _identifier() -> _Identifier:
    """py3langid, ready to answer.

    By itself it unpacks its model into a temporary file of 68 MB. Where there is no room for one, documents would fail
    that nothing is wrong with, so it is unpacked in memory here: in half a second too, with a peak of 190 MB for the
    whole process instead of 135, and 120 from then on instead of 110.
    """
    import py3langid  # noqa: PLC0415  loads numpy; see above

    try:
        return _unpacked_in_memory()
    except (FileNotFoundError, ImportError, KeyError, TypeError):  # another version's model: it knows better
        library: _Identifier = py3langid
        return library


def _unpacked_in_memory() -> _Identifier:
    import numpy as np  # noqa: PLC0415  see above
    from py3langid.langid import LanguageIdentifier  # noqa: PLC0415

    with files("py3langid").joinpath("data", "model.npz.xz").open("rb") as packed, lzma.open(packed) as stream:
        unpacked = io.BytesIO(stream.read())
    with np.load(unpacked) as model:
        made: _Identifier = LanguageIdentifier(
            model["ptc"],
            model["pc"],
            model["classes"].tolist(),
            model["nextmove"].data,
            model["out_feat"].tolist(),
            tk_row=model["nextmove_row"].data,
        )
    return made
