"""Change over time of ratings, item by item; see `change_over_time`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.change_over_time import positions, second_half_minus_first
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError


def drift(
    ratings: Ratings, position: ArrayLike, *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """For each annotator, agreement with the others in the second half of the work minus the first.

    `position` has shape (n_annotators, n_items): when each rating was made. Agreement on an item is
    the share of the others' ratings that are the same.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> codes = [[0, 1, 0, 1, 0, 1, 0, 1], [0, 1, 0, 1, 1, 0, 1, 0]]
    >>> found = drift(ratings_from_codes(codes), np.tile(np.arange(8), (2, 1)))
    >>> found[0].value, found[0].parameters["quarters"]
    (-1.0, [1.0, 1.0, 0.0, 0.0])
    """
    when = positions(position, (ratings.n_annotators, ratings.n_items))
    if ratings.codes is None:
        raise RatingsError("change over time needs a matrix of codes")
    found = []
    for g, name in enumerate(ratings.annotators):
        items, agreed = _with_others(ratings.codes, g)
        in_time = np.argsort(when[g, items], kind="stable")
        shares = np.column_stack([agreed, np.ones(len(agreed))])[in_time]
        one = second_half_minus_first(
            name, items[in_time], shares, what="shared with others", kind="items",
            resamples=resamples, seed=seed, items=len(items),
        )  # fmt: skip
        found.append(one)
    return found


def _with_others(codes: NDArray[np.integer], g: int) -> tuple[NDArray[np.intp], Floats]:
    """Items g shares with someone, and the share of the others who said the same there."""
    rated = codes >= 0
    others = rated.sum(0) - rated[g]
    items = np.flatnonzero(rated[g] & (others > 0))
    same = (codes[:, items] == codes[g, items]).sum(0) - 1
    return items, same / others[items]
