"""The schema, as numbered migrations that are only ever appended.

One table a concept. Everything an annotator did is kept: `revisions` cannot be changed or deleted
(triggers refuse), and removing a study or an article only sets `removed_at`.
"""

from __future__ import annotations

from annotator.store.adjudication_schema import (
    ADJUDICATION_SCHEMA,
    FEEDBACK_SCHEMA,
    QUEUE_SCHEMA,
)
from annotator.store.doubles_merged import DOUBLES_MERGED
from annotator.store.first_schema import FIRST_SCHEMA
from annotator.store.models.schema import MODELS_SCHEMA
from annotator.store.provenance.schema import LIST_SCHEMA, PROVENANCE_SCHEMA, SIGNATURES_SCHEMA
from annotator.store.sqlite_library import Database, Migrations

migrations = Migrations("annotator")


@migrations()
def m001_first_schema(db: Database) -> None:
    """Studies, schemes, articles, people, assignments, annotations."""
    for statement in FIRST_SCHEMA.split(";\n\n"):
        db.execute(statement)


@migrations()
def m002_how_far_a_project_was_collected(db: Database) -> None:
    """So that a collection asks Label Studio only for what is newer."""
    db.execute("ALTER TABLE annotators ADD COLUMN collected_until TEXT NOT NULL DEFAULT ''")


@migrations()
def m003_groups_of_annotators(db: Database) -> None:
    """So that agreement can be taken within and between groups; "" is no group."""
    db.execute("ALTER TABLE annotators ADD COLUMN group_name TEXT NOT NULL DEFAULT ''")


@migrations()
def m004_results_of_long_computations(db: Database) -> None:
    """So that what took a minute to compute opens at once; see `fingerprint` for its validity."""
    db.execute(
        "CREATE TABLE computed (study_id INTEGER NOT NULL REFERENCES studies(id), "
        "kind TEXT NOT NULL, about TEXT NOT NULL, fingerprint TEXT NOT NULL, "
        "payload TEXT NOT NULL, computed_at TEXT NOT NULL, "
        "PRIMARY KEY (study_id, kind, about))"
    )


@migrations()
def m005_gamma_of_articles(db: Database) -> None:
    """So that γ of a study is computed again only for articles that changed."""
    settings = (
        "alpha REAL NOT NULL, beta REAL NOT NULL, sampler TEXT NOT NULL, "
        "samples INTEGER NOT NULL, seed INTEGER NOT NULL, seconds REAL NOT NULL"
    )
    db.execute(
        "CREATE TABLE gamma_runs (id INTEGER PRIMARY KEY, "
        f"study_id INTEGER NOT NULL REFERENCES studies(id), {settings}, "
        "started_at TEXT NOT NULL, stop_asked_at TEXT, finished_at TEXT)"
    )
    db.execute("CREATE INDEX gamma_runs_by_study ON gamma_runs (study_id, id)")
    db.execute(
        f"CREATE TABLE gamma_articles (article_id INTEGER NOT NULL REFERENCES articles(id), "
        f"{settings}, fingerprint TEXT NOT NULL, exact INTEGER NOT NULL, payload TEXT NOT NULL, "
        "computed_at TEXT NOT NULL, "
        "PRIMARY KEY (article_id, alpha, beta, sampler, samples, seed))"
    )


@migrations()
def m006_marks_of_change(db: Database) -> None:
    """So that one look says in which articles annotations changed, whoever changed them.

    The mark is a random number, which also tells a store from an older copy of it.
    """
    db.execute(
        "CREATE TABLE article_changes (article_id INTEGER PRIMARY KEY REFERENCES articles(id), "
        "mark INTEGER NOT NULL)"
    )
    marked = "ON CONFLICT (article_id) DO UPDATE SET mark = excluded.mark; END"
    for statement in (
        "CREATE TRIGGER annotations_mark_insert AFTER INSERT ON annotations BEGIN "
        "INSERT INTO article_changes SELECT article_id, random() FROM assignments "
        "WHERE id = NEW.assignment_id ",
        "CREATE TRIGGER annotations_mark_update AFTER UPDATE ON annotations BEGIN "
        "INSERT INTO article_changes SELECT article_id, random() FROM assignments "
        "WHERE id IN (NEW.assignment_id, OLD.assignment_id) ",
        "CREATE TRIGGER annotations_mark_delete AFTER DELETE ON annotations BEGIN "
        "INSERT INTO article_changes SELECT article_id, random() FROM assignments "
        "WHERE id = OLD.assignment_id ",
    ):
        db.execute(statement + marked)


