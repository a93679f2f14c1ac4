"""Spark: as many machines as there are. The master is SPARK_MASTER, this machine unless told.

Other machines must see the folder, and the temporary folder (TMPDIR) for small tables, at the same
place.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from annotator.agreement.engines.arrow_rows import coded_rows, plain_rows
from annotator.agreement.engines.engine import STUDY, Result, Rows
from annotator.errors import RatingsError

MASTER = "local[*]"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


def session() -> SparkSession:
    """The one of this process; made if there is none."""
    master = os.environ.get("SPARK_MASTER") or MASTER
    if master.startswith("local"):  # else Spark takes whichever python3 comes first
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    found = builder.appName("annotator agree").getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    return found


class Spark:
    """See `engine.Engine`."""

    sends_by_cluster = True

    def __init__(self, files: list[str]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="annotator-spark-"))
        self._is_ours = SparkSession.getActiveSession() is None  # else whoever began it ends it
        self._session = session()
        try:
            study = self._session.read.option("mergeSchema", "true").parquet(*files)
        except PySparkException as error:
            self.close()
            raise RatingsError(f"the Parquet files cannot be read: {_first_line(error)}") from error
        study.createOrReplaceTempView(STUDY)
        self._columns = tuple(study.columns)

    def columns(self) -> tuple[str, ...]:
        return self._columns

    def quoted(self, name: str) -> str:
        return f"`{name}`"

    def block_of(self, column: str, blocks: int) -> str:
        return f"CAST(pmod(xxhash64({column}), {blocks}) AS INT)"

    def source(self, cluster: str) -> str:
        """Divided by cluster once; no grouping within a cluster moves a row again."""
        with_cluster = f"(SELECT *, {cluster} AS cluster FROM {STUDY})"
        return f"(SELECT /*+ REPARTITION(cluster) */ * FROM {with_cluster}) AS clustered"

    def each_of(self, column: str) -> str:
        return f"explode({column})"

    def keep(self, name: str, sql: str) -> None:
        # A view: what Spark persists it divides anew, and each query would send its rows twice.
        self._run(sql).createOrReplaceTempView(name)

    def add_table(self, name: str, columns: Mapping[str, Sequence[Any]]) -> None:
        # A file, because Spark hands Python's rows through processes of their own.
        path = str(self._folder / f"{name}.parquet")
        table = pa.table({key: list(column) for key, column in columns.items()})
        pq.write_table(table, path)  # type: ignore[no-untyped-call]
        self._session.read.parquet(path).createOrReplaceTempView(name)

    def rows(self, sql: str) -> Rows:
        return plain_rows(self._run(sql).toArrow())

    def each_block(self, sql: str, work: Callable[[Rows], Result]) -> Iterator[Result]:
        for row in self._worked_by_block(sql, work).toLocalIterator():
            found: Result = pickle.loads(row["found"])  # noqa: S301 - our own, see below
            yield found

    def _worked_by_block(self, sql: str, work: Callable[[Rows], Result]) -> DataFrame:
        def pickled(table: Any) -> Any:
            return pa.table({"found": [pickle.dumps(work(coded_rows(table)))]})

        return self._run(sql).groupBy("block").applyInArrow(pickled, "found BINARY")

    def close(self) -> None:
        if self._is_ours:
            self._session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, sql: str) -> DataFrame:
        try:
            return self._session.sql(sql)
        except PySparkException as error:
            raise RatingsError(f"Spark: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
