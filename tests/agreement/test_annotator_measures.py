"""Annotators apart: groups, gold, change over time, models on text, and how much is enough."""

import numpy as np
import pytest

from annotator.agreement import krippendorff_alpha, ratings_from_codes, ratings_from_labels
from annotator.agreement.leave_one_out import annotator_jackknife, leave_one_out
from annotator.agreement.models.competence import agreement_with_gold, competences
from annotator.agreement.models.dawid_skene import dawid_skene
from annotator.agreement.models.mace import mace
from annotator.agreement.models.unit_ratings import NOTHING, unit_ratings
from annotator.agreement.ratings.drift_of_ratings import drift
from annotator.agreement.ratings.enough_ratings import difference, project
from annotator.agreement.ratings.groups import group_alphas
from annotator.agreement.ratings.krippendorff import alpha_coefficient
from annotator.agreement.spans.spans import Mark, spans_from_marks
from annotator.errors import RatingsError

NAMES = ["ann", "bob", "cy", "di"]


def crowd(n: int = 300, seed: int = 0, skill=(0.9, 0.85, 0.8, 0.75)):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, n)
    codes = [np.where(rng.random(n) < p, truth, rng.integers(0, 3, n)) for p in skill]
    return truth, ratings_from_codes(np.array(codes), annotators=NAMES[: len(skill)])


def test_within_a_group_is_its_own_alpha_and_between_uses_cross_pairs_only() -> None:
    codes = [[0, 0, 1, 1, 0, 1], [0, 0, 1, 1, 0, 1], [1, 1, 0, 0, 1, 0], [1, 1, 0, 0, 1, 0]]
    ratings = ratings_from_codes(codes, annotators=NAMES)
    old, new, between = group_alphas(
        ratings, {"old": ["ann", "bob"], "new": ["cy", "di"]}, "nominal"
    )
    assert (old.value, new.value) == (1.0, 1.0)
    assert between.id == "old & new"
    assert (between.observed, between.expected) == (1.0, 0.5)
    assert between.value == -1.0


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_between_group_distances_one_by_one(level: str) -> None:
    labels = [[1, 2, 4, 1], [2, 2, 1, None], [1, 4, 4, 2]]
    ratings = ratings_from_labels(labels, annotators=NAMES[:3])
    found = group_alphas(ratings, {"g": ["ann", "bob"], "h": ["cy"]}, level)[-1]
    both = [label for row in labels for label in row if label is not None]
    n = {x: both.count(x) for x in (1, 2, 4)}

    def delta2(a, b):
        low, high = min(a, b), max(a, b)
        ranks = sum(count for x, count in n.items() if low <= x <= high) - (n[a] + n[b]) / 2
        return {
            "nominal": float(a != b), "interval": (a - b) ** 2, "ratio": ((a - b) / (a + b)) ** 2,
            "ordinal": ranks**2,
        }[level]  # fmt: skip

    observed = weight = 0.0
    g_all, h_all = [], []
    for i in range(4):
        g = [row[i] for row in labels[:2] if row[i] is not None]
        h = [labels[2][i]]
        observed += (len(g) + 1) * np.mean([delta2(a, b) for a in g for b in h])
        weight += len(g) + 1
        g_all, h_all = g_all + g, h_all + h
    expected = np.mean([delta2(a, b) for a in g_all for b in h_all])
    assert found.value == pytest.approx(1 - observed / weight / expected)


def test_a_group_of_strangers_is_refused() -> None:
    with pytest.raises(RatingsError, match="'eve' is none of ann, bob, cy, di"):
        group_alphas(crowd()[1], {"old": ["eve"]}, "nominal")


def test_groups_without_a_shared_item_have_a_reason() -> None:
    ratings = ratings_from_codes([[0, 1, -1, -1], [-1, -1, 0, 1]], annotators=NAMES[:2])
    between = group_alphas(ratings, {"a": ["ann"], "b": ["bob"]}, "nominal")[-1]
    assert (between.value, between.reason) == (None, "the groups share no item")


def test_agreement_with_the_gold_orders_annotators_by_skill() -> None:
    truth, ratings = crowd()
    found = agreement_with_gold(ratings, truth, resamples=100)
    values = [one.value for one in found]
    assert values == sorted(values, reverse=True)
    assert found[0].interval.low < values[0] < found[0].interval.high
    with pytest.raises(RatingsError, match="expected 300 gold codes"):
        agreement_with_gold(ratings, [0, 1])


def test_both_models_order_annotators_by_skill() -> None:
    found = competences(crowd(skill=(0.95, 0.7, 0.3))[1])
    for of in (lambda one: one.accuracy, lambda one: one.competence):
        assert [one.annotator for one in sorted(found, key=of, reverse=True)] == NAMES[:3]
    assert all(sum(row) == pytest.approx(1) for one in found for row in one.confusion)


