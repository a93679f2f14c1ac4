"""Engines give what memory gives: values, observed, expected and intervals, to 1e-9."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from annotator.agreement.by_name.evaluate import Answer, evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.agreement.engines import counted_items, study_of_blocks
from annotator.agreement.engines.evaluate_folder import evaluate_folder
from annotator.agreement.engines.listed_tables import LISTED_MEASURES
from annotator.agreement.engines.rating_measures import COUNTED_MEASURES
from annotator.agreement.engines.span_measures_of_blocks import JOINED_MEASURES
from annotator.agreement.measure import Measure
from annotator.cli.agreement import agree
from annotator.errors import RatingsError

ENGINES = ["duckdb", *(["spark"] if find_spec("pyspark") else [])]
RATINGS = ("item", "annotator", "label", "article")
SPANS = ("article", "length", "annotator", "start", "end", "label")
Row = tuple[Any, ...]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "spark":
        request.getfixturevalue("one_spark")
    return str(request.param)


def written(folder: Path, columns: Sequence[str], rows: list[Row]) -> str:
    """The rows as two Parquet files, and as CSV."""
    folder.mkdir(exist_ok=True)
    half = len(rows) // 2
    for part, some in (("a", rows[:half]), ("b", rows[half:])):
        table = {name: [row[place] for row in some] for place, name in enumerate(columns)}
        types = [
            (name, pa.int64() if any(isinstance(row[place], int) for row in rows) else pa.string())
            for place, name in enumerate(columns)
        ]
        pq.write_table(pa.table(table, schema=pa.schema(types)), folder / f"{part}.parquet")
    lines = [
        ",".join("" if one is None else str(one) for one in row[: len(columns)]) for row in rows
    ]
    return "\n".join([",".join(columns), *lines]) + "\n"


def ratings(seed: int, *, items: int = 120, people: int = 5) -> list[Row]:
    dice = np.random.default_rng(seed)
    rows: list[Row] = []
    for item in range(items):
        for who in range(people):
            if dice.random() < 0.7:
                label = str(int(np.clip(dice.normal(item % 4 + 1, 0.8), 1, 4)))
                said = None if dice.random() < 0.05 else label
                rows.append((f"i{item:04}", f"a{who}", said, f"d{item // 7:03}"))
    return rows


def spans(seed: int, *, nested: bool, articles: int = 60) -> list[Row]:
    dice = np.random.default_rng(seed)
    rows: list[Row] = []
    for article in range(articles):
        length = int(dice.integers(40, 200))
        for who in range(4):
            if dice.random() < 0.2:
                continue
            marks, behind = [], 0
            for _ in range(dice.integers(0, 5)):
                gap = int(dice.integers(0, 12))
                start = int(dice.integers(0, length - 10)) if nested else behind + gap
                behind = start + int(dice.integers(1, 10))
                if behind <= length:
                    marks.append((start, behind, "xyz"[dice.integers(0, 3)]))
            for mark in dict.fromkeys(marks) or [(None, None, None)]:
                rows.append((f"d{article:03}", length, f"p{who}", *mark))
    return rows


def same(found: Measure, known: Measure, *, intervals: bool = True) -> None:
    numbers = [(found.value, known.value), (found.observed, known.observed),
               (found.expected, known.expected)]  # fmt: skip
    if intervals and found.interval is not None and known.interval is not None:
        numbers += [(found.interval.low, known.interval.low)]
        numbers += [(found.interval.high, known.interval.high)]
        assert found.interval.clusters == known.interval.clusters
    for one, other in numbers:
        assert one == other if one is None or other is None else abs(one - other) < 1e-9
    for name in ("reason", "units", "annotators", "left_out", "level", "pooling", "items"):
        assert getattr(found, name) == getattr(known, name), (found.name, name)


def compared(folder: Path, text: str, question: Question, engine: str, **how: bool) -> Answer:
    """Every value of the engine beside that of memory."""
    found, known = evaluate_folder(folder, question, engine), evaluate_text(text, "x", question)
    of = {(one.name, one.label): one for one in known.measures if one.scope in ("all", "label")}
    assert found.measures
    for one in found.measures:
        same(one, of[one.name, one.label], **how)
    for key, held in known.input.items():
        if key in found.input:
            assert found.input[key] == held
    return found


@pytest.mark.parametrize("columns", [RATINGS[:3], RATINGS], ids=["items", "articles"])
def test_ratings_are_as_in_memory_at_every_level(
    engine: str, columns: tuple[str, ...], tmp_path: Path
) -> None:
    text = written(tmp_path / "r", columns, ratings(1))
    for level in ("nominal", "interval") if engine == "spark" else LEVELS:
        question = Question(level=level, weights="quadratic", resamples=100)
        found = compared(tmp_path / "r", text, question, engine)
        assert [one.name for one in found.measures] == list(COUNTED_MEASURES)


LEVELS = ("nominal", "ordinal", "interval", "ratio")


def test_what_is_told_of_labels_is_heeded(tmp_path: Path) -> None:
    rows = [(i, a, one) for i, a, one, _ in ratings(2)]
    text = written(tmp_path / "r", RATINGS[:3], rows)
    question = Question(missing=("4",), categories=("3", "2", "1", "0"), resamples=50)
    compared(tmp_path / "r", text, question, "duckdb")
    sets = [(i, a, one and {"1": "x|y", "2": "y|x", "3": "x"}.get(one, "z")) for i, a, one in rows]
    text = written(tmp_path / "s", RATINGS[:3], sets)
    names = ("krippendorff_alpha", "percent_agreement")
    compared(tmp_path / "s", text, Question(sets=True, measures=names, resamples=50), "duckdb")


def test_many_categories_and_many_annotators_need_several_numbers(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    rows = [
        (f"i{item:03}", f"a{who:02}", f"c{dice.integers(0, 30):02}")
        for item in range(40) for who in dice.choice(70, 6, replace=False)
    ]  # fmt: skip
    text = written(tmp_path / "r", RATINGS[:3], rows)
    compared(tmp_path / "r", text, Question(measures=COUNTED_MEASURES, resamples=50), "duckdb")


def test_a_study_without_a_value_says_why(tmp_path: Path) -> None:
    rows = [(item, who, "x") for item in "pqr" for who in ("ann", "bob")]
    text = written(tmp_path / "r", RATINGS[:3], rows)
    compared(tmp_path / "r", text, Question(measures=COUNTED_MEASURES), "duckdb")
    text = written(tmp_path / "one", RATINGS[:3], [("p", "ann", "x"), ("q", "ann", "y")])
    compared(tmp_path / "one", text, Question(measures=COUNTED_MEASURES), "duckdb")


@pytest.mark.parametrize("nested", [False, True])
def test_spans_are_as_in_memory_for_all_and_by_label(
    engine: str, nested: bool, tmp_path: Path
) -> None:
    text = written(tmp_path / "s", SPANS, spans(3, nested=nested))
    question = Question(measures=JOINED_MEASURES, resamples=100)
    found = compared(tmp_path / "s", text, question, engine)
    assert {one.name for one in found.measures} == set(JOINED_MEASURES)
    assert {one.label for one in found.measures} == {None, "x", "y", "z"}


LISTED = [("apart", False), ("nested", True), ("joined in blocks", True)]


@pytest.mark.parametrize(("how", "nested"), LISTED, ids=[name for name, _ in LISTED])
def test_sums_by_sql_alone_are_those_of_memory(
    engine: str, how: str, nested: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Overlaps, nesting, touching marks, marks given twice, opened and empty, many codes."""
    monkeypatch.setattr(study_of_blocks, "tables_of_block", None)  # memory's functions stay out
    blocks = how == "joined in blocks"
    if blocks:
        monkeypatch.setattr(study_of_blocks, "MOST_APART", 10)
    for seed in range(2 if engine == "spark" else 6):
        rows = spans(seed, nested=nested, articles=30)
        if seed % 2:
            rows += [row for row in rows[::7] if row[3] is not None]
        if seed % 3 == 2:  # more codes than one number has bits
            rows = [(*row[:5], row[5] and row[5] + row[0][-2:]) for row in rows]
        folder = tmp_path / str(seed)
        text = written(folder, SPANS, rows)
        question = Question(measures=LISTED_MEASURES, resamples=50)
        compared(folder, text, question, engine, intervals=not blocks)


