"""The parts that learning is made of: forms of lines, doubts, formats of dates, counting in bounded memory."""

import pytest

from cleaner import Cleaner
from cleaner.masks import Masker, pattern_of, plain
from cleaner.patterns import LinePattern, fault_of
from cleaner.workshop.learn.detail import Detail, Lowest
from cleaner.workshop.learn.doubts import Judge
from cleaner.workshop.learn.fields import fields_of
from cleaner.workshop.learn.placing import BETWEEN, HEAD, TAIL
from cleaner.workshop.learn.sketch import Best, Sketch, number_of
from cleaner.workshop.learn.survey import Surveyed
from cleaner.workshop.learn.vocabulary import Vocabulary

HOST = "ferrypost.example"
MASKER = Masker(("January|Jan", "März", "October|Oct"))


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        ("Share this", ["Share this"]),
        ("12 comments", ["0 comments"]),
        ("Updated 3 October 2024, 12:30", ["Updated 0 <month> 0, 0"]),
        ("Montag, 3. März 2024", ["<weekday>, 0. <month> 0"]),
        ("Oct. 12, 2007", ["<month> 0, 0"]),
        ("March of the 300", ["March of the 0"]),
        ("Write to desk@post.example", ["Write to <mail>"]),
        ("See https://post.example/a1 now", ["See <url> now"]),
        ("By Ann Lee", ["By Ann Lee", "By <name>"]),
        ("Photo: Ann Lee/Reuters", ["Photo: Ann Lee/Reuters", "Photo: <name>/<name>", "Photo: ..."]),
        ("Rain falls | Ferry Post", ["Rain falls | Ferry Post", "Rain falls | <name>", "... | Ferry Post"]),
        ("\ufdd0 is no character", []),
    ],
)
def test_what_changes_becomes_a_slot(line: str, forms: list[str]) -> None:
    """A line has a form without numbers, dates and addresses, and, if short, wider ones; its pattern takes it."""
    found = list(MASKER.forms(line))
    assert [plain(form) for form in found] == forms
    for form in found:
        assert fault_of(pattern_of(form)) is None
        assert LinePattern(pattern_of(form)).matches(line)


def seen(line: str, zone: str, documents: int, **counts: int) -> Detail:
    """A form of which one line is known, in one zone."""
    detail = Detail(documents=documents, lines=counts.pop("lines", documents), **counts)  # type: ignore[arg-type]
    detail.zones[zone] = detail.lines
    detail.halves = [documents // 2, documents - documents // 2]
    detail.samples.add(line)
    return detail


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The words of the rule files that ship."""
    return Vocabulary(Cleaner().rulebook.files)


@pytest.mark.parametrize(
    ("line", "zone", "counts", "doubt"),
    [
        ("Menu", HEAD, {}, None),
        ("Join our morning letter.", TAIL, {}, None),
        ("Advertisement", BETWEEN, {}, None),
        ("(Reuters)", TAIL, {}, "an agency's credit"),
        ("dpa/AFP", TAIL, {}, "an agency's credit"),
        ("With the Associated Press", TAIL, {}, "an agency's credit"),
        ("Reuters Institute", TAIL, {}, None),
        ('"We know nothing," he said', BETWEEN, {}, "a quotation"),
        ("Background", BETWEEN, {}, "stands in the articles"),
        ("Good morning,", HEAD, {"above_article": 20}, "may be the opening of a column"),
        ("Good morning,", HEAD, {}, None),
        ("Until next week.", TAIL, {"below_article": 20}, "may be the closing of a column"),
        ("12:30", BETWEEN, {}, "too little of it stays the same"),
        ("12:30 Ministers arrive", BETWEEN, {}, "may be a line of a live ticker"),
        ("+++ Ministers arrive +++", BETWEEN, {}, "may be a line of a live ticker"),
        ("MOSCOW, October 12 -", HEAD, {}, "a dateline"),
    ],
)
def test_what_articles_may_have_is_doubted(
    line: str, zone: str, counts: dict[str, int], doubt: str | None, vocabulary: Vocabulary
) -> None:
    """Agencies, quotations, columns, tickers, datelines and crossheads are told from furniture that looks like them."""
    judge = Judge(Surveyed(HOST, 3, Lowest(0), documents=100), vocabulary)
    assert judge.doubt(next(MASKER.forms(line)), seen(line, zone, 20, **counts)) == doubt


@pytest.mark.parametrize(
    ("lines", "pattern", "format_"),
    [
        (("Stand: 3.10.2024", "Stand: 14.1.2024"), "Stand: {date}", "%d.%m.%Y"),
        (("On 10/03/2024 12:30", "On 01/14/2024 09:15"), "On {date}", "%m/%d/%Y %H:%M"),
        (("On 03/10/2024", "On 14/01/2024"), "On {date}", "%d/%m/%Y"),
        (("Out October 3, 2024 1:30 pm", "Out January 14, 2024 9:05 am"), "Out {date}", "%B %d, %Y %I:%M %p"),
        (("2024-10-03", "2024-01-14"), "{date}", "%Y-%m-%d"),
        (("On 03/10/2024", "On 04/01/2024"), None, None),  # nobody knows which is the month
        (("3 October", "14 January"), None, None),  # no year
    ],
)
def test_date_lines_get_a_format(lines: tuple[str, ...], pattern: str | None, format_: str | None) -> None:
    """A line that is a date gets its pattern and format where all its samples agree, and none where they do not."""
    detail = seen(lines[0], HEAD, 20)
    for line in lines:
        detail.samples.add(line)
    found = [field.rule.keys for field in fields_of({next(MASKER.forms(lines[0])): detail}, ())]
    assert [(keys["pattern"], keys["format"]) for keys in found] == ([(pattern, format_)] if pattern else [])


def test_counting_is_never_too_low_and_bounded() -> None:
    """A sketch counts no less than it was told; the best are the same in any order, and never more than asked."""
    sketch = Sketch()
    for number in range(2_000):
        for _ in range(number % 5):
            sketch.add(number_of(str(number)))
    assert all(sketch.count(number_of(str(number))) >= number % 5 for number in range(2_000))
    assert sum(sketch.count(number_of(str(number))) for number in range(2_000)) == 4_000
    orders = [list(range(100)), list(range(99, -1, -1)), [*range(0, 100, 2), *range(1, 100, 2)]]
    kept = []
    for numbers in orders:
        best = Best(10, list[int])
        for number in numbers:
            best.get(str(number), number % 50)
            assert len(best.items) <= 10
        kept.append(sorted(best.items))
    assert kept[0] == kept[1] == kept[2]
