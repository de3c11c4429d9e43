"""Trims learned from a corpus: what is glued to the articles' sentences goes, what belongs to them stays."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import Cleaner, Document
from cleaner.masks import Masker, plain
from cleaner.rulefile import read
from cleaner.workshop.check import check
from cleaner.workshop.draft import Draft, toml_of
from cleaner.workshop.learn import learn
from cleaner.workshop.learn.parts import part_in, parts_of
from tests.outlets import ENGLISH, Made, outlet

HOST = "ferrypost.example"
SENTENCE = "The council counted the old bridge on the advice of an engineer, and the mayor was there."
MASKER = Masker(("January|Jan",))
GLUED = {
    "photo": ("(Photo: Ann Lee/Ferry Post archive) ", ""),
    "read-more": ("", " Read more about it on our pages"),
    "newsletter": ("", " Subscribe to our newsletter"),
}
TRAPS = {
    "dateline": ("TARSK (Reuters) - ", ""),
    "dateline with a colon": ("TARSK: ", ""),
    "dateline in brackets": ("Tarsk (dpa): ", ""),
    "agency": ("(Reuters) ", ""),
    "agency behind": ("", " (AFP)"),
    "closing words": ("", " The case continues."),
    "quotation": ("", ' "We will see," he said.'),
}


def written(path: Path, documents: list[Made]) -> Path:
    """A corpus in a file."""
    rows = [{"id": str(n), "text": d.text, "outlet": HOST, "date": d.day.isoformat()} for n, d in enumerate(documents)]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def glued(made: Made, change: Callable[[str], str]) -> Made:
    """A document whose last long paragraph is changed."""
    index = max(n for n, (line, mark) in enumerate(made.lines) if mark == "article" and len(line) > 90)
    lines = list(made.lines)
    lines[index] = (change(lines[index][0]), "article")
    return replace(made, lines=tuple(lines))


def parted(before: str, after: str) -> tuple[list[Made], list[Made], list[Made]]:
    """Sixty documents, two in five of them with something glued on; then thirty others, without and with it."""
    made = outlet(ENGLISH, 90)
    dressed = [glued(d, lambda line: before + line + after) if n % 5 < 2 else d for n, d in enumerate(made)]
    return dressed[:60], made[60:], dressed[60:]


def learned(path: Path) -> tuple[Draft, Cleaner]:
    """The draft of a corpus, and a cleaner that has it."""
    [draft] = learn([str(path)], Cleaner()).drafts
    folder = path.parent / "rules"
    folder.mkdir()
    (folder / f"{HOST}.toml").write_text(toml_of(draft), encoding="utf-8")
    file, faults = read(folder / f"{HOST}.toml")
    assert (faults, file and check(file)) == ((), [])
    return draft, Cleaner(rules=folder)


def texts(cleaner: Cleaner, documents: list[Made]) -> list[str]:
    """What documents are cleaned to."""
    return [cleaner.clean(Document(content=made.text, outlet=HOST)).text for made in documents]


@pytest.mark.parametrize("name", GLUED)
def test_what_is_glued_to_sentences_goes(name: str, tmp_path: Path) -> None:
    """New documents come out as they would without it, and the draft says how many have it."""
    known, plain_ones, dressed = parted(*GLUED[name])
    draft, cleaner = learned(written(tmp_path / "known.jsonl", known))
    [rule] = [rule for rule in draft.rules if rule.table == "trim"]
    assert " documents (" in rule.comment[0]
    part = "".join(GLUED[name]).strip()
    assert any(part in made.text for made in dressed)
    found = texts(cleaner, dressed)
    assert [text for text in found if part in text] == []
    paragraphs = [[line for line in made.of("article") if len(line) > 90] for made in plain_ones]
    assert [line for lines, text in zip(paragraphs, found, strict=True) for line in lines if line not in text] == []


@pytest.mark.parametrize("name", TRAPS)
def test_what_belongs_to_sentences_stays(name: str, tmp_path: Path) -> None:
    """Datelines, agencies, closing words and quotations are in the draft as comments at most."""
    known, _, dressed = parted(*TRAPS[name])
    draft, cleaner = learned(written(tmp_path / "known.jsonl", known))
    assert [rule for rule in draft.rules if rule.table == "trim"] == []
    part = "".join(TRAPS[name]).strip()
    lines = [[line for line in made.of("article") if part in line and len(line) > 90] for made in dressed]
    assert any(lines)
    found = texts(cleaner, dressed)
    assert [line for own, text in zip(lines, found, strict=True) for line in own if line not in text] == []


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        (f"(Photo: Ann Lee/epa) {SENTENCE}", ["<(Photo: Ann Lee/epa) ", "<(<name>: <name>/epa) "]),
        (f"Read more: {SENTENCE}", ["<Read more: "]),
        (f"{SENTENCE} 12 comments", [">0 comments"]),
        (f"{SENTENCE} (epa)", [">(epa)"]),
        (SENTENCE, []),
        ("Read more: the bridge is counted", []),  # too short for a sentence, so a headline
        (f"{SENTENCE} {SENTENCE}", []),
    ],
)
def test_parts_of_a_line(line: str, forms: list[str]) -> None:
    """What a colon or a bracket ends before a sentence, and what is short behind one."""
    found = [plain(form) for form in parts_of(line, MASKER)]
    assert [form.replace("> ", ">") for form in found] == forms
    assert [part_in(line, form) for form in found] == [part_in(line, form[:1]) for form in forms]
