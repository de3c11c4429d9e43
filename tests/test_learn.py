"""Rules learned from a corpus: they take the furniture of documents they have not seen, and leave the articles."""

import json
import random
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cleaner import Cleaner, CleanerError, Document
from cleaner.rulefile import read
from cleaner.workshop.check import check
from cleaner.workshop.draft import Draft, toml_of
from cleaner.workshop.learn import learn
from tests.conftest import ROOT
from tests.docs import blocks
from tests.newcomer import pages_in
from tests.outlets import ENGLISH, GERMAN, Language, Made, outlet

HOST = "ferrypost.example"
LANGUAGES = pytest.mark.parametrize("language", [ENGLISH, GERMAN], ids=["english", "german"])


def written(path: Path, documents: Sequence[Made], host: str = HOST) -> Path:
    """A corpus in a file."""
    rows = [
        {"id": str(number), "text": made.text, "outlet": host, "date": made.day.isoformat()}
        for number, made in enumerate(documents)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@cache
def built_in() -> Cleaner:
    """The rules that ship, loaded once."""
    return Cleaner(judge=False)


def drafted(path: Path) -> Draft:
    """The draft for the one outlet of a corpus."""
    [draft] = learn([str(path)], built_in()).drafts
    return draft


def parted(language: Language, count: int) -> tuple[list[Made], list[Made]]:
    """Two thirds to learn from, and the rest."""
    made = outlet(language, count)
    return [d for n, d in enumerate(made) if n % 3], [d for n, d in enumerate(made) if n % 3 == 0]


def cleaner_with(draft: Draft, folder: Path) -> Cleaner:
    """A cleaner that knows a draft."""
    folder.mkdir()
    (folder / f"{draft.host}.toml").write_text(toml_of(draft), encoding="utf-8")
    return Cleaner(rules=folder, judge=False)


def shares(cleaner: Cleaner, documents: Sequence[Made]) -> tuple[float, float]:
    """The share of the furniture's lines that goes, and of the articles' characters."""
    gone = lines = lost = characters = 0
    for made in documents:
        record = cleaner.clean(Document(content=made.text, outlet=HOST))
        kept = {*record.text.split("\n\n"), record.title}
        furniture, article = made.of("furniture"), made.of("article")
        gone += sum(line not in kept for line in furniture)
        lines += len(furniture)
        lost += sum(len(line) for line in article if line not in kept)
        characters += sum(map(len, article))
    return gone / lines, lost / characters


@LANGUAGES
def test_what_was_learned_on_two_thirds_holds_for_the_rest(language: Language, tmp_path: Path) -> None:
    """Of 50 new documents, with two templates, 95 % of the furniture goes and at most .5 % of the articles."""
    known, new = parted(language, 150)
    cleaner = cleaner_with(drafted(written(tmp_path / "known.jsonl", known)), tmp_path / "rules")
    before, _ = shares(built_in(), new)
    gone, lost = shares(cleaner, new)
    assert before < 0.2
    assert gone >= 0.95
    assert lost <= 0.005


@LANGUAGES
def test_twenty_documents_suffice(language: Language, tmp_path: Path) -> None:
    """From 20 documents rules come out that take most of the furniture of others, and no article."""
    cleaner = cleaner_with(drafted(written(tmp_path / "known.jsonl", outlet(language, 20))), tmp_path / "rules")
    gone, lost = shares(cleaner, outlet(language, 60, seed=2))
    assert gone >= 0.9
    assert lost <= 0.005


@LANGUAGES
def test_what_articles_repeat_is_no_rule(language: Language, tmp_path: Path) -> None:
    """A column's opening, a quotation, a ticker and agencies' credits are in the draft as comments at most."""
    known, new = parted(language, 150)
    draft = drafted(written(tmp_path / "known.jsonl", known))
    notes, rules = "\n".join(draft.notes), toml_of(replace(draft, notes=()))
    assert f"may be the opening of a column: {language.opening[:90]}" in notes
    assert f"a quotation: {language.quotation[:90]}" in notes
    for trap in (language.opening, language.quotation, "(Reuters)", "AFP"):
        assert trap not in rules
    cleaner = cleaner_with(draft, tmp_path / "rules")
    for made in new:
        kept = cleaner.clean(Document(content=made.text, outlet=HOST)).text.split("\n\n")
        traps = [x for x in made.of("article") if x in (language.opening, language.quotation) or x[:1].isdigit()]
        assert [line for line in traps if line not in kept] == []


@LANGUAGES
def test_title_and_authors_are_found(language: Language, tmp_path: Path) -> None:
    """A headline with the outlet's name behind it and a byline become fields of the record."""
    known, new = parted(language, 60)
    cleaner = cleaner_with(drafted(written(tmp_path / "known.jsonl", known)), tmp_path / "rules")
    for made in new:
        record = cleaner.clean(Document(content=made.text, outlet=HOST))
        assert record.title == made.of("article")[0]
        assert record.authors == (made.of("meta")[1].removeprefix(language.by),)


@LANGUAGES
def test_a_draft_loads_and_holds_to_its_examples(language: Language, tmp_path: Path) -> None:
    """What comes out is a rule file without faults, and says of each rule what stands behind it."""
    draft = drafted(written(tmp_path / "known.jsonl", outlet(language, 60)))
    path = tmp_path / f"{HOST}.toml"
    path.write_text(toml_of(draft), encoding="utf-8")
    file, faults = read(path)
    assert not faults
    assert file is not None
    assert check(file) == []
    for rule in draft.rules:
        if rule.table in ("drop", "cut"):
            comment = "\n".join(rule.comment)
            assert " documents (" in comment
            assert "such as: " in comment
            assert "false positives" in comment


def test_any_order_gives_the_same_draft(tmp_path: Path) -> None:
    """Shuffled, or in two files, or read from the end, the corpus gives the same bytes."""
    made = outlet(ENGLISH, 60)
    shuffled = made.copy()
    random.Random(7).shuffle(shuffled)  # noqa: S311  the same order each time  # noqa: S311  the same order each time
    (tmp_path / "two").mkdir()
    written(tmp_path / "two" / "a.jsonl", shuffled[40:])
    written(tmp_path / "two" / "b.jsonl", shuffled[:40])
    corpora = (written(tmp_path / "one.jsonl", made), written(tmp_path / "other.jsonl", shuffled), tmp_path / "two")
    assert len({toml_of(drafted(path)) for path in corpora}) == 1


def test_what_common_rules_take_is_not_proposed(tmp_path: Path) -> None:
    """A date line and a share bar that the common rules take are in no rule and in no comment."""
    made = [replace(d, lines=(*d.lines, ("Share on Facebook", "furniture"))) for d in outlet(ENGLISH, 60)]
    text = toml_of(drafted(written(tmp_path / "known.jsonl", made)))
    assert "Facebook" not in text
    assert "Published" not in text


def test_each_outlet_has_its_draft(tmp_path: Path) -> None:
    """Two outlets in one corpus give two drafts, each tried on the other's documents; a third has too few."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    written(folder / "a.jsonl", outlet(ENGLISH, 30))
    written(folder / "b.jsonl", outlet(GERMAN, 30), "faehrpost.example")
    written(folder / "c.jsonl", outlet(GERMAN, 4, seed=3), "small.example")
    learned = learn([str(folder)], built_in())
    assert [draft.host for draft in learned.drafts] == ["faehrpost.example", HOST]
    assert list(learned.passed_over) == ["small.example"]
    assert "of other outlets" in toml_of(learned.drafts[0])
    assert "Menu" not in toml_of(learned.drafts[0])


def test_files_in_folders_belong_to_the_folder(tmp_path: Path) -> None:
    """Text files without a URL are grouped by the top folder that they lie in."""
    for name, language in (("ferry", ENGLISH), ("post.example", GERMAN)):
        (tmp_path / name).mkdir()
        for number, made in enumerate(outlet(language, 15)):
            (tmp_path / name / f"{number}.txt").write_text(made.text, encoding="utf-8")
    learned = learn([str(tmp_path)], built_in())
    assert [draft.host for draft in learned.drafts] == ["ferry.example", "post.example"]


def test_standard_input_is_refused() -> None:
    """What cannot be read twice is refused in one line."""
    with pytest.raises(CleanerError) as caught:
        learn(["-"], built_in())
    assert str(caught.value) == "-: standard input cannot be read twice; give a file or a folder"


def test_copies_of_an_article_are_no_furniture(tmp_path: Path) -> None:
    """An article that the corpus has five times is not taken for lines that all documents share."""
    made = outlet(ENGLISH, 30)
    draft = drafted(written(tmp_path / "known.jsonl", [*made, *[made[3]] * 4]))
    text = toml_of(draft)
    assert not [line for line in made[3].of("article") if line in text and len(line) > 90]


def run(arguments: str) -> tuple[int, str, str]:
    """Run the command line as a user does."""
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "cleaner", *shlex.split(arguments)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_the_guide_shows_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of docs/learn.md, run one after the other beside a corpus, print what the guide says."""
    written(tmp_path / "ferrypost.jsonl", outlet(ENGLISH, 120))
    folder = tmp_path / "texts"
    folder.mkdir()
    written(folder / "a.jsonl", outlet(ENGLISH, 30))
    written(folder / "b.jsonl", outlet(GERMAN, 30), "faehrpost.example")
    pages_in(tmp_path / "pages")
    monkeypatch.chdir(tmp_path)
    shown = blocks((ROOT / "docs" / "learn.md").read_text(encoding="utf-8"), "console")
    assert shown
    for block in shown:
        command, _, expected = block.removeprefix("$ cleaner ").partition("\n")
        _, output, errors = run(command)
        assert errors + output == expected


def test_the_guide_names_every_option() -> None:
    """Whoever reads the guide knows all that can be chosen."""
    from cleaner.cli.rules_learn import learn as command  # noqa: PLC0415  loads click

    guide = (ROOT / "docs" / "learn.md").read_text(encoding="utf-8")
    assert [o for option in command.params for o in option.opts if o.startswith("--") and f"`{o}" not in guide] == []


def test_nothing_to_learn_from_is_refused() -> None:
    """Neither a corpus nor pages: the user is told what to give."""
    message = "Error: nothing to learn from; give a corpus of texts, or --html PAGES, or both\n"
    code, _, errors = run("rules learn")
    assert (code, errors.rpartition("\n\n")[2]) == (2, message)


def test_a_draft_replaces_no_file(tmp_path: Path) -> None:
    """A file of a draft's name is left alone, and the user is told."""
    path = written(tmp_path / "known.jsonl", outlet(ENGLISH, 20))
    there = tmp_path / "drafts" / f"{HOST}.toml"
    there.parent.mkdir()
    there.write_text("mine", encoding="utf-8")
    message = f"cleaner: {there}: exists; drafts replace no file, so move it away or give another folder\n"
    assert run(f"rules learn {path} -o {there.parent}") == (2, "", message)
    assert there.read_text(encoding="utf-8") == "mine"
