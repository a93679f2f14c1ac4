"""The people of a study who do not annotate it: its managers, adjudicators and viewers."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import AccountError
from annotator.store import find_account, load_account, load_annotators
from annotator.store.members import load_members
from annotator.web.access import INSTALLERS, MANAGERS, account, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.shown_again import ShownAgain, shown_again
from annotator.web.studies import study_or_404
from annotator.workflow.inviting import check_email
from annotator.workflow.roles import (
    add_account,
    annotates,
    give_study_role,
    refuse_foreign_account,
    reset_account,
)

__all__ = ["blueprint"]

blueprint = Blueprint("people", __name__, url_prefix="/studies/<int:study_id>/people")

ROLES = {
    "adjudicator": ("Adjudicator", "Decides what is disputed; never sees who marked what."),
    "viewer": ("Viewer", "Reads reports and passages under pseudonyms, changes nothing."),
    "manager": ("Manager of this study", "Everything in this study, and in no other."),
}


@blueprint.get("/")
@open_to(MANAGERS)
def index(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    return _page(render_template("people/index.html", study=study, **_everybody(study_id), form={}))


@blueprint.post("/")
@open_to(MANAGERS)
def give(study_id: int) -> ResponseReturnValue:
    """Give somebody a role, or end it; a link for who has no account yet."""
    study = study_or_404(study_id)
    db, form = get_db(), request.form
    email = form.get("email", "").strip()
    role = form.get("role", "")
    link = ""
    try:
        check_email(email)
        found = find_account(db, email)
        both = found is not None and role in ("adjudicator", "manager")
        if found and both and annotates(db, study_id, found.id) and not form.get("also_annotates"):
            flash(
                f"{email} annotates this study and would settle their own work. Tick the box below "
                "if that is meant; their agreement with the gold then leaves out the articles that "
                "they settled.",
                "warning",
            )
            page = render_template(
                "people/index.html", study=study, **_everybody(study_id), form=form, warned=True
            )
            return _page(page), 400
        if not account().is_manager:
            refuse_foreign_account(db, study_id, email)
        if found is None and role in ROLES:
            link = add_account(db, email, get_settings().origin)
        give_study_role(db, study_id, email, role, also_annotates=True)
    except AccountError as error:
        flash(str(error), "error")
        page = render_template("people/index.html", study=study, **_everybody(study_id), form=form)
        return _page(page), 400
    if link:
        return _led_to_link(study_id, email, link)
    has = "no role" if role == "none" else f"the role {ROLES[role][0]}"
    flash(f"{email} has {has} in this study now.", "success")
    return redirect(url_for("people.index", study_id=study_id))


@blueprint.post("/<int:account_id>/reset")
@open_to(INSTALLERS)
def reset(study_id: int, account_id: int) -> ResponseReturnValue:
    """End somebody's password and sessions; the link by which they set a new one."""
    study_or_404(study_id)
    known = {one.account_id for one in load_members(get_db(), study_id)}
    known |= {one.account_id for one in load_annotators(get_db(), study_id)}
    if account_id not in known:
        abort(404)
    email = load_account(get_db(), account_id).email
    try:
        new = reset_account(get_db(), email, get_settings().origin)
    except AccountError as error:
        flash(str(error), "error")
        return redirect(url_for("people.index", study_id=study_id))
    return _led_to_link(study_id, email, new)


@blueprint.get("/links/<token>")
@open_to(MANAGERS)
def link(study_id: int, token: str) -> ResponseReturnValue:
    """The link made a moment ago: the store keeps only its hash."""
    study = study_or_404(study_id)
    kept = _made().find(account().id, token)
    if kept is None or kept[0] != study_id:
        flash("This link is no longer shown, but it still works. Make a new one.", "warning")
        return redirect(url_for("people.index", study_id=study_id))
    return _page(render_template("people/link.html", study=study, email=kept[1], link=kept[2]))


def _everybody(study_id: int) -> dict[str, object]:
    annotators = [one for one in load_annotators(get_db(), study_id) if one.takes_part]
    return {
        "members": load_members(get_db(), study_id),
        "annotators": annotators,
        "annotating": {one.account_id for one in annotators},
        "roles": ROLES,
    }


def _led_to_link(study_id: int, email: str, link: str) -> ResponseReturnValue:
    token = _made().keep(account().id, (study_id, email, link))
    return redirect(url_for("people.link", study_id=study_id, token=token))


def _made() -> ShownAgain[tuple[int, str, str]]:
    return shown_again("password links")


def _page(page: str) -> Response:
    """A page whose content is for one person only."""
    return Response(page, headers={"Referrer-Policy": "no-referrer"})
