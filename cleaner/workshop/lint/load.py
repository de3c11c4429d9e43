"""Which rule files to check: those that a run would load, or the ones named, as they would be loaded."""

from collections.abc import Sequence
from pathlib import Path

from cleaner.errors import CleanerError
from cleaner.rulebook import COMMON, Rulebook, built_in_rules, claimed_twice
from cleaner.rulefile import RuleFile, read

__all__ = ["load"]


def load(paths: Sequence[Path], folders: Sequence[Path]) -> tuple[tuple[RuleFile, ...], RuleFile | None]:
    """Load rule files for a check.

    Args:
        paths: Rule files, or folders of them; none for all that a run with `folders` would load.
        folders: Folders of rule files over the built-in ones.

    Returns:
        The rule files, and the common file that applies together with them.

    Raises:
        CleanerError: A path is missing, or a rule file is at fault; names every fault of every file.
    """
    if not paths:
        files = Rulebook(folders).files
        return files, _common(files)
    files = _read(sorted({file for path in paths for file in _files(path)}))
    if own := _common(files):
        return files, own
    places = [folder / f"{COMMON}.toml" for folder in (*reversed(folders), built_in_rules())]
    return files, next((file for file in _read([place for place in places if place.is_file()][:1])), None)


def _common(files: Sequence[RuleFile]) -> RuleFile | None:
    return next((file for file in files if file.host == COMMON), None)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if found := sorted(path.glob("*.toml")):
        return found
    raise CleanerError(f"{path}: is neither a rule file nor a folder of .toml files")


def _read(paths: Sequence[Path]) -> tuple[RuleFile, ...]:
    loaded = [read(path) for path in paths]
    files = tuple(file for file, _ in loaded if file)
    if faults := [*(fault for _, found in loaded for fault in found), *claimed_twice(files)]:
        raise CleanerError("\n".join(faults))
    return files
