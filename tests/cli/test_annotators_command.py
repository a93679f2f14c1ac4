"""`annotator annotators`: what the annotator models say, and whether they got there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from click.testing import CliRunner

from annotator.agreement.models.mace import mace
from annotator.agreement.ratings.ratings import ratings_from_codes
from annotator.cli.annotators import annotators, as_text
from annotator.reports.model_report import AnnotatorModel, Fit, ModelReport

FIT = Fit(-12.5, 40, True, ((-12.5, 40, True), (-20.0, 9, True)), 5e-5)
ANN = AnnotatorModel("A01", 900.0, 0.875, 0.75, 0.5, None, (0.0, 0.0), ((1.0, 0.0), (0.5, 0.5)))
REPORT = ModelReport(
    units=900, articles=3, annotators=(ANN,), dawid_skene=FIT, mace=replace(FIT, converged=False)
)


def test_every_annotator_has_a_line_and_a_model_that_did_not_converge_says_so() -> None:
    lines = as_text("All labels together", REPORT).splitlines()
    assert lines[0] == "All labels together: 900 characters of 3 articles"
    assert lines[2].split("\t") == ["A01", "0.875", "0.750", "0.500", "-"]
    assert lines.pop(3) == (
        "A01, is right: they marked nothing, so there is nothing to be right about"
    )
    assert lines[3] == (
        "Dawid-Skene: converged in 40 rounds, 5e-05 from the end; 1 of 2 starts ended as well"
    )
    assert lines[4].startswith("MACE: did not converge in 40 rounds, 5e-05 from the end")


def test_of_a_question_nobody_finds_anything_or_is_right_about_it() -> None:
    lines = as_text("Frame", replace(REPORT, unit="article")).splitlines()
    assert lines[1:3] == ["annotator\taccuracy\tcompetence", "A01\t0.875\t0.750"]


def test_why_there_is_no_model_stands_alone() -> None:
    assert as_text("x", ModelReport(reason="Nothing was marked.")) == "Nothing was marked."


def test_mace_says_how_far_it_is() -> None:
    rng = np.random.default_rng(1)
    codes = np.where(rng.random((4, 200)) < 0.6, rng.integers(0, 3, 200), 0)
    early = mace(ratings_from_codes(codes), iterations=4)
    late = mace(ratings_from_codes(codes), iterations=400, tolerance=1e-12)
    assert not early.converged_
    assert late.left_ < 1e-3 < early.left_


def test_help_names_the_way_to_one_label() -> None:
    found = CliRunner().invoke(annotators, ["--help"])
    assert "--about KEY" in found.output
