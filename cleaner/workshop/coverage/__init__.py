"""What rules do in a corpus, and when they stop doing it: outlets change their templates, and rules rot unnoticed."""

from cleaner.workshop.coverage.alarms import Alarm, alarms_of
from cleaner.workshop.coverage.counts import Coverage, OutletCounts
from cleaner.workshop.coverage.gathering import gather
from cleaner.workshop.coverage.instead import Instead
from cleaner.workshop.coverage.store import read, written

__all__ = ["Alarm", "Coverage", "Instead", "OutletCounts", "alarms_of", "gather", "read", "written"]
