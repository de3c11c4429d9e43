"""`cleaner rules coverage`: counts that are right, alarms that are right, and silence where nothing changed."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, CleanerError, Document, Record
from cleaner.batch.summary import OTHERS, UNKNOWN
from cleaner.cli import cli
from cleaner.document import Removal
from cleaner.io.readers import Failure
from cleaner.workshop.coverage import Coverage, alarms_of, gather, read, written
from cleaner.workshop.coverage.change import ALPHA, SUPPORT, Month, Stretch, changes, cuts_of, significance
from cleaner.workshop.coverage.counts import Extreme, Line, OutletCounts
from cleaner.workshop.coverage.sample import Sample
from cleaner.workshop.coverage.sample import lines_of as sampled_lines
from cleaner.workshop.coverage.table import lines_of, silent
from cleaner.workshop.coverage.unusual import unusual, usual
from tests.conftest import ROOT
from tests.docs import blocks
from tests.invented import HOST, MONTHS, RULES, cleaner_for, documents, pages, write
from tests.reported import EMPTY

SEEDS = 200
FALSE_ALARMS = 2  # of 200 corpora: the share that the method promises


@pytest.fixture(scope="module")
def cleaner(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    """A cleaner that knows the invented outlet."""
    return cleaner_for(tmp_path_factory.mktemp("own") / "rules")


@pytest.fixture(scope="module")
def changed(cleaner: Cleaner) -> Coverage:
    """Two years whose template changed half-way."""
    return gather(documents(1, changed_from="2024-01"), cleaner)


def counted(rates: Sequence[float], sizes: Sequence[int], dice: random.Random) -> Coverage:
    """A corpus of one outlet whose rules fire at constant rates, document by document."""
    counts = OutletCounts()
    for month, size in zip(MONTHS, sizes, strict=True):
        counts.base("documents")[month] = size
        for number, rate in enumerate(rates):
            counts.signal(f"{HOST}/rule-{number}").seen[month] = sum(dice.random() < rate for _ in range(size))
    return Coverage(outlets={HOST: counts})


def test_the_alarm_is_worded_as_a_person_would_say_it(changed: Coverage) -> None:
    """The rule whose template went, and no other; what its documents carry instead; no rule that stayed as it was."""
    (alarm,) = alarms_of(changed)
    assert str(alarm) == (
        "lisse.example/related: 94 % of documents until 2023-12, 0 % since; "
        "141 documents now carry 'Read More Tales' instead"
    )
    carrying = sum("\nRead More Tales\n" in str(one.content) for one in documents(1, changed_from="2024-01"))
    assert carrying == 141


MORE = """
[[cut]]
id = "more"
kind = "related"
from = 'Quays [0-9]+ to [0-9]+'
drops = ["Quays 1 to 4\\nNew lamp for the tower"]
keeps = ["Quays 1 to 4 were closed for a week."]

