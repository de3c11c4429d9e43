"""Files that lie elsewhere (s3://, gs://, hf://, https://): all contact with fsspec, which is installed on demand."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from cleaner.errors import CleanerError, missing

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["is_remote", "listed", "opened", "size", "state_of", "system_of"]

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+(?:::[a-z][a-z0-9+.-]+)*://", re.IGNORECASE)
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)  # has no folders, and a question mark is none of a pattern
_WILD: Final = re.compile(r"[*?\[]")
# What stores say of a file that changes with its content, whatever the spelling. Not all that they say, which fsspec's
# own mark is made of: some tell when a file was last read, or an address that is signed anew each time.
_STATE: Final = frozenset((
    "size", "etag", "generation", "versionid", "sha", "hex", "blobid", "crc", "crc32c", "md5hash", "contentmd5",
    "contenthash", "digest", "lastmodified", "modified", "modificationtime", "mtime", "updated", "created",
))  # fmt: skip


def is_remote(name: str) -> bool:
    """Whether a name is an address rather than a path."""
    return _ADDRESS.match(name) is not None


def listed(name: str) -> tuple[str, list[str]] | None:
    """The files of a remote folder or pattern.

    Args:
        name: An address.

    Returns:
        What all their addresses begin with, and the addresses in order; None where the address is that of one file.

    Raises:
        CleanerError: fsspec or what it needs for such addresses is not installed, or the folder cannot be listed.
    """
    if _WEB.match(name):
        return None
    try:
        with _as_oserrors():
            system, path = _fsspec(name).core.url_to_fs(name)
            if wild := _WILD.search(path):
                root = path[: wild.start()].rpartition("/")[0]
                found = system.glob(path)
            elif system.isdir(path):
                root, found = path.rstrip("/"), system.find(path)
            else:
                return None
            return system.unstrip_protocol(root), [system.unstrip_protocol(each) for each in sorted(found)]
    except OSError as error:
        raise CleanerError(f"{name}: cannot be listed: {error}") from None


def system_of(name: str) -> tuple[Any, str]:
    """The file system of an address or a path, and the path in it.

    Raises:
        CleanerError: fsspec, or what it needs for such addresses, is not installed.
    """
    try:
        system, path = _fsspec(name).core.url_to_fs(name)
    except ImportError as error:
        raise CleanerError(f"{name}: {error}") from None
    return system, str(path)


def size(name: str) -> int | None:
    """How many bytes a remote file has, where its storage tells."""
    with suppress(OSError), _as_oserrors():  # whoever reads it will say what is wrong
        system, path = _fsspec(name).core.url_to_fs(name)
        known: int | None = system.size(path)
        return known
    return None


def state_of(name: str) -> tuple[str, ...]:
    """What a remote file can be known again by.

    Args:
        name: The address of a file.

    Returns:
        What its store says of its size, its content and when that was changed; nothing where it does not answer.

    Raises:
        CleanerError: fsspec is not installed.
    """
    said: dict[str, Any] = {}
    with suppress(OSError), _as_oserrors():  # as above
        system, path = _fsspec(name).core.url_to_fs(name)
        said = system.info(path)
    known = ((re.sub("[-_]", "", key).lower(), str(value)) for key, value in said.items() if value is not None)
    return tuple(sorted(f"{key}={value}" for key, value in known if key in _STATE))


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A remote file's bytes.

    Args:
        name: An address.

    Yields:
        A binary file.

    Raises:
        CleanerError: fsspec is not installed.
        OSError: The file cannot be opened.
    """
    with _as_oserrors():
        file: Any = _fsspec(name).open(name, "rb").open()
    with file:
        yield cast("BinaryIO", _Told(file))


@contextmanager
def _as_oserrors() -> Iterator[None]:
    """Make OSErrors of whatever a storage raises: each kind has its own errors, and none is a programming error."""
    try:
        yield
    except CleanerError:
        raise
    except Exception as error:  # noqa: BLE001  see above
        raise OSError(" ".join((str(error) or type(error).__name__).split())) from None


class _Told:
    """A remote file whose errors are all OSErrors."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401  fsspec's files have no common type
        """Wrap a file of fsspec's."""
        self._file = file

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever a file has
        """Everything but reading is the file's own."""
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        """Read at most so many bytes."""
        with _as_oserrors():
            return bytes(self._file.read(size))


def _fsspec(name: str) -> "ModuleType":
    try:
        import fsspec  # noqa: PLC0415  an extra
    except ImportError:
        raise missing(name, "fsspec", "remote") from None
    return cast("ModuleType", fsspec)
