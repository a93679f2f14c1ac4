"""The mean of a two-annotator coefficient over the pairs of several annotators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.coefficient import Coefficient, observed_alone
from annotator.agreement.ratings.ratings import Ratings
from annotator.plural import counted


def mean_over_pairs(name: str, pairs: Sequence[Measure], ratings: Ratings) -> Measure:
    """The mean over the pairs that have a value; the others are named with their reasons.

    A pair without shared items is counted, not listed: a crowd has thousands of them.
    """
    with_value = [pair for pair in pairs if pair.value is not None]
    apart = sum(1 for pair in pairs if not pair.items)
    lost = [pair for pair in pairs if pair.value is None and pair.items]
    sentences = [f"pair {pair.id}: {pair.reason}" for pair in lost]
    if apart:
        sentences.append(f"{counted(apart, 'pair')} of annotators without an item in common")
    fields: dict[str, Any] = {
        "level": pairs[0].level, "pooling": "mean of pairs", "annotators": ratings.n_annotators,
        "items": int(np.count_nonzero(ratings.ratings_per_item > 1)),
        "units": int(ratings.ratings_per_item.sum()), "left_out": tuple(sentences),
        "parameters": {
            "weights": pairs[0].parameters["weights"],
            "categories": pairs[0].parameters["categories"],
            "pairs": len(with_value), "pairs_undefined": len(lost),
            "pairs_without_shared_items": apart,
        },
    }  # fmt: skip
    if not with_value:
        reason = "no pair of annotators has a value" if lost else "no item was rated by two"
        return Measure(name, None, reason, **fields)
    value, observed, expected = (
        float(np.mean([getattr(pair, part) for pair in with_value]))
        for part in ("value", "observed", "expected")
    )
    return Measure(name, value, observed=observed, expected=expected, **fields)


@dataclass(frozen=True)
class PairsSource:
    """The statistics of several pairs side by side."""

    pairs: Sequence[Coefficient]

    def total(self) -> Floats:
        return np.concatenate([pair.source.total() for pair in self.pairs])

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        return np.concatenate([pair.source.grouped(groups, n_groups) for pair in self.pairs], 1)

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        raise NotImplementedError("no paper gives a standard error for a mean over pairs")


def mean_coefficient(pairs: Sequence[Coefficient]) -> Coefficient:
    """The mean over pairs as one coefficient, for its interval.

    A pair that is undefined in a resample is left out of that resample's mean.
    """
    width = pairs[0].n_columns

    def parts(sums: Any) -> tuple[Any, Any]:
        values = np.stack(
            [pair.value(sums[:, i * width : (i + 1) * width]) for i, pair in enumerate(pairs)]
        )
        there = ~np.isnan(values)
        n = np.maximum(there.sum(0), 1)
        mean = np.where(there, values, 0).sum(0) / n
        return np.where(there.any(0), mean, np.nan), None

    fields = {"level": pairs[0].fields["level"], "pooling": "mean of pairs"}
    return Coefficient(
        pairs[0].name, PairsSource(pairs), parts, observed_alone, lambda: "", width * len(pairs), 0,
        fields,
    )  # fmt: skip
