"""Parts of articles as bytes and joined again."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from span_worlds import LABELS, UNHURRIED, WHO, World, spans_of, worlds

from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_parts import Parts, join, labels_of, pack
from annotator.agreement.spans.disputed_passages import find_passages
from annotator.agreement.spans.passage_counts import passage_counts
from annotator.agreement.spans.span_measures import SPAN_MEASURES, measures_of
from annotator.agreement.spans.span_statistics import span_statistics
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

FEW = settings(UNHURRIED, max_examples=12)  # each measures everything three times
NAMES = tuple(n for n in SPAN_MEASURES if n not in ("token_alpha", "boundary_similarity"))


def parts_of(spans: Spans) -> Parts:
    return Parts(span_statistics(spans, NAMES), passage_counts(find_passages(spans)))


def measured(parts: Parts) -> dict[tuple[str, str, str, str | None], Measure]:
    found = measures_of(parts.statistics, NAMES, resamples=10)
    return {(m.name, m.scope, m.id, m.label): m for m in found}


def numbers(measure: Measure) -> list[float]:
    """Value, parts, ends of the interval and counts; not-a-number where there is none."""
    ends = (measure.interval.low, measure.interval.high) if measure.interval else (None, None)
    found = (measure.value, measure.observed, measure.expected, *ends, measure.units)
    return [math.nan if one is None else float(one) for one in found]


@given(worlds(nested=True))
@FEW
def test_packed_and_joined_parts_give_the_same_values(world: World) -> None:
    spans = spans_of(world)
    parts = parts_of(spans)
    joined = join(pack(parts), spans.articles, spans.annotators, spans.labels)
    ours, theirs = measured(joined), measured(parts)
    assert ours.keys() == theirs.keys()
    for key, measure in ours.items():
        # Summed in another order: the last digit may differ.
        assert numbers(measure) == pytest.approx(numbers(theirs[key]), abs=1e-9, nan_ok=True)
        assert measure.reason == theirs[key].reason
        assert measure.left_out == theirs[key].left_out
    assert (joined.passages.by_article() == parts.passages.by_article()).all()
    assert [joined.passages.counts(n) for n in range(3)] == [
        parts.passages.counts(n) for n in range(3)
    ]


@given(worlds(nested=True))
@FEW
def test_parts_computed_article_by_article_are_the_same_bytes_of_numbers(world: World) -> None:
    """Each article alone, with only its own annotators, joined under more names."""
    marks, lengths, seen = world
    payloads = []
    for article, length in lengths.items():
        alone = (
            [mark for mark in marks if mark.article == article],
            {article: length},
            {pair for pair in seen if pair[0] == article},
        )
        payloads += pack(parts_of(spans_of(alone)))
    spans = spans_of(world)
    joined = join(payloads, spans.articles, spans.annotators, (*LABELS, "more"))
    together = {key: m for key, m in measured(parts_of(spans)).items() if key[3] is None}
    for key, measure in together.items():
        value = measured(joined)[key].value
        if key[0] != "gwet_ac1":  # counts the categories there are
            assert value == pytest.approx(measure.value)


def test_what_is_not_given_or_not_ours_is_refused() -> None:
    world: World = ([], {"a": 4}, {("a", "ann"), ("a", "bob")})
    (payload,) = pack(parts_of(spans_of(world)))
    assert labels_of([payload]) == set(LABELS)
    with pytest.raises(RatingsError, match="found b'XXXX'"):
        join([b"XXXX" + payload[4:]], ("a",), WHO, LABELS)
    with pytest.raises(RatingsError, match="ask for it"):
        pack(
            Parts(span_statistics(spans_of(world)), passage_counts(find_passages(spans_of(world))))
        )
