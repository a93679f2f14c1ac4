"""Agreement of studies that outgrow memory: DuckDB's sums joined by our last lines, against
DuckDB's own bare aggregation of the same file.

For spans there are two of those: the sums that α of characters and exact F1 are made of, written as
plainly as SQL lets one (a join of the file with itself, and GROUP BY), and a GROUP BY of articles
and labels that only adds lengths: the least that anything which looks at whole articles does, and
no measure.

ENGINES_RATINGS (1e8) and ENGINES_TEXTS (1e6, three annotators each) make it smaller. Each side runs
in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb

from annotator.agreement.by_name.question import Question
from annotator.agreement.engines.duckdb_engine import MEMORY
from annotator.agreement.engines.evaluate_folder import evaluate_folder
from benchmarks.measured import Measured

RATINGS = int(float(os.environ.get("ENGINES_RATINGS", "1e8")))
SPARK_RATINGS = int(float(os.environ.get("ENGINES_SPARK_RATINGS", "1e7")))
TEXTS = int(float(os.environ.get("ENGINES_TEXTS", "1e6")))
GIGABYTES = 2.0
MADE_RATINGS = """
COPY (
    SELECT CAST(i // 3 AS BIGINT) AS item,
        'A' || CAST(i % 3 + 1 + 3 * ((i // 3) % 4) AS VARCHAR) AS annotator,
        ['left', 'centre', 'right'][
            1 + CAST(hash(CASE WHEN hash(i) % 10 < 7 THEN i // 3 ELSE -i END) % 3 AS INTEGER)
        ] AS label
    FROM range({count}) AS made(i)
) TO '{path}' (FORMAT parquet)
"""
# Of each text four passages; each annotator keeps most, moves some ends, and changes some labels.
MADE_SPANS = """
COPY (
    SELECT 'text ' || CAST(t AS VARCHAR) AS article, CAST(2000 AS BIGINT) AS length,
        'A' || CAST(a AS VARCHAR) AS annotator,
        CAST(p * 400 + hash(t, p) % 200 + hash(t, p, a) % 3 AS BIGINT) AS start,
        CAST(p * 400 + 210 + hash(p, t) % 150 AS BIGINT) AS "end",
        ['fear', 'loaded', 'doubt', 'slogan', 'causal'][
            1 + CAST((hash(t + p) + CASE WHEN hash(t, a, p) % 5 = 0 THEN 1 ELSE 0 END) % 5
                AS INTEGER)
        ] AS label
    FROM range({count}) AS texts(t), range(3) AS people(a), range(4) AS passages(p)
    WHERE p = 0 OR hash(a, t, p) % 10 < 7
) TO '{path}' (FORMAT parquet)
"""
# Of every two annotators: what both mark with which labels, and how many marks are the same;
# of each: how much is marked. Nothing is kept apart to draw, so there is no interval.
SUMS_OF_SPANS = """
SELECT (SELECT count(*) FROM (
    SELECT a.annotator, b.annotator, a.label, b.label,
        sum(least(a."end", b."end") - greatest(a.start, b.start)),
        count(*) FILTER (WHERE a.start = b.start AND a."end" = b."end")
    FROM made a JOIN made b ON a.article = b.article AND a.annotator < b.annotator
        AND a.start < b."end" AND b.start < a."end"
    GROUP BY ALL
)), (SELECT count(*) FROM (
    SELECT annotator, label, count(*), sum("end" - start) FROM made GROUP BY ALL
)), (SELECT count(DISTINCT article) FROM made)
"""
BARE = {
    "sums": SUMS_OF_SPANS,
    "ratings": "SELECT count(*), max(packed) FROM (SELECT item, sum(CASE label WHEN 'left' THEN 1 "
    "WHEN 'centre' THEN 16 ELSE 256 END) AS packed FROM made GROUP BY item)",
    "spans": 'SELECT count(*), max(marked) FROM (SELECT article, label, sum("end" - start) AS '
    "marked FROM made GROUP BY article, label)",
}
MEASURES = {"ratings": ("krippendorff_alpha",), "spans": ("character_alpha", "f1_exact")}


def engines(rounds: int) -> Iterator[Measured]:
    """Seconds, and gigabytes at most, of ours; rounds are few: each is long."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-bench-"))
    try:
        for kind, made, count in (("ratings", MADE_RATINGS, RATINGS), ("spans", MADE_SPANS, TEXTS)):
            path = folder / kind
            path.mkdir()
            with duckdb.connect() as db:
                db.execute(made.format(count=count, path=path / "made.parquet"))
                [(rows,)] = db.execute(f"SELECT count(*) FROM '{path}/made.parquet'").fetchall()
            size = (path / "made.parquet").stat().st_size
            print(f"{kind}: {rows:.2g} rows, {size / 1e6:.0f} MB")
            sides = ("duckdb", kind, *(["sums"] if kind == "spans" else []))
            runs = [tuple(_run(kind, path, side) for side in sides)
                    for _ in range(min(rounds, 1 if count > 2e7 else 3))]  # fmt: skip
            ours, bare, *sums = zip(*runs, strict=True)
            what = f"{count:.0e} {'ratings' if kind == 'ratings' else 'texts x 3'}"
            lines = [(f"engine {kind}", bare, f"DuckDB's own GROUP BY, {what}")]
            lines += [(f"engine {kind} sums", one, f"the same sums by plain SQL, {what}")
                      for one in sums]  # fmt: skip
            for name, theirs, about in lines:
                yield Measured(name, tuple(seconds for seconds, _ in ours),
                               tuple(seconds for seconds, _ in theirs), 1.5, about)  # fmt: skip
            yield Measured(f"engine {kind} GB", tuple(most for _, most in ours), (GIGABYTES,), 1.0,
                           f"the bound in GB, {what}", "GB")  # fmt: skip
        if find_spec("pyspark"):
            yield from _spark(folder / "spark")
    finally:
        shutil.rmtree(folder)


def _spark(folder: Path) -> Iterator[Measured]:
    folder.mkdir()
    with duckdb.connect() as db:
        db.execute(MADE_RATINGS.format(count=SPARK_RATINGS, path=folder / "made.parquet"))
    spark, _ = _run("ratings", folder, "spark")
    other, _ = _run("ratings", folder, "duckdb")
    beside = f"DuckDB on the same {SPARK_RATINGS:.0e} ratings (no bound)"
    yield Measured("engine spark", (spark,), (other,), float("inf"), beside)


def _run(kind: str, folder: Path, engine: str) -> tuple[float, float]:
    """Seconds and gigabytes of a process of its own; the values are printed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.agreement.engines", kind, str(folder), engine],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    *said, numbers = done.stdout.strip().splitlines()
    print(f"{kind} by {engine}: {'; '.join(said)}")
    seconds, gigabytes = map(float, numbers.split())
    return seconds, gigabytes


def _alone(kind: str, folder: Path, engine: str) -> None:
    began, spent = time.perf_counter(), time.process_time()
    if engine in BARE:
        with duckdb.connect() as db:
            db.execute("SET memory_limit = ?", [MEMORY])
            db.execute("SET temp_directory = ?", [str(folder)])
            db.execute("SET preserve_insertion_order = false")
            db.read_parquet(str(folder / "made.parquet")).create_view("made")
            print(db.execute(BARE[engine]).fetchall())
    else:
        answer = evaluate_folder(folder, Question(measures=MEASURES[kind]), engine)
        for one in answer.measures:
            if one.label is None and one.interval is not None:
                print(one.name, one.value, one.interval.low, one.interval.high)
    seconds = time.perf_counter() - began
    print(f"{time.process_time() - spent:.2f} s of processor")
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)


if __name__ == "__main__":
    _alone(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
