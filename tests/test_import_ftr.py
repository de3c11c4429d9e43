"""`rules import-ftr`: each directive of a site config becomes what docs/import-ftr.md says, and nothing goes unsaid."""

import io
import json
import re
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cleaner import CleanerError
from cleaner.cli import cli
from cleaner.cli.rules_import import import_ftr as command_
from cleaner.rulebook import Rulebook
from cleaner.rulefile import read
from cleaner.workshop.ftr.convert import Outcome, convert
from cleaner.workshop.ftr.report import as_data, as_text, faults_of
from cleaner.workshop.ftr.source import Source, sources
from cleaner.workshop.ftr.write import Import, import_ftr
from tests.conftest import ROOT, SHARED, needs_shared
from tests.docs import blocks

HEAD = """\
# From ftr-site-config, times.example.txt (public domain). Nobody has tried it here: it needs no examples, it only
# helps the general extractor, and rule files that are not imported go before it.
name = 'times.example'
hosts = ['times.example']
imported = 'ftr-site-config'

[html]
"""
CARRIED = [
    ("body: //div[@id='a']", """body = ["//div[@id='a']"]"""),
    ("body://div", "body = ['//div']"),
    ("body: //b\nbody: //a\nbody: //b", "body = ['//b', '//a']"),
    ("body: id('story')/p", """body = ["//*[@id='story']/p"]"""),
    ("strip: //a[@x='1:2']", """drop = ["//a[@x='1:2']"]"""),
    ("strip_attr: //p[@x]", "drop = ['//p[@x]']"),
    ("strip: (//p)[1]\nstrip: .//b", "drop = ['(//p)[1]', './/b']"),
    ("strip: descendant::p/text()[1]/..", "drop = ['(descendant::p/text()[1]/..)']"),
    ('strip_id_or_class: "share-bar"', "drop_classes = ['share-bar']"),
    ("strip_id_or_class: print:hidden", "drop_classes = ['print:hidden']"),
    ("strip_id_or_class: Nav\nstrip_id_or_class: tags\nstrip_id_or_class: AD", "drop_classes = ['Nav', 'tags', 'AD']"),
    (
        "strip_id_or_class: box wide",
        """drop = [
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' box ') and contains(concat(' ', normalize-space(@class), ' '), ' wide ')]",
]""",
    ),
    ("title: substring-before(//title, ' - ')", """title = ["(substring-before(//title, ' - '))"]"""),
    ('author: "Ann Lee"', """authors = ['("Ann Lee")']"""),
    ("author: 'Bob O Day'", """authors = ["('Bob O Day')"]"""),
    ("date: //time/@datetime", "date = ['//time/@datetime']"),
    ("dissolve: //li", "keep = ['//li']"),
    ("not_logged_in_xpath: //form", "paywall = ['//form']"),
    ("native_ad_clue: //meta[@name='ad']", """sponsored = ["//meta[@name='ad']"]"""),
    ("find_string: <x>\nreplace_string: <p>", "replace = [{ find = '<x>', with = '<p>' }]"),
    ("find_string: a: b\nreplace_string:", "replace = [{ find = 'a: b', with = '' }]"),
    ("replace_string(<x>): <p>", "replace = [{ find = '<x>', with = '<p>' }]"),
    ("replace_string(f(x)): g(y)", "replace = [{ find = 'f(x)', with = 'g(y)' }]"),
    ("replace_string( | ):", "replace = [{ find = ' | ', with = ' ' }]"),
    ("replace_string(&nbsp;):", "replace = [{ find = '&nbsp;', with = ' ' }]"),
    ("replace_string(<b>):", "replace = [{ find = '<b>', with = '' }]"),
    ("\ufeff# a remark: no\n\n\t body: //p \r\n", "body = ['//p']"),
]


def imported(folder: Path, text: str, name: str = "times.example.txt") -> tuple[Import, ...]:
    """What becomes of one site config; its rule file is in a folder within."""
    (folder / name).write_text(text, encoding="utf-8")
    return import_ftr(folder / name, folder / "out")


@pytest.mark.parametrize(("source", "html"), CARRIED)
def test_a_directive_becomes_a_key(tmp_path: Path, source: str, html: str) -> None:
    """The rule file is exactly this, loads, and nothing of its source is called dead or left out."""
    (found,) = imported(tmp_path, source)
    path = tmp_path / "out" / "times.example.toml"
    assert path.read_text(encoding="utf-8") == f"{HEAD}{html}\n"
    assert read(path)[1] == ()
    assert {fate.outcome for fate in found.config.fates} == {Outcome.CARRIED}
    assert faults_of([found]) == []


