"""Gold of a rule that a decision by hand refers to outlives the rule's undoing and renewing."""

from __future__ import annotations

import pytest
from settle_world import LOADED, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.store.adjudication import NewDecision, NewGoldSpan, Settler, save_decisions
from annotator.workflow.adjudication.renewing import find_changed, renew
from annotator.workflow.adjudication.settling import apply_rules, undo_rules

JUDGE = Settler(None, "J01")


@pytest.fixture
def two(store_db: store.Store) -> SettleStudy:
    """Both marked two words; a rule made them gold, batch 1."""
    made = make_study(store_db, people=2)
    for who in (0, 1):
        made.submit(who, [(LOADED, "brazen"), (LOADED, "slammed")])
    apply_rules(store_db, made.study.id, Rules(Rule("majority")), JUDGE)
    return made


def place(made: SettleStudy, words: str) -> tuple[str, int, int]:
    start = made.texts[0].index(words)
    return LOADED, start, start + len(words)


def relate(made: SettleStudy) -> None:
    """A relation by hand from one gold mark to the other."""
    ends = (place(made, "brazen"), place(made, "slammed"), "of")
    decision = NewDecision(made.article_ids[0], "relation", "hand", relations=(ends,))
    save_decisions(made.db, made.study.id, [decision], JUDGE)


def test_a_relation_by_hand_survives_the_undoing_of_the_gold_at_its_ends(two: SettleStudy) -> None:
    relate(two)
    assert undo_rules(two.db, two.study.id, 1, JUDGE) == 0
    assert [words for _, words, _ in two.gold()] == ["brazen", "slammed"]
    assert two.count("gold_relations") == 1


def test_gold_that_a_relation_by_hand_holds_is_not_renewed(two: SettleStudy) -> None:
    relate(two)
    for who in (0, 1):
        two.submit(who, [(LOADED, "brazen vote"), (LOADED, "slammed")])
    assert find_changed(two.db, two.study.id).changed == ()
    renew(two.db, two.study.id, JUDGE)
    assert [words for _, words, _ in two.gold()] == ["brazen", "slammed"]
    assert two.count("gold_relations") == 1


def test_an_alternative_by_hand_keeps_the_gold_it_is_as_good_as(two: SettleStudy) -> None:
    label, start, end = place(two, "brazen vote")
    two.allow_alternatives()
    span = NewGoldSpan(label, start, end, "brazen vote", alternative_of=place(two, "brazen"))
    decision = NewDecision(two.article_ids[0], "mark", "hand", spans=(span,))
    save_decisions(two.db, two.study.id, [decision], JUDGE)
    assert undo_rules(two.db, two.study.id, 1, JUDGE) == 1
    assert [(words, how) for _, words, how in two.gold()] == [
        ("brazen", "rule:majority 2/2"), ("brazen vote", "hand"),
    ]  # fmt: skip
