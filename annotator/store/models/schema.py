"""The tables of the migration that brought models; later migrations add to them."""

from __future__ import annotations

MODELS_SCHEMA = """
CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies(id),
    name TEXT NOT NULL,
    version TEXT NOT NULL DEFAULT '',
    prompt TEXT NOT NULL DEFAULT '',
    dated TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    account_id INTEGER REFERENCES accounts(id),
    added_at TEXT NOT NULL,
    removed_at TEXT
);

CREATE UNIQUE INDEX models_of_a_study ON models (study_id, name, version)
    WHERE removed_at IS NULL;

CREATE TABLE model_work (
    id INTEGER PRIMARY KEY,
    model_id INTEGER NOT NULL REFERENCES models(id),
    article_id INTEGER NOT NULL REFERENCES articles(id),
    raw TEXT NOT NULL,
    UNIQUE (model_id, article_id)
);

CREATE TABLE model_spans (
    id INTEGER PRIMARY KEY,
    work_id INTEGER NOT NULL REFERENCES model_work(id),
    region TEXT NOT NULL,
    label TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    raw_start INTEGER NOT NULL,
    raw_end INTEGER NOT NULL
);

CREATE INDEX model_spans_of_work ON model_spans (work_id);

CREATE TABLE model_answers (
    id INTEGER PRIMARY KEY,
    work_id INTEGER NOT NULL REFERENCES model_work(id),
    region TEXT NOT NULL,
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    number REAL
);

CREATE INDEX model_answers_of_work ON model_answers (work_id);

CREATE TABLE model_problems (
    id INTEGER PRIMARY KEY,
    model_id INTEGER NOT NULL REFERENCES models(id),
    message TEXT NOT NULL
)"""
