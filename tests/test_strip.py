"""Stripping: what each part of a rule file does, where it applies, and when the guard steps in."""

from pathlib import Path

import pytest

from cleaner import Cleaner, Record
from tests.conftest import RuleFolder

LONG = "This sentence is long enough that the engine takes the line for a paragraph of the article, number {}."
WHOLE = "budget = 1\n"  # these documents are too short for a share to mean anything
DROP = '[[drop]]\nid = "{id}"\nkind = "social"\n{what}\ndrops = ["x"]\nkeeps = ["y"]\n{more}\n'
CUT = '[[cut]]\nid = "{id}"\nkind = "related"\n{what}\ndrops = ["x"]\nkeeps = ["y"]\n'
TRIM = '[[trim]]\nid = "{id}"\nkind = "credit"\n{what}\ndrops = [{{ line = "x", leaves = "y" }}]\nkeeps = ["y"]\n'
TITLE = '[[metadata.title]]\n{what}\nfinds = [{{ text = "x", value = "y" }}]\n'


def article(count: int) -> list[str]:
    """Paragraphs of an article."""
    return [LONG.format(number) for number in range(count)]


def cleaned(folder: Path, lines: list[str]) -> Record:
    """The record of a text of the outlet whose rules the folder holds."""
    return Cleaner(rules=folder).clean("\n".join(lines), outlet="times.example")


def taken(record: Record, lines: list[str]) -> list[tuple[str, str]]:
    """What was removed, as rule and text."""
    text = "\n".join(lines)
    return [(removal.rule, text[removal.start : removal.end]) for removal in record.removed]


@pytest.mark.parametrize(
    "form", ["Tell a friend", "TELL A FRIEND", "tell a friend", "Tell A Friend", "  Tell  a friend "]
)
def test_literals_match_in_every_usual_form(rule_folder: RuleFolder, form: str) -> None:
    """A phrase is taken however the site writes it, and never inside a sentence."""
    folder = rule_folder(DROP.format(id="a", what='lines = ["Tell a friend"]', more=""))
    lines = [form, "Tell a friend what you saw, she said."]
    assert cleaned(folder, lines).text == lines[1]


def test_patterns_match_whole_lines_only(rule_folder: RuleFolder) -> None:
    """An alternative without a group cannot reach into a longer line."""
    folder = rule_folder(DROP.format(id="a", what="pattern = 'Tell|Send it'", more=""))
    lines = ["Tell", "Send it", "Tell me more about it.", "They send it"]
    assert cleaned(folder, lines).text == "Tell me more about it.\n\nThey send it"


def test_negated_classes_do_not_cross_lines(rule_folder: RuleFolder) -> None:
    """`[^.]+` ends at the end of its line."""
    folder = rule_folder(DROP.format(id="a", what="pattern = 'Go[^.]+now'", more=""))
    lines = ["Go away", "and now", "Go right now"]
    assert cleaned(folder, lines).text == "Go away\n\nand now"


@pytest.mark.parametrize(
    ("within", "left"),
    [("head", [False, True, True]), ("tail", [True, True, False]), ("anywhere", [False, False, False])],
)
def test_rules_apply_where_they_say(rule_folder: RuleFolder, within: str, left: list[bool]) -> None:
    """Head is above the third paragraph, tail below the third from the end."""
    folder = rule_folder(DROP.format(id="a", what='lines = ["Zap"]', more=f'within = "{within}"'))
    body = article(8)
    lines = ["Zap", *body[:4], "Zap", *body[4:], "Zap"]
    kept = cleaned(folder, lines).text.split("\n\n")
    assert [line == "Zap" for line in (kept[0], "Zap" if "Zap" in kept[1:-1] else "", kept[-1])] == left


def test_a_cut_runs_to_its_end_and_the_end_stays(rule_folder: RuleFolder) -> None:
    """A block goes from its first line to the line before the one that `to` names."""
    folder = rule_folder(WHOLE + CUT.format(id="a", what="from = 'See also'\nto = 'End'"))
    lines = ["One.", "See also", "A headline", "Another", "End", "Two."]
    record = cleaned(folder, lines)
    assert record.text == "One.\n\nEnd\n\nTwo."
    assert taken(record, lines) == [("times.example/a", "See also\nA headline\nAnother")]


