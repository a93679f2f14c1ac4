"""Who differs, how, and since when: the values of the page about annotators."""

from __future__ import annotations

import pytest
from marked_study import crowd, study_marks, subject

from annotator.agreement.leave_one_out import annotator_jackknife
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark
from annotator.reports.who_differs import who_differs


def test_leaving_out_the_one_who_differs_raises_alpha_for_sure() -> None:
    marks = crowd()
    page = who_differs(marks, subject(marks), resamples=300)
    by_name = {one.pseudonym: one for one in page.annotators}
    (everybody,) = span_measures(marks.spans, ["character_alpha"], scopes=(), resamples=0)
    others = marks.spans.select(annotators=[who != "dee" for who in marks.annotators])
    (without,) = span_measures(others, ["character_alpha"], scopes=(), resamples=0)
    assert page.alpha.value == pytest.approx(everybody.value)
    dee = by_name["dee"].without
    assert dee.first.value == pytest.approx(without.value)
    assert dee.value == pytest.approx(without.value - everybody.value)
    assert dee.interval.low > 0
    assert by_name["ann"].without.interval.high < 0


def test_other_annotators_is_the_jackknife_of_the_values_without_each() -> None:
    marks = crowd()
    page = who_differs(marks, subject(marks), resamples=0)
    assert page.other_annotators == annotator_jackknife([o.without.first for o in page.annotators])
    assert page.other_annotators.low is not None


def test_with_three_annotators_the_jackknife_says_that_it_needs_four() -> None:
    marks = crowd(who=("ann", "bob", "cy"))
    page = who_differs(marks, subject(marks), resamples=0)
    assert page.other_annotators.reason == "needs 4 annotators, there are 3"
    assert page.annotators[0].without.value is not None


def test_with_two_annotators_nobody_is_left_out() -> None:
    marks = crowd(who=("ann", "bob"))
    page = who_differs(marks, subject(marks), resamples=0)
    assert page.reason == ""
    assert page.annotators[0].without.first.reason == (
        "leaving one out needs at least three annotators"
    )
    assert page.alpha.value is not None


def test_half_the_marks_shows_as_under_marking() -> None:
    marks = crowd()
    page = who_differs(marks, subject(marks), resamples=300)
    cy = next(one for one in page.annotators if one.pseudonym == "cy")
    n = dict.fromkeys(marks.annotators, 0)
    for g in marks.spans.annotator:
        n[marks.annotators[g]] += 1
    assert cy.spans.value == pytest.approx(n["cy"] / ((n["ann"] + n["bob"] + n["dee"]) / 3))
    assert cy.spans.interval.high < 1
    assert cy.text.interval.high < 1


def test_one_label_is_looked_at_by_itself() -> None:
    marks = crowd()
    page = who_differs(marks, subject(marks, "label:loaded"), resamples=0)
    dee = next(one for one in page.annotators if one.pseudonym == "dee")
    assert dee.text.value == 0.0  # dee never says "loaded"
    found = span_measures(marks.spans, ["character_alpha"], scopes=("label",), resamples=0)
    (loaded,) = [one for one in found if one.label == "loaded"]
    assert page.alpha.value == pytest.approx(loaded.value)


def test_change_over_time_goes_by_when_work_was_submitted() -> None:
    """bob drops out of step in the articles he did last, which are the first by number."""
    seen = [(str(n), who) for n in range(1, 13) for who in ("ann", "bob")]
    marks = [Mark(str(n), "ann", "loaded", 0, 9) for n in range(1, 13)]
    marks += [Mark(str(n), "bob", "claim" if n <= 6 else "loaded", 0, 9) for n in range(1, 13)]
    times = {(n, "bob"): f"2026-03-{20 - n:02d}T00:00:00Z" for n in range(1, 13)}
    study = study_marks(marks, seen=seen, times=times)
    ann, bob = who_differs(study, subject(study), resamples=50).annotators
    assert (ann.drift.value, bob.drift.value) == (1.0, -1.0)
    assert bob.drift.parameters["quarters"] == [1.0, 1.0, 0.0, 0.0]
    assert [moment[:10] for moment in bob.since] == [
        "2026-03-08", "2026-03-11", "2026-03-14", "2026-03-17",
    ]  # fmt: skip
    assert ann.since[0].startswith("2026-01-01")


def test_a_question_has_the_same_without_marks() -> None:
    marks = crowd(40)
    tone = subject(marks, "question:tone")
    page = who_differs(marks, tone, resamples=200)
    ratings = marks.ratings_of(tone.question)
    everybody = krippendorff_alpha(ratings, "ordinal")
    without = krippendorff_alpha(ratings.without(3), "ordinal")
    dee = page.annotators[3]
    assert (dee.pseudonym, dee.text, dee.spans) == ("dee", None, None)
    assert page.alpha.value == pytest.approx(everybody.value)
    assert dee.without.value == pytest.approx(without.value - everybody.value)
    assert dee.without.interval.low > 0
    ann = page.annotators[0].without.interval  # on the same resamples, so most of the luck cancels
    assert ann.high - ann.low < page.alpha.interval.high - page.alpha.interval.low
    assert dee.drift.value is not None
    assert [moment[8:10] for moment in dee.since] == ["01", "11", "21", "31"]
    assert page.drift_chart is not None


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        ([], "The study has no articles."),
        ([("1", "ann")], "Only one annotator has submitted work; a comparison needs two."),
        ([("1", "ann"), ("2", "bob")], "No article has been submitted by two annotators yet."),
    ],
)
def test_nothing_to_compare_is_said(seen: list[tuple[str, str]], reason: str) -> None:
    marks = study_marks([], seen=seen)
    assert who_differs(marks, subject(marks)).reason == reason


def test_nobody_marked_anything_has_a_reason_everywhere() -> None:
    marks = study_marks([], seen=[("1", "ann"), ("1", "bob"), ("1", "cy")])
    page = who_differs(marks, subject(marks))
    assert page.reason == ""
    assert page.alpha.value is None
    assert page.other_annotators.reason == page.alpha.reason
    for one in page.annotators:
        assert one.text.reason == "the others marked nothing in these articles"
        assert one.without.value is None
        assert one.without.interval.reason
        assert "0 articles shared" in one.drift.reason


def test_a_question_nobody_shares_says_so() -> None:
    marks = study_marks([], seen=[("1", "ann"), ("1", "bob")], tones={(1, "ann"): "good"})
    page = who_differs(marks, subject(marks, "question:tone"))
    assert page.reason == "No article has this question answered by two annotators."
