"""What is taken as spans and what is refused, with where."""

from __future__ import annotations

import numpy as np
import pytest
from span_worlds import LABELS

from annotator.agreement import SPAN_NAMES, span_measure
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, spans_from_arrays, spans_from_marks
from annotator.agreement.spans.token_spans import token_spans
from annotator.errors import RatingsError


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (3, 3, "row 1: a span needs start < end, this one is 3 to 3 in article a"),
        (5, 2, "row 1: a span needs start < end, this one is 5 to 2 in article a"),
        (8, 11, "row 1: a span must lie inside 0 to 10, this one is 8 to 11 in article a"),
        (-1, 4, "row 1: a span must lie inside 0 to 10, this one is -1 to 4 in article a"),
    ],
)
def test_impossible_offsets_are_refused(start: int, end: int, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        spans_from_arrays(["a", "a"], ["n", "n"], ["x", "x"], [1, start], [2, end],
                          lengths={"a": 10})  # fmt: skip


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lengths": {"b": 9}}, "row 0: unknown article 'a'; give its length"),
        ({"seen": [("a", "bob")]}, "ann has the span .* but is not said to have seen it"),
        ({"labels": ["y"]}, "row 0: unknown label 'x'; add it to `labels`"),
        ({"lengths": {"a": -1}}, "negative length"),
    ],
)
def test_names_that_do_not_fit_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        spans_from_marks([Mark("a", "ann", "x", 0, 4)], **{"lengths": {"a": 9}, **options})  # type: ignore[arg-type]


def test_columns_must_be_equally_long_and_whole_numbers() -> None:
    with pytest.raises(RatingsError, match="equally long"):
        spans_from_arrays(["a"], ["n"], ["x"], [1, 2], [2, 3], lengths={"a": 10})
    with pytest.raises(RatingsError, match="whole numbers"):
        spans_from_arrays(["a"], ["n"], ["x"], [1.5], [2.5], lengths={"a": 10})


def test_a_column_may_be_an_array_of_integers_or_texts() -> None:
    columns = np.array([4, 4]), np.array(["p", "q"]), np.array([0, 1]), np.array([0, 1])
    spans = spans_from_arrays(*columns, np.array([2, 3]), lengths={4: 5})
    assert (spans.articles, spans.annotators, spans.labels) == (("4",), ("p", "q"), ("0", "1"))


def test_nothing_opened_twice_has_a_reason_everywhere() -> None:
    spans = spans_from_marks([Mark("a", "ann", "x", 0, 4)], lengths={"a": 9}, labels=LABELS)
    found = span_measures(spans, scopes=("label",), resamples=10)
    assert all(measure.value is None and measure.reason for measure in found)
    assert {measure.reason for measure in found if measure.name == "u_alpha"} == {
        "fewer than two annotators"
    }


def test_an_unknown_measure_is_named_with_the_known_ones() -> None:
    spans = spans_from_marks([], lengths={"a": 3})
    with pytest.raises(RatingsError, match="unknown span measure 'beta'; known are character_al"):
        span_measures(spans, ["beta"])


def test_every_article_needs_its_tokens() -> None:
    spans = spans_from_marks([Mark("a", "ann", "x", 0, 4)], lengths={"a": 9})
    with pytest.raises(RatingsError, match="article a: no tokens"):
        token_spans(spans, {})


def test_ten_thousand_labels_are_no_trouble() -> None:
    marks = [
        Mark("a", who, f"label {number}", number, number + 1)
        for who in ("ann", "bob")
        for number in range(10_000)
    ]
    spans = spans_from_marks(marks, lengths={"a": 10_000})
    found = span_measures(spans, ["character_alpha", "u_alpha", "f1_exact"], scopes=("label",),
                          resamples=0)  # fmt: skip
    assert len(found) == 3 * 10_001
    assert found[0].value == pytest.approx(1.0)


def test_intervals_name_their_method_and_warn_when_articles_are_few() -> None:
    marks = [Mark(f"a{n}", who, "x", 1, 5 + n * (who == "bob")) for n in range(6)
             for who in ("ann", "bob")]  # fmt: skip
    spans = spans_from_marks(marks, lengths={f"a{n}": 20 for n in range(6)})
    (measure,) = span_measures(spans, ["character_alpha"], scopes=(), resamples=200, seed=4)
    assert measure.interval is not None
    assert measure.interval.method == "BCa bootstrap over articles, 200 resamples, seed 4"
    assert "only 6 articles" in measure.interval.warning
    assert measure.interval.low is not None
    assert measure.value is not None
    assert measure.interval.low < measure.value


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.uint16, np.uint64])
def test_columns_of_whole_numbers_are_what_lists_of_them_are(kind: type) -> None:
    rng = np.random.default_rng(3)
    columns = [rng.integers(0, high, 400).astype(kind) for high in (100, 4, 6)]
    if kind is np.int8:
        columns = [column - 50 for column in columns]  # int8 reaches from -50 to 50 here
    start = rng.integers(0, 50, 400)
    options = {"lengths": dict.fromkeys(sorted(set(columns[0].tolist())), 100)}
    one = spans_from_arrays(*columns, start, start + 5, **options)
    lists = [column.tolist() for column in columns]
    other = spans_from_arrays(*lists, start, start + 5, **options)
    for name in ("article", "annotator", "label", "start", "end", "seen"):
        assert (getattr(one, name) == getattr(other, name)).all()
    assert (one.articles, one.annotators, one.labels) == (
        other.articles, other.annotators, other.labels,
    )  # fmt: skip


def test_an_unknown_number_is_named_with_its_row() -> None:
    with pytest.raises(RatingsError, match="row 1: unknown article 9; give its length"):
        spans_from_arrays(np.array([7, 9]), np.array([1, 2]), np.array([0, 0]), [0, 3], [4, 5],
                          lengths={7: 10})  # fmt: skip


def test_rows_too_long_for_one_number_are_sorted_all_the_same() -> None:
    long = 1 << 31
    spans = spans_from_marks(
        [Mark("b", "n", "x", 5, long), Mark("b", "n", "x", 2, 9), Mark("a", "m", "y", 1, 2)],
        lengths={"a": long, "b": long},
    )
    assert spans.article.tolist() == [0, 1, 1]
    assert spans.start.tolist() == [1, 2, 5]


@pytest.mark.parametrize("name", [name for name in SPAN_NAMES if name != "token_alpha"])
def test_the_same_mark_twice_by_one_annotator_counts_once(name: str) -> None:
    marks = [Mark("a", "ann", "fear", 5, 12), Mark("a", "bob", "fear", 5, 12),
             Mark("a", "ann", "envy", 20, 30), Mark("a", "bob", "fear", 20, 28)]  # fmt: skip
    once, twice = (
        spans_from_marks(marks + again, lengths={"a": 50}) for again in ([], [marks[0], marks[0]])
    )
    assert (once.repeated, twice.repeated, len(twice)) == (0, 2, 4)
    one, other = (span_measure(spans, name) for spans in (once, twice))
    assert (other.value, other.units) == (one.value, one.units)
    if name not in ("gamma", "gamma_cat"):
        assert "2 marks that the same annotator made twice: counted once" in other.left_out
