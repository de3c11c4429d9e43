"""All rule files together: which outlet a document is from, and the rules that follow from that.

Looked up once per document and only handed down afterwards. No answer is an answer: the common rules alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cleaner.errors import CleanerError
from cleaner.lines import Text
from cleaner.masks import Masker
from cleaner.recognition import Recognizer
from cleaner.rulefile import RuleFile
from cleaner.rulefolder import Entry, RuleFolder
from cleaner.ruleset import CompiledFile, Ruleset

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

    from cleaner.extract.layouts import HtmlRules

__all__ = ["COMMON", "Outlet", "Rulebook", "built_in_rules", "claimed_twice", "host_of", "lookups"]

COMMON: Final = "common"
_UNKNOWN_BUDGET: Final = 0.5


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of a document's outlet.

    Args:
        name: The rule file's name; without one, the URL's host; else None.
        known: Whether there is a rule file.
        rules: The rules that apply.
    """

    name: str | None
    known: bool
    rules: Ruleset


def built_in_rules() -> Path:
    """The folder of the rule files that ship: inside a wheel beside the code, in a checkout beside the package."""
    package = Path(__file__).parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415  not needed before there is a host

    # Only what registries delegate: blogspot.com is a private suffix, and an outlet here.
    return PublicSuffixList(only_icann=True)


def host_of(url: str) -> str | None:
    """The host of a URL in lower case, without port and a leading "www."; a bare host will do.

    Returns:
        The host, or None where there is none.
    """
    try:
        host = urlsplit(url if "://" in url else f"//{url.removeprefix('//')}").hostname
    except ValueError:  # such as "http://[broken"
        return None
    host = (host or "").rstrip(".").removeprefix("www.")
    return host if "." in host and not re.search(r"\s", host) else None


def lookups(host: str, *, exact: bool = False) -> list[str]:
    """The names under which a rule file may claim a host, most specific first.

    Args:
        host: Such as "news.example.co.uk".
        exact: Leave out the parents, as for imported files, which do not hold for subdomains.

    Returns:
        The host and its parents down to the registered name, each also as "name.*" for any public suffix; below the
        host itself "*.parent", which is one label below a parent.
    """
    suffix = _suffixes().publicsuffix(host) or ""
    labels = host.removesuffix(suffix).rstrip(".").split(".") if suffix != host else []
    heads = [".".join(labels[i:]) for i in range(len(labels)) if labels[i]]
    found = [name for head in heads for name in (f"{head}.{suffix}", f"{head}.*")]
    named = [*found[:2], *(f"*.{parent}" for parent in found[2:3])]
    return named if exact else [*named, *found[2:]]


