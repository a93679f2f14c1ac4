"""What a manager opens: feedback, others' marks, suggestions; and what annotators answered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import StudyError
from annotator.store import adjudication as kept
from annotator.store.adjudication import SettlingChoices
from annotator.store.articles import load_titles
from annotator.web.access import ADJUDICATORS, MANAGERS, account, open_to
from annotator.web.adjudication.blueprint import letters_here
from annotator.web.context import get_db
from annotator.web.gold.blueprint import blueprint
from annotator.web.studies import study_or_404
from annotator.workflow.adjudication.deciding import copied
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.feedback import choose
from annotator.workflow.adjudication.rule_changes import gold_words

__all__ = ["answers_page", "choices_page"]


@blueprint.route("/choices", methods=["GET", "POST"])
@open_to(MANAGERS)
def choices_page(study_id: int) -> ResponseReturnValue:
    """All of it is off until it is turned on here."""
    study = study_or_404(study_id)
    if request.method == "POST":
        form = request.form
        choices = SettlingChoices(
            "feedback" in form, "others_marks" in form, "suggestions" in form
        )  # fmt: skip
        try:
            choose(get_db(), study_id, choices, account().id)
        except StudyError as error:
            flash(str(error), "error")
        else:
            flash("Kept.", "success")
        return redirect(url_for("gold.choices_page", study_id=study_id))
    return render_template(
        "gold/choices.html", study=study, choices=kept.load_choices(get_db(), study_id)
    )


@blueprint.get("/answers")
@open_to(ADJUDICATORS)
def answers_page(study_id: int) -> ResponseReturnValue:
    """What annotators answered to decisions, under the letters they have in that article."""
    study = study_or_404(study_id)
    db = get_db()
    answers = kept.load_feedback_answers(db, study_id)
    decisions = {
        one.id: one for one in kept.load_decisions_by_id(db, {one.decision_id for one in answers})
    }
    rows = []
    for one in answers:
        desk = load_desk(db, study_id, one.article_id)
        own = kept.load_annotations_of(db, one.annotator_id, one.article_id)
        names = letters_here(study_id, desk)
        letter = next((names[b.revision] for b in desk.ballots if b.annotation in own), "") or "–"
        decision = decisions[one.decision_id]
        rows.append((one.article_id, letter, gold_words(copied(decision)), decision, one.answer))
    return render_template(
        "gold/answers.html",
        study=study,
        rows=rows,
        titles=load_titles(db, sorted({one.article_id for one in answers})),
    )
