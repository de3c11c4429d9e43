"""Site configs to our rule files, and a stub of a fixture for each, that names the pages to be tried."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cleaner.errors import CleanerError
from cleaner.workshop.draft import Draft, DraftRule, Value, toml_of
from cleaner.workshop.ftr.convert import Config, convert
from cleaner.workshop.ftr.grammar import Fault
from cleaner.workshop.ftr.source import Source, sources

__all__ = ["COLLECTION", "Import", "import_ftr"]

COLLECTION: Final = "ftr-site-config"
_ORDER: Final = (
    "body", "drop", "drop_classes", "keep", "title", "date", "authors", "paywall", "sponsored", "replace",
)  # fmt: skip
_NO_HOST: Final = "its name is no host that a page can have"
_NOTHING: Final = "nothing in it carries over"
_TWICE: Final = "another file is for the same host"
_OWN: Final = "a file of that name stands there that is not imported"


@dataclass(frozen=True, slots=True)
class Import:
    """What became of one site config.

    Args:
        source: The file's name.
        host: The name of our rule file without ".toml"; empty where there is none.
        skipped: Why no rule file was written; empty where one was.
        config: What it says.
    """

    source: str
    host: str
    skipped: str
    config: Config


def import_ftr(path: Path, folder: Path) -> tuple[Import, ...]:
    """Write a rule file for each site config, and a stub of a fixture for each that names pages.

    Args:
        path: A site config, a folder of them, or their .tar.gz.
        folder: Where HOST.toml go, and fixtures/HOST.json; made where it is missing. Files that were imported earlier
            are replaced, others stay.

    Returns:
        What became of each, by the configs' names.

    Raises:
        CleanerError: The path holds no site config, or the folder is none.
    """
    if folder.exists() and not folder.is_dir():
        raise CleanerError(f"{folder}: is no folder; give one for the rule files with -o")
    return tuple(_imports(path, folder))


def _imports(path: Path, folder: Path) -> Iterator[Import]:
    seen: set[str] = set()
    for source in sources(path):
        config = _read(source)
        claim = source.claims
        host = f"any.{source.host}" if source.name.startswith(".") else source.host
        skipped = _TWICE if claim in seen else _skipped(claim, config, folder / f"{host}.toml")
        if claim and not skipped:
            seen.add(claim)
            _write(folder / f"{host}.toml", _rules(source, claim, config))
        if claim and config.pages and skipped != _TWICE:
            _write(folder / "fixtures" / f"{host}.json", _stub(host, config))
        yield Import(source.name, "" if skipped else host, skipped, config.without(skipped) if skipped else config)


def _read(source: Source) -> Config:
    try:
        return convert(source.content.decode())
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        return Config((), (), (Fault(line, "is not UTF-8"),))


def _skipped(claim: str | None, config: Config, path: Path) -> str:
    if claim is None:
        return _NO_HOST
    if not config.keys:
        return _NOTHING
    return _OWN if path.exists() and not _is_imported(path) else ""


def _is_imported(path: Path) -> bool:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")).get("imported") == COLLECTION
    except ValueError:  # somebody is at work on it
        return False


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _rules(source: Source, claim: str, config: Config) -> str:
    keys: dict[str, Value] = {key: config.keys[key] for key in _ORDER if key in config.keys}
    if "replace" in keys:
        keys["replace"] = tuple({"find": pair[0], "with": pair[1]} for pair in config.keys["replace"])
    comment = (
        f"From {COLLECTION}, {source.name} (public domain). Nobody has tried it here: it needs no examples, it only",
        "helps the general extractor, and rule files that are not imported go before it.",
    )
    html = DraftRule(table="html", keys=keys)
    draft = Draft(
        host=source.host, name=source.host, hosts=(claim,), rules=(html,), comment=comment, imported=COLLECTION
    )
    return toml_of(draft)


def _stub(host: str, config: Config) -> str:
    pages = [{"url": page.url, "contains": page.contains} for page in config.pages]
    return json.dumps({"outlet": host, "pages": pages}, ensure_ascii=False, indent=2) + "\n"
