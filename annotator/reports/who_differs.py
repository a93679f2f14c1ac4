"""Who differs, how, and since when: each annotator of a study beside the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.enough import Difference
from annotator.agreement.leave_one_out import annotator_jackknife, leave_one_out
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.ratings.drift_of_ratings import drift
from annotator.agreement.ratings.enough_ratings import difference
from annotator.agreement.ratings.krippendorff import alpha_coefficient, krippendorff_alpha
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.drift_of_spans import span_drift
from annotator.agreement.spans.enough_spans import differences_without
from annotator.agreement.spans.marking import marking
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.span_statistics import span_statistics
from annotator.agreement.spans.spans import Spans
from annotator.models import Kind, Question
from annotator.reports.page_charts import drift_chart
from annotator.reports.report import Chart
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.time_left import Parts, Steps, one_by_one, unheard

ALPHA = "character_alpha"
NEEDS_THREE = "leaving one out needs at least three annotators"
_SHARES = (25.0, 50.0, 25.0)  # of the time: how much is marked, alpha without each, changes
LIKE_F1 = "F1 by overlap with the others"
LIKE_SHARE = "the share of the others who answered the same"


@dataclass(frozen=True)
class OneAnnotator:
    """One annotator; `text` and `spans` are None for a question."""

    pseudonym: str
    submitted: int
    text: Measure | None  # marked, as a multiple of the mean of the others
    spans: Measure | None
    without: Difference  # alpha without this annotator (`first`) minus with everybody
    drift: Measure
    since: tuple[str, ...] = ()  # when each quarter of the work begins, of `drift`


@dataclass(frozen=True)
class WhoDiffers:
    """The page's numbers, or `reason` why nobody can be compared."""

    subject: Subject
    reason: str = ""
    alpha: Measure | None = None  # everybody together
    other_annotators: Interval | None = None  # jackknife over annotators
    annotators: tuple[OneAnnotator, ...] = ()
    drift_means: str = ""
    drift_chart: Chart | None = None


def who_differs(
    marks: StudyMarks, subject: Subject, *, resamples: int = RESAMPLES, progress: Steps = unheard
) -> WhoDiffers:
    """Everything but the models (`annotator_models`), for a subject."""
    if reason := marks.why_nothing:
        return WhoDiffers(subject, reason)
    if subject.question is not None:
        return _of_question(marks, subject, subject.question, resamples, progress)
    return _of_spans(marks, subject, resamples, progress)


def _of_spans(marks: StudyMarks, subject: Subject, resamples: int, progress: Steps) -> WhoDiffers:
    seed, parts = marks.study.seed, Parts(progress, *_SHARES)
    parts.next()
    spans = marks.spans_of(subject)
    statistics = span_statistics(spans)
    much = marking(statistics, resamples=resamples, seed=seed)
    changes = differences_without(
        spans, ALPHA, resamples=resamples, seed=seed, progress=parts.next()
    )
    parts.next()
    alpha = changes[0].second if changes else _alpha(spans, resamples, seed)
    drifts = span_drift(
        statistics, marks.times([one.id for one in marks.articles]), resamples=resamples, seed=seed
    )
    ids = [one.id for one in marks.articles]
    submitted = marks.spans.seen.sum(0)
    rows = [
        OneAnnotator(
            name, int(submitted[g]), much[2 * g], much[2 * g + 1],
            changes[g] if changes else _nobody_left(name, alpha), drifts[g],
            _since(marks, drifts[g], ids),
        )
        for g, name in enumerate(marks.annotators)
    ]  # fmt: skip
    return WhoDiffers(
        subject, "", alpha, _others(alpha, [one.without.first for one in rows]), tuple(rows),
        LIKE_F1, drift_chart(drifts, LIKE_F1),
    )  # fmt: skip


def _alpha(spans: Spans, resamples: int, seed: int) -> Measure:
    (found,) = span_measures(spans, [ALPHA], scopes=(), resamples=resamples, seed=seed)
    return found


def _of_question(
    marks: StudyMarks, subject: Subject, question: Question, resamples: int, progress: Steps
) -> WhoDiffers:
    ratings = marks.ratings_of(question)
    if not (ratings.ratings_per_item > 1).any():
        return WhoDiffers(subject, "No article has this question answered by two annotators.")
    seed, level = marks.study.seed, level_of(question)
    alpha = krippendorff_alpha(ratings, level, resamples=resamples, seed=seed)
    without = leave_one_out(lambda some: krippendorff_alpha(some, level), ratings, alpha)
    ids = rated_articles(ratings)
    drifts = drift(ratings, marks.times(ids).T, resamples=resamples, seed=seed)
    submitted = marks.spans.seen.sum(0)
    rows = []
    for g, name in one_by_one(list(enumerate(marks.annotators)), progress):
        change = _nobody_left(name, alpha)
        if len(marks.annotators) > 2:
            change = _change(without[g], alpha, ratings, g, level, resamples, seed)
        in_articles = replace(drifts[g], reason=drifts[g].reason.replace("item", "article"))
        since = _since(marks, drifts[g], ids)
        rows.append(OneAnnotator(name, int(submitted[g]), None, None, change, in_articles, since))
    return WhoDiffers(
        subject, "", alpha, _others(alpha, [one.without.first for one in rows]), tuple(rows),
        LIKE_SHARE, drift_chart(drifts, LIKE_SHARE),
    )  # fmt: skip


def level_of(question: Question) -> str:
    """The level of alpha for a question."""
    return "masi" if question.kind is Kind.CHOICES else question.level.value


def rated_articles(ratings: Ratings) -> list[int]:
    """The article id of each item of a question's ratings."""
    if ratings.articles is None:
        return []
    return [int(ratings.article_names[place]) for place in ratings.articles]


def _since(marks: StudyMarks, drift: Measure, articles: Sequence[int]) -> tuple[str, ...]:
    """When the annotator submitted the first article of each quarter."""
    begins = drift.parameters.get("begins", ())
    return tuple(marks.submitted_at.get((articles[place], drift.id), "") for place in begins)


def _change(
    without: Measure, alpha: Measure, ratings: Ratings, g: int, level: str, resamples: int,
    seed: int,
) -> Difference:  # fmt: skip
    for one, who in ((alpha, "with everybody"), (without, f"without {without.id}")):
        if one.value is None:
            return Difference(without, alpha, None, Interval.missing(f"{who}: {one.reason}"))
    rest = ratings.without(g)
    value, interval = difference(
        (alpha_coefficient(rest, level), rest), (alpha_coefficient(ratings, level), ratings),
        paired=True, resamples=resamples, seed=seed,
    )  # fmt: skip
    return Difference(without, alpha, value, interval)


def _nobody_left(name: str, alpha: Measure) -> Difference:
    nothing = Measure(alpha.name, None, NEEDS_THREE, "annotator", name, unit=alpha.unit)
    return Difference(nothing, alpha, None, Interval.missing(NEEDS_THREE))


def _others(alpha: Measure, without: list[Measure]) -> Interval:
    """The jackknife over annotators; where everybody's value is undefined, that reason."""
    if alpha.value is None:
        return Interval.missing(alpha.reason)
    return annotator_jackknife(without)
