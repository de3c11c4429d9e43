"""Documents that hang, crash, kill or fill the process that cleans them, and a cleaner that lets them."""

import collections
import contextlib
import functools
import itertools
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cleaner import Cleaner, Document, Record

__all__ = ["LATE", "TEXT", "TRAPS", "Stillborn", "Trap", "cold_trap", "documents"]

TEXT = "Rain fell on the plain for three days, and the river rose above the bridge before dawn on Friday."
LATE = "took longer than {limit} s; the limit is --time-limit"


def hang() -> None:
    """Never come back from C, where no signal handler of Python's is called."""
    collections.deque(itertools.repeat(0), maxlen=0)


def die(number: int) -> None:
    """End the process that this is called in, as a crash in a C library would."""
    os.kill(os.getpid(), number)


def fill(size: int) -> None:
    """Take memory, and give it back."""
    assert len(b"x" * size) == size


def fill_and_forgive() -> None:
    """Grow until memory is refused, and swallow the refusal, as libraries do."""
    with contextlib.suppress(MemoryError):
        grown = b"x"
        while True:
            grown += grown


TRAPS: dict[str, Callable[[], Any]] = {
    "hang": hang,
    "crash": lambda: die(signal.SIGSEGV),
    "killed": lambda: die(getattr(signal, "SIGKILL", signal.SIGTERM)),
    "exit": lambda: os._exit(3),
    "raise": lambda: 1 // 0,
    "slow": lambda: time.sleep(0.4),
    "hungry": lambda: fill(300_000_000),
    "ravenous": lambda: fill(3_000_000_000),
    "forgiving": fill_and_forgive,
}


class Trap(Cleaner):
    """A cleaner that some documents, named by their text, do harm to."""

    def trace(self, document: str | bytes | Document, **given: Any) -> tuple[str, Record]:
        """Clean a document, after what its text says has been done."""
        assert isinstance(document, Document)
        if isinstance(document.content, str) and document.content in TRAPS:
            TRAPS[document.content]()
        text, record = super().trace(document, **given)
        return text, replace(record, title=str(os.getpid()) if record.text == "who" else record.title)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle to a trap that has loaded all that it needs, so that a short limit measures the document alone."""
        return warm_trap, ()


def warm_trap() -> Trap:
    """A trap that has cleaned before."""
    trap = Trap()
    trap.clean(Document(content=TEXT))
    return trap


@functools.cache
def cold_trap() -> Trap:
    """A trap for the parent process, which cleans nothing."""
    return Trap()


class Stillborn(Cleaner):
    """A cleaner that no worker can load."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle to the end of the process."""
        return os._exit, (4,)


def documents(*contents: str | bytes) -> list[Document]:
    """Documents with their place as their id."""
    return [Document(content=content, id=str(number), source="test") for number, content in enumerate(contents)]
