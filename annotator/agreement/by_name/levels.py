"""The level of measurement and the weights that labels bear; refused where they do not."""

from collections.abc import Sequence

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.by_name.question import Question
from annotator.agreement.files.matrix_file import CategoryMatrix
from annotator.agreement.files.ratings_file import RatingsFile
from annotator.agreement.ratings.distances import CUSTOM, SET_LEVELS, WEIGHTS, needed_values
from annotator.agreement.ratings.rating_table import RATING_TABLE
from annotator.errors import RatingsError


def matrices_of(
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


def level_of(question: Question, file: RatingsFile, name: str) -> str:
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


def refuse_words(asked: Sequence[str], level: str, file: RatingsFile, name: str) -> None:
    of_numbers = [one for one in asked if RATING_TABLE[one].of_numbers]
    if of_numbers and not file.numeric and level != "ordinal":
        raise RatingsError(
            f"{name}, {file.no_number} is no number, and {of_numbers[0]} needs numbers, or "
            "--level ordinal and all categories in order"
        )


def weights_of(question: Question, file: RatingsFile, name: str) -> str:
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
