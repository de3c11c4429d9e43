"""An invented outlet for tests: articles out of word lists, furniture that changes, and lines that only look like some.

The same seed gives the same documents. Every line is marked by what it is, so that a test can say what was lost.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["ENGLISH", "GERMAN", "Language", "Made", "outlet"]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language's articles and furniture. `{n}` is a number, `{d}` a date, `{p}` a name."""

    name: str
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    places: tuple[str, ...]
    head: tuple[str, ...]
    tail: tuple[str, ...]
    later_head: tuple[str, ...]
    later_tail: tuple[str, ...]
    by: str
    months: tuple[str, ...]
    opening: str
    quotation: str


ENGLISH = Language(
    name="Ferry Post",
    subjects=(
        "The mayor", "A committee", "The river board", "One farmer", "The ministry", "A court", "The museum", "Nobody",
        "The union", "A teacher", "The harbour", "Her neighbour", "The bakery", "A surveyor", "The council", "The choir",
    ),
    verbs=(
        "postponed", "welcomed", "counted", "questioned", "rebuilt", "measured", "sold", "described", "opened", "lost",
        "defended", "published", "painted", "closed", "repaired", "inspected",
    ),
    objects=(
        "the old bridge", "a plan for the market", "every second lamp", "the new timetable", "three wooden boats",
        "the report on water", "a school for forty children", "the northern road", "its only archive", "two orchards",
        "the annual fair", "a contract with the ferry", "the bell tower", "an empty warehouse", "the swimming pool",
    ),
    places=(
        "before the winter", "near the station", "without a vote", "for the second time", "after a long debate",
        "in the lower town", "at its own expense", "despite the rain", "on the advice of an engineer",
        "to the surprise of visitors", "while the band was playing", "as the law demands",
    ),
    head=("Ferry Post Menu", "Share with your friends", "{n} readers discussed this", "Published {d}"),
    tail=(
        "More from the Ferry Post", "@", "@", "@", "Get the Ferry Post by letter",
        "Join {n} readers of our morning letter", "(c) {y} Ferry Post Printing House. Reproduction needs our consent.",
    ),
    later_head=("Ferry Post Navigation", "Listen to this piece ({n} min)", "Published {d}"),
    later_tail=(
        "Picked for your evening", "@", "@", "Weather in Tarsk: {n} degrees", "Follow {p} on our pages",
        "(c) {y} Ferry Post Printing House. Reproduction needs our consent.",
    ),
    by="By ",
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"),
    opening="Dear readers, this is the week as I saw it from my window above the fish market in Tarsk.",
    quotation='"We have nothing to hide and nothing to add to what was said on Monday," the harbour master said.',
)  # fmt: skip
GERMAN = Language(
    name="Fährpost",
    subjects=(
        "Der Stadtrat", "Eine Lehrerin", "Das Museum", "Der Hafenmeister", "Die Genossenschaft", "Ein Gericht",
        "Die Feuerwehr", "Niemand", "Der Chor", "Die Nachbarin", "Ein Vermesser", "Der Verein", "Die Bäckerei",
    ),
    verbs=(
        "verschob", "begrüßte", "zählte", "bezweifelte", "erneuerte", "vermaß", "verkaufte", "beschrieb", "eröffnete",
        "verlor", "verteidigte", "strich", "schloss", "besichtigte",
    ),
    objects=(
        "die alte Brücke", "einen Plan für den Markt", "jede zweite Laterne", "den neuen Fahrplan", "drei Holzboote",
        "den Bericht über das Wasser", "eine Schule für vierzig Kinder", "die Straße nach Norden", "zwei Obstgärten",
        "das jährliche Fest", "einen Vertrag mit der Fähre", "den Glockenturm", "das leere Lagerhaus",
    ),
    places=(
        "vor dem Winter", "in der Nähe des Bahnhofs", "ohne Abstimmung", "zum zweiten Mal", "nach langer Debatte",
        "in der Unterstadt", "auf eigene Kosten", "trotz des Regens", "auf Rat eines Ingenieurs",
        "zur Überraschung der Besucher", "während die Kapelle spielte", "wie das Gesetz es will",
    ),
    head=("Fährpost Hauptmenü", "Mit Freunden teilen", "{n} Leser diskutieren mit", "Veröffentlicht am {d}"),
    tail=(
        "Mehr aus der Fährpost", "@", "@", "@", "Die Fährpost als Brief bestellen",
        "Schon {n} Leser beziehen unseren Morgenbrief", "(c) {y} Druckhaus Fährpost. Nachdruck nur mit Zustimmung.",
    ),
    later_head=("Fährpost Übersicht", "Diesen Beitrag hören ({n} Min.)", "Veröffentlicht am {d}"),
    later_tail=(
        "Für Ihren Abend ausgesucht", "@", "@", "Wetter in Tarsk: {n} Grad", "Mehr von {p} in unserer Übersicht",
        "(c) {y} Druckhaus Fährpost. Nachdruck nur mit Zustimmung.",
    ),
    by="Von ",
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
            "Dezember"),
    opening="Liebe Leser, das ist die Woche, wie ich sie von meinem Fenster über dem Fischmarkt in Tarsk gesehen habe.",
    quotation='"Wir haben nichts zu verbergen und nichts hinzuzufügen zu dem, was am Montag gesagt wurde", sagte er.',
)  # fmt: skip
_GIVEN = ("Ann", "Bob", "Clara", "Dan", "Eva", "Finn", "Greta", "Hugo", "Ida", "Jon", "Karla", "Leo")
_FAMILY = ("Lee", "Day", "Holm", "Brandt", "Sands", "Weber", "Moor", "Keller", "Vance", "Ost")
_AGENCIES = ("(Reuters)", "dpa", "AFP")


