"""Ray and Spark, each as one function: call a function for every item, on whatever machines there are.

Both do an item again when the machine or process that had it is lost (Ray three times, Spark as its configuration says,
four times by default), and give up with the error when the function itself raises.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from cleaner.adapters.extras import required
from cleaner.batch.workers import cores
from cleaner.errors import CleanerError

__all__ = ["Spread", "over_ray", "over_spark"]

_RETRIES: Final = 3
# Where one of these is set, whoever set it has said where Spark runs.
_CONFIGURED: Final = frozenset({"PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR", "SPARK_HOME"})

Given = TypeVar("Given")
Made = TypeVar("Made")


class Spread(Protocol):
    """Calls a function for each item."""

    def __call__(
        self, function: Callable[[Given], Made], items: Sequence[Given], workers: int | None
    ) -> Iterator[tuple[int, Made]]:
        """Call it.

        Args:
            function: Pickles, and does no harm when it is called twice for the same item.
            items: What it is called with.
            workers: How many calls at once, where the engine is started here; None is one per core.

        Yields:
            The number of an item, and what came of it, in the order in which they are done.

        Raises:
            CleanerError: The engine is not installed, or gave up.
        """


def over_ray(
    function: Callable[[Given], Made], items: Sequence[Given], workers: int | None
) -> Iterator[tuple[int, Made]]:
    """As `Spread`; on the cluster that RAY_ADDRESS names or this process is in, else on this machine alone."""
    ray: Any = required("ray", "ray")
    if not ray.is_initialized():
        _join_or_start(ray, workers)
    task = ray.remote(max_retries=_RETRIES, scheduling_strategy="SPREAD")(_called)
    shared = ray.put(function)
    waiting = {task.remote(shared, item): number for number, item in enumerate(items)}
    try:
        while waiting:
            (done,), _ = ray.wait(list(waiting), num_returns=1)
            number = waiting.pop(done)
            yield number, _made(ray.get(done))
    except ray.exceptions.RayError as error:
        raise _given_up("Ray", error) from None
    finally:
        for left in waiting:
            ray.cancel(left, force=True)


def _join_or_start(ray: Any, workers: int | None) -> None:  # noqa: ANN401  ray is an extra
    quiet = {"log_to_driver": False, "configure_logging": False, "include_dashboard": False}
    try:
        try:
            ray.init(num_cpus=workers, **quiet)
        except ValueError:  # there is a cluster, whose processes are as many as it says
            ray.init(**quiet)
    except ConnectionError as error:
        raise CleanerError(f"Ray: {' '.join(str(error).split())}") from None


def over_spark(
    function: Callable[[Given], Made], items: Sequence[Given], workers: int | None
) -> Iterator[tuple[int, Made]]:
    """As `Spread`; in the session that there is or that spark-submit configures, else on this machine alone."""
    context = _spark_session(workers).sparkContext
    py4j: Any = required("py4j.protocol", "spark")

    def job(item: Given) -> Made | CleanerError:
        made: list[Made | CleanerError] = context.parallelize([item], 1).map(partial(_called, function)).collect()
        return made[0]

    # One job for each item, as many at once as there is room for: so it is known which are done.
    with ThreadPoolExecutor(context.defaultParallelism) as threads:
        waiting = {threads.submit(job, item): number for number, item in enumerate(items)}
        try:
            for done in as_completed(waiting):
                yield waiting[done], _made(done.result())
        except py4j.Py4JError as error:
            raise _given_up("Spark", error) from None
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            context.cancelAllJobs()


def _spark_session(workers: int | None) -> Any:  # noqa: ANN401  pyspark is an extra
    sql: Any = required("pyspark.sql", "spark")
    builder = sql.SparkSession.builder.appName("cleaner")
    if not _CONFIGURED & os.environ.keys():
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else it takes whatever is called python3
        # Alone, Spark does not do a task again unless it is told so here.
        builder = builder.master(f"local[{workers or cores()},{_RETRIES + 1}]").config("spark.ui.enabled", "false")
    return builder.getOrCreate()


def _called(function: Callable[[Given], Made], item: Given) -> Made | CleanerError:
    """What a function makes of an item; an error that doing it again would not change comes back as it is."""
    try:
        return function(item)
    except CleanerError as error:
        return error


def _made(result: Made | CleanerError) -> Made:
    if isinstance(result, CleanerError):
        raise result
    return result


def _given_up(engine: str, error: Exception) -> CleanerError:
    reason = next((line for line in reversed(str(error).splitlines()) if "Error" in line), type(error).__name__)
    return CleanerError(f"{engine} gave up: {reason.strip()}")