class Rulebook:
    """Every rule file, found by host or by the lines that give an outlet away."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Load the built-in rule files and the caller's.

        Args:
            folders: Folders of rule files; a file replaces one of the same name in an earlier folder or built in,
            unless it is imported and that one is not.

        Raises:
            CleanerError: A folder is missing, or a rule file is at fault; names every fault of every file.
        """
        self._entries = _load([built_in_rules(), *folders])

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the files as they were read: another process neither reads nor checks them again, wherever it runs.

        What is built and compiled stays behind; it is made anew on first use.
        """
        return {"_entries": self._entries}

    @property
    def files(self) -> tuple[RuleFile, ...]:
        """All rule files, by name. Builds every one of them, which nothing that cleans a document needs."""
        return tuple(map(self.file, self._entries))

    @property
    def digests(self) -> dict[str, str]:
        """The digest of every rule file, by name."""
        return {name: entry.facts.digest for name, entry in self._entries.items()}

    def file(self, name: str) -> RuleFile:
        """A rule file by its name.

        Raises:
            KeyError: There is none of this name.
        """
        if name not in self._built:  # two threads may both build it; the results are the same
            self._built[name] = self._entries[name].build()
        return self._built[name]

    def get(self, host: str) -> RuleFile | None:
        """The rule file of a host, its subdomain or its URL; an imported one of that host alone."""
        name = self._claimed(host)
        return self.file(name) if name else None

    def _claimed(self, host: str) -> str | None:
        name = host_of(host) or ""
        return _first(self._hosts, lookups(name)) or _first(self._imported_hosts, lookups(name, exact=True))

    def require(self, host: str) -> RuleFile:
        """The rule file of a host that the user named.

        Raises:
            CleanerError: No rule file claims it.
        """
        if file := self.get(host):
            return file
        raise CleanerError(f"{host}: no rule file claims this outlet; `cleaner rules list` shows the known ones")

    def named(self, outlet: str | None, url: str | None) -> Outlet | None:
        """The outlet that the caller names, or the URL.

        Args:
            outlet: What the caller says; a label that is no host ("de/times") leaves it to the URL.
            url: Where the document was published.

        Returns:
            The first that a rule file claims; else an unknown outlet by the URL's host; None where there is none.
        """
        for name in filter(None, (outlet, url)):
            if claimed := self._claimed(name):
                return self._outlet(claimed)
        host = host_of(url or "")
        return Outlet(host, known=False, rules=self._ruleset(None)) if host else None

    def recognized(self, text: Text) -> Outlet:
        """The outlet that the lines of a text give away.

        Args:
            text: Normalized.

        Returns:
            The outlet with the most evidence; an unknown one without a name where there is none or a tie.
        """
        host = self._recognizer.outlet(text)
        return self._outlet(host) if host else Outlet(None, known=False, rules=self._ruleset(None))

    @cached_property
    def _recognizer(self) -> Recognizer:
        return Recognizer(self._entries.values())

    @cached_property
    def _hosts(self) -> dict[str, str]:
        return self._claims(imported=False)

    @cached_property
    def _imported_hosts(self) -> dict[str, str]:
        return self._claims(imported=True)

    def _claims(self, *, imported: bool) -> dict[str, str]:
        entries = ((name, entry.facts) for name, entry in self._entries.items())
        return {host: name for name, facts in entries for host in facts.hosts if facts.imported is imported}

    @cached_property
    def _built(self) -> dict[str, RuleFile]:
        return {}

    @cached_property
    def _compiled(self) -> dict[str, CompiledFile]:
        return {}

    @cached_property
    def _rulesets(self) -> dict[str | None, Ruleset]:
        return {}

    @cached_property
    def masker(self) -> Masker:
        """Masks what changes in lines, with the names of months of all rule files."""
        return Masker(name for file in self.files for name in file.months)

    def html(self, outlet: Outlet | None) -> "HtmlRules":
        """What the rule files say of the pages of an outlet, or of any outlet where it is unknown."""
        host = outlet.name if outlet and outlet.known else None
        if host not in self._html_rules:
            self._html_rules[host] = self._html(host)
        return self._html_rules[host]

    def _html(self, host: str | None) -> "HtmlRules":
        from cleaner.extract.layouts import HtmlRules  # noqa: PLC0415  loads lxml, which text does not need

        common = self.file(COMMON).layouts if COMMON in self._entries else ()
        own = self.file(host) if host else None
        return HtmlRules(common, own.layouts if own else (), own.months if own else ())

    @cached_property
    def _html_rules(self) -> dict[str | None, "HtmlRules"]:
        return {}

    def _outlet(self, host: str) -> Outlet:
        return Outlet(host, known=True, rules=self._ruleset(host))

    def _ruleset(self, host: str | None) -> Ruleset:
        if host not in self._rulesets:  # two threads may both compile; the results are the same
            files = tuple(self._compiled_file(name) for name in (COMMON, host) if name in self._entries)
            self._rulesets[host] = Ruleset(files, self.file(host).budget if host else _UNKNOWN_BUDGET)
        return self._rulesets[host]

    def _compiled_file(self, name: str) -> CompiledFile:
        return self._compiled.setdefault(name, CompiledFile(self.file(name)))


def _first(claims: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((claims[name] for name in names if name in claims), None)


def _load(places: Iterable[Path]) -> dict[str, Entry]:
    folders = [RuleFolder(place) for place in places]
    holding: dict[str, list[RuleFolder]] = {}
    for folder in folders:
        for name in folder.names:
            holding.setdefault(name, []).append(folder)
    entries: dict[str, Entry] = {}
    faults: list[str] = []
    for name in sorted(holding):
        entry, found = _last(name, holding[name])
        faults += found
        if entry:
            entries[name] = entry
    for folder in folders:
        folder.remember()
    for imported in (False, True):
        faults += claimed_twice((e.filename, e.facts.hosts) for e in entries.values() if e.facts.imported is imported)
    if faults:
        raise CleanerError("\n".join(faults))
    return entries


def _last(name: str, folders: Sequence[RuleFolder]) -> tuple[Entry | None, tuple[str, ...]]:
    """Read the last of several files of one name; an imported one only where none before it is anybody's own."""
    found: list[tuple[Entry | None, tuple[str, ...]]] = []
    for folder in reversed(folders):
        found.append(folder.read(name))
        entry = found[-1][0]
        if entry is None or not entry.facts.imported:
            return found[-1]
    return found[0]


def claimed_twice(claims: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """One line for each host that two of some files claim.

    Args:
        claims: The files' names, each with its hosts.
    """
    owners: dict[str, str] = {}
    faults = []
    for file, hosts in claims:
        for host in hosts:
            if host in owners:
                faults.append(f"{file}: hosts: {host!r} is claimed by {owners[host]} too")
            owners.setdefault(host, file)
    return faults
