"""How much each annotator marks, how that changes over time, and what leaving one out changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from span_worlds import UNHURRIED, World, spans_of, worlds

from annotator.agreement.spans.drift_of_spans import span_drift
from annotator.agreement.spans.enough_spans import differences_without
from annotator.agreement.spans.marking import marking
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.span_statistics import span_statistics
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks
from annotator.errors import RatingsError


def found_for(measures, annotator: str, name: str):
    return next(one for one in measures if (one.id, one.name) == (annotator, name))


def test_a_third_more_text_than_the_mean_of_the_others() -> None:
    marks = [
        Mark("a", "ann", "x", 0, 8), Mark("a", "bob", "x", 0, 4), Mark("a", "cy", "x", 0, 6),
        Mark("a", "cy", "y", 2, 8), Mark("b", "ann", "x", 0, 2), Mark("b", "bob", "x", 1, 3),
        Mark("c", "ann", "x", 0, 90),
    ]  # fmt: skip
    spans = spans_from_marks(marks, lengths={"a": 100, "b": 50, "c": 100})
    found = marking(span_statistics(spans))
    text = found_for(found, "ann", "text_marked")
    # In a: 8 against the mean of 4 and 8 (cy's overlapping spans cover 0 to 8); in b: 2 against 2.
    # Nobody else opened c.
    assert text.value == pytest.approx((8 + 2) / (6 + 2))
    assert (text.articles, text.parameters) == (2, {"own": 5.0, "others": 4.0})
    spans_marked = found_for(found, "ann", "spans_marked")
    assert spans_marked.value == pytest.approx((1 + 1) / (1.5 + 1))


def test_opened_and_marked_nothing_counts_and_nothing_to_compare_with_is_said() -> None:
    spans = spans_from_marks(
        [Mark("a", "ann", "x", 0, 5)], lengths={"a": 9, "b": 9},
        seen=[("a", "ann"), ("a", "bob"), ("b", "cy")],
    )  # fmt: skip
    found = marking(span_statistics(spans))
    assert found_for(found, "ann", "text_marked").reason == (
        "the others marked nothing in these articles"
    )
    assert found_for(found, "bob", "text_marked").value == 0.0
    assert found_for(found, "cy", "text_marked").reason == (
        "no article was submitted by this annotator and another one"
    )


def test_the_interval_of_how_much_is_marked_is_around_the_value() -> None:
    rng = np.random.default_rng(3)
    marks = [
        Mark(f"a{n}", who, "x", 0, int(rng.integers(1, reach)))
        for n in range(40)
        for who, reach in (("ann", 60), ("bob", 20), ("cy", 20))
    ]
    spans = spans_from_marks(marks, lengths={f"a{n}": 100 for n in range(40)})
    one = marking(span_statistics(spans), resamples=500, seed=1)[0]
    assert one.interval is not None
    assert 1.5 < one.interval.low < one.value < one.interval.high


@given(world=worlds(nested=True))
@UNHURRIED
def test_marking_is_what_counting_characters_one_by_one_gives(world: World) -> None:
    spans = spans_of(world)
    covered: dict[tuple[int, int], set[int]] = {}
    for a, g, s, e in zip(spans.article, spans.annotator, spans.start, spans.end, strict=True):
        covered.setdefault((a, g), set()).update(range(s, e))
    for g, one in enumerate(marking(span_statistics(spans))[::2]):
        own = rest = 0.0
        for a in range(len(spans.articles)):
            others = [h for h in range(len(spans.annotators)) if h != g and spans.seen[a, h]]
            if spans.seen[a, g] and others:
                own += len(covered.get((a, g), ()))
                rest += sum(len(covered.get((a, h), ())) for h in others) / len(others)
        if rest:
            assert one.value == pytest.approx(own / rest)
        else:
            assert one.value is None


def drifting(articles: int = 12) -> Spans:
    """bob marks what ann does in the first half, and something else in the second; cy follows."""
    marks = []
    for n in range(articles):
        name = f"a{n}"
        marks += [Mark(name, "ann", "x", 0, 5), Mark(name, "cy", "x", 1, 5)]
        marks.append(Mark(name, "bob", "x" if n < articles // 2 else "y", 0, 5))
    return spans_from_marks(marks, lengths={f"a{n}": 20 for n in range(articles)})


def test_change_over_time_follows_the_order_of_submission() -> None:
    spans = drifting()
    order = np.tile(np.arange(12)[:, None], 3)
    found = span_drift(span_statistics(spans), order)
    # bob: with each of two others 1 of (1 + 1) spans matched, then 0. ann: 2 pairs, then one of 2.
    assert [one.value for one in found] == [-0.5, -1.0, -0.5]
    assert found[1].parameters["quarters"] == [1.0, 1.0, 0.0, 0.0]
    backwards = span_drift(span_statistics(spans), order[::-1])
    assert [one.value for one in backwards] == [0.5, 1.0, 0.5]


def test_a_change_has_an_interval_over_articles() -> None:
    (_, bob, _) = span_drift(
        span_statistics(drifting(40)), np.tile(np.arange(40)[:, None], 3), resamples=200
    )
    assert bob.interval is not None
    assert (bob.value, bob.interval.low) == (-1.0, None)
    assert bob.interval.reason.startswith("the same in every resample")
    assert bob.interval.clusters == 40


def test_fewer_than_eight_shared_articles_say_nothing_about_time() -> None:
    found = span_drift(span_statistics(drifting(7)), np.tile(np.arange(7)[:, None], 3))
    assert found[0].value is None
    assert "7 articles shared" in found[0].reason
    with pytest.raises(RatingsError, match=r"positions of shape \(7, 3\)"):
        span_drift(span_statistics(drifting(7)), np.arange(7))


@pytest.mark.parametrize("name", ["character_alpha", "f1_overlap", "u_alpha"])
def test_leaving_one_out_changes_alpha_by_what_two_separate_runs_say(name: str) -> None:
    spans = drifting(20)
    found = differences_without(spans, name, resamples=200)
    assert [one.first.id for one in found] == ["ann", "bob", "cy"]
    (everybody,) = span_measures(spans, [name], scopes=(), resamples=0)
    (without,) = span_measures(
        spans.select(annotators=[True, False, True]), [name], scopes=(), resamples=0
    )
    assert found[1].value == pytest.approx(without.value - everybody.value)
    assert found[1].interval.low > 0
    assert found[1].second.parameters["other_annotators"]["reason"] == (
        "needs 4 annotators, there are 3"
    )


def test_two_annotators_leave_nobody_out() -> None:
    marks = [Mark(f"a{n}", who, "x", 0, 5) for n in range(8) for who in ("ann", "bob")]
    spans = spans_from_marks(marks, lengths={f"a{n}": 20 for n in range(8)})
    assert differences_without(spans, "character_alpha", resamples=10) == []
