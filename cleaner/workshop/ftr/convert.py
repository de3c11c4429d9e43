"""What becomes of each line of a site config: a key of our `[html]`, nothing because nothing is needed, or nothing.

Losing a sentence is worse than leaving a line: what could take more than its author meant is left out, and said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from cleaner.selectors import fault_of
from cleaner.workshop.ftr.grammar import Fault, Line, lines_of

__all__ = ["Config", "Fate", "Outcome", "Page", "convert"]

Value = str | tuple[str, str]


class Outcome(StrEnum):
    """What becomes of a line."""

    CARRIED = "carried"
    NEEDLESS = "needless"
    LOST = "left out"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a line: a value for a key of ours, or the reason why there is none."""

    line: Line
    outcome: Outcome
    reason: str = ""
    key: str = ""
    value: Value = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the source was tried on, and texts that must come out of it."""

    url: str
    contains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """A site config, read: what became of its lines, the pages it names, and its typos and dead lines."""

    fates: tuple[Fate, ...]
    pages: tuple[Page, ...]
    faults: tuple[Fault, ...]

    @property
    def keys(self) -> dict[str, tuple[Value, ...]]:
        """The keys of `[html]` with their values, in the order of the source, each once."""
        found: dict[str, dict[Value, None]] = {}
        for fate in self.fates:
            if fate.outcome is Outcome.CARRIED:
                found.setdefault(fate.key, {})[fate.value] = None
        return {key: tuple(values) for key, values in found.items()}

    def without(self, reason: str) -> "Config":
        """The same where no rule file is written: nothing is carried over, for the file's reason."""
        fates = (Fate(f.line, Outcome.LOST, reason) if f.outcome is Outcome.CARRIED else f for f in self.fates)
        return replace(self, fates=tuple(fates))


_SELECTORS: Final = {
    "body": "body", "strip": "drop", "strip_attr": "drop", "dissolve": "keep", "title": "title", "author": "authors",
    "date": "date", "not_logged_in_xpath": "paywall", "native_ad_clue": "sponsored",
}  # fmt: skip
_VALUES: Final = ("title", "author", "date")
_FETCHING: Final = "is about fetching, which is not done here"
_MARKUP: Final = "is about pictures or attributes, not text"
_NEEDLESS: Final = {
    "autodetect_next_page": _FETCHING, "http_header": _FETCHING, "if_page_contains": _FETCHING,
    "login_extra_fields": _FETCHING, "login_password_field": _FETCHING, "login_uri": _FETCHING,
    "login_username_field": _FETCHING, "next_page_link": _FETCHING, "requires_login": _FETCHING,
    "single_page_link": _FETCHING, "single_page_link_in_feed": _FETCHING,
    "insert_detected_image": _MARKUP, "post_strip_attr": _MARKUP, "src_lazy_load_attr": _MARKUP,
    "strip_image_src": _MARKUP, "wrap_in": _MARKUP,
    "convert_double_br_tags": "is done anyway: a line break ends a line",
    "parser": "there is one parser", "prune": "a selected body is not pruned", "tidy": "pages are not tidied",
    "strip_comments": "is done anyway: comments are no part of an article",
    "test_url": "is in the stub of its fixture", "test_contains": "is in the stub of its fixture",
}  # fmt: skip
_LOST: Final = {
    "autodetect_on_failure": "the guard always falls back on the general extractor",
    "footnotes": "has no meaning upstream", "move_into": "has no meaning upstream",
    "skip_id_or_class": "has no meaning upstream",
    "skip_json_ld": "all of the page's own markup is trusted alike",
}  # fmt: skip
_SHORT: Final = 4  # characters: upstream such a name is part of many others, and people chose it for that
_FURNITURE: Final = frozenset(("ad", "adad", "ads", "bio", "btn", "logo", "m-ad", "menu", "nav", "tags", "toc"))
_BY_ID: Final = re.compile(r"id\((\"[^\"]+\"|'[^']+')\)")
_NO_NAME: Final = frozenset(".#*,;<>=[]()")
_GAP: Final = re.compile(r"\s|&nbsp;|;psbn&|&#160;|;061#&")  # read from either end
_TEXT: Final = re.compile(r"[(\s]*(?:['\"]|[a-z-]+\()")
_FROM_ROOT: Final = re.compile(r"[(\s]*(?:@|\*|(?:child|attribute)::|[a-zA-Z][\w-]*(?:\[|/|$))")
_ATTRIBUTE: Final = re.compile(r"/(?:@|attribute::)[\w:*-]+\s*(?:\[[^]]*\])?\s*\)*$")
_TEXT_NODE: Final = re.compile(r"/(?:[\w-]+::)?(text|comment)\(\)\s*(?:\[.*\])?\s*\)*$")


