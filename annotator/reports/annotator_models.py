"""What two models say of every annotator: Dawid and Skene's, and MACE.

Both guess what is true from everybody's work at once, and how far each annotator is to be believed.
For marks the units are characters of text, for a question they are articles.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import finite
from annotator.agreement.models.dawid_skene import DawidSkene, Restart, dawid_skene
from annotator.agreement.models.mace import Mace, mace
from annotator.agreement.models.unit_ratings import MOST_LABELS, NOTHING, unit_ratings
from annotator.agreement.ratings.ratings import Ratings
from annotator.models import Kind, Question
from annotator.reports.model_report import AnnotatorModel, Fit, ModelReport
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.time_left import Parts, Steps, unheard

SMALL = 500_000  # items times categories (and a few): up to here both take a second or two
FEW = 10


def model_input(marks: StudyMarks, subject: Subject) -> tuple[Ratings, Floats] | str:
    """What the models are fitted to, and the units of each item; or why there is nothing."""
    if reason := marks.why_nothing:
        return reason
    if subject.question is not None:
        return _of_question(marks, subject.question)
    spans = marks.spans.select(articles=marks.compared)
    if subject.label is None and len(spans.labels) > MOST_LABELS:
        return f"The scheme has more than {MOST_LABELS} labels: choose one of them above."
    if not len(spans):
        return "Nothing was marked in the articles compared."
    label = marks.spans_of(subject).select(articles=marks.compared)
    if not len(label):
        return f"Nobody marked anything as {subject.title} in the articles compared."
    return unit_ratings(spans, subject.label)


def _of_question(marks: StudyMarks, question: Question) -> tuple[Ratings, Floats] | str:
    if question.kind not in (Kind.CHOICE, Kind.CHOICES):
        return "The models need choices; this question is answered with numbers."
    ratings = marks.ratings_of(question)
    if not (ratings.ratings_per_item > 1).any():
        return "No article has this question answered by two annotators."
    if ratings.n_categories < 2:
        return "Everybody gave the same answer; the models need at least two different ones."
    return ratings, np.ones(ratings.n_items)


def is_small(found: tuple[Ratings, Floats]) -> bool:
    """Whether the models are fitted while a person waits for the page."""
    ratings, _ = found
    return ratings.n_items * (ratings.n_categories + FEW) <= SMALL


def fit_models(marks: StudyMarks, subject: Subject, *, progress: Steps = unheard) -> ModelReport:
    """Fit both models to a subject; the study's seed draws their starts."""
    found = model_input(marks, subject)
    if isinstance(found, str):
        return ModelReport(reason=found)
    ratings, weights = found
    seed, parts = marks.study.seed, Parts(progress, 1, 1)
    skill = dawid_skene(ratings, weights=weights, seed=seed, progress=parts.next())
    knowing = mace(ratings, weights=weights, seed=seed, progress=parts.next())
    return _report(marks, subject, ratings, weights, skill, knowing)


def _report(
    marks: StudyMarks, subject: Subject, ratings: Ratings, weights: Floats, skill: DawidSkene,
    knowing: Mace,
) -> ModelReport:  # fmt: skip
    K = ratings.n_categories
    units = skill.votes.times().reshape(-1, K).sum(1)
    marking, accuracy = skill.marking_, skill.accuracy_
    empty = _empty(ratings, subject)
    annotators = []
    for g in np.argsort(-accuracy, kind="stable"):
        if units[g] == 0:
            continue
        confusion = skill.confusion_[g]
        found, right = (None, None) if empty is None else _of_marks(skill.prior_, confusion, empty)
        annotators.append(
            AnnotatorModel(
                ratings.annotators[g], float(units[g]), float(accuracy[g]),
                float(knowing.competence_[g]), found, right, tuple(marking[g].tolist()),
                tuple(tuple(row) for row in confusion.tolist()),
            )
        )  # fmt: skip
    rated = ratings.ratings_per_item > 0
    return ModelReport(
        unit="article" if subject.question is not None else "character",
        units=float(weights[rated].sum()),
        articles=int(rated.sum()) if subject.question else int(marks.compared.sum()),
        seed=marks.study.seed,
        notes=_notes(annotators, skill, knowing),
        categories=tuple(_titles(marks, subject, ratings)),
        shares=tuple(skill.prior_.tolist()),
        annotators=tuple(annotators),
        dawid_skene=_fit(skill),
        mace=_fit(knowing),
    )


def _empty(ratings: Ratings, subject: Subject) -> int | None:
    """Which category is "not marked"."""
    if subject.question is not None:
        return None
    return 0 if subject.label is not None else ratings.categories.index(NOTHING)


def _of_marks(prior: Floats, confusion: Floats, empty: int) -> tuple[float | None, float | None]:
    joint = prior[:, None] * confusion
    marked = np.arange(len(prior)) != empty
    both = float(np.diag(joint)[marked].sum())
    true, said = float(joint[marked].sum()), float(joint[:, marked].sum())
    return (both / true if true > 0 else None), (both / said if said > 0 else None)


def _fit(model: DawidSkene | Mace) -> Fit:
    ends: tuple[Restart, ...] = model.restarts_
    return Fit(
        float(model.log_likelihood_), int(model.iterations_), bool(model.converged_),
        tuple((float(e.log_likelihood), int(e.iterations), bool(e.converged)) for e in ends),
        finite(model.left_),
    )  # fmt: skip


def _notes(annotators: list[AnnotatorModel], skill: DawidSkene, knowing: Mace) -> tuple[str, ...]:
    notes = []
    if len(annotators) == 2:
        notes.append(
            "With two annotators nothing in the data says which of them is right where they "
            "differ: do not read one as better than the other."
        )
    for name, model in (("The model of Dawid and Skene", skill), ("MACE", knowing)):
        if not model.converged_:
            left = finite(model.left_)
            notes.append(
                f"{name} did not converge: it was still moving after {model.iterations_} rounds"
                + (f", {left:.2g} from the end as far as the last ones tell" if left else "")
                + ". Take its numbers as approximate."
            )
    return tuple(notes)


def _titles(marks: StudyMarks, subject: Subject, ratings: Ratings) -> list[str]:
    """The categories as people read them."""
    if subject.label is not None:
        return ["not marked", subject.title]
    if subject.question is not None:
        return list(ratings.titles)
    titles = {one.key: one.title for one in marks.scheme.labels}
    return [
        "not marked" if name == NOTHING else _joined(name, titles) for name in ratings.categories
    ]


def _joined(name: str, titles: dict[str, str]) -> str:
    return " + ".join(titles.get(key, key) for key in name.split("|")) if name else ""
