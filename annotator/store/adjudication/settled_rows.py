"""Who settled how much: standing decisions counted, and those by hand one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from annotator.store.adjudication.decisions import load_decisions_by_id
from annotator.store.adjudication.records import DecisionRecord
from annotator.store.database import Store, fetch_all

__all__ = [
    "HandRow",
    "SettledCount",
    "load_articles_from_files",
    "load_hand_rows",
    "load_last_decision",
    "load_settled_counts",
    "load_standing_by_rule",
    "load_to_be_confirmed",
]


@dataclass(frozen=True)
class SettledCount:
    """Standing decisions on marks of one kind of origin."""

    how: str  # "rule", "hand" or "file"
    rule: str
    decisions: int
    gold: int
    rejected: int  # decisions that nothing is marked


@dataclass(frozen=True)
class HandRow:
    """A standing decision by hand. `labels`: those of its gold and of the marks it named, as far as
    their annotators have them still; `gold`: label and text. `on_marks`: not on an article's
    question or a relation."""

    article_id: int
    article_title: str
    account_id: int | None
    adjudicator: str
    labels: tuple[str, ...]
    gold: tuple[tuple[str, str], ...]
    reason: str
    decided_at: str
    on_marks: bool


def load_settled_counts(store: Store, study_id: int) -> list[SettledCount]:
    """Most decisions first."""
    rows = fetch_all(
        store,
        "SELECT decisions.how, rule, count(*) AS decisions, sum((SELECT count(*) FROM gold_spans "
        "WHERE gold_spans.decision_id = decisions.id)) AS gold, sum(kind = 'nothing') AS rejected "
        "FROM decisions JOIN standing_decisions ON decision_id = decisions.id "
        "JOIN articles ON articles.id = decisions.article_id "
        "WHERE decisions.study_id = ? AND kind IN ('mark', 'nothing') "
        "AND articles.removed_at IS NULL GROUP BY decisions.how, rule ORDER BY 3 DESC, 1, 2",
        [study_id],
    )
    return [SettledCount(**row) for row in rows]


def load_hand_rows(store: Store, study_id: int) -> list[HandRow]:
    """In the order they were made."""
    rows = fetch_all(
        store,
        "SELECT decisions.article_id, articles.title, account_id, adjudicator, after, reason, "
        "decided_at, kind, (SELECT json_group_array(DISTINCT spans.label) FROM decided "
        "JOIN spans ON spans.annotation_id = decided.annotation_id AND spans.region = decided.key "
        "WHERE decided.decision_id = decisions.id AND decided.what = 'mark') AS marked "
        "FROM decisions JOIN standing_decisions ON decision_id = decisions.id "
        "JOIN articles ON articles.id = decisions.article_id "
        "WHERE decisions.study_id = ? AND decisions.how = 'hand' "
        "AND articles.removed_at IS NULL ORDER BY decisions.id",
        [study_id],
    )
    return [_hand_row(row) for row in rows]


def _hand_row(row: dict[str, Any]) -> HandRow:
    gold = tuple((one["label"], one["text"]) for one in json.loads(row["after"]) if "start" in one)
    labels = {label for label, _ in gold} | set(json.loads(row["marked"]))
    return HandRow(
        row["article_id"], row["title"], row["account_id"], row["adjudicator"],
        tuple(sorted(labels)), gold, row["reason"], row["decided_at"],
        row["kind"] in ("mark", "nothing"),
    )  # fmt: skip


def load_standing_by_rule(store: Store, study_id: int) -> list[DecisionRecord]:
    """Made under the study's present codebook, on articles that are not removed; oldest first."""
    rows = store.execute(
        "SELECT decisions.id FROM decisions JOIN standing_decisions ON decision_id = decisions.id "
        "JOIN articles ON articles.id = decisions.article_id "
        "JOIN studies ON studies.id = decisions.study_id AND studies.scheme_id = "
        "decisions.scheme_id WHERE decisions.study_id = ? AND decisions.how = 'rule' "
        "AND articles.removed_at IS NULL",
        [study_id],
    )
    return load_decisions_by_id(store, [row[0] for row in rows.fetchall()])


def load_to_be_confirmed(store: Store, study_id: int) -> list[DecisionRecord]:
    """Standing decisions made under another codebook than the study's present one; oldest first."""
    rows = store.execute(
        "SELECT decisions.id FROM decisions JOIN standing_decisions ON decision_id = decisions.id "
        "JOIN articles ON articles.id = decisions.article_id "
        "JOIN studies ON studies.id = decisions.study_id AND studies.scheme_id <> "
        "decisions.scheme_id WHERE decisions.study_id = ? AND articles.removed_at IS NULL",
        [study_id],
    )
    return load_decisions_by_id(store, [row[0] for row in rows.fetchall()])


def load_articles_from_files(store: Store, study_id: int) -> set[int]:
    """Articles whose gold came whole, from a file."""
    rows = store.execute(
        "SELECT decisions.article_id FROM decisions "
        "JOIN standing_decisions ON decision_id = decisions.id "
        "WHERE study_id = ? AND decisions.how = 'file' AND kind IN ('mark', 'nothing')",
        [study_id],
    )
    return {row[0] for row in rows.fetchall()}


def load_last_decision(store: Store, study_id: int) -> int:
    """The number of the study's newest decision, 0 before the first: every change is a new one."""
    # Backwards by number, not max(): that would go through all of them.
    row = store.execute(
        "SELECT id FROM decisions WHERE study_id = ? ORDER BY id DESC LIMIT 1", [study_id]
    ).fetchone()
    return int(row[0]) if row else 0
