"""Feedback: what an annotator is told of the gold, when, and never of whom."""

from __future__ import annotations

import pytest
from settle_world import CLAIM, LOADED, NAME, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.errors import StudyError
from annotator.models import State
from annotator.store.adjudication import (
    NewGoldSpan,
    Settler,
    SettlingChoices,
    load_feedback_answers,
)
from annotator.workflow.adjudication.closing import close_article
from annotator.workflow.adjudication.deciding import Choice, decide
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.feedback import (
    Feedback,
    answer_feedback,
    choose,
    load_feedback,
)
from annotator.workflow.adjudication.settling import apply_rules

OPEN = SettlingChoices(feedback=True)


@pytest.fixture
def three(store_db: store.Store) -> SettleStudy:
    """Settled: brazen by all, slammed by two of three, regime by hand as a claim."""
    made = make_study(store_db)
    voice = {0: {"voice": "journalist"}}
    made.submit(0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime")], attributes=voice,
                answers={"headline": "yes"})  # fmt: skip
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], attributes=voice,
                answers={"headline": "yes"})  # fmt: skip
    made.submit(2, [(LOADED, "brazen"), (LOADED, "slammed the protest"), (CLAIM, "debate")],
                attributes={0: {"voice": "quoted_source"}}, answers={"headline": "no"})  # fmt: skip
    apply_rules(made.db, made.study.id, Rules(Rule("majority"), {CLAIM: Rule("majority")}), me())
    by_hand(made, NAME, CLAIM, "regime")
    by_hand(made, CLAIM, None, "debate")
    return made


def me() -> Settler:
    return Settler(None, "J01")


def by_hand(made: SettleStudy, marked: str, label: str | None, words: str) -> None:
    article, start = made.article_ids[0], made.texts[0].index(words)
    marks = tuple(
        (mark.revision, mark.region)
        for ballot in load_desk(made.db, made.study.id, article).ballots
        for mark in ballot.marks if (mark.label, mark.start) == (marked, start)
    )  # fmt: skip
    golds = (NewGoldSpan(label, start, start + len(words), words),) if label else ()
    decide(made.db, made.study.id, Choice(article, marks, golds, "It is said.", 99), me())


def told(made: SettleStudy, who: int) -> Feedback | None:
    annotator = store.load_annotator(made.db, made.annotator_ids[who])
    return load_feedback(made.db, annotator, made.article_ids[0])


def kinds(made: SettleStudy, who: int) -> list[tuple[str, str, str]]:
    feedback = told(made, who)
    assert feedback is not None
    return [
        (one.difference.kind, one.difference.mark.label if one.difference.mark else "", one.how)
        for one in feedback.told
    ]


def opened(made: SettleStudy, choices: SettlingChoices = OPEN) -> None:
    choose(made.db, made.study.id, choices, None)


def test_nothing_is_told_before_the_manager_opens_it(three: SettleStudy) -> None:
    assert told(three, 0) is None
    opened(three)
    assert told(three, 0) is not None
    opened(three, SettlingChoices())
    assert told(three, 0) is None


def test_each_difference_says_what_is_gold_by_which_rule_or_reason(three: SettleStudy) -> None:
    opened(three)
    rule, hand = "by rule: majority, 2 of 3", "by an adjudicator"
    assert kinds(three, 0) == [("another label", NAME, hand)]
    assert kinds(three, 1) == [("not marked", "", hand)]
    assert kinds(three, 2) == [
        ("another answer", LOADED, "by rule: majority"),
        ("nothing is marked here", CLAIM, hand),
        ("not marked", "", hand),
        ("another boundary", LOADED, rule),
        ("another answer", "", "by rule: majority, 2 of 3"),
    ]
    feedback = told(three, 0)
    assert feedback is not None
    assert feedback.told[0].reason == "It is said."


def test_nothing_is_told_of_an_article_that_is_open_unfinished_or_not_submitted(
    three: SettleStudy,
) -> None:
    opened(three)
    voice = {0: {"voice": "journalist"}}
    three.submit(
        1, [(LOADED, "brazen"), (LOADED, "slammed"), (LOADED, "stunt")], attributes=voice
    )  # fmt: skip
    assert told(three, 0) is None  # somebody's new mark is open
    three.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], attributes=voice)
    assert told(three, 0) is not None
    three.submit(0, [], state=State.SKIPPED)
    assert told(three, 0) is None  # skipped: not submitted
    late = store.create_account(three.db, email="late@example.org", role="annotator", name="Late")
    someone = store.add_annotator(three.db, three.study.id, late.id)
    store.save_assignments(three.db, three.study.id, [(three.article_ids[0], someone.id, 0)])
    assert told(three, 1) is None  # somebody has not finished
    assert load_feedback(three.db, someone, three.article_ids[0]) is None
    close_article(three.db, three.study.id, three.article_ids[0], me())
    assert told(three, 1) is not None
    assert load_feedback(three.db, someone, three.article_ids[0]) is None


