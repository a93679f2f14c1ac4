"""The numbers of a report, computed by hand.

Article 1 (72 characters): ann marks "slammed" (7) as loaded and "a disgrace" (10) as claim; bob
marks "slammed the plan" (16) and "a disgrace" as loaded. Article 2 (46 characters): ann marks
nothing, bob marks "The bridge stayed open" (22) as claim. Article 3 is skipped by ann.
"""

from __future__ import annotations

import re

import pytest
from report_study import TEXTS, study_of, work_of

from annotator.models import State
from annotator.reports import Report, as_text, build_report
from annotator.reports.study_marks import StudyMarks
from annotator.store.records import Work


@pytest.fixture(scope="module")
def work() -> list[Work]:
    return [
        work_of(1, "ann", [("loaded", "slammed"), ("claim", "a disgrace")]),
        work_of(1, "bob", [("loaded", "slammed the plan"), ("loaded", "a disgrace")]),
        work_of(2, "ann"),
        work_of(2, "bob", [("claim", "The bridge stayed open")]),
        work_of(3, "ann", state=State.SKIPPED),
    ]


@pytest.fixture(scope="module")
def report(work: list[Work]) -> Report:
    return build_report(study_of(*work), resamples=200)


def test_the_texts_have_the_lengths_the_sums_below_use() -> None:
    assert (len(TEXTS[1]), len(TEXTS[2])) == (72, 46)


def test_it_counts_what_was_compared_and_what_was_left_out(report: Report) -> None:
    assert (report.articles, report.compared, report.submitted, report.skipped) == (3, 2, 4, 1)
    assert report.spans == 5
    assert report.reason == ""
    assert any("skipped" in note for note in report.notes)
    assert any("1 article has no submitted work" in note for note in report.notes)
    assert any("Only 2 articles" in note for note in report.notes)


def test_f1_of_a_label_by_hand(report: Report) -> None:
    loaded, claim = report.labels
    assert loaded.f1_exact.value == 0.0
    assert loaded.f1_overlap.value == pytest.approx(2 * 1 / (1 + 2))
    # Precision: all of "slammed" is covered. Recall: 7 of 16 and 0 of 10, the mean of two.
    recall = (7 / 16 + 0) / 2
    assert loaded.f1_character.value == pytest.approx(2 * recall / (1 + recall))
    assert claim.f1_overlap.value == 0.0
    overall = report.measure("f1_overlap")
    assert overall is not None
    assert overall.value == pytest.approx(2 * 1 / (2 + 3))
    assert overall.units == 5


def test_character_alpha_of_a_label_by_hand(report: Report) -> None:
    n, n1, o11 = 2 * (72 + 46), 7 + 16 + 10, 2 * 7
    o00 = n - 2 * n1 + o11
    disagreement = 1 - (o11 + o00) / n
    expected = 2 * n1 * (n - n1) / (n * (n - 1))
    alpha = report.labels[0].character_alpha
    assert alpha.observed == pytest.approx(disagreement)
    assert alpha.expected == pytest.approx(expected)
    assert alpha.value == pytest.approx(1 - disagreement / expected)
    assert round(alpha.value or 0, 4) == 0.3335


def test_prevalence_specific_agreement_and_ac1_stand_beside_it(report: Report) -> None:
    loaded = report.labels[0]
    assert loaded.prevalence == pytest.approx(33 / 236)
    assert loaded.share_of_spans == pytest.approx(3 / 5)
    assert loaded.specific_agreement.value == pytest.approx(2 * 7 / (7 + 26))
    observed, share = 1 - (26 - 7) / 118, 33 / 236
    chance = 2 * share * (1 - share)
    assert loaded.gwet_ac1.value == pytest.approx((observed - chance) / (1 - chance))


def test_an_article_and_a_pair_have_their_own_values(report: Report) -> None:
    first, second = report.by_article
    assert (first.id, first.annotators, first.spans, first.disputed) == (1, ("ann", "bob"), 4, 2)
    assert first.f1_overlap.value == pytest.approx(0.5)
    assert second.f1_overlap.value == 0.0
    (pair,) = report.pairs
    assert (pair.first, pair.second, pair.articles, pair.spans) == ("ann", "bob", 2, 5)
    assert pair.f1_overlap.value == pytest.approx(0.4)


def test_passages_are_counted_by_what_is_disputed(report: Report) -> None:
    assert {kind: n for kind, n in report.passages.items() if n} == {
        "missed": 1,
        "label": 1,
        "boundary": 1,
    }
    assert (report.labels[0].disputed, report.labels[1].disputed) == (2, 2)


def test_every_number_has_its_interval_or_says_why_not(report: Report) -> None:
    for measure in report.overall:
        assert measure.interval is not None
        assert measure.interval.seed == 11
        assert measure.interval.warning or measure.interval.reason


def test_each_annotator_is_set_beside_the_others(report: Report) -> None:
    ann, bob = report.by_annotator
    assert (ann.submitted, ann.skipped, ann.spans, bob.spans) == (2, 1, 2, 3)
    assert ann.f1_overlap.value == pytest.approx(0.4)
    assert ann.alpha_without.reason == "leaving one out needs at least three annotators"


def test_the_order_of_the_work_changes_nothing(work: list[Work], report: Report) -> None:
    assert build_report(study_of(*work[::-1]), resamples=200) == report


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (study_of(articles=()), "The study has no articles."),
        (study_of(), "No article in the study has been submitted yet."),
        (study_of(work_of(1, "ann")), "Only one annotator has submitted work"),
        (study_of(work_of(1, "ann"), work_of(2, "bob")), "No article has been submitted by two"),
    ],
)
def test_nothing_to_compare_is_a_reason_in_words(marks: StudyMarks, reason: str) -> None:
    report = build_report(marks, resamples=20)
    assert report.reason.startswith(reason)
    assert all(measure.value is None and measure.reason for measure in report.overall)
    assert report.charts == ()


def test_opened_and_nothing_marked_by_anybody_is_undefined_not_perfect() -> None:
    report = build_report(study_of(work_of(1, "ann"), work_of(1, "bob")), resamples=20)
    assert report.reason == ""
    assert {measure.reason for measure in report.overall if measure.unit == "character"} >= {
        "nobody marked anything in the articles compared"
    }


def test_raw_marks_can_be_compared_instead_of_trimmed_ones() -> None:
    both = [work_of(1, who, [("loaded", "slammed")]) for who in ("ann", "bob")]
    span = both[1].annotation.spans[0]
    object.__setattr__(span, "raw_end", span.end + 1)
    trimmed, raw = (
        build_report(study_of(*both, raw=as_made), resamples=0) for as_made in (False, True)
    )
    assert trimmed.labels[0].f1_exact.value == 1.0
    assert raw.labels[0].f1_exact.value == 0.0


def test_the_command_line_names_measures_as_the_pages_do(report: Report) -> None:
    text = as_text(report)
    assert "F1, overlap" in text
    assert not re.search(r"[a-z]+_[a-z0-9]+", text)
