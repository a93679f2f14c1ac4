"""Every coefficient against the slow way, and what must never change it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
    ratings_from_codes,
)

UNHURRIED = settings(deadline=None, max_examples=60)
CATEGORIES = [0.0, 1.0, 3.0, 7.0]


@st.composite
def codes(draw: st.DrawFn, fewest_annotators: int = 2) -> np.ndarray:
    annotators, items = draw(st.integers(fewest_annotators, 5)), draw(st.integers(1, 8))
    cells = st.lists(st.integers(-1, 3), min_size=items, max_size=items)
    return np.array(draw(st.lists(cells, min_size=annotators, max_size=annotators)))


def rated(matrix):
    return ratings_from_codes(matrix, categories=CATEGORIES)


def by_item(matrix):
    return [[int(c) for c in column if c >= 0] for column in matrix.T]


DISTANCES = {
    "nominal": lambda a, b, n: float(a != b),
    "interval": lambda a, b, n: (CATEGORIES[a] - CATEGORIES[b]) ** 2,
    "ratio": lambda a, b, n: (
        0.0 if a == b else ((CATEGORIES[a] - CATEGORIES[b]) / (CATEGORIES[a] + CATEGORIES[b])) ** 2
    ),
    "ordinal": lambda a, b, n: (sum(n[min(a, b) : max(a, b) + 1]) - (n[a] + n[b]) / 2) ** 2,
}


def slow_alpha(matrix, level):
    """Krippendorff 2011, pair by pair."""
    items = [item for item in by_item(matrix) if len(item) > 1]
    values = [code for item in items for code in item]
    n = [values.count(k) for k in range(4)]
    distance = DISTANCES[level]
    observed = sum(
        2 * sum(distance(a, b, n) for a, b in combinations(item, 2)) / (len(item) - 1)
        for item in items
    ) / max(1, len(values))
    pairs = sum(distance(a, b, n) for a in values for b in values)
    expected = pairs / (len(values) * (len(values) - 1)) if len(values) > 1 else 0.0
    return None if expected == 0 else 1 - observed / expected


def weight(a, b, kind):
    gap = abs(CATEGORIES[a] - CATEGORIES[b]) / 7
    return {"identity": float(a == b), "linear": 1 - gap, "quadratic": 1 - gap * gap}[kind]


def slow_chance(matrix, kind, expected):
    """Gwet 2021: pairs of ratings within items, shares over items."""
    items = [item for item in by_item(matrix) if item]
    paired = [item for item in items if len(item) > 1]
    if not paired:
        return None
    agreeing = [np.mean([weight(a, b, kind) for a, b in combinations(item, 2)]) for item in paired]
    pi = [np.mean([item.count(k) / len(item) for item in items]) for k in range(4)]
    total = sum(weight(a, b, kind) for a in range(4) for b in range(4))
    chance = {
        "fleiss": sum(pi[a] * pi[b] * weight(a, b, kind) for a in range(4) for b in range(4)),
        "uniform": total / 16,
        "gwet": total * sum(p * (1 - p) for p in pi) / 12,
    }[expected]
    return None if abs(1 - chance) < 1e-9 else (np.mean(agreeing) - chance) / (1 - chance)


def slow_cohen(first, second, kind):
    both = [(a, b) for a, b in zip(first, second, strict=True) if a >= 0 and b >= 0]
    if not both:
        return None
    observed = np.mean([weight(a, b, kind) for a, b in both])
    chance = np.mean([weight(a, b, kind) for a, _ in both for _, b in both])
    return None if abs(1 - chance) < 1e-9 else (observed - chance) / (1 - chance)


def same(found, slow):
    return (found is None and slow is None) or found == pytest.approx(slow, abs=1e-9)


@UNHURRIED
@given(codes(), st.sampled_from(sorted(DISTANCES)))
def test_alpha_pair_by_pair(matrix, level) -> None:
    assert same(krippendorff_alpha(rated(matrix), level).value, slow_alpha(matrix, level))


@UNHURRIED
@given(codes(), st.sampled_from(["identity", "linear", "quadratic"]))
def test_coefficients_of_category_shares_pair_by_pair(matrix, kind) -> None:
    ratings = rated(matrix)
    assert same(fleiss_kappa(ratings, kind).value, slow_chance(matrix, kind, "fleiss"))
    assert same(brennan_prediger(ratings, kind).value, slow_chance(matrix, kind, "uniform"))
    assert same(gwet_ac2(ratings, kind).value, slow_chance(matrix, kind, "gwet"))


@UNHURRIED
@given(codes(), st.sampled_from(["identity", "linear", "quadratic"]))
def test_cohens_kappa_rating_by_rating(matrix, kind) -> None:
    found = cohen_kappa(rated(matrix), kind)
    pairs = list(combinations(range(len(matrix)), 2))
    slow = [slow_cohen(matrix[g], matrix[h], kind) for g, h in pairs]
    values = [one.value for one in (found[1:] or found)]
    assert all(same(a, b) for a, b in zip(values, slow, strict=True))


MEASURES = [
    lambda r: krippendorff_alpha(r, "nominal").value,
    lambda r: fleiss_kappa(r).value,
    lambda r: gwet_ac1(r).value,
    lambda r: conger_kappa(r).value,
    lambda r: percent_agreement(r).value,
    lambda r: cohen_kappa(r)[0].value,
]


@UNHURRIED
@given(codes(), st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(matrix, random) -> None:
    items, people, names = (list(range(n)) for n in (matrix.shape[1], len(matrix), 4))
    for order in (items, people, names):
        random.shuffle(order)
    renamed = np.where(matrix < 0, -1, np.array(names)[matrix])
    moved = renamed[people][:, items]
    for measure in MEASURES:
        one = measure(ratings_from_codes(matrix, categories=range(4)))
        assert same(measure(ratings_from_codes(moved, categories=range(4))), one)


@UNHURRIED
@given(codes(fewest_annotators=1), st.integers(2, 4))
def test_identical_annotators_give_one_or_have_a_reason(matrix, times) -> None:
    ratings = rated(np.repeat(matrix[:1], times, axis=0))
    for measure in MEASURES:
        value = measure(ratings)
        assert value is None or value == pytest.approx(1.0)
    two_labels = len({c for c in matrix[0] if c >= 0}) > 1
    assert (MEASURES[0](ratings) is not None) == two_labels


@UNHURRIED
@given(codes())
def test_a_value_is_finite_or_has_a_reason(matrix) -> None:
    found = [
        krippendorff_alpha(rated(matrix), "ordinal", resamples=20),
        *cohen_kappa(rated(matrix)),
    ]
    for one in found:
        assert (one.value is None) == bool(one.reason)


@UNHURRIED
@given(codes(), st.integers(1, 3))
def test_splitting_into_articles_changes_no_value(matrix, articles) -> None:
    names = [f"a{i % articles}" for i in range(matrix.shape[1])]
    split = ratings_from_codes(matrix, categories=CATEGORIES, articles=names)
    for measure in MEASURES:
        assert same(measure(split), measure(rated(matrix)))
