"""Decisions: every one there ever was, which of them stand, and the batches of rules."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from annotator.errors import StudyError
from annotator.store.adjudication.decision_rows import DecisionWriter
from annotator.store.adjudication.held import load_held_by_hand
from annotator.store.adjudication.records import (
    Batch,
    Decided,
    DecisionRecord,
    LastDecision,
    Named,
    NewDecision,
    Settler,
)
from annotator.store.adjudication.some_articles import these_articles
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing

_CHUNK = 500
_DECISION = """SELECT decisions.*, EXISTS (SELECT 1 FROM standing_decisions
               WHERE standing_decisions.decision_id = decisions.id) AS stands,
               (SELECT name || ' ' || version FROM schemes WHERE schemes.id = decisions.scheme_id)
               AS codebook FROM decisions"""


def start_batch(store: Store, study_id: int, how: str, rules: str, settler: Settler) -> int:
    """A batch for decisions that are taken back together; its number."""
    with writing(store):
        return insert(
            store,
            "batches",
            {
                "study_id": study_id,
                "how": how,
                "rules": rules,
                "account_id": settler.account_id,
                "made_at": now(),
            },
        )


def save_decisions(
    store: Store,
    study_id: int,
    decisions: Sequence[NewDecision],
    settler: Settler,
    *,
    batch_id: int | None = None,
) -> list[int]:
    """Keep decisions with their gold in one transaction, all or none; their numbers.

    Those they take the place of (`NewDecision.ends`) stand no more.
    """
    with writing(store):
        end_standing(store, [old for one in decisions for old in one.ends])
        return gathered(store, study_id, decisions, settler, batch_id).flush()


def gathered(
    store: Store,
    study_id: int,
    decisions: Sequence[NewDecision],
    settler: Settler,
    batch_id: int | None,
) -> DecisionWriter:
    """Decisions as rows that are not written yet."""
    writer = DecisionWriter(store, study_id, settler, batch_id)
    for one in decisions:
        writer.add(one)
    return writer


def next_batch(store: Store) -> int:
    """The number that the next batch will have, if nobody makes one before."""
    row = store.execute("SELECT coalesce(max(id), 0) + 1 FROM batches").fetchone()
    return int(row[0])


def undo_decisions(
    store: Store, study_id: int, decision_ids: Collection[int], settler: Settler
) -> None:
    """Take standing decisions back, in one transaction; the history keeps them."""
    with writing(store):
        found = load_decisions_by_id(store, decision_ids)
        ended = end_standing(store, [one.id for one in found if one.stands])
        if not ended:
            raise StudyError("That decision was taken back or replaced already.")
        _note_undone(store, study_id, found[0].article_id, None, ended, settler)


def undo_batch(store: Store, study_id: int, batch_id: int, settler: Settler) -> int:
    """Take back what stands of a batch; how many decisions that were.

    What people decided by hand since then stays, and the gold that it refers to.
    """
    with writing(store):
        row = fetch_one(
            store, "SELECT * FROM batches WHERE id = ? AND study_id = ?", [batch_id, study_id]
        )
        if row is None:
            known = ", ".join(str(one.id) for one in load_batches(store, study_id)) or "none"
            raise StudyError(f"The study has no batch number {batch_id}. Batches: {known}.")
        if row["undone_at"]:
            raise StudyError(f"Batch {batch_id} was taken back already.")
        held = load_held_by_hand(store, study_id)
        ids = [
            one["decision_id"]
            for one in fetch_all(
                store,
                "SELECT decision_id FROM standing_decisions JOIN decisions "
                "ON decisions.id = decision_id WHERE batch_id = ?",
                [batch_id],
            )
            if one["decision_id"] not in held
        ]
        ended = end_standing(store, ids)
        store.execute("UPDATE batches SET undone_at = ? WHERE id = ?", [now(), batch_id])
        _note_undone(store, study_id, None, batch_id, ended, settler)
    return len(ids)


def end_standing(store: Store, decision_ids: Iterable[int]) -> list[int]:
    """End these decisions, and those on relations whose ends vanish with them; all ended ones."""
    ids = list(dict.fromkeys(decision_ids))
    ended = list(ids)
    for first in range(0, len(ids), _CHUNK):
        some = ids[first : first + _CHUNK]
        marks = ", ".join("?" * len(some))
        rows = store.execute(
            "SELECT DISTINCT gold_relations.decision_id FROM gold_spans "  # noqa: S608
            "JOIN gold_relations ON gold_spans.id IN (from_gold, to_gold) "
            f"WHERE gold_spans.decision_id IN ({marks})",
            some,
        )
        ended += [row[0] for row in rows]
    ended = list(dict.fromkeys(ended))
    store.conn.executemany(
        "DELETE FROM standing_decisions WHERE decision_id = ?", [(one,) for one in ended]
    )
    return ended


def load_decisions(store: Store, article_id: int) -> list[DecisionRecord]:
    """Every decision there ever was on an article, oldest first."""
    rows = fetch_all(
        store, f"{_DECISION} WHERE decisions.article_id = ? ORDER BY decisions.id", [article_id]
    )
    return [_decision(row) for row in rows]


def load_decisions_by_id(store: Store, decision_ids: Collection[int]) -> list[DecisionRecord]:
    """These decisions, oldest first."""
    found: list[DecisionRecord] = []
    ids = sorted(decision_ids)
    for first in range(0, len(ids), _CHUNK):
        some = ids[first : first + _CHUNK]
        marks = ", ".join("?" * len(some))
        sql = f"{_DECISION} WHERE decisions.id IN ({marks}) ORDER BY decisions.id"
        found += [_decision(row) for row in fetch_all(store, sql, some)]
    return found


def load_decided(
    store: Store, study_id: int, article_ids: Collection[int] | None = None
) -> list[Decided]:
    """What standing decisions named, of some articles or of the whole study."""
    where, parameters = these_articles(study_id, article_ids)
    rows = store.execute(
        "SELECT decided.decision_id, standing_decisions.article_id, annotation_id, "  # noqa: S608
        "standing_decisions.how, revision_id, what, key, content FROM standing_decisions "
        "JOIN decided ON decided.decision_id = standing_decisions.decision_id "
        f"JOIN articles ON articles.id = standing_decisions.article_id WHERE {where}",
        parameters,
    )
    return [
        Decided(row[0], row[1], row[2], row[3], Named(row[4], row[5], row[6], row[7]))
        for row in rows.fetchall()
    ]


def load_last_decisions(
    store: Store, study_id: int, article_ids: Collection[int] | None = None
) -> dict[int, LastDecision]:
    """By article, of some or of all. Taking a batch back counts as every article's newest one."""
    undone = fetch_one(
        store,
        "SELECT coalesce(max(id), 0) AS id FROM decisions WHERE article_id IS NULL "
        "AND study_id = ?",
        [study_id],
    )
    least = undone["id"] if undone else 0
    where, parameters = these_articles(study_id, article_ids)
    rows = store.execute(
        "SELECT articles.id, (SELECT max(decisions.id) FROM decisions "  # noqa: S608
        "WHERE decisions.article_id = articles.id), "
        "(SELECT kind = 'close' FROM decisions WHERE decisions.article_id = articles.id "
        "AND kind IN ('close', 'unclose') ORDER BY id DESC LIMIT 1), "
        "(SELECT kind = 'finish' FROM decisions WHERE decisions.article_id = articles.id "
        "AND kind IN ('finish', 'reopen') ORDER BY id DESC LIMIT 1) "
        f"FROM articles WHERE {where} AND removed_at IS NULL",
        parameters,
    )
    return {
        row[0]: LastDecision(max(row[1] or 0, least), bool(row[2]), bool(row[3])) for row in rows
    }


