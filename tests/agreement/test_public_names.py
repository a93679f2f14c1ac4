"""What `from annotator.agreement import ...` offers: sorted, complete, explained, by example."""

import doctest
import inspect

import numpy as np
import pytest

import annotator.agreement as public
from annotator.agreement import (
    RATING_MEASURES,
    SPAN_NAMES,
    Measure,
    evaluate_ratings,
    ratings_from_codes,
    span_measure,
    spans_from_arrays,
)
from annotator.errors import RatingsError

FUNCTIONS = [name for name in public.__all__ if inspect.isfunction(getattr(public, name))]


def test_names_are_there_once_and_sorted() -> None:
    constants = [name for name in public.__all__ if name.isupper()]
    classes = [name for name in public.__all__ if not name.isupper() and name[0].isupper()]
    assert list(public.__all__) == [*sorted(constants), *sorted(classes), *sorted(FUNCTIONS)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_explained_and_has_an_example(name: str) -> None:
    explained = inspect.getdoc(getattr(public, name)) or ""
    assert doctest.DocTestParser().get_examples(explained), f"{name} has no example"


def test_every_measure_of_ratings_is_a_function_or_reached_by_its_name() -> None:
    ratings = ratings_from_codes(np.array([[0, 1, 2, 2], [0, 1, 1, 2]]))
    for name in RATING_MEASURES:
        assert callable(getattr(public, name))
        found = evaluate_ratings(ratings, [name])[0]
        assert (found.name, found.scope, found.value is None) == (name, "all", False)


@pytest.mark.parametrize("name", SPAN_NAMES)
def test_every_measure_of_spans_is_reached_by_its_name_from_arrays(name: str) -> None:
    spans = spans_from_arrays(
        np.array([0, 0, 0, 0]), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]),
        np.array([2, 20, 4, 20]), np.array([9, 30, 9, 33]), lengths={0: 60},
    )  # fmt: skip
    options = {"samples": 5} if name.startswith("gamma") else {}
    found = span_measure(spans, name, **options)
    assert isinstance(found, Measure)
    assert (found.name, found.scope, found.label) == (name, "all", None)
    assert (found.value is None) == (name == "token_alpha")


def test_an_unknown_measure_is_answered_with_the_known_ones() -> None:
    spans = spans_from_arrays([0], [0], [0], [2], [9], lengths={0: 60})
    with pytest.raises(RatingsError, match=r"'kappa' is unknown; known are .*u_alpha"):
        span_measure(spans, "kappa")
