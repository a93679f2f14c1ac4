"""Shrout and Fleiss (1979): six intraclass correlations, their table and their intervals."""

import numpy as np
import pytest
from random_studies import random_numbers, random_studies

from annotator.agreement import icc, ratings_from_codes, ratings_from_labels
from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.agreement.ratings.icc import MOST_ANNOTATORS_ICC
from annotator.errors import RatingsError

TABLE = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
FORMS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
# Table 4 of the paper; the ends as the psych package of R prints them for the same table.
PRINTED = {
    "1,1": (0.17, -0.133, 0.72), "2,1": (0.29, 0.019, 0.76), "3,1": (0.71, 0.342, 0.95),
    "1,k": (0.44, -0.884, 0.91), "2,k": (0.62, 0.071, 0.93), "3,k": (0.91, 0.676, 0.99),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_table_of_the_paper(form: str) -> None:
    value, low, high = PRINTED[form]
    found = icc(ratings_from_labels(TABLE), form, resamples=50)
    assert found.value == pytest.approx(value, abs=0.005)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(low, abs=0.0006)
    assert found.interval.high == pytest.approx(high, abs=0.005)
    assert found.interval.method.startswith("F distribution")
    assert found.parameters["form"] == f"ICC({form})"


def by_analysis_of_variance(y: np.ndarray) -> dict[str, float | None]:
    """The paper's formulas of mean squares; `y` is annotators x items."""
    k, n = y.shape
    grand = sum(y[j][i] for j in range(k) for i in range(n)) / (n * k)
    item = [sum(y[j][i] for j in range(k)) / k for i in range(n)]
    rater = [sum(y[j][i] for i in range(n)) / n for j in range(k)]
    BMS = k * sum((one - grand) ** 2 for one in item) / (n - 1)
    JMS = n * sum((one - grand) ** 2 for one in rater) / (k - 1)
    WMS = sum((y[j][i] - item[i]) ** 2 for j in range(k) for i in range(n)) / (n * (k - 1))
    EMS = sum((y[j][i] - item[i] - rater[j] + grand) ** 2 for j in range(k) for i in range(n))
    EMS /= (n - 1) * (k - 1)
    shares = {
        "1,1": (BMS - WMS, BMS + (k - 1) * WMS),
        "2,1": (BMS - EMS, BMS + (k - 1) * EMS + k * (JMS - EMS) / n),
        "3,1": (BMS - EMS, BMS + (k - 1) * EMS),
        "1,k": (BMS - WMS, BMS),
        "2,k": (BMS - EMS, BMS + (JMS - EMS) / n),
        "3,k": (BMS - EMS, BMS),
    }
    # All that varies is not more than nothing: no share of it.
    return {form: part / whole if whole > 1e-9 else None for form, (part, whole) in shares.items()}


def test_random_tables_are_as_the_paper_computes_them() -> None:
    rng = random_numbers(11)
    for _ in random_studies(400):
        k, n = int(rng.integers(2, 6)), int(rng.integers(3, 12))
        codes = rng.integers(0, int(rng.integers(2, 9)), (k, n))
        for form, by_hand in by_analysis_of_variance(codes.astype(float)).items():
            found = icc(ratings_from_codes(codes), form)
            if by_hand is None:
                assert (found.value, bool(found.reason)) == (None, True)
            else:
                assert found.value == pytest.approx(by_hand, abs=1e-8), (codes, form)


def solved_by_least_steps(y: np.ndarray) -> dict[str, float]:
    """Sums of squares set equal to their expectation, by counting who shares what; NaN missing."""
    cells = [(i, j) for j in range(len(y)) for i in range(y.shape[1]) if not np.isnan(y[j, i])]
    there = [(i, j) for i, j in cells if sum(1 for other, _ in cells if other == i) > 1]
    N, value = len(there), np.array([y[j, i] for i, j in there])
    item = np.array([[float(a == b) for b, _ in there] for a, _ in there])
    rater = np.array([[float(a == b) for _, b in there] for _, a in there])
    every, alone = np.ones((N, N)), np.eye(N)
    share = {"Q": alone, "S": item / item.sum(1), "R": rater / rater.sum(1), "G": every / N}
    # y'Py has expectation tr(P V), V = s2_s item + s2_r rater + s2_e I (the mean drops out of
    # differences).
    rows, sides = [], []
    for one, other in (("Q", "S"), ("Q", "R"), ("Q", "G")):
        P = share[one] - share[other]
        rows.append([np.trace(P @ V) for V in (item, rater, alone)])
        sides.append(value @ P @ value)
    s, r, e = np.linalg.solve(rows, sides)
    between = share["S"] - share["G"]
    within = value @ (alone - share["S"]) @ value / (N - np.linalg.matrix_rank(share["S"]))
    s_1 = (value @ between @ value - within * np.trace(between)) / np.trace(between @ item)
    m = {i: sum(1 for other, _ in there if other == i) for i, _ in there}
    k = len(m) / sum(1 / one for one in m.values())
    return {
        "1,1": s_1 / (s_1 + within), "1,k": s_1 / (s_1 + within / k),
        "2,1": s / (s + r + e), "2,k": s / (s + (r + e) / k),
        "3,1": s / (s + e), "3,k": s / (s + e / k),
    }  # fmt: skip


def test_with_gaps_variances_are_those_that_sums_of_squares_lead_one_to_expect() -> None:
    rng = random_numbers(5)
    compared = 0
    for _ in random_studies(120):
        k, n = int(rng.integers(3, 6)), int(rng.integers(5, 10))
        codes = rng.integers(0, 6, (k, n)) + rng.integers(0, 3, n)
        codes[rng.random((k, n)) < 0.25] = -1
        if np.count_nonzero(codes >= 0) == k * n or len({*codes[codes >= 0].tolist()}) < 2:
            continue
        if not ((codes >= 0).sum(0) > 1).any():
            assert all(icc(ratings_from_codes(codes), form).value is None for form in FORMS)
            continue
        y = np.where(codes >= 0, codes, np.nan).astype(float)
        try:
            by_hand = solved_by_least_steps(y)
        except np.linalg.LinAlgError:
            continue
        for form in FORMS:
            found = icc(ratings_from_codes(codes), form, resamples=0)
            if found.value is not None:
                compared += 1
                assert found.value == pytest.approx(by_hand[form], rel=1e-6, abs=1e-6), form
    assert compared > 300


def test_with_gaps_the_interval_comes_from_resamples_and_says_so() -> None:
    rng = np.random.default_rng(2)
    codes = np.clip(rng.integers(0, 5, 40) + rng.integers(-1, 2, (3, 40)), 0, 4)
    complete = icc(ratings_from_codes(codes), "2,1", resamples=200)
    codes[0, 3] = -1
    gaps = icc(ratings_from_codes(codes), "2,1", resamples=200)
    assert complete.interval is not None
    assert gaps.interval is not None
    assert "bootstrap over items" in gaps.interval.method
    assert gaps.interval.low == pytest.approx(complete.interval.low, abs=0.15)
    articles = icc(
        ratings_from_codes(codes, articles=[i // 4 for i in range(40)]), "2,1", resamples=200
    )
    assert "bootstrap over articles" in articles.interval.method


def test_what_has_no_value_says_why() -> None:
    same = icc(ratings_from_codes([[1, 1], [1, 1]], categories=[0, 1, 2]), "1,1", resamples=9)
    assert (same.value, "only the label" in same.reason) == (None, True)
    flat = icc(ratings_from_codes([[0, 1], [1, 0]]), "3,k")
    assert flat.value is None
    assert "do not tell the items apart" in flat.reason
    alone = icc(ratings_from_codes([[0, 1, 2]]), "2,1")
    assert alone.reason == "fewer than two annotators"
    crowd = ratings_from_codes(np.arange((MOST_ANNOTATORS_ICC + 1) * 4).reshape(-1, 4) % 3)
    assert "icc_1_1" in icc(crowd, "2,1").reason
    assert icc(crowd, "1,1").value is not None
    with pytest.raises(RatingsError, match="needs labels that are numbers"):
        icc(ratings_from_labels([["a", "b"], ["a", "a"]]), "1,1")
    with pytest.raises(RatingsError, match="none of 1,1 2,1"):
        icc(crowd, "4,1")


def test_perfect_agreement_is_one_and_its_interval_a_reason() -> None:
    found = icc(ratings_from_codes([[0, 1, 2], [0, 1, 2]]), "2,1", resamples=20)
    assert found.value == pytest.approx(1)
    assert found.interval.low is None
    assert found.interval.reason


HEAD = "item,annotator,label\n"


def test_from_a_file_numbers_or_categories_in_order_are_needed() -> None:
    rows = [(i, who, label) for i, pair in enumerate(["lm", "mm", "hh", "lh", "ll", "hm"])
            for who, label in zip("ab", pair, strict=True)]  # fmt: skip
    text = HEAD + "".join(f"{i},{who},{label}\n" for i, who, label in rows)
    with pytest.raises(RatingsError, match="icc_2_1 needs numbers, or --level ordinal"):
        evaluate_text(text, "f.csv", Question(measures=("icc_2_1",)))
    ordered = Question(
        measures=("icc_2_1",), level="ordinal", categories=("l", "m", "h"), resamples=50
    )
    found = evaluate_text(text, "f.csv", ordered).measures
    code = {"l": 0, "m": 1, "h": 2}
    table = [[code[label] for _, one, label in rows if one == who] for who in "ab"]
    assert found[0].value == pytest.approx(by_analysis_of_variance(np.array(table, float))["2,1"])
    assert found[0].parameters["numbers"] == "the places of the categories"
    assert {one.scope for one in found} == {"all"}


def test_at_the_interval_level_they_are_among_the_measures_nobody_named() -> None:
    text = HEAD + "".join(
        f"{i},{who},{value}\n" for i in range(6) for who, value in (("a", i), ("b", i + 1))
    )
    named = {one.name for one in evaluate_text(text, "f.csv", Question(resamples=0)).measures}
    assert not any(name.startswith("icc") for name in named)
    asked = Question(resamples=0, level="interval")
    named = {one.name for one in evaluate_text(text, "f.csv", asked).measures}
    assert {f"icc_{form.replace(',', '_')}" for form in FORMS} <= named
