"""The page on which a manager settles by rule what nobody needs to look at."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.adjudication import Rules, parse_rule, rules_from_json
from annotator.plural import counted
from annotator.store import adjudication as kept
from annotator.store.records import Job, Study
from annotator.store.studies import scheme_of
from annotator.web.access import MANAGERS, open_to
from annotator.web.adjudication.blueprint import blueprint, settler
from annotator.web.adjudication.waiting import apply, shown_effect
from annotator.web.context import get_db
from annotator.web.studies import study_or_404
from annotator.workflow.adjudication.settling import undo_rules

__all__ = ["rules_page"]


@blueprint.route("/rules", methods=["GET", "POST"])
@open_to(MANAGERS)
def rules_page(study_id: int) -> ResponseReturnValue:
    """Choose a rule, see its effect, apply it; take a batch back."""
    study = study_or_404(study_id)
    db = get_db()
    made = None
    if request.values.get("rule"):
        rules = _rules()
        if request.method == "POST" and request.form.get("step") == "apply":
            return _apply(study, rules)
        made = shown_effect(study, rules)
        if request.method == "POST" and made.job is not None:
            # By an address that shows it, so that the page can be loaded again.
            asked = {key: value for key, value in request.form.items() if key != "csrf_token"}
            place = url_for("adjudication.rules_page", study_id=study_id)
            return redirect(f"{place}?{urlencode(asked)}")
    batches = kept.load_batches(db, study_id)
    return render_template(
        "adjudication/rules.html",
        study=study,
        scheme=scheme_of(db, study),
        made=made,
        effect=made.result.value if made and made.result else None,
        form=request.values,
        batches=batches,
        said={one.id: _words(rules_from_json(one.rules)) for one in batches if one.how == "rule"},
        hidden=kept.letters_hidden(db, study_id),
    )


def _apply(study: Study, rules: Rules) -> ResponseReturnValue:
    done = apply(study, rules, settler(study.id))
    if isinstance(done, Job):
        return redirect(url_for("jobs.show", job_id=done.id))
    flash(done, "success")
    return redirect(url_for("adjudication.rules_page", study_id=study.id))


@blueprint.post("/batches/<int:number>/undo")
@open_to(MANAGERS)
def undo_batch(study_id: int, number: int) -> ResponseReturnValue:
    study_or_404(study_id)
    count = undo_rules(get_db(), study_id, number, settler(study_id))
    flash(
        f"Batch {number} is taken back, {counted(count, 'decision')}. Decisions by hand stay.",
        "success",
    )
    return redirect(url_for("adjudication.rules_page", study_id=study_id))


@blueprint.post("/letters")
@open_to(MANAGERS)
def set_letters(study_id: int) -> ResponseReturnValue:
    """Show A, B, C to adjudicators, or hide even these."""
    study_or_404(study_id)
    hidden = bool(request.form.get("hidden"))
    kept.hide_letters(get_db(), study_id, hidden)
    flash("Adjudicators see no letters." if hidden else "Adjudicators see A, B, C.", "success")
    return redirect(url_for("adjudication.rules_page", study_id=study_id))


def _words(rules: Rules) -> str:
    """For people: majority; claim unanimous; at most 1 is nothing here."""
    parts = [str(rules.rule), *(f"{label} {rule}" for label, rule in rules.by_label.items())]
    parts += [f"at most {rules.reject_at_most} is nothing here"] * bool(rules.reject_at_most)
    return "; ".join(parts)


def _rules() -> Rules:
    by_label = {
        key.removeprefix("rule-"): parse_rule(value)
        for key, value in request.values.items()
        if key.startswith("rule-") and value
    }
    name = request.values.get("rule", "")
    if name == "k":
        name = f"k:{request.values.get('k', '')}"
    at_most = max(0, request.values.get("reject_at_most", 0, type=int))
    return Rules(parse_rule(name), by_label, at_most)
