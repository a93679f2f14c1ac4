"""The annotators of a study, as a manager sees them: inviting, new links, removing."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import AccountError, StudyError
from annotator.store import find_account, load_annotator, writing
from annotator.store.members import find_member
from annotator.store.records import Annotator
from annotator.web.access import MANAGERS, account, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.shown_again import ShownAgain, keep_typed, shown_again, to_part
from annotator.web.studies import study_or_404
from annotator.workflow.inviting import (
    Invitation,
    check_email,
    invite,
    refuse_removed_account,
    remove_annotator,
)
from annotator.workflow.roles import annotates, refuse_foreign_account

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
        for email in emails:
            _refuse_others(study_id, email)
    except AccountError as error:
        flash(str(error), "error")
        typed = keep_typed("emails")
        return to_part("studies.show", "invite-title", study_id=study_id, typed=typed)
    origin = get_settings().origin
    with writing(get_db()):  # a link that nobody was shown is of no use
        invited = [invite(get_db(), study_id, email, origin) for email in emails]
    return _show(study_id, invited)


@blueprint.post("/<int:annotator_id>/link")
@open_to(MANAGERS)
def new_link(study_id: int, annotator_id: int) -> ResponseReturnValue:
    """A new invitation link for somebody who has not signed up; the earlier one ends."""
    annotator = _annotator_or_404(study_id, annotator_id)
    try:
        _refuse_others(study_id, annotator.email)
    except AccountError as error:
        flash(str(error), "error")
        return to_part("studies.show", "annotators", study_id=study_id)
    invitation = invite(get_db(), study_id, annotator.email, get_settings().origin)
    return _show(study_id, [invitation])


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


@blueprint.get("/links/<token>")
@open_to(MANAGERS)
def links(study_id: int, token: str) -> ResponseReturnValue:
    """The links made a moment ago: the store keeps only their hashes."""
    study_or_404(study_id)
    kept = _made().find(account().id, token)
    if kept is None or kept[0] != study_id:
        flash(
            "These links are no longer shown, but they still work. For a lost one make a new one.",
            "warning",
        )
        return to_part("studies.show", "annotators", study_id=study_id)
    invitations = kept[1]
    page = render_template(
        "annotators/links.html", study=study_or_404(study_id), invitations=invitations
    )
    return Response(page, headers={"Referrer-Policy": "no-referrer"})


def _show(study_id: int, invitations: list[Invitation]) -> ResponseReturnValue:
    """Leads to a page of the links' own: loading that again makes no new ones."""
    token = _made().keep(account().id, (study_id, invitations))
    return redirect(url_for("annotators.links", study_id=study_id, token=token))


def _refuse_others(study_id: int, email: str) -> None:
    """Who cannot be invited: adjudicators, and accounts that are not this manager's to hand out."""
    db = get_db()
    found = find_account(db, email)
    refuse_removed_account(found)
    member = find_member(db, study_id, found.id) if found else None
    if (
        member is not None
        and member.role == "adjudicator"
        and not annotates(db, study_id, member.account_id)
    ):
        raise AccountError(
            f"{email} adjudicates this study. Who is to do both: end that on the page People, "
            "invite them, then name them adjudicator again there."
        )
    if not account().is_manager:
        refuse_foreign_account(db, study_id, email)


def _made() -> ShownAgain[tuple[int, list[Invitation]]]:
    return shown_again("invitation links")


def _annotator_or_404(study_id: int, annotator_id: int) -> Annotator:
    study_or_404(study_id)
    try:
        annotator = load_annotator(get_db(), annotator_id)
    except StudyError as error:
        abort(404, str(error))
    if annotator.study_id != study_id:
        abort(404, f"There is no annotator number {annotator_id} in this study.")
    return annotator
