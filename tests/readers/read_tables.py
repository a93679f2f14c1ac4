"""datasets, pyarrow and DuckDB load the tables, also where a thousand rows are empty."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"

import datasets
import duckdb
import pyarrow.parquet
import pytest
from conftest import NAME, submitted


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(tmp_path / "cache"))


def test_one_line_loads_it_with_its_splits(release: Path, articles: dict, tmp_path: Path) -> None:
    found = datasets.load_dataset(str(release), "annotations", cache_dir=str(tmp_path))
    assert set(found) == {"train", "validation", "test"}
    rows = [row for part in found.values() for row in part]
    marks = {
        (row["article_id"], row["annotator"]): sorted(
            (span["start"], span["end"], span["label"]) for span in row["spans"]
        )
        for row in rows
        if row["state"] == "submitted"
    }
    assert marks == {key: value for key, value in submitted(articles).items() if key[1] != "gold"}
    for part, some in found.items():
        assert {articles[row["article_id"]]["split"] for row in some} == {part}
    gold = datasets.load_dataset(str(release), "gold", cache_dir=str(tmp_path))
    count = sum(len(one["gold"]["spans"]) for one in articles.values())
    assert sum(len(part) for part in gold.values()) == count
    assert set(gold) < {"train", "validation", "test"}, "one part without gold is the hard case"


def test_a_thousand_empty_rows_first_change_no_type(releases: Path, tmp_path: Path) -> None:
    found = datasets.load_dataset(
        str(releases / f"{NAME}-0.2.0"), "articles", cache_dir=str(tmp_path)
    )
    rows = found["full"]
    assert len(rows) == 1112
    assert rows[0]["annotations"] == []
    last = [row for row in rows if row["annotations"]]
    assert len(last) == 12
    span = next(span for work in last[0]["annotations"] for span in work["spans"])
    assert last[0]["text"][span["start"] : span["end"]] == span["text"]


def test_pyarrow_finds_the_same_schema_in_every_release(releases: Path) -> None:
    schemas = {
        str(pyarrow.parquet.read_schema(path))
        for path in releases.glob("*/parquet/articles*.parquet")
    }
    assert len(list(releases.glob("*/parquet/articles*.parquet"))) == 5
    assert len(schemas) == 1


def test_duckdb_counts_marks(release: Path, articles: dict) -> None:
    files = str(release / "parquet/annotations-*.parquet")
    ((count,),) = duckdb.sql(
        f"SELECT sum(len(spans)) FROM '{files}' WHERE state = 'submitted'"
    ).fetchall()
    assert count == sum(
        len(work["spans"]) for one in articles.values() for work in one["annotations"]
        if work["state"] == "submitted"
    )  # fmt: skip
    ((texts,),) = duckdb.sql(
        f"SELECT count(*) FROM (SELECT unnest(spans) AS s, text FROM '{files}') "
        'WHERE substring(text, s.start + 1, s."end" - s.start) <> s.text'
    ).fetchall()
    assert texts == 0
    table = release / "csv/spans.csv"
    ((rows,),) = duckdb.sql(f"SELECT count(*) FROM '{table}'").fetchall()
    assert rows == sum(
        len(work["spans"]) for one in articles.values() for work in one["annotations"]
    )
