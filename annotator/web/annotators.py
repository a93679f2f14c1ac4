"""The annotators of a study, as a manager sees them: inviting, new links, removing."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import AccountError, StudyError
from annotator.store import load_annotator
from annotator.store.records import Annotator
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.studies import study_or_404
from annotator.workflow.inviting import Invitation, check_email, invite, remove_annotator

blueprint = Blueprint("annotators", __name__, url_prefix="/studies/<int:study_id>/annotators")

MAX_INVITED_AT_ONCE = 200


@blueprint.post("/")
@open_to(MANAGERS)
def invite_people(study_id: int) -> ResponseReturnValue:
    """Invite by e-mail address, one or many; all of them or, when one is wrong, none."""
    study_or_404(study_id)
    wanted = [part for part in re.split(r"[\s,;]+", request.form.get("emails", "")) if part]
    try:
        if not wanted:
            raise AccountError("No e-mail address was given. Write one a line.")
        if len(wanted) > MAX_INVITED_AT_ONCE:
            raise AccountError(
                f"At most {MAX_INVITED_AT_ONCE} people can be invited at once; "
                f"these are {len(wanted)}."
            )
        emails = list(dict.fromkeys(check_email(one).casefold() for one in wanted))
    except AccountError as error:
        flash(str(error), "error")
        return redirect(url_for("studies.show", study_id=study_id) + "#annotators")
    origin = get_settings().origin
    return _links(study_id, [invite(get_db(), study_id, email, origin) for email in emails])


@blueprint.post("/<int:annotator_id>/link")
@open_to(MANAGERS)
def new_link(study_id: int, annotator_id: int) -> ResponseReturnValue:
    """A new invitation link for somebody who has not signed up; the earlier one ends."""
    annotator = _annotator_or_404(study_id, annotator_id)
    invitation = invite(get_db(), study_id, annotator.email, get_settings().origin)
    return _links(study_id, [invitation])


@blueprint.route("/<int:annotator_id>/remove", methods=["GET", "POST"])
@open_to(MANAGERS)
def remove(study_id: int, annotator_id: int) -> ResponseReturnValue:
    annotator = _annotator_or_404(study_id, annotator_id)
    if request.method == "POST":
        remove_annotator(get_db(), annotator_id)
        flash(
            f"{annotator.email} is removed from the study; the work done is kept. "
            "Publish again to give the articles not begun to the others.",
            "success",
        )
        return redirect(url_for("studies.show", study_id=study_id))
    return render_template(
        "annotators/remove.html", study=study_or_404(study_id), annotator=annotator
    )


def _links(study_id: int, invitations: list[Invitation]) -> Response:
    """The links, shown this once: the store keeps only their hashes."""
    page = render_template(
        "annotators/links.html", study=study_or_404(study_id), invitations=invitations
    )
    return Response(page, headers={"Referrer-Policy": "no-referrer"})


def _annotator_or_404(study_id: int, annotator_id: int) -> Annotator:
    study_or_404(study_id)
    try:
        annotator = load_annotator(get_db(), annotator_id)
    except StudyError as error:
        abort(404, str(error))
    if annotator.study_id != study_id:
        abort(404, f"There is no annotator number {annotator_id} in this study.")
    return annotator
