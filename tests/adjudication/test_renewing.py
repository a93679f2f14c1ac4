"""Decisions of rules that late work changed: listed, and made anew when a person confirms."""

from __future__ import annotations

import pytest
from settle_world import CLAIM, LOADED, NAME, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.models import State
from annotator.store.adjudication import NewGoldSpan, Settler, load_decisions
from annotator.workflow.adjudication import renewing
from annotator.workflow.adjudication.deciding import Choice, decide
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.renewing import ANOTHER, GONE, VOTES, find_changed, renew
from annotator.workflow.adjudication.settling import apply_rules, undo_rules

MAJORITY = Rules(Rule("majority"))
NOBODY = Settler()


@pytest.fixture
def three(store_db: store.Store) -> SettleStudy:
    made = make_study(store_db)
    made.submit(0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime")])
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")])
    made.submit(2, [(LOADED, "brazen"), (LOADED, "slammed the protest")])
    apply_rules(made.db, made.study.id, MAJORITY, NOBODY)
    return made


def changes(made: SettleStudy) -> list[tuple[str, str, str]]:
    found = find_changed(made.db, made.study.id).changed
    return [(one.kind, one.before, one.now) for one in found]


def test_without_late_work_nothing_would_be_another(three: SettleStudy) -> None:
    assert changes(three) == []
    assert renew(three.db, three.study.id, NOBODY).batches == ()
    # Nor when somebody submits the same again.
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")])
    assert changes(three) == []


def test_a_changed_mark_is_listed_and_renewed_only_on_confirmation(three: SettleStudy) -> None:
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed the protest")])
    before = three.gold()
    start = three.texts[0].index("slammed")
    ((kind, old, new),) = changes(three)
    assert kind == ANOTHER
    assert old == f"{LOADED} {start}-{start + 7} “slammed” (majority 2/3)"
    assert new == f"{LOADED} {start}-{start + 19} “slammed the protest” (majority 2/3)"
    assert three.gold() == before
    done = renew(three.db, three.study.id, NOBODY)
    assert done.sentence == "1 decision of a rule would now be another: 1 another gold"
    assert (LOADED, "slammed the protest", "rule:majority 2/3") in three.gold()
    assert (LOADED, "slammed", "rule:majority 2/3") not in three.gold()
    assert changes(three) == []


def test_the_history_says_what_a_renewed_decision_came_in_the_place_of(three: SettleStudy) -> None:
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed the protest")])
    renew(three.db, three.study.id, NOBODY)
    newest = load_decisions(three.db, three.article_ids[0])[-1]
    assert '"slammed"' in newest.before
    assert '"slammed the protest"' in newest.after


def test_what_has_too_few_votes_now_is_open_again(three: SettleStudy) -> None:
    three.submit(1, [(LOADED, "brazen"), (CLAIM, "slammed")])
    three.submit(2, [(LOADED, "brazen")])
    assert [(kind, new) for kind, _, new in changes(three)] == [(GONE, "")]
    renew(three.db, three.study.id, NOBODY)
    assert three.gold() == [(LOADED, "brazen", "rule:majority 3/3")]


def test_another_number_of_voters_is_told_apart_from_another_gold(three: SettleStudy) -> None:
    three.submit(2, [], state=State.SKIPPED)
    kinds = {kind for kind, _, _ in changes(three)}
    assert kinds == {VOTES}
    renew(three.db, three.study.id, NOBODY)
    assert {how for _, _, how in three.gold()} == {"rule:majority 2/2"}


def test_removing_an_annotator_changes_who_voted(three: SettleStudy) -> None:
    store.remove_annotator(three.db, three.annotator_ids[2])
    assert {kind for kind, _, _ in changes(three)} == {VOTES}
    store.remove_annotator(three.db, three.annotator_ids[1])
    assert {kind for kind, _, _ in changes(three)} == {GONE}
    renew(three.db, three.study.id, NOBODY)
    assert three.gold() == []


def test_articles_that_somebody_has_not_finished_again_wait(three: SettleStudy) -> None:
    late = store.create_account(three.db, email="late@example.org", role="annotator", name="Late")
    someone = store.add_annotator(three.db, three.study.id, late.id)
    store.save_assignments(three.db, three.study.id, [(three.article_ids[0], someone.id, 0)])
    found = find_changed(three.db, three.study.id)
    assert (found.changed, found.waiting) == ((), 1)


def test_decisions_by_hand_are_never_touched(three: SettleStudy) -> None:
    article = three.article_ids[0]
    start = three.texts[0].index("slammed")
    marks = tuple(
        (mark.revision, mark.region)
        for ballot in load_desk(three.db, three.study.id, article).ballots
        for mark in ballot.marks if mark.start == start
    )  # fmt: skip
    gold = NewGoldSpan(CLAIM, start, start + 7, "slammed")
    decide(three.db, three.study.id, Choice(article, marks, (gold,), "So.", 99), Settler(None, "J"))
    three.submit(1, [(LOADED, "brazen vote")])
    three.submit(2, [(LOADED, "brazen vote"), (LOADED, "slammed the protest")])
    renew(three.db, three.study.id, NOBODY)
    assert three.gold() == [
        (LOADED, "brazen vote", "rule:majority 2/3"), (CLAIM, "slammed", "hand"),
    ]  # fmt: skip


def test_a_renewal_is_a_batch_that_can_be_taken_back(three: SettleStudy) -> None:
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed the protest")])
    (batch,) = renew(three.db, three.study.id, NOBODY).batches
    undo_rules(three.db, three.study.id, batch, NOBODY)
    assert three.gold() == [(LOADED, "brazen", "rule:majority 3/3")]


def test_a_relation_is_made_anew_with_the_gold_at_its_ends(store_db: store.Store) -> None:
    made = make_study(store_db, scheme="attribution", people=2)
    words = "the mayor had long made up her mind"
    for who in (0, 1):
        made.submit(who, [("Content", words), ("Cue", "say")], relations=[(0, 1)])
    apply_rules(store_db, made.study.id, MAJORITY, NOBODY)
    for who in (0, 1):
        made.submit(who, [("Content", f"{words}."), ("Cue", "say")], relations=[(0, 1)])
    renew(store_db, made.study.id, NOBODY)
    assert [row[1] for row in made.gold()] == ["say", f"{words}."]
    assert made.count("gold_relations") == 1
    assert changes(made) == []


def test_two_batches_are_each_renewed_by_their_own_rules(three: SettleStudy) -> None:
    rejecting = Rules(Rule("unanimous"), {}, 1)
    apply_rules(three.db, three.study.id, rejecting, NOBODY)  # regime becomes nothing
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime")])
    ((kind, before, now),) = changes(three)
    start = three.texts[0].index("regime")
    assert (kind, before) == (ANOTHER, "nothing here (at most 1 2/3)")
    assert now == f"{NAME} {start}-{start + 6} “regime” (majority 2/3)"
    renew(three.db, three.study.id, NOBODY)
    assert (NAME, "regime", "rule:majority 2/3") in three.gold()
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")])
    assert [one[0] for one in changes(three)] == [GONE]


def test_a_changed_attribute_is_told(store_db: store.Store) -> None:
    made = make_study(store_db, people=2)
    for who in (0, 1):
        made.submit(who, [(LOADED, "brazen")], attributes={0: {"voice": "journalist"}})
    apply_rules(store_db, made.study.id, MAJORITY, NOBODY)
    made.submit(1, [(LOADED, "brazen")], attributes={0: {"voice": "quoted_source"}})
    ((kind, before, now),) = changes(made)
    assert kind == ANOTHER
    assert "“brazen”, voice = journalist (majority 2/2)" in before
    assert "“brazen”, voice open (majority 2/2)" in now


def test_a_relation_stands_again_when_only_the_votes_for_its_end_changed(
    store_db: store.Store,
) -> None:
    made = make_study(store_db, scheme="attribution")
    marks = [("Content", "the mayor had long made up her mind"), ("Cue", "say")]
    for who in (0, 1):
        made.submit(who, marks, relations=[(0, 1)])
    made.submit(2, marks)
    apply_rules(store_db, made.study.id, MAJORITY, NOBODY)
    made.submit(2, marks[:1])
    renew(store_db, made.study.id, NOBODY)
    assert [how for _, _, how in made.gold()] == ["rule:majority 2/3", "rule:majority 3/3"]
    assert made.count("gold_relations") == 1
    assert changes(made) == []


def test_what_changes_while_it_is_worked_out_is_worked_out_again(
    three: SettleStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed the protest")])
    whole = renewing._look
    looked: list[object] = []

    def interrupted(*asked: object) -> object:
        found = whole(*asked)
        if not looked:
            three.submit(1, [(LOADED, "brazen vote"), (LOADED, "slammed the protest")])
            three.submit(2, [(LOADED, "brazen vote"), (LOADED, "slammed the protest")])
        looked.append(found)
        return found

    monkeypatch.setattr(renewing, "_look", interrupted)
    renew(three.db, three.study.id, NOBODY)
    assert len(looked) == 2
    assert [words for _, words, _ in three.gold()] == ["brazen vote", "slammed the protest"]


def test_a_voter_less_is_told_though_they_had_marked_nothing(store_db: store.Store) -> None:
    made = make_study(store_db)
    for who in (0, 1):
        made.submit(who, [(LOADED, "brazen")])
    made.submit(2, [])
    apply_rules(store_db, made.study.id, MAJORITY, NOBODY)
    made.submit(2, [], state=State.SKIPPED)
    ((kind, before, now),) = changes(made)
    assert (kind, before.split()[-1], now.split()[-1]) == (VOTES, "2/3)", "2/2)")
