"""A data folder as a working installation has it, without Label Studio's processes."""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

from annotator import store
from annotator.keys import load_keys
from annotator.labelstudio.installation import database_path
from annotator.settings import Settings
from annotator.store.provenance.sources import pack, save_source

SOURCE = b"<p>As it came to us from Hask</p>"
EARLIER = Path(__file__).parent / "data" / "earlier_store"


def installation(folder: Path) -> Settings:
    """Two studies with work in them, keys, a second database in WAL mode, and other files."""
    settings = Settings(data_dir=folder)
    folder.mkdir(parents=True)
    settings.database.write_bytes(lzma.decompress((EARLIER / "annotator.sqlite.xz").read_bytes()))
    db = store.open_store(settings.database)
    save_source(db, pack(SOURCE), name="hask.html", reader="html", version="1")
    db.close()
    load_keys(settings)
    (settings.labelstudio_dir / "media").mkdir(parents=True)
    (settings.labelstudio_dir / "media" / "kept.txt").write_text("kept")
    (settings.labelstudio_dir / "export").mkdir()
    (settings.labelstudio_dir / "export" / "copy.json").write_text("a copy")
    (settings.labelstudio_dir / ".env").write_text("SECRET_KEY=x")
    with closing(sqlite3.connect(database_path(settings))) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("CREATE TABLE task_completion (id INTEGER PRIMARY KEY, result TEXT)")
        other.execute("INSERT INTO task_completion (result) VALUES ('[]')")
        other.commit()
    return settings


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
