"""Enough data? What more articles and other annotators would do to an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.enough import Projection
from annotator.agreement.leave_one_out import annotator_jackknife, leave_one_out
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.ratings.enough_ratings import project
from annotator.agreement.ratings.krippendorff import alpha_coefficient, krippendorff_alpha
from annotator.agreement.spans.enough_spans import differences_without, project_spans
from annotator.agreement.spans.span_measures import span_measures
from annotator.models import Question
from annotator.reports.page_charts import projection_chart
from annotator.reports.report import Chart
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.reports.who_differs import level_of
from annotator.time_left import Parts, Steps, unheard

TIMES = (1.0, 1.5, 2.0, 3.0, 4.0, 8.0)
NARROW = 0.1  # an interval that is 0.1 wide: two digits hardly move
# Measures that have a value for one label too, then those of all labels together only.
OF_A_LABEL = ("character_alpha", "f1_overlap", "f1_exact", "f1_iou", "f1_character", "u_alpha",
              "gwet_ac1")  # fmt: skip
OF_ALL = ("u_alpha_macro", "bar_u_alpha", "cu_alpha")
# What one label's value is does not depend on the other labels, so they can be put aside.
BY_ITSELF = ("character_alpha", "f1_overlap", "f1_exact", "f1_iou", "f1_character", "u_alpha")


@dataclass(frozen=True)
class EnoughData:
    """Of one measure of one subject; `reason` says why there is nothing."""

    subject: Subject
    reason: str = ""
    now: Measure | None = None
    projections: tuple[tuple[float, Projection], ...] = ()  # (times the articles, interval)
    articles_for_narrow: int | None = None  # a rough guess, for an interval NARROW wide
    other_annotators: Interval | None = None
    chart: Chart | None = None


def names_for(subject: Subject) -> tuple[str, ...]:
    """The measures that can be asked for."""
    if subject.question is not None:
        return ("krippendorff_alpha",)
    return OF_A_LABEL if subject.label is not None else OF_A_LABEL + OF_ALL


def enough_data(
    marks: StudyMarks, subject: Subject, name: str, *, resamples: int = RESAMPLES,
    progress: Steps = unheard,
) -> EnoughData:  # fmt: skip
    """How the interval of a measure would narrow, and what other annotators might have given."""
    if reason := marks.why_nothing:
        return EnoughData(subject, reason)
    parts = Parts(progress, 1, 1)
    if subject.question is not None:
        parts.next()
        now, others = _of_question(marks, subject.question, resamples)
    else:
        now, others = _of_spans(marks, subject, name, resamples, parts.next())
    if now.value is None:
        return EnoughData(subject, f"This measure has no value here: {now.reason}.", now)
    if now.interval is None or now.interval.low is None:
        why = now.interval.reason if now.interval else "none was computed"
        return EnoughData(subject, f"No interval: {why}.", now, other_annotators=others)
    n = now.articles or now.items or 0
    sizes = [max(2, round(n * times)) for times in TIMES]
    projections = _project(marks, subject, name, sizes, resamples, parts.next())
    if lost := [one.interval.reason for one in projections if one.width is None]:
        reason = f"What more articles would change cannot be said: {lost[0]}."
        return EnoughData(subject, reason, now, other_annotators=others)
    return EnoughData(
        subject, "", now, tuple(zip(TIMES, projections, strict=True)),
        _articles_for(projections[0], n), others,
        projection_chart(projections, now.value, "value"),
    )  # fmt: skip


def _of_spans(
    marks: StudyMarks, subject: Subject, name: str, resamples: int, tell: Steps
) -> tuple[Measure, Interval]:
    seed, parts = marks.study.seed, Parts(tell, 1, 4)
    scopes = ("label",) if subject.label is not None else ()
    found = span_measures(
        marks.spans, [name], scopes=scopes, resamples=resamples, seed=seed, progress=parts.next()
    )
    now = next(one for one in found if one.label == subject.label)
    if subject.label is not None and name not in BY_ITSELF:
        return now, Interval.missing("not computed for one label of this measure")
    without = differences_without(
        marks.spans_of(subject), name, resamples=0, seed=seed, progress=parts.next()
    )
    return now, _jackknife([one.first for one in without], len(marks.annotators))


def _of_question(marks: StudyMarks, question: Question, resamples: int) -> tuple[Measure, Interval]:
    level = level_of(question)
    ratings = marks.ratings_of(question)
    now = krippendorff_alpha(ratings, level, resamples=resamples, seed=marks.study.seed)
    without = leave_one_out(lambda some: krippendorff_alpha(some, level), ratings, now)
    return now, _jackknife(without, len(marks.annotators))


def _jackknife(without: Sequence[Measure], annotators: int) -> Interval:
    if annotators < 3:
        return Interval.missing(f"needs 4 annotators, there are {annotators}")
    return annotator_jackknife(without)


def _project(
    marks: StudyMarks, subject: Subject, name: str, sizes: Sequence[int], resamples: int,
    tell: Steps,
) -> list[Projection]:  # fmt: skip
    seed = marks.study.seed
    if subject.question is None and name in BY_ITSELF:
        alone = marks.spans_of(subject)
        return project_spans(alone, name, sizes, resamples=resamples, seed=seed, progress=tell)
    if subject.question is None:
        return project_spans(
            marks.spans, name, sizes, label=subject.label, resamples=resamples, seed=seed,
            progress=tell,
        )  # fmt: skip
    ratings = marks.ratings_of(subject.question)
    coefficient = alpha_coefficient(ratings, level_of(subject.question))
    return project(coefficient, ratings, sizes, resamples=resamples, seed=seed, progress=tell)


def _articles_for(now: Projection, articles: int) -> int | None:
    """An interval's width goes with one over the root of the number of articles."""
    if not now.width or now.width <= NARROW:
        return None
    return round(articles * (now.width / NARROW) ** 2)
