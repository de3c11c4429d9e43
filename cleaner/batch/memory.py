"""How much memory a worker may take, so that a document that unpacks into a giant costs itself and not the machine.

A library that is refused memory does not always say so: measured, trafilatura swallows the error and a page comes out
empty. So a document is judged by how much was taken at the peak, after it is done, and memory is refused only at twice
that: whoever was refused has passed the limit long before, and what it gave back is not believed.
"""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":  # there, nothing of the kind is told, and a worker may take what it likes
    import resource

__all__ = ["OUT_OF_MEMORY", "leave_if_above", "limited"]

OUT_OF_MEMORY: Final = 86  # the exit status of a worker that passed the limit; no other program here ends with it
_REFUSED: Final = 2  # times the limit: growth by doubling is refused when the old half alone is above the limit
_STATM: Final = Path("/proc/self/statm")
_STATUS: Final = Path("/proc/self/status")
_PEAK: Final = re.compile(rb"VmHWM:\s*(\d+) kB")


def limited(memory: int) -> int:
    """Refuse this process memory above a limit.

    Args:
        memory: Bytes, beside what the process takes now; a worker that has met many outlets holds half a gigabyte of
            compiled rules, of which no document is guilty.

    Returns:
        The peak that `leave_if_above` allows.
    """
    resident, data = _sizes()
    if sys.platform != "win32":
        # Not the address space (RLIMIT_AS), of which libraries reserve more than they use. macOS knows the name only.
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
            resource.setrlimit(resource.RLIMIT_DATA, (data + _REFUSED * memory, hard))
    return max(resident + memory, _own_peak())  # an earlier peak was allowed


def leave_if_above(limit: int) -> None:
    """End this process, if it has ever taken more memory than a limit: a fresh one goes on.

    Args:
        limit: As `limited` gave it.
    """
    if _peak() > limit and _own_peak() > limit:
        os._exit(OUT_OF_MEMORY)


def _own_peak() -> int:
    """The most memory that this process has held.

    On Linux what the kernel adds up for a process begins with what its parent held (man 2 getrusage), but costs less to
    ask for.
    """
    if not _STATUS.exists():
        return _peak()
    found = _PEAK.search(_STATUS.read_bytes())
    return int(found[1]) * 1024 if found else _peak()


def _peak() -> int:
    if sys.platform == "win32":
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _sizes() -> tuple[int, int]:
    """How many bytes this process holds now, and how many it has reserved for data."""
    if not _STATM.exists():
        return _peak(), 0
    pages = _STATM.read_text(encoding="ascii").split()
    return int(pages[1]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()
