"""The tables of adjudication, as their migration made them; never changed.

`decisions` only grows. What stands now is in `standing_decisions`; ending a decision deletes its
row there, and with it its gold and what it named.
"""

from __future__ import annotations

ADJUDICATION_SCHEMA = """
CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies(id),
    how TEXT NOT NULL CHECK (how IN ('rule', 'file')),
    rules TEXT NOT NULL DEFAULT '',
    account_id INTEGER REFERENCES accounts(id),
    made_at TEXT NOT NULL,
    undone_at TEXT
);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies(id),
    article_id INTEGER REFERENCES articles(id),
    batch_id INTEGER REFERENCES batches(id),
    kind TEXT NOT NULL CHECK (kind IN ('mark', 'nothing', 'answer', 'relation', 'later', 'close',
        'unclose', 'finish', 'reopen', 'undo')),
    how TEXT NOT NULL CHECK (how IN ('rule', 'hand', 'file')),
    rule TEXT NOT NULL DEFAULT '',
    votes INTEGER,
    voters INTEGER,
    account_id INTEGER REFERENCES accounts(id),
    adjudicator TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    named TEXT NOT NULL DEFAULT '[]',
    before TEXT NOT NULL DEFAULT '[]',
    after TEXT NOT NULL DEFAULT '[]',
    ends TEXT NOT NULL DEFAULT '[]',
    text_sha256 TEXT NOT NULL DEFAULT '',
    scheme_id INTEGER NOT NULL REFERENCES schemes(id),
    decided_at TEXT NOT NULL
);

CREATE INDEX decisions_by_article ON decisions (article_id, id);

CREATE INDEX decisions_by_batch ON decisions (batch_id) WHERE batch_id IS NOT NULL;

CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;

CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;

CREATE TABLE standing_decisions (
    decision_id INTEGER PRIMARY KEY REFERENCES decisions(id),
    article_id INTEGER NOT NULL REFERENCES articles(id),
    how TEXT NOT NULL
);

CREATE INDEX standing_decisions_by_article ON standing_decisions (article_id);

CREATE TABLE decided (
    decision_id INTEGER NOT NULL REFERENCES standing_decisions(decision_id) ON DELETE CASCADE,
    annotation_id INTEGER NOT NULL REFERENCES annotations(id),
    revision_id INTEGER NOT NULL REFERENCES revisions(id),
    what TEXT NOT NULL CHECK (what IN ('mark', 'answer', 'relation')),
    key TEXT NOT NULL,
    content TEXT NOT NULL
);

CREATE INDEX decided_by_decision ON decided (decision_id);

CREATE TABLE gold_spans (
    id INTEGER PRIMARY KEY,
    decision_id INTEGER NOT NULL REFERENCES standing_decisions(decision_id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    label TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    attributes TEXT NOT NULL DEFAULT '{}',
    open_attributes TEXT NOT NULL DEFAULT '[]',
    alternative_of INTEGER REFERENCES gold_spans(id) ON DELETE SET NULL
);

CREATE INDEX gold_spans_by_article ON gold_spans (article_id, start);

CREATE INDEX gold_spans_by_decision ON gold_spans (decision_id);

CREATE INDEX gold_spans_by_alternative ON gold_spans (alternative_of);

CREATE TABLE gold_answers (
    id INTEGER PRIMARY KEY,
    decision_id INTEGER NOT NULL REFERENCES standing_decisions(decision_id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    number REAL
);

CREATE INDEX gold_answers_by_article ON gold_answers (article_id);

CREATE INDEX gold_answers_by_decision ON gold_answers (decision_id);

CREATE TABLE gold_relations (
    id INTEGER PRIMARY KEY,
    decision_id INTEGER NOT NULL REFERENCES standing_decisions(decision_id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    from_gold INTEGER NOT NULL REFERENCES gold_spans(id) ON DELETE CASCADE,
    to_gold INTEGER NOT NULL REFERENCES gold_spans(id) ON DELETE CASCADE,
    label TEXT NOT NULL DEFAULT ''
);

CREATE INDEX gold_relations_by_article ON gold_relations (article_id);

CREATE INDEX gold_relations_by_decision ON gold_relations (decision_id);

CREATE INDEX gold_relations_by_from ON gold_relations (from_gold);

CREATE INDEX gold_relations_by_to ON gold_relations (to_gold);

CREATE VIEW gold_table AS
SELECT gold_spans.id AS gold,
       studies.title AS study,
       articles.id AS article_id,
       articles.title AS article,
       gold_spans.label AS label,
       gold_spans.start AS start,
       gold_spans."end" AS "end",
       gold_spans.text AS text,
       gold_spans.attributes AS attributes,
       gold_spans.alternative_of AS alternative_of,
       CASE decisions.how WHEN 'rule'
           THEN 'rule:' || decisions.rule || ' ' || decisions.votes || '/' || decisions.voters
           ELSE decisions.how END AS how,
       decisions.adjudicator AS adjudicator,
       decisions.reason AS reason,
       decisions.decided_at AS decided_at,
       decisions.text_sha256 AS text_sha256,
       schemes.name || ' ' || schemes.version AS codebook,
       decisions.scheme_id <> studies.scheme_id AS to_be_confirmed
FROM gold_spans
JOIN decisions ON decisions.id = gold_spans.decision_id
JOIN articles ON articles.id = gold_spans.article_id
JOIN studies ON studies.id = articles.study_id
JOIN schemes ON schemes.id = decisions.scheme_id
WHERE articles.removed_at IS NULL AND studies.removed_at IS NULL
"""
