"""Documents as they come in: who waits for the next one sees that none comes, and goes on with what there is.

A pipe may be silent for hours with an answer due to what it said before. No system can both wait for a pipe and be
woken by a worker, so a thread does nothing but wait for the pipe.
"""

import time
from collections.abc import Iterable, Iterator
from threading import Condition, Thread
from typing import Final

from cleaner.batch.batches import weight_of
from cleaner.io.readers import Item

__all__ = ["as_they_come"]

_AHEAD: Final = 2_000_000  # bytes that wait for whoever takes them: two batches, so that none waits for the pipe
_TICK: Final = 0.05  # seconds: what a person does not notice, and twenty looks a second at a silent pipe cost nothing


def as_they_come(items: Iterable[Item]) -> Iterator[Item | None]:
    """Read items in a thread of their own.

    Args:
        items: They may take any time. Not to be used elsewhere meanwhile.

    Yields:
        The items in order, and None in between whenever none has come for a moment: as often as that, and no oftener,
        where they come one by one and never stop.

    Raises:
        Exception: What reading them has raised, after all that came before it.
    """
    arrivals = _Arrivals(items)
    Thread(target=arrivals.read, name="reader", daemon=True).start()  # a daemon: it may wait in `read` for ever
    due = time.monotonic() + _TICK
    try:
        while (arrived := arrivals.take(due - time.monotonic())) is not None:
            yield from arrived
            if not arrived:
                due = time.monotonic() + _TICK
                yield None
    finally:
        arrivals.stop()
    if arrivals.error:
        raise arrivals.error


class _Arrivals:
    """What has been read and not yet been taken."""

    def __init__(self, items: Iterable[Item]) -> None:
        """Read nothing yet."""
        self.error: BaseException | None = None
        self._items = items
        self._arrived: list[Item] = []
        self._size = 0
        self._ended = False
        self._changed = Condition()

    def read(self) -> None:
        """Read all there is, never far ahead of who takes it."""
        try:
            for item in self._items:
                with self._changed:
                    self._arrived.append(item)
                    self._size += weight_of((item,))
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._ended or self._size < _AHEAD)
                    if self._ended:
                        return
        except BaseException as error:  # noqa: BLE001  raised again by who takes the items
            self.error = error
        self.stop()

    def take(self, seconds: float) -> list[Item] | None:
        """All that has come; nothing where nothing comes for so many seconds; None after the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._arrived or self._ended, max(0.0, seconds))
            arrived, self._arrived, self._size = self._arrived, [], 0
            self._changed.notify_all()
            return None if self._ended and not arrived else arrived

    def stop(self) -> None:
        """Nothing more is read, or wanted."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