@migrations()
def m007_names_of_articles_without_their_texts(db: Database) -> None:
    """So that titles and lengths are read from an index, not from between long texts."""
    db.execute("CREATE INDEX article_names ON articles (study_id, removed_at, id, title, length)")


@migrations()
def m008_problems_point_to_revisions(db: Database) -> None:
    """So that a problem does not hold the whole annotation again, and may name an article alone.

    A long revision is compressed (`raw_compressed`, zlib; its `raw` is then empty).
    """
    db.execute("ALTER TABLE revisions ADD COLUMN raw_compressed BLOB")
    db.execute("ALTER TABLE problems ADD COLUMN revision_id INTEGER REFERENCES revisions(id)")
    db.execute("ALTER TABLE problems ADD COLUMN assignment_id INTEGER REFERENCES assignments(id)")
    db.execute(
        "UPDATE problems SET revision_id = (SELECT max(revisions.id) FROM revisions "
        "WHERE revisions.annotation_id = problems.annotation_id "
        "AND revisions.received_at <= problems.created_at) WHERE annotation_id IS NOT NULL"
    )
    db.execute("UPDATE problems SET raw = '' WHERE revision_id IS NOT NULL")


@migrations()
def m009_decisions_and_gold(db: Database) -> None:
    """So that what annotators disagree on can be settled, with reasons, and taken back."""
    for statement in ADJUDICATION_SCHEMA.split(";\n\n"):
        db.execute(statement)


@migrations()
def m010_reports_are_made_from_the_rows(db: Database) -> None:
    """What was kept of each article to bring a report up to date goes; results are made anew."""
    for name in ("insert", "update", "delete"):
        db.execute(f"DROP TRIGGER annotations_mark_{name}")
    db.execute("DROP TABLE article_changes")
    db.execute("DROP TABLE article_statistics")
    db.execute("DELETE FROM computed")


@migrations()
def m011_what_is_left_to_decide(db: Database) -> None:
    """So that the queue looks again only at articles in which something changed."""
    db.execute(
        "CREATE TABLE open_passages (article_id INTEGER PRIMARY KEY REFERENCES articles(id), "
        "mark TEXT NOT NULL, payload TEXT NOT NULL)"
    )


@migrations()
def m012_remarks_of_readers(db: Database) -> None:
    """So that what a reader guessed about an article is known as long as the article is."""
    db.execute("ALTER TABLE articles ADD COLUMN standfirst TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE articles ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]'")


@migrations()
def m013_sessions_end_on_the_server(db: Database) -> None:
    """So that a cookie kept from before signing out opens nothing."""
    db.execute("ALTER TABLE accounts ADD COLUMN sessions_ended INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "CREATE TABLE ended_sessions (session_sha256 TEXT PRIMARY KEY, ended_at TEXT NOT NULL)"
    )


@migrations()
def m014_the_same_mark_twice_counts_once(db: Database) -> None:
    """As for everything that comes in since; `revisions` stay as they were."""
    for statement in DOUBLES_MERGED.split(";\n\n"):
        db.execute(statement)
    db.execute("DELETE FROM open_passages")


@migrations()
def m015_who_adjudicates(db: Database) -> None:
    """So that people who are no managers may settle a study, under a pseudonym; and a password
    that was lost can be set anew by a link."""
    db.execute(
        "CREATE TABLE members (id INTEGER PRIMARY KEY, "
        "study_id INTEGER NOT NULL REFERENCES studies(id), "
        "account_id INTEGER NOT NULL REFERENCES accounts(id), "
        "role TEXT NOT NULL CHECK (role IN ('manager', 'adjudicator', 'viewer')), "
        "pseudonym TEXT NOT NULL, added_at TEXT NOT NULL, removed_at TEXT, "
        "UNIQUE (study_id, account_id), UNIQUE (study_id, pseudonym))"
    )
    db.execute(
        "CREATE TABLE reset_links (id INTEGER PRIMARY KEY, "
        "account_id INTEGER NOT NULL REFERENCES accounts(id), token_sha256 TEXT NOT NULL UNIQUE, "
        "created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT)"
    )