def test_others_marks_are_told_only_when_allowed_and_never_whose(three: SettleStudy) -> None:
    opened(three)
    feedback = told(three, 2)
    assert feedback is not None
    assert all(one.others == () for one in feedback.told)
    opened(three, SettlingChoices(feedback=True, others_marks=True))
    feedback = told(three, 2)
    assert feedback is not None
    boundary = next(one for one in feedback.told if one.difference.kind == "another boundary")
    assert boundary.others == (("Loaded language “slammed”", 2),)
    assert "A01" not in str(boundary.others)
    with pytest.raises(StudyError, match="open that as well"):
        opened(three, SettlingChoices(others_marks=True))


def test_one_answer_is_kept_to_a_difference_of_ones_own(three: SettleStudy) -> None:
    opened(three)
    anna, bob = (store.load_annotator(three.db, three.annotator_ids[who]) for who in (0, 1))
    article = three.article_ids[0]
    feedback = told(three, 0)
    assert feedback is not None
    number = feedback.told[0].difference.decision
    answer_feedback(three.db, anna, article, number, " It names the person, not the office. ")
    again = told(three, 0)
    assert again is not None
    assert again.told[0].answer == "It names the person, not the office."
    with pytest.raises(StudyError, match="answered this already"):
        answer_feedback(three.db, anna, article, number, "And more.")
    for who, decision, words, why in (
        (bob, number + 1000, "x", "no such difference"), (bob, number, " ", "is empty"),
        (bob, number, "x" * 2001, "at most 2,000"),
    ):  # fmt: skip
        with pytest.raises(StudyError, match=why):
            answer_feedback(three.db, who, article, decision, words)
    (answer,) = load_feedback_answers(three.db, three.study.id)
    assert (answer.decision_id, answer.annotator_id) == (number, anna.id)
    other = told(three, 1)
    assert other is not None
    assert [(one.difference.decision, one.answer) for one in other.told] == [(number, "")]
    opened(three, SettlingChoices())
    with pytest.raises(StudyError, match="no such difference"):
        answer_feedback(three.db, bob, article, number, "Closed meanwhile.")


def test_a_note_is_not_held_against_the_gold(store_db: store.Store) -> None:
    made = make_study(store_db, people=2)
    for who in (0, 1):
        made.submit(who, [(LOADED, "brazen")], attributes={0: {"note": f"My note {who}."}})
    apply_rules(store_db, made.study.id, Rules(Rule("majority")), me())
    opened(made)
    assert told(made, 0) == told(made, 1) == Feedback(())


def test_either_of_two_alternatives_is_no_difference(store_db: store.Store) -> None:
    made = make_study(store_db, people=2)
    made.submit(0, [(LOADED, "brazen")])
    made.submit(1, [(LOADED, "brazen vote")])
    article, start = made.article_ids[0], made.texts[0].index("brazen")
    first = NewGoldSpan(LOADED, start, start + 6, "brazen")
    place = (LOADED, start, start + 6)
    made.allow_alternatives()
    other = NewGoldSpan(LOADED, start, start + 11, "brazen vote", alternative_of=place)
    marks = tuple(
        (mark.revision, mark.region)
        for ballot in load_desk(store_db, made.study.id, article).ballots for mark in ballot.marks
    )  # fmt: skip
    decide(store_db, made.study.id, Choice(article, marks, (first, other), "", 99), me())
    opened(made)
    assert told(made, 0) == told(made, 1) == Feedback(())


def test_taking_one_label_for_another_is_one_difference_though_a_rule_settles_them_apart(
    store_db: store.Store,
) -> None:
    made = make_study(store_db)
    for who, label in enumerate((NAME, NAME, LOADED)):
        made.submit(who, [(label, "brazen")])
    apply_rules(store_db, made.study.id, Rules(Rule("majority"), {}, 1), me())
    opened(made)
    assert kinds(made, 2) == [("another label", LOADED, "by rule: majority, 2 of 3")]