[html]
"""


@pytest.fixture(scope="module")
def taker(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    """A cleaner that has a rule for the new heading too."""
    return cleaner_for(tmp_path_factory.mktemp("taker") / "rules", RULES.replace("\n[html]\n", MORE))


def test_a_rule_that_takes_over_is_no_second_alarm(taker: Cleaner) -> None:
    """The alarm says what the documents carry instead and which rule takes it; month by month, or since an old file."""
    whole = [*documents(6, changed_from="2024-01", heading="Quays 2 to 7")]
    (alarm,) = alarms_of(gather(whole, taker))
    said = "141 documents now carry 'Quays # to #', taken by lisse.example/more"
    assert str(alarm) == f"lisse.example/related: 97 % of documents until 2023-12, 0 % since; {said}"
    assert alarm.as_dict()["instead"] == {
        "line": "Quays # to #", "documents": 141, "counted": True, "rule": "lisse.example/more",
    }  # fmt: skip
    old, new = (gather(part, taker) for part in (whole[:144], whole[144:]))
    assert [str(one) for one in alarms_of(new, old)] == [str(alarm)]
    assert [str(one) for one in alarms_of(*(Coverage.from_dict(one.as_dict()) for one in (new, old)))] == [str(alarm)]


def moving(**places: tuple[int, int, int]) -> Coverage:
    """A corpus of an outlet whose rules move: each with its month, its documents of ten before and after, and its place."""
    counts = OutletCounts()
    counts.base("documents").update(dict.fromkeys(MONTHS, 10))
    for name, (month, before, after) in places.items():
        rule, _, place = name.partition("_")
        signal = counts.signal(f"{HOST}/{rule}")
        signal.seen.update({key: after if number >= month else before for number, key in enumerate(MONTHS)})
        signal.place = int(place) * 10 * signal.documents
    return Coverage(outlets={HOST: counts})


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ({"old_90": (12, 9, 0), "new_85": (12, 0, 9)}, {"old": "108 documents now have what lisse.example/new takes"}),
        ({"old_90": (12, 9, 0), "new_85": (12, 2, 9)}, {"old": "108 documents now have what lisse.example/new takes"}),
        ({"old_90": (12, 9, 0), "new_85": (13, 0, 9)}, {"old": "99 documents now have what lisse.example/new takes"}),
        ({"old_90": (12, 9, 0), "new_85": (15, 0, 9)}, {"old": "", "new": ""}),
        ({"old_90": (12, 9, 0), "new_10": (12, 0, 9)}, {"old": "", "new": ""}),
        ({"old_90": (12, 9, 0), "new_85": (12, 0, 3)}, {"old": "", "new": ""}),
        ({"old_90": (12, 9, 0), "new_85": (12, 9, 0)}, {"old": "", "new": ""}),
        ({"new_85": (12, 0, 9)}, {"new": ""}),
        (
            {"a_90": (12, 9, 0), "b_50": (12, 8, 0), "c_50": (12, 0, 8), "d_90": (12, 0, 9)},
            {"a": "108 documents now have what lisse.example/d takes", "b": "96 documents now have what lisse.example/c takes"},
        ),
        ({"a_90": (12, 9, 0), "b_85": (12, 9, 0), "c_90": (12, 0, 9)}, {"a": "108 documents now have what lisse.example/c takes", "b": ""}),
    ],
)  # fmt: skip
def test_only_what_moves_alike_is_taken_over(moves: dict[str, tuple[int, int, int]], said: dict[str, str]) -> None:
    """In the same month or the next, as much, near the same place, one for one; all else has its own alarm."""
    found = {alarm.rule.rpartition("/")[2]: str(alarm.instead or "") for alarm in alarms_of(moving(**moves))}
    assert found == said


def test_a_line_that_nobody_takes_is_told_first() -> None:
    """It is what needs a rule; another rule that rose in the same month may have nothing to do with it."""
    found = moving(old_90=(12, 9, 0), new_85=(12, 0, 9))
    counts = found.outlets[HOST]
    counts.sampled.update(dict.fromkeys(MONTHS, 10))
    counts.lines["Read on"] = Line(Counter(dict.fromkeys(MONTHS[12:], 9)), place=108 * 900)
    said = [str(alarm.instead or "") for alarm in alarms_of(found)]
    assert said == ["", "108 documents now carry 'Read on' instead"]


@pytest.mark.parametrize("month", ["2023-03", "2023-08", "2024-06", "2024-11"])
def test_a_change_is_found_where_it_was(month: str, cleaner: Cleaner) -> None:
    """Early or late: the last month before it is named."""
    (alarm,) = alarms_of(gather(documents(2, changed_from=month), cleaner))
    assert (alarm.rule, alarm.change.after.first) == (f"{HOST}/related", month)


@pytest.mark.parametrize("seed", range(3))
def test_a_corpus_that_did_not_change_is_quiet(seed: int, cleaner: Cleaner) -> None:
    """Cleaned from end to end, texts and pages."""
    assert alarms_of(gather(documents(seed), cleaner)) == []
    assert alarms_of(gather(pages(seed, per_month=4), cleaner)) == []


def test_constant_rates_raise_no_alarm() -> None:
    """Two hundred corpora of thirty rules at constant rates: no more with an alarm than the method promises."""
    loud = 0
    for seed in range(SEEDS):
        dice = random.Random(seed)  # noqa: S311  no secret
        rates, sizes = [dice.random() for _ in range(30)], [dice.randint(1, 40) for _ in MONTHS]
        loud += bool(alarms_of(counted(rates, sizes, dice)))
    assert loud <= FALSE_ALARMS


def test_the_bound_holds_without_the_size_of_the_change() -> None:
    """Chance alone, of any rate and size: seldom below a level, and not so seldom that the bound says nothing."""
    below = Counter[float]()
    for seed in range(2_000):
        dice = random.Random(seed)  # noqa: S311  no secret
        rate, sizes = dice.random(), (dice.randint(20, 200), dice.randint(20, 200))
        one, two = (Stretch("", "", size, sum(dice.random() < rate for _ in range(size))) for size in sizes)
        below.update(level for level in (0.5, 0.1, 0.01) if significance(one, two) <= level)
    assert [below[level] <= level * 2_000 for level in (0.5, 0.1, 0.01)] == [True] * 3
    assert below[0.5] > 0


@pytest.mark.parametrize("seed", range(20))
def test_half_way_changes_raise_exactly_their_alarms(seed: int) -> None:
    """Of twelve rules three change in different months; each is found in its month and no other is."""
    dice = random.Random(seed)  # noqa: S311  no secret
    found = counted([dice.uniform(0.05, 0.95) for _ in range(12)], [30] * 24, dice)
    counts = found.outlets[HOST]
    for number, month in ((3, 6), (7, 12), (9, 17)):
        seen = Counter({name: 28 if place < month else 0 for place, name in enumerate(MONTHS)})
        counts.signal(f"{HOST}/rule-{number}").seen = seen
    assert {(alarm.rule, alarm.change.after.first) for alarm in alarms_of(found)} == {
        (f"{HOST}/rule-{number}", MONTHS[month]) for number, month in ((3, 6), (7, 12), (9, 17))
    }


def series(*parts: tuple[int, float, int]) -> list[Month]:
    """Months in a row: so many, with that rate, of so many documents each."""
    flat = [(rate, size) for months, rate, size in parts for _ in range(months)]
    return [Month(name, size, round(rate * size)) for name, (rate, size) in zip(MONTHS, flat, strict=False)]


@pytest.mark.parametrize(
    ("given", "firsts"),
    [
        (series((12, 0.97, 30), (12, 0.0, 30)), ["2024-01"]),
        (series((12, 0.0, 30), (12, 0.97, 30)), ["2024-01"]),  # a rule that begins to fire may take what it should not
        (series((23, 0.97, 30), (1, 0.0, 30)), ["2024-12"]),  # the latest month alone
        (series((12, 0.97, 30), (1, 0.5, 30), (11, 0.0, 30)), None),  # in the middle of a month: one change
        (series((8, 0.9, 40), (8, 0.1, 40), (8, 0.9, 40)), ["2023-09", "2024-05"]),  # and back again
        (series((12, 0.2, 200), (12, 0.01, 200)), ["2024-01"]),  # seldom, and then never
        (series((24, 0.97, 30)), []),
        (series((24, 0.0, 30)), []),
        (series((23, 0.97, 30), (1, 0.0, SUPPORT - 1)), []),  # too few to say
        (series((12, 0.55, 3000), (12, 0.45, 3000)), []),  # beyond chance, but nobody's fault
        (series((12, 0.04, 300), (12, 0.0, 300)), []),  # hardly ever, and then never
        (series(*((1, rate, 60) for rate in (0.9, 0.2) * 12)), []),  # it always went up and down
    ],
)
def test_what_is_a_change(given: list[Month], firsts: list[str] | None) -> None:
    """Large, beyond chance, and with documents on both sides; a month in the middle of which it came is no third one."""
    found = changes(given, tests=1000)
    if firsts is None:
        assert len(found) == 1
    else:
        assert [change.after.first for change in found] == firsts


def test_a_cut_has_support_on_both_sides() -> None:
    """No cut with fewer documents on one side, and none at a month without documents."""
    given = series((4, 0.5, 10), (1, 0.0, 0), (4, 0.5, 10))
    assert cuts_of(given) == [2, 3, 5, 6, 7]
    assert cuts_of(series((3, 0.5, SUPPORT - 11))) == []
    assert ALPHA <= 0.01


def test_later_stretches_are_dated_from_both_ends() -> None:
    """Where a rule came and went, each alarm says from when to when."""
    counts = OutletCounts()
    for month in series((8, 0.9, 40), (8, 0.1, 40), (8, 0.9, 40)):
        counts.base("documents")[month.name] = month.documents
        counts.signal("common/box").seen[month.name] = month.seen
    assert [str(alarm) for alarm in alarms_of(Coverage(outlets={HOST: counts}))] == [
        "common/box at lisse.example: 90 % of documents until 2023-08, 10 % from 2023-09 until 2024-04",
        "common/box at lisse.example: 10 % of documents from 2023-09 until 2024-04, 90 % since",
    ]


def test_heaps_of_outlets_raise_no_alarm(changed: Coverage) -> None:
    """What changes in a heap of outlets is mostly who is in it."""
    for heap in (UNKNOWN, OTHERS):
        assert alarms_of(Coverage(outlets={heap: changed.outlets[HOST]})) == []


def test_counts_are_those_of_the_records(cleaner: Cleaner, changed: Coverage) -> None:
    """Documents by month and rule, pieces, and the rules that never fired: counted anew from the records."""
    counts = changed.outlets[HOST]
    fired: Counter[tuple[str, str]] = Counter()
    pieces: Counter[str] = Counter()
    for document in documents(1, changed_from="2024-01"):
        record = cleaner.clean(document)
        fired.update({(removal.rule, (record.date or "")[:7]) for removal in record.removed})
        pieces.update(removal.rule for removal in record.removed)
    seen = {(name, month): n for name, signal in counts.signals.items() for month, n in signal.seen.items()}
    assert seen == fired
    assert {name: signal.pieces for name, signal in counts.signals.items() if signal.pieces} == pieces
    assert silent(counts) == [f"{HOST}/old-banner"]
    assert counts.bases["documents"] == dict.fromkeys(MONTHS, 12)


def test_the_order_of_documents_does_not_matter(cleaner: Cleaner) -> None:
    """Shuffled, the coverage file has the same bytes, alarms and sampled lines with it."""
    known = list(documents(4, changed_from="2024-01"))
    files = set()
    for seed in range(3):
        random.Random(seed).shuffle(known)  # noqa: S311  no secret
        found = gather(known, cleaner)
        files.add(written(found, alarms_of(found)))
    assert len(files) == 1


def test_the_file_comes_back(changed: Coverage, tmp_path: Path) -> None:
    """JSON and back gives the same counts, the same bytes and the same alarms; and the file is small."""
    path = tmp_path / "coverage.json"
    path.write_bytes(written(changed, alarms_of(changed)))
    again = read(str(path))
    assert written(again, alarms_of(again)) == path.read_bytes()
    assert len(path.read_bytes()) < 10_000
    assert orjson.loads(path.read_bytes())["version"] == 1


def test_files_add_up(cleaner: Cleaner) -> None:
    """Two halves merged in either order are the whole: of rules exactly, so that the alarm is the same."""
    known = list(documents(5, changed_from="2024-01"))
    whole = gather(known, cleaner)
    merged = []
    for first, second in ((known[::2], known[1::2]), (known[1::2], known[::2])):
        part = gather(first, cleaner)
        part.merge(gather(second, cleaner))
        merged.append(part)
    assert written(merged[0]) == written(merged[1])
    assert merged[0].outlets[HOST].signals == whole.outlets[HOST].signals
    assert merged[0].outlets[HOST].shares == whole.outlets[HOST].shares
    assert list(map(str, alarms_of(merged[0]))) == list(map(str, alarms_of(whole)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is no coverage file; `cleaner rules coverage CORPUS --format json` writes one"),
        ("[]", "is no coverage file; `cleaner rules coverage CORPUS --format json` writes one"),
        ('{"format": "cleaner-coverage", "version": 9}', "is of version 9; this program reads version 1"),
        (
            '{"format": "cleaner-coverage", "version": 1}',
            "is no coverage file; `cleaner rules coverage CORPUS --format json` writes one",
        ),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_is_none_is_refused(content: str | None, message: str, tmp_path: Path) -> None:
    """In one line that says what to do."""
    path = tmp_path / "old.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CleanerError) as error:
        read(str(path))
    assert str(error.value) == f"{path}: {message}"


def halves(cleaner: Cleaner, seed: int, changed_from: str | None) -> tuple[Coverage, Coverage]:
    """The coverage of the first year, and of the second one."""
    known = list(documents(seed, changed_from=changed_from))
    return gather(known[: len(known) // 2], cleaner), gather(known[len(known) // 2 :], cleaner)


def test_an_earlier_corpus_is_compared(cleaner: Cleaner) -> None:
    """A change between two corpora is one alarm, dated where the one follows the other; without a change there is none."""
    old, new = halves(cleaner, 6, "2024-01")
    (alarm,) = map(str, alarms_of(new, old))
    assert alarm == (
        "lisse.example/related: 97 % of documents until 2023-12, 0 % since; "
        "141 documents now carry 'Read More Tales' instead"
    )
    assert alarms_of(new) == alarms_of(old) == []
    assert alarms_of(*reversed(halves(cleaner, 6, None))) == []


def test_corpora_of_the_same_time_are_compared_without_dates(cleaner: Cleaner) -> None:
    """Where neither came first, the alarm says before and now."""
    old, new = gather(documents(7), cleaner), gather(documents(7, changed_from="2023-01"), cleaner)
    (alarm,) = map(str, alarms_of(new, old))
    assert alarm.startswith("lisse.example/related: 95 % of documents before, 0 % now; ")


def test_a_rule_that_was_taken_away_or_added_is_no_alarm(cleaner: Cleaner) -> None:
    """Who deletes a rule knows that it fires no more."""
    old, new = halves(cleaner, 6, "2024-01")
    del new.outlets[HOST].signals[f"{HOST}/related"]
    assert alarms_of(new, old) == []
    assert alarms_of(old, new) == []


def test_pages_say_which_selectors_find_nothing(cleaner: Cleaner) -> None:
    """A body that moved is one alarm, for the outlet's selectors together; what they drop is counted where they find it."""
    found = gather(pages(1, per_month=5, changed_from="2024-01"), cleaner)
    counts = found.outlets[HOST]
    assert list(map(str, alarms_of(found))) == ["lisse.example/[html]: 100 % of pages until 2023-12, 0 % since"]
    assert counts.signals["stale-selector"].seen == dict.fromkeys(MONTHS[12:], 5)
    box = counts.signals[f"{HOST}/[html] drop .pier-box"]
    assert (counts.of(box), box.seen.keys() <= set(MONTHS[:12])) == (60, True)
    names = ("body .story-text", "drop_classes anchor", "drop_classes gull-*")
    assert [name for name in silent(counts) if "[html]" in name] == [f"{HOST}/[html] {name}" for name in names]


