"""What an adapter stands on is installed by who uses it; who has not is told how, in a line."""

from importlib import import_module
from types import ModuleType

from cleaner.errors import missing

__all__ = ["required"]


def required(module: str, extra: str) -> ModuleType:
    """A module of a library that is an extra.

    Args:
        module: Its name, "pyarrow" or "pyspark.sql".
        extra: The extra that installs it.

    Returns:
        The module.

    Raises:
        CleanerError: The library is not installed.
    """
    library = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != library:
            raise  # the library is there and lacks something of its own: its words are the better ones
        raise missing(extra, library, extra) from None
