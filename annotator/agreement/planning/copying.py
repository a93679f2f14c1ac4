"""Studies simulated from what is assumed of them: shares of labels, agreement, annotators.

An item has one label, drawn by the shares. Each annotator sees it with probability c = sqrt(alpha)
and else answers by the shares, independently of the others. Two annotators then agree with

    A_o = c**2 + (1 - c**2) sum p_k**2        A_e = sum p_k**2

so that alpha (and kappa) of endless data is c**2, whatever the shares: it can be assumed as such.
What one study finds varies round it; `simulate` says how much, for each number of items.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.errors import RatingsError
from annotator.time_left import Parts, Steps, one_by_one, unheard

CELLS_AT_A_TIME = 1 << 22
Z = 1.959963984540054


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of ratings; `shares` add up to 1."""

    shares: tuple[float, ...]
    alpha: float
    annotators: int = 3
    studies: int = 1000
    seed: int = 0

    def __post_init__(self) -> None:
        if len(self.shares) < 2 or min(self.shares) <= 0 or abs(sum(self.shares) - 1) > 1e-6:
            raise RatingsError(
                "the shares of the labels are two or more numbers above 0 that add up to 1; these "
                f"add up to {sum(self.shares):g}"
            )
        if not 0 <= self.alpha <= 1:
            raise RatingsError(f"an assumed alpha lies from 0 to 1, this one is {self.alpha:g}")
        if self.annotators < 2:
            raise RatingsError(f"agreement needs two annotators, there is {self.annotators}")

    def sentences(self) -> list[str]:
        """What was assumed, for whoever reads the numbers."""
        shares = ", ".join(f"{share:g}" for share in self.shares)
        return [
            f"labels come with the shares {shares}; true alpha {self.alpha:g} (nominal)",
            f"every item is rated by {self.annotators} annotators, who see its label with "
            f"probability {self.alpha**0.5:.3f} and else answer by the shares, each alone",
            "no annotator and no item is harder than another; items are independent of each other "
            "(count articles, not passages, where passages of one article are alike)",
            f"{self.studies:,} simulated studies for each number of items, seed {self.seed}",
        ]


@dataclass(frozen=True)
class Expected:
    """What studies of one size find; numbers are None where no study has a value."""

    items: int
    middle: float | None  # the median of alpha
    low: float | None  # 95 of 100 studies find alpha between these
    high: float | None
    below: float | None  # share of studies whose alpha is below the minimum
    sure: float | None  # share of studies whose own interval lies above the minimum
    undefined: float  # share of studies without a value: everything got one label
    reason: str = ""  # why there are no numbers

    @property
    def half_width(self) -> float | None:
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


def simulate(
    assumed: Assumptions,
    items: Sequence[int],
    *,
    minimum: float | None = None,
    progress: Steps = unheard,
) -> list[Expected]:
    """For each number of items what studies of that size find.

    >>> few, many = simulate(Assumptions((0.7, 0.3), 0.6, studies=200), [40, 160])
    >>> 1.6 < few.half_width / many.half_width < 2.5
    True
    """
    parts = Parts(progress, *items)
    return [_of_size(assumed, size, minimum, parts.next()) for size in items]


def items_for(half_width: float, found: Expected) -> int | None:
    """About how many items make 95 of 100 studies find alpha that close: errors shrink with the
    root of their number."""
    if not found.half_width:
        return None
    return int(np.ceil(found.items * (found.half_width / half_width) ** 2))


def draw_counts(
    assumed: Assumptions, items: int, rng: np.random.Generator, b: int
) -> NDArray[np.intp]:
    """How many annotators gave each item each label in `b` studies, shape (b, items, K)."""
    K, shares = len(assumed.shares), np.array(assumed.shares) / sum(assumed.shares)
    true = rng.choice(K, (b, items, 1), p=shares)
    size = (b, items, assumed.annotators)
    seen = rng.random(size) < assumed.alpha**0.5
    codes = np.where(seen, true, rng.choice(K, size, p=shares))
    return np.stack([(codes == k).sum(2) for k in range(K)], axis=2)


def alpha_and_error(counts: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Nominal alpha of each study and its linearised standard error, both of shape (b,).

    The error is the spread of each item's influence: with m ratings an item, O = sum of
    coincidences of equal labels and N ratings, alpha = 1 - (1 - O / N) / D_e.
    """
    n = counts.astype(np.float64)
    items, m = n.shape[1], n.sum(2)[0, 0]
    equal = (n * (n - 1)).sum(2) / (m - 1)
    n_k, N = n.sum(1), items * m
    D_o, D_e = 1 - equal.sum(1) / N, 1 - (n_k * (n_k - 1)).sum(1) / (N * (N - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = np.where(D_e > 1e-12, 1 - D_o / D_e, np.nan)
        by_equal = 1 / (N * D_e)
        by_count = -(D_o / D_e**2)[:, None] * (2 * n_k - 1) / (N * (N - 1))
    influence = by_equal[:, None] * equal + (n * by_count[:, None, :]).sum(2)
    spread = influence - influence.mean(1, keepdims=True)
    error = np.sqrt(items / max(1, items - 1) * (spread**2).sum(1))
    return alpha, np.where(np.isfinite(alpha), error, np.nan)


def _of_size(assumed: Assumptions, items: int, minimum: float | None, tell: Steps) -> Expected:
    if items < 2:
        raise RatingsError(f"a study needs two items, not {items}")
    rng = np.random.default_rng([assumed.seed, items])
    step = max(1, CELLS_AT_A_TIME // (items * max(assumed.annotators, len(assumed.shares))))
    found = [
        alpha_and_error(draw_counts(assumed, items, rng, min(step, assumed.studies - first)))
        for first in one_by_one(range(0, assumed.studies, step), tell)
    ]
    alpha, error = (np.concatenate(column) for column in zip(*found, strict=True))
    defined = np.isfinite(alpha)
    undefined = float(1 - defined.mean())
    if not defined.any():
        why = "every study gives one label to everything"
        return Expected(items, None, None, None, None, None, undefined, why)
    low, middle, high = np.quantile(alpha[defined], [0.025, 0.5, 0.975]).tolist()
    below = sure = None
    if minimum is not None:
        below = float((alpha[defined] < minimum).mean())
        sure = float((alpha[defined] - Z * error[defined] > minimum).mean())
    return Expected(items, middle, low, high, below, sure, undefined)
