"""The lines of a site config: `directive: value`, `directive(argument): value`, and what is no such thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

__all__ = ["KNOWN", "Fault", "Line", "lines_of"]

KNOWN: Final = frozenset((
    "autodetect_next_page", "autodetect_on_failure", "author", "body", "convert_double_br_tags", "date", "dissolve",
    "find_string", "footnotes", "http_header", "if_page_contains", "insert_detected_image", "login_extra_fields",
    "login_password_field", "login_uri", "login_username_field", "move_into", "native_ad_clue", "next_page_link",
    "not_logged_in_xpath", "parser", "post_strip_attr", "prune", "replace_string", "requires_login",
    "single_page_link", "single_page_link_in_feed", "skip_id_or_class", "skip_json_ld", "src_lazy_load_attr", "strip",
    "strip_attr", "strip_comments", "strip_id_or_class", "strip_image_src", "test_contains", "test_url", "tidy",
    "title", "wrap_in",
))  # fmt: skip
_MAY_BE_EMPTY: Final = ("replace_string", "find_string")  # find_string is paired before it is judged
_WITH_ARGUMENT: Final = re.compile(r"([a-z0-9_]+)\((.*?)\)")
_REPLACE: Final = re.compile(r"replace_string\((.*)\):\s?(.*)")
_SHOWN: Final = 60  # characters of a line in a message


@dataclass(frozen=True, slots=True)
class Line:
    """One directive: where it stands, counted from 1, and what it says; `argument` is what its name has in brackets."""

    number: int
    name: str
    argument: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A typo or a dead line of the source."""

    number: int
    message: str


def lines_of(text: str) -> Iterator[Line | Fault]:
    """Read a site config.

    Args:
        text: The whole file.

    Yields:
        Its directives in order; for a line that upstream ignores, a fault; for one that upstream misreads, both.
    """
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        line = raw.strip()
        if line and not line.startswith("#"):
            yield from _read(number, line)


def _read(number: int, line: str) -> Iterator[Line | Fault]:
    if found := _REPLACE.fullmatch(line):
        if ":" in found[1]:
            yield Fault(number, f"{_short(line)}: is cut at the colon in its brackets upstream, and so dead there")
        yield Line(number, "replace_string", found[1], found[2].strip())
        return
    head, colon, value = (part.strip() for part in line.partition(":"))
    call = _WITH_ARGUMENT.fullmatch(head)
    name = call[1] if call else head
    if not colon:
        yield Fault(number, f"{_short(line)}: has no colon")
    elif name not in KNOWN:
        near = get_close_matches(name, sorted(KNOWN), n=1)
        yield Fault(number, f"{_short(head)}: is no directive" + (f"; {near[0]} is" if near else ""))
    elif not value and name not in _MAY_BE_EMPTY:
        yield Fault(number, f"{name}: has no value")
    else:
        yield Line(number, name, call[2] if call else None, value)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