def test_a_cut_whose_end_is_missing_takes_nothing(rule_folder: RuleFolder) -> None:
    """A block that was never closed is no block: better junk than a lost paragraph."""
    folder = rule_folder(CUT.format(id="a", what="from = 'See also'\nto = 'End'"))
    assert cleaned(folder, ["One.", "See also", "Two."]).text == "One.\n\nSee also\n\nTwo."


def test_a_cut_without_end_stays_in_the_tail(rule_folder: RuleFolder) -> None:
    """The same words as a sub-heading in the middle of the article start no cut."""
    folder = rule_folder(CUT.format(id="a", what="from = 'See also'"))
    body = article(8)
    lines = [*body[:3], "See also", *body[3:], "See also", "A headline"]
    assert cleaned(folder, lines).text.split("\n\n") == [*body[:3], "See also", *body[3:]]


def test_a_cut_can_ask_for_several_lines(rule_folder: RuleFolder) -> None:
    """Consecutive lines, blank ones apart, must all match."""
    folder = rule_folder(WHOLE + CUT.format(id="a", what="from = ['Box', '\\(\\w+\\)']\nto = 'End'"))
    assert cleaned(folder, ["Box", "", "(epa)", "text", "End"]).text == "End"
    assert cleaned(folder, ["Box", "text", "(epa)", "End"]).text == "Box\n\ntext\n\n(epa)\n\nEnd"


def test_a_line_that_stands_twice_can_go(rule_folder: RuleFolder) -> None:
    """With `twice` a line goes only where the next one is the same, and then both go."""
    folder = rule_folder(WHOLE + DROP.format(id="a", what="pattern = '[^.]{3,40}'", more="twice = true"))
    lines = ["A man at sea", "", "A man at sea", "A woman at sea", "It rained."]
    assert cleaned(folder, lines).text == "A woman at sea\n\nIt rained."


def test_a_trim_takes_a_part_and_its_span_is_exact(rule_folder: RuleFolder) -> None:
    """The part goes, the rest of the line stays, and the offsets are those of the text as it came."""
    folder = rule_folder(
        WHOLE + TRIM.format(id="a", what="at = 'start'\npattern = '.{1,40}? \\(epa\\) '\nrest = '[A-Z].+'")
    )
    lines = ["One.", "  Two  \u201cmen\u201d\u00a0 (epa)  Rain  fell."]
    record = cleaned(folder, lines)
    assert record.text == "One.\n\nRain fell."
    assert [(rule, text.split()) for rule, text in taken(record, lines)] == [
        ("times.example/a", ["Two", "\u201cmen\u201d", "(epa)"])
    ]


def test_a_trim_works_at_the_end_and_repeats(rule_folder: RuleFolder) -> None:
    """What a trim uncovers is trimmed too, so that a second cleaning finds nothing."""
    folder = rule_folder(WHOLE + TRIM.format(id="a", what="at = 'end'\npattern = ' \\((?:AFP|dpa)\\)'"))
    assert cleaned(folder, ["Rain fell. (AFP) (dpa)"]).text == "Rain fell."


def test_a_title_is_located_through_furniture(rule_folder: RuleFolder) -> None:
    """The line below an anchor is the title even where lines that rules take lie between them."""
    folder = rule_folder(
        DROP.format(id="a", what='lines = ["Prnt", "Breaking"]', more="") + TITLE.format(what="after = 'Breaking'")
    )
    record = cleaned(folder, ["Breaking", "", "Prnt", "Rain falls", "Rain falls", *article(2)])
    assert record.title == "Rain falls"
    assert record.text.split("\n\n") == article(2)
    assert [removal.rule for removal in record.removed] == [
        "times.example/a",
        "times.example/title",
        "builtin/title-twice",
    ]


