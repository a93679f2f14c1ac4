"""What of a rule's gold decisions by hand hold on to."""

from __future__ import annotations

from annotator.store.database import Store

__all__ = ["load_held_by_hand"]


def load_held_by_hand(store: Store, study_id: int) -> set[int]:
    """Decisions whose gold a decision by hand refers to: a relation's end, or an alternative's.

    Were they ended, that decision would lose what it is about.
    """
    rows = store.execute(
        "SELECT gold_spans.decision_id FROM gold_spans JOIN gold_relations "
        "ON gold_spans.id IN (from_gold, to_gold) JOIN decisions "
        "ON decisions.id = gold_relations.decision_id "
        "WHERE decisions.study_id = :study AND decisions.how <> 'rule' UNION "
        "SELECT gold_spans.decision_id FROM gold_spans JOIN gold_spans AS other "
        "ON other.alternative_of = gold_spans.id JOIN decisions "
        "ON decisions.id = other.decision_id "
        "WHERE decisions.study_id = :study AND decisions.how <> 'rule' "
        "AND other.decision_id <> gold_spans.decision_id",
        {"study": study_id},
    )
    return {row[0] for row in rows.fetchall()}
