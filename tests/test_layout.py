"""The `[html]` of rule files: what loads is complete and in order (what does not load: `fixtures/badrules/html-*`)."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli import cli
from cleaner.extract import Tree, extract
from cleaner.extract.layouts import HtmlRules
from cleaner.layout import Layout
from cleaner.rulebook import Rulebook
from cleaner.rulefile import read
from cleaner.workshop.check import check
from tests.conftest import RuleFolder
from tests.docs import blocks
from tests.test_readme import CONTRIBUTING, RULES
from tests.test_rules import schema, validate

EXAMPLE = """
[[html{former}.examples]]
page = "<body><{tag}><h1>Rain</h1><time>1 mai 2024</time><p>By Ann Lee</p><p>Rain fell.</p></{tag}></body>"
text = "Rain fell."
"""


def layouts(folder: Path) -> tuple[Layout, ...]:
    """The layouts of the one rule file in a folder; it has no faults."""
    file, faults = read(folder / "times.example.toml")
    assert faults == ()
    assert file is not None
    return file.layouts


def example(tag: str = "article", former: str = "") -> str:
    """An example page whose article is the only paragraph that is no byline."""
    return EXAMPLE.format(former=former, tag=tag)


def test_a_file_without_pages_has_no_layouts(rule_folder: RuleFolder) -> None:
    """A rule file for text alone stays as it is."""
    assert layouts(rule_folder("")) == ()


@pytest.mark.parametrize(
    ("given", "selectors"),
    [('"article"', ("article",)), ('["article"]', ("article",)), ('["article", "//main"]', ("article", "//main"))],
)
def test_one_selector_needs_no_list(rule_folder: RuleFolder, given: str, selectors: tuple[str, ...]) -> None:
    """A selector alone and a list of one mean the same; a list keeps its order."""
    (layout,) = layouts(rule_folder(f"[html]\nbody = {given}\n{example()}"))
    assert layout.body == selectors


def test_layouts_stand_from_the_present_back(rule_folder: RuleFolder) -> None:
    """However an author orders them, the present layout comes first and the others follow backwards in time."""
    days = ["2012-06-30", "2019-12-31", "2008"]
    old = "".join(f'[[html.former]]\nuntil = "{day}"\nbody = "article"\n{example(former=".former")}' for day in days)
    found = layouts(rule_folder(f'[html]\nbody = "article"\n{example()}{old}'))
    assert [layout.until for layout in found] == [None, "2019-12-31", "2012-06-30", "2008"]


def test_only_the_common_file_does_without_a_body(tmp_path: Path) -> None:
    """`common.toml` says what is furniture on any page; an outlet's file without a body would say nothing."""
    rules = 'name = "Any"\n[html]\ndrop_classes = ["promo"]\n' + example("div")
    (tmp_path / "common.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "times.example.toml").write_text('hosts = ["times.example"]\n' + rules, encoding="utf-8")
    assert read(tmp_path / "common.toml")[1] == ()
    assert read(tmp_path / "times.example.toml")[1] == (
        "times.example.toml: html, body: is missing; expected a selector of the elements that hold the article",
    )


CHECKED = """
[html]
body = "article"
drop = "h1, time, .by"
title = "h1"
date = "time"
date_format = "%d %B %Y"
authors = ".by"
description = ".none"

[[html.examples]]
page = "<body><article><h1>Rain</h1><time>1 May 2024</time><p class=by>By Ann Lee</p><p>Rain fell.</p></article></body>"
text = '''
  Rain fell.
'''
title = "Rain"
date = "2024-05-01"
authors = ["Ann Lee"]

[[html.examples]]
page = "<body><article><h1>Rain</h1><time>1 May 2024</time><p class=by>By Ann Lee</p><p>Rain fell.</p></article></body>"
text = "Snow fell."
title = "Snow"
date = "2024-05-02"
authors = []
description = "Snow."

[[html.former]]
until = "2012"
body = "#story"
[[html.former.examples]]
page = "<body><article><p>Rain fell.</p></article></body>"
text = "Rain fell."
"""


def test_check_names_every_page_that_comes_out_otherwise(rule_folder: RuleFolder) -> None:
    """An example holds layout by layout, its fields one by one; what it does not mention is not asked for."""
    file = Rulebook([rule_folder(CHECKED)]).get("times.example")
    assert file is not None
    assert check(file) == [
        "times.example.toml: html, examples #2, text: gives ['Rain fell.']; expected ['Snow fell.']",
        "times.example.toml: html, examples #2, title: gives 'Rain'; expected 'Snow'",
        "times.example.toml: html, examples #2, date: gives '2024-05-01'; expected '2024-05-02'",
        "times.example.toml: html, examples #2, authors: gives ('Ann Lee',); expected ()",
        "times.example.toml: html, examples #2, description: gives None; expected 'Snow.'",
        "times.example.toml: html until 2012, examples #1, text: gives []; expected ['Rain fell.']",
    ]


def test_every_key_is_known_to_loader_schema_and_readme() -> None:
    """What the loader reads, what the schema allows and what rules/README explains are the same keys."""
    keys = {field.name for field in fields(Layout)}
    html = schema("rules")["properties"]["html"]["properties"]
    keys -= {"imported"}  # is the file's
    assert set(html) == keys - {"until"} | {"former"}
    assert set(html["former"]["items"]["properties"]) == keys - {"title_from", "replace"}
    assert [key for key in sorted(keys) if not re.search(rf"^{key} = |\.{key}\]\]", RULES, re.MULTILINE)] == []
    example = re.sub(r"^months = .*$", "", blocks(RULES, "toml")[0], flags=re.MULTILINE)
    validate(tomllib.loads(example), "rules")


def test_the_example_in_contributing_works(rule_folder: RuleFolder) -> None:
    """The selectors that CONTRIBUTING shows read the page that it shows."""
    folder = rule_folder(next(block for block in blocks(CONTRIBUTING, "toml") if ".article-body" in block))
    file = Rulebook([folder]).require("times.example")
    assert check(file) == []
    found = extract(Tree(f"<body>{blocks(CONTRIBUTING, 'html')[0]}</body>"), HtmlRules((), file.layouts, ()))
    assert (found.text, found.page.title) == ("The bell rang again.\nIt is loud.", "Old bell returns")


def test_the_commands_cope_with_pages(rule_folder: RuleFolder, tmp_path: Path) -> None:
    """`rules show` prints the selectors, `rules check` runs their examples, `explain` shows the article's lines."""
    folder = rule_folder(f'[html]\nbody = "article"\ndrop = "h1, time, p:first-of-type"\n{example()}')
    path = tmp_path / "page.html"
    path.write_text(
        "<body><article><p>By Ann Lee</p><p>Rain fell.</p><p>Subscribe</p></article></body>", encoding="utf-8"
    )
    given = ["--rules", str(folder), "--outlet", "times.example"]
    explained = CliRunner().invoke(cli, ["explain", str(path), *given])
    assert (explained.exit_code, "Rain fell." in explained.stdout, "common/" in explained.stdout) == (0, True, True)
    assert "Ann Lee" not in explained.stdout
    shown = CliRunner().invoke(cli, ["rules", "show", "times.example", *given[:2]])
    assert shown.stdout == (folder / "times.example.toml").read_text(encoding="utf-8")
    checked = CliRunner().invoke(cli, ["rules", "check", *given[:2]], standalone_mode=False)
    assert (checked.return_value, checked.stderr.endswith("no findings\n")) == (0, True)