def test_groups_of_articles_are_drawn_as_in_memory(tmp_path: Path) -> None:
    """More articles than are drawn one by one; some that one annotator opened."""
    rows: list[Row] = []
    for n in range(8500):
        start, label = n * 7 % 40, "xy"[n % 3 == 0]
        rows.append((f"d{n:04}", 60, "ann", start, start + 5 + n % 4, label))
        if n % 11:
            rows.append((f"d{n:04}", 60, "bob", start + n % 2, start + 7, "xy"[n % 5 == 0]))
    text = written(tmp_path / "s", SPANS, rows)
    question = Question(measures=("character_alpha", "f1_exact"), resamples=60)
    found = compared(tmp_path / "s", text, question, "duckdb")
    assert all(one.interval and one.interval.low is not None for one in found.measures)


def test_beyond_the_limit_blocks_are_drawn_and_values_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (counted_items, study_of_blocks):
        monkeypatch.setattr(module, "MOST_APART", 10)
        monkeypatch.setattr(module, "BLOCKS", 12)
    text = written(tmp_path / "r", RATINGS, ratings(4, items=400))
    question = Question(measures=("krippendorff_alpha",), resamples=200)
    found = compared(tmp_path / "r", text, question, "duckdb", intervals=False)
    (alpha,) = found.measures
    assert alpha.interval is not None
    assert alpha.interval.clusters == 58
    assert "58 articles joined at random into 12 groups" in alpha.interval.method
    text = written(tmp_path / "s", SPANS, spans(4, nested=True))
    question = Question(measures=("character_alpha", "f1_overlap"), resamples=200)
    found = compared(tmp_path / "s", text, question, "duckdb", intervals=False)
    for one in found.measures:
        assert one.interval is not None
        assert "into 12 groups" in one.interval.method
        assert one.value is not None
        assert one.interval.low is not None
        assert one.interval.low < one.value < (one.interval.high or 0)