@migrations()
def m016_facts_for_releases(db: Database) -> None:
    """What only a person knows about a data set: licence, creators, payment and so on."""
    db.execute(
        "CREATE TABLE release_facts (study_id INTEGER NOT NULL REFERENCES studies(id), "
        "key TEXT NOT NULL, value TEXT NOT NULL, told_at TEXT NOT NULL, "
        "PRIMARY KEY (study_id, key))"
    )


@migrations()
def m017_corrections_of_articles(db: Database) -> None:
    """So that what was corrected after loading is known with its history; and marks in articles
    that were withdrawn leave `span_table`."""
    db.execute(
        "CREATE TABLE article_edits (id INTEGER PRIMARY KEY, "
        "article_id INTEGER NOT NULL REFERENCES articles(id), "
        "account_id INTEGER REFERENCES accounts(id), "  # NULL: the command line
        "field TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, at TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX article_edits_by_article ON article_edits (article_id, id)")
    for happening in ("UPDATE", "DELETE"):
        done = {"UPDATE": "changed", "DELETE": "deleted"}[happening]
        db.execute(
            f"CREATE TRIGGER article_edits_are_never_{done} BEFORE {happening} ON article_edits "
            f"BEGIN SELECT RAISE(ABORT, 'article_edits are never {done}'); END"
        )
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'span_table'").fetchone()
    db.execute("DROP VIEW span_table")
    db.execute(f"{view.rstrip()} AND articles.removed_at IS NULL")


@migrations()
def m018_where_a_study_came_from(db: Database) -> None:
    """So that an imported corpus is not published into Label Studio; "" is a study made here."""
    db.execute("ALTER TABLE studies ADD COLUMN origin TEXT NOT NULL DEFAULT ''")


@migrations()
def m019_drafts_that_were_found_gone(db: Database) -> None:
    """So that a draft deleted inside Label Studio can be told from one that was submitted."""
    db.execute("ALTER TABLE drafts ADD COLUMN found_gone INTEGER NOT NULL DEFAULT 0")


@migrations()
def m020_the_queue_as_rows(db: Database) -> None:
    """So that the queue and the next passage are found without reading the corpus."""
    for statement in QUEUE_SCHEMA.split(";\n\n"):
        db.execute(statement)


@migrations()
def m021_where_articles_come_from(db: Database) -> None:
    """So that what an article was read from is kept, and how; and what was said about columns."""
    for statement in PROVENANCE_SCHEMA.split(";\n\n"):
        db.execute(statement)


@migrations()
def m022_feedback_to_annotators(db: Database) -> None:
    """So that annotators can be told where the gold differs from their work, and answer; and a
    decision made while a suggestion was shown is known for ever."""
    for statement in FEEDBACK_SCHEMA.split(";\n\n"):
        db.execute(statement)
    db.execute("ALTER TABLE decisions ADD COLUMN suggestion TEXT NOT NULL DEFAULT ''")
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'gold_table'").fetchone()
    marked = view.replace(
        "ELSE decisions.how END",
        "ELSE decisions.how || CASE decisions.suggestion WHEN '' THEN '' ELSE ', ' || "
        "decisions.suggestion END END",
    )
    db.execute("DROP VIEW gold_table")
    db.execute(marked)


@migrations()
def m023_letters_of_annotators(db: Database) -> None:
    """So that a manager can hide from adjudicators which marks are one person's."""
    db.execute("ALTER TABLE studies ADD COLUMN letters_hidden INTEGER NOT NULL DEFAULT 0")


@migrations()
def m024_passages_named_without_their_people(db: Database) -> None:
    """So that the queue knows passages by the names that they have now."""
    db.execute(
        "INSERT INTO stale_articles (article_id) SELECT article_id FROM article_queues WHERE true "
        "ON CONFLICT (article_id) DO UPDATE SET turn = turn + 1"
    )


@migrations()
def m025_models_beside_people(db: Database) -> None:
    """So that what a model said is compared with people, and never taken for one's work."""
    for statement in MODELS_SCHEMA.split(";\n\n"):
        db.execute(statement)


@migrations()
def m026_lists_of_articles_without_their_texts(db: Database) -> None:
    """So that a list reads what it shows, and near-duplicates are found by kept signatures."""
    for statement in (*LIST_SCHEMA.split(";\n\n"), SIGNATURES_SCHEMA):
        db.execute(statement)


# What this version knows, read from a store that is nothing but in memory and empty.
_NOTHING = Database(memory=True, execute_plugins=False)
MIGRATION_NAMES = tuple(migration.name for migration in migrations.pending(_NOTHING))
