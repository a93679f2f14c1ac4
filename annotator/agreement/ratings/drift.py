"""Change over time: does an annotator agree with the others less, or more, as the work goes on?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError

QUARTERS = 4
FEWEST = 8  # shared items, for two halves that say anything


def drift(
    ratings: Ratings, position: ArrayLike, *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """For each annotator, agreement with the others in the second half of the work minus the first.

    `position` has shape (n_annotators, n_items): when each rating was made (any increasing number;
    what is missing is not looked at). Agreement on an item is the share of the others' ratings
    that are the same. `parameters["quarters"]` has its mean in every quarter of the work,
    `parameters["begins"]` the item each quarter begins with.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> codes = [[0, 1, 0, 1, 0, 1, 0, 1], [0, 1, 0, 1, 1, 0, 1, 0]]
    >>> found = drift(ratings_from_codes(codes), np.tile(np.arange(8), (2, 1)))
    >>> found[0].value, found[0].parameters["quarters"]
    (-1.0, [1.0, 1.0, 0.0, 0.0])
    """
    when = np.asarray(position)
    shape = (ratings.n_annotators, ratings.n_items)
    if when.shape != shape:
        raise RatingsError(f"expected positions of shape {shape}, got {when.shape}")
    if ratings.codes is None:
        raise RatingsError("change over time needs a matrix of codes")
    found = []
    for g, name in enumerate(ratings.annotators):
        items, agreed = _with_others(ratings, g)
        in_time = np.argsort(when[g, items], kind="stable")
        found.append(_of_annotator(name, items[in_time], agreed[in_time], resamples, seed))
    return found


def _with_others(ratings: Ratings, g: int) -> tuple[NDArray[np.intp], Floats]:
    """Items g shares with someone, and the share of the others who said the same there."""
    codes = ratings.codes
    if codes is None:
        return np.empty(0, dtype=np.intp), np.empty(0)
    rated = codes >= 0
    others = rated.sum(0) - rated[g]
    items = np.flatnonzero(rated[g] & (others > 0))
    same = (codes[:, items] == codes[g, items]).sum(0) - 1
    return items, same / others[items]


def _of_annotator(
    name: str, in_time: NDArray[np.intp], agreed: Floats, resamples: int, seed: int
) -> Measure:
    fields = {"scope": "annotator", "id": name, "items": len(agreed), "annotators": 1}
    if len(agreed) < FEWEST:
        reason = f"{len(agreed)} shared item(s), fewer than the {FEWEST} that two halves need"
        return Measure("drift", None, reason, **fields)  # type: ignore[arg-type]
    half = len(agreed) // 2
    late = np.arange(len(agreed)) >= half
    statistics = np.column_stack([agreed * ~late, ~late, agreed * late, late]).astype(np.float64)

    def change(sums: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            later: Floats = sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1]
        return later

    interval = None
    if resamples:
        runs = bootstrap(statistics, change, kind="items", resamples=resamples, seed=seed)
        interval = runs.interval()
    quarters = [float(part.mean()) for part in np.array_split(agreed, QUARTERS)]
    begins = [int(part[0]) for part in np.array_split(in_time, QUARTERS)]
    return Measure(
        "drift", float(change(statistics.sum(0)[None, :])[0]), interval=interval,
        parameters={
            "quarters": quarters, "begins": begins, "meaning": "second half minus first half",
        },
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip
