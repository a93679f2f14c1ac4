"""`kill -9` at each step of saving a batch or a decision: all of it is there, or nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from settle_world import LOADED, NAME, TEXT, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.store.adjudication import NewGoldSpan, Settler
from annotator.workflow.adjudication.deciding import Choice, decide
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.settling import apply_rules, undo_rules

Step = Callable[[store.Store], object]
MAJORITY = Rules(Rule("majority"))
SAVED = 99


def batch(db: store.Store) -> object:
    return apply_rules(db, 1, MAJORITY, Settler())


def taking_back(db: store.Store) -> object:
    return undo_rules(db, 1, 1, Settler())


def by_hand(db: store.Store) -> object:
    """In place of what the batch settled."""
    marks = tuple(
        (m.revision, m.region) for b in load_desk(db, 1, 1).ballots for m in b.marks
        if m.label == LOADED
    )  # fmt: skip
    golds = (NewGoldSpan(LOADED, 4, 10, "brazen", {"voice": "journalist"}),)
    return decide(db, 1, Choice(1, marks, golds, "why", 10_000), Settler())


def contents(path: Path) -> tuple[list[object], ...]:
    """What stands, without the moments."""
    db = store.open_store(path)
    try:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        queries = (
            "SELECT label, text, how, attributes FROM gold_table ORDER BY start, label",
            "SELECT id, kind, how FROM decisions ORDER BY id",
            "SELECT decision_id, revision_id, what, key FROM decided ORDER BY 1, 2, 3, 4",
            "SELECT id, undone_at IS NULL FROM batches ORDER BY id",
        )
        return tuple(db.execute(sql).fetchall() for sql in queries)
    finally:
        db.close()


def in_a_process_of_its_own(path: Path, step: Step, kill_at: int) -> tuple[bool, int]:
    """Do it in a child that kills itself before its nth statement; was it done, and statements."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        db = store.open_store(path)
        count = 0

        def traced(_sql: str) -> None:
            nonlocal count
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        db.conn.set_trace_callback(traced)
        step(db)
        os.write(writing, str(count).encode())
        os._exit(SAVED)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    count = int(os.read(reading, 20) or b"0")
    os.close(reading)
    return os.waitstatus_to_exitcode(status) == SAVED, count


@pytest.mark.parametrize("step", [batch, taking_back, by_hand], ids=lambda one: one.__name__)
def test_killed_at_any_statement_there_is_all_of_it_or_nothing(step: Step, tmp_path: Path) -> None:
    original = tmp_path / "first.sqlite"
    db = store.open_store(original)
    made = make_study(db, people=2, texts=(TEXT,))
    made.submit(0, [(LOADED, "brazen"), (NAME, "regime")], answers={"headline": "yes"})
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], answers={"headline": "yes"})
    if step is not batch:
        batch(db)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()

    def run(name: str, kill_at: int) -> tuple[bool, int, tuple[list[object], ...]]:
        path = tmp_path / name
        path.write_bytes(original.read_bytes())
        saved, count = in_a_process_of_its_own(path, step, kill_at)
        return saved, count, contents(path)

    before = contents(original)
    saved, statements, after = run("whole.sqlite", 0)
    assert saved
    assert after != before
    assert statements > 10
    for kill_at in range(1, statements + 1, max(1, statements // 12)):
        saved, _, found = run(f"killed-{kill_at}.sqlite", kill_at)
        assert not saved
        assert found == before
    # Killed after everything was written and before anybody could be told: it is whole.
    assert run("told.sqlite", statements + 1)[2] == after
