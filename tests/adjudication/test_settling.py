"""Rules applied to a study in the store: the effect, the batch, and what comes later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from settle_world import CLAIM, LOADED, NAME, TEXT, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.errors import StudyError
from annotator.models import Article, State
from annotator.store.adjudication import Settler, load_batches
from annotator.workflow.adjudication.closing import close_article
from annotator.workflow.adjudication.settling import apply_rules, effect_of, undo_rules
from annotator.workflow.studies import create_study

MAJORITY = Rules(Rule("majority"))
NOBODY = Settler()


@pytest.fixture
def three(store_db: store.Store) -> SettleStudy:
    """Three people; one mark by all, one by two with another boundary by the third, one by one."""
    made = make_study(store_db)
    voice = {0: {"voice": "journalist"}}
    made.submit(0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime")], attributes=voice)
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], attributes=voice)
    made.submit(
        2, [(LOADED, "brazen"), (LOADED, "slammed the protest")],
        attributes={0: {"voice": "quoted_source"}},
    )  # fmt: skip
    return made


def test_the_effect_is_told_before_anything_changes(three: SettleStudy) -> None:
    effect = effect_of(three.db, three.study.id, MAJORITY)
    assert effect.sentence == "settles 2 of 3: 1 unanimous, 1 by majority; 1 stay open"
    assert (three.count("decisions"), three.gold()) == (0, [])


def test_a_rule_makes_gold_that_says_where_it_comes_from(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, NOBODY)
    assert three.gold() == [
        (LOADED, "brazen", "rule:majority 3/3"),
        (LOADED, "slammed", "rule:majority 2/3"),
    ]
    (attributes, sha256, codebook), *_ = three.db.execute(
        "SELECT attributes, text_sha256, codebook FROM gold_table ORDER BY start"
    ).fetchall()
    assert attributes == '{"voice": "journalist"}'
    assert sha256 == store.load_article(three.db, three.article_ids[0]).article.sha256
    assert codebook == "framing 2"


def test_a_rule_applied_twice_settles_nothing_twice(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, NOBODY)
    again = apply_rules(three.db, three.study.id, MAJORITY, NOBODY)
    assert (again.batch, again.settled, again.still_open) == (None, 0, 1)


@pytest.mark.parametrize("meanwhile", ["another study has a decision", "this very work changes"])
def test_what_happens_while_a_rule_is_worked_out_is_heeded(
    store_db: store.Store, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """Its decisions are numbered before the store is locked: the numbers may be taken by then."""
    made = make_study(store_db, people=2, texts=(TEXT,))
    another = create_study(store_db, "Another", "framing", seed=1).id
    (article,) = store.save_articles(store_db, another, [Article("A", "A text.")])
    elsewhere = meanwhile == "another study has a decision"
    for who in (0, 1):
        made.submit(who, [(LOADED, "brazen"), (NAME, "regime")])
    writing = store.writing

    @contextmanager
    def late(db: store.Store) -> Iterator[None]:
        monkeypatch.undo()
        if elsewhere:
            close_article(db, another, article.id, NOBODY)
        else:
            made.submit(1, [(LOADED, "brazen")])
        with writing(db):
            yield

    monkeypatch.setattr(store, "writing", late)
    effect = apply_rules(store_db, made.study.id, MAJORITY, NOBODY)
    gold = [(LOADED, "brazen", "rule:majority 2/2"), (NAME, "regime", "rule:majority 2/2")]
    assert made.gold() == (gold if elsewhere else gold[:1])
    assert effect.settled == len(made.gold())
    assert made.count("decisions") == len(made.gold()) + elsewhere


def test_what_one_marked_is_rejected_only_when_that_is_turned_on(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, NOBODY)
    rejecting = Rules(Rule("majority"), reject_at_most=1)
    effect = apply_rules(three.db, three.study.id, rejecting, NOBODY)
    assert (effect.nothing, effect.still_open) == (1, 0)
    assert len(three.gold()) == 2


def test_a_batch_is_taken_back_whole_and_once(three: SettleStudy) -> None:
    batch = apply_rules(three.db, three.study.id, MAJORITY, NOBODY).batch or 0
    history = three.count("decisions")
    assert undo_rules(three.db, three.study.id, batch, NOBODY) == 2
    assert three.gold() == []
    assert three.count("decided") == 0
    assert three.count("decisions") == history + 1
    with pytest.raises(StudyError, match="taken back already"):
        undo_rules(three.db, three.study.id, batch, NOBODY)
    assert effect_of(three.db, three.study.id, MAJORITY).settled == 2


def test_taking_back_the_first_of_two_batches_leaves_the_second(three: SettleStudy) -> None:
    three.submit(2, [(LOADED, "brazen")])
    first = apply_rules(three.db, three.study.id, Rules(Rule("unanimous")), NOBODY).batch or 0
    second = apply_rules(three.db, three.study.id, MAJORITY, NOBODY).batch
    undo_rules(three.db, three.study.id, first, NOBODY)
    assert three.gold() == [(LOADED, "slammed", "rule:majority 2/3")]
    found = {one.id: (one.decisions, bool(one.undone_at)) for one in load_batches(three.db, 1)}
    assert found == {first: (0, True), second: (1, False)}


def test_an_unknown_batch_is_named_with_the_known_ones(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, NOBODY)
    with pytest.raises(StudyError, match=r"no batch number 9\. Batches: 1\."):
        undo_rules(three.db, three.study.id, 9, NOBODY)


def test_decisions_can_be_neither_changed_nor_deleted(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, NOBODY)
    for sql in ("UPDATE decisions SET reason = 'x'", "DELETE FROM decisions"):
        with pytest.raises(Exception, match="decisions are never"):
            three.db.execute(sql)


def test_nothing_is_settled_while_somebody_has_not_finished(store_db: store.Store) -> None:
    made = make_study(store_db)
    made.submit(0, [(LOADED, "brazen")])
    made.submit(1, [(LOADED, "brazen")])
    assert effect_of(store_db, made.study.id, MAJORITY).waiting == 1
    close_article(store_db, made.study.id, made.article_ids[0], NOBODY)
    assert effect_of(store_db, made.study.id, MAJORITY).unanimous == 1
    close_article(store_db, made.study.id, made.article_ids[0], NOBODY, closed=False)
    assert effect_of(store_db, made.study.id, MAJORITY).waiting == 1


def test_skipped_and_removed_annotators_do_not_vote(store_db: store.Store) -> None:
    made = make_study(store_db, people=4)
    made.submit(0, [(LOADED, "brazen")])
    made.submit(1, [(LOADED, "brazen")])
    made.submit(2, [], state=State.SKIPPED)
    made.submit(3, [(CLAIM, "brazen")])
    store.remove_annotator(store_db, made.annotator_ids[3])
    apply_rules(store_db, made.study.id, Rules(Rule("unanimous")), NOBODY)
    assert made.gold() == [(LOADED, "brazen", "rule:unanimous 2/2")]


def test_one_submission_is_no_vote(store_db: store.Store) -> None:
    made = make_study(store_db, people=2)
    made.submit(0, [(LOADED, "brazen")])
    made.submit(1, [], state=State.SKIPPED)
    effect = apply_rules(store_db, made.study.id, Rules(Rule("k", 1)), NOBODY)
    assert (effect.waiting, effect.settled) == (1, 0)


def test_a_label_can_have_a_rule_of_its_own(three: SettleStudy) -> None:
    rules = Rules(Rule("k", 1), {LOADED: Rule("unanimous")})
    apply_rules(three.db, three.study.id, rules, NOBODY)
    assert (NAME, "regime", "rule:k:1 1/3") in three.gold()
    with pytest.raises(StudyError, match="no label 'loded'"):
        effect_of(three.db, three.study.id, Rules(Rule("majority"), {"loded": Rule("majority")}))


def test_work_that_comes_later_changes_nothing_and_is_open(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, NOBODY)
    before = three.gold()
    marks = [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime"), (CLAIM, "It is believed")]
    three.submit(0, marks, attributes={0: {"voice": "quoted_source"}})
    assert three.gold() == before
    effect = effect_of(three.db, three.study.id, MAJORITY)
    # The changed attribute reopens its own mark, the new mark its own passage, and no others.
    assert effect.open_by_reason == {"a part of it is decided already": 1, "too few marked it": 2}


def test_article_questions_and_relations_are_settled_too(store_db: store.Store) -> None:
    made = make_study(store_db, scheme="attribution", people=2)
    marks = [("content", "the mayor had long made up her mind"), ("cue", "say")]
    made.submit(0, marks, relations=[(0, 1)])
    made.submit(1, marks, relations=[(0, 1)])
    effect = apply_rules(store_db, made.study.id, MAJORITY, NOBODY)
    assert (effect.relations, effect.open_relations, made.count("gold_relations")) == (1, 0, 1)
    assert effect_of(store_db, made.study.id, MAJORITY).relations == 0
    undo_rules(store_db, made.study.id, effect.batch or 0, NOBODY)
    assert made.count("gold_relations") == 0
