"""Agreement on questions about articles, at the question's own level."""

from __future__ import annotations

import pytest
from report_study import study_of, work_of

from annotator.models import Level
from annotator.reports import QuestionReport, build_report


def questions(*work: object) -> dict[str, QuestionReport]:
    report = build_report(study_of(*work), resamples=50)  # type: ignore[arg-type]
    return {question.key: question for question in report.questions}


def test_an_ordinal_question_is_compared_as_ordinal() -> None:
    tone = questions(
        work_of(1, "ann", tone="good"), work_of(1, "bob", tone="even"),
        work_of(2, "ann", tone="bad"), work_of(2, "bob", tone="bad"),
    )["tone"]  # fmt: skip
    assert tone.level is Level.ORDINAL
    assert tone.krippendorff_alpha.level == "ordinal"
    assert tone.percent_agreement.value == pytest.approx(0.5)
    # n = (good 1, even 1, bad 2). δ²(good, even) = (1/2 + 1/2)² = 1, δ²(good, bad) =
    # (1/2 + 1 + 1)² = 6.25, δ²(even, bad) = (1/2 + 1)² = 2.25; D_o = 2·1/4;
    # D_e = 2(1·1·1 + 1·2·6.25 + 1·2·2.25)/(4·3) = 3.
    assert tone.krippendorff_alpha.observed == pytest.approx(0.5)
    assert tone.krippendorff_alpha.expected == pytest.approx(3.0)
    assert tone.krippendorff_alpha.value == pytest.approx(1 - 0.5 / 3)
    assert tone.krippendorff_alpha.unit == "article"
    assert (tone.answered, tone.articles) == (4, 2)
    assert tone.answers[0] == ("Bad", 2)


def test_choosing_none_of_several_is_an_answer() -> None:
    frames = questions(
        work_of(1, "ann", frames=("crime", "money")), work_of(1, "bob", frames=("crime",)),
        work_of(2, "ann"), work_of(2, "bob"),
    )["frames"]  # fmt: skip
    assert frames.krippendorff_alpha.level == "masi"
    # D_o: one of two articles differs by 1 - 1/2 · 2/3 = 2/3.
    assert frames.krippendorff_alpha.observed == pytest.approx((2 / 3) / 2)
    assert dict(frames.answers) == {"none": 2, "Crime": 1, "Crime + Money": 1}


def test_a_question_left_out_is_missing_not_an_answer() -> None:
    tone = questions(work_of(1, "ann", tone="good"), work_of(1, "bob"))["tone"]
    assert tone.answered == 1
    assert tone.krippendorff_alpha.value is None
    assert tone.krippendorff_alpha.reason == (
        "no article has this question answered by two annotators"
    )


def test_everybody_giving_one_answer_is_undefined() -> None:
    tone = questions(work_of(1, "ann", tone="good"), work_of(1, "bob", tone="good"))["tone"]
    assert tone.percent_agreement.value == 1.0
    assert tone.krippendorff_alpha.value is None
    assert "same answer" in tone.krippendorff_alpha.reason


def test_free_text_is_not_compared() -> None:
    remark = questions(work_of(1, "ann"), work_of(1, "bob"))["remark"]
    assert remark.krippendorff_alpha.value is None
    assert "free text" in remark.krippendorff_alpha.reason