def test_leaving_out_the_worst_raises_alpha_and_the_jackknife_needs_four() -> None:
    def alpha(ratings):
        return krippendorff_alpha(ratings, "nominal")

    ratings = crowd(skill=(0.9, 0.9, 0.9, 0.2))[1]
    without = leave_one_out(alpha, ratings, alpha(ratings))
    assert [one.parameters["change"] > 0 for one in without] == [False, False, False, True]
    interval = annotator_jackknife(without)
    values = [one.value for one in without]
    error = np.sqrt(3 / 4 * sum((v - np.mean(values)) ** 2 for v in values))
    assert interval.high - interval.low == pytest.approx(2 * 3.18245 * error, rel=1e-4)
    three = ratings.only([0, 1, 2])
    assert "needs 4" in annotator_jackknife(leave_one_out(alpha, three, alpha(three))).reason


def test_an_annotator_who_gets_tired_shows_and_a_steady_one_does_not() -> None:
    ratings = crowd(n=800)[1]
    rng = np.random.default_rng(1)
    codes = np.array(ratings.codes)
    order = np.tile(rng.permutation(800), (4, 1))
    late = (order[0] >= 400) & (rng.random(800) < 0.6)
    codes[0, late] = rng.integers(0, 3, late.sum())
    tired, steady, *_ = drift(ratings_from_codes(codes), order, resamples=300)
    assert tired.interval.high < 0
    assert tired.value < -0.2
    assert tired.parameters["quarters"][0] > tired.parameters["quarters"][3]
    assert steady.value > tired.value / 2  # it only shares items with the tired one
    few = drift(ratings_from_codes(codes[:, :5]), order[:, :5])[0]
    assert few.reason.startswith("5 items shared with others, fewer than the 8")


def test_stretches_of_text_stand_for_their_characters() -> None:
    spans = spans_from_marks(
        [Mark("a", "ann", "x", 2, 9), Mark("a", "bob", "x", 4, 9), Mark("a", "cy", "y", 2, 6),
         Mark("a", "bob", "y", 4, 6), Mark("b", "ann", "x", 0, 3)],
        lengths={"a": 15, "b": 6}, seen=[("a", "ann"), ("a", "bob"), ("a", "cy"), ("b", "ann"),
                                         ("b", "cy")],
    )  # fmt: skip
    stretches, lengths = unit_ratings(spans)
    assert stretches.categories[0] == NOTHING
    assert "x|y" in stretches.categories
    assert lengths.sum() == 21
    characters = ratings_from_codes(
        np.repeat(stretches.codes, lengths.astype(int), axis=1), categories=stretches.categories
    )
    assert (characters.codes[1, 15:] == -1).all()
    for fit in (dawid_skene, mace):
        short = fit(stretches, weights=lengths, iterations=20, tolerance=-np.inf)
        long = fit(characters, iterations=20, tolerance=-np.inf)
        assert short.log_likelihood_ == pytest.approx(long.log_likelihood_)
        assert np.allclose(np.repeat(short.posterior_, lengths.astype(int), 0), long.posterior_)


def test_more_articles_narrow_the_interval_as_the_root_says() -> None:
    ratings = crowd(n=200)[1]
    now, later = project(alpha_coefficient(ratings, "nominal"), ratings, [200, 1800])
    own = krippendorff_alpha(ratings, "nominal", resamples=2000).interval
    assert now.width == pytest.approx(own.high - own.low)
    assert now.width / later.width == pytest.approx(3, rel=0.1)


def test_two_rounds_differ_beyond_chance_or_do_not() -> None:
    good, same = crowd(seed=1)[1], crowd(seed=2)[1]
    bad = crowd(seed=3, skill=(0.6, 0.6, 0.6, 0.6))[1]

    def side(ratings):
        return alpha_coefficient(ratings, "nominal"), ratings

    gap, interval = difference(side(good), side(bad), paired=False)
    assert 0 < interval.low < gap < interval.high
    _, interval = difference(side(good), side(same), paired=False)
    assert interval.low < 0 < interval.high
    with pytest.raises(RatingsError, match="same clusters"):
        difference(side(good), side(crowd(n=10)[1]), paired=True)


def test_a_difference_of_single_items_has_a_value_and_says_why_it_has_no_interval() -> None:
    def side(codes):
        ratings = ratings_from_codes(codes)
        return alpha_coefficient(ratings, "nominal"), ratings

    one, two = side([[0], [1]]), side([[0], [1], [1]])
    for first, second, paired in ((one, two, True), (one, side([[0, 1, 0], [0, 1, 1]]), False)):
        gap, interval = difference(first, second, paired=paired, resamples=40)
        apart = [krippendorff_alpha(ratings, "nominal").value for _, ratings in (first, second)]
        assert gap == pytest.approx(apart[0] - apart[1])
        assert interval.reason == "an interval needs at least two items, there is 1"
