"""The tables as migration m001 made them; never changed, later migrations add to them."""

from __future__ import annotations

FIRST_SCHEMA = """
CREATE TABLE schemes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    yaml TEXT NOT NULL,
    xml TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (name, sha256)
);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL COLLATE NOCASE UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL CHECK (role IN ('manager', 'annotator')),
    password_hash TEXT,
    technical_email TEXT UNIQUE,
    labelstudio_user_id INTEGER,
    created_at TEXT NOT NULL,
    disabled_at TEXT
);

CREATE TABLE studies (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    scheme_id INTEGER NOT NULL REFERENCES schemes(id),
    overlap INTEGER,
    seed INTEGER NOT NULL,
    is_sample INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    published_at TEXT,
    removed_at TEXT
);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies(id),
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    length INTEGER NOT NULL,
    author TEXT NOT NULL DEFAULT '',
    published TEXT NOT NULL DEFAULT '',
    outlet TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    source_name TEXT NOT NULL DEFAULT '',
    removed_passages TEXT NOT NULL DEFAULT '[]',
    added_at TEXT NOT NULL,
    removed_at TEXT,
    UNIQUE (study_id, sha256)
);

CREATE TABLE annotators (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies(id),
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    pseudonym TEXT NOT NULL,
    project_id INTEGER UNIQUE,
    view_id INTEGER,
    invited_at TEXT NOT NULL,
    removed_at TEXT,
    UNIQUE (study_id, account_id),
    UNIQUE (study_id, pseudonym)
);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    annotator_id INTEGER NOT NULL REFERENCES annotators(id),
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
);

CREATE TABLE assignments (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies(id),
    article_id INTEGER NOT NULL REFERENCES articles(id),
    annotator_id INTEGER NOT NULL REFERENCES annotators(id),
    position INTEGER NOT NULL,
    task_id INTEGER UNIQUE,
    created_at TEXT NOT NULL,
    withdrawn_at TEXT,
    UNIQUE (article_id, annotator_id)
);

CREATE INDEX assignments_by_annotator ON assignments (annotator_id, position);

CREATE TABLE annotations (
    id INTEGER PRIMARY KEY,
    assignment_id INTEGER NOT NULL REFERENCES assignments(id),
    scheme_id INTEGER NOT NULL REFERENCES schemes(id),
    labelstudio_id INTEGER NOT NULL UNIQUE,
    unique_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'skipped', 'deleted')),
    lead_time REAL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    content_sha256 TEXT NOT NULL
);

CREATE INDEX annotations_by_assignment ON annotations (assignment_id);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    annotation_id INTEGER NOT NULL REFERENCES annotations(id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    raw TEXT NOT NULL,
    received_at TEXT NOT NULL
);

CREATE INDEX revisions_by_annotation ON revisions (annotation_id);

CREATE TRIGGER revisions_are_never_changed BEFORE UPDATE ON revisions
BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END;

CREATE TRIGGER revisions_are_never_deleted BEFORE DELETE ON revisions
BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END;

CREATE TABLE spans (
    id INTEGER PRIMARY KEY,
    annotation_id INTEGER NOT NULL REFERENCES annotations(id),
    region TEXT NOT NULL,
    label TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    raw_start INTEGER NOT NULL,
    raw_end INTEGER NOT NULL,
    text TEXT NOT NULL
);

CREATE INDEX spans_by_annotation ON spans (annotation_id);

CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    annotation_id INTEGER NOT NULL REFERENCES annotations(id),
    region TEXT NOT NULL DEFAULT '',
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    number REAL
);

CREATE INDEX answers_by_annotation ON answers (annotation_id);

CREATE TABLE relations (
    id INTEGER PRIMARY KEY,
    annotation_id INTEGER NOT NULL REFERENCES annotations(id),
    from_region TEXT NOT NULL,
    to_region TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT ''
);

CREATE INDEX relations_by_annotation ON relations (annotation_id);

CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies(id),
    annotation_id INTEGER REFERENCES annotations(id),
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    raw TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    resolved_at TEXT
);

CREATE INDEX problems_by_study ON problems (study_id);

CREATE INDEX problems_by_annotation ON problems (annotation_id);

CREATE TABLE drafts (
    id INTEGER PRIMARY KEY,
    labelstudio_id INTEGER NOT NULL UNIQUE,
    assignment_id INTEGER NOT NULL REFERENCES assignments(id),
    annotation_labelstudio_id INTEGER,
    postponed INTEGER NOT NULL DEFAULT 0,
    raw TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    removed_at TEXT
);

CREATE INDEX drafts_by_assignment ON drafts (assignment_id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    study_id INTEGER REFERENCES studies(id),
    account_id INTEGER REFERENCES accounts(id),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
);

CREATE INDEX events_by_study ON events (study_id, id);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    study_id INTEGER REFERENCES studies(id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    message TEXT NOT NULL DEFAULT '',
    started_at TEXT NOT NULL,
    finished_at TEXT
);

CREATE TABLE article_statistics (
    article_id INTEGER NOT NULL REFERENCES articles(id),
    kind TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (article_id, kind)
);

CREATE VIEW span_table AS
SELECT spans.id AS span,
       studies.title AS study,
       articles.id AS article_id,
       articles.title AS article,
       annotators.pseudonym AS annotator,
       spans.label AS label,
       spans.start AS start,
       spans."end" AS "end",
       spans.text AS text,
       (SELECT json_group_object(question, value) FROM
           (SELECT answers.question AS question, group_concat(answers.value, '|') AS value
            FROM answers WHERE answers.annotation_id = spans.annotation_id
            AND answers.region = spans.region GROUP BY answers.question)) AS attributes
FROM spans
JOIN annotations ON annotations.id = spans.annotation_id
JOIN assignments ON assignments.id = annotations.assignment_id
JOIN articles ON articles.id = assignments.article_id
JOIN annotators ON annotators.id = assignments.annotator_id
JOIN studies ON studies.id = assignments.study_id
WHERE annotations.state = 'submitted' AND studies.removed_at IS NULL
"""
