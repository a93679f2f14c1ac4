"""The tables of migrations m021 and m026; never changed, later migrations add to them."""

from __future__ import annotations

PROVENANCE_SCHEMA = """
CREATE TABLE raw_files (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    compressed BLOB NOT NULL
);

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES raw_files(sha256),
    name TEXT NOT NULL,
    reader TEXT NOT NULL,
    version TEXT NOT NULL,
    told TEXT NOT NULL DEFAULT '',
    read_at TEXT NOT NULL
);

ALTER TABLE articles ADD COLUMN source_id INTEGER REFERENCES sources(id);

ALTER TABLE articles ADD COLUMN date_found TEXT NOT NULL DEFAULT '';

CREATE TABLE column_answers (
    names TEXT PRIMARY KEY,
    columns TEXT NOT NULL,
    account_id INTEGER REFERENCES accounts(id),
    said_at TEXT NOT NULL
)
"""

# The columns that lists of articles show.
LIST_SCHEMA = """
DROP INDEX article_names;

CREATE INDEX article_list ON articles
    (study_id, removed_at, id, title, length, author, published, outlet, sha256)
"""

# Of texts, by which near-duplicates are found; uploads have the same table in their own file.
SIGNATURES_SCHEMA = """
CREATE TABLE text_signatures (
    sha256 TEXT PRIMARY KEY,
    manner INTEGER NOT NULL,
    signature BLOB NOT NULL
)
"""
