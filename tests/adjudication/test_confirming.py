"""Gold of another codebook version is to be confirmed, and never moved silently."""

from __future__ import annotations

import pytest
from settle_world import LOADED, NAME, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.errors import StudyError
from annotator.schemes import load_scheme as parse
from annotator.store.adjudication import NewGoldSpan, Settler
from annotator.workflow.adjudication.confirming import confirm, to_be_confirmed
from annotator.workflow.adjudication.deciding import Choice, decide, undo
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.renewing import find_changed
from annotator.workflow.adjudication.settling import apply_rules

JUDGE = Settler(None, "J01")


@pytest.fixture
def two(store_db: store.Store) -> SettleStudy:
    """One mark by rule, one by hand."""
    made = make_study(store_db, people=2)
    for who in (0, 1):
        made.submit(who, [(LOADED, "brazen"), (NAME, "regime")][: 2 - who])
    apply_rules(made.db, made.study.id, Rules(Rule("majority")), JUDGE)
    decide(made.db, made.study.id, by_hand(made, NAME), JUDGE)
    return made


def by_hand(made: SettleStudy, label: str) -> Choice:
    article = made.article_ids[0]
    marks = tuple(
        (mark.revision, mark.region)
        for ballot in load_desk(made.db, made.study.id, article).ballots
        for mark in ballot.marks if mark.label == NAME
    )  # fmt: skip
    start = made.texts[0].index("regime")
    gold = NewGoldSpan(label, start, start + 6, "regime")
    return Choice(article, marks, (gold,), "An office.", 99)


def new_version(made: SettleStudy, *, renamed: str = "") -> None:
    """The study's codebook becomes version 3, perhaps with a label of another name."""
    yaml = store.load_scheme(made.db, made.study.scheme_id).yaml
    yaml = yaml.replace('version: "2"', 'version: "3"')
    yaml = yaml.replace(renamed, "labelling") if renamed else yaml
    number = store.save_scheme(made.db, parse(yaml, "framing.yaml"), "<View/>")
    made.db.execute("UPDATE studies SET scheme_id = ? WHERE id = ?", [number, made.study.id])
    made.db.conn.commit()


def flags(made: SettleStudy) -> list[tuple[str, str, str, int]]:
    rows = made.db.execute(
        "SELECT label, how, codebook, to_be_confirmed FROM gold_table ORDER BY start"
    )
    return [tuple(row) for row in rows.fetchall()]


def test_nothing_is_to_be_confirmed_under_the_same_codebook(two: SettleStudy) -> None:
    assert to_be_confirmed(two.db, two.study.id) == []
    assert confirm(two.db, two.study.id, None, JUDGE) == 0


def test_gold_stays_under_its_codebook_until_a_person_confirms_it(two: SettleStudy) -> None:
    new_version(two)
    assert flags(two) == [
        (LOADED, "rule:majority 2/2", "framing 2", 1), (NAME, "hand", "framing 2", 1),
    ]  # fmt: skip
    # No rule and no renewal touches it.
    assert apply_rules(two.db, two.study.id, Rules(Rule("majority")), JUDGE).batch is None
    assert find_changed(two.db, two.study.id).changed == ()
    first, second = to_be_confirmed(two.db, two.study.id)
    assert confirm(two.db, two.study.id, [second.decision.id], Settler(None, "J02")) == 1
    assert flags(two) == [
        (LOADED, "rule:majority 2/2", "framing 2", 1), (NAME, "hand", "framing 3", 0),
    ]  # fmt: skip
    assert confirm(two.db, two.study.id, None, JUDGE) == 1
    assert [row[3] for row in flags(two)] == [0, 0]
    with pytest.raises(StudyError, match="not to be confirmed"):
        confirm(two.db, two.study.id, [first.decision.id], JUDGE)


def test_who_decided_and_why_stays(two: SettleStudy) -> None:
    new_version(two)
    confirm(two.db, two.study.id, None, Settler(None, "J02"))
    rows = two.db.execute("SELECT adjudicator, reason FROM gold_table ORDER BY start").fetchall()
    assert rows == [("J01", ""), ("J01", "An office.")]
    assert two.count("events WHERE kind = 'gold confirmed'") == 1


def test_what_the_new_codebook_does_not_know_is_refused_and_stays_listed(two: SettleStudy) -> None:
    new_version(two, renamed=NAME)
    found = to_be_confirmed(two.db, two.study.id)
    assert [bool(one.refused) for one in found] == [False, True]
    assert "has no label 'name_calling': decide this anew" in found[1].refused
    with pytest.raises(StudyError, match="has no label"):
        confirm(two.db, two.study.id, [one.decision.id for one in found], JUDGE)
    assert confirm(two.db, two.study.id, None, JUDGE) == 1
    assert [row[3] for row in flags(two)] == [0, 1]


def test_taking_a_decision_back_brings_the_one_before_back_under_its_own_codebook(
    two: SettleStudy,
) -> None:
    before = flags(two)
    new_version(two)
    number = decide(two.db, two.study.id, by_hand(two, LOADED), JUDGE)
    undo(two.db, two.study.id, number, JUDGE)
    assert [row[:3] for row in flags(two)] == [row[:3] for row in before]
    assert [row[3] for row in flags(two)] == [1, 1]


def test_relations_are_confirmed_each_by_itself(store_db: store.Store) -> None:
    made = make_study(store_db, scheme="attribution", people=2)
    words = "the mayor had long made up her mind"
    for who in (0, 1):
        made.submit(who, [("Content", words), ("Cue", "say")], relations=[(0, 1)])
    apply_rules(store_db, made.study.id, Rules(Rule("majority")), JUDGE)
    new_version(made)
    left = to_be_confirmed(store_db, made.study.id)
    assert sorted(one.gold.kind for one in left) == ["mark", "mark", "relation"]
    confirm(store_db, made.study.id, [one.decision.id for one in left if one.gold.spans], JUDGE)
    (relation,) = to_be_confirmed(store_db, made.study.id)
    assert relation.gold.kind == "relation"
    assert confirm(store_db, made.study.id, None, JUDGE) == 1
    assert (made.count("gold_relations"), to_be_confirmed(store_db, made.study.id)) == (1, [])
