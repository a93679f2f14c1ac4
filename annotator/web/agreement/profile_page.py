"""Framing profiles: marks per 1,000 words by outlet, date or article."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from annotator.models import Scheme
from annotator.reports.breakdown.profile import (
    BY,
    ProfileGroup,
    ProfilePage,
    profile_chart,
    why_no_range,
)
from annotator.reports.document.tables import Table
from annotator.store.articles import load_appearances
from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.agreement.blueprint import blueprint
from annotator.web.agreement.sorted_tables import Column, SortedTable, sorted_table
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.web.report_files import asked_file
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.results import PROFILE

__all__ = ["profile"]

TITLES = {"outlet": "Outlet", "date": "Date", "article": "Article"}
TOGETHER = "All labels"


@blueprint.get("/profile/")
@open_to(VIEWERS)
def profile(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    by = request.args.get("by", "")
    by = by if by in BY else BY[0]
    made = shown(study, PROFILE, {"by": by})
    if made.result is None:
        return computing_page(study, made, "Framing profile")
    page = made.result.value
    titles = _titles(page, scheme)
    label = request.args.get("label", "")
    column = page.labels.index(label) + 1 if label in page.labels else 0
    chart = profile_chart(page, column, titles[column])
    asked = asked_file(study, {f"profile-by-{by}": _rows(page)}, [chart])
    if asked is not None:
        return asked
    appeared = {
        str(id): f"{outlet} {published}"
        for id, outlet, published in load_appearances(get_db(), study_id)
    }
    return render_template(
        "agreement/profile.html",
        study=study,
        made=made,
        page=page,
        by=by,
        ways=TITLES,
        label=label,
        keys=("", *page.labels),  # of the columns
        label_titles=list(zip(page.labels, titles[1:], strict=True)),
        chart=chart,
        table=_table(page, titles, appeared),
        colours=label_colours(scheme),
    )


def _titles(page: ProfilePage, scheme: Scheme) -> list[str]:
    """Of the columns: all labels together, then each."""
    known = {one.key: one.title for one in scheme.labels}
    return [TOGETHER, *(known.get(key, key) for key in page.labels)]


def _table(
    page: ProfilePage, titles: list[str], appeared: dict[str, str]
) -> SortedTable[ProfileGroup]:
    """Dates in their order, else the longest first; articles are found by outlet and date too."""

    def rate(column: int) -> Callable[[ProfileGroup], float]:
        return lambda one: one.profiles[column].rate

    rates = [Column[ProfileGroup](f"label{n}", title, rate(n)) for n, title in enumerate(titles)]
    articles = Column[ProfileGroup]("articles", "Articles", lambda one: one.articles)
    columns = [
        Column[ProfileGroup]("title", TITLES[page.by], lambda one: one.title, number=False),
        *([] if page.by == "article" else [articles]),
        Column[ProfileGroup]("words", "Words", lambda one: one.words),
        *rates,
    ]
    return sorted_table(
        "profile", columns, page.groups, usual="title" if page.by == "date" else "-words",
        words=lambda one: f"{one.title} {appeared.get(one.key, '')}",
    )  # fmt: skip


def _rows(page: ProfilePage) -> Table:
    """One line a group and label."""
    rows = [
        [one.key, one.title, one.articles, one.words, one.read, label, found.marks, found.rate,
         *("" if end is None else end for end in (found.low, found.high)),
         why_no_range(one, place)]
        for one in page.groups
        for place, (label, found) in enumerate(zip(("", *page.labels), one.profiles, strict=True))
    ]  # fmt: skip
    columns = (page.by, "title", "articles", "words", "words_read", "label", "marks",
               "per_1000_words", "low", "high", "missing")  # fmt: skip
    return columns, rows