def test_the_command_prints_it_and_names_the_engine(tmp_path: Path) -> None:
    written(tmp_path / "r", RATINGS, ratings(1))
    run = CliRunner().invoke(agree, [str(tmp_path / "r"), "--engine", "duckdb", "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert told["input"]["engine"] == "duckdb"
    assert told["measures"][0]["interval"][0] < told["measures"][0]["value"]


@pytest.mark.parametrize(
    ("columns", "rows", "sentence"),
    [
        (RATINGS[:3], [("p", "ann", "x"), ("p", "ann", "y")], "'ann' rated item 'p' twice"),
        (RATINGS[:3], [("p", "ann", "x")] * 9 + [("p", "bob", "x")], "'ann' rated item 'p' twice"),
        (RATINGS[:3], [("p", "ann", None)] * 2 + [("p", "bob", "x")], "'ann' rated item 'p' twice"),
        (RATINGS, [("p", "ann", "x", "d"), ("p", "bob", "x", "e")], "'p' is in two articles"),
        (RATINGS[:3], [("p", None, "x")], "a row has no annotator"),
        (RATINGS[:3], [(None, "ann", "x")], "a row has no item"),
        (("item", "who"), [("p", "x")], "expected the columns item,annotator,label"),
        (SPANS, [("d", 9, "ann", 2, 12, "x")], "must lie inside 0 to 9"),
        (SPANS, [("d", 9, "ann", 2, None, "x")], "give all three or none"),
        (SPANS, [("d", 9, "ann", 2, 4, "x"), ("d", 8, "bob", 2, 4, "x")], "has two lengths"),
        (SPANS, [("d", 9, "ann", 2, 4, "x"), ("d", 9, "ann", None, None, None)], "stands alone"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    tmp_path: Path, columns: tuple[str, ...], rows: list[Row], sentence: str
) -> None:
    written(tmp_path / "r", columns, rows)
    with pytest.raises(RatingsError, match=sentence):
        evaluate_folder(tmp_path / "r", Question(), "duckdb")


def test_measures_that_need_every_rating_and_empty_folders_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "r", RATINGS, ratings(1, items=5))
    with pytest.raises(RatingsError, match="cohen_kappa compares annotators one by one"):
        evaluate_folder(tmp_path / "r", Question(measures=("cohen_kappa",)), "duckdb")
    (tmp_path / "empty").mkdir()
    with pytest.raises(RatingsError, match="no folder with Parquet files"):
        evaluate_folder(tmp_path / "empty", Question(), "duckdb")
