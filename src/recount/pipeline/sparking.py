"""Spark runs the coding beyond one machine: over Parquet files, and as the engine of a load into a casebook."""

import os
import pickle
import re
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from importlib.util import find_spec
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from warnings import catch_warnings, simplefilter

import pyarrow as pa

from recount.errors import BadArgument
from recount.pipeline.batches import CODED_SCHEMA_SQL, code_batches, taken_columns
from recount.pipeline.working import Processes, Task, Worker, is_work
from recount.reading import Piece
from recount.settings import DEFAULT_READER, SECONDS_A_PIECE, VERSION, ReaderName

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Spark", "code_parquet", "session"]

_BatchesOf = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]
_MASTER = re.compile(r"local(\[[^\[\]]+\])?|spark://.+|k8s://.+|yarn")
# Items of one task. A task costs some 10 ms beside the 50 ms of an item, and a long item holds up no more than these.
_ITEMS_A_TASK = 8
# Tasks of a wave for each place that runs one: some seconds of work, beside 0.2 seconds that a wave costs.
_TASKS_A_PLACE = 4
# Bytes of one task and of one wave, or one item that is longer. Java has 1 GB by default, holds two waves, and several
# copies of what a task works on: 24 pieces of 10 MB pass, with waves of 64 MB they did not.
_BYTES_A_TASK = 2_000_000
_BYTES_A_WAVE = 24_000_000
# Rows of one partition of Parquet: a minute of work, which is what is lost with a machine.
_ROWS_A_PARTITION = 1_000
# A machine's own Spark is heard by that machine only.
_LOCAL = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
_LOGGING = Path(__file__).with_name("log4j2.properties")
_QUIET = {
    "spark.app.name": "recount",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}",
}
_ARROW = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # An article is some thousand characters: Spark's ten thousand a batch would wait for long before one is coded.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
}


class Spark(NamedTuple):
    """The engine of several machines: tasks of Spark read and code, the calling process keeps what they made."""

    master: str = "local[*]"
    """As Spark writes it: local[2], spark://host:7077, yarn, k8s://…."""
    seconds: float = SECONDS_A_PIECE * 2
    """After which Spark has to give a wave of items up."""
    seconds_a_piece: float = SECONDS_A_PIECE
    """What each of them then has here."""

    def checked(self) -> "Spark":
        """Return this engine if it can run here.

        Raises:
            BadArgument: no master that Spark knows, or PySpark or Java is missing.
        """
        _check(self.master)
        return self

    def told(self) -> dict[str, Any]:
        """Return what the casebook keeps of how the run was done."""
        return {"engine": "spark", "master": self.master}

    def work(
        self, items: Iterable[Any], task: Task, *, reader: ReaderName = DEFAULT_READER
    ) -> Iterator[tuple[Any, Any]]:
        """Yield each item with what was made of it, in the order of the items.

        Items go to Spark in waves, two at a time: while what came of one is kept, the next one is worked on. A wave
        that Spark cannot finish, since an item takes too long or brings its process down, is worked on by processes
        here, where each item has its own time: it costs nothing but itself.

        Raises:
            BadArgument: Spark does not start, or its workers have no Recount or another one.
        """
        coming = iter(items)
        first = next(coming, None)
        if first is None:
            # Nothing is new: Spark takes seconds to start.
            return
        with _waves(self.master) as waves:
            waiting: deque[tuple[list[Any], _Wave]] = deque()
            for wave in _cut(chain([first], coming), waves.most, _BYTES_A_WAVE):
                waiting.append((wave, waves.begin(wave, task, reader)))
                if len(waiting) > 1:
                    yield from self._outcomes(*waiting.popleft(), task, reader)
            while waiting:
                yield from self._outcomes(*waiting.popleft(), task, reader)

    def _outcomes(self, items: list[Any], wave: "_Wave", task: Task, reader: ReaderName) -> Iterator[tuple[Any, Any]]:
        from py4j.protocol import Py4JError  # type: ignore[import-untyped]
        from pyspark.errors import PySparkException

        try:
            made = wave.made.result(timeout=self.seconds)
        except (TooLong, Py4JError, PySparkException, OSError):
            # An OSError: Spark's Java is gone, and every wave after this one is worked on here too.
            wave.cancel()
            here = Processes(max(2, os.cpu_count() or 2), self.seconds_a_piece, fewest=0)
            yield from here.work(items, task, reader=reader)
        else:
            yield from zip(items, made, strict=True)


