"""Bootstrap intervals for anything that is a function of sums over clusters.

A cluster is what is drawn anew: an article, or an item of a rating table; never a token. Each
cluster has one row of additive statistics, so a resample is a row of weights (how often each
cluster was drawn) times that matrix, and the coefficient is a function of the sums:

    value(weights @ statistics)

Few clusters are drawn with replacement, as many as there are. From `MANY_CLUSTERS` on how often a
cluster is drawn is a Poisson number of its own with mean 1 (the Poisson bootstrap, Hanley and
MacGibbon 2006, Chamandy et al. 2012): for ratios of sums that gives the same, and the weights of a
cluster depend on its place and the seed alone, so that one more cluster leaves those of the others
as they were. Two measures, rounds or labels computed with one seed share their resamples: their
difference has an interval of its own. Memory stays bounded because resamples come in blocks.

The ends are those of `bca`. The value without each cluster, which they need, is the same function
of the total minus that cluster's row. Of many clusters `LEFT_OUT_AT_MOST` groups are left out in
turn, since the skewness of what groups contribute in sum is the same (each spread around it is
.6 / 100, a fortieth of a standard deviation at the ends).

Above `MOST_CLUSTERS` clusters, 2,000 resamples would need billions of draws. The clusters are then
first joined at random into that many groups of equal size (the random groups method), and groups
are drawn. The spread between random groups estimates the same variance; with 8,192 groups its
standard deviation is off by about 0.8 %, while 2,000 resamples leave an end of the interval
uncertain by about 3 % of its distance from the middle.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.bca import (
    acceleration,
    bca_ends,
    carrying,
    effective_clusters,
    influences,
    quantiles,
    student_ends,
)
from annotator.agreement.measure import Interval

Value = Callable[[Floats], Floats]

RESAMPLES = 2000
FEW_CLUSTERS = 20  # below, an interval is a rough guide and says so
FEW_CARRYING = 10  # the same of clusters that carry a value, such as those with a rare label
FEW_SPREAD = 15  # below, resamples of those that carry a value do not reach far enough (see `bca`)
MOST = 1.0  # no measure of agreement is larger
ALIKE = 1e-12
MANY_CLUSTERS = 50  # with fewer, a Poisson number of draws would widen an interval
MOST_UNDEFINED = 0.05
MOST_CLUSTERS = 8192
RESAMPLES_AT_A_TIME = 256  # resamples at a time
MOST_READY = 1 << 22  # weights up to which they are kept as numbers to multiply with
LEFT_OUT_AT_MOST = 100  # groups of clusters that are left out in turn; of fewer clusters, each
_FINE = 1 << 16  # a uniform number has that many values


@dataclass(frozen=True)
class Resamples:
    """Values of every resample, shape (resamples, n_values); NaN where undefined.

    With the `whole` values and what each cluster contributes to them (see `influences`) intervals
    are BCa, without them plain percentiles.
    """

    values: Floats
    clusters: int
    groups: int  # fewer than `clusters` when they were joined first
    seed: int
    kind: str  # "articles", "items", ...
    whole: Floats | None = None  # shape (n_values,)
    influence: Floats | None = None  # shape (n_left_out, n_values)
    draws: int | None = None  # clusters drawn in a resample, where not as many as there are

    def minus(self, other: "Resamples", *, paired: bool) -> "Resamples":
        """The values minus those of other clusters, or (`paired`) of the same ones."""
        if self.whole is None or other.whole is None:
            return replace(self, values=self.values - other.values)
        mine, others = np.asarray(self.influence), np.asarray(other.influence)
        return replace(
            self, values=self.values - other.values, whole=self.whole - other.whole,
            influence=mine - others if paired else np.concatenate([mine, -others]),
            clusters=min(self.clusters, other.clusters), groups=min(self.groups, other.groups),
        )  # fmt: skip

    def interval(
        self, column: int = 0, *, level: float = 0.95, least: float | None = None
    ) -> Interval:
        """The interval of one value; `least` is the smallest that its measure can have, None where
        that or the largest is unknown."""
        return self._interval(lambda values: values[..., column], level, least)

    def difference(self, first: int, second: int, *, level: float = 0.95) -> Interval:
        """The interval of value `first` minus value `second`, from the same resamples."""
        return self._interval(lambda values: values[..., first] - values[..., second], level)

    def _interval(
        self, of: Callable[[Floats], Floats], level: float, least: float | None = None
    ) -> Interval:
        """The middle `level` of what is made of the values, with every reason not to give it."""
        if not self.values.size:
            return no_interval(self.clusters, self.kind)
        values, clusters, kind = of(self.values), self.clusters, self.kind
        lost = int(np.isnan(values).sum()) if np.isnan(values.sum()) else 0
        name = "percentile" if self.whole is None else "BCa"
        method = f"{name} bootstrap over {kind}, {len(values)} resamples, seed {self.seed}"
        if self.groups < clusters:
            method += f", {clusters} {kind} joined at random into {self.groups} groups"
        about: dict[str, Any] = {"level": level, "method": method, "clusters": clusters}
        about |= {"seed": self.seed, "resamples": len(values), "undefined": lost}
        if lost > MOST_UNDEFINED * len(values):
            return Interval.missing(
                f"no value in {lost} of {len(values)} resamples, more than {MOST_UNDEFINED:.0%}",
                **about,
            )
        values = values[~np.isnan(values)] if lost else values
        if self.whole is None or self.influence is None:
            low, high = quantiles(values, (1 - level) / 2, (1 + level) / 2)
            return Interval(low, high, warning=self._warning(clusters), **about)
        if np.ptp(values) <= ALIKE * max(1.0, abs(values[0])):
            reason = f"the same in every resample: nothing says how far other {kind} would differ"
            return Interval.missing(reason, **about)
        influence, more = of(self.influence), (self.draws or clusters) / clusters
        a = acceleration(influence) / more**0.5  # the skewness of a sum of more is smaller
        n = more * effective_clusters(influence, clusters)
        whole, carry = float(of(self.whole)), carrying(influence, clusters)
        low, high = bca_ends(values, whole, a, n, level)
        if least is not None and more * carry < FEW_SPREAD:
            wide = student_ends(whole, influence, carry, level, more)
            low, high = min(low, max(wide[0], least)), max(high, min(wide[1], MOST))
        return Interval(low, high, warning=self._warning(carry), **about)

    def _warning(self, carry: int) -> str:
        guide = "an interval is a rough guide"
        if self.clusters < FEW_CLUSTERS:
            return f"only {self.clusters} {self.kind}: with fewer than {FEW_CLUSTERS} {guide}"
        if carry < FEW_CARRYING:
            few = f"only {carry} of {self.clusters} {self.kind} carry this value"
            return f"{few}: {guide}, rather too wide than too narrow"  # see docs/agreement.md
        return ""


def bootstrap(
    statistics: Floats,
    value: Value,
    *,
    kind: str = "articles",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Resamples:
    """Resample clusters.

    `statistics` has shape (n_clusters, n_columns): what adds. `value` maps sums of shape
    (b, n_columns) to values of shape (b,) or (b, n_values), NaN where undefined; it must be
    vectorised over b.

    >>> agreed = np.array([[1.0, 1.0]] * 30 + [[0.0, 1.0]] * 10)   # agreements, items
    >>> runs = bootstrap(agreed, lambda sums: sums[:, 0] / sums[:, 1], kind="items")
    >>> interval = runs.interval()
    >>> interval.low < 0.75 < interval.high
    True
    """
    clusters = len(statistics)
    grouped = join_clusters(np.asarray(statistics, dtype=np.float64), seed)
    return resample_groups(
        grouped, value, clusters=clusters, kind=kind, resamples=resamples, seed=seed
    )


def resample_groups(
    grouped: Floats, value: Value, *, clusters: int, kind: str, resamples: int, seed: int,
    draws: int | None = None,
) -> Resamples:  # fmt: skip
    """As `bootstrap`, of statistics that are joined already (see `group_numbers`)."""
    if len(grouped) < 2 or not resamples:
        return Resamples(np.empty((0, 0)), clusters, len(grouped), seed, kind)

    def of(sums: Floats) -> Floats:
        return np.asarray(value(sums), dtype=np.float64).reshape(len(sums), -1)

    n, ready, size = len(grouped), None, None
    if draws is None:
        ready = ready_weights(n, resamples, seed)
    else:
        size = max(1, round(draws * n / clusters))
    drawn = resample_weights(n, resamples, seed, size) if ready is None else (ready,)
    values = np.concatenate([of(weights @ grouped) for weights in drawn])
    whole, influence = with_each_left_out(grouped, of, seed)
    return Resamples(values, clusters, n, seed, kind, whole, influence, draws)


def with_each_left_out(grouped: Floats, value: Value, seed: int) -> tuple[Floats, Floats]:
    """The values of everything, shape (n_values,), and what each cluster contributes to them."""
    total = grouped.sum(axis=0)
    left_out = joined(grouped, LEFT_OUT_AT_MOST, seed)
    found = value(np.concatenate([total[None, :], total - left_out]))
    return found[0], influences(found[1:])


def resample_weights(
    clusters: int, resamples: int, seed: int, size: float | None = None
) -> Iterator[Floats]:
    """Blocks of shape (b, clusters): how often each cluster was drawn, about `size` in a row.

    `size` is the number of clusters unless given.

    >>> sum(len(block) for block in resample_weights(3, 10, seed=0))
    10
    """
    for block in drawn_counts(clusters, resamples, seed, size):
        yield block.T.astype(np.float64)


@lru_cache(maxsize=2)
def ready_weights(clusters: int, resamples: int, seed: int) -> Floats | None:
    """All of them, shape (resamples, clusters), where they are few enough to be kept. A report
    draws the same ones for every question. Do not write into it."""
    if not 0 < clusters * resamples <= MOST_READY:
        return None
    return np.concatenate(list(resample_weights(clusters, resamples, seed)))


def drawn_counts(
    clusters: int,
    resamples: int,
    seed: int,
    size: float | None = None,
    *,
    usable: NDArray[np.bool_] | None = None,
) -> Iterator[NDArray[np.uint16]]:
    """The same as small integers, shape (clusters, b). Where some clusters are not `usable` (they
    add nothing), it is the usable ones that are few or many."""
    places = np.arange(clusters) if usable is None else np.flatnonzero(usable)
    mean = 1.0 if size is None else size / max(1, clusters)
    draws = round(mean * len(places))
    few = min(len(places), draws) < MANY_CLUSTERS
    table = np.empty(0, dtype=np.uint16) if few else _poisson_table(mean)
    for number, first in enumerate(range(0, resamples, RESAMPLES_AT_A_TIME)):
        rng = np.random.default_rng([seed, number])  # a stream a block, cluster by cluster
        b = min(RESAMPLES_AT_A_TIME, resamples - first)
        if not few:
            yield table[rng.integers(0, _FINE, (clusters, RESAMPLES_AT_A_TIME), dtype=np.uint16)][
                :, :b
            ]
            continue
        counts = np.zeros((clusters, b), dtype=np.uint16)
        if len(places):
            chosen = places[rng.integers(0, len(places), (max(1, draws), b))]
            np.add.at(counts, (chosen, np.arange(b)), 1)
        yield counts


def _poisson_table(mean: float) -> NDArray[np.uint16]:
    """The Poisson number of each of `_FINE` equal parts of (0, 1)."""
    # scipy.special.pdtr says the same, and takes longer to import than all draws of a small table.
    most = int(mean + 10 * np.sqrt(mean)) + 10
    times = np.arange(most)
    factorials = np.concatenate([[0.0], np.cumsum(np.log(times[1:]))])
    reached = np.cumsum(np.exp(times * np.log(mean) - mean - factorials))
    return np.searchsorted(reached, (np.arange(_FINE) + 0.5) / _FINE).astype(np.uint16)


def group_numbers(clusters: int, seed: int, most: int = MOST_CLUSTERS) -> NDArray[np.intp]:
    """For each cluster its group: 0, 1, 2, ... while they are at most `most`, else random groups.

    The weights depend on the number of groups: only values with the same one share resamples.
    """
    if clusters <= most:
        return np.arange(clusters)
    # A stream of its own: the grouping must not repeat the draws of `resample_weights`.
    rng = np.random.default_rng([seed, clusters])
    return rng.permutation(clusters) % most


def join_clusters(statistics: Floats, seed: int) -> Floats:
    """The statistics summed over groups, shape (min(n_clusters, MOST_CLUSTERS), n_columns)."""
    return joined(statistics, MOST_CLUSTERS, seed)


def joined(statistics: Floats, most: int, seed: int) -> Floats:
    """The statistics summed over at most that many groups."""
    if len(statistics) <= most:
        return statistics
    groups = group_numbers(len(statistics), seed, most)
    columns = [np.bincount(groups, column, minlength=most) for column in statistics.T]
    return np.stack(columns, axis=1)


def no_interval(clusters: int, kind: str) -> Interval:
    """Nothing to resample."""
    return Interval.missing(
        f"an interval needs at least two {kind}, there is {clusters}", clusters=clusters
    )
