"""The disputed passages behind every number of the report."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from annotator.models import Scheme
from annotator.reports.passage_index import Chosen
from annotator.store.articles import load_titles
from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.agreement.blueprint import blueprint
from annotator.web.agreement.shown_words import KINDS
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.web.numbers import whole_number
from annotator.web.paging import page_number
from annotator.web.results import Shown, computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.passages import passages_at, places_in_article
from annotator.workflow.results import PASSAGES, REPORT

__all__ = ["passages"]

PAGE = 25


@blueprint.get("/passages")
@open_to(VIEWERS)
def passages(study_id: int) -> ResponseReturnValue:
    """Each disputed passage in its sentence, with everybody's marks side by side."""
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    chosen = _chosen()
    article_id = whole_number(request.args.get("article", ""))
    if article_id is None:
        made = shown(study, PASSAGES, made_with=REPORT)
        if made.result is None:
            return computing_page(study, made, "Disputed passages")
        places = made.result.value.places(chosen)
    else:
        made = Shown(None)
        places = places_in_article(get_db(), study_id, article_id, chosen)
    page, pages = page_number(len(places), PAGE)
    found = passages_at(get_db(), study_id, places[(page - 1) * PAGE : page * PAGE])
    return render_template(
        "agreement/passages.html",
        study=study,
        made=made,
        passages=found,
        count=len(places),
        page=page,
        pages=pages,
        chosen=chosen,
        whose=_whose(chosen, scheme),
        asked={name: value for name, value in request.args.items(multi=True) if name != "page"},
        article_id=article_id,
        labels=scheme.labels,
        titles={one.key: one.title for one in scheme.labels},
        kinds={key: words for key, words in KINDS.items() if key != "settled"},
        article=load_titles(get_db(), [article_id or 0]).get(article_id or 0),
        numbers={one.key: number for number, one in enumerate(scheme.labels, start=1)},
        colours=label_colours(scheme),
    )


def _chosen() -> Chosen:
    """What the address asks for."""
    names = ("label", "other", "kind", "missing", "only", "first", "second")
    asked = {name: request.args.get(name, "") for name in names}
    between = tuple(filter(None, (asked.pop("first"), asked.pop("second"))))
    return Chosen(**asked, between=between)


def _whose(chosen: Chosen, scheme: Scheme) -> str:
    """In words, where the address narrows to annotators or to two labels."""
    titles = {one.key: one.title for one in scheme.labels}
    said = []
    if chosen.other:
        said.append(f"also marked as {titles.get(chosen.other, chosen.other)}")
    if chosen.missing:
        said.append(f"where {chosen.missing} marked nothing")
    if chosen.only:
        said.append(f"that {chosen.only} alone marked")
    if len(chosen.between) == 2:
        said.append(f"in articles of both {chosen.between[0]} and {chosen.between[1]}")
    return ", ".join(said)
