"""Groups of annotators: alpha within each group, and between two groups.

Within: alpha of the group's own ratings. Between: only pairs of ratings with one from each group
count (the cross-replication reliability of Wong, Paritosh and Aroyo 2021),

    D_o = weighted mean over items of the mean delta2 between their ratings in G and in H
    D_e = sum_ck  n^G_c n^H_k delta2_ck / (n^G n^H)

over items rated in both groups, an item weighing as much as it has ratings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.annotator_sets import named_groups
from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.coefficient import Coefficient, from_disagreement, measure
from annotator.agreement.ratings.counts import count_items, sum_by_group
from annotator.agreement.ratings.distances import fixed_distances, needed_values
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.ratings.ratings import MOST_CELLS, Ratings
from annotator.errors import RatingsError
from annotator.plural import counted


def group_alphas(
    ratings: Ratings, groups: Mapping[str, Sequence[str]], level: str, *, resamples: int = 0,
    seed: int = 0,
) -> list[Measure]:  # fmt: skip
    """Alpha within every group, then between every two; `groups` names the annotators of each.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 1], [0, 1, 1], [0, 1, 0]], annotators=list("abc"))
    >>> found = group_alphas(ratings, {"old": ["a", "b"], "new": ["c"]}, "nominal")
    >>> [(one.id, one.value and round(one.value, 2)) for one in found]
    [('old', 1.0), ('new', None), ('old & new', 0.4)]
    """
    members = {group.id: group.places for group in named_groups(ratings.annotators, groups)}
    found = [
        replace(
            krippendorff_alpha(ratings.only(places), level, resamples=resamples, seed=seed),
            scope="group", id=name,
        )
        for name, places in members.items()
    ]  # fmt: skip
    for one, two in combinations(members, 2):
        coefficient = between_coefficient(
            ratings, members[one], members[two], level, f"{one} & {two}"
        )
        found.append(measure(coefficient, ratings, resamples=resamples, seed=seed))
    return found


@dataclass(frozen=True)
class BetweenSource:
    """Of each item: weighted distance, weight, then the label counts of either group."""

    statistics: Floats

    def total(self) -> Floats:
        return np.asarray(self.statistics.sum(0))

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        return sum_by_group(self.statistics, groups, n_groups, None)

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        u = self.statistics @ gradient
        if groups is not None:
            u = np.bincount(groups, u, minlength=n_groups).astype(np.float64)
        return float(u.sum()), float(u @ u)


def between_coefficient(
    ratings: Ratings, first: Sequence[int], second: Sequence[int], level: str, name: str
) -> Coefficient:
    """Alpha of pairs with one annotator of the one group and one of the other."""
    if ratings.n_items * ratings.n_categories > MOST_CELLS:
        raise RatingsError(
            f"{ratings.n_items} items x {ratings.n_categories} categories are too many for alpha "
            "between groups"
        )
    G, H = (
        count_items(ratings.only(places), collapse=False).rows.astype(np.float64)
        for places in (first, second)
    )
    both = (G.sum(1) > 0) & (H.sum(1) > 0)
    G, H = G * both[:, None], H * both[:, None]
    delta2 = _distances(ratings, level, G.sum(0) + H.sum(0))
    K, alone = ratings.n_categories, int((~both).sum())
    m_g, m_h = G.sum(1), H.sum(1)
    apart = np.einsum("ik,ik->i", G @ delta2, H) / np.maximum(m_g * m_h, 1)
    weight = m_g + m_h
    statistics = np.column_stack([apart * weight, weight, G, H])

    def parts(sums: Any) -> tuple[Any, Any]:
        n_g, n_h = sums[:, 2 : 2 + K], sums[:, 2 + K :]
        D_e = ((n_g @ delta2) * n_h).sum(1) / (n_g.sum(1) * n_h.sum(1))
        return sums[:, 0] / sums[:, 1], D_e

    return Coefficient(
        "krippendorff_alpha", BetweenSource(statistics), parts, from_disagreement,
        lambda: "the groups share no item" if not both.any() else "there is no variation",
        2 + 2 * K, int(both.sum()),
        {
            "scope": "group", "id": name, "level": level, "pooling": "pairs between the groups",
            "annotators": len(first) + len(second), "units": int(weight.sum()),
            "left_out": (f"{counted(alone, 'item')} not rated in both groups",) if alone else (),
        },
    )  # fmt: skip


def _distances(ratings: Ratings, level: str, n_k: Floats) -> Floats:
    """delta2 as a matrix; ordinal ranks come from both groups together and stay as they are."""
    if level == "nominal":
        return 1 - np.eye(ratings.n_categories)
    if (delta2 := fixed_distances(ratings, level)) is not None:
        return delta2
    x = np.cumsum(n_k) - n_k / 2 if level == "ordinal" else needed_values(ratings, level)
    return (x[:, None] - x[None, :]) ** 2
