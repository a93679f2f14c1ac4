"""One label against the rest: per-label values and what belongs beside them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.chance import gwet_ac1
from annotator.agreement.ratings.counts import counts_of
from annotator.agreement.ratings.distances import members
from annotator.agreement.ratings.ratings import Ratings

MANY_LABELS = 10  # from here on some label will look good or bad by chance


def label_names(ratings: Ratings, *, sets: bool = False) -> tuple[str, ...]:
    """The labels one by one: the categories, or with `sets` the members of the sets."""
    if not sets:
        return ratings.categories
    every = frozenset[str]().union(*(members(name) for name in ratings.categories))
    return tuple(sorted(every))


def one_against_rest(ratings: Ratings, label: str, *, sets: bool = False) -> Ratings:
    """The same ratings with two categories: the label, and every other one.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> one_against_rest(ratings_from_labels([["a", "b", "c"]]), "b").codes.tolist()
    [[0, 1, 0]]
    """
    if sets:
        chosen = [label in members(name) for name in ratings.categories]
    else:
        chosen = [label == name for name in ratings.categories]
    recode = np.array([*chosen, -1], dtype=np.int8)  # the last one is for -1, missing
    codes = None if ratings.codes is None else recode[ratings.codes]
    rows = ratings.rows
    if rows is not None:
        rows = replace(rows, code=recode[rows.code])
    return replace(
        ratings, categories=(f"not {label}", label), codes=codes, rows=rows,
        values=None, distances=None, weights=None,
    )  # fmt: skip


def specific_agreement(binary: Ratings) -> tuple[float | None, float]:
    """2a / (2a + b + c) of the second category, and its share of all ratings.

    With more than two annotators all pairs of an item count, each item with the weight of its
    ratings (Cicchetti and Feinstein 1990; Fleiss, Levin and Paik 2003).

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> specific_agreement(ratings_from_labels([["no", "yes", "yes"], ["no", "yes", "no"]]))
    (0.6666666666666666, 0.5)
    """

    def columns(rows: Floats) -> Floats:
        n, m = rows[:, 1], rows.sum(1)
        weight = 1 / np.maximum(m - 1, 1)
        paired = m > 1
        return np.stack([n * (n - 1) * weight, n * paired, n, m], axis=1)

    both, either, chosen, ratings = counts_of(binary).total(columns)
    share = float(chosen / ratings) if ratings else 0.0
    return (float(both / either) if either else None), share


def beside(binary: Ratings) -> dict[str, Any]:
    """What is shown beside a per-label value: prevalence, specific agreement, AC1."""
    agreed, share = specific_agreement(binary)
    return {"prevalence": share, "specific_agreement": agreed, "gwet_ac1": gwet_ac1(binary).value}


def for_label(found: Measure, label: str, about: dict[str, Any], labels: Sequence[str]) -> Measure:
    """A measure of one label against the rest, marked as such."""
    parameters: dict[str, Any] = {**found.parameters, **about, "against": "all other labels"}
    if len(labels) >= MANY_LABELS:
        parameters["warning"] = (
            f"{len(labels)} labels are compared: with that many, some stand out by chance alone"
        )
    return replace(found, scope="label", id=label, label=label, parameters=parameters)
