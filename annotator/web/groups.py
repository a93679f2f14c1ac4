"""Groups of annotators: agreement within and between them, and who is in which.

Only managers see groups; nothing of them is on an annotator's pages.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import StudyError
from annotator.reports.annotator_groups import groups_report
from annotator.store import load_annotators
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db
from annotator.web.studies import study_or_404
from annotator.web.subject import asked_subject, grouped_subjects
from annotator.web.wording import counted
from annotator.workflow.grouping import LONGEST, set_groups
from annotator.workflow.study_marks import load_study_marks

__all__ = ["blueprint"]

blueprint = Blueprint("groups", __name__, url_prefix="/studies/<int:study_id>/agreement/groups")

FIELD = "group-"


@blueprint.get("/")
@open_to(MANAGERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    marks = load_study_marks(get_db(), study_id)
    subject = asked_subject(marks)
    people = [
        one
        for one in load_annotators(get_db(), study_id)
        if not one.removed_at or one.pseudonym in marks.annotators
    ]
    return render_template(
        "groups/show.html",
        study=study,
        subject=subject,
        subjects=grouped_subjects(marks),
        page=groups_report(marks, subject),
        people=people,
        groups=marks.groups,
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
