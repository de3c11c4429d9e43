"""What many documents of an unknown outlet repeat: what goes, what stays all the same, and that order has no say."""

import gc
import pickle
import random
import tempfile
import tracemalloc
from array import array
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from cleaner import Cleaner, Document, Record
from cleaner.masks import MONTH, NUMBER
from cleaner.repeats import Repeats, tally
from cleaner.repeats.choosing import Seen, furniture
from cleaner.repeats.table import GROUP_BITS, group_number, keys_of
from cleaner.repeats.tally import Tally
from tests.outlets import ENGLISH, GERMAN, Language, outlet

CLEANER = Cleaner(judge=False)  # what repeats is looked at alone
OWN = "The ferry to Lisse was late again on Monday, and nobody on the quay could say why it had not left."
LAST = "The harbour master promised a report before the winter, and the council will read it in the new year."


def made(language: Language, count: int, host: str = "made.example") -> list[Document]:
    """Documents of an invented outlet."""
    found = enumerate(outlet(language, count))
    return [Document(content=one.text, id=str(number), url=f"https://{host}/{number}") for number, one in found]


def cleaned(documents: Sequence[Document], least: int = 4) -> list[Record]:
    """The records of documents that were counted before."""
    return list(Cleaner(judge=False, repeats=CLEANER.repeats_in(documents, least)).clean_many(documents))


def numbered(lines: Sequence[tuple[str, int]]) -> list[Seen]:
    """Lines with their shares, as `furniture` takes them."""
    masked = CLEANER.rulebook.masker.masked
    return [Seen(number, text, masked(text) or "", share) for number, (text, share) in enumerate(lines)]


ABOVE = [
    ("Ferry Post Menu", 10),
    ("898 readers discussed this", 40),
    ("Published January 3, 2023", 95),
    ("Dear readers, this is the week as I saw it from my window above the fish market in Tarsk.", 85),
    ('"All the news of the river"', 60),
]
BELOW = [
    ("More from the Ferry Post", 12),
    ("|", 90),
    ("Join 898 readers of our morning letter", 30),
    ("Our letter comes every morning before the first ferry, free of charge and without a single advert.", 55),
    ("(c) 2023 Ferry Post Printing House.", 30),
]
STAY_ABOVE = [
    ("Dear readers,", 30),
    ("Dear readers, this is the week as I saw it from my window above the fish market in Tarsk.", 40),
    ("(Reuters)", 60),
    ("TARSK, January 3, 2023", 60),
    ("TARSK (Ferry Post), January 3 -", 90),
    ('"We have nothing to hide," the harbour master said.', 30),
    ("12", 90),
    ("al", 90),
]
STAY_BELOW = [
    ("Reuters, AFP", 90),
    ("Write to me at the fish market.", 20),
    ("Next week I shall look out of another window, and the fish market will have to do without me.", 40),
    ('"We have nothing to hide," the harbour master said.', 30),
    ("(al)", 20),
]
INSIDE = [("Read the Ferry Post on paper", 60), ("Advertisement", 90)]
STAY_INSIDE = [
    ("What happened next", 30),
    ("And nobody said a word.", 90),
    ("12:30", 90),
    ("Question 7", 90),
    ("***", 90),
    ("Our letter comes every morning before the first ferry, free of charge and without a single advert.", 90),
]


@pytest.mark.parametrize(("line", "share"), ABOVE)
def test_above_an_article_furniture_goes(line: str, share: int) -> None:
    """Menus, dates and counters above the first sentence of one's own."""
    assert furniture(numbered([(line, share), (OWN, 0), (LAST, 0)])) == [0]


@pytest.mark.parametrize(("line", "share"), STAY_ABOVE)
def test_above_an_article_its_opening_stays(line: str, share: int) -> None:
    """Greetings, columns' openings, agencies, datelines, quotations, and what is too little to tell."""
    assert furniture(numbered([(line, share), (OWN, 0), (LAST, 0)])) == []


