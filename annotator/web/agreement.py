"""The agreement report, and the disputed passages behind every number of it."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from annotator.agreement.attributes.words import ATTRIBUTE_WORDS, RELATION_WORDS
from annotator.agreement.by_name.words import MEASURE_WORDS
from annotator.reports.document.tables import TABLES
from annotator.store.articles import load_titles
from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.web.numbers import whole_number
from annotator.web.paging import page_number
from annotator.web.results import Shown, computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.agreeing import conformance
from annotator.workflow.passages import passages_at, places_in_article
from annotator.workflow.results import PASSAGES, REPORT

__all__ = ["KINDS", "MEASURES", "blueprint"]

blueprint = Blueprint("agreement", __name__, url_prefix="/studies/<int:study_id>/agreement")

PAGE = 25

# Name -> what people read, and what it says in one sentence.
MEASURES = {name: (words.title, words.sentence) for name, words in MEASURE_WORDS.items()}
LEVEL_WORDS = {
    "nominal": "names",
    "ordinal": "steps in an order",
    "interval": "numbers",
    "ratio": "numbers with a zero",
    "masi": "sets of choices (MASI distance)",
    "text": "free words",
}
KINDS = {
    "missed": "missed by some",
    "label": "another label",
    "split or merged": "split or merged",
    "boundary": "another boundary",
    "settled": "settled",
}


@blueprint.get("/")
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    raw = request.args.get("marks") == "raw"
    made = shown(study, REPORT, {"marks": "raw" if raw else ""})
    if made.result is None:
        return computing_page(study, made, "Agreement")
    return render_template(
        "agreement/show.html",
        study=study,
        made=made,
        report=made.result.value,
        scheme=scheme,
        numbers={label.key: number for number, label in enumerate(scheme.labels, start=1)},
        colours=label_colours(scheme),
        measures=MEASURES,
        kinds=KINDS,
        conformance=conformance(),
        attribute_words=ATTRIBUTE_WORDS,
        relation_words=RELATION_WORDS,
        level_words=LEVEL_WORDS,
        label_titles={label.key: label.title for label in scheme.labels},
        tables=TABLES,
    )


@blueprint.get("/passages")
@open_to(VIEWERS)
def passages(study_id: int) -> ResponseReturnValue:
    """Each disputed passage in its sentence, with everybody's marks side by side."""
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    label = request.args.get("label") or None
    kind = request.args.get("kind") or None
    article_id = whole_number(request.args.get("article", ""))
    if article_id is None:
        made = shown(study, PASSAGES, made_with=REPORT)
        if made.result is None:
            return computing_page(study, made, "Disputed passages")
        places = made.result.value.places(label=label, kind=kind)
    else:
        made = Shown(None)
        places = places_in_article(get_db(), study_id, article_id, label=label, kind=kind)
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
        label=label,
        kind=kind,
        article_id=article_id,
        labels=scheme.labels,
        titles={one.key: one.title for one in scheme.labels},
        kinds={key: words for key, words in KINDS.items() if key != "settled"},
        article=load_titles(get_db(), [article_id or 0]).get(article_id or 0),
        numbers={one.key: number for number, one in enumerate(scheme.labels, start=1)},
        colours=label_colours(scheme),
    )
