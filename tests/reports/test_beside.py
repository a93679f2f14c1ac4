"""Models beside people: what the report says of a model whose marks are planted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from marked_study import study_marks

from annotator.agreement.spans.spans import Mark
from annotator.models import Choice, Kind, Level, Question
from annotator.reports.beside.beside_report import BesideReport, ModelBeside
from annotator.reports.beside.beside_study import GOLD, BesideStudy
from annotator.reports.beside.build_beside import build_beside_report
from annotator.reports.beside.plain_beside import (
    DOES_NOT_ALLOW,
    beside_report_as_json,
    beside_report_as_text,
)
from annotator.reports.gold.gold_study import GoldMark, GoldStudy, SettledBy
from annotator.store.counted import Answered
from annotator.store.models.records import AboutModel, ModelAnswer, ModelRecord, ModelRows

Place = tuple[int, str, int, int]  # article, label, start, end
ARTICLES = 40
WHO = ("ann", "bob", "cyd")
FRAME = Question("frame", "Frame", choices=(Choice("war", "War"), Choice("peace", "Peace")))
TONE = Question(
    "tone", "Tone", level=Level.ORDINAL,
    choices=tuple(Choice(one, one, float(one)) for one in "123"),
)  # fmt: skip
TOPICS = Question(
    "topics", "Topics", Kind.CHOICES, choices=(Choice("roads", "R"), Choice("rain", "R"))
)


def model_of(
    marks: Sequence[Place], opened: Sequence[int], answers: Sequence[ModelAnswer] = (),
    title: str = "heron",
) -> ModelRows:  # fmt: skip
    record = ModelRecord(1, AboutModel(title), "", "", len(opened), len(marks), len(answers), 0)
    columns = list(zip(*marks, strict=True)) if marks else [(), (), (), ()]
    return ModelRows(record, opened, *columns, answers)


def study_of(
    marks: Sequence[Mark], models: Sequence[ModelRows], *, articles: int = ARTICLES,
    golds: Sequence[GoldMark] = (), settled: Sequence[int] = (), who: Sequence[str] = WHO,
) -> BesideStudy:  # fmt: skip
    seen = [(str(n), one) for n in range(1, articles + 1) for one in who]
    base = study_marks(marks, seen=seen)
    gold = GoldStudy(base, tuple(golds), frozenset(settled), 0, {},
                     (SettledBy("majority", 1, 1, 0),) if golds else (), ())  # fmt: skip
    return BesideStudy(gold, (), models)


def marked(article: int, label: str, start: int, end: int, who: str) -> Mark:
    return Mark(str(article), who, label, start, end)


def report_of(study: BesideStudy, epsilon: float = 0.15) -> BesideReport:
    return build_beside_report(study, epsilon=epsilon, resamples=50)


def only(report: BesideReport) -> ModelBeside:
    (one,) = report.models
    return one


def test_a_model_is_compared_with_each_annotator_by_kind_of_disagreement_and_label() -> None:
    marks = [
        marked(1, "loaded", 0, 10, "ann"), marked(1, "loaded", 20, 30, "ann"),
        marked(1, "claim", 40, 50, "ann"), marked(1, "claim", 60, 70, "ann"),
        marked(1, "loaded", 0, 10, "bob"),
    ]  # fmt: skip
    places = [(1, "loaded", 0, 10), (1, "loaded", 20, 25), (1, "loaded", 41, 50),
              (1, "claim", 90, 95), (99, "claim", 0, 5)]  # fmt: skip
    model = only(report_of(study_of(marks, [model_of(places, [1, 99])], articles=2)))
    ann, bob, cyd = model.humans
    fates = ann.fates
    assert (fates.right, fates.boundary, fates.other, fates.missed, fates.extra) == (1, 1, 1, 1, 1)
    assert (ann.articles, fates.marks, fates.gold) == (1, 4, 4)
    assert ann.measure("f1_exact").value == pytest.approx(1 / 4)
    assert (bob.fates.right, bob.fates.extra, cyd.fates.gold, cyd.fates.extra) == (1, 3, 0, 4)
    assert model.together is not None
    assert model.together.fates.right == 2
    labels = {one.id: one.fates for one in model.by_label}
    assert (labels["loaded"].right, labels["claim"].other) == (2, 1)
    assert model.gold_reason == "No article of the model is settled yet."


def test_a_model_is_compared_with_the_gold_of_settled_articles() -> None:
    golds = [GoldMark(1, "loaded", 0, 10, 1), GoldMark(2, "loaded", 5, 9, 2),
             GoldMark(3, "only_gold", 5, 9, 3)]  # fmt: skip
    places = [(1, "loaded", 0, 10), (2, "loaded", 0, 3)]
    study = study_of([marked(1, "loaded", 0, 10, "ann")], [model_of(places, [1, 2])], articles=3,
                     golds=golds, settled=[1])  # fmt: skip
    report = report_of(study)
    gold = only(report).gold
    assert gold is not None
    assert (gold.articles, gold.fates.right, gold.fates.gold, gold.fates.extra) == (1, 1, 1, 0)
    assert any("made by a rule from the annotators' votes" in note for note in report.notes)


def test_a_model_like_the_others_stands_in_and_one_like_nobody_does_not() -> None:
    marks = [marked(n, "loaded", 10, 20 + (n * k) % 3, who)
             for n in range(1, ARTICLES + 1) for k, who in enumerate(WHO)]  # fmt: skip
    articles = list(range(1, ARTICLES + 1))
    like = model_of([(n, "loaded", 10, 20) for n in articles], articles)
    unlike = model_of([(n, "claim", 40, 50) for n in articles], articles, title="ann")
    study = study_of(marks, [like, unlike])
    good, bad = report_of(study).models
    assert [one.test.score.split(",")[0] for one in good.tests] == [
        "characters in common", "marks that overlap one to one",
    ]  # fmt: skip
    assert [one.test.passes for one in (*good.tests, *bad.tests)] == [True, True, False, False]
    assert bad.name == "model ann"  # an annotator is called so
    assert {one.test.winning_rate for one in bad.tests} == {0.0}
    assert {one.test.advantage for one in bad.tests} == {0.0}
    text = beside_report_as_text(report_of(study))
    assert "The model passes (ω ≥ 0.5): it stands in for 3 of 3 annotators, ω = 1.00" in text
    assert DOES_NOT_ALLOW in text
    strict = report_of(study, epsilon=0.0)
    assert strict.epsilon == strict.models[0].tests[0].test.epsilon == 0.0


def test_too_few_annotators_or_articles_is_said_and_no_number_given() -> None:
    articles = list(range(1, ARTICLES + 1))
    marks = [marked(n, "loaded", 10, 20, who) for n in articles for who in WHO[:2]]
    model = model_of([(n, "loaded", 10, 20) for n in articles], articles)
    found = only(report_of(study_of(marks, [model], who=WHO[:2])))
    assert found.tests[0].test.winning_rate is None
    assert found.tests[0].test.reason.startswith("The test needs 3 annotators with at least 30")
    short = only(report_of(study_of(marks, [model_of([], articles[:29])])))
    assert "the most that one has is 29" in short.tests[0].test.reason


def with_answers(study: BesideStudy, answers: dict[str, dict[tuple[int, str], str]]) -> BesideStudy:
    marks = study.gold.marks
    scheme = replace(marks.scheme, questions=(FRAME, TONE, TOPICS))
    marks = replace(marks, scheme=scheme, answers=answers)
    return replace(study, gold=replace(study.gold, marks=marks))


def test_answers_are_compared_each_by_what_fits_the_question() -> None:
    articles = list(range(1, ARTICLES + 1))
    frames = {n: "war" if n % 2 else "peace" for n in articles}
    answers = {
        "frame": {(n, who): frames[n] for n in articles for who in WHO},
        "tone": {(n, who): str(1 + n % 3) for n in articles for who in WHO},
        "topics": {(n, who): "rain" if n % 2 else "" for n in articles for who in WHO},
    }
    said = [ModelAnswer(n, "frame", frames[n], None) for n in articles]
    said += [ModelAnswer(n, "tone", "2", 2.0) for n in articles]
    said += [ModelAnswer(n, "topics", "rain", None) for n in articles if n % 2]
    study = with_answers(study_of([], [model_of([], articles, said)]), answers)
    gold = [Answered(1, GOLD, "frame", "peace", None), Answered(2, GOLD, "frame", "peace", None)]
    model = only(report_of(replace(study, gold_answers=gold)))
    assert model.marks_reason.startswith("The model brought answers and not a single mark")
    frame, tone, topics = model.questions
    assert [one.name for one in frame.beside] == [*WHO, GOLD]
    assert [one.percent.value for one in frame.beside] == [1, 1, 1, 0.5]
    assert [one.alpha.value for one in topics.beside] == [1, 1, 1]
    assert tone.beside[0].percent.value == pytest.approx(14 / 40)
    tests = {one.title: one.test for one in model.tests}
    assert [one.score.split(" ")[0] for one in tests.values()] == ["the", "nearness", "choices"]
    assert (tests["Frame"].passes, tests["Tone"].passes, tests["Topics"].passes) == (1, 0, 1)
    assert tests["Tone"].advantage == pytest.approx(14 / 40)
    assert GOLD not in {one.name for one in tests["Frame"].humans}


def test_without_models_or_work_there_is_a_reason() -> None:
    assert report_of(study_of([], [])).reason == "The study has no model yet."
    nobody = study_of([], [model_of([], [1])], who=())
    assert "No article in the study has been submitted" in report_of(nobody).reason
    apart = only(report_of(study_of([], [model_of([], [77])])))
    assert "has been submitted by an annotator" in apart.marks_reason
    assert apart.tests == ()
    as_json = beside_report_as_json(report_of(study_of([], [model_of([], [77])])))
    assert as_json["models"][0]["name"] == "heron"
