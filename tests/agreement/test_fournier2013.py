"""Boundary similarity: Fournier (2013), with the values that the author's own program gives."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.measure import Measure
from annotator.agreement.spans.boundary_similarity import boundary_edits, boundary_statistics
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, spans_from_marks


@pytest.mark.parametrize(
    ("one", "two", "similarity"),
    [([2, 3, 6], [5, 6], 1 / 2), ([2, 3, 6], [2, 3, 3, 3], 2 / 3), ([2, 3, 6], [2, 2, 7], 3 / 4)],
)
def test_printed_segmentations(one: list[int], two: list[int], similarity: float) -> None:
    cost, count = boundary_edits(np.cumsum(one)[:-1], np.cumsum(two)[:-1], 2)
    assert 1 - cost / count == pytest.approx(similarity)


@given(st.sets(st.integers(0, 12), max_size=5), st.sets(st.integers(0, 12), max_size=5),
       st.integers(1, 4))  # fmt: skip
def test_the_transpositions_that_save_most(one: set[int], two: set[int], window: int) -> None:
    cost, count = boundary_edits(np.array(sorted(one)), np.array(sorted(two)), window)
    rest, other = sorted(one - two), sorted(two - one)
    if len(rest) > len(other):
        rest, other = other, rest
    # Every way to give each of the fewer boundaries a partner or none.
    best = min(
        sum(
            abs(a - b) / window if abs(a - b) < window else 2.0
            for a, b in zip(rest, chosen, strict=True)
        )
        + len(other) - len(rest)
        for chosen in permutations(other, len(rest))
    )  # fmt: skip
    assert cost == pytest.approx(best)
    assert count >= len(one & two)


def similarity(*marks: tuple[str, int, int], window: int = 2) -> Measure:
    spans = spans_from_marks(
        [Mark("a", who, "x", start, end) for who, start, end in marks],
        lengths={"a": 30}, seen=[("a", "ann"), ("a", "bob")],
    )  # fmt: skip
    found = span_measures(spans, ["boundary_similarity"], scopes=(), resamples=0, window=window)
    return found[0]


def test_spans_give_boundaries_where_they_begin_and_end() -> None:
    # ann 5, 9; bob 5, 10: a match and a near miss of weight 1/2.
    measure = similarity(("ann", 5, 9), ("bob", 5, 10))
    assert measure.value == pytest.approx(1 - (1 / 2) / 2)
    assert measure.parameters["window"] == 2


def test_the_ends_of_the_text_are_no_boundaries() -> None:
    assert similarity(("ann", 0, 9), ("bob", 0, 9)).value == 1.0
    assert similarity(("ann", 0, 30)).reason.startswith("nobody marked anything")


def test_a_wider_window_forgives_more() -> None:
    narrow = similarity(("ann", 5, 9), ("bob", 5, 12))
    wide = similarity(("ann", 5, 9), ("bob", 5, 12), window=6)
    assert narrow.value == pytest.approx(1 - 2 / 3)
    assert wide.value == pytest.approx(1 - (3 / 6) / 2)


@given(st.lists(st.tuples(st.sampled_from(["ann", "bob"]), st.integers(0, 28), st.integers(1, 6)),
                max_size=8), st.integers(1, 4))  # fmt: skip
def test_a_corpus_is_the_edits_of_its_articles(
    rows: list[tuple[str, int, int]], window: int
) -> None:
    marks = [
        Mark("a", who, "x", start, min(30, start + size))
        for who, start, size in dict.fromkeys(rows)
    ]
    seen = [("a", "ann"), ("a", "bob")]
    spans = spans_from_marks(marks, lengths={"a": 30}, seen=seen, labels=["x"])
    found = boundary_statistics(spans, window=window).pair_totals(0, 1).sum(axis=0)[0]
    sides = [_borders(marks, who) for who in ("ann", "bob")]
    assert tuple(found) == pytest.approx(boundary_edits(*sides, window))


def _borders(marks: list[Mark], who: str) -> np.ndarray:  # type: ignore[type-arg]
    """Where merged spans begin and end."""
    covered = sorted((m.start, m.end) for m in marks if m.annotator == who)
    merged: list[list[int]] = []
    for start, end in covered:
        if merged and start < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    found = {at for span in merged for at in span if 0 < at < 30}
    return np.array(sorted(found), dtype=np.int64)


def test_a_window_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="window"):
        boundary_statistics(spans_from_marks([], lengths={"a": 3}), window=0)
