"""A study with its models, of one moment, for the report of models beside people."""

from __future__ import annotations

from annotator import store
from annotator.reports.beside.beside_study import GOLD, BesideStudy
from annotator.store import adjudication as kept
from annotator.store.counted import Answered, reading
from annotator.store.models.rows import load_model_rows, load_models, models_fingerprint
from annotator.time_left import Steps, unheard
from annotator.workflow.adjudication.gold_study import gold_fingerprint, load_gold_study

__all__ = ["beside_fingerprint", "load_beside_study"]


def beside_fingerprint(db: store.Store, study_id: int) -> str:
    """Another one whenever work, gold or models are another."""
    with reading(db):
        return f"{gold_fingerprint(db, study_id)}:{models_fingerprint(db, study_id)}"


def load_beside_study(db: store.Store, study_id: int, progress: Steps = unheard) -> BesideStudy:
    gold = load_gold_study(db, study_id, progress)
    with reading(db):
        answers = [
            Answered(one.article_id, GOLD, one.question, one.value, one.number)
            for one in kept.load_gold(db, study_id).answers
        ]
        models = [load_model_rows(db, one) for one in load_models(db, study_id)]
        fingerprint = f"{gold.fingerprint}:{models_fingerprint(db, study_id)}"
        return BesideStudy(gold, answers, models, fingerprint)
