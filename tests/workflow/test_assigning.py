"""Allocations: everybody gets their share, and nothing that was begun is moved."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import StudyError
from annotator.workflow.assigning import Allocation, Given, allocate

articles = st.sets(st.integers(1, 500), max_size=40).map(sorted)
people = st.sets(st.integers(1, 30), min_size=1, max_size=8).map(sorted)
seeds = st.integers(0, 2**32)


def stored(allocation: Allocation, started: frozenset[int] = frozenset()) -> list[Given]:
    """The allocation as the store would hold it; `started` are positions in it."""
    return [
        Given(one.article_id, one.annotator_id, one.position, n in started, id=n + 1)
        for n, one in enumerate(allocation.new)
    ]


def after(given: list[Given], allocation: Allocation) -> set[tuple[int, int]]:
    """(article, annotator) pairs once the allocation is carried out."""
    kept = {(g.article_id, g.annotator_id) for g in given if g.id not in allocation.withdrawn}
    return kept | {(one.article_id, one.annotator_id) for one in allocation.new}


def loads(pairs: set[tuple[int, int]], annotators: list[int]) -> list[int]:
    count = Counter(annotator for _, annotator in pairs)
    return [count[one] for one in annotators]


@given(articles, people, seeds, st.data())
def test_everybody_has_the_same_load_to_within_one(
    texts: list[int], annotators: list[int], seed: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(1, len(annotators)))
    allocation = allocate(texts, annotators, overlap, seed)
    pairs = [(one.article_id, one.annotator_id) for one in allocation.new]
    assert len(pairs) == len(set(pairs))
    assert Counter(article for article, _ in pairs) == dict.fromkeys(texts, overlap)
    shares = loads(set(pairs), annotators)
    assert max(shares) - min(shares) <= 1
    assert allocation.withdrawn == ()
    for annotator in annotators:
        positions = [one.position for one in allocation.new if one.annotator_id == annotator]
        assert sorted(positions) == list(range(1, len(positions) + 1))


@given(articles, people, seeds)
def test_the_same_seed_gives_the_same_allocation(
    texts: list[int], annotators: list[int], seed: int
) -> None:
    assert allocate(texts, annotators, 1, seed) == allocate(texts[::-1], annotators[::-1], 1, seed)


def test_annotators_see_the_articles_in_different_orders_that_the_seed_decides() -> None:
    def orders(seed: int) -> list[list[int]]:
        new = allocate(range(1, 31), [1, 2, 3], 3, seed).new
        by_position = sorted(new, key=lambda one: one.position)
        return [[one.article_id for one in by_position if one.annotator_id == a] for a in (1, 2, 3)]

    first = orders(7)
    assert first == orders(7)
    assert first != orders(8)
    assert all(one != other for one, other in combinations(first, 2))
    assert all(order != sorted(order) for order in first)


def test_everybody_shares_articles_with_everybody() -> None:
    """Fixed teams of two would leave most pairs of annotators without a common article."""
    new = allocate(range(1, 61), [1, 2, 3, 4], 2, seed=3).new
    teams: dict[int, set[int]] = {}
    for one in new:
        teams.setdefault(one.article_id, set()).add(one.annotator_id)
    assert {frozenset(team) for team in teams.values()} == {
        frozenset(pair) for pair in combinations([1, 2, 3, 4], 2)
    }


@given(articles, people, seeds, st.data())
def test_publishing_again_changes_nothing(
    texts: list[int], annotators: list[int], seed: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(1, len(annotators)))
    given_now = stored(allocate(texts, annotators, overlap, seed))
    for rebalance in (False, True):
        again = allocate(texts, annotators, overlap, seed, given_now, rebalance=rebalance)
        assert again == Allocation((), ())


@given(articles, people, articles, st.sets(st.integers(31, 40), max_size=3), seeds, st.data())
def test_later_changes_keep_what_was_begun_and_the_overlap(
    texts: list[int],
    annotators: list[int],
    more_texts: list[int],
    newcomers: set[int],
    seed: int,
    data: st.DataObject,
) -> None:
    overlap = data.draw(st.integers(1, len(annotators)))
    first = allocate(texts, annotators, overlap, seed)
    begun = frozenset(data.draw(st.sets(st.integers(0, max(len(first.new) - 1, 0)))))
    given_now = stored(first, begun)
    removed = data.draw(st.sets(st.sampled_from(annotators)))
    now_here = sorted((set(annotators) - removed) | newcomers)
    all_texts = sorted({*texts, *more_texts})
    rebalance = data.draw(st.booleans())
    if overlap > len(now_here):
        with pytest.raises(StudyError):
            allocate(all_texts, now_here, overlap, seed, given_now, rebalance=rebalance)
        return
    allocation = allocate(all_texts, now_here, overlap, seed, given_now, rebalance=rebalance)
    started = {one.id for one in given_now if one.started}
    assert not started & set(allocation.withdrawn)
    unstarted_of_removed = {g.id for g in given_now if not g.started and g.annotator_id in removed}
    assert unstarted_of_removed <= set(allocation.withdrawn)
    pairs = after(given_now, allocation)
    counted = Counter(article for article, _ in pairs)
    assert all(counted[article] >= overlap for article in all_texts)
    assert not {one.annotator_id for one in allocation.new} & removed
    assert len({(one.article_id, one.annotator_id) for one in allocation.new}) == len(
        allocation.new
    )
    if not rebalance:
        assert set(allocation.withdrawn) == unstarted_of_removed


@given(st.integers(1, 40), st.integers(2, 6), st.integers(1, 4), seeds)
def test_rebalancing_levels_loads_when_nothing_was_begun(
    count: int, annotators: int, newcomers: int, seed: int
) -> None:
    texts, people_before = list(range(1, count + 1)), list(range(1, annotators + 1))
    people_after = list(range(1, annotators + newcomers + 1))
    given_now = stored(allocate(texts, people_before, 2, seed))
    allocation = allocate(texts, people_after, 2, seed, given_now, rebalance=True)
    pairs = after(given_now, allocation)
    shares = loads(pairs, people_after)
    assert max(shares) - min(shares) <= 1
    assert Counter(article for article, _ in pairs) == dict.fromkeys(texts, 2)


def test_new_articles_go_to_whoever_has_least() -> None:
    given_now = stored(allocate(range(1, 11), [1, 2], 1, seed=1))
    allocation = allocate(range(1, 16), [1, 2, 3], 1, 1, given_now)
    assert {one.annotator_id for one in allocation.new} == {3}
    assert {one.article_id for one in allocation.new} == set(range(11, 16))


def test_new_articles_come_behind_those_somebody_has() -> None:
    given_now = stored(allocate(range(1, 5), [1], 1, seed=1))
    positions = [one.position for one in allocate(range(1, 7), [1], 1, 1, given_now).new]
    assert positions == [5, 6]


def test_a_removed_article_is_withdrawn_where_it_was_not_begun() -> None:
    given_now = [Given(1, 1, 1, started=True, id=11), Given(1, 2, 1, started=False, id=12)]
    assert allocate([], [1, 2], 2, 0, given_now) == Allocation((), (12,))


def test_work_begun_by_somebody_who_left_counts() -> None:
    given_now = [Given(1, 9, 1, started=True, id=1), Given(2, 9, 2, started=False, id=2)]
    allocation = allocate([1, 2], [1], 1, 0, given_now)
    assert [one.article_id for one in allocation.new] == [2]
    assert allocation.withdrawn == (2,)


@pytest.mark.parametrize(
    ("annotators", "overlap", "words"),
    [
        ([1, 2], 3, "Overlap 3 needs at least 3 annotators, and the study has 2 annotators. "),
        ([1], 2, "the study has 1 annotator. Invite 1 more"),
        ([], 1, "the study has 0 annotators"),
        ([1], 0, "at least 1, but it is 0"),
    ],
)
def test_an_impossible_overlap_is_refused_with_the_numbers(
    annotators: list[int], overlap: int, words: str
) -> None:
    with pytest.raises(StudyError, match=words):
        allocate([1, 2, 3], annotators, overlap, 0)
