"""Selectors that a site's next build breaks, and layouts, months, hosts and budgets that are not what they seem."""

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from cleaner.dates import ENGLISH_MONTHS
from cleaner.layout import Layout
from cleaner.rulebook import host_of, lookups
from cleaner.rulefile import FIELDS, RuleFile
from cleaner.workshop.lint.finding import Note
from cleaner.workshop.lint.places import TOP

__all__ = ["is_generated", "templates"]

LARGEST_BUDGET: Final = 0.9  # of the built-in files nine of ten do with less (`grep budget rules/*.toml`)
_SELECTORS: Final = (
    "body", "drop", "drop_classes", "keep", "title", "date", "authors", "description", "paywall", "sponsored",
    "consent",
)  # fmt: skip
_NAMED: Final = re.compile(r"""[.#]([\w-]+)|["']([^"']*)["']""")
_MONTH: Final = re.compile("%[bB]")

# What styled-components, Emotion, JSS, styled-jsx, Svelte and Vue put before a hash, after which anything may come.
_MAKER: Final = re.compile(r"(?:css|sc|jss|jsx|svelte|emotion|data-v|styles?|makeStyles(?:-\w+)?)-?$")
_LAST: Final = re.compile(r"(.*?)_*([^_-]+)_*$")
_COUNT: Final = re.compile(r"-\d$")  # which styled-components put after the hash
_HUMP: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_SWITCH: Final = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")
_SIZE: Final = re.compile(r"\d+x\d+")
_FOR: Final = re.compile(r"(?<=[a-z]{2})[24](?=[a-z]{2})")  # mc4wp, b2b
_CONSONANTS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_SHORTEST: Final = 5  # of a hash: CSS modules cut theirs to five characters, all others are longer
_NUMBER: Final = 5  # digits from which a number counts documents or boxes


def templates(file: RuleFile) -> Iterator[Note]:
    """What is doubtful in the parts of a rule file that are no rules for lines.

    Args:
        file: The rule file.
    """
    yield from _hosts(file)
    if file.budget > LARGEST_BUDGET:
        message = (
            f"budget: {file.budget} of a document may go before the guard steps in; {LARGEST_BUDGET} is much already"
        )
        yield Note(TOP, "budget", message)
    yield from _months(file)
    for layout in file.layouts:
        yield from _selectors(layout)
    yield from _former(file.layouts)


def _hosts(file: RuleFile) -> Iterator[Note]:
    for host in file.hosts:
        name = host_of(host.removesuffix(".*") + ".com" if host.endswith(".*") else host) or ""
        keys = lookups(name, exact=bool(file.imported))
        if host not in keys or (host.endswith(".*") and _is_suffix(host)):
            reason = "is a public suffix, under which anybody registers" if _is_suffix(host) else "is no host of a URL"
            yield Note(
                TOP, "host", f"hosts: {host!r} {reason}; give the outlet's own, such as times.example or times.*"
            )
        for parent in file.hosts:
            if parent in keys[2:]:  # after the host itself, and its name under any suffix
                yield Note(TOP, "host", f"hosts: {host!r} is a subdomain of {parent!r}, which takes it already")


def _is_suffix(host: str) -> bool:
    """Whether a host is one under which registries delegate; `co.*` is, because of co.uk."""
    name = host.removesuffix(".*")
    tried = [f"{name}.{country}" for country in ("uk", "br", "jp", "au")] if host.endswith(".*") else [name]
    return "/" not in name and bool(name) and any(not lookups(found) for found in tried)


def _months(file: RuleFile) -> Iterator[Note]:
    if len(file.months) == len(ENGLISH_MONTHS):
        return
    data = tomllib.loads(file.path.read_text(encoding="utf-8"))
    if not any(map(_MONTH.search, _formats(data))):
        message = "months: no format has %b or %B, so no date is read by these names; remove them"
        yield Note("metadata", "months", message)


def _formats(data: dict[str, Any]) -> list[str]:
    located = [table.get("format", "") for name in FIELDS for table in data.get("metadata", {}).get(name, ())]
    html = data.get("html", {})
    return [*located, *(layout.get("date_format", "") for layout in (html, *html.get("former", ())))]


def _where(layout: Layout) -> str:
    return f"html until {layout.until}" if layout.until else "html"


def _former(layouts: tuple[Layout, ...]) -> Iterator[Note]:
    """The loader sorts layouts by their last day; `later` stands before `earlier` there."""
    for later, earlier in pairwise(layouts):
        assert earlier.until is not None  # noqa: S101  all but the first are former ones
        if later.until and later.until.startswith(earlier.until):
            message = f"until: is not told from {later.until!r}, the end of another layout; give both to the day"
            yield Note(_where(earlier), "former", message)
    for number, layout in enumerate(layouts):
        if twin := next((other for other in layouts[:number] if _same(other, layout)), None):
            of = f"that until {twin.until}" if twin.until else "the present one"
            message = f"until: has the selectors of {of}, so nothing changed on that day; remove it"
            yield Note(_where(layout), "former", message)


def _same(one: Layout, other: Layout) -> bool:
    return all(getattr(one, key) == getattr(other, key) for key in _SELECTORS) and one.date_format == other.date_format


def _selectors(layout: Layout) -> Iterator[Note]:
    for key in _SELECTORS:
        for source in getattr(layout, key):
            names = [source] if key == "drop_classes" else _names(source)
            for name in names:
                if is_generated(name):
                    message = f"{key}: {name!r} in `{source}` is a generated name; choose one with a meaning"
                    yield Note(_where(layout), "generated", message)


def _names(selector: str) -> list[str]:
    """The class names and ids in a selector, and the words of what it quotes."""
    return [name for bare, quoted in _NAMED.findall(selector) for name in (bare or quoted).split()]


def is_generated(name: str) -> bool:
    """Whether a class name or an id looks made by a build: css-1a2b3c, sc-bdVaJa, jsx-123456, title__3xYz9.

    Names for people are words: article-body, article__body--wide, articleBody, col-md-6, ratio-16x9 and h2 are none.

    Args:
        name: One name, without dot or hash; `*` stands for any characters, as in `drop_classes`.
    """
    found = _LAST.match(_COUNT.sub("", name.strip("*").strip("-")))
    if found is None:
        return False
    before, last = found[1], found[2]
    if last.isdigit():
        return len(last) >= _NUMBER
    if len(last) < _SHORTEST:
        return False
    if _MAKER.search(before):
        return _is_jumbled(last) or bool(_SWITCH.search(last)) or bool(_CONSONANTS.search(last))
    return _is_jumbled(last)


def _is_jumbled(word: str) -> bool:
    """Whether letters, digits and capitals alternate as they do in no word: 1a2b3c, 3xYz9, bdVaJa."""
    word = _FOR.sub("for", _SIZE.sub("", word))
    if len(_SWITCH.findall(word)) > 1:
        return True
    humps = _HUMP.findall(word)
    return len(humps) > 1 and not word.isupper() and len(word) < 2.5 * len(humps) and not word.islower()
