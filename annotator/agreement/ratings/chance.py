"""Coefficients of many annotators whose chance agreement comes from category shares.

All have the observed agreement of Fleiss (1971), the mean over items with two ratings or more of
the share of agreeing pairs, here with weights w_ck and gaps as in Gwet (2008; Handbook of
Inter-Rater Reliability, 2021):

    p_a  = mean_i  sum_k n_ik (sum_l w_kl n_il - 1) / (m_i (m_i - 1))
    pi_k = mean_i  n_ik / m_i            over items with one rating or more

and differ in what they expect by chance:

    Fleiss kappa (1971), Scott pi (1955) for two        sum_kl w_kl pi_k pi_l
    Brennan-Prediger (1981), Bennett S (1954) for two   T_w / K**2        T_w: sum of all weights
    Randolph free-marginal kappa (2005)                 1 / K
    Gwet AC1, with weights AC2 (2008)                   T_w sum_k pi_k (1 - pi_k) / (K (K - 1))
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from annotator.agreement.measure import Measure
from annotator.agreement.ratings.coefficient import (
    Coefficient,
    CountSource,
    Parts,
    from_agreement,
    measure,
    observed_alone,
)
from annotator.agreement.ratings.counts import ItemColumns, row_dot, scaled, side_by_side
from annotator.agreement.ratings.distances import agreement_weights
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.ratings.undefined import left_out, why_undefined

ExpectedOfShares = Callable[[Any, Any], Any]  # pi (b, K), w (K, K) -> p_e (b,)


def fleiss_kappa(
    ratings: Ratings, weights: str = "identity", *, resamples: int = 0, seed: int = 0
) -> Measure:
    """Fleiss (1971), gaps and weights as in Gwet (2021).

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([["y", "y", "n"], ["y", "n", "n"], ["y", "y", "n"]])
    >>> round(fleiss_kappa(ratings).value, 4)
    0.55
    """
    return _measure("fleiss_kappa", ratings, weights, resamples, seed)


def brennan_prediger(
    ratings: Ratings, weights: str = "identity", *, resamples: int = 0, seed: int = 0
) -> Measure:
    """Brennan and Prediger (1981): every category equally likely.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("yyyn"), list("ynyn")])
    >>> brennan_prediger(ratings).value
    0.5
    """
    return _measure("brennan_prediger", ratings, weights, resamples, seed)


def randolph_kappa(ratings: Ratings, *, resamples: int = 0, seed: int = 0) -> Measure:
    """Randolph (2005), the multirater kappa with free marginals.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("yyyn"), list("ynyn")])
    >>> randolph_kappa(ratings).value
    0.5
    """
    return _measure("randolph_kappa", ratings, "identity", resamples, seed)


def gwet_ac1(ratings: Ratings, *, resamples: int = 0, seed: int = 0) -> Measure:
    """Gwet (2008): chance agreement only on items that are hard to rate.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("yyyn"), list("ynyn")])
    >>> round(gwet_ac1(ratings).value, 4)
    0.5294
    """
    return _measure("gwet_ac1", ratings, "identity", resamples, seed)


def gwet_ac2(ratings: Ratings, weights: str, *, resamples: int = 0, seed: int = 0) -> Measure:
    """AC1 with weights.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([[1, 2, 3, 3], [1, 2, 2, 3]])
    >>> round(gwet_ac2(ratings, "linear").value, 4)
    0.7241
    """
    return _measure("gwet_ac2", ratings, weights, resamples, seed)


def percent_agreement(ratings: Ratings, *, resamples: int = 0, seed: int = 0) -> Measure:
    """The mean over items of the share of pairs of ratings that agree; nothing is corrected.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> percent_agreement(ratings_from_labels([["y", "n", "n"], ["y", "y", None]])).value
    0.5
    """
    return _measure("percent_agreement", ratings, "identity", resamples, seed)


def fleiss_expected(pi: Any, w: Any) -> Any:
    return ((pi @ w) * pi).sum(1)


def uniform_expected(pi: Any, w: Any) -> Any:
    return w.sum() / w.shape[0] ** 2 + 0 * pi[:, 0]


def _gwet_expected(pi: Any, w: Any) -> Any:
    K = w.shape[0]
    T_w = w.sum()
    return T_w * (pi * (1 - pi)).sum(1) / (K * (K - 1))


BY_CHANCE: dict[str, ExpectedOfShares | None] = {
    "percent_agreement": None,
    "fleiss_kappa": fleiss_expected,
    "brennan_prediger": uniform_expected,
    "randolph_kappa": uniform_expected,
    "gwet_ac1": _gwet_expected,
    "gwet_ac2": _gwet_expected,
}
ONE_CATEGORY = "there is only one category"
UNWEIGHTED = ("percent_agreement", "randolph_kappa", "gwet_ac1")


def _measure(name: str, ratings: Ratings, weights: str, resamples: int, seed: int) -> Measure:
    coefficient = chance_coefficient(name, ratings, weights)
    return measure(coefficient, ratings, resamples=resamples, seed=seed)


def observed_columns(w: Any, *, identity: bool) -> ItemColumns:
    """Of each item: its weighted share of agreeing pairs, and 1 if it has a pair at all."""

    def columns(rows: Any) -> Any:
        m = rows.sum(1)
        agreeing = row_dot(rows, rows if identity else rows @ w) - m
        return np.stack([agreeing / np.maximum(m * (m - 1), 1), m > 1], axis=1)

    return columns


def chance_coefficient(name: str, ratings: Ratings, weights: str = "identity") -> Coefficient:
    """A coefficient as sums over items: agreement, items paired, n_ik / m_i, items rated."""
    expected = BY_CHANCE[name]
    if name in UNWEIGHTED:
        weights = "identity"
    w = agreement_weights(ratings, weights)
    observed = observed_columns(w, identity=weights == "identity")
    if expected is None:
        return _of_agreement_alone(name, ratings, observed)
    K, m = ratings.n_categories, ratings.ratings_per_item

    def columns(rows: Any) -> Any:
        m = rows.sum(1)
        return side_by_side(observed(rows), scaled(rows, 1 / np.maximum(m, 1)), m > 0)

    def parts(sums: Any) -> tuple[Any, Any]:
        p_a = sums[:, 0] / sums[:, 1]
        if K < 2:  # one category: agreement is certain
            return p_a, 1 + 0 * p_a
        pi = sums[:, 2:-1] / sums[:, -1:]
        return p_a, expected(pi, w)

    fields = {
        "level": weights if weights != "identity" else "nominal",
        "annotators": ratings.n_annotators, "units": int(m.sum()),
        "left_out": left_out(ratings, single_counts=True),
        "parameters": {"weights": weights, "categories": K},
    }  # fmt: skip
    return Coefficient(
        name, CountSource(ratings, columns, K + 3), parts, from_agreement,
        lambda: why_undefined(ratings) if K > 1 else ONE_CATEGORY,
        K + 3, int(np.count_nonzero(m > 0)), fields, paired_items_held(parts, ratings),
    )  # fmt: skip


def _of_agreement_alone(name: str, ratings: Ratings, observed: ItemColumns) -> Coefficient:
    """Nothing is corrected: agreement, items paired."""
    m = ratings.ratings_per_item
    fields = {
        "level": "", "annotators": ratings.n_annotators, "units": int(m[m > 1].sum()),
        "left_out": left_out(ratings, single_counts=False), "parameters": {},
    }  # fmt: skip
    return Coefficient(
        name, CountSource(ratings, observed, 2),
        lambda sums: (sums[:, 0] / sums[:, 1], np.full(len(sums), np.nan)), observed_alone,
        lambda: why_undefined(ratings) if ratings.n_categories > 1 else ONE_CATEGORY,
        2, int(np.count_nonzero(m > 1)), fields,
    )  # fmt: skip


def paired_items_held(parts: Parts, ratings: Ratings) -> Callable[[Any], Any]:
    """What Gwet (2008) linearises: he holds the number of items with two ratings fixed."""
    n_paired = int(np.count_nonzero(ratings.ratings_per_item > 1))

    def linearised(sums: Any) -> Any:
        _, p_e = parts(sums)
        return (sums[:, 0] - sums[:, 1] * p_e) / (n_paired * (1 - p_e))

    return linearised
