"""The alternative annotator test: may a model stand in for one of the human annotators?

Calderon, Reichart and Dror (2025), The Alternative Annotator Test for LLM-as-a-Judge: How to
Statistically Justify Replacing Human Annotators with LLMs, ACL 2025, pages 16051-16081. With the
paper's letters: f is the model, h_j a human, x_i an item, H_i the humans who did x_i, I_j the items
that h_j did. One human h_j after the other is left out, and on each item of I_j it is asked who is
more like the others, the model or h_j:

    S(g, x_i, j) = mean over k in H_i without j of how alike g and h_k are on x_i
    W^f_ij = 1 where S(f, x_i, j) >= S(h_j, x_i, j), else 0
    W^h_ij = 1 where S(h_j, x_i, j) >= S(f, x_i, j), else 0            (a tie counts for both)
    ρ^f_j, ρ^h_j = their means over I_j                                (advantage probabilities)

The human costs more: that is what ε stands for. H0 of h_j: ρ^f_j <= ρ^h_j - ε. With
d_ij = W^h_ij - W^f_ij, of mean d and standard deviation s over the n items of I_j,

    t_j = (d - ε) / (s / √n), p_j = P(T <= t_j), T Student's with n - 1 degrees of freedom

and of the m values p_j those are rejected that Benjamini and Yekutieli (2001) reject at level q:
sorted, up to the last with p_(r) <= r / m · q / (1 + 1/2 + ... + 1/m). Then

    ω = the share of humans whose H0 is rejected                       (winning rate)
    ρ = the mean of ρ^f_j over the humans                              (average advantage)

The model passes where ω >= 1/2. Where all d_ij are equal, s is 0: p_j is 0 when d < ε and else 1.

As in the authors' program, a human with too few items is nobody to be left out, but stays among the
others; an item counts when the model and at least two humans did it. Where their program goes on
with two humans, this one refuses: the paper advises three.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.alternative_annotator.alike import Alike
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.measure import Interval
from annotator.errors import RatingsError

__all__ = [
    "EPSILON",
    "AltTest",
    "LeftOutHuman",
    "alternative_annotator_test",
    "benjamini_yekutieli",
]

EPSILON = 0.15  # the paper's for skilled annotators; .2 for experts, .1 for crowd workers
Q = 0.05
FEWEST_HUMANS = 3
FEWEST_ITEMS = 30  # each; with fewer the t-test is not to be relied on
PASSES = 0.5
MOST_WITH_AN_INTERVAL = 50  # humans left out
ALL_ALIKE = (
    "the difference of the two advantages is the same in every article, so nothing is there to "
    "divide it by; p is 0 where it is below ε, else 1"
)
_ROUNDING = 1e-9  # scores are sums of fractions: nearer than that they are equal


@dataclass(frozen=True)
class LeftOutHuman:
    """What the test says with this one left out."""

    name: str
    items: int  # n
    model_advantage: float  # ρ^f_j
    human_advantage: float  # ρ^h_j
    statistic: float | None  # t_j; None where all d_ij are equal
    p: float
    rejected: bool  # the model stands in for this one, at cost ε
    no_statistic: str = ""  # why t is None


@dataclass(frozen=True)
class AltTest:
    """`reason` says why there is no result; then ω and ρ are None."""

    model: str
    score: str
    epsilon: float
    q: float
    humans: tuple[LeftOutHuman, ...]
    winning_rate: float | None  # ω
    advantage: float | None  # ρ
    advantage_interval: Interval | None
    items: int  # done by the model and at least two humans
    left_out: tuple[str, ...]  # each a sentence: what, how many, why
    reason: str = ""

    @property
    def passes(self) -> bool:
        return self.winning_rate is not None and self.winning_rate >= PASSES


def alternative_annotator_test(
    alike: Alike, model: str, *, epsilon: float = EPSILON, q: float = Q,
    fewest_humans: int = FEWEST_HUMANS, fewest_items: int = FEWEST_ITEMS,
    resamples: int = 0, seed: int = 0,
) -> AltTest:  # fmt: skip
    """The test of the one called `model` against everybody else; an interval of ρ over items when
    `resamples` are asked for."""
    if not 0 <= epsilon < 1 or not 0 < q < 1:
        raise RatingsError(
            f"epsilon must lie in [0, 1) and q in (0, 1); they are {epsilon} and {q}"
        )
    if model not in alike.names:
        raise RatingsError(f"there is no model {model!r} among {', '.join(alike.names)}")
    f = alike.names.index(model)
    item, human, W_f, W_h = _advantages(alike, f)
    n = np.bincount(human, minlength=len(alike.names))
    chosen = np.flatnonzero((n >= fewest_items) & (n >= 2))
    items = len(np.unique(item))
    left_out = tuple(_left_out(alike, f, n, chosen, items, fewest_items))
    if len(chosen) < max(1, fewest_humans):
        reason = _refusal(alike, f, n, len(chosen), fewest_humans, fewest_items)
        return AltTest(
            model, alike.score, epsilon, q, (), None, None, None, items, left_out, reason
        )
    rho_f, rho_h = (np.bincount(human, W, len(n))[chosen] / n[chosen] for W in (W_f, W_h))
    squares = np.bincount(human, W_h != W_f, len(n))[chosen].astype(float)  # d is 1, 0 or -1
    t, p = _t_test(rho_h - rho_f, squares, n[chosen], epsilon)
    rejected = benjamini_yekutieli(p, q)
    humans = tuple(
        LeftOutHuman(
            alike.names[j], int(n[j]), float(rho_f[k]), float(rho_h[k]),
            float(t[k]) if np.isfinite(t[k]) else None, float(p[k]), bool(rejected[k]),
            "" if np.isfinite(t[k]) else ALL_ALIKE,
        )
        for k, j in enumerate(chosen)
    )  # fmt: skip
    interval = None
    if resamples and len(chosen) <= MOST_WITH_AN_INTERVAL:
        interval = _interval(alike, item, human, W_f, chosen, resamples, seed)
    return AltTest(
        model, alike.score, epsilon, q, humans, float(rejected.mean()), float(rho_f.mean()),
        interval, items, left_out,
    )  # fmt: skip


def benjamini_yekutieli(p: Floats, q: float) -> Bools:
    """Which hypotheses are rejected at a false discovery rate of q, whatever their dependence.

    >>> benjamini_yekutieli(np.array([0.018, 0.5, 0.001]), 0.05).tolist()
    [True, False, True]
    """
    m = len(p)
    rank = np.arange(1, m + 1)
    order = np.argsort(p, kind="stable")
    below = np.flatnonzero(p[order] <= rank / m * q / np.sum(1 / rank))
    rejected = np.zeros(m, dtype=bool)
    rejected[order[: below[-1] + 1 if len(below) else 0]] = True
    return rejected


def _advantages(alike: Alike, f: int) -> tuple[Ints, Ints, Bools, Bools]:
    """A row for each item that counts and each human who did it: item, human, W^f and W^h."""
    human = alike.seen.copy()
    human[:, f] = False
    others = human.sum(axis=1) - 1  # of each human
    human[~(alike.seen[:, f] & (others >= 1))] = False
    item, who = np.nonzero(human)
    place = np.full(human.shape, -1, dtype=np.int64)
    place[item, who] = np.arange(len(item))

    def added(rows: Ints, whose: Ints) -> Floats:
        cells = place[alike.item[rows], whose[rows]]
        return np.bincount(cells, alike.value[rows], len(item)).astype(np.float64)

    counts = np.isin(alike.item, item)
    of_f = (alike.first == f) | (alike.second == f)
    between = np.flatnonzero(counts & ~of_f)
    S_h = added(between, alike.first) + added(between, alike.second)
    with_f = added(np.flatnonzero(counts & of_f), alike.first + alike.second - f)
    S_f = np.bincount(item, with_f, len(human))[item] - with_f
    ahead: Floats = (S_f - S_h) / others[item] / np.maximum(1, np.abs(S_h))
    return item, who, np.asarray(ahead >= -_ROUNDING), np.asarray(ahead <= _ROUNDING)


def _t_test(d: Floats, squares: Floats, n: Ints, epsilon: float) -> tuple[Floats, Floats]:
    """t and p of each human, from the mean and the sum of squares of d_ij; one-sided, below ε."""
    from scipy.special import stdtr  # slow to import

    s = np.sqrt(np.maximum(0, squares - n * d**2) / (n - 1))
    equal = s < _ROUNDING
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(equal, np.nan, (d - epsilon) / (s / np.sqrt(n)))
    p = np.where(equal, d >= epsilon - _ROUNDING, stdtr(n - 1, np.where(equal, 0, t)))
    return t, p.astype(float)


def _interval(
    alike: Alike, item: Ints, human: Ints, W_f: Bools, chosen: Ints, resamples: int, seed: int
) -> Interval:
    """Of ρ: the items are resampled."""
    column = np.full(len(alike.names), -1)
    column[chosen] = np.arange(len(chosen))
    rows = column[human] >= 0
    _, number = np.unique(item[rows], return_inverse=True)
    sums = np.zeros((int(number.max()) + 1, 2, len(chosen)))
    sums[number, 0, column[human[rows]]] = W_f[rows]
    sums[number, 1, column[human[rows]]] = 1

    def rho(totals: Floats) -> Floats:
        won, n = np.moveaxis(totals.reshape(len(totals), 2, -1), 1, 0)
        with np.errstate(invalid="ignore"):
            found: Floats = (won / n).mean(axis=1)
        return found

    drawn = bootstrap(
        sums.reshape(len(sums), -1), rho, kind=alike.items, resamples=resamples, seed=seed
    )
    return drawn.interval(least=0.0)


def _left_out(
    alike: Alike, f: int, n: Ints, chosen: Ints, items: int, fewest: int
) -> list[str]:  # fmt: skip
    said = []
    done = int(alike.seen[:, f].sum())
    if done > items:
        said.append(
            f"{done - items:,} of {done:,} {alike.items} of the model left out: fewer than two "
            "annotators did them"
        )
    few = [j for j in np.flatnonzero(n) if j not in set(chosen.tolist())]
    if few:
        names = ", ".join(alike.names[j] for j in few[:10]) + (" ..." if len(few) > 10 else "")
        said.append(
            f"{len(few):,} with fewer than {fewest} {alike.items} stay among the others, but "
            f"nobody asks whether the model could stand in for them: {names}"
        )
    return said


def _refusal(
    alike: Alike, f: int, n: Ints, enough: int, fewest_humans: int, fewest_items: int
) -> str:  # fmt: skip
    most = int(n.max(initial=0))
    return (
        f"The test needs {fewest_humans} annotators with at least {fewest_items} {alike.items} "
        f"each that the model and another annotator did too; {enough} "
        f"{'has' if enough == 1 else 'have'} so many (the most that one has is {most})."
    )
