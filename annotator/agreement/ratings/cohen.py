"""Coefficients of two annotators, and their mean over pairs where there are more.

    kappa = (A_o - A_e) / (1 - A_e),  A_o = sum_kl w_kl p_kl

over the items both rated; what is expected by chance is

    Cohen kappa (1960; with weights 1968)   sum_kl w_kl p_k. p_.l      each annotator's own shares
    Scott pi (1955)                         sum_kl w_kl pi_k pi_l      pi: the mean of both
    Bennett, Alpert and Goldstein S (1954)  sum_kl w_kl / K**2         every category alike

Over several annotators each is the mean over the pairs that share an item and have a value. For
Cohen's kappa that mean is known as Light's kappa (1971); `light_kappa` is the same number under
that name. The standard error is that of Fleiss, Cohen and Everitt (1969). Items that only one of
the two rated are left out. More than `MOST_ANNOTATORS` are a crowd: the mean, without each pair.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.ratings.all_pairs_at_once import mean_of_all_pairs
from annotator.agreement.ratings.chance import fleiss_expected, uniform_expected
from annotator.agreement.ratings.coefficient import (
    Coefficient,
    bootstrap_interval,
    from_agreement,
    measure,
    most_groups,
)
from annotator.agreement.ratings.distances import agreement_weights
from annotator.agreement.ratings.mean_of_pairs import mean_coefficient, mean_over_pairs
from annotator.agreement.ratings.ratings import Codes, Ratings
from annotator.agreement.ratings.undefined import NO_VARIATION, read_as
from annotator.plural import counted

ExpectedOfTwo = Callable[[Any, Any, Any], Any]  # p_k. (b, K), p_.l (b, K), w -> A_e (b,)
MOST_ANNOTATORS = 50  # more are not compared pair by pair


def cohen_kappa(
    ratings: Ratings, weights: str = "identity", *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """Cohen's kappa: the value, then (with more than two annotators) one for each pair.

    >>> from annotator.agreement.ratings.ratings import ratings_from_table
    >>> kappa = cohen_kappa(ratings_from_table([[20, 10], [20, 50]]))[0]
    >>> round(kappa.observed, 3), round(kappa.expected, 3), round(kappa.value, 3)
    (0.7, 0.54, 0.348)
    """
    return pair_measures("cohen_kappa", ratings, weights, resamples=resamples, seed=seed)


def light_kappa(
    ratings: Ratings, weights: str = "identity", *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """Light (1971): the mean of Cohen's kappa over pairs.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("yyyn"), list("ynyn"), list("yyyn")])
    >>> [(one.id, round(one.value, 2)) for one in light_kappa(ratings)]
    [('', 0.67), ('0 & 1', 0.5), ('0 & 2', 1.0), ('1 & 2', 0.5)]
    """
    return pair_measures("light_kappa", ratings, weights, resamples=resamples, seed=seed)


def scott_pi(
    ratings: Ratings, weights: str = "identity", *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """Scott (1955).

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("yyyn"), list("ynyn")])
    >>> round(scott_pi(ratings)[0].value, 4)
    0.4667
    """
    return pair_measures("scott_pi", ratings, weights, resamples=resamples, seed=seed)


def bennett_s(ratings: Ratings, *, resamples: int = 0, seed: int = 0) -> list[Measure]:
    """Bennett, Alpert and Goldstein (1954).

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("yyyn"), list("ynyn")])
    >>> bennett_s(ratings)[0].value
    0.5
    """
    return pair_measures("bennett_s", ratings, "identity", resamples=resamples, seed=seed)


def _cohen_expected(p: Any, q: Any, w: Any) -> Any:
    return ((p @ w) * q).sum(1)


BY_CHANCE_OF_TWO: dict[str, ExpectedOfTwo] = {
    "cohen_kappa": _cohen_expected,
    "light_kappa": _cohen_expected,
    "scott_pi": lambda p, q, w: fleiss_expected((p + q) / 2, w),
    "bennett_s": lambda p, q, w: uniform_expected(p, w),
}


@dataclass(frozen=True)
class PairSource:
    """Statistics of the items two annotators share: agreement, 1, and each one's label counts."""

    n_items: int
    items: NDArray[np.intp]
    first: Codes
    second: Codes
    K: int
    w: Floats | None  # None: the identity

    @property
    def near(self) -> Floats:
        """w_kl of each item."""
        if self.w is None:
            return np.equal(self.first, self.second).astype(np.float64)
        return self.w[self.first, self.second]

    def total(self) -> Floats:
        return np.asarray(self.grouped(np.zeros(self.n_items, dtype=np.intp), 1)[0])

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        K, group = self.K, groups[self.items]
        sums = np.empty((n_groups, 2 + 2 * K))
        sums[:, 0] = np.bincount(group, self.near, minlength=n_groups)
        sums[:, 1] = np.bincount(group, minlength=n_groups)
        for column, codes in ((2, self.first), (2 + K, self.second)):
            counted = np.bincount(group * K + codes, minlength=n_groups * K)
            sums[:, column : column + K] = counted.reshape(n_groups, K)
        return sums

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        K = self.K
        u = gradient[0] * self.near + gradient[1]
        u += gradient[2 : 2 + K][self.first] + gradient[2 + K :][self.second]
        if groups is not None:
            u = np.bincount(groups[self.items], u, minlength=n_groups)
        return float(u.sum()), float(u @ u)


