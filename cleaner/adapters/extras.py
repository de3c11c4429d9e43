"""Libraries that only some users need: imported when they are asked for, with one line where they are missing."""

from importlib import import_module
from types import ModuleType

from cleaner.errors import CleanerError

__all__ = ["required"]


def required(module: str, extra: str) -> ModuleType:
    """Import a library.

    Args:
        module: Its import name.
        extra: The extra of this package that brings it.

    Raises:
        CleanerError: It is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise CleanerError(f"this needs {module.partition('.')[0]}: pip install 'cleaner[{extra}]'") from None
