"""The gold that stands, with the decisions behind it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from annotator.store.adjudication.decisions import load_decisions_by_id
from annotator.store.adjudication.records import (
    Gold,
    GoldAnswerRecord,
    GoldRelationRecord,
    GoldSpanRecord,
)
from annotator.store.adjudication.some_articles import these_articles
from annotator.store.database import Store, fetch_all


def load_gold(
    store: Store,
    study_id: int,
    article_id: int | None = None,
    *,
    articles: Collection[int] | None = None,
) -> Gold:
    """Of one article, of some, or of all articles of the study that are not removed; in text
    order."""
    chosen = articles if article_id is None else [article_id]
    spans = [_span(row) for row in _rows(store, "gold_spans", study_id, chosen)]
    spans.sort(key=lambda one: (one.article_id, one.start, one.end, one.label))
    answers = [
        GoldAnswerRecord(
            row["decision_id"], row["article_id"], row["question"], row["value"], row["number"]
        )
        for row in _rows(store, "gold_answers", study_id, chosen)
    ]
    relations = [
        GoldRelationRecord(
            row["decision_id"], row["article_id"], row["from_gold"], row["to_gold"], row["label"]
        )
        for row in _rows(store, "gold_relations", study_id, chosen)
    ]
    ids = {one.decision_id for one in spans} | {one.decision_id for one in answers}
    ids |= {one.decision_id for one in relations}
    nothing = _decided_as_nothing(store, study_id, chosen)
    decisions = {one.id: one for one in load_decisions_by_id(store, ids | nothing)}
    return Gold(
        tuple(spans), tuple(answers), tuple(relations),
        {number: one for number, one in decisions.items() if number not in nothing},
        tuple(decisions[one] for one in sorted(nothing)),
    )  # fmt: skip


def _decided_as_nothing(
    store: Store, study_id: int, articles: Collection[int] | None
) -> set[int]:  # fmt: skip
    where, parameters = these_articles(study_id, articles)
    rows = store.execute(
        "SELECT decision_id FROM standing_decisions "  # noqa: S608
        "JOIN decisions ON decisions.id = decision_id AND kind = 'nothing' "
        f"JOIN articles ON articles.id = standing_decisions.article_id "
        f"WHERE {where} AND articles.removed_at IS NULL",
        parameters,
    )
    return {row[0] for row in rows.fetchall()}


def _rows(
    store: Store, table: str, study_id: int, articles: Collection[int] | None
) -> list[dict[str, Any]]:
    if articles is not None:
        sql = f"SELECT * FROM {table} WHERE article_id IN (SELECT value FROM json_each(?)) "  # noqa: S608
        return fetch_all(store, f"{sql} ORDER BY id", [json.dumps(list(articles))])
    return fetch_all(
        store,
        f"SELECT {table}.* FROM {table} "  # noqa: S608
        f"JOIN articles ON articles.id = {table}.article_id "
        f"WHERE articles.study_id = ? AND articles.removed_at IS NULL ORDER BY {table}.id",
        [study_id],
    )


def _span(row: dict[str, Any]) -> GoldSpanRecord:
    return GoldSpanRecord(
        row["id"], row["decision_id"], row["article_id"], row["label"], row["start"], row["end"],
        row["text"], json.loads(row["attributes"]), tuple(json.loads(row["open_attributes"])),
        row["alternative_of"],
    )  # fmt: skip


def load_gold_places(
    store: Store, study_id: int, article_ids: Collection[int] | None = None
) -> dict[int, list[tuple[str, int, int]]]:
    """Article -> label, start and end of its gold marks; of some articles or of all."""
    where, parameters = these_articles(study_id, article_ids)
    rows = store.execute(
        'SELECT article_id, label, start, "end" FROM gold_spans '  # noqa: S608
        f"JOIN articles ON articles.id = article_id WHERE {where}",
        parameters,
    )
    found: dict[int, list[tuple[str, int, int]]] = {}
    for article, label, start, end in rows.fetchall():
        found.setdefault(article, []).append((label, start, end))
    return found


def has_gold(store: Store, study_id: int) -> bool:
    """Whether anything at all is gold in the study."""
    anything = " UNION ALL ".join(
        f"SELECT 1 FROM {table} JOIN articles ON articles.id = article_id "  # noqa: S608
        "WHERE articles.study_id = :study AND articles.removed_at IS NULL"
        for table in ("gold_spans", "gold_answers", "gold_relations")
    )
    row = store.execute(f"SELECT EXISTS ({anything})", {"study": study_id}).fetchone()
    return bool(row[0])


def load_half_settled(store: Store, article_ids: Collection[int]) -> set[int]:
    """The decisions on these articles whose gold has a question that is still open."""
    rows = store.execute(
        "SELECT DISTINCT decision_id FROM gold_spans WHERE open_attributes <> '[]' "
        "AND article_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(article_ids))],
    )
    return {row[0] for row in rows.fetchall()}
