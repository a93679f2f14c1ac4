"""What the two models say of every annotator, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from marked_study import LENGTH, crowd, study_marks, subject

from annotator.agreement.models.competence import competences
from annotator.agreement.models.unit_ratings import unit_ratings
from annotator.agreement.spans.spans import Mark
from annotator.reports.annotator_models import fit_models, is_small, model_input
from annotator.reports.model_report import ModelReport


def test_the_models_are_those_of_the_library_with_the_study_s_seed() -> None:
    marks = crowd()
    report = fit_models(marks, subject(marks))
    ratings, weights = unit_ratings(marks.spans)
    expected = {one.annotator: one for one in competences(ratings, weights=weights, seed=11)}
    assert {one.annotator for one in report.annotators} == set(expected)
    for one in report.annotators:
        assert one.accuracy == expected[one.annotator].accuracy
        assert one.competence == expected[one.annotator].competence
        assert one.confusion == expected[one.annotator].confusion
    assert report.units == 24 * LENGTH
    accuracies = [one.accuracy for one in report.annotators]
    assert accuracies == sorted(accuracies, reverse=True)


def test_what_an_annotator_finds_and_how_right_it_is() -> None:
    """Three who mark 0 to 10 everywhere make it true; dee marks 0 to 5 and 20 to 25 of it."""
    marks = []
    for n in range(1, 21):
        marks += [Mark(str(n), who, "loaded", 0, 10) for who in ("ann", "bob", "cy")]
        marks += [Mark(str(n), "dee", "loaded", 0, 5), Mark(str(n), "dee", "loaded", 20, 25)]
    seen = [(str(n), who) for n in range(1, 21) for who in ("ann", "bob", "cy", "dee")]
    study = study_marks(marks, seen=seen)
    report = fit_models(study, subject(study, "label:loaded"))
    dee = next(one for one in report.annotators if one.annotator == "dee")
    assert dee.found == pytest.approx(0.5, abs=1e-3)
    assert dee.right == pytest.approx(0.5, abs=1e-3)
    assert report.categories == ("not marked", "Loaded language")
    assert report.shares == pytest.approx((1 - 10 / LENGTH, 10 / LENGTH), abs=1e-3)
    assert dee.marking == pytest.approx((0.0, 0.0), abs=1e-3)  # as much as is true, elsewhere
    assert dee.confusion[1] == pytest.approx((0.5, 0.5), abs=1e-3)


def test_a_label_taken_for_another_stands_in_the_confusion() -> None:
    marks = crowd()
    report = fit_models(marks, subject(marks))
    loaded, claim = (report.categories.index(x) for x in ("Loaded language", "Unattributed claim"))
    dee = next(one for one in report.annotators if one.annotator == "dee")
    ann = next(one for one in report.annotators if one.annotator == "ann")
    assert dee.confusion[loaded][claim] > 0.8
    assert ann.confusion[loaded][loaded] > 0.8
    assert dee.marking[claim] > 0.05 > ann.marking[claim]


def test_rows_of_a_confusion_add_up_to_one() -> None:
    marks = crowd()
    for one in fit_models(marks, subject(marks)).annotators:
        assert np.sum(one.confusion, axis=1) == pytest.approx(np.ones(len(one.confusion)))


def test_a_question_s_categories_are_its_answers() -> None:
    marks = crowd()
    report = fit_models(marks, subject(marks, "question:tone"))
    assert report.categories == ("Good", "Even", "Bad")
    assert report.annotators[-1].annotator == "dee"
    assert (report.unit, report.articles) == ("article", 24)
    assert report.annotators[0].found is None


def test_how_the_fits_came_out_is_told() -> None:
    marks = crowd()
    report = fit_models(marks, subject(marks))
    assert report.dawid_skene is not None
    assert report.mace is not None
    assert (len(report.dawid_skene.restarts), len(report.mace.restarts)) == (4, 10)
    best = max(end[0] for end in report.mace.restarts)
    assert report.mace.log_likelihood == best
    assert 1 <= report.mace.at_the_best <= 10
    assert report.mace.converged == (not report.notes)


def test_progress_is_told_from_nothing_to_all() -> None:
    marks, said = crowd(8), []
    fit_models(marks, subject(marks), progress=lambda done, total: said.append((done, total)))
    assert (said[0], said[-1]) == ((0, 100), (100, 100))
    assert said == sorted(said)
    assert len({done for done, _ in said}) > 4  # each of the two fits tells its restarts


def test_two_annotators_come_with_a_warning() -> None:
    marks = crowd(who=("ann", "bob"))
    (warning, *_) = fit_models(marks, subject(marks)).notes
    assert warning.startswith("With two annotators nothing in the data says which")


def test_only_articles_of_two_annotators_teach_the_models() -> None:
    seen = [("1", "ann"), ("1", "bob"), ("2", "ann")]
    study = study_marks([Mark("1", "ann", "loaded", 0, 9)], seen=seen)
    assert fit_models(study, subject(study)).units == LENGTH


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "Nothing was marked in the articles compared."),
        ("question:frames", "No article has this question answered by two annotators."),
    ],
)
def test_why_there_is_no_model(key: str, reason: str) -> None:
    study = study_marks([], seen=[("1", "ann"), ("1", "bob")])
    assert fit_models(study, subject(study, key)).reason == reason


def test_a_label_that_nobody_used_has_no_model() -> None:
    study = study_marks([Mark("1", "ann", "loaded", 0, 9)], seen=[("1", "ann"), ("1", "bob")])
    reason = fit_models(study, subject(study, "label:claim")).reason
    assert reason == "Nobody marked anything as Unattributed claim in the articles compared."


def test_a_report_is_the_same_after_being_kept() -> None:
    marks = crowd()
    report = fit_models(marks, subject(marks))
    assert msgspec.json.decode(msgspec.json.encode(report), type=ModelReport) == report


def test_small_is_a_matter_of_items_and_categories() -> None:
    marks = crowd()
    found = model_input(marks, subject(marks))
    assert not isinstance(found, str)
    assert is_small(found)
    ratings, weights = found
    assert ratings.codes is not None
    large = replace(ratings, n_items=500_000)
    assert not is_small((large, weights))
