"""The value of a coefficient in every article by itself, from the sums it has anyway."""

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.measure import Interval, Measure, finite
from annotator.agreement.ratings.coefficient import Coefficient
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError

NO_PAIR = "no item of this article was rated by two annotators"
NO_VARIATION_IN_ARTICLE = "there is no variation to measure agreement against in this article"


def by_article(coefficient: Coefficient, ratings: Ratings) -> list[Measure]:
    """One measure an article; an article alone has no interval.

    >>> from annotator.agreement.ratings.krippendorff import alpha_coefficient
    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
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
    m = ratings.ratings_per_item
    items = np.bincount(ratings.articles[m > 1], minlength=n)
    units = np.bincount(ratings.articles, m, minlength=n).astype(int)
    people = _annotators(ratings, n)
    alone = Interval.missing("one article cannot be resampled", clusters=1)
    kept = ("level", "unit", "pooling")
    common = {key: coefficient.fields[key] for key in kept if key in coefficient.fields}
    found = []
    for d, name in enumerate(ratings.article_names):
        value = finite(values[d])
        reason = NO_VARIATION_IN_ARTICLE if items[d] else NO_PAIR
        found.append(
            Measure(
                coefficient.name, value, reason if value is None else "",
                scope="article", id=name, interval=alone, items=int(items[d]), articles=1,
                annotators=int(people[d]), units=int(units[d]),
                observed=finite(observed[d]),
                expected=None if expected is None else finite(expected[d]), **common,
            )
        )  # fmt: skip
    return found


def _annotators(ratings: Ratings, n: int) -> NDArray[np.intp]:
    """How many annotators rated something in each article."""
    people = np.zeros(n, dtype=np.intp)
    for g in range(ratings.n_annotators):
        items, _ = ratings.of_annotator(g)
        if ratings.articles is not None:
            people += np.bincount(ratings.articles[items], minlength=n) > 0
    return people
