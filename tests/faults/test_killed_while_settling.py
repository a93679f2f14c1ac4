"""`kill -9` at each step of saving a batch or a decision: all of it is there, or nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from settle_world import LOADED, NAME, TEXT, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.schemes import load_scheme
from annotator.store.adjudication import NewGoldSpan, Settler, SettlingChoices
from annotator.workflow.adjudication.confirming import confirm
from annotator.workflow.adjudication.deciding import Choice, decide, undo
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.feedback import answer_feedback, choose, load_feedback
from annotator.workflow.adjudication.renewing import renew
from annotator.workflow.adjudication.settling import apply_rules, undo_rules

Step = Callable[[store.Store], object]
MAJORITY = Rules(Rule("majority"))
SAVED = 99
WRITING = {"BEGIN", "SAVEPOINT", "INSERT", "UPDATE", "DELETE", "RELEASE", "COMMIT"}


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


def taking_one_back(db: store.Store) -> object:
    return undo(db, 1, by_hand_number(db), Settler())


def by_hand_number(db: store.Store) -> int:
    (number,) = db.execute("SELECT max(id) FROM decisions WHERE how = 'hand'").fetchone()
    return int(number)


def renewing(db: store.Store) -> object:
    """After both marked something else."""
    return renew(db, 1, Settler())


def confirming(db: store.Store) -> object:
    """Under a codebook of which there was no word when the batch was applied."""
    return confirm(db, 1, None, Settler())


def answering(db: store.Store) -> object:
    """To the one difference that there is."""
    annotator = store.load_annotators(db, 1)[0]
    feedback = load_feedback(db, annotator, 1)
    assert feedback is not None
    number = feedback.told[0].difference.decision
    return answer_feedback(db, annotator, 1, number, "It is one.")


def before_renewing(made: SettleStudy) -> None:
    for who in (0, 1):
        made.submit(who, [(LOADED, "brazen vote"), (NAME, "regime")], answers={"headline": "no"})


def before_confirming(made: SettleStudy) -> None:
    yaml = store.load_scheme(made.db, made.study.scheme_id).yaml.replace(
        'version: "', 'version: "1', 1
    )
    number = store.save_scheme(made.db, load_scheme(yaml, "framing.yaml"), "<View/>")
    made.db.execute("UPDATE studies SET scheme_id = ?", [number])
    made.db.conn.commit()


def before_answering(made: SettleStudy) -> None:
    by_hand(made.db)
    apply_rules(made.db, 1, Rules(Rule("majority"), {}, 1), Settler())
    choose(made.db, 1, SettlingChoices(feedback=True), None)


PREPARED: dict[Step, Callable[[SettleStudy], object]] = {
    batch: lambda made: None,
    taking_back: lambda made: batch(made.db),
    by_hand: lambda made: batch(made.db),
    taking_one_back: lambda made: (batch(made.db), by_hand(made.db)),
    renewing: lambda made: (batch(made.db), before_renewing(made)),
    confirming: lambda made: (batch(made.db), before_confirming(made)),
    answering: lambda made: (batch(made.db), before_answering(made)),
}


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
            "SELECT decision_id, annotator_id, answer FROM feedback_answers ORDER BY id",
            "SELECT gold, codebook FROM gold_table ORDER BY gold",
            "SELECT kind, detail FROM events ORDER BY id",
        )
        return tuple(db.execute(sql).fetchall() for sql in queries)
    finally:
        db.close()


def in_a_process_of_its_own(path: Path, step: Step, kill_at: int) -> tuple[bool, int]:
    """Do it in a child that kills itself before its nth statement that writes (or begins or ends a
    transaction); was it done, and how many such statements."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        db = store.open_store(path)
        count = 0

        def traced(sql: str) -> None:
            nonlocal count
            count += sql.split(None, 1)[0].upper() in WRITING
            if kill_at and count == kill_at:
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


@pytest.mark.parametrize("step", PREPARED, ids=lambda one: one.__name__)
def test_killed_at_any_statement_there_is_all_of_it_or_nothing(step: Step, tmp_path: Path) -> None:
    original = tmp_path / "first.sqlite"
    db = store.open_store(original)
    made = make_study(db, people=2, texts=(TEXT,))
    made.submit(0, [(LOADED, "brazen"), (NAME, "regime")], answers={"headline": "yes"})
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], answers={"headline": "yes"})
    PREPARED[step](made)
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
    assert statements >= 3  # it begins, writes and commits
    for kill_at in range(1, statements + 1, max(1, statements // 15)):
        saved, _, found = run(f"killed-{kill_at}.sqlite", kill_at)
        assert not saved
        assert found == before
    # Killed after everything was written and before anybody could be told: it is whole.
    assert run("told.sqlite", statements + 1)[2] == after
