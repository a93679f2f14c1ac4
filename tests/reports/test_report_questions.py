"""Agreement on questions about articles, at the question's own level."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_study import study_of, work_of

from annotator.models import Kind, Level, Question
from annotator.reports import QuestionReport, as_json, build_report
from annotator.reports.questions import question_report
from annotator.reports.study_marks import ArticleName


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
    assert (tone.beside, tone.disputed) == ((), (1,))


def test_choosing_none_of_several_is_an_answer() -> None:
    frames = questions(
        work_of(1, "ann", frames=("crime", "money")), work_of(1, "bob", frames=("crime",)),
        work_of(2, "ann"), work_of(2, "bob"),
    )["frames"]  # fmt: skip
    assert frames.krippendorff_alpha.level == "masi"
    # D_o: one of two articles differs by 1 - 1/2 · 2/3 = 2/3.
    assert frames.krippendorff_alpha.observed == pytest.approx((2 / 3) / 2)
    assert dict(frames.answers) == {"none": 2, "Crime": 1, "Crime + Money": 1}
    (jaccard,) = frames.beside  # the same without MASI's 2/3 for a set within another
    assert (jaccard.name, jaccard.level) == ("krippendorff_alpha", "jaccard")
    assert jaccard.observed == pytest.approx((1 / 2) / 2)
    assert frames.disputed == (1,)


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


def test_numbers_have_the_intraclass_correlations_of_shrout_and_fleiss_beside_alpha() -> None:
    # Their table 2: six targets, four judges; table 4 gives the six values.
    judged = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
    marks = study_of(*(work_of(1, who) for who in "abcd"))
    question = Question("weight", "Weight", Kind.NUMBER, Level.INTERVAL)
    given = {
        (article, who): float(number)
        for article, row in enumerate(judged, start=1)
        for who, number in zip("abcd", row, strict=True)
    }
    names = tuple(ArticleName(one, "") for one in range(1, 7))
    marks = replace(marks, articles=names, answers={"weight": given})
    found = question_report(question, marks, resamples=50, seed=1)
    values = {one.name: round(one.value or 0, 2) for one in found.beside}
    assert values == {"icc_1_1": 0.17, "icc_2_1": 0.29, "icc_3_1": 0.71,
                      "icc_1_k": 0.44, "icc_2_k": 0.62, "icc_3_k": 0.91}  # fmt: skip
    assert all(one.unit == "article" and one.articles == 6 for one in found.beside)
    assert all(one.interval and "F dist" in one.interval.method for one in found.beside)
    assert found.disputed == (1, 2, 3, 4, 5, 6)
    del given[1, "a"]
    gap = question_report(question, marks, resamples=50, seed=1).beside[1]
    assert gap.interval is not None
    assert "bootstrap" in gap.interval.method


def test_free_text_is_not_compared() -> None:
    remark = questions(work_of(1, "ann"), work_of(1, "bob"))["remark"]
    assert remark.krippendorff_alpha.value is None
    assert "free text" in remark.krippendorff_alpha.reason


def test_json_says_which_question_each_number_is_about() -> None:
    marks = study_of(
        work_of(1, "ann", tone="good", frames=("crime",)), work_of(1, "bob", tone="even")
    )
    told = as_json(build_report(marks, resamples=0))
    named = [one["parameters"]["question"] for one in told["measures"] if one["unit"] == "article"]
    assert set(named) == {"tone", "frames", "remark"}
    assert told["findings"] == []


def test_a_negative_number_at_the_ratio_level_is_a_reason_and_no_error() -> None:
    marks = study_of(*(work_of(article, who) for article in (1, 2) for who in ("ann", "bob")))
    question = Question("change", "Change", Kind.NUMBER, Level.RATIO)
    given = {(1, "ann"): -1.0, (1, "bob"): 1.0, (2, "ann"): 2.0, (2, "bob"): 2.0}
    found = question_report(
        question, replace(marks, answers={"change": given}), resamples=10, seed=1
    )
    assert found.percent_agreement.value == 0.5
    assert found.krippendorff_alpha.value is None
    assert "and an answer is negative" in found.krippendorff_alpha.reason
