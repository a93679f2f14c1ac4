"""Where an engine's time goes: seconds of each query, and how many marks were compared.

    python -m benchmarks.agreement.engine_steps ratings 1e7
    python -m benchmarks.agreement.engine_steps spans 1e5

With one thread, or DUCKDB_THREADS. A mark is a pair with itself, and two marks are compared once.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from annotator.agreement.by_name.question import Question
from annotator.agreement.engines.duckdb_engine import DuckDB
from annotator.agreement.engines.engine import Result, Rows
from annotator.agreement.engines.evaluate_folder import evaluate_folder
from benchmarks.agreement.engines import MADE_RATINGS, MADE_SPANS, MEASURES

MADE = {"ratings": MADE_RATINGS, "spans": MADE_SPANS}
PAIRS = """
SELECT count(*), count(*) FILTER (WHERE b.start < a."end"
    AND (b.start, b."end", b.annotator) >= (a.start, a."end", a.annotator))
FROM made a JOIN made b ON a.article = b.article
"""


def main(kind: str, count: int) -> None:
    """Print a line for each step."""
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        path = Path(folder) / "made.parquet"
        with duckdb.connect() as db:
            db.execute(MADE[kind].format(count=count, path=path))
            if kind == "spans":
                db.read_parquet(str(path)).create_view("made")
                [(pairs, overlapping)] = db.execute(PAIRS).fetchall()
                print(f"{pairs:.2g} pairs of an article's marks, {overlapping:.2g} overlap")
        _watch()
        began = time.perf_counter()
        evaluate_folder(Path(folder), Question(measures=MEASURES[kind]), "duckdb")
        print(f"{time.perf_counter() - began:6.2f} s  everything, {count:.0e} {kind}")


def _watch() -> None:
    """Every query of an engine that is opened from now on tells how long it took."""
    connect, rows, keep, each = DuckDB.__init__, DuckDB.rows, DuckDB.keep, DuckDB.each_block

    def opened(self: DuckDB, files: list[str]) -> None:
        connect(self, files)
        self._db.execute(f"SET threads = {int(os.environ.get('DUCKDB_THREADS', '1'))}")

    def timed(work: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        began = time.perf_counter()
        answer = work(*arguments)
        print(f"{time.perf_counter() - began:6.2f} s  {' '.join(sql.split())[:110]}")
        return answer

    def watched(self: DuckDB, sql: str, work: Callable[[Rows], Result]) -> Iterator[Result]:
        yield from timed(lambda: list(each(self, sql, work)), sql)

    changed: dict[str, Callable[..., Any]] = {
        "__init__": opened,
        "rows": lambda self, sql: timed(rows, sql, self, sql),
        "keep": lambda self, name, sql: timed(keep, f"{name}: {sql}", self, name, sql),
        "each_block": watched,
    }
    for name, function in changed.items():
        setattr(DuckDB, name, function)


if __name__ == "__main__":
    main(sys.argv[1], int(float(sys.argv[2])))
