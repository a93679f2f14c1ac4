"""Of a crowd the mean over pairs is made of many pairs at once, and is the same."""

from itertools import combinations

import numpy as np
import pytest

from annotator.agreement.measure import Measure
from annotator.agreement.spans import pairs_of_annotators, span_measures, values_of_sets
from annotator.agreement.spans.spans import Spans, spans_from_arrays

NAMES = ("f1_exact", "f1_overlap", "f1_iou", "f1_character", "boundary_similarity")


def crowd(articles: int, annotators: int, seed: int = 3) -> Spans:
    """Three or four of them in each article; some mark nothing."""
    r = np.random.default_rng(seed)
    seen, rows = [], []
    for article in range(articles):
        for who in r.choice(annotators, 3 + article % 2, replace=False).tolist():
            seen.append((article, who))
            for _ in range(int(r.integers(0, 5))):
                start = int(r.integers(0, 90))
                end = start + int(r.integers(3, 20))
                rows.append((article, who, int(r.integers(0, 3)), start, end))
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return spans_from_arrays(*columns, lengths=dict.fromkeys(range(articles), 120), seen=seen)


def found(spans: Spans) -> dict[tuple[str, str, str, str | None], Measure]:
    measures = span_measures.span_measures(
        spans, NAMES, scopes=("label", "article"), resamples=100,
        groups={"some": spans.annotators[:5]},
    )  # fmt: skip
    return {(one.name, one.scope, one.id, one.label): one for one in measures}


@pytest.mark.parametrize("seed", range(4))
def test_values_and_intervals_are_those_of_pair_after_pair(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans = crowd(30, 9, seed)
    wanted = found(spans)
    for module in (pairs_of_annotators, values_of_sets, span_measures):
        monkeypatch.setattr(module, "MOST_NAMED", 2)
    got = found(spans)
    assert got.keys() == wanted.keys()
    for key, one in wanted.items():
        other = got[key]
        assert other.value == (None if one.value is None else pytest.approx(one.value)), key
        if one.interval is not None and one.interval.low is not None:
            assert other.interval is not None
            assert other.interval.low == pytest.approx(one.interval.low), key
            assert other.interval.high == pytest.approx(one.interval.high), key


def test_pairs_that_never_met_are_counted_not_named() -> None:
    spans = crowd(40, 120)
    (overlap, *_) = span_measures.span_measures(spans, ["f1_overlap"], scopes=(), resamples=0)
    met = len({
        two for row in spans.seen for two in combinations(np.flatnonzero(row).tolist(), 2)
    })  # fmt: skip
    people = len(spans.annotators)
    alone = people * (people - 1) // 2 - met
    assert f"{alone:,} pairs of annotators: no article in common" in overlap.left_out


def test_a_crowd_has_no_tables_of_pairs_nor_values_without_one_annotator() -> None:
    """Going through all 98,346 pairs of 444 annotators took minutes."""
    measures = span_measures.span_measures(crowd(100, 444), NAMES, resamples=20)
    assert {one.name for one in measures} == set(NAMES)
    assert {one.scope for one in measures} == {"all", "article"}
