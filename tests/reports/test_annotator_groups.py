"""Agreement within groups of annotators and between them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked_study import crowd, study_marks, subject

from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark
from annotator.reports.annotator_groups import NOBODY, ONE_ALONE, groups_report
from annotator.reports.two_values import two_groups


def alpha_of(marks, who: set[str]) -> float:
    spans = marks.spans.select(annotators=[name in who for name in marks.annotators])
    (found,) = span_measures(spans, ["character_alpha"], scopes=(), resamples=0)
    assert found.value is not None
    return found.value


def test_within_a_group_is_alpha_of_its_members_alone() -> None:
    marks = crowd()
    page = groups_report(marks, subject(marks), resamples=200)
    assert [(one.name, one.annotators) for one in page.groups] == [
        ("new", ("cy", "dee")), ("old", ("ann", "bob")),
    ]  # fmt: skip
    new, old = (one.within for one in page.groups)
    assert new.value == pytest.approx(alpha_of(marks, {"cy", "dee"}))
    assert old.value == pytest.approx(alpha_of(marks, {"ann", "bob"}))
    (pair,) = page.pairs
    assert (pair.first, pair.second) == ("new", "old")
    gap = pair.difference.difference
    assert gap.value == pytest.approx(new.value - old.value)
    assert gap.interval.high < 0
    assert pair.difference.says == "second"


def test_between_two_single_annotators_is_close_to_their_alpha() -> None:
    """Only the expected part differs: each side's own share of labels instead of the pooled one."""
    marks = replace(crowd(who=("ann", "bob")), groups={"ann": "one", "bob": "two"})
    page = groups_report(marks, subject(marks), resamples=0)
    (pair,) = page.pairs
    assert pair.between.value == pytest.approx(alpha_of(marks, {"ann", "bob"}), abs=0.01)
    assert pair.between.articles == 24
    assert [one.within.reason for one in page.groups] == [ONE_ALONE, ONE_ALONE]
    assert pair.difference.difference is None
    assert "needs two annotators" in pair.difference.reason


def test_groups_that_agree_inside_and_never_between() -> None:
    seen = [(str(n), who) for n in range(1, 5) for who in "abcd"]
    marks = [Mark(str(n), who, "loaded", 0, 20) for n in range(1, 5) for who in "ab"]
    marks += [Mark(str(n), who, "claim", 0, 20) for n in range(1, 5) for who in "cd"]
    groups = {"a": "left & far", "b": "left & far", "c": "right", "d": "right"}
    study = study_marks(marks, seen=seen, groups=groups)
    page = groups_report(study, subject(study), resamples=50)
    assert [one.within.value for one in page.groups] == [1.0, 1.0]
    (pair,) = page.pairs
    # 180 of 200 characters agree; by chance 0.9 * 0.9 + nothing of the labels.
    assert pair.between.value == pytest.approx(1 - (20 / 200) / (1 - 0.9 * 0.9))
    assert pair.difference.says == "open"
    assert [title for title, _ in page.labels] == ["Loaded language", "Unattributed claim"]


def test_three_groups_are_compared_two_by_two() -> None:
    marks = replace(crowd(), groups={"ann": "x", "bob": "y", "cy": "z"})
    page = groups_report(marks, subject(marks), resamples=0)
    assert [(one.first, one.second) for one in page.pairs] == [("x", "y"), ("x", "z"), ("y", "z")]
    assert page.ungrouped == ("dee",)
    title, measures = page.labels[0]
    assert title == "Loaded language"
    assert len(measures) == 3 + 3


def test_three_groups_of_two_differ_as_each_two_alone() -> None:
    marks = crowd(who=("ann", "bob", "cy", "dee", "eve", "fay"))
    named = {"ann": "x", "bob": "x", "cy": "y", "dee": "y", "eve": "z", "fay": "z"}
    marks = replace(marks, groups=named)
    page = groups_report(marks, subject(marks), resamples=100)
    assert [(one.first, one.second) for one in page.pairs] == [("x", "y"), ("x", "z"), ("y", "z")]
    for one in page.pairs:
        alone = two_groups(
            marks, subject(marks), "character_alpha", one.first, one.second, resamples=100
        )
        assert one.difference == alone


def test_a_question_is_compared_at_its_own_level() -> None:
    marks = crowd(40)
    tone = subject(marks, "question:tone")
    page = groups_report(marks, tone, resamples=200)
    ratings = marks.ratings_of(tone.question)
    new, old = (one.within for one in page.groups)
    assert new.value == pytest.approx(krippendorff_alpha(ratings.only([2, 3]), "ordinal").value)
    assert old.value == pytest.approx(krippendorff_alpha(ratings.only([0, 1]), "ordinal").value)
    gap = page.pairs[0].difference.difference
    assert gap.value == pytest.approx(new.value - old.value)
    assert gap.interval.low < gap.value < gap.interval.high
    assert page.labels == ()


def test_one_label_alone() -> None:
    marks = crowd()
    page = groups_report(marks, subject(marks, "label:claim"), resamples=0)
    found = span_measures(
        marks.spans, ["character_alpha"], scopes=(), groups={"old": ["ann", "bob"]}, resamples=0
    )
    (claim,) = [one for one in found if one.scope == "group" and one.label == "claim"]
    assert page.groups[1].within.value == pytest.approx(claim.value)


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ({}, "No annotator has a group yet."),
        ({"ann": "old", "bob": "old"}, "There is one group only (old); comparing needs two."),
        (
            {"ann": "old", "zoe": "new"},
            "Comparing needs two groups with submitted work; nobody of new has any yet.",
        ),
    ],
)
def test_why_groups_are_not_compared(groups: dict[str, str], reason: str) -> None:
    marks = replace(crowd(8), groups=groups)
    assert groups_report(marks, subject(marks), resamples=0).reason == reason


def test_a_group_without_work_stands_there_with_its_reason() -> None:
    marks = replace(crowd(8), groups={"ann": "x", "bob": "x", "cy": "y", "zoe": "z"})
    page = groups_report(marks, subject(marks), resamples=0)
    idle = page.groups[2]
    assert (idle.annotators, idle.waiting, idle.within.reason) == ((), ("zoe",), NOBODY)
    assert len(page.pairs) == 1


def test_an_empty_study_says_so_and_still_shows_its_groups() -> None:
    study = study_marks([], seen=[], groups={"ann": "x"})
    page = groups_report(study, subject(study))
    assert page.reason == "The study has no articles."
    assert page.groups[0].waiting == ("ann",)