def test_a_paragraph_is_never_taken_for_a_title(rule_folder: RuleFolder) -> None:
    """A line that is too long to be a headline stays in the text."""
    folder = rule_folder(TITLE.format(what="after = 'Breaking'"))
    lines = ["Breaking", "Rain fell. " * 40]
    record = cleaned(folder, lines)
    assert record.title is None
    assert "Rain fell." in record.text


@pytest.mark.parametrize(
    ("line", "pattern", "format_", "date"),
    [
        ("22 Feb, 2007 08:33", "{date}", "%d %b, %Y %H:%M", "2007-02-22T08:33"),
        ("Published: February 2007", "Published: {date}", "%B %Y", "2007-02"),
        ("Oct. 12, 2007", "{date}", "%b. %d, %Y", "2007-10-12"),
        ("12/31/99 11:05 p.m.", "{date}", "%m/%d/%y %I:%M %p", "1999-12-31T23:05"),
        ("Tuesday, March 18, 2008", "{date}", "%A, %B %d, %Y", "2008-03-18"),
        ("2008-03-18 10:00:05 +0300", "{date}", "%Y-%m-%d %H:%M:%S %z", "2008-03-18T10:00:05+03:00"),
        ("13:50 GMT 22 February 2007", "{date}", "%H:%M %z %d %B %Y", "2007-02-22T13:50+00:00"),
        ("31 February 2007", "{date}", "%d %B %Y", None),
    ],
)
def test_dates_are_read_by_their_format(
    rule_folder: RuleFolder, line: str, pattern: str, format_: str, date: str | None
) -> None:
    """A date is as precise as its line, and a date that does not exist is none."""
    rules = f"[[metadata.date]]\npattern = '{pattern}'\nformat = '{format_}'\nfinds = [{{ text = 'x', value = 'y' }}]\n"
    record = cleaned(rule_folder(rules), [line, *article(1)])
    assert record.date == date
    assert record.text == article(1)[0]


def test_a_dateline_gives_the_date_and_stays(rule_folder: RuleFolder) -> None:
    """The place and day that open an agency's report are article text."""
    rules = "[[metadata.dateline]]\npattern = 'PRAGUE, {date} - .+'\nformat = '%B %d, %Y'\nfinds = [{ text = 'x', value = 'y' }]\n"
    lines = ["PRAGUE, May 2, 2001 - Rain fell."]
    record = cleaned(rule_folder(rules), lines)
    assert (record.date, record.text) == ("2001-05-02", lines[0])


def test_months_can_be_in_the_outlets_language(rule_folder: RuleFolder) -> None:
    """A rule file may name the months of its language."""
    names = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905
    rules = f"[metadata]\nmonths = {names}\n[[metadata.date]]\nformat = '%d %B %Y'\nfinds = [{{ text = 'x', value = 'y' }}]\n"
    assert cleaned(rule_folder(rules), ["22 февраля 2007", *article(1)]).date == "2007-02-22"


def test_a_doubled_first_line_is_the_title_without_any_rule() -> None:
    """A headline that stands twice at the start is taken once, as the title."""
    record = Cleaner().clean("\n".join(["Rain falls on the plain again", "Rain falls on the plain again", *article(2)]))
    assert record.title == "Rain falls on the plain again"
    assert record.text.split("\n\n") == article(2)


def test_a_doubled_line_further_down_stays() -> None:
    """A refrain is no headline."""
    lines = [*article(6), "And so it goes, my love, it goes", "And so it goes, my love, it goes"]
    assert Cleaner().clean("\n".join(lines)).text.split("\n\n") == lines


@pytest.mark.parametrize("ending", ["", "...", "\u2026"])
def test_a_standfirst_that_repeats_the_lead_is_the_description(ending: str) -> None:
    """What the first paragraph says again is taken once, even where it was cut off."""
    standfirst = "Rain has fallen on the plain for the third day in a row" + ending
    lead = "MADRID, May 2 - Rain has fallen on the plain for the third day in a row, the weather service said."
    record = Cleaner().clean("\n".join([standfirst, lead, *article(2)]))
    assert record.text.split("\n\n") == [lead, *article(2)]
    assert record.description == standfirst.replace("\u2026", "\u2026")


