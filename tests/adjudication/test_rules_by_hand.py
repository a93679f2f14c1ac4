"""Each rule on a dozen cases worked by hand, and what INCEpTION's strategies make of the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from ballot_box import Passage, golds, settled
from inception_strategies import merge_by_threshold, merge_complete, merge_incomplete

X = "x"
A = (X, 0, 10)
LONGER = (X, 0, 12)
SHORTER = (X, 2, 10)
INNER = (X, 3, 6)
FAR = (X, 20, 30)
Y = ("y", 0, 10)


@dataclass(frozen=True)
class Case:
    """`gold` is unanimous, all but one, majority, k:2; `peer` is INCEpTION's complete, incomplete,
    threshold (its defaults: 1 user, 0.75)."""

    people: tuple[tuple[Passage, ...], ...]
    gold: tuple[tuple[Passage, ...], ...]
    peer: tuple[tuple[Passage, ...], ...]


CASES = {
    "three made the same mark": Case(
        ((A,), (A,), (A,)), ((A,), (A,), (A,), (A,)), ((A,), (A,), (A,))
    ),
    "two of three made it": Case(
        ((A,), (A,), ()), ((), (A,), (A,), (A,)), ((), (A,), (A,))
    ),
    "one of three made it": Case(((A,), (), ()), ((), (), (), ()), ((), (A,), (A,))),
    "one of two made it": Case(((A,), ()), ((), (), (), ()), ((), (A,), (A,))),
    "two agree, the third ends later": Case(
        ((A,), (A,), (LONGER,)),
        ((A,), (A,), (A,), (A,)),
        ((), (A, LONGER), (A, LONGER)),
    ),
    "three boundaries of one place": Case(
        ((A,), (LONGER,), (SHORTER,)),
        ((SHORTER,), (SHORTER,), (SHORTER,), (SHORTER,)),
        ((), (A, LONGER, SHORTER), (A, LONGER, SHORTER)),
    ),
    "two labels at one place": Case(
        ((A,), (A,), (Y,)), ((), (A,), (A,), (A,)), ((), (), ())
    ),
    "everybody gave both labels": Case(
        ((A, Y), (A, Y), (A, Y)), ((A, Y),) * 4, ((), (), ())
    ),
    "nested marks made by everybody": Case(
        ((A, INNER), (A, INNER), (A, INNER)), ((A, INNER),) * 4, ((A, INNER),) * 3
    ),
    "one mark is two of somebody else": Case(
        (((X, 0, 4), (X, 5, 10)), (A,)), ((), (), (), ()),
        ((), ((X, 0, 4), A, (X, 5, 10)), ((X, 0, 4), A, (X, 5, 10))),
    ),
    "the marks of four form a chain": Case(
        (((X, 0, 10),), ((X, 6, 16),), ((X, 12, 22),), ((X, 18, 28),)),
        ((), (), (), ()),
        ((), ((X, 0, 10), (X, 6, 16), (X, 12, 22), (X, 18, 28)),
         ((X, 0, 10), (X, 6, 16), (X, 12, 22), (X, 18, 28))),
    ),
    "two pairs of four overlap": Case(
        (((X, 0, 10),), ((X, 0, 10),), ((X, 5, 15),), ((X, 5, 15),)),
        (((X, 0, 10),), ((X, 0, 10),), ((X, 0, 10),), ()),
        ((), ((X, 0, 10), (X, 5, 15)), ((X, 0, 10), (X, 5, 15))),
    ),
    "two places, one of them agreed": Case(
        ((A, FAR), (A,), (A,)), ((A,), (A,), (A,), (A,)), ((A,), (A, FAR), (A, FAR))
    ),
}  # fmt: skip
RULES = ("unanimous", "all-but-one", "majority", "k:2")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_each_rule_gives_what_was_worked_out_by_hand(case: Case) -> None:
    found = [tuple(golds(case.people, rule)) for rule in RULES]
    assert [sorted(one) for one in found] == [sorted(one) for one in case.gold]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_inceptions_strategies_give_what_the_table_says(case: Case) -> None:
    strategies = (merge_complete, merge_incomplete, merge_by_threshold)
    found = [strategy(case.people) for strategy in strategies]
    assert found == [sorted(one) for one in case.peer]


def test_what_one_of_three_marked_is_nothing_only_where_that_was_turned_on() -> None:
    people = ((A, FAR), (A,), (A,))
    assert [one.reason for one in settled(people, "majority").open] == ["too few marked it"]
    outcome = settled(people, "majority", reject_at_most=1)
    assert outcome.open == ()
    rejected = [one for one in outcome.settled if one.gold is None]
    assert [(mark.start, mark.end) for one in rejected for mark in one.marks] == [(20, 30)]
    assert str(rejected[0].votes) == "at most 1 2/3"


def test_never_more_is_rejected_than_the_rule_leaves_without_enough_votes() -> None:
    outcome = settled(((A,), (A,), (FAR,)), "majority", reject_at_most=9)
    assert [gold.place for gold in outcome.spans] == [A]
    pairs = settled((((X, 0, 9),), ((X, 5, 15),), ((X, 12, 20),)), "unanimous", reject_at_most=9)
    assert [len(one.marks) for one in pairs.open] == [3]


def test_an_extra_mark_inside_ones_own_gold_is_not_swallowed_by_it() -> None:
    outcome = settled(((A, INNER), (A,), (A,)), "majority")
    assert [gold.place for gold in outcome.spans] == [A]
    assert [mark.start for one in outcome.open for mark in one.marks] == [3]


def test_whoever_marked_the_same_twice_has_one_vote() -> None:
    assert golds(((A, A), (), ()), "majority") == []


def test_one_submitted_ballot_settles_nothing() -> None:
    assert settled(((A,),), "k:1").spans == ()
