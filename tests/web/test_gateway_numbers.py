"""The ids of annotations and drafts as one browser sees them: both ways, and telling nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.web.gateway.own_numbers import LARGEST, OwnNumbers

OWN = OwnNumbers("a secret", 7)
numbers = st.integers(1, LARGEST)


@given(numbers)
def test_what_is_shown_means_what_it_was_both_ways(number: int) -> None:
    assert OWN.meant("draft", OWN.shown("draft", number)) == number
    assert OWN.shown("annotation", OWN.meant("annotation", number)) == number
    assert 0 < OWN.shown("draft", number) <= LARGEST


@pytest.mark.parametrize("number", [1, 2, LARGEST - 1, LARGEST])
def test_the_ends_of_the_range_are_in_it(number: int) -> None:
    assert OWN.meant("annotation", OWN.shown("annotation", number)) == number


def test_no_two_ids_are_shown_alike() -> None:
    assert len({OWN.shown("annotation", number) for number in range(1, 5_001)}) == 5_000


def test_ids_that_follow_each_other_are_shown_far_apart_and_in_no_order() -> None:
    seen = [OWN.shown("annotation", number) for number in range(1, 2_001)]
    up = sum(one < two for one, two in itertools.pairwise(seen))
    assert 0.42 < up / len(seen) < 0.58
    assert min(abs(one - two) for one, two in itertools.pairwise(seen)) > 1_000
    assert 0.45 < sum(seen) / len(seen) / LARGEST < 0.55


def test_another_account_another_kind_and_another_installation_see_other_numbers() -> None:
    seen = {
        OWN.shown("annotation", 12),
        OWN.shown("draft", 12),
        OwnNumbers("a secret", 8).shown("annotation", 12),
        OwnNumbers("another", 7).shown("annotation", 12),
    }
    assert len(seen) == 4
    assert OwnNumbers("a secret", 7).shown("annotation", 12) == OWN.shown("annotation", 12)


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**30])
def test_a_number_beyond_the_range_means_nothing(number: int) -> None:
    with pytest.raises(ValueError, match="not between 1 and 2147483647"):
        OWN.meant("draft", number)


def test_the_secret_is_not_shown_by_printing() -> None:
    assert "a secret" not in repr(OWN)
