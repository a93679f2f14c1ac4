"""The value of a coefficient in every article by itself, from the sums it has anyway."""

from __future__ import annotations

import numpy as np

from annotator.agreement.additive import Coefficient
from annotator.agreement.ratings import Ratings
from annotator.agreement.result import Interval, Measure
from annotator.errors import RatingsError

UNDEFINED = "no two ratings of one item, or no variation, in this article"


def by_article(coefficient: Coefficient, ratings: Ratings) -> list[Measure]:
    """One measure an article; an article alone has no interval.

    >>> from annotator.agreement.krippendorff import alpha_coefficient
    >>> from annotator.agreement.ratings import ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 0], [0, 1, 1]], articles=["a", "a", "b"])
    >>> [one.value for one in by_article(alpha_coefficient(ratings, "nominal"), ratings)]
    [1.0, 0.0]
    """
    if ratings.articles is None:
        raise RatingsError("values by article need the article of each item")
    n = len(ratings.article_names)
    sums = coefficient.source.grouped(ratings.articles, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed, expected = coefficient.parts(sums)
        values = coefficient.combine(observed, expected)
    items = np.bincount(ratings.articles[ratings.ratings_per_item > 1], minlength=n)
    alone = Interval.missing("one article cannot be resampled", clusters=1)
    common = {key: coefficient.fields.get(key, "") for key in ("level", "unit") if key in
              coefficient.fields}  # fmt: skip
    found = []
    for d, name in enumerate(ratings.article_names):
        value = float(values[d]) if np.isfinite(values[d]) else None
        found.append(
            Measure(
                coefficient.name, value, "" if value is not None else UNDEFINED,
                scope="article", id=name, interval=alone, items=int(items[d]), articles=1,
                observed=_number(observed[d]), expected=_number(expected[d]), **common,
            )
        )  # fmt: skip
    return found


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