@pytest.mark.parametrize(("line", "share"), BELOW)
def test_below_an_article_furniture_goes(line: str, share: int) -> None:
    """Headings of lists, letters, notices of law, lone marks."""
    assert furniture(numbered([(OWN, 0), (LAST, 0), (line, share)])) == [2]


@pytest.mark.parametrize(("line", "share"), STAY_BELOW)
def test_below_an_article_its_closing_stays(line: str, share: int) -> None:
    """Credits, initials, last words."""
    assert furniture(numbered([(OWN, 0), (LAST, 0), (line, share)])) == []


@pytest.mark.parametrize(("line", "share"), INSIDE)
def test_inside_an_article_furniture_goes_where_most_have_it(line: str, share: int) -> None:
    """A line of half of all documents that is no sentence and never changes."""
    assert furniture(numbered([(OWN, 0), (line, share), (LAST, 0)])) == [1]


@pytest.mark.parametrize(("line", "share"), STAY_INSIDE)
def test_inside_an_article_the_rest_stays(line: str, share: int) -> None:
    """Sub-headings, sentences, times of a ticker, numbered questions, marks between sections."""
    assert furniture(numbered([(OWN, 0), (line, share), (LAST, 0)])) == []


PROSE = "Our letter comes every morning before the first ferry, free of charge and without a single advert."
WHOLE = [
    ("a copy of others", [(OWN, 40), (LAST, 40), ("Ferry Post Menu", 90)]),
    ("a list of teasers", [("Ferry leaves late", 0), ("More from the Ferry Post", 90), ("Bell rings again", 0)]),
    ("a poem", [("The river runs", 0), ("and runs,", 30), ("and nobody", 0), ("and runs,", 30)]),
    ("more prose would go than stay", [(OWN, 0), (PROSE, 60), (PROSE.replace("letter", "paper"), 60)]),
    ("nothing repeats", [(OWN, 0), ("Ferry Post Menu", 0)]),
    ("nothing at all", []),
]


@pytest.mark.parametrize(("name", "lines"), WHOLE, ids=[name for name, _ in WHOLE])
def test_documents_that_stay_whole(name: str, lines: list[tuple[str, int]]) -> None:
    """Where the article cannot be told, or most of it would go, nothing goes."""
    assert furniture(numbered(lines)) == [], name


def test_a_closing_is_what_follows_without_a_gap() -> None:
    """The same words below furniture are furniture; right below the article they are its own."""
    closing = ("Next week I shall look out of another window, and the fish market will have to do without me.", 40)
    menu = ("More from the Ferry Post", 90)
    assert furniture(numbered([(OWN, 0), (LAST, 0), closing, menu])) == [3]
    assert furniture(numbered([(OWN, 0), (LAST, 0), menu, closing])) == [2, 3]


@pytest.mark.parametrize("language", [ENGLISH, GERMAN], ids=lambda language: language.name)
@pytest.mark.parametrize("count", [20, 50, 200])
def test_furniture_of_an_outlet_goes_and_its_articles_stay(language: Language, count: int) -> None:
    """More than twice as much as without; of columns, quotations, credits and tickers nothing that stayed without."""
    documents, lines = made(language, count), list(outlet(language, count))
    plain, found = list(CLEANER.clean_many(documents)), cleaned(documents)
    gone = {"without": 0, "with": 0}
    for one, before, after in zip(lines, plain, found, strict=True):
        kept = {"without": set(before.text.split("\n\n")), "with": set(after.text.split("\n\n"))}
        assert [line for line in one.of("article") if line in kept["without"] and line not in kept["with"]] == []
        for name, texts in kept.items():
            gone[name] += sum(line not in texts for line in one.of("furniture"))
    assert gone["with"] > 2 * gone["without"]