NOT_CARRIED = [
    ("strip: //img/@src", "needless", "is about pictures or attributes, not text"),
    ("strip_attr: //p/@class | //a/@href", "needless", "is about pictures or attributes, not text"),
    ("strip: //p/text()[1]", "left out", "selects texts or comments; only elements can be dropped"),
    ("strip: //comment()", "left out", "selects texts or comments; only elements can be dropped"),
    ("strip_id_or_class: top", "left out", "is short, and could name anything"),
    ("convert_double_br_tags: yes", "needless", "is done anyway: a line break ends a line"),
    ("prune: no", "needless", "a selected body is not pruned"),
    ("tidy: no", "needless", "pages are not tidied"),
    ("parser: html5php", "needless", "there is one parser"),
    ("strip_comments: no", "needless", "is done anyway: comments are no part of an article"),
    ("http_header(user-agent): Any: 1", "needless", "is about fetching, which is not done here"),
    ("next_page_link: //a", "needless", "is about fetching, which is not done here"),
    ("requires_login: yes", "needless", "is about fetching, which is not done here"),
    ("wrap_in(blockquote): //p", "needless", "is about pictures or attributes, not text"),
    ("strip_image_src: pixel.gif", "needless", "is about pictures or attributes, not text"),
    ("autodetect_on_failure: yes", "needless", "is done anyway: the guard falls back on the general extractor"),
    ("autodetect_on_failure: no", "left out", "the guard always falls back on the general extractor"),
    ("skip_json_ld: yes", "left out", "all of the page's own markup is trusted alike"),
    ("move_into(//p): //a", "left out", "has no meaning upstream"),
    ("test_url: https://times.example/", "needless", "is in the stub of its fixture"),
]


@pytest.mark.parametrize(("source", "outcome", "reason"), NOT_CARRIED)
def test_what_is_not_carried_over_has_a_reason(tmp_path: Path, source: str, outcome: str, reason: str) -> None:
    """There is no rule file where nothing is left, the reason is told, and the source is not blamed."""
    (found,) = imported(tmp_path, source)
    assert [(str(fate.outcome), fate.reason) for fate in found.config.fates] == [(outcome, reason)]
    assert (found.skipped, list((tmp_path / "out").glob("*.toml"))) == ("nothing in it carries over", [])
    assert faults_of([found]) == []


DEAD = [
    ("titl: //h1", "1: titl: is no directive; title is"),
    ("https://times.example/", "1: https: is no directive"),
    ("Body: //p", "1: Body: is no directive; body is"),
    ("\n\n// a remark", "3: // a remark: has no colon"),
    ("body:", "1: body: has no value"),
    ("body: //p[", "1: body: `//p[`: is no XPath: Invalid expression at column 5"),
    ("body: //p[re:test(., 'a')]", "1: body: `//p[re:test(., 'a')]`: is no XPath 1.0: 're:test' is unknown at column 5"),
    ("body: //p[php:function('a')]", "1: body: `//p[php:function('a')]`: is no XPath 1.0: 'php:function' is unknown at column 5"),
    ("body: //p[contains(@class='a')]", "1: body: `//p[contains(@class='a')]`: is no XPath 1.0: contains() has 1 argument at column 5"),
    ("body: string(//p)", "1: body: `string(//p)` gives a text, where elements are wanted"),
    ("strip: ' - '", "1: strip: `' - '` gives a text, where elements are wanted"),
    ("strip: *[@print]", "1: strip: `*[@print]` starts at the top of the page, where it finds nothing"),
    ("author: div[@class='by']//b", "1: author: `div[@class='by']//b` starts at the top of the page, where it finds nothing"),
    ("strip_id_or_class: box.wide", "1: strip_id_or_class: `box.wide` is no class name or id"),
    ("strip_id_or_class: strip_id_or_class: box", "1: strip_id_or_class: `strip_id_or_class: box` is no class name or id"),
    ("find_string: a\nfind_string: b\nreplace_string: c", "1: find_string: 2 find_string and 1 replace_string in the file; upstream drops them all"),
    ("find_string:\nreplace_string: b", "1: find_string: nothing to be found"),
    ("test_contains: rain", "1: test_contains: stands above the first test_url, and belongs to none"),
    ("replace_string(a:b): c", "1: replace_string(a:b): c: is cut at the colon in its brackets upstream, and so dead there"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "fault"), DEAD)
def test_typos_and_dead_lines_are_named(tmp_path: Path, source: str, fault: str) -> None:
    """What upstream ignores in silence is told with file and line."""
    assert faults_of(imported(tmp_path, source))[0] == f"times.example.txt:{fault}"


def test_a_replacement_that_upstream_cuts_is_read_as_it_was_meant(tmp_path: Path) -> None:
    """The colon within the brackets belongs to what is found."""
    imported(tmp_path, 'replace_string(,"value":): ,"x":')
    text = (tmp_path / "out" / "times.example.toml").read_text(encoding="utf-8")
    assert text.endswith("""replace = [{ find = ',"value":', with = ',"x":' }]\n""")


