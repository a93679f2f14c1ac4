"""Gwet (2021, chapter 6): benchmark scales with probabilities, as irrCAC prints them."""

import math

import numpy as np
import pytest
from random_studies import random_numbers, random_studies

from annotator.agreement import Interval, Measure, gwet_ac1, ratings_from_codes
from annotator.agreement.benchmark_scales import SCALES, benchmark, steps_of, verdict
from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.errors import RatingsError

# irrCAC (Python), documentation and test/unit/irrCAC/benchmark: coefficient .67, error .15.
PRINTED = {
    "altman": [0.18168, 0.67511, 0.96356, 0.99912, 1.0],
    "cicchetti_sparrow": [0.28699, 0.67511, 0.96356, 1.0],
    "fleiss": [0.28699, 0.96356, 1.0],
    "landis_koch": [0.18168, 0.67511, 0.96356, 0.99912, 1.0, 1.0],
    "regier": [0.18168, 0.67511, 0.96356, 0.99912, 1.0],
}


@pytest.mark.parametrize("scale", PRINTED)
def test_the_sums_that_irrcac_prints(scale: str) -> None:
    reached = [one.reached for one in steps_of(0.67, 0.15, scale)]
    assert reached == pytest.approx(PRINTED[scale], abs=6e-6)


def test_a_step_is_as_probable_as_draws_from_the_cut_normal_distribution_are_in_it() -> None:
    rng = np.random.default_rng(4)
    for value, error in ((0.9, 0.3), (-0.2, 0.4), (0.5, 0.05)):
        draws = rng.normal(value, error, 200_000)
        draws = draws[np.abs(draws) <= 1]
        for one in steps_of(value, error, "landis_koch"):
            assert one.reached == pytest.approx((draws >= one.low).mean(), abs=0.005)


def integrated(value: float, error: float, low: float, high: float) -> float:
    """The bell's area by the trapezoidal rule, to a constant factor."""
    n = 2000
    x = [low + (high - low) * i / n for i in range(n + 1)]
    y = [math.exp(-(((one - value) / error) ** 2) / 2) for one in x]
    return (sum(y) - (y[0] + y[-1]) / 2) * (high - low) / n


def test_random_values_are_judged_as_a_bell_that_is_summed_up_piece_by_piece() -> None:
    # irrCAC's rule: from the highest step down, the first at which the sum reaches .95.
    rng = random_numbers(21)
    for _ in random_studies(30):
        value, error = float(rng.uniform(-1, 1)), float(rng.uniform(0.03, 0.5))
        scale = str(rng.choice(list(SCALES)))
        total, reached, word = integrated(value, error, -1, 1), 0.0, ""
        ends = [1.0, *(low for low, _ in SCALES[scale])]
        found = steps_of(value, error, scale)
        for high, (low, name), one in zip(ends, SCALES[scale], found, strict=False):
            reached += integrated(value, error, low, high) / total
            assert one.reached == pytest.approx(reached, abs=5e-5), (value, error, scale)
            word = word or (name if reached >= 0.95 else "")
        if all(abs(one.reached - 0.95) > 5e-5 for one in found):
            word = word or SCALES[scale][-1][1]
            assert verdict(value, error, scale) == word
            half = 1.959963984540054 * error
            from_interval = Measure("f", value, interval=Interval(value - half, value + half))
            assert benchmark(from_interval, scale)["verdict"] == word


def test_the_verdict_is_the_highest_step_that_is_nearly_certain() -> None:
    assert verdict(0.67, 0.15, "landis_koch") == "moderate"
    assert verdict(0.67, 0.0001, "landis_koch") == "substantial"
    assert verdict(-0.5, 0.1, "cicchetti_sparrow") == "poor"
    with pytest.raises(RatingsError, match="none of landis_koch"):
        steps_of(0.5, 0.1, "mine")


def test_without_a_standard_error_the_interval_gives_one_and_without_both_a_reason() -> None:
    told = benchmark(Measure("f", 0.67, interval=Interval(0.376, 0.964)), "fleiss")
    assert (told["error_from"], told["verdict"]) == (
        "the width of the interval", "intermediate to good",
    )  # fmt: skip
    assert told["standard_error"] == pytest.approx(0.15, abs=1e-3)
    assert benchmark(Measure("f", 0.67), "fleiss")["reason"]
    assert benchmark(Measure("f", None, "why"), "fleiss")["reason"] == "no value"
    assert benchmark(Measure("f", 0.6, standard_error=0.0), "fleiss")["reason"]
    assert benchmark(Measure("gamma", -3.0, standard_error=0.1), "fleiss")["reason"]


def test_every_scale_goes_down_step_by_step() -> None:
    for steps in SCALES.values():
        lows = [low for low, _ in steps]
        assert lows == sorted(lows, reverse=True)
        assert all(math.isfinite(low) for low in lows)


def test_an_error_that_contradicts_its_interval_is_remarked() -> None:
    rng = np.random.default_rng(0)
    true = rng.choice(3, 1000, p=[0.6, 0.3, 0.1])
    codes = np.stack([np.where(rng.random(1000) < 0.85, true, rng.choice(3, 1000)) for _ in "ab"])
    interval = gwet_ac1(ratings_from_codes(codes), resamples=300).interval
    assert interval is not None
    assert interval.warning == ""
    codes[1, 30:] = -1
    interval = gwet_ac1(ratings_from_codes(codes), resamples=300).interval
    assert interval is not None
    assert "how many have two ratings for fixed" in interval.warning


def test_a_file_is_told_its_scale_and_its_share_below_a_minimum() -> None:
    rng = np.random.default_rng(1)
    text = "item,annotator,label\n" + "".join(
        f"{i},{who},{'xy'[int(rng.random() < (0.8 if i % 2 else 0.2))]}\n"
        for i in range(60) for who in "abc"
    )  # fmt: skip
    asked = Question(benchmark="landis_koch", minimums=(0.667, 0.0), resamples=200)
    found = evaluate_text(text, "r.csv", asked).measures
    for one in found:
        if one.scope != "all":
            assert "benchmark" not in one.parameters
            continue
        told = one.parameters["benchmark"]
        assert "verdict" in told, one.name
        assert set(one.parameters["below_minimum"]) == {"0.667", "0"}
