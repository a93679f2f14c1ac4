"""More articles, other annotators, and whether two values differ."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked_study import crowd, study_marks, subject

from annotator.agreement.enough import Difference, Projection
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark
from annotator.reports.enough_data import enough_data, names_for
from annotator.reports.two_values import (
    HALVES,
    TwoValues,
    rounds_of,
    two_groups,
    two_labels,
    two_rounds,
)

ALPHA = "character_alpha"


def test_the_interval_now_is_the_report_s_and_four_times_the_articles_halve_it() -> None:
    marks = crowd(40)
    page = enough_data(marks, subject(marks), ALPHA)
    (ordinary,) = span_measures(marks.spans, [ALPHA], scopes=(), seed=11)
    widths = {times: found.width for times, found in page.projections}
    assert page.now.value == ordinary.value
    assert widths[1.0] == pytest.approx(ordinary.interval.high - ordinary.interval.low, rel=0.1)
    assert widths[1.0] / widths[4.0] == pytest.approx(2, rel=0.2)
    assert [found.clusters for _, found in page.projections] == [40, 60, 80, 120, 160, 320]


def test_how_many_articles_make_it_narrow() -> None:
    marks = crowd(24)
    page = enough_data(marks, subject(marks), ALPHA)
    width = page.projections[0][1].width
    assert width > 0.1
    assert page.articles_for_narrow == round(24 * (width / 0.1) ** 2)
    agreed = [Mark(str(n), who, "loaded", 0, 9) for n in range(1, 5) for who in ("ann", "bob")]
    seen = [(str(n), who) for n in range(1, 5) for who in ("ann", "bob")]
    same = study_marks(agreed, seen=seen)
    assert enough_data(same, subject(same), ALPHA).articles_for_narrow is None


@pytest.mark.parametrize("name", ["f1_overlap", "u_alpha", "gwet_ac1"])
def test_one_label_s_value_is_the_report_s(name: str) -> None:
    marks = crowd()
    page = enough_data(marks, subject(marks, "label:claim"), name, resamples=200)
    found = span_measures(marks.spans, [name], scopes=("label",), resamples=0)
    (claim,) = [one for one in found if one.label == "claim"]
    assert page.now.value == pytest.approx(claim.value)
    (_, as_many) = page.projections[0]
    assert as_many.interval.low == pytest.approx(page.now.interval.low, abs=0.05)
    assert as_many.interval.high == pytest.approx(page.now.interval.high, abs=0.05)
    if name == "gwet_ac1":
        assert "not computed for one label" in page.other_annotators.reason
    else:
        assert page.other_annotators.low is not None


def test_a_question_is_projected_too() -> None:
    marks = crowd(40)
    tone = subject(marks, "question:tone")
    page = enough_data(marks, tone, *names_for(tone))
    assert page.now.value == pytest.approx(
        krippendorff_alpha(marks.ratings_of(tone.question), "ordinal").value
    )
    widths = {times: found.width for times, found in page.projections}
    assert widths[1.0] / widths[4.0] == pytest.approx(2, rel=0.2)
    assert page.other_annotators.low is not None


def test_why_there_is_no_interval() -> None:
    one = study_marks([Mark("1", "ann", "loaded", 0, 9), Mark("1", "bob", "loaded", 0, 5)],
                      seen=[("1", "ann"), ("1", "bob")])  # fmt: skip
    page = enough_data(one, subject(one), ALPHA)
    assert page.reason == "No interval: an interval needs at least two articles, there is 1."
    assert page.now.value is not None
    empty = study_marks([], seen=[("1", "ann"), ("1", "bob")])
    page = enough_data(empty, subject(empty), ALPHA)
    assert page.reason.startswith("This measure has no value here: ")
    nobody = study_marks([], seen=[])
    assert enough_data(nobody, subject(nobody), ALPHA).reason == "The study has no articles."


def test_two_labels_that_differ() -> None:
    marks = crowd()
    found = two_labels(marks, ALPHA, "loaded", "claim", resamples=300)
    values = {
        one.label: one.value
        for one in span_measures(marks.spans, [ALPHA], scopes=("label",), resamples=0)
    }
    assert found.difference.value == pytest.approx(values["loaded"] - values["claim"])
    assert (found.first, found.second) == ("Loaded language", "Unattributed claim")
    back = two_labels(marks, ALPHA, "claim", "loaded", resamples=300)
    assert back.difference.value == pytest.approx(-found.difference.value)
    assert two_labels(marks, ALPHA, "claim", "claim").reason == "Choose two different labels."


@pytest.mark.parametrize(
    ("value", "ends", "says"),
    [(0.2, (0.1, 0.3), "first"), (0.2, (-0.1, 0.5), "open"), (-0.2, (-0.3, -0.1), "second")],
)
def test_what_is_said_goes_by_the_interval(
    value: float, ends: tuple[float, float], says: str
) -> None:
    one = Measure(ALPHA, 0.5)
    assert TwoValues("", "", Difference(one, one, value, Interval(*ends))).says == says


def test_without_an_interval_nothing_is_said() -> None:
    one = Measure(ALPHA, 0.5)
    found = Difference(one, one, 0.5, Interval.missing("one article"))
    assert TwoValues("", "", found).says == "unknown"


def test_two_groups_that_differ_and_why_they_cannot_be_compared() -> None:
    marks = crowd()
    found = two_groups(marks, subject(marks), ALPHA, "old", "new", resamples=300)
    assert found.says == "first"
    assert two_groups(marks, subject(marks), ALPHA, "old", "old").reason == (
        "Choose two different groups."
    )
    alone = replace(marks, groups={**marks.groups, "dee": ""})
    assert two_groups(alone, subject(alone), ALPHA, "old", "new").reason == (
        "Agreement within a group needs two annotators with submitted work; new has 1."
    )


def test_halves_go_by_when_the_last_annotator_submitted() -> None:
    seen = [(str(n), who) for n in range(1, 6) for who in ("ann", "bob")] + [("6", "ann")]
    late = {(2, "bob"): "2026-02-01T00:00:00Z"}
    marks = study_marks([Mark("1", "ann", "loaded", 0, 9)], seen=seen, times=late)
    rounds = rounds_of(marks, HALVES)
    assert (rounds.first, rounds.second) == ((1, 3), (4, 5, 2))  # 6 has one annotator only
    rounds = rounds_of(marks, "2026-01-04")
    assert (rounds.first, rounds.second) == ((1, 3), (4, 5, 2))
    assert rounds_of(marks, "2026-01-05").first == (1, 3, 4)
    with pytest.raises(ValueError):
        rounds_of(marks, "tomorrow")


def test_a_round_s_value_is_that_of_its_articles() -> None:
    marks = crowd()
    found = two_rounds(marks, subject(marks), ALPHA, "2026-01-11", resamples=200)
    early = marks.spans.select(articles=[one.id < 11 for one in marks.articles])
    late = marks.spans.select(articles=[one.id >= 11 for one in marks.articles])
    values = [
        span_measures(side, [ALPHA], scopes=(), resamples=0)[0].value for side in (early, late)
    ]
    assert found.difference.value == pytest.approx(values[0] - values[1])
    assert found.first == "before 2026-01-11 (10 articles)"
    assert found.difference.interval.low < found.difference.value < found.difference.interval.high


def test_a_round_of_answers() -> None:
    marks = crowd(40)
    tone = subject(marks, "question:tone")
    found = two_rounds(marks, tone, "", HALVES, resamples=200)
    values = [
        krippendorff_alpha(marks.ratings_of(tone.question, ids), "ordinal").value
        for ids in (range(1, 21), range(21, 41))
    ]
    assert found.difference.value == pytest.approx(values[0] - values[1])


def test_an_empty_round_is_named() -> None:
    marks = crowd(8)
    found = two_rounds(marks, subject(marks), ALPHA, "2030-01-01", resamples=0)
    assert found.reason == (
        "One round has no article that two annotators submitted: from 2030-01-01 on (0 articles)."
    )


def test_where_more_articles_have_no_interval_the_page_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost = Projection(24, Interval.missing("no value in 200 of 2000 resamples, more than 5%"))
    monkeypatch.setattr("annotator.reports.enough_data._project", lambda *_: [lost] * 6)
    marks = crowd(24)
    page = enough_data(marks, subject(marks), ALPHA)
    assert page.reason.endswith("said: no value in 200 of 2000 resamples, more than 5%.")
    assert page.projections == ()
    assert page.now.value is not None
