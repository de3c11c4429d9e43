"""Candidates measured turn and turn about in one process, so that a busy machine is busy for all of them.

Time is the process's own. What counts is the median of the turns' ratios; of a single candidate, its quickest turn,
because nothing makes a program faster than it is.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Turns", "in_turns", "seconds", "timed"]

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Turns:
    """What the candidates took.

    Args:
        taken: The seconds of every candidate, turn by turn.
    """

    taken: tuple[Mapping[str, float], ...]

    def ratio(self, over: str, under: str) -> float:
        """The median of the turns' ratios of two candidates."""
        return statistics.median(turn[over] / turn[under] for turn in self.taken)

    def median(self, name: str) -> float:
        """The median of a candidate's seconds."""
        return statistics.median(turn[name] for turn in self.taken)

    def least(self, name: str) -> float:
        """The seconds of a candidate's quickest turn."""
        return min(turn[name] for turn in self.taken)


def in_turns(candidates: Mapping[str, Call], turns: int) -> Turns:
    """Measure candidates, each once a turn.

    Args:
        candidates: What is measured, by name; it has been called before, where that loads what it needs.
        turns: How often.
    """
    return Turns(tuple({name: seconds(call) for name, call in candidates.items()} for _ in range(turns)))


def seconds(call: Call) -> float:
    """The processor's time that a call takes; garbage is collected before, so that none pays for another's."""
    gc.collect()
    start = time.process_time()
    call()
    return time.process_time() - start


def timed(times: dict[str, float], stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that adds the seconds of its calls to those of a stage."""

    def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the stage takes
        start = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            times[stage] += time.process_time() - start

    return call
