"""Keep a small store of each schema that came before today's: tests/data/earlier_schemas.

    python scripts/earlier_schemas.py

The newest store that is kept is taken through the migrations after it, one by one; run it when a
migration was added. The stores are what the tests migrate, and kill while they are migrated.
"""

from __future__ import annotations

import lzma
import sqlite3
import tempfile
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from annotator.store.migrations import MIGRATION_NAMES, migrations
from annotator.store.sqlite_library import Database

KEPT = Path(__file__).parents[1] / "tests" / "data" / "earlier_schemas"


def main() -> None:
    newest = max(KEPT.glob("*.sqlite.xz"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annotator.sqlite"
        path.write_bytes(lzma.decompress(newest.read_bytes()))
        for name, after in pairwise(MIGRATION_NAMES):
            if name[:4] > newest.name[:4]:
                keep(path, name, after)


def keep(path: Path, name: str, after: str) -> None:
    """The store as it is once `name` was applied."""
    with closing(sqlite3.connect(path)) as connection:
        migrations.apply(Database(connection, execute_plugins=False), stop_before=after)
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    kept = KEPT / f"{name[:4]}.sqlite.xz"
    kept.write_bytes(lzma.compress(path.read_bytes(), preset=9))
    print(kept.relative_to(KEPT.parents[2]))


if __name__ == "__main__":
    main()
