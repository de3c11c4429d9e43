"""The one error that a user can cause: a line that says what is wrong, where, and what to do about it."""

__all__ = ["CleanerError"]


class CleanerError(Exception):
    """A fault in what the user gave: a file, an option, a rule.

    The message is one line (several only where it reports several faults at once), is written for a person and is
    shown without a traceback by the command line.
    """
