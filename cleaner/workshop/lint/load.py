"""Which rule files to check: those that a run would load, or the ones named, as they would be loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import CleanerError
from cleaner.rulebook import COMMON, Rulebook, built_in_rules, claimed_twice
from cleaner.rulefile import RuleFile, read

__all__ = ["Loaded", "load"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rule files to check.

    Args:
        files: Those that load.
        common: The common file that applies together with them.
        faults: Why the others do not, and hosts that two of them claim.
    """

    files: tuple[RuleFile, ...]
    common: RuleFile | None
    faults: tuple[str, ...] = ()


def load(paths: Sequence[Path], folders: Sequence[Path]) -> Loaded:
    """Load rule files for a check.

    Args:
        paths: Rule files, or folders of them; none for all that a run with `folders` would load.
        folders: Folders of rule files over the built-in ones.

    Returns:
        The rule files; of those that are named also what is at fault.

    Raises:
        CleanerError: A path is missing, or one of the files that a run would load is at fault; names every fault.
    """
    if not paths:
        files = Rulebook(folders).files
        return Loaded(files, _common(files))
    found = _read(sorted({file for path in paths for file in _files(path)}))
    if found.common:
        return found
    places = [folder / f"{COMMON}.toml" for folder in (*reversed(folders), built_in_rules())]
    common = _read([place for place in places if place.is_file()][:1])
    return Loaded(found.files, common.common, (*found.faults, *common.faults))


def _common(files: Sequence[RuleFile]) -> RuleFile | None:
    return next((file for file in files if file.host == COMMON), None)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if found := sorted(path.glob("*.toml")):
        return found
    raise CleanerError(f"{path}: is neither a rule file nor a folder of .toml files")


def _read(paths: Sequence[Path]) -> Loaded:
    loaded = [read(path) for path in paths]
    files = tuple(file for file, _ in loaded if file)
    twice = claimed_twice((file.path.name, file.hosts) for file in files)
    faults = (*(fault for _, found in loaded for fault in found), *twice)
    return Loaded(files, _common(files), faults)
