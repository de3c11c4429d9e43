"""What many documents of an unknown outlet repeat, as evidence of what is none of their articles.

A first reading counts lines (`cleaner.repeats.tally`), which gives a table of those that stand often (`Repeats`); a
second one cleans with it (`cleaner.repeats.choosing`). Nothing depends on the order of the documents or on who counts
which.
"""

from cleaner.repeats.table import Repeats

__all__ = ["Repeats"]