def session(master: str | None = None) -> "SparkSession":
    """Return the Spark session that is there, else a new one; nothing is downloaded for it.

    A new one on this machine is heard on 127.0.0.1 only, has no web pages and runs the Python that runs this. A cluster
    needs a Python with Recount on its machines (docs/how-to/scale.md).

    Args:
        master: as Spark writes it; None is what spark-submit says, and all processors of this machine without it.

    Raises:
        BadArgument: no master that Spark knows, PySpark or Java is missing, or Spark does not start.
    """
    _check(master)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    master = master or (None if submitted else "local[*]")
    settings = _ARROW if submitted else _ARROW | _QUIET
    builder = SparkSession.builder
    if master:
        builder = builder.master(master)
    if master and master.startswith("local"):
        settings = settings | _LOCAL
        os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise BadArgument(f"Spark does not start at {master}: {error}. Its own messages stand above.") from None


def code_parquet(
    source: str,
    target: str,
    *,
    master: str | None = None,
    columns: Mapping[str, str] | None = None,
    reader: ReaderName = DEFAULT_READER,
) -> None:
    """Code the articles of a Parquet table and write `CODED_SCHEMA` as another one, in the same order.

    Args:
        source: a file, folder or address that Spark reads, with the columns of `ARTICLE_COLUMNS`.
        target: a folder that is not there yet.
        master: as for `session`.
        columns: names of columns: {"text": "body", "published": "date"}.
        reader: the word lists and rules, or the trained network.

    Raises:
        BadArgument: the source cannot be read or has no texts, the target is there already, or Spark does not start.
    """
    with _running(master) as spark:
        from pyspark.errors import AnalysisException

        try:
            found = spark.read.parquet(source)
            articles = _spread(found.select(*taken_columns(found.columns, columns).values()))
            coded = _mapped(articles, partial(code_batches, columns=columns, reader=reader), CODED_SCHEMA_SQL)
            coded.write.parquet(target)
        except AnalysisException as error:
            raise BadArgument(f"Spark cannot code {source} into {target}: {error}") from None


def _spread(articles: "DataFrame") -> "DataFrame":
    """Cut a table into parts that take a minute each; a Parquet file is one part, however long its coding takes."""
    from pyspark.sql.functions import monotonically_increasing_id

    parts = max(1, articles.sparkSession.sparkContext.defaultParallelism, articles.count() // _ROWS_A_PARTITION)
    place = "recount_place"
    placed = articles.withColumn(place, monotonically_increasing_id())
    return placed.repartitionByRange(parts, place).sortWithinPartitions(place).drop(place)


def _mapped(frame: "DataFrame", batches_of: _BatchesOf, schema: str) -> "DataFrame":
    """Return what a function makes of the rows of a table, batch by batch, one row for each.

    This is `mapInArrow`, which asks for pandas, though it does not use it.
    """
    from pyspark.sql.functions import struct
    from pyspark.sql.pandas.functions import ArrowUDFType, arrow_udf

    with catch_warnings():
        # It would rather have the kind from annotations, which a partial function cannot have.
        simplefilter("ignore", UserWarning)
        made_of = arrow_udf(partial(_structs, batches_of=batches_of), f"struct<{schema}>", ArrowUDFType.SCALAR_ITER)
    made = made_of.asNondeterministic()(struct(*frame.columns)).alias("made")
    return frame.select(made).select("made.*")


def _check(master: str | None) -> None:
    if master is not None and not _MASTER.fullmatch(master):
        raise BadArgument(f"{master!r} is no master of Spark. Give local[4], spark://host:7077, yarn or k8s://….")
    if find_spec("pyspark") is None:
        raise BadArgument('Spark needs PySpark, which is not installed. Run: pip install "recount[spark]"')
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and (Path(home) / "bin" / "java").exists()):
        raise BadArgument("Spark needs Java 17 or later, which is not on PATH nor in JAVA_HOME. Install a JRE.")


@contextmanager
def _running(master: str | None) -> "Iterator[SparkSession]":
    """Hold a session, and end it if it was not there before."""
    _check(master)
    from pyspark.sql import SparkSession

    before = SparkSession.getActiveSession()
    spark = session(master)
    try:
        yield spark
    finally:
        if before is None:
            # What is gone cannot be stopped, and is no reason to lose what was made.
            with suppress(Exception):
                spark.stop()


class _Wave(NamedTuple):
    """Items that Spark works on."""

    made: Future[list[Any]]
    spark: "SparkSession"
    group: str

    def cancel(self) -> None:
        """Have Spark leave it, if Spark is still there."""
        with suppress(Exception):
            self.spark.sparkContext.cancelJobGroup(self.group)


