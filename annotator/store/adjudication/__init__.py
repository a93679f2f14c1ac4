"""What is settled: decisions, which only grow, and the gold they stand for."""

from annotator.store.adjudication.ballots import (
    BallotRows,
    Turnout,
    load_ballot_rows,
    load_turnout,
)
from annotator.store.adjudication.decisions import (
    load_batches,
    load_decided,
    load_decisions,
    load_last_decisions,
    save_decisions,
    start_batch,
    undo_batch,
    undo_decisions,
)
from annotator.store.adjudication.gold_rows import load_gold, load_gold_places
from annotator.store.adjudication.records import (
    Batch,
    Decided,
    DecisionRecord,
    Gold,
    GoldAnswerRecord,
    GoldRelationRecord,
    GoldSpanRecord,
    LastDecision,
    Named,
    NewDecision,
    NewGoldSpan,
    Settler,
)

__all__ = [
    "BallotRows",
    "Batch",
    "Decided",
    "DecisionRecord",
    "Gold",
    "GoldAnswerRecord",
    "GoldRelationRecord",
    "GoldSpanRecord",
    "LastDecision",
    "Named",
    "NewDecision",
    "NewGoldSpan",
    "Settler",
    "Turnout",
    "load_ballot_rows",
    "load_batches",
    "load_decided",
    "load_decisions",
    "load_gold",
    "load_gold_places",
    "load_last_decisions",
    "load_turnout",
    "save_decisions",
    "start_batch",
    "undo_batch",
    "undo_decisions",
]
