"""Answers to a question, compared as the paper compares them.

ACC: 1 where two are the same, else 0. RMSE: what is compared is the root of the mean squared
difference, smaller being better; the smaller root belongs to the smaller mean, so that squared
differences with their sign turned do. SIM of sets: common choices by all choices of the two
(Jaccard), 1 where both chose none.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.alternative_annotator.alike import Alike
from annotator.agreement.alternative_annotator.alt_test import (
    EPSILON,
    AltTest,
    Q,
    alternative_annotator_test,
)
from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.pairs_in_articles import pairs_in_articles
from annotator.errors import RatingsError

__all__ = ["RATING_SCORES", "alike_ratings", "alt_test_of_ratings"]

RATING_SCORES = {
    "accuracy": "the same answer (accuracy)",
    "neg_rmse": "nearness of numbers (negative root mean squared error)",
    "jaccard": "choices in common (Jaccard)",
}


def alt_test_of_ratings(
    ratings: Ratings, model: str, *, score: str = "accuracy", epsilon: float = EPSILON,
    q: float = Q, resamples: int = 0, seed: int = 0, items: str = "items",
) -> AltTest:  # fmt: skip
    """The test where the annotator called `model` is the model; `score` is one of RATING_SCORES.
    `items` is what was rated, for people.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> same = [0, 1] * 20
    >>> ratings = ratings_from_codes([same, same, [0] * 40, same],
    ...                              annotators=["ann", "bob", "cyd", "model"])
    >>> found = alt_test_of_ratings(ratings, "model")
    >>> found.winning_rate, found.advantage
    (1.0, 1.0)
    """
    return alternative_annotator_test(
        alike_ratings(ratings, score, items), model, epsilon=epsilon, q=q, resamples=resamples,
        seed=seed,
    )  # fmt: skip


def alike_ratings(ratings: Ratings, score: str = "accuracy", items: str = "items") -> Alike:
    """Every two answers to the same item."""
    if score not in RATING_SCORES:
        raise RatingsError(f"the score {score!r} is unknown; known are {', '.join(RATING_SCORES)}")
    codes = _matrix(ratings)
    found = pairs_in_articles(codes.T >= 0)
    first, second = found.first[found.pair], found.second[found.pair]
    a, b = codes[first, found.article], codes[second, found.article]
    if score == "accuracy":
        value = (a == b).astype(float)
    elif score == "neg_rmse":
        numbers = ratings.values
        if numbers is None:
            raise RatingsError("neg_rmse needs categories that are numbers")
        value = -((numbers[a] - numbers[b]) ** 2)
    else:
        value = _jaccard(ratings.categories)[a, b]
    return Alike(
        found.article, first, second, value, codes.T >= 0, ratings.annotators,
        RATING_SCORES[score], items,
    )  # fmt: skip


def _matrix(ratings: Ratings) -> Ints:
    """Codes of annotators x items, -1 where missing."""
    if ratings.codes is not None:
        return ratings.codes.astype(np.int64)
    codes = np.full((ratings.n_annotators, ratings.n_items), -1, dtype=np.int64)
    for g in range(ratings.n_annotators):
        items, given = ratings.of_annotator(g)
        codes[g, items] = given
    return codes


def _jaccard(categories: tuple[str, ...]) -> Floats:
    """Of every two categories, each a set written a|b; "" is the empty one."""
    choices = sorted({one for name in categories for one in name.split("|") if one})
    member = np.array([[one in name.split("|") for one in choices] for name in categories], float)
    member = member.reshape(len(categories), len(choices))
    common = member @ member.T
    size = member.sum(axis=1)
    joint = size[:, None] + size - common
    return np.where(joint > 0, common / np.maximum(joint, 1), 1.0)
