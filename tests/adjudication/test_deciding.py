"""Deciding by hand: what it takes the place of, what it leaves alone, and taking it back."""

from __future__ import annotations

import pytest
from settle_world import CLAIM, LOADED, NAME, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.errors import DecidedMeanwhile, StudyError
from annotator.store.adjudication import (
    Chosen,
    NewGoldSpan,
    Settler,
    SettlingChoices,
    load_last_decisions,
    load_open,
    save_choices,
)
from annotator.workflow.adjudication.deciding import Choice, decide, overruled, undo
from annotator.workflow.adjudication.deciding_answers import decide_answer
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.passages import Passage, passages_of
from annotator.workflow.adjudication.queue import load_queue
from annotator.workflow.adjudication.settling import apply_rules, effect_of, undo_rules

MAJORITY = Rules(Rule("majority"))
JUDGE = Settler(None, "J01")


@pytest.fixture
def three(store_db: store.Store) -> SettleStudy:
    made = make_study(store_db)
    made.submit(0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime")])
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")])
    made.submit(2, [(LOADED, "brazen"), (LOADED, "slammed the protest")])
    return made


def passage(made: SettleStudy, words: str) -> Passage:
    """The passage around some words."""
    article = made.article_ids[0]
    place = made.texts[0].index(words)
    desk = load_desk(made.db, made.study.id, article)
    return next(one for one in passages_of([desk])[article] if one.start <= place < one.end)


def gold(made: SettleStudy, label: str, words: str) -> NewGoldSpan:
    start = made.texts[0].index(words)
    return NewGoldSpan(label, start, start + len(words), words)


def settle(
    made: SettleStudy, words: str, *golds: NewGoldSpan, reason: str = "", seen: int | None = None
) -> int:
    article = made.article_ids[0]
    marks = tuple((mark.revision, mark.region) for mark in passage(made, words).marks)
    last = load_last_decisions(made.db, made.study.id)[article].id
    choice = Choice(article, marks, golds, reason, last if seen is None else seen)
    return decide(made.db, made.study.id, choice, JUDGE)


def open_words(made: SettleStudy) -> list[str]:
    load_queue(made.db, made.study.id)
    found = load_open(made.db, made.study.id, Chosen(), -1)
    return [made.texts[0][one.start : one.end] for one in found]


def test_the_queue_holds_what_no_decision_names_in_text_order(three: SettleStudy) -> None:
    assert open_words(three) == ["brazen", "regime", "slammed the protest"]
    apply_rules(three.db, three.study.id, MAJORITY, JUDGE)
    assert open_words(three) == ["regime"]
    settle(three, "regime", gold(three, NAME, "regime"))
    assert open_words(three) == []
    assert load_queue(three.db, three.study.id).settled == 3


def test_a_passage_can_be_nothing(three: SettleStudy) -> None:
    settle(three, "regime", reason="It names the office.")
    assert three.gold() == []
    assert "regime" not in open_words(three)


def test_gold_by_hand_survives_every_rule_and_every_undo(three: SettleStudy) -> None:
    settle(three, "slammed", gold(three, CLAIM, "slammed the protest as a stunt"))
    by_hand = three.gold()
    for rule in ("unanimous", "all-but-one", "majority"):
        batch = apply_rules(three.db, three.study.id, Rules(Rule(rule), {}, 1), JUDGE).batch
        assert set(by_hand) <= set(three.gold())
        assert not [
            row for row in three.gold() if row[1].startswith("slammed") and row[2] != "hand"
        ]
        if batch:
            undo_rules(three.db, three.study.id, batch, JUDGE)
            assert set(by_hand) <= set(three.gold())


def test_a_decision_takes_the_place_of_a_rules_and_undo_brings_that_back(
    three: SettleStudy,
) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, JUDGE)
    before = three.gold()
    number = settle(three, "slammed", gold(three, LOADED, "slammed the protest"), reason="Whole.")
    assert (LOADED, "slammed the protest", "hand") in three.gold()
    assert len(three.gold()) == len(before)
    undo(three.db, three.study.id, number, JUDGE)
    assert three.gold() == before
    with pytest.raises(StudyError, match="taken back or replaced already"):
        undo(three.db, three.study.id, number, JUDGE)


def test_undo_does_not_bring_back_what_a_batch_took_with_it(three: SettleStudy) -> None:
    batch = apply_rules(three.db, three.study.id, MAJORITY, JUDGE).batch or 0
    number = settle(three, "slammed", gold(three, LOADED, "slammed the protest"))
    undo_rules(three.db, three.study.id, batch, JUDGE)
    undo(three.db, three.study.id, number, JUDGE)
    assert three.gold() == []


def test_a_decision_that_is_sent_twice_is_one_and_one_step_takes_it_back(
    three: SettleStudy,
) -> None:
    first = settle(three, "regime", gold(three, NAME, "regime"))
    assert settle(three, "regime", gold(three, NAME, "regime")) == first
    assert settle(three, "regime", gold(three, NAME, "regime"), reason="its own word") != first
    last = settle(three, "regime")
    assert settle(three, "regime") == last
    undo(three.db, three.study.id, last, JUDGE)
    assert three.gold() == [(NAME, "regime", "hand")]
    article, values = three.article_ids[0], ["political"]
    answer = decide_answer(three.db, three.study.id, article, "primary_frame", values, JUDGE)
    again = decide_answer(
        three.db, three.study.id, article, "primary_frame", values, JUDGE, seen=answer
    )
    assert again == answer


