"""Groups of annotators: agreement within and between them, and who is in which.

Only managers see groups; nothing of them is on an annotator's pages.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import StudyError
from annotator.plural import counted
from annotator.store import load_annotators
from annotator.store.groups import load_groups
from annotator.store.studies import scheme_of
from annotator.web.access import MANAGERS, VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.report_files import asked_file
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.web.subject import asked_subject, grouped_subjects
from annotator.workflow.grouping import LONGEST, set_groups
from annotator.workflow.results import GROUPS

__all__ = ["blueprint"]

blueprint = Blueprint("groups", __name__, url_prefix="/studies/<int:study_id>/agreement/groups")

FIELD = "group-"


@blueprint.get("/")
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    subject = asked_subject(scheme)
    made = shown(study, GROUPS, {"about": subject.key})
    if made.result is None:
        return computing_page(study, made, "Groups of annotators")
    page = made.result.value
    if (asked := asked_file(study, {}, [page.chart])) is not None:
        return asked
    people = [
        one
        for one in load_annotators(get_db(), study_id)
        if not one.removed_at or one.pseudonym in page.annotators
    ]
    return render_template(
        "groups/show.html",
        study=study,
        subject=subject,
        subjects=grouped_subjects(scheme),
        made=made,
        page=page,
        people=people,
        groups=load_groups(get_db(), study_id),
        longest=LONGEST,
        field=FIELD,
    )


@blueprint.post("/")
@open_to(MANAGERS)
def save(study_id: int) -> ResponseReturnValue:
    """The whole form at once; an empty field takes the annotator out of their group."""
    study_or_404(study_id)
    wanted = {
        name[len(FIELD) :]: value for name, value in request.form.items() if name.startswith(FIELD)
    }
    try:
        changed = set_groups(get_db(), study_id, wanted)
    except StudyError as error:
        flash(str(error), "error")
    else:
        flash(f"{counted(changed, 'annotator')} changed group." if changed else
              "Nothing was changed.", "success")  # fmt: skip
    return redirect(url_for("groups.show", study_id=study_id, about=request.form.get("about")))