def convert(text: str) -> Config:
    """Read a site config and say what becomes of each line.

    Args:
        text: The whole file.

    Returns:
        The fates of its lines in order, its pages, and its typos and dead lines.
    """
    found = list(lines_of(text))
    lines = [item for item in found if isinstance(item, Line)]
    others = (line for line in lines if line.name not in ("find_string", "replace_string"))
    fates = sorted((*map(_fate, others), *_replacements(lines)), key=lambda fate: fate.line.number)
    pages, orphans = _pages(lines)
    dead = (Fault(f.line.number, f"{f.line.name}: {f.reason}") for f in fates if f.outcome is Outcome.DEAD)
    faults = (*(item for item in found if isinstance(item, Fault)), *dead, *orphans)
    return Config(tuple(fates), pages, tuple(sorted(faults, key=lambda fault: fault.number)))


def _fate(line: Line) -> Fate:
    if line.name in _SELECTORS:
        return _selector(line)
    if line.name == "strip_id_or_class":
        return _name(line)
    if line.name == "autodetect_on_failure" and line.value == "yes":
        return Fate(line, Outcome.NEEDLESS, "is done anyway: the guard falls back on the general extractor")
    if line.name in _NEEDLESS:
        return Fate(line, Outcome.NEEDLESS, _NEEDLESS[line.name])
    return Fate(line, Outcome.LOST, _LOST[line.name])


def _selector(line: Line) -> Fate:
    path = _BY_ID.sub(r"//*[@id=\1]", line.value)
    textual, wants_text = _TEXT.match(path) is not None, line.name in _VALUES
    if _FROM_ROOT.match(path) and not textual:
        return Fate(line, Outcome.DEAD, f"`{path}` starts at the top of the page, where it finds nothing")
    path = path if path.startswith(("/", ".", "(")) else f"({path})"
    if fault := fault_of(path):
        return Fate(line, Outcome.DEAD, f"`{line.value}`: {fault}")
    if textual and not wants_text:
        return Fate(line, Outcome.DEAD, f"`{line.value}` gives a text, where elements are wanted")
    if not wants_text and _ATTRIBUTE.search(path):
        return Fate(line, Outcome.NEEDLESS, _MARKUP)
    if not wants_text and _TEXT_NODE.search(path):
        return Fate(line, Outcome.LOST, "selects texts or comments; only elements can be dropped")
    return Fate(line, Outcome.CARRIED, key=_SELECTORS[line.name], value=path)


def _name(line: Line) -> Fate:
    """A class name or id, which upstream also finds within others; several are names that an element has all of."""
    names = line.value.replace('"', "").replace("'", "").split()
    if not names or any(set(name) & _NO_NAME or name.endswith(":") for name in names):
        return Fate(line, Outcome.DEAD, f"`{line.value}` is no class name or id")
    if len(names) > 1:
        has = " and ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in names)
        return Fate(line, Outcome.CARRIED, key="drop", value=f"//*[{has}]")
    if len(names[0]) <= _SHORT and names[0].lower() not in _FURNITURE:
        return Fate(line, Outcome.LOST, "is short, and could name anything")
    return Fate(line, Outcome.CARRIED, key="drop_classes", value=names[0])


def _replacements(lines: Sequence[Line]) -> Iterator[Fate]:
    """Pieces of the page's source: in one line, or in two, which belong together by their order."""
    for line in lines:
        if line.name == "replace_string" and line.argument is not None:
            yield _replacement(line, line.argument, line.value)
    finds = [line for line in lines if line.name == "find_string"]
    news = [line for line in lines if line.name == "replace_string" and line.argument is None]
    if len(finds) != len(news):
        reason = f"{len(finds)} find_string and {len(news)} replace_string in the file; upstream drops them all"
        yield from (Fate(line, Outcome.DEAD, reason) for line in (*finds, *news))
        return
    for find, new in zip(finds, news, strict=True):
        fate = _replacement(find, find.value, new.value)
        yield fate
        yield replace(fate, line=new)


def _replacement(line: Line, find: str, new: str) -> Fate:
    if not find:
        return Fate(line, Outcome.DEAD, "nothing to be found")
    if not new and (_GAP.match(find) or _GAP.match(find[::-1])):
        new = " "  # the one that was meant is trimmed away upstream, and words would be glued together
    return Fate(line, Outcome.CARRIED, key="replace", value=(find, new))


def _pages(lines: Sequence[Line]) -> tuple[tuple[Page, ...], tuple[Fault, ...]]:
    pages: list[Page] = []
    orphans: list[Fault] = []
    for line in lines:
        if line.name == "test_url":
            pages.append(Page(line.value))
        elif line.name == "test_contains" and pages:
            pages[-1] = Page(pages[-1].url, (*pages[-1].contains, line.value))
        elif line.name == "test_contains":
            orphans.append(Fault(line.number, "test_contains: stands above the first test_url, and belongs to none"))
    return tuple(pages), tuple(orphans)
