"""Intraclass correlations (Shrout and Fleiss 1979), of labels that are numbers.

Each is a share of variance, written here as 1 - D_o / D_e, with D_o what differs within an item
and D_e everything that differs:

    form        annotators are                  D_o                      D_e
    ICC(1,1)    other ones for every item       s2_w                     s2_s + s2_w
    ICC(2,1)    a sample of annotators          s2_r + s2_e              s2_s + s2_r + s2_e
    ICC(3,1)    exactly these                   s2_e                     s2_s + s2_e
    ICC(.,k)    the same, of the mean of k ratings: D_o / k in place of D_o

s2_s, s2_r, s2_e are the variances of items, annotators and error; s2_w that within items of the
one-way model. They are estimated from mean squares. Where some ratings are missing, the same sums
of squares are set equal to what they are expected to be (Henderson 1953, method I; Gwet 2021,
chapters 8 to 10), which for a complete table is the paper's formulas to the digit:

    Q = sum y**2,  S = sum_i y_i.**2 / m_i,  R = sum_j y_.j**2 / m_j,  G = y_..**2 / N
    Q - S = (N - n) (s2_r + s2_e)        Q - R = (N - A) (s2_s + s2_e)
    Q - G = (N - sum m_i**2 / N) s2_s + (N - sum m_j**2 / N) s2_r + (N - 1) s2_e

Variances may be estimated below 0 and are left so, as in the paper. k is the number of ratings an
item has; where that varies, the harmonic mean. Intervals: `icc_intervals`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.coefficient import Coefficient, from_disagreement, measure
from annotator.agreement.ratings.distances import needed_values
from annotator.agreement.ratings.icc_intervals import f_interval
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.ratings.undefined import left_out, why_undefined
from annotator.errors import RatingsError

ICC_FORMS = {f"icc_{model}_{of}": (model, of == "k") for of in "1k" for model in (1, 2, 3)}
MOST_ANNOTATORS_ICC = 50  # of the two-way forms
OF_ITEMS = 7  # columns before those of annotators
NO_SPREAD = 1e-12  # of all variation; less than that is rounding


def icc(
    ratings: Ratings, form: str = "2,1", *, ranks: bool = False, resamples: int = 0, seed: int = 0
) -> Measure:
    """ICC(1,1), (2,1), (3,1), (1,k), (2,k) or (3,k); `ranks` takes categories by their place.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2],
    ...                                [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]])
    >>> [round(icc(ratings, form).value, 2) for form in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    name = f"icc_{form.replace(',', '_')}"
    if name not in ICC_FORMS:
        raise RatingsError(f"form {form!r} is none of 1,1 2,1 3,1 1,k 2,k 3,k")
    return icc_measure(name, ratings, ranks=ranks, resamples=resamples, seed=seed)


def icc_measure(
    name: str, ratings: Ratings, *, ranks: bool = False, resamples: int = 0, seed: int = 0
) -> Measure:
    """By its name: the value, and with `resamples` its interval by F or else by the bootstrap."""
    coefficient = icc_coefficient(name, ratings, ranks=ranks)
    interval = None
    if resamples:
        model, of_mean = ICC_FORMS[name]
        interval = f_interval(ratings, _numbers(ratings, ranks=ranks), model, of_mean=of_mean)
    found = measure(
        coefficient, ratings, resamples=0 if interval else resamples, seed=seed, error=False
    )
    return found if interval is None or found.value is None else found.with_interval(interval)


@dataclass(frozen=True)
class SquareSource:
    """Of each item: Q, S, 1/m, 1, m**2, y and m; two-way, each annotator's y and whether rated."""

    ratings: Ratings
    y: Floats  # the number of each category, centred
    two_way: bool

    @property
    def n_columns(self) -> int:
        return OF_ITEMS + (2 * self.ratings.n_annotators if self.two_way else 0)

    def columns(self) -> Iterator[Floats]:
        """One after the other, each of shape (n_items,)."""
        n = self.ratings.n_items
        paired = self.ratings.ratings_per_item > 1
        square, total = np.zeros(n), np.zeros(n)
        everyone = [self.ratings.of_annotator(g) for g in range(self.ratings.n_annotators)]
        for items, codes in everyone:
            square[items] += self.y[codes] ** 2
            total[items] += self.y[codes]
        m = np.where(paired, self.ratings.ratings_per_item, 0).astype(np.float64)
        each = np.maximum(m, 1)
        yield square * paired
        yield total**2 / each * paired
        yield paired / each
        yield paired.astype(np.float64)
        yield m**2
        yield total * paired
        yield m
        for items, codes in everyone if self.two_way else ():
            mine, rated = np.zeros(n), np.zeros(n)
            mine[items], rated[items] = self.y[codes], 1.0
            yield mine * paired
            yield rated * paired

    def total(self) -> Floats:
        return np.array([column.sum() for column in self.columns()])

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        sums = [np.bincount(groups, column, minlength=n_groups) for column in self.columns()]
        return np.stack(sums, axis=1).astype(np.float64)

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        projected = zip(gradient, self.columns(), strict=True)
        u = np.sum([g * column for g, column in projected], axis=0)
        if groups is not None:
            u = np.bincount(groups, u, minlength=n_groups)
        return float(u.sum()), float(u @ u)


def icc_coefficient(name: str, ratings: Ratings, *, ranks: bool = False) -> Coefficient:
    """As sums over items that two annotators rated, and what is made of them."""
    model, of_mean = ICC_FORMS[name]
    y = _numbers(ratings, ranks=ranks)
    two_way = model > 1 and ratings.n_annotators <= MOST_ANNOTATORS_ICC
    source = SquareSource(ratings, y - y.mean() if len(y) else y, two_way)

    def parts(sums: Any) -> tuple[Any, Any]:
        Q, _, inverse, n = sums[:, :4].T
        within, items = _one_way(sums) if model == 1 else _two_way(sums, model, two_way=two_way)
        D_o = within * inverse / n if of_mean else within
        D_e = items + D_o
        return D_o, np.where(np.real(D_e) > NO_SPREAD * np.real(Q / n), D_e, np.nan)

    m = ratings.ratings_per_item
    used = int(np.count_nonzero(m > 1))
    per_item = float(used / (1 / m[m > 1]).sum()) if used else None
    return Coefficient(
        name, source, parts, from_disagreement,
        lambda: _reason(ratings, two_way=model == 1 or two_way), source.n_columns, used,
        {
            "level": "ordinal" if ratings.values is None else "interval",
            "annotators": ratings.n_annotators, "units": int(m[m > 1].sum()),
            "left_out": left_out(ratings, single_counts=False),
            "parameters": {
                "form": f"ICC({model},{'k' if of_mean else 1})",
                "ratings_an_item": per_item,
                **({"numbers": "the places of the categories"} if ratings.values is None else {}),
            },
        },
    )  # fmt: skip


def _one_way(sums: Any) -> tuple[Any, Any]:
    """s2_w and s2_s: items differ, everything else is error."""
    Q, S, _, n, m2, y, N = sums[:, :OF_ITEMS].T
    WMS = (Q - S) / (N - n)
    s2_s = (S - y * y / N - (n - 1) * WMS) / (N - m2 / N)
    return WMS, s2_s


def _two_way(sums: Any, model: int, *, two_way: bool) -> tuple[Any, Any]:
    """What differs within items, and s2_s: annotators have a level of their own."""
    if not two_way:
        nothing = np.full(len(sums), np.nan)
        return nothing, nothing
    Q, S, _, n, m2, y, N = sums[:, :OF_ITEMS].T
    y_j, m_j = sums[:, OF_ITEMS::2], sums[:, OF_ITEMS + 1 :: 2]
    rated = np.real(m_j) > 0
    R, A = (y_j * y_j / np.where(rated, m_j, 1)).sum(1), rated.sum(1)
    a, b = N - m2 / N, N - (m_j * m_j).sum(1) / N
    re, se = (Q - S) / (N - n), (Q - R) / (N - A)  # s2_r + s2_e and s2_s + s2_e
    freedom = N - 1 - a - b
    s2_e = (Q - y * y / N - a * se - b * re) / np.where(freedom == 0, np.nan, freedom)
    return (re if model == 2 else s2_e), se - s2_e


def _numbers(ratings: Ratings, *, ranks: bool) -> Floats:
    """The number of each category; `ranks` allows their places where they have none."""
    if ratings.values is None and ranks:
        return np.arange(ratings.n_categories, dtype=np.float64)
    return needed_values(ratings, "interval")


def _reason(ratings: Ratings, *, two_way: bool) -> str:
    if not two_way:
        return (
            f"{ratings.n_annotators} annotators: computed for at most {MOST_ANNOTATORS_ICC}; "
            "icc_1_1 and icc_1_k have no such limit"
        )
    known = why_undefined(ratings)
    if ratings.n_annotators > 1 and "variation" in known:
        return "the ratings do not tell the items apart: there is no variation to take a share of"
    return known
