"""How much to annotate: simulated studies against loops, and plans as a person reads them."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from random_studies import random_numbers, random_studies

from annotator.agreement import krippendorff_alpha, ratings_from_codes, span_measure
from annotator.agreement.planning.copying import (
    Assumptions,
    alpha_and_error,
    draw_counts,
    items_for,
    simulate,
)
from annotator.agreement.planning.imagined_marks import AssumedMarks, imagine
from annotator.cli.plan import plan
from annotator.errors import RatingsError


def test_alpha_and_error_of_simulated_studies_are_those_of_the_measure() -> None:
    rng = random_numbers(7)
    for _ in random_studies(120):
        K, m, n = (int(rng.integers(low, high)) for low, high in ((2, 5), (2, 5), (4, 15)))
        codes = rng.integers(0, K, (m, n))
        counts = np.stack([(codes == k).sum(0) for k in range(K)], axis=1)[None]
        alpha, error = alpha_and_error(counts)
        known = krippendorff_alpha(ratings_from_codes(codes, categories=range(K)), "nominal")
        if known.value is None:
            assert np.isnan(alpha[0])
            continue
        assert alpha[0] == pytest.approx(known.value)
        # The measure linearises without the small-sample n / (n - 1), this with it.
        assert error[0] == pytest.approx(known.standard_error, rel=0.2)


def test_endless_data_has_the_agreement_and_the_shares_that_were_assumed() -> None:
    assumed = Assumptions((0.6, 0.3, 0.1), 0.55, annotators=4)
    counts = draw_counts(assumed, 60_000, np.random.default_rng(1), 1)
    alpha, _ = alpha_and_error(counts)
    assert alpha[0] == pytest.approx(0.55, abs=0.01)
    assert counts[0].mean(0) / 4 == pytest.approx(np.array([0.6, 0.3, 0.1]), abs=0.01)


def test_half_of_the_error_needs_four_times_the_items() -> None:
    few, many = simulate(Assumptions((0.8, 0.2), 0.6, 2, 600), [50, 200])
    assert few.half_width == pytest.approx(2 * many.half_width, rel=0.25)
    assert items_for(few.half_width / 2, few) == pytest.approx(200, abs=1)


def test_a_rare_label_leaves_studies_without_a_value_and_they_are_counted() -> None:
    (found,) = simulate(Assumptions((0.99, 0.01), 0.7, 2, 300), [20])
    assert 0.5 < found.undefined < 1
    (sure,) = simulate(Assumptions((0.5, 0.5), 0.9, 3, 300), [400], minimum=0.667)
    assert (sure.below, sure.sure) == (0.0, 1.0)
    (unsure,) = simulate(Assumptions((0.5, 0.5), 0.667, 3, 300), [60], minimum=0.667)
    assert 0.3 < unsure.below < 0.7
    assert unsure.sure < 0.15


def test_imagined_marks_are_found_as_often_as_assumed() -> None:
    spans = imagine(AssumedMarks(5, 0.8, extra=0.0, annotators=2, length=20_000, shift=0), 150)
    found = span_measure(spans, "f1_overlap").value
    assert found == pytest.approx(0.8, abs=0.04)  # 2 * .8 * .8 / (.8 + .8)
    alone = imagine(AssumedMarks(5, 1.0, extra=0.0, annotators=2, shift=0), 20)
    assert span_measure(alone, "f1_exact").value > 0.99


@pytest.mark.parametrize(
    ("assume", "message"),
    [
        (lambda: Assumptions((0.7, 0.7), 0.5), "add up to 1.4"),
        (lambda: Assumptions((0.7, 0.3), 1.5), "lies from 0 to 1"),
        (lambda: Assumptions((0.7, 0.3), 0.5, 1), "needs two annotators"),
        (lambda: AssumedMarks(5, 0.0), "found is a probability"),
        (lambda: AssumedMarks(5, 0.5, length=50), "do not fit"),
    ],
)
def test_what_cannot_be_assumed_is_refused(assume, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        assume()


def run(*words: str):
    return CliRunner().invoke(plan, [str(word) for word in words])


def test_a_plan_prints_its_assumptions_first_and_names_a_size() -> None:
    done = run("--prevalence", ".7,.3", "--agreement", ".7", "--sizes", "50,200", "--studies",
               "200", "--minimum", ".667", "--width", ".05")  # fmt: skip
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[:2] == ["Assumed:", "- labels come with the shares 0.7, 0.3; true alpha 0.7 "
                         "(nominal)"]  # fmt: skip
    assert any(line.startswith("200 ") for line in lines)
    assert "95 of 100 studies are within ±0.05 from about" in lines[-1]


def test_a_plan_of_marks_and_of_a_pilot(tmp_path) -> None:
    done = run("--marks", "4", "--found", ".8", "--sizes", "20,80", "--studies", "60", "--json",
               "--length", "1500")  # fmt: skip
    assert done.exit_code == 0, done.output
    few, many = json.loads(done.stdout)["sizes"]
    assert few["high"] - few["low"] > many["high"] - many["low"]
    pilot = tmp_path / "pilot.csv"
    rng = np.random.default_rng(0)
    pilot.write_text("item,annotator,label\n" + "".join(
        f"{i},{who},{'xy'[int(rng.random() < (0.8 if i % 2 else 0.2))]}\n"
        for i in range(40) for who in "abc"
    ))  # fmt: skip
    found = json.loads(run(pilot, "--studies", "80", "--json").stdout)
    assert [one["items"] for one in found["sizes"]] == [40, 80, 160, 320]
    assert "like the 40 of the pilot pilot.csv, by the same 3 annotators" in found["assumed"][0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name a pilot file, or say what to assume"),
        (("--prevalence", ".5"), "name a pilot file"),
        (("--prevalence", "a", "--agreement", ".5"), "expected shares"),
        (("--prevalence", ".5", "--agreement", ".5", "--sizes", "1"), "whole numbers from 2"),
        (("nowhere.csv",), "nowhere.csv cannot be read"),
        (("nowhere.csv", "--marks", "3"), "a pilot says it already"),
    ],
)
def test_what_does_not_fit_is_one_message(words: tuple[str, ...], message: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert message in done.output
