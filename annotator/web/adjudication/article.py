"""The whole article: everybody's marks, the gold, its questions and every decision."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import StudyError
from annotator.store import adjudication as kept
from annotator.store.records import StoredArticle, Study
from annotator.store.studies import scheme_of
from annotator.web.access import ADJUDICATORS, manages, open_to
from annotator.web.adjudication.blueprint import (
    KINDS,
    blueprint,
    desk_or_404,
    label_numbers,
    letters_here,
    passages_here,
    settler,
)
from annotator.web.adjudication.choosing import asked_of_article, own_option, read_golds
from annotator.web.adjudication.chosen import address
from annotator.web.adjudication.lanes import draw
from annotator.web.adjudication.relations import gold_places, read_place, shown_relations
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.workflow.adjudication.closing import note
from annotator.workflow.adjudication.deciding import Choice, decide
from annotator.workflow.adjudication.deciding_answers import decide_answer, questions_of
from annotator.workflow.adjudication.deciding_relations import RelationEnds, decide_relation
from annotator.workflow.adjudication.desk import Desk

__all__ = ["article_page"]


@blueprint.get("/articles/<int:article_id>")
@open_to(ADJUDICATORS)
def article_page(study_id: int, article_id: int) -> ResponseReturnValue:
    """The whole article: everybody's marks, the gold, and every decision."""
    return _show(*desk_or_404(study_id, article_id))


def _show(study: Study, stored: StoredArticle, desk: Desk) -> str:
    """With a form that was refused what was sent is still there."""
    db = get_db()
    scheme = scheme_of(db, study)
    form = request.form if request.method == "POST" else None
    study_id, article_id = study.id, stored.id
    names = letters_here(study_id, desk)
    gold = kept.load_gold(db, study_id, article_id)
    text = stored.article.text
    marks = [mark for ballot in desk.ballots for mark in ballot.marks] if desk.votes_count else []
    asked_here = asked_of_article(
        questions_of(desk, scheme.questions), names, _gold_answers(gold), form
    )
    relations = shown_relations(desk, gold, text, names, scheme)
    return render_template(
        "adjudication/article.html",
        study=study,
        article=stored,
        scheme=scheme,
        desk=desk,
        passages=[one for one in passages_here(desk) if one.is_open],
        gold=gold,
        lanes=draw(text, 0, len(text), marks, names, label_numbers(study),
                   [one.place for one in gold.spans]),
        letters=sorted(set(names.values()) - {""}),
        numbers=label_numbers(study),
        own=own_option(scheme, form if form and "start-own" in form else None),
        seen=desk.last.id,
        relations=relations,
        gold_places=gold_places(gold),
        colours=label_colours(scheme),
        titles={one.key: one.title for one in scheme.labels},
        decisions=list(reversed(kept.load_decisions(db, article_id))),
        questions=asked_here,
        open_elsewhere=sum(one.is_open for one in asked_here)
        + sum(one.is_open for one in relations),
        kinds=KINDS,
        asked={},
        reason_own=form["reason"] if form and "start-own" in form else "",
    )  # fmt: skip


@blueprint.post("/articles/<int:article_id>/answers")
@open_to(ADJUDICATORS)
def answer_question(study_id: int, article_id: int) -> ResponseReturnValue:
    """Decide one question about the article."""
    desk_or_404(study_id, article_id)
    form = request.form
    try:
        decide_answer(
            get_db(), study_id, article_id, form.get("question", ""),
            [one for one in form.getlist("value") if one], settler(study_id),
            reason=form.get("reason", ""), seen=form.get("seen", 0, type=int),
        )  # fmt: skip
    except StudyError as error:
        return _refused(study_id, article_id, error)
    return redirect(_address(study_id, article_id, "questions"))


@blueprint.post("/articles/<int:article_id>/relations")
@open_to(ADJUDICATORS)
def decide_on_relation(study_id: int, article_id: int) -> ResponseReturnValue:
    """Accept a relation (of a type), reject it, or join two gold marks."""
    desk_or_404(study_id, article_id)
    form = request.form
    accepted = form.get("action") != "reject"
    try:
        ends = RelationEnds(
            read_place(form.get("from", "")), read_place(form.get("to", "")),
            accepted or form.get("has_gold") == "1",
        )  # fmt: skip
        decide_relation(
            get_db(), study_id, article_id, ends, form.get("type", "") if accepted else None,
            settler(study_id), reason=form.get("reason", ""), seen=form.get("seen", 0, type=int),
        )  # fmt: skip
    except StudyError as error:
        return _refused(study_id, article_id, error)
    flash("The relation is decided.", "success")
    if form.get("key"):
        return redirect(address(study_id, article_id, form["key"]))
    return redirect(_address(study_id, article_id, "relations"))


@blueprint.post("/articles/<int:article_id>/state")
@open_to(ADJUDICATORS)
def set_state(study_id: int, article_id: int) -> ResponseReturnValue:
    """Finished, or open again; only a manager lets votes count before everybody has finished."""
    study, _, desk = desk_or_404(study_id, article_id)
    kind = request.form.get("state", "")
    if kind not in ("finish", "reopen", "close", "unclose"):
        abort(400, "Say finish, reopen, close or unclose.")
    if kind in ("close", "unclose") and not manages(study_id):
        abort(403)
    asked = questions_of(desk, scheme_of(get_db(), study).questions)
    left = any(one.is_open for one in asked)
    left = left or bool(desk.open_links) or any(one.is_open for one in passages_here(desk))
    if kind == "finish" and left:
        raise StudyError("Something in this article is still open; decide it first.")
    note(get_db(), study_id, article_id, kind, settler(study_id))
    return redirect(_address(study_id, article_id))


@blueprint.post("/articles/<int:article_id>/marks")
@open_to(ADJUDICATORS)
def add_mark(study_id: int, article_id: int) -> ResponseReturnValue:
    """Keep a mark that nobody made, anywhere in the article."""
    study, stored, _ = desk_or_404(study_id, article_id)
    form = request.form
    try:
        golds = read_golds(form, stored.article.text, scheme_of(get_db(), study))
        if not golds:
            raise StudyError("Select the text to mark, or write where it begins and ends.")
        choice = Choice(
            article_id, (), golds, form.get("reason", ""), form.get("seen", 0, type=int)
        )  # fmt: skip
        decide(get_db(), study_id, choice, settler(study_id))
    except StudyError as error:
        return _refused(study_id, article_id, error)
    flash("The mark is gold.", "success")
    return redirect(_address(study_id, article_id))


def _refused(study_id: int, article_id: int, error: StudyError) -> ResponseReturnValue:
    """The article as it is now, with what was sent still in its form."""
    flash(f"{error} What you chose is still in the form.", "error")
    return _show(*desk_or_404(study_id, article_id)), 400


def _address(study_id: int, article_id: int, part: str | None = None) -> str:
    return url_for(
        "adjudication.article_page", study_id=study_id, article_id=article_id, _anchor=part
    )


def _gold_answers(gold: kept.Gold) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in gold.answers:
        found.setdefault(one.question, []).append(one.value)
    return found
