"""Enough data? How intervals narrow with more articles, and whether two values differ."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from annotator.reports.enough_data import NARROW, names_for
from annotator.reports.two_values import HALVES, TwoValues
from annotator.store.groups import load_groups
from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.agreement import MEASURES
from annotator.web.context import get_db
from annotator.web.report_files import asked_file
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.web.subject import asked_subject, grouped_subjects
from annotator.workflow.results import ENOUGH

__all__ = ["blueprint"]

blueprint = Blueprint("enough", __name__, url_prefix="/studies/<int:study_id>/agreement/enough")


@blueprint.get("/")
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    subject = asked_subject(scheme)
    names = names_for(subject)
    name = request.args.get("measure", "")
    name = name if name in names else names[0]
    groups = sorted(set(load_groups(get_db(), study_id).values()))
    since = request.args.get("since", HALVES)
    day = _day(since)
    made = shown(
        study,
        ENOUGH,
        {
            "about": subject.key,
            "measure": name,
            **_chosen(("first", "second"), scheme.label_keys),
            **_chosen(("one", "two"), groups),
            "since": day,
        },
    )
    if made.result is None:
        return computing_page(study, made, "Enough data?")
    page = made.result.value
    if (asked := asked_file(study, {}, [page.data.chart])) is not None:
        return asked
    no_date = f"Expected a date as 2026-11-24, got {since!r}. Leave it empty for two halves."
    return render_template(
        "enough/show.html",
        study=study,
        subject=subject,
        subjects=grouped_subjects(scheme),
        name=name,
        names=names,
        measures=MEASURES,
        narrow=NARROW,
        made=made,
        page=page.data,
        labels=page.labels,
        two_labels=page.two_labels,
        groups=groups,
        two_groups=page.two_groups,
        rounds=page.two_rounds if day or not since else TwoValues("", "", reason=no_date),
        since=since,
    )


def _chosen(names: tuple[str, ...], known: tuple[str, ...] | list[str]) -> dict[str, str]:
    """What the address asks for, of what there is."""
    asked = {name: request.args.get(name, "") for name in names}
    return {name: value for name, value in asked.items() if value in known}


def _day(text: str) -> str:
    """As 2026-11-24; "" when it is no date."""
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat()
    return ""
