"""Agreement of a folder of Parquet files, by an engine; the columns are those of the CSV forms."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from annotator.agreement.by_name.evaluate import Answer
from annotator.agreement.by_name.question import Question
from annotator.agreement.engines.counted_items import count_items_of
from annotator.agreement.engines.engine import Engine
from annotator.agreement.engines.opening import open_engine
from annotator.agreement.engines.rating_measures import COUNTED_MEASURES, counted_measures
from annotator.agreement.engines.span_measures_of_blocks import JOINED_MEASURES, joined_measures
from annotator.agreement.engines.study_of_blocks import read_blocks
from annotator.agreement.files.ratings_file import RATING_COLUMNS
from annotator.agreement.files.spans_file import SPAN_COLUMNS
from annotator.agreement.ratings.distances import SET_LEVELS
from annotator.errors import RatingsError


def evaluate_folder(folder: Path, question: Question, engine: str) -> Answer:
    """As `evaluate_file`, of what need not fit into memory; values over everything only."""
    if question.retest or question.benchmark is not None or question.minimums:
        raise RatingsError(
            f"{folder.name}: test-retest, benchmarks and minimums are for files; leave --engine out"
        )
    with closing(open_engine(engine, folder)) as opened:
        columns = opened.columns()
        if not {*RATING_COLUMNS} - {*columns}:
            answer = _of_ratings(opened, folder.name, question)
        elif not {*SPAN_COLUMNS} - {*columns}:
            answer = _of_spans(opened, folder.name, question)
        else:
            raise RatingsError(
                f"{folder.name}: expected the columns {','.join(RATING_COLUMNS)} (ratings) or "
                f"{','.join(SPAN_COLUMNS)} (spans), found {','.join(columns)}"
            )
    return Answer({**answer.input, "engine": engine}, answer.measures, answer.notes)


def _of_ratings(engine: Engine, name: str, question: Question) -> Answer:
    if question.unit is not None:
        raise RatingsError(f"{name} holds ratings; a unit is for spans only")
    counted = count_items_of(
        engine, categories=question.categories, missing=question.missing, sets=question.sets
    )
    level, weights = _level_and_weights(question, name)
    ordered = counted.values is not None or question.categories is not None
    if counted.values is None and level in ("interval", "ratio"):
        raise RatingsError(f"{name}: not every label is a number, and the {level} level needs them")
    if not ordered and (level == "ordinal" or weights != "identity"):
        what = "the ordinal level needs" if level == "ordinal" else f"{weights} weights need"
        raise RatingsError(
            f"{name}: not every label is a number, and {what} numbers, or all categories in order"
        )
    measures = counted_measures(
        counted, question.measures or COUNTED_MEASURES, level=level, weights=weights,
        resamples=question.resamples, seed=question.seed,
    )  # fmt: skip
    held: dict[str, Any] = {
        "kind": "ratings", "items": counted.n_items, "annotators": counted.annotators,
        "rows": counted.rated, "missing": counted.missing,
        "categories": list(counted.categories),
    }  # fmt: skip
    if counted.kind == "articles":
        held["articles"] = counted.clusters
    return Answer(held, measures)


def _level_and_weights(question: Question, name: str) -> tuple[str, str]:
    level, weights = question.level or "nominal", question.weights or "identity"
    if question.distance is not None or not isinstance(weights, str):
        raise RatingsError(
            f"{name}: distances or weights of one's own are for files; leave --engine out"
        )
    if question.sets:
        level = "masi" if level == "nominal" else level
    if question.sets != (level in SET_LEVELS):
        raise RatingsError(
            f"{name}: sets of labels have the levels {', '.join(SET_LEVELS)}, and only they have"
        )
    return level, weights


def _of_spans(engine: Engine, name: str, question: Question) -> Answer:
    given = (question.level, question.weights, question.categories, question.missing or None)
    if any(one is not None for one in given) or question.sets:
        raise RatingsError(
            f"{name} holds spans; level, weights, categories, missing and sets are for ratings only"
        )
    asked = question.measures or JOINED_MEASURES
    if other := [one for one in asked if one not in JOINED_MEASURES]:
        raise RatingsError(
            f"an engine has no {other[0]}; choose among {', '.join(JOINED_MEASURES)}, or leave "
            "--engine out"
        )
    read = read_blocks(engine, asked, question.seed)
    held: dict[str, Any] = {
        "kind": "spans", "articles": read.articles, "annotators": len(read.annotators),
        "spans": read.spans, "labels": list(read.labels), "unit": question.unit or "character",
        "rows": read.rows, "opened_empty": read.opened_empty,
    }  # fmt: skip
    measures = joined_measures(
        read.statistics(question.unit or "character"), asked, resamples=question.resamples,
        seed=question.seed,
    )  # fmt: skip
    return Answer(held, measures)
