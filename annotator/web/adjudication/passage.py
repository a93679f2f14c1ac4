"""One passage: what everybody marked, and the form that decides it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from annotator.errors import DecidedMeanwhile, StudyError
from annotator.store import adjudication as kept
from annotator.store.adjudication import DecisionRecord, QueuePlace
from annotator.store.records import StoredArticle, Study
from annotator.store.studies import scheme_of
from annotator.web.access import ADJUDICATORS, open_to
from annotator.web.adjudication.blueprint import (
    KINDS,
    blueprint,
    desk_or_404,
    label_numbers,
    letters_here,
    passages_here,
    settler,
)
from annotator.web.adjudication.choosing import options_of, read_golds
from annotator.web.adjudication.chosen import address, asked, chosen, link
from annotator.web.adjudication.lanes import draw, paragraphs_around
from annotator.web.adjudication.queue import fresh_counts, minutes_for, next_address, written
from annotator.web.adjudication.relations import gold_places, shown_relations
from annotator.web.adjudication.suggested import suggested
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.web.studies import study_or_404
from annotator.workflow.adjudication.closing import put_off
from annotator.workflow.adjudication.deciding import Choice, copied, decide, overruled, undo
from annotator.workflow.adjudication.desk import Desk, load_desk
from annotator.workflow.adjudication.passages import Passage
from annotator.workflow.adjudication.queue import as_open
from annotator.workflow.adjudication.rule_changes import gold_words

__all__ = ["passage_page"]


@blueprint.route("/articles/<int:article_id>/passages/<key>", methods=["GET", "POST"])
@open_to(ADJUDICATORS)
def passage_page(study_id: int, article_id: int, key: str) -> ResponseReturnValue:
    """One passage, and the form that decides it."""
    study, stored, desk = desk_or_404(study_id, article_id)
    passage = next((one for one in passages_here(desk) if one.key == key), None)
    if passage is None:
        if request.method == "POST":
            flash("An annotator changed this passage meanwhile; nothing was decided.", "error")
        return redirect(link("adjudication.queue_page", study_id=study_id))
    if request.method == "GET":
        return _show(study, stored, desk, passage)
    try:
        _decide(study, stored, desk, passage)
    except DecidedMeanwhile as error:
        flash(f"{error} Your choice is still in the form.", "error")
        return _show(study, stored, load_desk(get_db(), study_id, article_id), passage), 409
    except StudyError as error:
        flash(str(error), "error")
        return _show(study, stored, desk, passage), 400
    return redirect(next_address(study_id, _place(passage)))


@blueprint.post("/decisions/<int:number>/undo")
@open_to(ADJUDICATORS)
def undo_decision(study_id: int, number: int) -> ResponseReturnValue:
    study_or_404(study_id)
    article_id = undo(get_db(), study_id, number, settler(study_id))
    flash("The decision is taken back; what it took the place of stands again.", "success")
    return redirect(link("adjudication.article_page", study_id=study_id, article_id=article_id))


@blueprint.post("/undo")
@open_to(ADJUDICATORS)
def undo_last(study_id: int) -> ResponseReturnValue:
    """Take back one's own last decision that stands, and look at its passage again."""
    study_or_404(study_id)
    me = settler(study_id)
    last = kept.load_last_of(get_db(), study_id, me.account_id)
    if last is None:
        flash("You have decided nothing here that could be taken back.", "info")
        return redirect(link("adjudication.queue_page", study_id=study_id))
    article_id = undo(get_db(), study_id, last.id, me)
    flash("Your last decision is taken back.", "success")
    desk = load_desk(get_db(), study_id, article_id)
    names = {(one.revision_id, one.key) for one in last.named}
    for one in passages_here(desk):
        if any((mark.revision, mark.region) in names for mark in one.marks):
            return redirect(address(study_id, article_id, one.key))
    return redirect(link("adjudication.article_page", study_id=study_id, article_id=article_id))


def _decide(study: Study, stored: StoredArticle, desk: Desk, passage: Passage) -> None:
    db, form = get_db(), request.form
    reason = form.get("reason", "").strip()
    if form.get("action") == "later":
        put_off(db, study.id, stored.id, passage.marks, reason, settler(study.id))
        return
    nothing = form.get("action") == "nothing"
    golds = () if nothing else read_golds(form, stored.article.text, scheme_of(db, study))
    if not golds and not nothing:
        raise StudyError("Accept a mark, or say that nothing is marked here.")
    if not reason and overruled(golds, passage.marks, len(desk.ballots)):
        raise StudyError(
            "More than half of the annotators made a mark that this decision leaves out. "
            "Say why, in the field for the reason."
        )
    marks = tuple((mark.revision, mark.region) for mark in passage.marks)
    seen = form.get("seen", 0, type=int)
    decide(db, study.id, Choice(stored.id, marks, golds, reason, seen), settler(study.id))


def _show(study: Study, stored: StoredArticle, desk: Desk, passage: Passage) -> str:
    db = get_db()
    scheme = scheme_of(db, study)
    text = stored.article.text
    names = letters_here(study.id, desk)
    gold = kept.load_gold(db, study.id, stored.id)
    first, last = paragraphs_around(text, passage.start, passage.end)
    form = request.form if request.method == "POST" else None
    options = options_of(passage, text, scheme, names, gold.spans, form)
    fresh_counts(study.id)
    left = kept.count_open(db, study.id, chosen())
    return render_template(
        "adjudication/passage.html",
        study=study,
        article=stored,
        scheme=scheme,
        passage=passage,
        options=options,
        suggestions=suggested(study, passage),
        lanes=draw(text, first, last, passage.marks, names, label_numbers(study),
                   [one.place for one in gold.spans]),
        missing=sorted(
            letter for revision, letter in names.items()
            if revision not in {mark.revision for mark in passage.marks}
        ),
        labels=[one for one in scheme.labels if one.key in passage.labels],
        titles={one.key: one.title for one in scheme.labels},
        numbers=label_numbers(study),
        colours=label_colours(scheme),
        seen=desk.last.id,
        reason=request.form.get("reason", ""),
        earlier=_earlier(desk, passage),
        left=left,
        minutes=minutes_for(study.id, left),
        after=written(_place(passage)),
        kinds=KINDS,
        asked=asked(),
        key=passage.key,
        relations=shown_relations(
            desk, gold, text, names, scheme, (passage.start, passage.end)
        ),
        gold_places=gold_places(gold),
    )  # fmt: skip


def _earlier(desk: Desk, passage: Passage) -> list[tuple[DecisionRecord, str]]:
    """What was decided about any of its marks and stands, and the gold it made in words."""
    revisions = {ballot.annotation: ballot.revision for ballot in desk.ballots}
    mine = {(mark.revision, mark.region) for mark in passage.marks}
    about = {one.decision_id for one in desk.decided
             if (revisions.get(one.annotation_id), one.named.key) in mine}  # fmt: skip
    found = kept.load_decisions_by_id(get_db(), about)
    return [(one, gold_words(copied(one))) for one in found]


def _place(passage: Passage) -> QueuePlace:
    """Where it stands in the queue, be it open any more or not."""
    put_off = kept.load_put_off(get_db(), [passage.article_id])
    return kept.place_of(as_open(passage, put_off), chosen())
