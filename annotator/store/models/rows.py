"""Models in and out of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from annotator.errors import StudyError
from annotator.store.database import Store, fetch_all, fetch_one, insert, insert_all, now, writing
from annotator.store.models.records import (
    AboutModel,
    ModelAnswer,
    ModelRecord,
    ModelRows,
    ModelWork,
)
from annotator.store.study_rows import fingerprint

__all__ = [
    "load_model_problems",
    "load_model_rows",
    "load_models",
    "models_fingerprint",
    "remove_model",
    "save_model",
]

MOST_PROBLEMS = 5000  # kept one by one
_OF_MODEL = (
    "FROM model_work JOIN articles ON articles.id = article_id AND articles.removed_at IS NULL"
)


def save_model(
    store: Store, study_id: int, about: AboutModel, work: Sequence[ModelWork],
    problems: Sequence[str] = (), account_id: int | None = None,
) -> int:  # fmt: skip
    """Keep a model with all it said, or nothing. Raises StudyError when there is one of this name
    and version already."""
    with writing(store):
        same = "SELECT id FROM models WHERE study_id = ? AND name = ? AND version = ? AND "
        if fetch_one(store, f"{same}removed_at IS NULL", [study_id, about.name, about.version]):
            raise StudyError(
                f"There is a model {about.title!r} in this study already. Remove it first, or give "
                "this one another name or version."
            )
        model_id = insert(
            store, "models",
            {"study_id": study_id, **asdict(about), "account_id": account_id, "added_at": now()},
        )  # fmt: skip
        (last,) = store.execute("SELECT coalesce(max(id), 0) FROM model_work").fetchone()
        numbered = list(enumerate(work, start=last + 1))
        insert_all(
            store, "model_work",
            ({"id": n, "model_id": model_id, "article_id": one.article_id, "raw": one.raw}
             for n, one in numbered),
        )  # fmt: skip
        insert_all(
            store, "model_spans",
            ({"work_id": n, "region": span.region, "label": span.label, "start": span.start,
              "end": span.end, "raw_start": span.raw_start, "raw_end": span.raw_end}
             for n, one in numbered for span in one.spans),
        )  # fmt: skip
        insert_all(
            store,
            "model_answers",
            ({"work_id": n, **asdict(answer)} for n, one in numbered for answer in one.answers),
        )
        said = [*problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            said.append(f"and {len(problems) - MOST_PROBLEMS:,} more")
        insert_all(
            store, "model_problems", ({"model_id": model_id, "message": one} for one in said)
        )
        return model_id


def load_models(store: Store, study_id: int) -> list[ModelRecord]:
    """Those that were not removed, by name and version."""
    counted = f"(SELECT count(*) {_OF_MODEL} WHERE model_id = models.id) AS articles"
    spans, answers = (
        f"(SELECT count(*) {_OF_MODEL} JOIN {table} ON work_id = model_work.id "
        f"WHERE model_id = models.id{more}) AS {name}"
        for table, more, name in (
            ("model_spans", "", "spans"),
            ("model_answers", " AND region = ''", "answers"),
        )
    )
    rows = fetch_all(
        store,
        f"SELECT models.*, coalesce(accounts.name, '') AS added_by, {counted}, {spans}, {answers}, "  # noqa: S608
        "(SELECT count(*) FROM model_problems WHERE model_id = models.id) AS problems "
        "FROM models LEFT JOIN accounts ON accounts.id = account_id "
        "WHERE study_id = ? AND models.removed_at IS NULL ORDER BY name COLLATE NOCASE, version",
        [study_id],
    )
    return [_record(row) for row in rows]


def load_model_problems(store: Store, model_id: int) -> list[str]:
    rows = store.execute(
        "SELECT message FROM model_problems WHERE model_id = ? ORDER BY id", [model_id]
    )
    return [str(row[0]) for row in rows]


def load_model_rows(store: Store, model: ModelRecord) -> ModelRows:
    """What it said of articles that are still in the study."""
    opened = store.execute(
        f"SELECT article_id {_OF_MODEL} WHERE model_id = ? ORDER BY article_id",
        [model.id],
    )
    marks = store.execute(
        f'SELECT article_id, label, start, "end" {_OF_MODEL} '
        "JOIN model_spans ON work_id = model_work.id WHERE model_id = ? ORDER BY model_spans.id",
        [model.id],
    ).fetchall()
    answers = store.execute(
        f"SELECT article_id, question, value, number {_OF_MODEL} "
        "JOIN model_answers ON work_id = model_work.id WHERE model_id = ? AND region = '' "
        "ORDER BY model_answers.id",
        [model.id],
    )
    article, label, start, end = (
        [list(column) for column in zip(*marks, strict=True)] if marks else ([], [], [], [])
    )
    return ModelRows(
        model, [row[0] for row in opened], article, label, start, end,
        [ModelAnswer(*row) for row in answers],
    )  # fmt: skip


def remove_model(store: Store, study_id: int, model_id: int) -> AboutModel:
    """Take a model out of the study: it is no longer shown or compared; its rows stay."""
    with writing(store):
        row = fetch_one(
            store,
            "SELECT * FROM models WHERE id = ? AND study_id = ? AND removed_at IS NULL",
            [model_id, study_id],
        )
        if row is None:
            raise StudyError(f"There is no model {model_id} in this study (any more).")
        store.execute("UPDATE models SET removed_at = ? WHERE id = ?", [now(), model_id])
        return _about(row)


def models_fingerprint(store: Store, study_id: int) -> str:
    """Another one whenever a model is added or removed."""
    rows = store.execute(
        "SELECT id, name, version, prompt, dated FROM models "
        "WHERE study_id = ? AND removed_at IS NULL ORDER BY id",
        [study_id],
    )
    return fingerprint("models", rows)


def _about(row: dict[str, Any]) -> AboutModel:
    return AboutModel(*(row[key] for key in ("name", "version", "prompt", "dated", "source")))


def _record(row: dict[str, Any]) -> ModelRecord:
    return ModelRecord(
        row["id"], _about(row), row["added_at"], row["added_by"],
        row["articles"], row["spans"], row["answers"], row["problems"],
    )  # fmt: skip
