"""The queue is kept as rows; whatever changes an article has its rows made again, and only its."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from settle_world import LOADED, NAME, TEXT, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.store import adjudication as kept
from annotator.store.adjudication import Chosen, NewGoldSpan, Settler
from annotator.store.studies import parsed
from annotator.workflow.adjudication import queue as queue_module
from annotator.workflow.adjudication.closing import close_article, put_off
from annotator.workflow.adjudication.deciding import Choice, decide, undo
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.queue import load_queue, refresh_queue
from annotator.workflow.adjudication.settling import apply_rules, undo_rules
from annotator.workflow.adjudication.warming import warm

JUDGE = Settler(None, "J01")
MAJORITY = Rules(parse_rule("majority"))


@pytest.fixture
def made(store_db: store.Store) -> SettleStudy:
    """Two articles; the second is not finished by its third annotator."""
    made = make_study(store_db, texts=(TEXT, f"{TEXT} More."))
    for article in (0, 1):
        made.submit(0, [(LOADED, "brazen"), (NAME, "regime")], article=article)
        made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], article=article)
    made.submit(2, [(LOADED, "brazen vote")])
    refresh_queue(store_db, made.study.id)
    return made


def rows(made: SettleStudy) -> tuple[object, ...]:
    sql = "SELECT * FROM open_passages ORDER BY article_id, key"
    counts = "SELECT * FROM article_queues ORDER BY article_id"
    return tuple(tuple(made.db.execute(one).fetchall()) for one in (sql, counts))


def decide_regime(made: SettleStudy) -> None:
    article = made.article_ids[0]
    desk = load_desk(made.db, made.study.id, article)
    (mark,) = (mark for b in desk.ballots for mark in b.marks if mark.label == NAME)
    gold = NewGoldSpan(NAME, mark.start, mark.end, "regime")
    choice = Choice(article, ((mark.revision, mark.region),), (gold,), "so", desk.last.id)
    decide(made.db, made.study.id, choice, JUDGE)


def put_off_all(made: SettleStudy) -> None:
    desk = load_desk(made.db, made.study.id, made.article_ids[0])
    marks = [mark for ballot in desk.ballots for mark in ballot.marks]
    put_off(made.db, made.study.id, made.article_ids[0], marks, "", JUDGE)


CHANGES: dict[str, Callable[[SettleStudy], object]] = {
    "a mark is changed": lambda made: made.submit(0, [(LOADED, "vote")]),
    "the last annotator submits": lambda made: made.submit(2, [], article=1),
    "an annotator is removed": lambda made: store.remove_annotator(made.db, made.annotator_ids[2]),
    "an article is removed": lambda made: store.remove_article(made.db, made.article_ids[0]),
    "work is withdrawn": lambda made: store.withdraw_assignments(made.db, [made.assignment(2, 1)]),
    "a person decides": decide_regime,
    "a passage is put off": put_off_all,
    "a rule is applied": lambda made: apply_rules(made.db, made.study.id, MAJORITY, JUDGE),
    "an article is closed": lambda made: close_article(
        made.db, made.study.id, made.article_ids[1], JUDGE
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changes_an_article_changes_its_rows(
    made: SettleStudy, change: Callable[[SettleStudy], object]
) -> None:
    before = rows(made)
    change(made)
    assert kept.load_stale(made.db, made.study.id)
    refresh_queue(made.db, made.study.id)
    found = rows(made)
    assert found != before
    made.db.execute("INSERT OR REPLACE INTO stale_articles SELECT id, 1 FROM articles")
    refresh_queue(made.db, made.study.id)
    assert rows(made) == found, "the same as when everything is looked at again"


def test_what_is_taken_back_is_open_again(made: SettleStudy) -> None:
    before = rows(made)
    decide_regime(made)
    last = kept.load_last_of(made.db, made.study.id, None)
    assert last is None, "the command line is nobody"
    number = kept.load_last_decision(made.db, made.study.id)
    undo(made.db, made.study.id, number, JUDGE)
    refresh_queue(made.db, made.study.id)
    assert rows(made) == before
    batch = apply_rules(made.db, made.study.id, MAJORITY, JUDGE).batch
    assert batch is not None
    refresh_queue(made.db, made.study.id)
    assert rows(made) != before
    undo_rules(made.db, made.study.id, batch, JUDGE)
    refresh_queue(made.db, made.study.id)
    assert rows(made) == before


def test_a_change_while_an_article_is_looked_at_is_seen_the_next_time(
    made: SettleStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.submit(0, [(LOADED, "vote")])
    look_again = queue_module._look_again

    def interrupted(*args: object) -> object:
        found = look_again(*args)  # type: ignore[arg-type]
        made.submit(0, [])
        return found

    monkeypatch.setattr(queue_module, "_look_again", interrupted)
    assert load_queue(made.db, made.study.id).stale_articles == 1
    monkeypatch.undo()
    assert load_queue(made.db, made.study.id).stale_articles == 0


def test_warming_reads_every_codebook_before_anybody_asks(store_db: store.Store) -> None:
    make_study(store_db)
    parsed.cache_clear()
    warm(Path(store.file_of(store_db)))
    assert parsed.cache_info().currsize == 1
    assert "scipy.sparse.csgraph" in sys.modules


def test_a_request_looks_at_a_few_articles_and_leaves_the_others(store_db: store.Store) -> None:
    made = make_study(store_db, texts=[f"{TEXT} {n}" for n in range(8)])
    for article in range(8):
        for who in range(3):
            made.submit(who, [(LOADED, "brazen")][: who + article % 2], article=article)
    left = [load_queue(store_db, made.study.id).stale_articles for _ in range(4)]
    assert left == [7, 6, 5, 0]


def test_the_next_passage_comes_behind_the_last_one_and_the_first_behind_all(
    made: SettleStudy,
) -> None:
    db, study = made.db, made.study.id
    for chosen in (Chosen(), Chosen(order="disputed"), Chosen(label=LOADED)):
        walked = []
        found = kept.next_open(db, study, chosen)
        while found is not None and found not in walked:
            walked.append(found)
            found = kept.next_open(db, study, chosen, kept.place_of(found, chosen))
        assert walked == kept.load_open(db, study, chosen, -1)
        assert len(walked) == kept.count_open(db, study, chosen) > 1