def load_batches(store: Store, study_id: int) -> list[Batch]:
    """The study's batches, newest first; `decisions` is how many of each still stand."""
    rows = fetch_all(
        store,
        "SELECT batches.*, (SELECT count(*) FROM decisions JOIN standing_decisions "
        "ON decision_id = decisions.id WHERE batch_id = batches.id) AS decisions "
        "FROM batches WHERE study_id = ? ORDER BY id DESC",
        [study_id],
    )
    return [
        Batch(
            row["id"], row["study_id"], row["how"], row["rules"], row["made_at"],
            row["undone_at"] or "", row["decisions"],
        )
        for row in rows
    ]  # fmt: skip


def _note_undone(
    store: Store,
    study_id: int,
    article_id: int | None,
    batch_id: int | None,
    ended: Sequence[int],
    settler: Settler,
) -> None:
    store.execute(
        "INSERT INTO decisions (study_id, article_id, batch_id, kind, how, account_id, "
        "adjudicator, ends, scheme_id, decided_at) "
        "SELECT id, ?, ?, 'undo', 'hand', ?, ?, ?, scheme_id, ? FROM studies WHERE id = ?",
        [article_id, batch_id, settler.account_id, settler.pseudonym, json.dumps(list(ended)),
         now(), study_id],
    )  # fmt: skip


def _decision(row: dict[str, Any]) -> DecisionRecord:
    return DecisionRecord(
        id=row["id"],
        article_id=row["article_id"],
        batch_id=row["batch_id"],
        kind=row["kind"],
        how=row["how"],
        rule=row["rule"],
        votes=row["votes"],
        voters=row["voters"],
        account_id=row["account_id"],
        adjudicator=row["adjudicator"],
        reason=row["reason"],
        named=tuple(Named(*one) for one in json.loads(row["named"])),
        before=row["before"],
        after=row["after"],
        ends=tuple(json.loads(row["ends"])),
        text_sha256=row["text_sha256"],
        scheme_id=row["scheme_id"],
        decided_at=row["decided_at"],
        stands=bool(row["stands"]),
        codebook=row["codebook"],
        suggestion=row["suggestion"],
    )


def load_relations_on(store: Store, decision_ids: Iterable[int]) -> list[int]:
    """The decisions on relations with an end among the gold marks of these decisions."""
    found: list[int] = []
    for one in decision_ids:
        rows = store.execute(
            "SELECT DISTINCT gold_relations.decision_id FROM gold_spans JOIN gold_relations "
            "ON gold_spans.id IN (from_gold, to_gold) WHERE gold_spans.decision_id = ?",
            [one],
        )
        found += [row[0] for row in rows.fetchall()]
    return list(dict.fromkeys(found))
