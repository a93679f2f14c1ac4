"""The articles of a study: all of them, and one with the marks in it, corrected and withdrawn."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import ArticleError, InputError
from annotator.store import (
    assignments_of_article,
    count_withdrawn,
    finished_work,
    list_articles,
    load_annotators,
    load_article,
    load_study_work,
)
from annotator.store.provenance.edits import EDITABLE, is_given, load_edits
from annotator.store.provenance.sources import load_raw
from annotator.store.records import StoredArticle
from annotator.store.studies import scheme_of
from annotator.web.access import MANAGERS, account, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.marks import draw, label_colours
from annotator.web.paging import page_number
from annotator.web.studies import study_or_404
from annotator.web.work import read_answers
from annotator.workflow.correcting import (
    edit_article,
    field_word,
    restore_article,
    withdraw_article,
)

__all__ = ["blueprint"]

blueprint = Blueprint("articles", __name__, url_prefix="/studies/<int:study_id>/articles")

PAGE = 100
# The fields of the form: name, label, kind, what helps.
FIELDS = (
    ("title", "Title", "text", ""),
    ("author", "Authors", "text", "Separated by commas."),
    ("published", "Date", "date", ""),
    ("outlet", "Outlet", "text", ""),
    ("url", "Address", "url", "Begins with https:// or http://"),
    ("language", "Language", "text", "A code such as en or de-AT."),
)


@blueprint.app_context_processor
def _for_all_pages() -> dict[str, Any]:
    return {"withdrawn_note": lambda study_id: count_withdrawn(get_db(), study_id).sentence}


@blueprint.get("/")
@open_to(MANAGERS)
def index(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    wanted = request.args.get("q", "").strip()
    found = list_articles(get_db(), study_id, wanted)
    withdrawn = list_articles(get_db(), study_id, withdrawn=True)
    page, pages = page_number(len(found), PAGE)
    return render_template(
        "articles/index.html",
        study=study,
        articles=found[(page - 1) * PAGE : page * PAGE],
        count=len(found),
        page=page,
        pages=pages,
        wanted=wanted,
        withdrawn=withdrawn[:PAGE],
        withdrawn_count=len(withdrawn),
    )


@blueprint.get("/<int:article_id>")
@open_to(MANAGERS)
def show(study_id: int, article_id: int) -> ResponseReturnValue:
    """One article, whom it was given to, and (when asked) one annotator's marks in it."""
    db = get_db()
    study = study_or_404(study_id)
    stored = _article_or_404(study_id, article_id)
    people = {one.id: one for one in load_annotators(db, study_id)}
    given = [
        (people[one.annotator_id], one.state)
        for one in assignments_of_article(db, article_id)
        if not one.withdrawn
    ]
    work = {
        one.annotator: one.annotation for one in load_study_work(db, study_id, [article_id]).work
    }
    chosen = request.args.get("annotator", "")
    annotation = work.get(chosen)
    scheme = scheme_of(db, study)
    return render_template(
        "articles/show.html",
        study=study,
        stored=stored,
        article=stored.article,
        given=given,
        work=work,
        chosen=chosen,
        annotation=annotation,
        scheme=scheme,
        colours=label_colours(scheme),
        drawing=draw(stored.article.text, annotation.spans if annotation else (), scheme),
        answers=read_answers(annotation, scheme) if annotation else {},
        titles={label.key: label.title for label in scheme.labels},
        edits=load_edits(db, article_id),
        field_word=field_word,
    )


@blueprint.route("/<int:article_id>/edit", methods=["GET", "POST"])
@open_to(MANAGERS)
def edit(study_id: int, article_id: int) -> ResponseReturnValue:
    """Correct what is known about an article; its text as long as nobody was given it."""
    study = study_or_404(study_id)
    stored = _article_or_404(study_id, article_id)
    values = {field: getattr(stored.article, field) for field in EDITABLE}
    given = is_given(get_db(), article_id)
    if request.method == "POST":
        sent = {field: request.form[field] for field in EDITABLE if field in request.form}
        values |= sent
        try:
            changed = edit_article(
                get_db(),
                article_id,
                sent,
                account_id=account().id,
                most_characters=get_settings().max_article_characters,
            )
        except InputError as error:
            flash(str(error), "error")
        else:
            fields = ", ".join(field_word(one) for one in changed)
            words = f"Corrected: {fields}." if fields else "Nothing was changed."
            flash(words, "success")
            return redirect(url_for("articles.show", study_id=study_id, article_id=article_id))
    return render_template(
        "articles/edit.html",
        study=study,
        stored=stored,
        values=values,
        fields=FIELDS,
        given=given,
    )


@blueprint.route("/<int:article_id>/withdraw", methods=["GET", "POST"])
@open_to(MANAGERS)
def withdraw(study_id: int, article_id: int) -> ResponseReturnValue:
    """Ask, then take the article out of the study; what was done on it is kept."""
    study = study_or_404(study_id)
    stored = _article_or_404(study_id, article_id)
    if request.method == "POST":
        flash(withdraw_article(get_db(), article_id, account().id), "success")
        return redirect(url_for("articles.index", study_id=study_id))
    done = finished_work(get_db(), article_id)
    return render_template("articles/withdraw.html", study=study, stored=stored, done=done)


@blueprint.post("/<int:article_id>/restore")
@open_to(MANAGERS)
def restore(study_id: int, article_id: int) -> ResponseReturnValue:
    """Bring a withdrawn article back."""
    study_or_404(study_id)
    _article_or_404(study_id, article_id)
    flash(restore_article(get_db(), article_id, account().id), "success")
    return redirect(url_for("articles.show", study_id=study_id, article_id=article_id))


@blueprint.get("/<int:article_id>/source")
@open_to(MANAGERS)
def source(study_id: int, article_id: int) -> ResponseReturnValue:
    """The file that the article was read from, byte for byte, to be saved and not shown."""
    study_or_404(study_id)
    found = _article_or_404(study_id, article_id).source
    if found is None:
        abort(404, "The file of this article was not kept.")
    name = found.name.rsplit("/", 1)[-1]
    return send_file(
        io.BytesIO(load_raw(get_db(), found.sha256)),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        etag=False,
    )


def _article_or_404(study_id: int, article_id: int) -> StoredArticle:
    try:
        stored = load_article(get_db(), article_id)
    except ArticleError as error:
        abort(404, str(error))
    if stored.study_id != study_id:
        abort(404, f"There is no article number {article_id} in this study.")
    return stored
