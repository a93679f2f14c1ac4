"""What holds of the rules whatever people marked."""

from __future__ import annotations

import random

from ballot_box import SCHEME, Passage, ballots, golds, settled
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication import NAMES, Rules, parse_rule, settle_article

RULES = (*NAMES, "k:1", "k:2", "k:3")
mark = st.tuples(st.sampled_from("xy"), st.integers(0, 18), st.integers(1, 8)).map(
    lambda drawn: (drawn[0], drawn[1], drawn[1] + drawn[2])
)
person = st.lists(mark, max_size=5)
people = st.lists(person, min_size=2, max_size=5)
any_rule = st.sampled_from(RULES)
People = list[list[Passage]]


@given(people, any_rule, st.randoms(use_true_random=False))
def test_the_order_of_annotators_does_not_matter(
    who: People, rule: str, chance: random.Random
) -> None:
    other = [list(marks) for marks in who]
    chance.shuffle(other)
    for marks in other:
        chance.shuffle(marks)
    assert golds(other, rule) == golds(who, rule)
    mixed = ballots(*who)
    chance.shuffle(mixed)
    rules = Rules(parse_rule(rule))
    assert settle_article(mixed, rules, SCHEME) == settle_article(ballots(*who), rules, SCHEME)


@settings(max_examples=300)
@given(people)
def test_unanimous_gold_is_within_all_but_one_and_within_majority(who: People) -> None:
    unanimous = set(golds(who, "unanimous"))
    assert unanimous <= set(golds(who, "all-but-one"))
    assert unanimous <= set(golds(who, "majority"))


@given(people, any_rule)
def test_gold_of_a_rule_is_a_mark_somebody_made(who: People, rule: str) -> None:
    assert set(golds(who, rule)) <= {one for marks in who for one in marks}


@given(person, st.integers(2, 5), st.sampled_from(NAMES))
def test_identical_annotators_give_exactly_their_own_marks_and_an_empty_queue(
    marks: list[Passage], count: int, rule: str
) -> None:
    outcome = settled([marks] * count, rule)
    assert {gold.place for gold in outcome.spans} == set(marks)
    assert outcome.open == ()


@settings(max_examples=300)
@given(people, any_rule)
def test_no_overlap_of_one_label_that_nobody_made(who: People, rule: str) -> None:
    found = golds(who, rule)
    for one in found:
        for other in found:
            if one < other and one[0] == other[0] and one[1] < other[2] and other[1] < one[2]:
                assert any(one in marks and other in marks for marks in who)


@given(people, any_rule, st.integers(0, 3))
def test_every_mark_is_settled_once_or_open_once(who: People, rule: str, at_most: int) -> None:
    outcome = settled(who, rule, at_most)
    named = [mark for one in outcome.settled for mark in one.marks]
    named += [mark for one in outcome.open for mark in one.marks]
    expected = [mark for ballot in ballots(*who) for mark in ballot.marks]
    assert sorted(named) == sorted(expected)


@given(people, any_rule)
def test_every_gold_has_votes_enough_for_its_rule(who: People, rule: str) -> None:
    for one in settled(who, rule).settled:
        assert one.votes.voters == len(who)
        assert parse_rule(rule).needed(len(who)) <= one.votes.votes <= one.votes.voters
