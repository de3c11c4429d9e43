"""The ways by which a document can get to the function, each from rows to records: for engines.py and the tests."""

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import orjson

from cleaner import Cleaner, Document
from cleaner.adapters.rows import RowCleaner
from cleaner.document import spelled_out
from cleaner.io.fields import Fields

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PATHS", "Given", "Row", "Way", "by_function"]

Row = dict[str, Any]
FIELDS = ("id", "url", "date", "text", "html", "source")
SOME = 64  # rows of a batch


@dataclass(frozen=True)
class Given:
    """Rows, and the file of JSONL that holds them; each says which line of it it is.

    Args:
        path: The file.
        rows: The rows.
        workers: How many processes clean, where a path has such.
    """

    path: Path
    rows: Sequence[Row]
    workers: int = 2

    @classmethod
    def written(cls, path: Path, rows: Sequence[Mapping[str, Any]], workers: int = 2) -> Self:
        """Write the file."""
        whole = [
            {name: row.get(name) for name in FIELDS} | {"source": f"{spelled_out(str(path))}:{number}"}
            for number, row in enumerate(rows, start=1)
        ]
        path.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in whole))
        return cls(path, whole, workers)

    @property
    def table(self) -> "pa.Table":
        """The rows as a table of Arrow's."""
        import pyarrow as pa  # noqa: PLC0415

        return pa.Table.from_pylist(list(self.rows), pa.schema([(name, pa.string()) for name in FIELDS]))

    @property
    def parquet(self) -> str:
        """The rows as a file of Parquet."""
        from pyarrow import parquet  # noqa: PLC0415

        path = self.path.with_suffix(".parquet")
        parquet.write_table(self.table, path, row_group_size=SOME)
        return str(path)


def by_function(given: Given) -> list[Row]:
    """What all others must make of the rows."""
    return [dict(_cleaner().clean(document_of(row)).as_dict()) for row in given.rows]


@cache
def _cleaner() -> Cleaner:
    return Cleaner()


@cache
def _rows(fields: Fields = Fields()) -> RowCleaner:  # noqa: B008  frozen
    """One for a process, as a user would have it."""
    return RowCleaner(cleaner=_cleaner(), fields=fields)


def document_of(row: Row) -> Document:
    """A row as a document."""
    names = ("id", "url", "date", "source")
    format_ = "html" if row["html"] else None
    return Document(content=row["html"] or row["text"], format=format_, **{name: row[name] for name in names})


def by_table(given: Given) -> list[Row]:
    """One table."""
    from cleaner.adapters.arrow import clean_table  # noqa: PLC0415

    return list(clean_table(given.table).to_pylist())


def by_batches(given: Given) -> list[Row]:
    """Batches as they come."""
    from cleaner.adapters.arrow import clean_batches  # noqa: PLC0415

    batches = clean_batches(given.table.to_batches(max_chunksize=SOME))
    return [row for batch in batches for row in batch.to_pylist()]


def by_ray(given: Given) -> list[Row]:
    """Ray Data, which hands over tables."""
    import ray  # noqa: PLC0415

    from cleaner.adapters.arrow import clean_table  # noqa: PLC0415

    made = ray.data.read_parquet(given.parquet).map_batches(clean_table, batch_format="pyarrow", batch_size=SOME)
    return list(made.take_all())


def by_spark(given: Given) -> list[Row]:
    """A frame of Spark's."""
    from pyspark.sql import SparkSession  # noqa: PLC0415

    from cleaner.adapters.spark import clean_frame  # noqa: PLC0415

    frame = SparkSession.builder.getOrCreate().read.parquet(given.parquet).repartition(4)
    return [row.asDict(recursive=True) for row in clean_frame(frame).collect()]


def by_datasets(given: Given) -> list[Row]:
    """Hugging Face, in memory."""
    import datasets  # noqa: PLC0415

    from cleaner.adapters.arrow import clean_table  # noqa: PLC0415

    news = datasets.Dataset(given.table).with_format("arrow")
    return list(news.map(partial(clean_table, rows=_rows()), batched=True, batch_size=SOME).with_format(None))