def test_a_line_that_could_be_anything_never_breaks_the_import() -> None:
    """Every prefix of a site config with all there is gives an answer."""
    text = "\n".join([source for source, *_ in (*CARRIED, *NOT_CARRIED, *DEAD)])
    for end in range(0, len(text), 7):
        convert(text[:end])


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("times.example.txt", "times.example"),
        ("www.Times.example.txt", "times.example"),
        (".times.example.txt", "*.times.example"),
        ("a.b.times.example.txt", "a.b.times.example"),
        ("global.txt", None),
        ("co.uk.txt", None),
        (".co.uk.txt", None),
        ("fingerprint.times.example.txt", None),
        ("no_host.example.txt", None),
        (f"{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example.txt", None),
    ],
)
def test_a_file_claims_the_host_in_its_name(name: str, claims: str | None) -> None:
    """As upstream looks files up: by host, or one label below where a dot leads; what no page can have is none."""
    assert Source(name, b"").claims == claims


def test_a_leading_dot_is_one_label_below(tmp_path: Path) -> None:
    """The rule file that comes of it holds for those hosts alone, and beside the file of the host itself."""
    imported(tmp_path, "body: //p", ".times.example.txt")
    imported(tmp_path, "body: //p", "times.example.txt")
    rulebook = Rulebook([tmp_path / "out"])
    hosts = ("sport.times.example", "times.example", "www.times.example", "a.b.times.example")
    found = [file.host if (file := rulebook.get(host)) else None for host in hosts]
    assert found == ["any.times.example", "times.example", "times.example", None]


def archive(path: Path, files: dict[str, bytes]) -> None:
    """A .tar.gz."""
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


FILES = {
    "b.example.txt": b"body: //p\nstrip: //b/@c",
    "a.example.txt": b"body: //p\nbdoy: //a\nstrip_id_or_class: lt",
    "own.example.txt": b"body: //p",
    "global.txt": b"strip: //p",
    "odd.example.txt": b"# fine\nbody: \xff\xfe",
    "LICENSE.txt": b"No rights reserved: none",
    "README.md": b"# Site: configs",
    "www.b.example.txt": b"body: //div",
}
REPORT = """\
directive                   lines   carried  needless  left out      dead
body                            4         2         0         2         0
strip                           2         0         1         1         0
strip_id_or_class               1         0         0         1         0
all                             7         2         1         4         0

needless:
      1 strip: is about pictures or attributes, not text

left out:
      1 body: a file of that name stands there that is not imported
      1 body: another file is for the same host
      1 strip: its name is no host that a page can have
      1 strip_id_or_class: is short, and could name anything

6 site configs, 2 rule files
  global.txt: no rule file, because its name is no host that a page can have
  odd.example.txt: no rule file, because nothing in it carries over
  own.example.txt: no rule file, because a file of that name stands there that is not imported
  www.b.example.txt: no rule file, because another file is for the same host

typos and dead lines of the source (2):
  a.example.txt:2: bdoy: is no directive; body is
  odd.example.txt:2: is not UTF-8
"""


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_the_report_is_whole(tmp_path: Path, kind: str) -> None:
    """Every line is counted once, every file that gave no rules has its reason, and a file of one's own stays."""
    path = tmp_path / ("configs" if kind == "folder" else "configs.tar.gz")
    if kind == "folder":
        path.mkdir()
        for name, content in FILES.items():
            (path / name).write_bytes(content)
    else:
        archive(path, {f"ftr-site-config/{name}": content for name, content in reversed(FILES.items())})
    own = tmp_path / "out" / "own.example.toml"
    own.parent.mkdir()
    own.write_text('name = "Own"\nhosts = ["own.example"]\n', encoding="utf-8")
    assert as_text(import_ftr(path, own.parent)) == REPORT
    assert as_text(import_ftr(path, own.parent)) == REPORT  # what was imported is replaced
    assert 'name = "Own"' in own.read_text(encoding="utf-8")
    assert sorted(p.name for p in own.parent.glob("*.toml")) == ["a.example.toml", "b.example.toml", "own.example.toml"]