class _Waves:
    """Begins waves, each in a thread that waits for Spark."""

    def __init__(self, spark: "SparkSession", threads: ThreadPoolExecutor) -> None:
        self._spark, self._threads = spark, threads
        self._begun: list[_Wave] = []
        self._numbers = count()
        self.most = spark.sparkContext.defaultParallelism * _TASKS_A_PLACE * _ITEMS_A_TASK

    def begin(self, items: list[Any], task: Task, reader: ReaderName) -> _Wave:
        group = f"recount-{id(self)}-{next(self._numbers)}"
        made = self._threads.submit(_made_by_spark, self._spark, group, items, task, reader)
        wave = _Wave(made, self._spark, group)
        self._begun = [one for one in self._begun if not one.made.done()] + [wave]
        return wave

    def cancel(self) -> None:
        """Have Spark leave what is not finished."""
        for wave in self._begun:
            if not wave.made.done():
                wave.cancel()


@contextmanager
def _waves(master: str | None) -> Iterator[_Waves]:
    with _running(master) as spark, ThreadPoolExecutor(2) as threads:
        _greet(spark)
        waves = _Waves(spark, threads)
        try:
            yield waves
        finally:
            waves.cancel()


def _cut(items: Iterable[Any], most: int, most_bytes: int) -> Iterator[list[Any]]:
    """Yield lists of up to `most` items and `most_bytes`, or of one item that is longer."""
    part: list[Any] = []
    size = 0
    for item in items:
        more = _size_of(item)
        if part and (len(part) == most or size + more > most_bytes):
            yield part
            part, size = [], 0
        part.append(item)
        size += more
    if part:
        yield part


def _size_of(item: Any) -> int:
    if isinstance(item, Piece):
        return len(item.data)
    return len(item["text"]) if is_work(item) else 0


def _greet(spark: "SparkSession") -> None:
    """Make sure that the workers of Spark have this Recount.

    Raises:
        BadArgument: they have none, or another version.
    """
    from pyspark.errors import PySparkException

    advice = "Give them the environment that runs this one (docs/how-to/scale.md)."
    try:
        asked = spark.createDataFrame(pa.table({"place": [0]}))
        version = _mapped(asked, _versions, "version string").toArrow().column("version").to_pylist()[0]
    except PySparkException as error:
        last = str(error).strip().splitlines()[-1]
        raise BadArgument(f"The workers of Spark cannot run Recount ({last}). {advice}") from None
    if version != VERSION:
        raise BadArgument(f"The workers of Spark have Recount {version}, and this is {VERSION}. {advice}")


def _made_by_spark(spark: "SparkSession", group: str, items: list[Any], task: Task, reader: ReaderName) -> list[Any]:
    """Return what Spark made of items, in their order; None where nothing is to be made of one."""
    spark.sparkContext.setJobGroup(group, "recount reads and codes", interruptOnCancel=True)
    work = [_sent(item) for item in items if is_work(item)]
    if not work:
        return [None] * len(items)
    # One batch becomes one task.
    batches = [_batch("item", part) for part in _cut(work, _ITEMS_A_TASK, _BYTES_A_TASK)]
    sent = spark.createDataFrame(pa.Table.from_batches(batches))
    answer = _mapped(sent, partial(_work, task=task, reader=reader), "made binary").toArrow()
    # Both ends are this programme, on machines that its user chose.
    made = map(pickle.loads, answer.column("made").to_pylist())
    return [next(made) if is_work(item) else None for item in items]


def _sent(item: Any) -> Any:
    """Leave at home what the work does not need."""
    return item._replace(original=None) if isinstance(item, Piece) else item


def _batch(name: str, values: list[Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({name: pa.array([pickle.dumps(value) for value in values], pa.binary())})


# What follows runs in Spark's Python processes, which stay for many tasks.


def _structs(rows: Iterable[pa.Array], *, batches_of: _BatchesOf) -> Iterator[pa.Array]:
    for batch in batches_of(map(pa.RecordBatch.from_struct_array, rows)):
        yield batch.to_struct_array()


def _versions(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield pa.RecordBatch.from_pydict({"version": [VERSION] * batch.num_rows})


def _work(batches: Iterable[pa.RecordBatch], *, task: Task, reader: ReaderName) -> Iterator[pa.RecordBatch]:
    worker = _worker(reader)
    for batch in batches:
        items = [pickle.loads(item) for item in batch.column("item").to_pylist()]  # noqa: S301  as above
        yield _batch("made", [getattr(worker, task)(item) for item in items])


@lru_cache(maxsize=2)
def _worker(reader: ReaderName) -> Worker:
    return Worker(reader)