def test_a_page_is_dated_by_its_crawl_or_its_article(cleaner: Cleaner) -> None:
    """A template is that of the day on which a page was fetched, unless the user says otherwise."""
    page = next(pages(1))
    page = replace(page, date="2019-07-01")
    for by, month in (("crawled", "2023-01"), ("date", "2019-07")):
        assert gather([page], cleaner, by).outlets[HOST].months == [month]  # type: ignore[arg-type]
    undated = gather([Document(content="Rain fell.", outlet=HOST)], cleaner).outlets[HOST]
    assert (undated.months, undated.documents) == ([], 1)


def test_failures_are_counted(cleaner: Cleaner) -> None:
    """What cannot be read is no document."""
    found = gather([Failure(id="x", source="x", reason="cannot be read: gone")], cleaner)
    assert (found.failed, found.documents) == (1, 0)


def record_of(text: str, removed: tuple[Removal, ...] = ()) -> Record:
    """A record of a text of which pieces were taken."""
    return replace(EMPTY, text=text, removed=removed)


def test_lines_are_masked_and_placed() -> None:
    """Numbers are masked, spaces one, what has no letters is not there; of what a rule took, its first line."""
    text = "Home\nPage 12 of  30\n***\nPage 7 of 31\nRelated 4\nBell\nThe end."
    start, end = text.index("Related"), text.index("The end.")
    taken = (Removal("x/home", "navigation", 0, 4), Removal("x/related", "related", start, end))
    places = {("", "Page # of #"): 5, ("", "The end."): end, ("x/home", "Home"): 0, ("x/related", "Related #"): start}
    found = sampled_lines(record_of(text, taken), text)
    assert found == {key: place * 1000 // len(text) for key, place in places.items()}


def test_a_bounded_sample_is_the_same_in_any_order() -> None:
    """However little is held, and whatever comes first: the same documents."""
    known = [(f"host{n % 5}.example", f"Line {'abcdefgh'[n % 8]} stays\nWord {n}") for n in range(400)]
    told = []
    for seed in range(4):
        random.Random(seed).shuffle(known)  # noqa: S311  no secret
        sample = Sample(most=100, of_one=64)
        for host, text in known:
            sample.add(host, "2024-01", replace(EMPTY, id=text, text=text), text)
        counts = {host: OutletCounts() for host, _ in known}
        for host, count in counts.items():
            sample.tell(host, count)
        assert {host: count.sampled.total() for host, count in counts.items()} == dict.fromkeys(counts, 16)
        told.append({host: count.as_dict() for host, count in counts.items()})
    assert all(one == told[0] for one in told)
    assert any(one["lines"] for one in told[0].values())


def test_an_article_under_several_addresses_is_one() -> None:
    """Its sentences repeat, but they are no furniture; a line that different articles carry is."""
    sample, counts = Sample(), OutletCounts()
    for address in range(4):
        for story in range(3):
            text = f"Tell us more\nThe {('bell', 'ferry', 'lamp')[story]} was found in the harbour.\nIt rang."
            sample.add(HOST, "2024-01", replace(EMPTY, id=f"{address}/{story}", text=text.replace("\n", "\n\n")), text)
    sample.tell(HOST, counts)
    assert (counts.sampled.total(), sorted(counts.lines)) == (3, ["It rang.", "Tell us more"])


def test_outlets_that_no_file_knows_are_bounded(cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many, some are a heap: the same ones in any order, and no document is lost; a known outlet never is."""
    monkeypatch.setattr("cleaner.workshop.coverage.gathering._STRANGERS", 3)
    known = [Document(content=f"Rain fell {n}.", id=str(n), url=f"https://h{n % 9}.example/") for n in range(36)]
    known += [Document(content="Rain fell.", id="own", outlet=HOST)]
    files = set()
    for seed in range(4):
        random.Random(seed).shuffle(known)  # noqa: S311  no secret
        found = gather(known, cleaner)
        files.add(written(found))
        assert (len(found.outlets), found.documents) == (5, 37)
        assert {HOST, OTHERS} <= found.outlets.keys()
    assert len(files) == 1


def test_far_is_told_by_median_and_deviation() -> None:
    """Robust: a tenth of strange documents does not hide itself; small outlets and small differences say nothing."""
    shares = Counter({60: 40, 70: 50, 80: 40, 900: 14})
    assert (found := usual(shares))
    assert (found.share, found.distance, found.far) == (70, 100, 14)
    assert usual(Counter({60: 19})) is None
    assert usual(Counter({0: 40, 90: 2})) == usual(Counter({0: 41, 90: 1}))
    counts = OutletCounts(shares=shares)
    counts.keep_extremes([Extreme(900, 500, "b"), Extreme(900, 500, "a"), Extreme(60, 500, "c")])
    assert [one.name for one in unusual(counts)] == ["a", "b"]


def test_the_terminal_shows_what_matters(changed: Coverage) -> None:
    """Rules with their shares, those that never fired, the lines that nothing takes, and the alarm near the end."""
    shown = list(lines_of(changed, alarms_of(changed)))
    assert shown[0] == "lisse.example: 288 documents, 2023-01 to 2024-12"
    assert "  never fired: lisse.example/old-banner" in shown
    assert any(re.fullmatch(r" +\d\d\.\d% +\d+  Tide table for # boats", line) for line in shown)
    assert shown[-2].startswith("ALARM lisse.example/related: 94 % of documents until 2023-12")
    assert shown[-1] == "288 documents, 1 outlets, 1 alarms"


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the command in a folder: its status and what it prints."""
    done = CliRunner().invoke(
        cli, ["rules", "coverage", *arguments, "--rules", str(folder / "rules")], standalone_mode=False
    )
    if done.exception:
        raise done.exception
    return int(done.return_value or 0), done.stdout


def test_the_command_has_a_status_for_alarms(cleaner: Cleaner, tmp_path: Path) -> None:
    """Nought without one, one with one; JSON is the file, --merge adds, --against compares."""
    cleaner_for(tmp_path / "rules")
    known = {name: str(write(tmp_path / f"{name}.jsonl", made)) for name, made in corpora().items()}
    assert run(tmp_path, known["old"])[0] == 0
    status, file = run(tmp_path, known["old"], "--format", "json")
    old = tmp_path / "old.json"
    old.write_text(file)
    assert (status, written(gather(documents_until("2024"), cleaner))) == (0, file.encode())
    assert run(tmp_path, known["new"])[0] == 0
    status, shown = run(tmp_path, known["new"], "--against", str(old))
    assert (status, "ALARM lisse.example/related" in shown) == (1, True)
    status, shown = run(tmp_path, known["new"], "--merge", str(old))
    assert (status, "ALARM lisse.example/related: 9" in shown) == (1, True)


def documents_until(end: str) -> Iterator[Document]:
    """The documents of the earlier months."""
    return (one for one in documents(8, changed_from="2024-01") if (one.date or "") < end)


def corpora() -> dict[str, Iterator[Document]]:
    """One corpus before the change, one after it."""
    new = (one for one in documents(8, changed_from="2024-01") if (one.date or "") >= "2024")
    return {"old": documents_until("2024"), "new": new}


def test_fields_and_outlet_can_be_named(tmp_path: Path) -> None:
    """As for `cleaner run`."""
    cleaner_for(tmp_path / "rules")
    row = {"body": "Rain fell.\nShare this tale with the quay", "day": "2024-05-01"}
    (tmp_path / "rows.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    options = ("--text-field", "body", "--date-field", "day", "--outlet", HOST)
    shown = run(tmp_path, str(tmp_path / "rows.jsonl"), *options)[1].splitlines()
    assert shown[:2] == ["lisse.example: 1 documents, 2024-05 to 2024-05", " 100.0%         1  lisse.example/share"]


GUIDE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")


def test_the_guide_shows_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the guide gives what the guide says, on the documents that it speaks of."""
    monkeypatch.chdir(tmp_path)
    cleaner_for(tmp_path / "rules")
    for name, made in corpora().items():
        write(tmp_path / f"{name}.jsonl", made)
    write(tmp_path / "both.jsonl", documents(8, changed_from="2024-01"))
    shown = [
        example for block in blocks(GUIDE, "console") for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]
    assert len(shown) >= 4
    for example in shown:
        command, _, output = example.partition("\n")
        command, _, target = command.partition(" > ")
        done = CliRunner().invoke(cli, command.split()[1:], standalone_mode=False)
        if target:
            Path(target).write_text(done.stdout, encoding="utf-8")
        assert (done.exception, "" if target else done.stdout.strip()) == (None, output.strip()), command


def test_every_option_is_in_the_guide() -> None:
    """No option without a word on it."""
    command = cli.commands["rules"].commands["coverage"]  # type: ignore[attr-defined]
    options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option not in GUIDE and not option.endswith("-field")] == []
    assert "--text-field" in GUIDE
    assert all(parameter.help for parameter in command.params if parameter.opts[0].startswith("--"))