def by_stream(given: Given) -> list[Row]:
    """Hugging Face, as a stream."""
    import datasets  # noqa: PLC0415

    from cleaner.adapters.arrow import clean_table  # noqa: PLC0415

    stream = datasets.Dataset(given.table).to_iterable_dataset(num_shards=3).with_format("arrow")
    return list(stream.map(partial(clean_table, rows=_rows()), batched=True, batch_size=SOME).with_format(None))


def by_datatrove(given: Given) -> list[Row]:
    """A step of a pipeline of datatrove's; it has one place for content, so a page says itself that it is one."""
    from datatrove import data  # noqa: PLC0415

    from cleaner.adapters.datatrove import FIELDS, Clean  # noqa: PLC0415

    documents = (
        data.Document(
            text=row["html"] or row["text"],
            id=row["id"],
            metadata={"url": row["url"], "published": row["date"], "source": row["source"]},
        )
        for row in given.rows
    )
    return [
        {**made.metadata["cleaner"], "id": made.id, "text": made.text} for made in Clean(_rows(FIELDS)).run(documents)
    ]


def by_run(given: Given) -> list[Row]:
    """The command, with two workers."""
    output = given.path.with_name("near.jsonl")
    command("run", given.path, "-o", output, "--restart", "--workers", given.workers)
    return records(output)


def by_pipe(given: Given) -> list[Row]:
    """The command in a pipe; what is there is no file, and the rest of what a record says of its source is its line."""
    made = lines_of(command("run", "-", "-o", "-", "--workers", given.workers, stdin=given.path.read_bytes()))
    path = spelled_out(str(given.path))
    return [{**row, "source": re.sub("^-", lambda _: path, row["source"])} for row in made]


def by_engine(engine: str, given: Given) -> list[Row]:
    """The command on an engine, in four parts."""
    output = given.path.with_name(f"{engine}.jsonl")
    size = -(-given.path.stat().st_size // 4)
    command(
        "run",
        given.path,
        "-o",
        output,
        "--restart",
        "--workers",
        given.workers,
        "--restart",
        "--engine",
        engine,
        "--part",
        f"{size}B",
    )
    shards = sorted(given.path.parent.glob(f"{engine}-*.jsonl"))
    return [row for shard in shards for row in records(shard)]


def command(*arguments: object, stdin: bytes = b"") -> bytes:
    """Run the program; gives what it printed."""
    call = [sys.executable, "-m", "cleaner", *map(str, arguments)]
    done = subprocess.run(call, input=stdin, capture_output=True, check=False)  # noqa: S603  our own program
    if done.returncode:
        sys.exit(done.stderr.decode())
    return done.stdout


def records(path: Path) -> list[Row]:
    """The rows of a file."""
    return lines_of(path.read_bytes())


def lines_of(data: bytes) -> list[Row]:
    """Lines of JSON."""
    return [orjson.loads(line) for line in data.splitlines()]


@dataclass(frozen=True)
class Way:
    """A path.

    Args:
        function: From rows to records.
        library: What has to be installed for it.
        engine: Which engine has to be running for it; such a path may give the records in another order.
    """

    function: Callable[[Given], list[Row]]
    library: str | None = None
    engine: str | None = None


PATHS: Final[Mapping[str, Way]] = {
    "table": Way(by_table, "pyarrow"),
    "batches": Way(by_batches, "pyarrow"),
    "ray-data": Way(by_ray, "ray", "ray"),
    "spark": Way(by_spark, "pyspark", "spark"),
    "datasets": Way(by_datasets, "datasets"),
    "datasets-stream": Way(by_stream, "datasets"),
    "datatrove": Way(by_datatrove, "datatrove"),
    "run": Way(by_run),
    "pipe": Way(by_pipe),
    "run-on-ray": Way(partial(by_engine, "ray"), "ray"),
    "run-on-spark": Way(partial(by_engine, "spark"), "pyspark", "spark"),
}
