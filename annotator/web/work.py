"""What an annotator sees: own studies, the guideline, and own past work, read-only.

Everything here is looked up from who is signed in; another's work answers like none at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import StudyError
from annotator.models import Annotation, Scheme, State
from annotator.plural import counted
from annotator.store import (
    annotators_of_account,
    assignments_of_annotator,
    load_article,
    load_missing_answers,
    load_study,
    load_study_work,
    tasks_of_withdrawn_articles,
)
from annotator.store.counted import load_article_names
from annotator.store.members import studies_of_member
from annotator.store.records import Annotator, Assignment, Study
from annotator.store.studies import scheme_of
from annotator.web.access import SIGNED_IN, account, open_to
from annotator.web.context import get_db
from annotator.web.marks import draw, label_colours
from annotator.web.security import GATEWAY_PREFIX
from annotator.workflow.adjudication.feedback import answer_feedback, load_feedback

__all__ = ["Part", "blueprint", "read_answers"]

blueprint = Blueprint("work", __name__, url_prefix="/work")

_DONE = (State.SUBMITTED, State.SKIPPED)


@dataclass(frozen=True)
class Part:
    """A person's part in one study."""

    study: Study
    annotator: Annotator
    assignments: tuple[Assignment, ...]
    titles: dict[int, str]
    missing: dict[int, list[str]]  # article -> required questions left open
    withdrawn: int = 0  # articles that were this person's and are offered no more

    @property
    def withdrawn_words(self) -> str:
        what = counted(self.withdrawn, "article", "of yours was", "of yours were")
        kept = "it" if self.withdrawn == 1 else "them"
        return f"{what} withdrawn by a manager. What you did on {kept} is kept."

    @property
    def counts(self) -> Counter[State]:
        return Counter(one.state for one in self.assignments)

    @property
    def done(self) -> list[Assignment]:
        return [one for one in self.assignments if one.state in _DONE]

    @property
    def left(self) -> int:
        return len(self.assignments) - len(self.done)

    @property
    def ready(self) -> bool:
        """Whether there is something to annotate in Label Studio."""
        return self.annotator.project_id is not None and bool(self.assignments)

    @property
    def editor(self) -> str:
        """Label Studio's labelling page of this person's own project."""
        return f"{GATEWAY_PREFIX}/projects/{self.annotator.project_id}/data?labeling=1"

    def change(self, article_id: int) -> str:
        """The same, beginning with an article that is finished."""
        return f"{self.editor}&article={article_id}"


@blueprint.get("/")
@open_to(SIGNED_IN)
def index() -> ResponseReturnValue:
    return render_template(
        "work/index.html",
        parts=_parts(),
        state=State,
        adjudicated=studies_of_member(get_db(), account().id),
        overseen=[
            study
            for part in ("manager", "viewer")
            for study in studies_of_member(get_db(), account().id, part)
        ],
    )


@blueprint.get("/<int:study_id>/guideline")
@open_to(SIGNED_IN)
def guideline(study_id: int) -> ResponseReturnValue:
    part = _part_or_404(study_id)
    scheme = _scheme(part.study)
    return render_template(
        "work/guideline.html", part=part, scheme=scheme, colours=label_colours(scheme)
    )


@blueprint.post("/<int:study_id>/articles/<int:article_id>/answer")
@open_to(SIGNED_IN)
def answer(study_id: int, article_id: int) -> ResponseReturnValue:
    """One's answer to a difference between one's own work and the gold."""
    part = _part_or_404(study_id)
    if article_id not in {one.article_id for one in part.done}:
        abort(404)
    number = request.form.get("decision", 0, type=int)
    try:
        answer_feedback(
            get_db(), part.annotator, article_id, number, request.form.get("answer", "")
        )
    except StudyError as error:
        flash(str(error), "error")
    else:
        flash("Your answer is kept; the adjudicators read it.", "success")
    return redirect(url_for("work.show", study_id=study_id, article_id=article_id))


@blueprint.get("/<int:study_id>/articles/<int:article_id>")
@open_to(SIGNED_IN)
def show(study_id: int, article_id: int) -> ResponseReturnValue:
    """One's own finished work on an article, with the marks in the text."""
    part = _part_or_404(study_id)
    if article_id not in {one.article_id for one in part.done}:
        abort(404)
    annotation = _own_annotation(part, article_id)
    if annotation is None:
        abort(404)
    scheme = _scheme(part.study)
    article = load_article(get_db(), article_id).article
    questions = [one.question for one in scheme.attributes] + list(scheme.questions)
    return render_template(
        "work/show.html",
        part=part,
        article_id=article_id,
        article=article,
        annotation=annotation,
        scheme=scheme,
        colours=label_colours(scheme),
        drawing=draw(article.text, annotation.spans, scheme),
        answers=read_answers(annotation, scheme),
        titles={label.key: label.title for label in scheme.labels},
        feedback=load_feedback(get_db(), part.annotator, article_id),
        question_titles={one.key: one.title for one in questions},
        questions={
            one.key: {choice.key: choice.title for choice in one.choices} for one in questions
        },
    )


def read_answers(annotation: Annotation, scheme: Scheme) -> dict[str, list[tuple[str, str]]]:
    """Region ("" for the article) -> (question, answer) in the codebook's words and order."""
    questions = [attribute.question for attribute in scheme.attributes] + list(scheme.questions)
    found: dict[str, list[tuple[str, str]]] = {}
    for question in questions:
        titles = {choice.key: choice.title for choice in question.choices}
        values: dict[str, list[str]] = {}
        for answer in annotation.answers:
            if answer.question == question.key:
                values.setdefault(answer.region, []).append(titles.get(answer.value, answer.value))
        for region, answers in values.items():
            found.setdefault(region, []).append((question.title, ", ".join(answers)))
    return found


def _parts() -> list[Part]:
    return [_part(one) for one in annotators_of_account(get_db(), account().id)]


def _part(annotator: Annotator) -> Part:
    db = get_db()
    study = load_study(db, annotator.study_id)
    missing: dict[int, list[str]] = {}
    for one in load_missing_answers(db, study.id, _scheme(study)):
        if one.annotator_id == annotator.id:
            missing.setdefault(one.article_id, []).append(one.question)
    return Part(
        study=study,
        annotator=annotator,
        assignments=tuple(assignments_of_annotator(db, annotator.id)),
        titles={id: title for id, title, _ in load_article_names(db, study.id)},
        missing=missing,
        withdrawn=len(tasks_of_withdrawn_articles(db, annotator.id)),
    )


def _part_or_404(study_id: int) -> Part:
    mine = [
        one for one in annotators_of_account(get_db(), account().id) if one.study_id == study_id
    ]
    if not mine:
        abort(404)
    return _part(mine[0])


def _scheme(study: Study) -> Scheme:
    return scheme_of(get_db(), study)


def _own_annotation(part: Part, article_id: int) -> Annotation | None:
    for one in load_study_work(get_db(), part.study.id, [article_id]).work:
        if one.annotator == part.annotator.pseudonym:
            return one.annotation
    return None
