"""Pairs of reports compared on Spark: the same comparisons, the same weights, the same result as in one process."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from recount.linking.comparisons import SPARK
from recount.linking.scoring import SCORED_SCHEMA, answers_sql, pairs_sql, predicted
from recount.linking.weights import Weights
from recount.pipeline.sparking import Spark, session

__all__ = ["SparkScorer"]

_ROWS_A_GROUP = 50_000


class SparkScorer:
    """Compares and weighs pairs as `scoring.scored_pairs` does, on Spark."""

    def __init__(self, master: str) -> None:
        """Name the cluster: `local[2]`, `spark://host:7077`, `yarn`.

        Raises:
            BadArgument: no master that Spark knows, or PySpark or Java is missing.
        """
        self.master = Spark(master).checked().master

    def __call__(self, profiles: pa.Table, weights: Weights, *, first_new: int = 0) -> pa.Table:
        """Return the pairs whose probability reaches the floor, in the order of their numbers."""
        from splink import SparkAPI

        spark = session(self.master)
        with tempfile.TemporaryDirectory() as folder:
            # Spark cuts every exchange into 200 parts by itself; on a few processors that is all waiting.
            spark.conf.set("spark.sql.shuffle.partitions", str(max(8, spark.sparkContext.defaultParallelism * 4)))
            path = Path(folder) / "profiles.parquet"
            pq.write_table(profiles, path, row_group_size=_ROWS_A_GROUP)
            held = spark.read.parquet(str(path)).repartition(spark.sparkContext.defaultParallelism * 4, "number")
            held.persist().createOrReplaceTempView("profile")
            pairs = spark.sql(f"SELECT * FROM ({pairs_sql(SPARK)}) AS pair WHERE join_key_r >= {int(first_new)}")
            api: Any = SparkAPI(  # type: ignore[no-untyped-call]
                spark_session=spark, break_lineage_method="persist", register_udfs_automatically=False
            )
            found = predicted(api, spark.table("profile"), pairs, weights, SPARK)
            return _arrow(spark.sql(answers_sql(SPARK, found.physical_name)))


def _arrow(frame: Any) -> pa.Table:
    found: pa.Table = frame.toArrow()
    return found.select(SCORED_SCHEMA.names).cast(SCORED_SCHEMA)
