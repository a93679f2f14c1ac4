"""What the report against the gold reads of a study, and when it is made anew."""

from __future__ import annotations

import pytest
from settle_world import CLAIM, LOADED, NAME, TEXT, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.reports.gold.gold_report import GoldReport
from annotator.store.adjudication import NewGoldSpan, Settler
from annotator.workflow.adjudication.deciding import Choice, decide
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.gold_study import load_gold_study
from annotator.workflow.adjudication.settling import apply_rules
from annotator.workflow.results import AGAINST_GOLD, REPORT, find_result, result_now

MAJORITY = Rules(Rule("majority"))


@pytest.fixture
def three(store_db: store.Store) -> SettleStudy:
    """Article 0: two marks by rule, one that one person alone made. Article 1: all the same."""
    made = make_study(store_db, texts=(TEXT, f"{TEXT} Again."))
    made.submit(0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime")])
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")])
    made.submit(2, [(LOADED, "brazen"), (LOADED, "slammed the protest")])
    for who in range(3):
        made.submit(who, [(CLAIM, "brazen")], article=1)
    return made


def report(made: SettleStudy) -> GoldReport:
    return result_now(made.db, made.study.id, AGAINST_GOLD).value


def by_hand(made: SettleStudy, words: str, golds: tuple[NewGoldSpan, ...], settler: Settler) -> int:
    article = made.article_ids[0]
    start = made.texts[0].index(words)
    marks = tuple(
        (mark.revision, mark.region)
        for ballot in load_desk(made.db, made.study.id, article).ballots
        for mark in ballot.marks if mark.start == start
    )  # fmt: skip
    return decide(
        made.db, made.study.id, Choice(article, marks, golds, "It names an office.", 99), settler
    )


def test_articles_with_something_open_are_left_out(three: SettleStudy) -> None:
    assert "Nothing is settled yet" in report(three).reason
    apply_rules(three.db, three.study.id, MAJORITY, Settler())
    found = report(three)
    assert (found.settled, found.open_passages, found.gold) == (1, 1, 1)
    by_hand(three, "regime", (), Settler(None, "J01"))
    found = report(three)
    assert (found.settled, found.open_passages, found.gold) == (2, 0, 3)
    fates = {one.id: one.fates for one in found.annotators}
    assert (fates["A01"].right, fates["A01"].extra) == (3, 1)
    assert (fates["A03"].right, fates["A03"].boundary) == (2, 1)


def test_answers_are_compared_with_the_gold_answers_decided_so_far(store_db: store.Store) -> None:
    made = make_study(store_db)
    clear = {0: {"voice": "journalist", "intensity": "clear"}}
    for who, frame in enumerate(("political", "political", "economic")):
        made.submit(who, [(LOADED, "brazen" if who else "brazen vote")], attributes=clear,
                    answers={"primary_frame": frame})  # fmt: skip
    made.submit(2, [(LOADED, "brazen"), (NAME, "regime")], answers={"primary_frame": "economic"},
                attributes={0: {"voice": "quoted_source"}, 1: {"voice": "journalist"}})  # fmt: skip
    apply_rules(made.db, made.study.id, MAJORITY, Settler())
    found = report(made)
    told = {(one.question, one.id): (one.compared, one.right) for one in found.answers}
    # A01's mark has other ends than the gold; A03 gave no intensity, and marked what is no gold.
    for question in ("primary_frame", "voice", "intensity"):
        right = [told[question, who] for who in ("A01", "A02", "A03", "")]
        assert right == [(1, 1), (1, 1), (1, 0), (3, 2)], question
    assert ("direction", "") not in told, "neither anybody nor the gold has an answer"
    assert ("note", "") not in told, "free text is not compared"
    shares = {one.question: one.measure.value for one in found.answers if not one.id}
    assert shares["primary_frame"] == pytest.approx(2 / 3)


def test_who_settled_how_much_and_why_is_counted(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, Settler())
    by_hand(three, "regime", (), Settler(None, "J01"))
    found = report(three)
    assert [(one.how, one.decisions, one.gold, one.nothing) for one in found.settled_by] == [
        ("majority", 3, 3, 0), ("by hand", 1, 0, 1),
    ]  # fmt: skip
    (label,) = found.by_hand
    assert (label.key, label.examples[0].reason) == (NAME, "It names an office.")


def test_it_is_made_anew_after_a_decision_and_the_report_of_agreement_is_not(
    three: SettleStudy,
) -> None:
    report(three)
    result_now(three.db, three.study.id, REPORT)
    apply_rules(three.db, three.study.id, MAJORITY, Settler())
    old = find_result(three.db, three.study.id, AGAINST_GOLD)
    assert old is not None
    assert not old.current
    same = find_result(three.db, three.study.id, REPORT)
    assert same is not None
    assert same.current


def test_an_annotator_who_decided_by_hand_is_not_compared_there(three: SettleStudy) -> None:
    apply_rules(three.db, three.study.id, MAJORITY, Settler())
    me = store.load_annotators(three.db, three.study.id)[0].account_id
    by_hand(three, "regime", (), Settler(me, "J01"))
    study = load_gold_study(three.db, three.study.id)
    assert study.settled_by_self == {"A01": frozenset({three.article_ids[0]})}
    ann, bob, _ = report(three).annotators
    assert (ann.articles, ann.left_out, bob.articles) == (1, 1, 2)
