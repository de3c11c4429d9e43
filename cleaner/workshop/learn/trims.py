"""Rules for parts of lines: what is no part of the sentence that it is glued to, and what may be."""

import re
from collections.abc import Sequence
from typing import Final

from cleaner.masks import pattern_of, plain
from cleaner.prose import ends_like_sentence
from cleaner.workshop.draft import DraftRule, Value
from cleaner.workshop.learn.detail import Detail
from cleaner.workshop.learn.doubts import Judge
from cleaner.workshop.learn.parts import part_in
from cleaner.workshop.learn.vocabulary import Vocabulary

__all__ = ["trim_doubt", "trim_of"]

_AT: Final = {"<": "start", ">": "end"}  # what the key of a part begins with
_COMMON: Final = 0.5  # share of documents: no phrase of the articles has so many
_DROPS: Final = 3
_LEFT: Final = 40  # characters that must be left of a line: parts are learned from what leaves more
_SENTENCE: Final = re.compile(r".+?[.!?](?= |$)|.+")
# What ends in a dash, a place with its agency in brackets, and NEW DELHI: stand before the sentence, too.
_DATELINE: Final = re.compile(r".*[-\u2013\u2014] |[^(\[].*[)\]].*")


def trim_doubt(key: str, detail: Detail, judge: Judge, vocabulary: Vocabulary) -> str | None:
    """Why a part may belong to the articles; None where it does not."""
    form = key[1:]
    if doubt := judge.doubt_of_part(form.strip(), detail):
        return doubt
    if key[0] == "<" and (_DATELINE.fullmatch(form) or form.isupper()):
        return "may be a dateline"
    is_known = vocabulary.kind_of(plain(form), "") and not (key[0] == ">" and ends_like_sentence(form))
    return None if is_known or judge.share(detail) >= _COMMON else "may be the articles' own words"


def trim_of(key: str, detail: Detail, sentences: Sequence[str], kind: str) -> DraftRule:
    """A rule for a part, with lines that have it and one that must stay."""
    at = _AT[key[0]]
    finds = [(line, part) for line in detail.samples.texts() if (part := part_in(line, key))]
    drops: Value = tuple({"line": line, "leaves": _without(line, part, at)} for line, part in finds[:_DROPS])
    lines = (line for line in sentences if part_in(line, key) is None)
    sentence = "".join(_SENTENCE.findall(next(lines, ""))[:1])
    keeps = f"{sentence} {finds[0][1].strip()} {sentence}"
    keys: dict[str, Value] = {"at": at, "pattern": pattern_of(key[1:]), "rest": f".{{{_LEFT},}}"}
    keys |= {"drops": drops, "keeps": (keeps,)}
    words = re.findall(r"[^\W\d_]+", plain(key[1:]).casefold())
    return DraftRule(table="trim", id=f"{'-'.join(words[:4]) or 'part'}-glued", kind=kind, keys=keys)


def _without(line: str, part: str, at: str) -> str:
    return line.removeprefix(part) if at == "start" else line.removesuffix(part)
