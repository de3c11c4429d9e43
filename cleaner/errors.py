"""The one error that a user can cause: a line that says what is wrong, where, and what to do about it."""

__all__ = ["CleanerError", "missing"]


class CleanerError(Exception):
    """A fault in what the user gave: a file, an option, a rule.

    The message is one line (several only where it reports several faults at once), is written for a person and is
    shown without a traceback by the command line.
    """


def missing(user: str, library: str, extra: str) -> CleanerError:
    """The error for a library that is an extra and not installed.

    Args:
        user: What needs it: a file, an adapter.
        library: Its name.
        extra: The extra that installs it.

    Returns:
        One line that says what to do.
    """
    return CleanerError(f"{user}: needs {library}; install it with pip install 'cleaner[{extra}]'")
