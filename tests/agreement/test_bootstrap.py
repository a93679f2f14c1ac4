"""Bootstrap intervals: what they cover, when they warn, and when there is none."""

import numpy as np
import pytest

from annotator.agreement import bootstrap, krippendorff_alpha, ratings_from_codes
from annotator.agreement.bootstrap import (
    MANY_CLUSTERS,
    MOST_CLUSTERS,
    Resamples,
    drawn_counts,
    group_numbers,
    resample_weights,
)


def mean(sums):
    return sums[:, 0] / sums[:, 1]


def counted(values):
    return np.column_stack([values, np.ones(len(values))])


def test_few_clusters_are_drawn_with_replacement_as_many_as_there_are() -> None:
    weights = np.concatenate(list(resample_weights(30, 500, seed=3)))
    assert weights.shape == (500, 30)
    assert (weights.sum(1) == 30).all()
    assert weights.std() == pytest.approx(np.sqrt(1 - 1 / 30), rel=0.05)


def test_many_clusters_are_drawn_a_poisson_number_of_times_each() -> None:
    weights = np.concatenate(list(resample_weights(60, 5000, seed=3)))
    assert weights.shape == (5000, 60)
    shares = np.bincount(weights.astype(int).ravel(), minlength=4) / weights.size
    assert shares[:4] == pytest.approx(np.exp(-1) / np.array([1, 1, 2, 6]), abs=0.004)
    assert weights.sum(1).std() == pytest.approx(np.sqrt(60), rel=0.05)
    assert np.abs(np.corrcoef(weights.T) - np.eye(60)).max() < 0.07


@pytest.mark.parametrize(("clusters", "size"), [(30, 3000), (60, 6000)])
def test_more_draws_than_clusters_are_drawn_on_average(clusters: int, size: int) -> None:
    weights = np.concatenate(list(resample_weights(clusters, 2000, seed=3, size=size)))
    assert weights.mean() == pytest.approx(100, rel=0.01)
    assert weights.var() == pytest.approx(100, rel=0.1)


def test_another_cluster_leaves_the_weights_of_the_others_as_they_were() -> None:
    few, more = (np.concatenate(list(resample_weights(n, 700, seed=3))) for n in (60, 61))
    assert (few == more[:, :60]).all()


def test_where_few_clusters_are_usable_only_those_are_drawn() -> None:
    usable = np.arange(200) % 40 == 7
    counts = np.concatenate(list(drawn_counts(200, 2000, seed=0, usable=usable)), axis=1)
    assert counts.shape == (200, 2000)
    assert (counts[usable].sum(0) == 5).all()
    assert not counts[~usable].any()


def test_both_ways_of_drawing_give_about_the_same_interval() -> None:
    values = counted(np.random.default_rng(8).normal(3, 1, size=MANY_CLUSTERS))
    many = bootstrap(values, mean).interval()
    few = bootstrap(values[1:], mean).interval()
    assert many.high - many.low == pytest.approx(few.high - few.low, rel=0.1)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    values = counted(np.random.default_rng(0).normal(size=40))
    ends = [bootstrap(values, mean, seed=seed).interval() for seed in (1, 1, 2)]
    assert ends[0] == ends[1]
    assert ends[0].low != ends[2].low


def test_the_interval_of_a_mean_is_the_textbooks() -> None:
    values = np.random.default_rng(5).normal(size=400)
    interval = bootstrap(counted(values), mean, kind="items", resamples=4000).interval()
    reach = 1.96 * values.std() / 20
    assert interval.low == pytest.approx(values.mean() - reach, abs=0.1 * reach)
    assert interval.high == pytest.approx(values.mean() + reach, abs=0.1 * reach)


def test_intervals_of_alpha_cover_at_about_their_nominal_rate() -> None:
    rng, inside, studies = np.random.default_rng(11), 0, 200
    truth_codes = _study(rng, 200_000)
    truth = krippendorff_alpha(ratings_from_codes(truth_codes), "nominal").value
    for _ in range(studies):
        found = krippendorff_alpha(ratings_from_codes(_study(rng, 80)), "nominal", resamples=300)
        inside += found.interval.low <= truth <= found.interval.high
    assert 0.89 <= inside / studies <= 0.99


def _study(rng, n):
    hidden = rng.integers(0, 3, n)
    codes = np.where(rng.random((3, n)) < 0.75, hidden, rng.integers(0, 3, (3, n)))
    return codes.astype(np.int8)


def test_fewer_than_twenty_clusters_warn() -> None:
    values = np.arange(25.0)
    assert bootstrap(counted(values[:19]), mean).interval().warning.startswith("only 19 articles")
    assert bootstrap(counted(values[:20]), mean).interval().warning == ""


def test_a_single_cluster_has_no_interval() -> None:
    interval = bootstrap(counted(np.ones(1)), mean).interval()
    assert interval.low is None
    assert interval.reason == "an interval needs at least two articles, there is 1"
    assert bootstrap(counted(np.ones(1)), mean).difference(0, 0).low is None


def test_undefined_resamples_are_counted_and_too_many_leave_no_interval() -> None:
    def only_with_first(sums):
        return np.where(sums[:, 0] > 0, 1.0, np.nan)

    rare = np.zeros((30, 1))
    rare[0] = 1  # one cluster of thirty: missing in (29/30) ** 30, 36 % of resamples
    interval = bootstrap(rare, only_with_first).interval()
    assert interval.low is None
    assert "more than 5%" in interval.reason
    often = np.zeros((30, 1))
    often[:4] = 1  # missing in 1.4 %
    few = bootstrap(often, only_with_first).interval()
    assert few.reason.startswith("the same in every resample")
    assert 0 < few.undefined < 100


def test_a_difference_uses_the_same_resamples() -> None:
    values = np.random.default_rng(2).normal(size=(50, 1))
    both = np.column_stack([values, values + 1, np.ones(50)])

    def two(sums):
        return sums[:, :2] / sums[:, 2:]

    runs = bootstrap(both, two)
    assert runs.difference(1, 0).reason.startswith("the same in every resample")
    assert runs.interval(1).high - runs.interval(0).high == pytest.approx(1)


def test_many_clusters_are_joined_into_groups_of_equal_size_and_said_so() -> None:
    n = 3 * MOST_CLUSTERS
    assert set(np.bincount(group_numbers(n, seed=0))) == {3}
    values = np.random.default_rng(1).normal(size=n)
    interval = bootstrap(counted(values), mean, kind="items").interval()
    assert "joined at random into 8192 groups" in interval.method
    assert interval.high - interval.low == pytest.approx(2 * 1.96 / np.sqrt(n), rel=0.1)


@pytest.mark.parametrize("n", [2, 3, 19, 60, 500, 2000, 2001])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("kind", ["normal", "sorted", "few values", "constant", "rising tenths"])
def test_the_ends_of_an_interval_are_numpys_quantiles(n: int, level: float, kind: str) -> None:
    rng = np.random.default_rng(n)
    values = {
        "normal": rng.normal(size=n),
        "sorted": np.sort(rng.normal(size=n)),
        "few values": rng.integers(0, 3, n).astype(float),
        "constant": np.ones(n),
        # The sample of every tenth value holds only the largest ones.
        "rising tenths": np.where(np.arange(n) % 10 == 0, 9.0 + np.arange(n), rng.random(n)),
    }[kind]
    runs = Resamples(values[:, None], clusters=n, groups=n, seed=0, kind="articles")
    interval = runs.interval(level=level)
    tail = (1 - level) / 2
    assert (interval.low, interval.high) == pytest.approx(
        tuple(np.quantile(values, [tail, 1 - tail])), rel=1e-12
    )
