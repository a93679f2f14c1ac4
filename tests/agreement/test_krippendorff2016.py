"""The unitizing family: Krippendorff, Mathet, Bouvry and Widlöcher (2016), Quality & Quantity 50.

The printed values are those of the example of a public implementation (length 20, three annotators,
two labels); everything else is compared with loops over units.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from span_worlds import (
    LABELS,
    UNHURRIED,
    UnitizingByHand,
    World,
    alpha_of_items,
    characters,
    nominal,
    values,
    worlds,
)

from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, spans_from_marks

EXAMPLE = [
    Mark("text", who, label, start, end)
    for who, label, start, end in (
        ("Alex", "1", 2, 5), ("Alex", "1", 9, 11), ("Alex", "2", 12, 20),
        ("Paul", "1", 2, 5), ("Paul", "2", 7, 15),
        ("Susan", "1", 2, 5), ("Susan", "2", 10, 15),
    )
]  # fmt: skip
FAMILY = ("u_alpha", "bar_u_alpha", "cu_alpha", "k_u_alpha", "u_alpha_macro")


def test_the_printed_example_is_reproduced() -> None:
    spans = spans_from_marks(EXAMPLE, lengths={"text": 20})
    found = {
        (m.name, m.label): m for m in span_measures(spans, FAMILY, scopes=("label",), resamples=0)
    }
    for name, label, value in (
        ("u_alpha", None, 0.474), ("bar_u_alpha", None, 0.433), ("cu_alpha", None, 0.779),
        ("k_u_alpha", "1", 0.769), ("k_u_alpha", "2", 0.787),
    ):  # fmt: skip
        assert found[name, label].value == pytest.approx(value, abs=0.0006)
    assert found["cu_alpha", None].parameters["coverage"] == pytest.approx(0.3833, abs=5e-5)
    assert found["k_u_alpha", "1"].parameters["coverage"] == pytest.approx(0.9545, abs=5e-5)
    assert found["k_u_alpha", "2"].parameters["coverage"] == pytest.approx(0.5952, abs=5e-5)


def agrees(value: float | None, parts: tuple[float, float]) -> bool:
    observed, expected = parts
    if expected < 1e-9:
        return value is None
    return value is not None and math.isclose(value, 1 - observed / expected, abs_tol=1e-9)


@given(worlds())
@example(
    (
        [
            Mark("a0", "cyd", "x", 0, 5),
            Mark("a0", "bob", "x", 0, 1),
            Mark("a0", "bob", "y", 2, 3),
            Mark("a0", "bob", "y", 4, 5),
        ],
        {"a0": 5},
        {("a0", who) for who in ("ann", "bob", "cyd", "dee")},
    )
)  # units meet in a way that leaves rounding alone to divide by
@UNHURRIED
def test_every_coefficient_equals_loops_over_units(world: World) -> None:
    found, hand = values(world, *FAMILY), UnitizingByHand(world)
    assert agrees(found["u_alpha", None].value, hand.u_alpha())
    assert agrees(found["bar_u_alpha", None].value, hand.bar_u_alpha())
    assert agrees(found["cu_alpha", None].value, hand.cu_alpha())
    for label in LABELS:
        assert agrees(found["k_u_alpha", label].value, hand.k_u_alpha(label))


@given(worlds())
@UNHURRIED
def test_a_label_alone_is_the_study_with_only_that_label(world: World) -> None:
    found = values(world, "u_alpha", "u_alpha_macro")
    alone = []
    for label in LABELS:
        only = ([mark for mark in world[0] if mark.label == label], *world[1:])
        assert agrees(found["u_alpha", label].value, UnitizingByHand(only).u_alpha())
        alone.append(found["u_alpha", label].value)
    defined = [value for value in alone if value is not None]
    macro = found["u_alpha_macro", None].value
    assert macro == pytest.approx(sum(defined) / len(defined)) if defined else macro is None


@given(worlds(unit_length=True))
@UNHURRIED
def test_with_units_of_length_one_it_is_the_alpha_of_characters(world: World) -> None:
    observed, expected = 0.0, 0.0
    if items := characters(world):
        observed, expected = alpha_of_items(items, nominal)
    found = values(world, "u_alpha", "character_alpha")
    assert agrees(found["u_alpha", None].value, (observed, expected))
    assert found["u_alpha", None].value == pytest.approx(found["character_alpha", None].value)


@given(worlds(nested=True))
@UNHURRIED
def test_an_annotator_overlapping_themself_has_no_value_but_a_reason(world: World) -> None:
    found = values(world, *FAMILY)
    for name in ("u_alpha", "bar_u_alpha", "cu_alpha"):
        measure = found[name, None]
        assert (measure.value is None) == bool(measure.reason)
        if "overlapping spans" in measure.reason:
            assert "u_alpha_macro" in measure.reason


def test_one_label_leaves_nothing_to_confuse() -> None:
    marks = [Mark("a", who, "x", 2, 5) for who in ("ann", "bob")]
    found = values((marks, {"a": 9}, {("a", "ann"), ("a", "bob")}), "cu_alpha", "u_alpha")
    assert found["cu_alpha", None].value is None
    assert "only one label" in found["cu_alpha", None].reason
    assert found["u_alpha", None].value == 1.0


def test_opened_and_empty_counts_never_opened_does_not() -> None:
    marks = [Mark("a", "ann", "x", 2, 5), Mark("b", "ann", "x", 1, 4), Mark("b", "bob", "x", 1, 4)]
    lengths = {"a": 9, "b": 9}
    opened = {("a", "ann"), ("b", "ann"), ("b", "bob")}
    never = values((marks, lengths, opened), "u_alpha")["u_alpha", None]
    empty = values((marks, lengths, opened | {("a", "bob")}), "u_alpha")["u_alpha", None]
    assert never.value == 1.0
    assert never.left_out == ("1 article opened by one annotator: nothing to compare with",)
    assert empty.value is not None
    assert empty.value < 1.0
