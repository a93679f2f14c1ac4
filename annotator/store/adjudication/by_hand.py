"""What people decided by hand: their last decision, their pace, what they put off."""

from __future__ import annotations

import json
from collections.abc import Collection

from annotator.store.adjudication.decisions import load_decisions_by_id
from annotator.store.adjudication.records import DecisionRecord
from annotator.store.database import Store, fetch_one


def load_put_off(store: Store, article_ids: Collection[int]) -> set[tuple[int, str]]:
    """Revision and region of marks whose passage somebody put off for later."""
    rows = store.execute(
        "SELECT named FROM decisions WHERE kind = 'later' "
        "AND article_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(article_ids))],
    )
    return {(one[0], one[2]) for row in rows.fetchall() for one in json.loads(row[0])}


def load_gaps_by_hand(store: Store, study_id: int) -> list[float]:
    """Seconds between one person's decisions by hand and their next ones; the newest thousand."""
    rows = store.execute(
        "SELECT (julianday(decided_at) - julianday(lag(decided_at) OVER (PARTITION BY account_id "
        "ORDER BY id))) * 86400 FROM (SELECT * FROM decisions WHERE study_id = ? "
        "AND how = 'hand' AND kind IN ('mark', 'nothing') ORDER BY id DESC LIMIT 1000)",
        [study_id],
    )
    return [row[0] for row in rows.fetchall() if row[0] is not None]


def load_last_of(store: Store, study_id: int, account_id: int | None) -> DecisionRecord | None:
    """A person's newest decision by hand that stands."""
    row = fetch_one(
        store,
        "SELECT id FROM decisions JOIN standing_decisions ON decision_id = id "
        "WHERE study_id = ? AND account_id = ? AND decisions.how = 'hand' "
        "AND kind IN ('mark', 'nothing', 'relation', 'answer') ORDER BY id DESC LIMIT 1",
        [study_id, account_id],
    )
    return load_decisions_by_id(store, [row["id"]])[0] if row else None
