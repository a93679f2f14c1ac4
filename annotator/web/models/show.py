"""The models of a study, and how they compare with its people."""

from __future__ import annotations

import math

from flask import render_template, request
from flask.typing import ResponseReturnValue

from annotator.agreement.alternative_annotator.alt_test import EPSILON
from annotator.reports.beside.plain_beside import DOES_NOT_ALLOW, verdict
from annotator.store.models.rows import load_model_problems, load_models
from annotator.web.access import VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.models.blueprint import blueprint
from annotator.web.results import shown
from annotator.web.shown_again import typed_before
from annotator.web.studies import study_or_404
from annotator.workflow.results import BESIDE_PEOPLE

__all__ = ["show"]

EPSILONS = (
    ("0.2", "0.2: experts, costly or hard to reach"),
    ("0.15", "0.15: skilled annotators, such as trained students"),
    ("0.1", "0.1: crowd workers"),
    ("0", "0: a model that costs as much as a person"),
)
SHOWN_PROBLEMS = 100


@blueprint.get("/")
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    """By pseudonym, as all reports."""
    study = study_or_404(study_id)
    db = get_db()
    models = load_models(db, study_id)
    epsilon = _epsilon(request.args.get("epsilon", ""))
    made = shown(study, BESIDE_PEOPLE, {"epsilon": epsilon}) if models else None
    return render_template(
        "models/show.html",
        study=study,
        models=models,
        typed=typed_before(),
        problems={one.id: load_model_problems(db, one.id)[:SHOWN_PROBLEMS] for one in models},
        made=made,
        report=made.result.value if made is not None and made.result is not None else None,
        epsilons=EPSILONS,
        epsilon=epsilon or f"{EPSILON:g}",
        verdict=verdict,
        does_not_allow=DOES_NOT_ALLOW,
    )


def _epsilon(given: str) -> str:
    """The ε asked for; "" for the usual one, and for what is none."""
    try:
        number = float(given)
    except ValueError:
        return ""
    if not math.isfinite(number) or not 0 <= number < 1 or number == EPSILON:
        return ""
    return f"{number:g}"
