"""DuckDB: one machine, as many cores as it has, spilling to disk what does not fit."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from annotator.agreement.engines.arrow_rows import coded_rows
from annotator.agreement.engines.engine import STUDY, Result, Rows
from annotator.errors import RatingsError

MEMORY = "1200MB"  # the rest of 2 GB is for Python and the rows that come back
MEMORY_VARIABLE = "ANNOTATOR_ENGINE_MEMORY"
ROWS_OF_A_BATCH = 1 << 18


class DuckDB:
    """See `engine.Engine`."""

    sends_by_cluster = False

    def __init__(self, files: list[str]) -> None:
        self._folder = tempfile.mkdtemp(prefix="annotator-duckdb-")
        self._db = duckdb.connect()
        self._db.execute("SET memory_limit = ?", [os.environ.get(MEMORY_VARIABLE) or MEMORY])
        self._db.execute("SET temp_directory = ?", [self._folder])
        self._db.execute("SET preserve_insertion_order = false")
        try:
            self._db.read_parquet(files, union_by_name=True).create_view(STUDY)
        except duckdb.Error as error:
            self.close()
            raise RatingsError(f"the Parquet files cannot be read: {_first_line(error)}") from error

    def columns(self) -> tuple[str, ...]:
        return tuple(name for name, *_ in self._db.execute(f"DESCRIBE {STUDY}").fetchall())

    def quoted(self, name: str) -> str:
        return f'"{name}"'

    def block_of(self, column: str, blocks: int) -> str:
        return f"CAST(hash({column}) % {blocks} AS INTEGER)"

    def source(self, cluster: str) -> str:
        return f"(SELECT *, {cluster} AS cluster FROM {STUDY}) AS clustered"

    def each_of(self, column: str) -> str:
        return f"unnest({column})"

    def keep(self, name: str, sql: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def add_table(self, name: str, columns: Mapping[str, Sequence[Any]]) -> None:
        # As numpy's columns, here and below: Arrow would import pandas for them, which takes longer
        # than a million ratings.
        self._db.register(name, {key: _column(column) for key, column in columns.items()})

    def rows(self, sql: str) -> Rows:
        return {name: _plain(column) for name, column in self._run(sql).fetchnumpy().items()}

    def each_block(self, sql: str, work: Callable[[Rows], Result]) -> Iterator[Result]:
        waiting: list[Any] = []
        for batch in self._run(f"{sql} ORDER BY block").to_arrow_reader(ROWS_OF_A_BATCH):
            waiting.append(batch)
            table = pa.Table.from_batches(waiting)
            blocks = table["block"].to_numpy()
            last = int(np.searchsorted(blocks, blocks[-1])) if len(blocks) else 0
            if last >= ROWS_OF_A_BATCH:  # the last block may go on in the next batch
                yield work(coded_rows(table.slice(0, last)))
                waiting = table.slice(last).to_batches()
        if waiting:
            yield work(coded_rows(pa.Table.from_batches(waiting)))

    def close(self) -> None:
        self._db.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, sql: str) -> Any:
        try:
            return self._db.sql(sql)
        except duckdb.Error as error:
            raise RatingsError(f"DuckDB: {_first_line(error)}") from error


def _column(values: Sequence[Any]) -> NDArray[Any]:
    found = np.asarray(values)
    return found.astype(object) if found.dtype.kind in "US" else found


def _plain(column: NDArray[Any]) -> NDArray[Any]:
    """What is missing is None."""
    if not isinstance(column, np.ma.MaskedArray):
        return column
    found: NDArray[Any] = column.data.astype(object)
    found[column.mask] = None
    return found


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