@dataclass(frozen=True, slots=True)
class Made:
    """One document: its lines with what each is ("furniture", "meta" or "article"), and its date."""

    lines: tuple[tuple[str, str], ...]
    day: date

    @property
    def text(self) -> str:
        """The document as a scraper gives it."""
        return "\n".join(line for line, _ in self.lines) + "\n"

    def of(self, what: str) -> list[str]:
        """The lines of one sort."""
        return [line for line, mark in self.lines if mark == what]


def outlet(language: Language, count: int, seed: int = 1) -> list[Made]:
    """Documents of one outlet, a day apart; the template changes half-way."""
    chance = random.Random(seed)  # noqa: S311  the same documents each time
    return [_document(language, number, number * 2 >= count, chance) for number in range(count)]


def _document(language: Language, number: int, later: bool, chance: random.Random) -> Made:
    day = date(2023, 1, 1) + timedelta(days=number)
    fill = _filler(language, day, chance)
    title = _sentence(language, chance).rstrip(".")
    head = [(fill(line), "meta" if "{d}" in line else "furniture") for line in _half(language, "head", later)]
    tail = [(fill(line), "furniture") for line in _half(language, "tail", later)]
    byline = f"{language.by}{_person(chance)}"
    body = [(line, "article") for line in _body(language, number, chance)]
    doubled = (f"{title} | {language.name}", "meta")
    return Made((doubled, head[0], (title, "article"), (byline, "meta"), *head[1:], *body, *tail), day)


def _half(language: Language, part: str, later: bool) -> tuple[str, ...]:
    lines: tuple[str, ...] = getattr(language, f"later_{part}" if later else part)
    return lines


def _filler(language: Language, day: date, chance: random.Random) -> Callable[[str], str]:
    def fill(line: str) -> str:
        if line == "@":
            return _sentence(language, chance).rstrip(".")
        month = language.months[day.month - 1]
        written = f"{day.day}. {month} {day.year}" if language is GERMAN else f"{month} {day.day}, {day.year}"
        values = {"{n}": str(chance.randint(2, 900)), "{d}": written, "{y}": str(day.year), "{p}": _person(chance)}
        for slot, value in values.items():
            line = line.replace(slot, value)
        return line

    return fill


def _body(language: Language, number: int, chance: random.Random) -> Iterator[str]:
    """An article, with one of the traps in some of them."""
    if number % 7 == 0:
        yield language.opening
    for place in range(chance.randint(3, 7)):
        yield " ".join(_sentence(language, chance) for _ in range(chance.randint(2, 4)))
        if number % 6 == 1 and place == 1:
            yield language.quotation
        if number % 5 == 2:
            yield f"{chance.randint(7, 22)}:{chance.randint(10, 59)}"
    if number % 4 == 3:
        yield _AGENCIES[number % len(_AGENCIES)]


def _sentence(language: Language, chance: random.Random) -> str:
    words = (language.subjects, language.verbs, language.objects, language.places)
    return f"{' '.join(map(chance.choice, words))}."


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}"
