"""What a study's content hashes to: two stores with equal hashes hold the same study.

What belongs to a study is read from the foreign keys: every table from which a way leads to
`studies`. So a table that a later migration adds is in it by itself.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from annotator.store.database import Store

MADE_ANEW = {"jobs", "computed", "open_passages"}  # no work of anybody's is in them


class _Way(NamedTuple):
    """A table's first step towards `studies`."""

    column: str
    parent: str
    parent_column: str


def study_hashes(store: Store) -> dict[int, str]:
    """Study -> SHA-256 of all its rows, removed studies too."""
    ways = _ways(store)
    ids = [row[0] for row in store.execute("SELECT id FROM studies ORDER BY id")]
    return {study_id: _hash(store, ways, study_id) for study_id in ids}


def _hash(store: Store, ways: dict[str, _Way], study_id: int) -> str:
    digest = hashlib.sha256()
    schemes = "SELECT * FROM schemes WHERE id IN (SELECT scheme_id FROM studies WHERE id = ?)"
    for row in store.execute(schemes, [study_id]):
        digest.update(repr(row).encode())
    for table in ["studies", *sorted(ways)]:
        digest.update(f"\n{table}\n".encode())
        # Names of tables and columns come from the schema, which is ours.
        sql = f'SELECT * FROM "{table}" WHERE {_condition(ways, table)} ORDER BY rowid'  # noqa: S608
        for row in store.execute(sql, [study_id]):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _condition(ways: dict[str, _Way], table: str) -> str:
    if table == "studies":
        return "id = ?"
    way = ways[table]
    inner = _condition(ways, way.parent)
    return f'"{way.column}" IN (SELECT "{way.parent_column}" FROM "{way.parent}" WHERE {inner})'  # noqa: S608


def _ways(store: Store) -> dict[str, _Way]:
    """Of every table that belongs to a study, by the shortest way."""
    references: dict[str, list[_Way]] = {}
    for name in store.table_names():
        for row in store.execute(f'PRAGMA foreign_key_list("{name}")'):
            references.setdefault(name, []).append(_Way(row[3], row[2], row[4] or "id"))
    found: dict[str, _Way] = {}
    reached = {"studies"}
    while True:
        next_ring = {
            name: way
            for name, ways in references.items()
            if name not in reached | MADE_ANEW
            for way in ways
            if way.parent in reached
        }
        if not next_ring:
            return found
        found |= next_ring
        reached |= next_ring.keys()