def test_the_guard_keeps_an_article_from_a_bad_rule(rule_folder: RuleFolder) -> None:
    """Rules that would take most of a document are not applied, literals apart, and the record says so."""
    rules = DROP.format(id="wide", what="pattern = '.*sentence.*'", more="") + DROP.format(
        id="literal", what='lines = ["Zap"]', more=""
    )
    record = cleaned(rule_folder(rules), [*article(5), "Zap"])
    assert record.text.split("\n\n") == article(5)
    assert "over-removal" in record.flags
    assert [removal.rule for removal in record.removed] == ["times.example/literal"]


def test_a_budget_can_be_raised(rule_folder: RuleFolder) -> None:
    """An outlet whose pages are mostly comments may lose most of them."""
    rules = "budget = 0.95\n" + CUT.format(id="comments", what="from = 'Comments'")
    comments = [f"Reader {number} says something." for number in range(40)]
    record = cleaned(rule_folder(rules), [*article(4), "Comments", *comments])
    assert record.text.split("\n\n") == article(4)
    assert record.flags == ()


def test_rules_apply_until_nothing_changes(rule_folder: RuleFolder) -> None:
    """A cut that brings a line into the tail lets the line's own rule take it in the same run."""
    rules = CUT.format(id="box", what="from = 'Box'\nto = 'End'") + DROP.format(
        id="more", what='lines = ["Zap"]', more='within = "tail"'
    )
    folder = rule_folder(rules)
    lines = [*article(5), "Zap", "Box", *[LONG.format(n) for n in range(10, 14)], "End"]
    record = cleaned(folder, lines)
    again = cleaned(folder, record.text.split("\n"))
    assert "Zap" not in record.text
    assert (again.text, again.removed) == (record.text, ())


WRAPPED = """PORT ALDER, May 2 (Harbour Wire) -- The crew of a coastal ferry
pulled eleven sheep from the sea off Cape Orla on Wednesday, after a
barge carrying a whole flock to the autumn fair had lost its ramp in
a sudden squall.

None of the animals was hurt. "They swam in a circle, one behind the
other, and looked at us as if we were late," said the mate of the
ferry, who has since been asked to give the flock a name.

The owner said that he would walk the next time. The road is longer,
he said, but it stays where it is.
"""

VERSE = """The bell is down, the bell is still,
The rope hangs in the rain,
And no one climbs the chapel hill
To ring it up again.

The rooks have built above the door,
The sexton sold his key,
And what the bell was ringing for
Is nothing now to me.
"""

HEADLINES = """Ferry crews return to Port Lisse after a week ashore
New lamp for the lighthouse arrives in eleven crates
Customs house bell rings again after eleven years
Council votes to keep the swing bridge open at night
Farmers count the cost of a summer without rain
Eleven sheep and a ferry captain meet the minister
Old mill turns again for the first time since 1969
"""


def test_wrapped_lines_become_paragraphs() -> None:
    """Text that was wrapped at a column comes out as the paragraphs that it was before."""
    paragraphs = [" ".join(block.split("\n")) for block in WRAPPED.strip().split("\n\n")]
    assert Cleaner().clean(WRAPPED).text.split("\n\n") == paragraphs


@pytest.mark.parametrize("text", [VERSE, HEADLINES], ids=["verse", "headlines"])
def test_short_lines_that_are_meant_stay_lines(text: str) -> None:
    """Verse and lists of headlines are not run together."""
    assert Cleaner().clean(text).text.split("\n\n") == [line for line in text.split("\n") if line]


