"""Agreement of a CSV file: which kind it is, what was asked, and the answer as JSON."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.by_name.evaluate_ratings import (
    RatingOptions,
    evaluate_ratings,
    not_computed,
)
from annotator.agreement.by_name.evaluate_spans import SPAN_NAMES, evaluate_spans
from annotator.agreement.files.matrix_file import CategoryMatrix
from annotator.agreement.files.ratings_file import RATING_COLUMNS, RatingsFile, read_ratings
from annotator.agreement.files.spans_file import SPAN_COLUMNS, read_spans
from annotator.agreement.files.table_file import parse_header, read_text
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.distances import CUSTOM, SET_LEVELS, WEIGHTS, needed_values
from annotator.agreement.ratings.rating_table import (
    RATING_MEASURES,
    RATING_NAMES,
    RATING_TABLE,
)
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

LEVELS = ("nominal", "ordinal", "interval", "ratio", "masi", "jaccard")


@dataclass(frozen=True)
class Question:
    """What is asked of a file; None where nothing was said."""

    level: str | None = None
    weights: str | CategoryMatrix | None = None  # one of WEIGHTS, or the weights themselves
    distance: CategoryMatrix | None = None
    categories: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    sets: bool = False
    unit: str | None = None
    measures: tuple[str, ...] | None = None
    resamples: int = 2000
    seed: int = 0
    gamma_alpha: float = 1.0
    gamma_beta: float = 1.0
    gamma_samples: int = 30
    gamma_sampler: Literal["shuffle", "statistical"] = "shuffle"
    progress: Callable[[int, int], None] | None = None  # of gamma: continua aligned, all


@dataclass(frozen=True)
class Answer:
    """The measures of a file, and what the file held."""

    input: dict[str, Any]
    measures: list[Measure]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        held = {**self.input, "notes": list(self.notes)} if self.notes else self.input
        return {"input": held, "measures": [measure.as_json() for measure in self.measures]}


def evaluate_file(path: Path, question: Question | None = None) -> Answer:
    """The agreement in a CSV file of ratings or of spans, told apart by its header.

    >>> evaluate_file(Path("nowhere.csv"))
    Traceback (most recent call last):
    ...
    annotator.errors.RatingsError: nowhere.csv cannot be read: No such file or directory
    """
    return evaluate_text(read_text(path), path.name, question or Question())


def evaluate_text(text: str, name: str, question: Question) -> Answer:
    """As `evaluate_file`, of text.

    >>> answer = evaluate_text(
    ...     "item,annotator,label\\n1,ann,x\\n1,bob,x\\n2,ann,x\\n2,bob,y\\n", "r.csv",
    ...     Question(measures=("percent_agreement",), resamples=0))
    >>> answer.input["kind"], answer.measures[0].value
    ('ratings', 0.5)
    """
    header = parse_header(text, name)
    ratings, spans = ({*RATING_COLUMNS} - {*header}, {*SPAN_COLUMNS} - {*header})
    if not ratings and not spans:
        raise RatingsError(
            f"{name}, line 1: the columns are those of ratings and of spans at once; leave out "
            "item (for spans), or start and end (for ratings)"
        )
    if not spans or (ratings and "item" not in header and {"start", "end", "length"} & {*header}):
        return _of_spans(text, name, question)
    if "item" not in header and "label" not in header:
        raise RatingsError(
            f"{name}, line 1: expected the columns item,annotator,label (ratings) or "
            f"{','.join(SPAN_COLUMNS)} (spans), found {','.join(header)}"
        )
    return _of_ratings(text, name, question)


def _of_ratings(text: str, name: str, question: Question) -> Answer:
    if question.unit is not None:
        raise RatingsError(f"{name} holds ratings; a unit is for spans only")
    asked = _names(question.measures, RATING_NAMES, SPAN_NAMES, name, "ratings")
    categories, distances, weights = _matrices(question)
    file = read_ratings(
        text, name, categories=categories, missing=question.missing, sets=question.sets
    )
    file = replace(
        file, ratings=replace(file.ratings, distances=distances, weights=weights),
        has_order=question.categories is not None,
    )  # fmt: skip
    level = _level(question, file, name)
    options = RatingOptions(
        level, _weights(question, file, name), question.resamples, question.seed
    )
    ratings = file.ratings
    if question.measures is None:
        asked = RATING_NAMES if level in ("interval", "ratio") else RATING_MEASURES
    _need_numbers(asked, level, file, name)
    held: dict[str, Any] = {
        "kind": "ratings", "items": ratings.n_items, "annotators": ratings.n_annotators,
        "rows": file.rows, "missing": file.missing, "categories": list(ratings.categories),
    }  # fmt: skip
    if ratings.articles is not None:
        held["articles"] = len(ratings.article_names)
    notes = (*file.notes, *not_computed(ratings, options))
    return Answer(held, evaluate_ratings(ratings, asked, options), notes)


def _matrices(
    question: Question,
) -> tuple[tuple[str, ...] | None, Floats | None, Floats | None]:
    """The categories, and the distances and weights between them, where a matrix was given."""
    both = (question.distance, question.weights)
    given = [one for one in both if isinstance(one, CategoryMatrix)]
    if not given:
        return question.categories, None, None
    if question.sets:
        raise RatingsError("sets of labels have a distance: --level masi or --level jaccard")
    if question.distance is not None and question.level is not None:
        raise RatingsError(
            f"a matrix of distances is a level of its own; leave the {question.level} level out"
        )
    categories = question.categories or given[0].names
    distances = weights = None
    if question.distance is not None:
        distances = question.distance.of(categories)
        weights = 1 - distances / max(distances.max(), np.finfo(float).tiny)
    if isinstance(question.weights, CategoryMatrix):
        weights = question.weights.of(categories)
    return categories, distances, weights


def _level(question: Question, file: RatingsFile, name: str) -> str:
    """The level of measurement, refused when the labels do not bear it."""
    if question.distance is not None:
        return CUSTOM
    level = question.level or "nominal"
    if question.sets:
        level = "masi" if level == "nominal" else level
        if level not in SET_LEVELS:
            raise RatingsError(f"sets of labels have no {level} level; leave it out")
    elif level in SET_LEVELS:
        raise RatingsError(f"the {level} level is for sets of labels, written a|b; say --sets")
    if level in ("interval", "ratio"):
        if not file.numeric and file.no_number:
            raise RatingsError(
                f"{name}, {file.no_number} is no number, and the {level} level needs numbers"
            )
        needed_values(file.ratings, level)
    if level == "ordinal" and not (file.numeric or file.has_order):
        raise RatingsError(
            f"{name}, {file.no_number} is no number, and the ordinal level needs numbers, or "
            "all categories in order"
        )
    return level


def _need_numbers(asked: Sequence[str], level: str, file: RatingsFile, name: str) -> None:
    of_numbers = [one for one in asked if RATING_TABLE[one].of_numbers]
    if of_numbers and not file.numeric and level != "ordinal":
        raise RatingsError(
            f"{name}, {file.no_number} is no number, and {of_numbers[0]} needs numbers, or "
            "--level ordinal and all categories in order"
        )


def _weights(question: Question, file: RatingsFile, name: str) -> str:
    if isinstance(question.weights, CategoryMatrix):
        return CUSTOM
    weights = question.weights or ("identity" if question.distance is None else CUSTOM)
    if weights == CUSTOM:
        return weights
    if weights not in WEIGHTS:
        raise RatingsError(f"weights {weights!r} are none of {', '.join(WEIGHTS)}")
    if weights != "identity" and not (file.numeric or file.has_order):
        raise RatingsError(
            f"{name}, {file.no_number} is no number, and {weights} weights need numbers, or all "
            "categories in order"
        )
    return weights


def _of_spans(text: str, name: str, question: Question) -> Answer:
    for what, given in (
        ("a level", question.level), ("weights", question.weights),
        ("a matrix of distances", question.distance),
        ("categories", question.categories), ("missing labels", question.missing or None),
        ("sets", question.sets or None),
    ):  # fmt: skip
        if given is not None:
            raise RatingsError(f"{name} holds spans; {what} can be given for ratings only")
    if question.measures is not None:
        _names(question.measures, SPAN_NAMES, RATING_NAMES, name, "spans")
    file = read_spans(text, name, unit=question.unit or "character")
    answer = evaluate_marks(file.spans, name, question)
    held = {**answer.input, "rows": file.rows, "opened_empty": file.opened_empty}
    return Answer(held, answer.measures, (*file.notes, *answer.notes))


def evaluate_marks(
    spans: Spans, name: str, question: Question,
    *, tokens: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> Answer:  # fmt: skip
    """The agreement of spans that are there already; `tokens` as `token_spans` takes them."""
    asked = None
    if question.measures is not None:
        asked = _names(question.measures, SPAN_NAMES, RATING_NAMES, name, "spans")
    measures, notes = evaluate_spans(
        spans, asked, resamples=question.resamples, seed=question.seed, tokens=tokens,
        alpha=question.gamma_alpha, beta=question.gamma_beta, samples=question.gamma_samples,
        sampler=question.gamma_sampler, progress=question.progress,
    )  # fmt: skip
    held: dict[str, Any] = {
        "kind": "spans", "articles": len(spans.articles), "annotators": len(spans.annotators),
        "spans": len(spans), "labels": list(spans.labels), "unit": spans.unit,
    }  # fmt: skip
    return Answer(held, measures, notes)


def _names(
    asked: Sequence[str] | None, own: Sequence[str], other: Sequence[str], name: str, kind: str
) -> tuple[str, ...]:
    for measure in asked or ():
        if measure in own:
            continue
        if measure in other:
            raise RatingsError(
                f"{name} holds {kind}; {measure} is not a measure of {kind}, choose among "
                f"{', '.join(own)}"
            )
        raise RatingsError(f"measure {measure!r} is unknown; choose among {', '.join(own)}")
    return tuple(dict.fromkeys(asked)) if asked else tuple(own)
