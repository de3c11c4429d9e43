"""What many documents of an unknown outlet repeat, as evidence of what is none of their articles.

A first reading counts lines (`Tally`), which gives a table of those that stand often (`Repeats`); a second one cleans
with it (`cleaner.repeats.choosing`). Nothing depends on the order of the documents or on who counts which.
"""

from cleaner.repeats.table import Repeats
from cleaner.repeats.tally import Tally

__all__ = ["Repeats", "Tally"]
