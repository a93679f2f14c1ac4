"""The tables of migration m021; never changed, later migrations add to them."""

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
