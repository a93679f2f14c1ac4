"""Problems: short, about one version, and struck when they are mended."""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

from annotator import store
from annotator.store.problems import kept_raw

EARLIER = Path(__file__).parents[1] / "data" / "earlier_store" / "annotator.sqlite.xz"


def test_a_problem_of_an_earlier_version_gives_up_its_copy_of_the_annotation(
    tmp_path: Path,
) -> None:
    path = tmp_path / "annotator.sqlite"
    path.write_bytes(lzma.decompress(EARLIER.read_bytes()))
    with closing(sqlite3.connect(path)) as earlier:
        annotation, study, raw, received = earlier.execute(
            "SELECT annotations.id, study_id, raw, received_at FROM revisions "
            "JOIN annotations ON annotations.id = annotation_id "
            "JOIN assignments ON assignments.id = assignment_id "
            "WHERE revisions.kind = 'created' ORDER BY revisions.id LIMIT 1"
        ).fetchone()
        insert = (
            "INSERT INTO problems (study_id, annotation_id, kind, message, raw, created_at) "
            "VALUES (?, ?, 'label', ?, ?, ?)"
        )
        earlier.execute(insert, [study, annotation, "about a version", raw, received])
        earlier.execute(insert, [study, None, "about nothing", "{}", received])
        earlier.commit()
    with closing(store.open_store(path)) as db:
        rows = [
            (one["message"], one["raw"], one["revision_id"] is not None)
            for one in db.query("SELECT * FROM problems ORDER BY id DESC LIMIT 2")
        ]
        assert rows == [("about nothing", "{}", False), ("about a version", "", True)]
        shown = {one.message: one.raw for one in store.load_problems(db, study)}
        assert shown["about a version"] == raw[:500]
        assert shown["about nothing"] == "{}"


def test_a_long_revision_is_compressed_and_read_again() -> None:
    assert kept_raw("short") == ("short", None)
    text, packed = kept_raw("é" * 100_000)
    assert text == ""
    assert packed is not None
    assert len(packed) < 1_000


def test_the_same_open_problem_is_written_once_and_again_after_it_was_mended(
    store_db: store.Store,
) -> None:
    study = _study(store_db)
    assert store.save_problem(store_db, study, "project", "gone")
    assert not store.save_problem(store_db, study, "project", "gone")
    assert store.save_problem(store_db, study, "project", "x" * 1_000, "y" * 1_000)
    newest = store.load_problems(store_db, study)[0]
    assert (len(newest.message), len(newest.raw)) == (400, 300)


def _study(db: store.Store) -> int:
    from annotator import schemes

    scheme = schemes.load_builtin("framing")
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    return store.create_study(db, title="Bridge", scheme_id=scheme_id, seed=1)