def test_the_second_of_two_adjudicators_is_told_and_nothing_is_lost(three: SettleStudy) -> None:
    settle(three, "regime", gold(three, NAME, "regime"), seen=0)
    with pytest.raises(DecidedMeanwhile):
        settle(three, "regime", seen=0)
    assert three.gold() == [(NAME, "regime", "hand")]
    settle(three, "regime")  # having seen the first one's decision
    assert three.gold() == []


def test_a_mark_that_changed_while_one_looked_is_told(three: SettleStudy) -> None:
    seen = passage(three, "regime")
    three.submit(0, [(LOADED, "brazen"), (NAME, "The regime")])
    marks = tuple((mark.revision, mark.region) for mark in seen.marks)
    with pytest.raises(DecidedMeanwhile, match="changed these marks"):
        decide(three.db, three.study.id, Choice(three.article_ids[0], marks, ()), JUDGE)


def test_a_late_mark_reopens_only_its_own_passage(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, JUDGE)
    settle(three, "regime", gold(three, NAME, "regime"))
    before = three.gold()
    marks = [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "The regime at the town hall")]
    three.submit(1, marks)
    assert open_words(three) == ["The regime at the town hall"]
    assert three.gold() == before


def test_what_the_codebook_or_the_text_does_not_allow_is_refused(three: SettleStudy) -> None:
    for wrong in (NewGoldSpan("madeup", 0, 3, "The"), NewGoldSpan(LOADED, 5, 5, ""),
                  NewGoldSpan(LOADED, 0, 10_000, "x"),
                  NewGoldSpan(LOADED, 0, 3, "The", {"mood": "x"}),
                  NewGoldSpan(LOADED, 0, 3, "The", {"voice": "nobody's"})):  # fmt: skip
        with pytest.raises(StudyError):
            settle(three, "regime", wrong)
    twice = gold(three, LOADED, "brazen")
    with pytest.raises(StudyError, match="twice"):
        settle(three, "brazen", twice, twice)
    assert three.count("decisions") == 0


def test_an_alternative_names_the_gold_it_is_as_good_as(three: SettleStudy) -> None:
    first = gold(three, LOADED, "slammed")
    place = (LOADED, first.start, first.end)
    other = NewGoldSpan(CLAIM, first.start, first.end, "slammed", {}, (), place)
    with pytest.raises(StudyError, match="does not allow two marks"):
        settle(three, "slammed", first, other)
    three.allow_alternatives()
    settle(three, "slammed", first, other)
    rows = three.db.execute("SELECT gold, label, alternative_of FROM gold_table").fetchall()
    assert [(row[1], row[2]) for row in rows] == [(LOADED, None), (CLAIM, rows[0][0])]


def test_a_reason_is_asked_for_when_a_majority_is_overruled(three: SettleStudy) -> None:
    marks = passage(three, "slammed").marks
    assert not overruled([gold(three, LOADED, "slammed")], marks, 3)
    assert overruled([gold(three, LOADED, "slammed the protest")], marks, 3)
    assert overruled([], marks, 3)
    assert not overruled([], passage(three, "regime").marks, 3)


def test_relations_stand_again_when_their_ends_are_decided_the_same(
    store_db: store.Store,
) -> None:
    made = make_study(store_db, scheme="attribution", people=2)
    words = "the mayor had long made up her mind"
    for who in (0, 1):
        made.submit(who, [("Content", words), ("Cue", "say")], relations=[(0, 1)])
    apply_rules(store_db, made.study.id, MAJORITY, JUDGE)
    settle(made, "say", gold(made, "Cue", "say"))
    assert made.count("gold_relations") == 1
    settle(made, "say", gold(made, "Cue", "Critics say"))
    assert made.count("gold_relations") == 0
    assert effect_of(store_db, made.study.id, MAJORITY).relations == 1


def test_a_decision_made_while_suggestions_are_shown_is_marked_so_in_the_gold(
    three: SettleStudy,
) -> None:
    save_choices(three.db, three.study.id, SettlingChoices(suggestions=True))
    number = settle(three, "regime", gold(three, NAME, "regime"))
    assert three.gold() == [(NAME, "regime", "hand, suggestion shown")]
    save_choices(three.db, three.study.id, SettlingChoices())
    settle(three, "regime", gold(three, CLAIM, "regime"))
    assert three.gold() == [(CLAIM, "regime", "hand")]
    undo(three.db, three.study.id, number + 1, JUDGE)
    assert three.gold() == [(NAME, "regime", "hand, suggestion shown")]


def test_a_mark_that_changed_is_named_once_as_it_is_now(three: SettleStudy) -> None:
    settle(three, "regime", gold(three, NAME, "regime"))
    voice = {2: {"voice": "journalist"}}
    three.submit(
        0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime")], attributes=voice
    )  # fmt: skip
    assert "regime" in open_words(three)
    settle(three, "regime", gold(three, NAME, "regime"))
    assert "regime" not in open_words(three)
    named = "SELECT count(*) FROM decided WHERE key LIKE '%regime%'"
    assert three.db.execute(named).fetchone() == (1,)