def test_the_more_precise_of_two_dates_in_a_line_counts(rule_folder: RuleFolder) -> None:
    """Where two formats fit one line, the order of the rules does not decide: the hour is not thrown away."""
    date = "[[metadata.date]]\npattern = '{0}'\nformat = '{1}'\nfinds = [{{ text = 'x', value = 'y' }}]\n"
    rules = [date.format("{date}.*", "%d %B %Y"), date.format("{date}", "%d %B %Y %H:%M")]
    for order in (rules, rules[::-1]):
        assert cleaned(rule_folder("".join(order)), ["22 February 2007 08:33", *article(1)]).date == "2007-02-22T08:33"


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (r"a\x{2014}b", "a\u2014b"),
        (r"\Qa{2}b\E", "a{2}b"),
        (r"\pL{2,3}\.", "abc."),
        (r"[{2}]{3}", "{2}"),
        (r"(?:ab){2} c{1,}", "abab cc"),
    ],
)
def test_counting_is_exact(rule_folder: RuleFolder, pattern: str, line: str) -> None:
    """What is left of a pattern for speed never changes what it matches."""
    folder = rule_folder(WHOLE + DROP.format(id="a", what=f"pattern = '''{pattern}'''", more=""))
    assert cleaned(folder, [line, f"{line}{line}{line}x"]).text == f"{line}{line}{line}x"


@pytest.mark.parametrize(
    ("raw", "at", "pattern", "part"),
    [
        ("&#40;AFP&#41; Rain fell.", "start", r"\([^)]+\) ", "&#40;AFP&#41;"),
        ("&ldquo;A&rdquo; Rain fell.", "start", '".*?" ', "&ldquo;A&rdquo;"),
        ("''AFP'' Rain fell.", "start", '"AFP" ', "''AFP''"),
        ("Rain&nbsp; fell. &#40;AFP&#41;", "end", r" \(AFP\)", "&#40;AFP&#41;"),
    ],
)
def test_spans_of_trims_are_exact(rule_folder: RuleFolder, raw: str, at: str, pattern: str, part: str) -> None:
    """An entity or a doubled quote belongs wholly to the part that goes or to the part that stays."""
    folder = rule_folder(WHOLE + TRIM.format(id="a", what=f"at = '{at}'\npattern = '''{pattern}'''"))
    record = cleaned(folder, [raw])
    assert record.text == "Rain fell."
    assert [text.strip() for _, text in taken(record, [raw])] == [part]


@pytest.mark.parametrize("turned", [False, True])
def test_trims_do_not_depend_on_their_order(rule_folder: RuleFolder, turned: bool) -> None:
    """Trims apply one after the other until none fits, whatever the order in the file."""
    rules = [TRIM.format(id=name, what=f"at = 'start'\npattern = '{name} '") for name in "AB"]
    folder = rule_folder(WHOLE + "".join(reversed(rules) if turned else rules))
    assert cleaned(folder, ["B A B A rain fell"]).text == "rain fell"


def test_a_refrain_is_no_headline() -> None:
    """A line that comes again and again is part of the text, though it stands twice at the start."""
    verse = ["Home on the Water again", "Home on the Water again"]
    for number in range(6):
        verse += [f"The {number} gulls are crying", "Home on the Water again"]
    assert Cleaner().clean("\n".join(verse)).text.split("\n\n") == verse


def test_chinese_paragraphs_count_whatever_their_punctuation(rule_folder: RuleFolder) -> None:
    """A line of 30 characters is a paragraph in Chinese, with full-width commas too."""
    folder = rule_folder(DROP.format(id="a", what='lines = ["Zap"]', more='within = "tail"'))
    body = [
        "\u8bb0\u8005\u5468\u4e09\u62a5\u9053\uff0c\u5f53\u5730\u653f\u5e9c\u8868\u793a\uff0c" * 3 + str(n)
        for n in range(5)
    ]
    assert cleaned(folder, ["Zap", *body, "Zap"]).text.split("\n\n")[0] == "Zap"


def test_a_title_above_a_line_that_stays_must_be_the_first(rule_folder: RuleFolder) -> None:
    """Were it not, the next line above would be the title of the cleaned text."""
    folder = rule_folder(TITLE.format(what="before = 'PRAGUE, .+'"))
    lead = f"PRAGUE, May 2 -- {article(1)[0]}"
    assert cleaned(folder, ["Rain falls", lead]).title == "Rain falls"
    assert cleaned(folder, ["A line of unknown use", "Rain falls", lead]).title is None
