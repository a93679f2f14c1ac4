"""The articles of a study: all of them, and one with the marks in it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from annotator.errors import ArticleError
from annotator.store import (
    assignments_of_article,
    load_annotators,
    load_article,
    load_articles,
    load_study_work,
)
from annotator.store.records import StoredArticle
from annotator.store.studies import scheme_of
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db
from annotator.web.marks import draw, label_colours
from annotator.web.paging import page_number
from annotator.web.studies import study_or_404
from annotator.web.work import read_answers

__all__ = ["blueprint"]

blueprint = Blueprint("articles", __name__, url_prefix="/studies/<int:study_id>/articles")

PAGE = 100


@blueprint.get("/")
@open_to(MANAGERS)
def index(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    wanted = request.args.get("q", "").strip()
    found = [one for one in load_articles(get_db(), study_id) if _matches(one, wanted)]
    page, pages = page_number(len(found), PAGE)
    return render_template(
        "articles/index.html",
        study=study,
        articles=found[(page - 1) * PAGE : page * PAGE],
        count=len(found),
        page=page,
        pages=pages,
        wanted=wanted,
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
    )


def _matches(stored: StoredArticle, wanted: str) -> bool:
    article = stored.article
    return all(
        word in f"{article.title} {article.author} {article.outlet}".casefold()
        for word in wanted.casefold().split()
    )


def _article_or_404(study_id: int, article_id: int) -> StoredArticle:
    try:
        stored = load_article(get_db(), article_id)
    except ArticleError as error:
        abort(404, str(error))
    if stored.study_id != study_id or stored.removed_at:
        abort(404, f"There is no article number {article_id} in this study.")
    return stored