def test_what_goes_is_in_the_account() -> None:
    """Each line is a removal of its own rule and kind, and the record still says that nobody knows the outlet."""
    documents = made(ENGLISH, 20)
    record = cleaned(documents)[3]
    text = str(documents[3].content)
    taken = [text[one.start : one.end] for one in record.removed if one.rule == "judge/repeated"]
    assert "Ferry Post Menu" in taken
    assert {one.kind for one in record.removed if one.rule == "judge/repeated"} == {"navigation"}
    assert "unknown-outlet" in record.flags


def test_cleaning_twice_is_cleaning_once() -> None:
    """With the same table, nothing more goes of what has been cleaned."""
    documents = made(ENGLISH, 50)
    cleaner = Cleaner(judge=False, repeats=CLEANER.repeats_in(documents))
    for document in documents:
        once = cleaner.clean(document)
        assert cleaner.clean(replace(document, content=once.text)).text == once.text


def test_versions_of_one_article_lose_nothing() -> None:
    """Four of ten documents are the same article, a sentence longer each time: all of them stay whole."""
    story = [
        f"{OWN[:-1]}, said passenger {word}." for word in ("one Ann", "two Bob", "three Eva", "four Leo", "five Ida")
    ]
    story += ["It rained.", LAST]
    others = [str(one.content) for one in made(ENGLISH, 6)]
    versions = ["\n".join([*story, f"{LAST[:-1]}, as version {word} has it."]) for word in ("a", "b", "c", "d")]
    documents = [Document(content=text, url="https://made.example/") for text in (*others, *versions)]
    for record in cleaned(documents)[-4:]:
        assert [line for line in story if line not in record.text] == []


@pytest.mark.parametrize("count", [1, 3])
def test_few_documents_tell_nothing(count: int) -> None:
    """Three documents with the same lines are what they were."""
    documents = made(ENGLISH, count)
    assert cleaned(documents) == list(CLEANER.clean_many(documents))


def test_outlets_with_a_rule_file_are_left_to_it() -> None:
    """They are neither counted nor cleaned by what repeats."""
    documents = made(ENGLISH, 20, host="rferl.org")
    assert CLEANER.repeats_in(documents).groups == {}
    table = Repeats(
        {group_number("rferl.org"): CLEANER.repeats_in(made(ENGLISH, 20)).groups[group_number("made.example")]}
    )
    assert list(Cleaner(judge=False, repeats=table).clean_many(documents)) == list(CLEANER.clean_many(documents))


def test_outlets_do_not_speak_for_one_another() -> None:
    """A line of one outlet's documents stays in another's."""
    documents = made(ENGLISH, 20)
    stranger = replace(documents[0], url="https://stranger.example/")
    assert cleaned([*documents, stranger])[-1] == CLEANER.clean(stranger)


@pytest.mark.parametrize(
    ("given", "other"),
    [
        ({"url": "https://lisse.example/1"}, {"url": "https://tarsk.example/1"}),
        ({"outlet": "lisse.example"}, {"outlet": "tarsk.example"}),
        ({"outlet": "de/lisse"}, {"outlet": "de/tarsk"}),
        ({"source": "texts/lisse/1.txt"}, {"source": "texts/tarsk/1.txt"}),
        ({"source": "lisse/rows.jsonl:7"}, {"source": "rows.jsonl:7"}),
    ],
)
def test_documents_belong_together(given: dict[str, str], other: dict[str, str]) -> None:
    """By their URL's host, by what their row says, else by the folder that their file lies in."""
    documents = [Document(content=one.content, **given) for one in made(ENGLISH, 20)]
    stranger = Document(content=documents[0].content, **other)
    found = cleaned([*documents, stranger])
    assert any(one.rule == "judge/repeated" for one in found[0].removed)
    assert not any(one.rule == "judge/repeated" for one in found[-1].removed)


