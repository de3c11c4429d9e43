"""Sizes as people write them on a command line: 2GB, 500 MB, 1.5GiB, 1000000."""

import re
from typing import Any, Final

import click

__all__ = ["Size"]

_SIZE: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[KMGT]?I?B?)", re.IGNORECASE)
_POWERS: Final = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}


class Size(click.ParamType[int]):
    """A number of bytes, above zero."""

    name = "size"

    def __init__(self, least: str = "1", why: str = "") -> None:
        """Set a floor.

        Args:
            least: The smallest size that is taken, as people write it.
            why: What needs so much; the end of the message that refuses less.
        """
        self._least = least
        self._why = why

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """A size from the command line.

        Args:
            value: As the user wrote it, or a default.
            param: The option.
            ctx: The call.

        Returns:
            Bytes: a K is a thousand of them, a Ki 1,024.

        Raises:
            click.BadParameter: It is no size, or below the floor.
        """
        if isinstance(value, int):
            return value
        size = _bytes(str(value))
        if size <= 0:
            self.fail(f"{value!r} is not a size; write 2GB, 500MB, or a number of bytes.", param, ctx)
        if size < _bytes(self._least):
            self.fail(f"{value!r} is too little: {self._why}; write {self._least} or more.", param, ctx)
        return size


def _bytes(written: str) -> int:
    """Zero for what is no size."""
    match = _SIZE.fullmatch(written.strip())
    if not match:
        return 0
    unit = match["unit"].upper()
    base = 1024 if "I" in unit else 1000
    return int(float(match["number"]) * base ** _POWERS[unit.rstrip("B").rstrip("I")])