def pair_coefficient(name: str, ratings: Ratings, weights: str, g: int, h: int) -> Coefficient:
    """The coefficient of annotators `g` and `h`."""
    w, K = agreement_weights(ratings, weights), ratings.n_categories
    items, first, second = ratings.of_pair(g, h)
    expected = BY_CHANCE_OF_TWO[name]

    def parts(sums: Any) -> tuple[Any, Any]:
        n = sums[:, 1:2]
        if K < 2:  # one category: agreement is certain
            return sums[:, 0] / n[:, 0], 1 + 0 * n[:, 0]
        p, q = sums[:, 2 : 2 + K] / n, sums[:, 2 + K :] / n
        return sums[:, 0] / n[:, 0], expected(p, q, w)

    def reason() -> str:
        if not len(items):
            return "no item was rated by both"
        if K < 2:
            return "there is only one category"
        if len(np.union1d(first, second)) == 1:
            return f"both used only the label {read_as(ratings)[first[0]]!r}"
        return NO_VARIATION

    fields = {
        "scope": "pair", "id": f"{ratings.annotators[g]} & {ratings.annotators[h]}",
        "level": "nominal" if weights == "identity" else weights, "annotators": 2,
        "units": 2 * len(items),
        "parameters": {
            "weights": weights, "categories": K,
            "pair": [ratings.annotators[g], ratings.annotators[h]],
        },
    }  # fmt: skip
    source = PairSource(
        ratings.n_items, items, first, second, K, None if weights == "identity" else w
    )
    return Coefficient(
        name, source, parts, from_agreement, reason, 2 + 2 * K, len(items), fields, by_n=True
    )


def pair_measures(
    name: str, ratings: Ratings, weights: str, *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """The measure over all annotators first, then each pair's when there are more than two."""
    if ratings.n_annotators < 2:
        reason, level = "fewer than two annotators", "nominal" if weights == "identity" else weights
        return [
            Measure(
                name, None, reason, level=level, annotators=ratings.n_annotators, items=0, units=0
            )
        ]
    if ratings.n_annotators > MOST_ANNOTATORS:
        return [mean_of_all_pairs(name, ratings, weights, interval=bool(resamples))]
    pairs = [pair_coefficient(name, ratings, weights, g, h) for g, h in ratings.pairs()]
    if len(pairs) == 1:
        alone = measure(pairs[0], ratings, resamples=resamples, seed=seed)
        about = {key: value for key, value in alone.parameters.items() if key != "pair"}
        unshared = ratings.n_items - (alone.items or 0)
        omitted = (f"{counted(unshared, 'item')} not rated by both",) if unshared else ()
        return [replace(alone, scope="all", id="", left_out=omitted, parameters=about)]
    found = [measure(pair, ratings) for pair in pairs]
    defined = [pair for pair, value in zip(pairs, found, strict=True) if value.value is not None]
    overall = mean_over_pairs(name, found, ratings)
    if resamples and defined:
        mean = mean_coefficient(defined)
        if most_groups(mean.n_columns) is None:
            interval = Interval.missing(
                f"{len(defined)} pairs of annotators x {ratings.n_categories} categories are too "
                "many to resample"
            )
        else:
            interval = bootstrap_interval(mean, ratings, resamples, seed)
        overall = overall.with_interval(interval)
    return [overall, *found]


def over_all(name: str, ratings: Ratings) -> tuple[Measure, Coefficient | None]:
    """Without weights: the value over all annotators, and what an interval of it is made from."""
    if not 1 < ratings.n_annotators <= MOST_ANNOTATORS:
        return pair_measures(name, ratings, "identity")[0], None
    pairs = [pair_coefficient(name, ratings, "identity", g, h) for g, h in ratings.pairs()]
    if len(pairs) == 1:
        return pair_measures(name, ratings, "identity")[0], pairs[0]
    found = [measure(pair, ratings, error=False) for pair in pairs]
    defined = [pair for pair, value in zip(pairs, found, strict=True) if value.value is not None]
    return mean_over_pairs(name, found, ratings), mean_coefficient(defined) if defined else None