def page(number: int) -> Document:
    """A page of an unknown outlet, with a line in its article that no markup gives away."""
    dice = random.Random(number)  # noqa: S311  no secret
    words = [
        "harbour",
        "bell",
        "ferry",
        "council",
        "rope",
        "crew",
        "lamp",
        "tower",
        "storm",
        "market",
        "bridge",
        "mayor",
    ]
    lines = [
        f"The {' and the '.join(dice.sample(words, 7))} were counted on the day that the choir sang." for _ in range(6)
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    notice = "<p>This story first stood in the printed Lisse Ledger and in no other paper</p>"
    text = f"<html><body><article><h1>Story {number}</h1>{body}{notice}</article></body></html>"
    return Document(content=text, url=f"https://lisse.example/{number}", format="html")


def test_pages_of_unknown_outlets_are_counted_as_extracted() -> None:
    """What is left in the extracted text and repeats goes; the article's paragraphs stay."""
    documents = [page(number) for number in range(12)]
    for before, after in zip(CLEANER.clean_many(documents), cleaned(documents), strict=True):
        paragraphs = before.text.split("\n\n")
        assert paragraphs[-1].startswith("This story first stood")
        assert after.text.split("\n\n") == paragraphs[:-1]


def test_the_order_of_documents_has_no_say() -> None:
    """Shuffled, and counted by several who are added up in any order: the same table to the byte."""
    documents = [*made(ENGLISH, 60), *made(GERMAN, 30, "other.example")]
    known = CLEANER.repeats_in(documents)
    chance = random.Random(7)  # noqa: S311  no secret
    for _ in range(3):
        chance.shuffle(documents)
        parts = [b"".join(map(CLEANER.counted, documents[start::4])) for start in range(4)]
        chance.shuffle(parts)
        with Tally() as counts:
            for part in parts:
                counts.add(part)
            assert counts.table().as_bytes() == known.as_bytes()


def test_a_line_counts_once_in_a_document() -> None:
    """However often it stands there, and whatever its numbers are."""
    forms = [f"{NUMBER} of {NUMBER}", "Menu", "Menu", None, f"on {MONTH} {NUMBER}"]
    assert len(keys_of(5, forms)) == 1 + 3


TABLE = b'{"2249896810":"efG8CGTpdvwoZA=="}'


def test_a_table_is_the_same_on_every_machine() -> None:
    """Or a table that was counted elsewhere would say nothing."""
    keys = keys_of(group_number("lisse.example"), ["Menu", f"Gr\u00f6\u00dfe {NUMBER}"]).tobytes()
    with Tally() as found:
        found.add(keys * 4)
        assert found.table().as_bytes() == TABLE


def test_a_table_comes_back() -> None:
    """Pickled, as bytes, with its cleaner."""
    documents = made(ENGLISH, 20)
    table = CLEANER.repeats_in(documents)
    assert table.groups
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301  our own
    assert Repeats.from_bytes(table.as_bytes()) == table
    cleaner = pickle.loads(pickle.dumps(CLEANER.with_repeats(table)))  # noqa: S301  our own
    assert list(cleaner.clean_many(documents)) == cleaned(documents)
    assert CLEANER.options.repeats is None


def counts(lines: int) -> Repeats:
    """A table of many lines, each in a document of its own but one that is in all."""
    group = 9 << GROUP_BITS
    with Tally() as found:
        for start in range(1, lines + 1, 1_000):
            keys = ((group, group | number * 7, group | 1) for number in range(start, start + 1_000))
            found.add(array("Q", chain.from_iterable(keys)).tobytes())
        return found.table()


def peak(lines: int) -> int:
    """The most memory that counting so many lines takes, in bytes."""
    gc.collect()
    tracemalloc.start()
    try:
        counts(lines)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_counting_is_exact_and_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What does not fit waits on the disk: the same table in a part of the memory, and nothing stays."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole, all_at_once = counts(20_000), peak(100_000)
    assert len(whole.groups[9]) == 5
    monkeypatch.setattr(tally, "_HELD", 20_000)
    assert counts(20_000) == whole
    assert peak(100_000) < all_at_once / 2
    assert list(tmp_path.iterdir()) == []
