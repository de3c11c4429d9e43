"""An invented outlet for the tests of `cleaner rules coverage`: its rules, and two years of its documents."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

from cleaner import Cleaner, Document

__all__ = ["HOST", "MONTHS", "RULES", "cleaner_for", "documents", "pages", "write"]

HOST: Final = "lisse.example"
MONTHS: Final = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
RULES: Final = """\
name = "The Lisse Ledger"
hosts = ["lisse.example"]

[[drop]]
id = "home"
kind = "navigation"
lines = ["The Lisse Ledger - Front Page"]
drops = ["The Lisse Ledger - Front Page"]

[[drop]]
id = "share"
kind = "social"
lines = ["Share this tale with the quay"]
drops = ["Share this tale with the quay"]

[[drop]]
id = "old-banner"
kind = "advert"
lines = ["Best viewed from the old lighthouse"]
drops = ["Best viewed from the old lighthouse"]

[[cut]]
id = "related"
kind = "related"
from = 'More from the quay'
drops = ["More from the quay\\nNew lamp for the tower"]
keeps = ["More from the quay was promised by the mayor."]

[html]
body = ["#tale", ".story-text"]
drop = [".pier-box"]
drop_classes = ["gull-*", "anchor"]

[[html.examples]]
page = '<body><div id="tale"><p>Rain fell.</p><div class="pier-box">Box</div><p class="gull-note">Gull</p></div></body>'
text = "Rain fell."
"""
_WORDS: Final = [
    "harbour",
    "bell",
    "ferry",
    "council",
    "morning",
    "rope",
    "crew",
    "lamp",
    "tower",
    "storm",
    "market",
    "bridge",
    "mayor",
    "teacher",
    "engine",
    "valley",
    "winter",
    "bakery",
    "tide",
    "letter",
    "garden",
    "window",
    "violin",
    "school",
    "map",
    "paint",
    "coal",
    "wool",
    "clock",
    "river",
]
_VERBS: Final = [
    "repaired",
    "found",
    "carried",
    "praised",
    "painted",
    "counted",
    "closed",
    "opened",
    "moved",
    "measured",
    "sold",
    "kept",
]


def _sentence(dice: random.Random) -> str:
    one, two, three, four = dice.sample(_WORDS, 4)
    where, day = dice.choice(_WORDS), dice.randint(2, 30)
    return (
        f"The {one} near the {two} was {dice.choice(_VERBS)} by the {three} and the {four} of the {where} on day {day}."
    )


def _headline(dice: random.Random) -> str:
    one, two = dice.sample(_WORDS, 2)
    return f"{one.capitalize()} {dice.choice(_VERBS)} beside the {two} in {dice.randint(1700, 1999)}"


def _text(dice: random.Random, heading: str) -> str:
    lines = ["The Lisse Ledger - Front Page"] if dice.random() < 0.9 else []
    lines += [" ".join(_sentence(dice) for _ in range(dice.randint(2, 4))) for _ in range(dice.randint(3, 7))]
    lines += ["Share this tale with the quay"] if dice.random() < 0.6 else []
    lines += [f"Tide table for {dice.randint(1, 31)} boats"] if dice.random() < 0.4 else []
    if dice.random() < 0.97:
        lines += [heading, *(_headline(dice) for _ in range(3))]
    return "\n".join(lines)


def documents(
    seed: int, per_month: int = 12, changed_from: str | None = None, heading: str = "Read More Tales"
) -> Iterator[Document]:
    """Two years of texts.

    Args:
        seed: Other texts for each.
        per_month: How many in a month.
        changed_from: The month from which on the list of other stories has another heading.
        heading: That heading; by itself no rule takes it.
    """
    dice = random.Random(seed)  # noqa: S311  no secret
    for month in MONTHS:
        for number in range(per_month):
            is_changed = changed_from is not None and month >= changed_from
            text = _text(dice, heading if is_changed else "More from the quay")
            name = f"{month}/{number}"
            yield Document(content=text, id=name, url=f"https://{HOST}/{name}", date=f"{month}-{1 + number % 28:02}")


def pages(seed: int, per_month: int = 12, changed_from: str | None = None) -> Iterator[Document]:
    """Two years of pages; from a month on their text stands in another element, and a note has another class."""
    dice = random.Random(seed)  # noqa: S311  no secret
    for month in MONTHS:
        for number in range(per_month):
            is_changed = changed_from is not None and month >= changed_from
            story = "".join(f"<p>{_sentence(dice)} {_sentence(dice)}</p>" for _ in range(5))
            box = '<div class="pier-box">Notes from the pier</div>' if dice.random() < 0.8 else ""
            page = f'<html><body><div id="{"saga" if is_changed else "tale"}">{story}{box}</div></body></html>'
            crawled, url = f"{month}-{1 + number % 28:02}", f"https://{HOST}/p/{month}/{number}"
            yield Document(content=page, id=f"{month}/{number}", url=url, crawled=crawled, format="html")


def cleaner_for(folder: Path, rules: str = RULES) -> Cleaner:
    """A cleaner that knows the outlet; its rule file goes to a folder."""
    folder.mkdir(exist_ok=True)
    (folder / f"{HOST}.toml").write_text(rules, encoding="utf-8")
    return Cleaner(rules=folder)


def write(path: Path, found: Iterator[Document]) -> Path:
    """Documents as a file of rows."""
    rows = ({"id": one.id, "url": one.url, "date": one.date, "text": one.content} for one in found)
    path.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    return path
