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

# What is left to decide, kept as rows. Whatever may change that of an article names it in
# `stale_articles`, whoever writes; `turn` tells a later change from the one that was looked at.
QUEUE_SCHEMA = """
DROP TABLE open_passages;

CREATE TABLE open_passages (
    study_id INTEGER NOT NULL REFERENCES studies(id),
    later INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    key TEXT NOT NULL,
    labels TEXT NOT NULL,
    kind TEXT NOT NULL,
    variants INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (study_id, later, article_id, start, key)
) WITHOUT ROWID;

CREATE INDEX open_passages_by_article ON open_passages (article_id);

CREATE INDEX open_passages_by_dispute
    ON open_passages (study_id, later, variants DESC, article_id, start, key);

CREATE TABLE article_queues (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    study_id INTEGER NOT NULL REFERENCES studies(id),
    waiting INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    finished INTEGER NOT NULL
);

CREATE INDEX article_queues_by_study ON article_queues (study_id);

CREATE TABLE stale_articles (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    turn INTEGER NOT NULL DEFAULT 1
);

CREATE INDEX decisions_by_hand ON decisions (study_id, id) WHERE how = 'hand';

CREATE INDEX decisions_put_off ON decisions (article_id) WHERE kind = 'later';

CREATE TRIGGER queue_after_annotation AFTER INSERT ON annotations BEGIN
    INSERT INTO stale_articles (article_id)
    SELECT article_id FROM assignments WHERE id = NEW.assignment_id
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_change AFTER UPDATE ON annotations BEGIN
    INSERT INTO stale_articles (article_id)
    SELECT article_id FROM assignments WHERE id IN (OLD.assignment_id, NEW.assignment_id)
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_revision AFTER INSERT ON revisions BEGIN
    INSERT INTO stale_articles (article_id)
    SELECT article_id FROM annotations JOIN assignments ON assignments.id = assignment_id
    WHERE annotations.id = NEW.annotation_id
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_assignment AFTER INSERT ON assignments BEGIN
    INSERT INTO stale_articles (article_id) VALUES (NEW.article_id)
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_withdrawal AFTER UPDATE OF withdrawn_at, article_id ON assignments BEGIN
    INSERT INTO stale_articles (article_id)
    SELECT id FROM articles WHERE id IN (OLD.article_id, NEW.article_id)
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_deletion AFTER DELETE ON assignments BEGIN
    INSERT INTO stale_articles (article_id) VALUES (OLD.article_id)
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_annotator AFTER UPDATE OF removed_at ON annotators BEGIN
    INSERT INTO stale_articles (article_id)
    SELECT DISTINCT article_id FROM assignments WHERE annotator_id = NEW.id
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_removal AFTER UPDATE OF removed_at ON articles BEGIN
    INSERT INTO stale_articles (article_id) VALUES (NEW.id)
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_decision AFTER INSERT ON decisions WHEN NEW.article_id IS NOT NULL BEGIN
    INSERT INTO stale_articles (article_id) VALUES (NEW.article_id)
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

CREATE TRIGGER queue_after_undoing AFTER DELETE ON standing_decisions BEGIN
    INSERT INTO stale_articles (article_id) VALUES (OLD.article_id)
    ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1; END;

INSERT INTO stale_articles (article_id)
SELECT DISTINCT article_id FROM assignments
"""

FEEDBACK_SCHEMA = """
CREATE TABLE settling_choices (
    study_id INTEGER PRIMARY KEY REFERENCES studies(id),
    feedback INTEGER NOT NULL DEFAULT 0,
    others_marks INTEGER NOT NULL DEFAULT 0,
    suggestions INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE feedback_answers (
    id INTEGER PRIMARY KEY,
    decision_id INTEGER NOT NULL REFERENCES decisions(id),
    annotator_id INTEGER NOT NULL REFERENCES annotators(id),
    answer TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    UNIQUE (decision_id, annotator_id)
)"""
