"""What Spark does for a study: rows are sent from machine to machine once for each kind of measure.

Without Spark (`pip install pyspark`, and Java) there is nothing to test here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from annotator.agreement.engines.counted_items import BLOCKS, counting_query
from annotator.agreement.engines.listed_marks import ListedMarks, MarkPacking
from annotator.agreement.engines.opening import open_engine
from annotator.agreement.engines.study_of_blocks import marks_query

if find_spec("pyspark"):
    from annotator.agreement.engines.spark_engine import Spark

    def shuffles(engine: Spark, sql: str, work: Callable[[Any], Any] | None = None) -> int:
        """How often rows are sent from machine to machine for the answer, as Spark plans it."""
        frame: Any = engine._run(sql) if work is None else engine._worked_by_block(sql, work)
        plan = str(frame._jdf.queryExecution().executedPlan().toString())
        return len(re.findall(r"(?<!Broadcast)Exchange ", plan))

    def test_ratings_are_sent_once_whatever_is_drawn(one_spark: None, tmp_path: Path) -> None:
        table = pa.table({"item": ["p", "q"], "annotator": ["a", "a"], "label": ["x", "y"],
                          "article": ["d", "d"]})  # fmt: skip
        pq.write_table(table, tmp_path / "r.parquet")
        with closing(open_engine("spark", tmp_path)) as engine:
            assert isinstance(engine, Spark)
            engine.add_table("codes", {"name": ["x", "y"], "p0": [1, 4]})
            engine.add_table("people", {"who": ["a"], "q0": [16]})
            for column in ("item", "article"):
                for by in (column, engine.block_of(column, BLOCKS)):
                    query = counting_query(engine, column, by, 1)
                    assert shuffles(engine, query) == 1

    def test_marks_are_sent_once(one_spark: None, tmp_path: Path) -> None:
        table = pa.table({"article": ["d"], "length": [9], "annotator": ["a"], "start": [1],
                          "end": [2], "label": ["x"]})  # fmt: skip
        pq.write_table(table, tmp_path / "s.parquet")
        with closing(open_engine("spark", tmp_path)) as engine:
            assert isinstance(engine, Spark)
            engine.add_table("people", {"who": ["a"], "person": [0]})
            engine.add_table("labels", {"name": ["x"], "code": [0]})
            engine.add_table("articles", {"title": ["d"], "place": [0], "of_block": [0]})
            for apart in (True, False):
                assert shuffles(engine, marks_query(engine, apart=apart), len) == 1

    def test_marks_that_are_listed_are_sent_once(one_spark: None, tmp_path: Path) -> None:
        table = pa.table({"article": ["d"], "length": [9], "annotator": ["a"], "start": [1],
                          "end": [2], "label": ["x"]})  # fmt: skip
        pq.write_table(table, tmp_path / "s.parquet")
        with closing(open_engine("spark", tmp_path)) as engine:
            assert isinstance(engine, Spark)
            engine.add_table("people", {"who": ["a"], "person": [0], "bit": [1]})
            engine.add_table("labels", {"name": ["x"], "code": [0]})
            engine.add_table("articles", {"title": ["d"], "place": [0]})
            engine.add_table("sides", {"side": [0, 1]})
            block = engine.block_of("article", BLOCKS)
            for listed, by in (
                (ListedMarks(engine, MarkPacking(1, 1, 9), block), block),
                (ListedMarks(engine, MarkPacking(1, 1, 9), "place", "JOIN articles USING (title)"),
                 "CAST(article AS STRING)"),
            ):  # fmt: skip
                engine.keep("texts", listed.texts(by, once=False))
                for query in (listed.clusters(), listed.pairs(), listed.states()):
                    assert shuffles(engine, query) == 1
