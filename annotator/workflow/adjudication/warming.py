"""What the first who looks at passages would wait for, done before anybody asks."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from annotator.errors import SchemeError
from annotator.store import load_studies, open_store
from annotator.store.studies import scheme_of

__all__ = ["warm"]


def warm(database: Path) -> None:
    """Import what is slow to import, and read the codebooks of all studies, which stay read."""
    import_module("scipy.sparse.csgraph")
    db = open_store(database)
    try:
        for study in load_studies(db):
            try:
                scheme_of(db, study)
            except SchemeError:
                continue  # its own pages say what is wrong with it
    finally:
        db.close()
