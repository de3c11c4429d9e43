"""One run for one output: a lock that the system takes back when its owner ends, however it ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cleaner.errors import CleanerError

__all__ = ["locked"]

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, output: Path) -> Iterator[None]:
    """Hold a lock while the block runs; afterwards its file is gone.

    Args:
        path: The file of the lock. One that a dead process left behind does not count: its lock went with it.
        output: What the lock is for, as the message has it.

    Raises:
        CleanerError: Another run holds it.
    """
    handle = _opened(path, output)
    try:
        yield
    finally:
        if sys.platform == "win32":  # where an open file cannot be removed
            os.close(handle)
            with suppress(OSError):
                path.unlink()
        else:  # while it is locked: whoever opened it before finds that it has gone
            path.unlink(missing_ok=True)
            os.close(handle)


def _opened(path: Path, output: Path) -> int:
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise CleanerError(f"{output}: cannot be written: {error.strerror}") from None
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            raise CleanerError(f"{output}: another run is writing it; wait for its end, or give another name") from None
        if _is_still_there(path, handle):
            return handle
        os.close(handle)  # its owner removed it when it ended, between our opening and our locking


def _is_still_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