def test_the_report_for_machines_says_the_same(tmp_path: Path) -> None:
    """As JSON, with file and line of everything that is not carried over; the exit status tells of faults."""
    (tmp_path / "a.example.txt").write_bytes(FILES["a.example.txt"])
    (tmp_path / "b.example.txt").write_bytes(FILES["b.example.txt"])
    arguments = ["rules", "import-ftr", str(tmp_path), "-o", str(tmp_path / "out"), "--json"]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    zero = {"carried": 0, "needless": 0, "left out": 0, "dead": 0}
    expected: dict[str, Any] = {
        "files": [{"file": f"{name}.example.txt", "host": f"{name}.example", "skipped": None} for name in "ab"],
        "directives": {
            "body": zero | {"carried": 2},
            "strip": zero | {"needless": 1},
            "strip_id_or_class": zero | {"left out": 1},
        },
        "not_carried": [
            {"file": "a.example.txt", "line": 3, "directive": "strip_id_or_class", "outcome": "left out", "why": "is short, and could name anything"},
            {"file": "b.example.txt", "line": 2, "directive": "strip", "outcome": "needless", "why": "is about pictures or attributes, not text"},
        ],
        "faults": [{"file": "a.example.txt", "line": 2, "message": "bdoy: is no directive; body is"}],
    }  # fmt: skip
    assert (json.loads(done.stdout), done.return_value) == (expected, 1)
    (tmp_path / "a.example.txt").unlink()
    assert CliRunner().invoke(cli, arguments, standalone_mode=False).return_value == 0


def test_stubs_name_the_pages_to_be_tried(tmp_path: Path) -> None:
    """Each test_url with its own texts; a config without pages has no stub."""
    imported(
        tmp_path, "body: //p\ntest_url: https://a/\ntest_contains: Rain\ntest_contains: Ärger\ntest_url: https://b/"
    )
    imported(tmp_path, "body: //p", "other.example.txt")
    (stub,) = (tmp_path / "out" / "fixtures").iterdir()
    assert stub.name == "times.example.json"
    assert json.loads(stub.read_text(encoding="utf-8")) == {
        "outlet": "times.example",
        "pages": [{"url": "https://a/", "contains": ["Rain", "Ärger"]}, {"url": "https://b/", "contains": []}],
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("empty", "{path}: holds no site config; expected HOST.txt, a folder of them, or their .tar.gz"),
        ("no.tar.gz", "{path}: is no archive that can be read; expected a .tar.gz"),
        ("cut.tar.gz", "{path}: is no archive that can be read; expected a .tar.gz"),
    ],
)
def test_what_holds_no_site_configs_is_one_line(tmp_path: Path, given: str, message: str) -> None:
    """A wrong path is the user's error, and names itself."""
    path = tmp_path / given
    if given == "empty":
        path.mkdir()
    elif given == "no.tar.gz":
        path.write_bytes(b"no archive at all")
    else:
        archive(path, {"a.example.txt": bytes(range(256)) * 400})
        path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(CleanerError) as caught:
        import_ftr(path, tmp_path / "out")
    assert str(caught.value) == message.format(path=path)


def test_the_output_must_be_a_folder(tmp_path: Path) -> None:
    """A file in its place is not overwritten."""
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(CleanerError, match="is no folder; give one for the rule files with -o"):
        imported(tmp_path, "body: //p")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_the_guide_shows_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of docs/import-ftr.md print what it says they print, and it names every option."""
    guide = (ROOT / "docs" / "import-ftr.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (session,) = blocks(guide, "console")
    (_, source), (command, report), *files = re.findall(r"^\$ (.*)\n((?:[^$].*\n|\n)*)", session, re.MULTILINE)
    Path("times.example.txt").write_text(source, encoding="utf-8")
    assert CliRunner().invoke(cli, command.split()[1:]).stdout == report
    for show, content in files:
        assert Path(show.split()[1]).read_text(encoding="utf-8") == content
    options = {option for parameter in command_.params for option in parameter.opts}
    assert [option for option in options if option.startswith("-") and f"`{option}" not in guide] == []


@needs_shared
def test_the_whole_collection_is_imported(tmp_path: Path) -> None:
    """All files, in less than a minute: every rule file loads, none claims another's host, every line is accounted for."""
    start = time.perf_counter()
    path = SHARED / "ftr-site-config.tar.gz"
    found = import_ftr(path, tmp_path)
    assert len(found) == 2040
    report = as_data(found)
    assert sum(outcomes["carried"] for outcomes in report["directives"].values()) > 14_000
    counted = sum(sum(outcomes.values()) for outcomes in report["directives"].values())
    lines = [line.strip() for source in sources(path) for line in source.content.decode().splitlines()]
    unread = sum("directive" in fault["message"] or "colon" in fault["message"] for fault in report["faults"])
    both = sum("brackets" in fault["message"] for fault in report["faults"])
    unread += sum("has no value" in fault["message"] for fault in report["faults"])
    assert counted + unread - both == sum(bool(line) and not line.startswith("#") for line in lines)
    written = sorted(tmp_path.glob("*.toml"))
    assert len(written) == sum(not one.skipped for one in found) > 1_950
    assert [fault for path in written for fault in read(path)[1]] == []
    assert len(Rulebook([tmp_path]).files) > len(written)
    assert time.perf_counter() - start < 60
