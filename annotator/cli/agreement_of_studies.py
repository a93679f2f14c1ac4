"""`annotator agree` of a study: of its annotators, against its gold, of models beside both."""

from __future__ import annotations

import json
from typing import Any

from annotator.cli.expected_time import tell_progress
from annotator.time_left import Parts


def among_themselves(
    db: Any, study_id: int, resamples: int, seed: int | None, *, raw: bool, as_json: bool
) -> str:
    from annotator import reports
    from annotator.workflow.agreeing import study_report

    report = study_report(
        db, study_id, raw=raw, resamples=resamples, seed=seed, progress=tell_progress("The report")
    )
    return json.dumps(reports.as_json(report), indent=1) if as_json else reports.as_text(report)


def against_gold(
    db: Any, study_id: int, resamples: int, seed: int | None, *, raw: bool, as_json: bool
) -> str:
    from annotator.reports.gold.against_gold import build_gold_report
    from annotator.reports.gold.plain_gold import gold_report_as_json, gold_report_as_text
    from annotator.workflow.adjudication.gold_study import load_gold_study

    parts = Parts(tell_progress("The report against the gold"), 1, 1)
    study = load_gold_study(db, study_id, parts.next())
    report = build_gold_report(study, resamples=resamples, seed=seed, progress=parts.next())
    if as_json:
        return json.dumps(gold_report_as_json(report), indent=1)
    return gold_report_as_text(report)


def beside_models(
    db: Any, study_id: int, resamples: int, seed: int | None, epsilon: float | None, *,
    as_json: bool,
) -> str:  # fmt: skip
    from annotator.agreement.alternative_annotator.alt_test import EPSILON
    from annotator.reports.beside.build_beside import build_beside_report
    from annotator.reports.beside.plain_beside import (
        beside_report_as_json,
        beside_report_as_text,
    )
    from annotator.workflow.models.comparing import load_beside_study

    parts = Parts(tell_progress("The comparison with models"), 1, 3)
    study = load_beside_study(db, study_id, parts.next())
    report = build_beside_report(
        study, epsilon=EPSILON if epsilon is None else epsilon,
        resamples=resamples, seed=seed, progress=parts.next(),
    )  # fmt: skip
    if as_json:
        return json.dumps(beside_report_as_json(report), indent=1)
    return beside_report_as_text(report)
