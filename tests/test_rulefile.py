"""Rule files: what loads is complete, and what does not load says why in words an author can act on."""

from pathlib import Path

import pytest

from cleaner import Cleaner, CleanerError
from cleaner.rulebook import Rulebook, host_of, lookups
from cleaner.rulefile import read
from tests.conftest import FIXTURES, RuleFolder

BAD = sorted((FIXTURES / "badrules").glob("*.toml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_fault_has_its_message(path: Path) -> None:
    """A bad rule file is refused with exactly the messages that its first lines announce."""
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]
    file, faults = read(path)
    assert file is None
    assert [fault.removeprefix(f"{path.name}: ") for fault in faults] == expected
    assert expected


def test_all_faults_of_all_files_come_in_one_report(tmp_path: Path) -> None:
    """An author who breaks two files sees the faults of both at once, each with its file's name."""
    for name in ("kind-unknown.toml", "keeps-missing.toml"):
        (tmp_path / name).write_bytes((FIXTURES / "badrules" / name).read_bytes())
    with pytest.raises(CleanerError) as caught:
        Rulebook([tmp_path])
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "keeps-missing.toml",
        "kind-unknown.toml",
    ]


def test_a_host_has_one_file(tmp_path: Path) -> None:
    """Two files that claim a host are refused, with both names in the message."""
    for name in ("a.example", "b.example"):
        (tmp_path / f"{name}.toml").write_text('name = "A"\nhosts = ["a.example"]\n', encoding="utf-8")
    with pytest.raises(
        CleanerError, match=r"^b\.example\.toml: hosts: 'a\.example' is claimed by a\.example\.toml too$"
    ):
        Rulebook([tmp_path])


def test_a_missing_rule_folder_is_named(tmp_path: Path) -> None:
    """A folder of rules that does not exist is the caller's mistake and is said in one line."""
    missing = tmp_path / "none"
    with pytest.raises(CleanerError) as caught:
        Cleaner(rules=missing)
    assert str(caught.value) == f"{missing}: is not a folder of rule files; give one with --rules or rules="


def test_a_callers_file_replaces_the_built_in_one(tmp_path: Path) -> None:
    """A user's rferl.org.toml stands in for ours; the others stay."""
    (tmp_path / "rferl.org.toml").write_text('name = "Mine"\nhosts = ["rferl.org"]\n', encoding="utf-8")
    book = Rulebook([tmp_path])
    mine, other = book.get("rferl.org"), book.get("rt.com")
    assert mine is not None
    assert mine.name == "Mine"
    assert other is not None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.rferl.org/a/1.html", "rferl.org"),
        ("HTTP://WWW.RFERL.ORG:8080/a", "rferl.org"),
        ("rferl.org", "rferl.org"),
        ("//m.rferl.org/a", "m.rferl.org"),
        ("www.rferl.org./a", "rferl.org"),
        ("http://[broken", None),
        ("", None),
        ("not a url", None),
        ("mailto:ann", None),
    ],
)
def test_hosts_are_read_from_urls(url: str, host: str | None) -> None:
    """A URL in any spelling gives its host; what is none gives nothing or finds no rules."""
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("en.times.example.co.uk", ["en.times.example.co.uk", "en.times.example.*", "*.times.example.co.uk", "times.example.co.uk", "times.example.*", "example.co.uk", "example.*"]),
        ("blog.blogspot.com", ["blog.blogspot.com", "blog.blogspot.*", "*.blogspot.com", "blogspot.com", "blogspot.*"]),
        ("times.example", ["times.example", "times.*"]),
        ("co.uk", []),
        ("localhost", []),
    ],
)  # fmt: skip
def test_hosts_are_looked_up_from_the_full_name_to_the_registered_one(host: str, expected: list[str]) -> None:
    """Subdomains fall back to their parents, never to a public suffix, and country endings to `name.*`."""
    assert lookups(host) == expected
    assert lookups(host, exact=True) == expected[:3]  # itself, under any suffix, and one label below its parent


def test_examples_do_not_depend_on_the_order_of_rules(rule_folder: RuleFolder) -> None:
    """The same rules in another order give the same record."""
    rules = [
        '[[drop]]\nid = "a"\nkind = "social"\nlines = ["Share it"]\ndrops = ["Share it"]\n',
        '[[drop]]\nid = "b"\nkind = "advert"\npattern = "Share .*"\ndrops = ["Share it"]\nkeeps = ["We share."]\n',
        '[[cut]]\nid = "c"\nkind = "related"\nfrom = "More"\ndrops = ["More"]\nkeeps = ["More rain fell."]\n',
    ]
    text = "Share it\nOne sentence stands here.\nShare that\nMore\nA headline"
    folder = rule_folder("".join(rules))
    first = Cleaner(rules=folder).clean(text, outlet="times.example")
    rule_folder("".join(reversed(rules)))
    second = Cleaner(rules=folder).clean(text, outlet="times.example")
    assert (first.text, first.removed) == (second.text, second.removed)


@pytest.mark.parametrize(
    ("outlet", "url", "name", "known"),
    [
        ("rferl.org", "https://www.rt.com/news/1", "rferl.org", True),
        ("us/RFERL", "https://www.rferl.org/a/1.html", "rferl.org", True),
        ("us/Times", "https://www.times.example/a", "times.example", False),
        (None, "https://gandhara.rferl.org/a/1.html", "rferl.org", True),
        (None, "https://rain.blogspot.co.uk/2008/03/rain.html", "blogspot.com", True),
        ("times", None, "times", False),
    ],
)
def test_the_caller_is_believed_before_the_url(outlet: str | None, url: str | None, name: str, known: bool) -> None:
    """An outlet that the caller names goes before the URL's host; a label that is no host leaves it to the URL."""
    record = Cleaner().clean("Rain fell.", outlet=outlet, url=url)
    assert (record.outlet, "unknown-outlet" not in record.flags) == (name, known)


def test_a_page_without_url_is_known_by_its_canonical_link() -> None:
    """A saved page says itself where it was published."""
    page = '<html><head><link rel="canonical" href="https://www.rferl.org/a/1.html"></head><body><p>Rain.</p></body></html>'
    record = Cleaner().clean(page)
    assert (record.outlet, record.url) == ("rferl.org", "https://www.rferl.org/a/1.html")
