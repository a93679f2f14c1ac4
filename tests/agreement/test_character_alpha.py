"""Character measures against coincidences counted character by character."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from span_worlds import (
    LABELS,
    UNHURRIED,
    World,
    alpha_of_items,
    characters,
    masi,
    nominal,
    values,
    worlds,
)

from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, spans_from_marks
from annotator.agreement.spans.token_spans import token_spans


def agrees(value: float | None, parts: tuple[float, float]) -> bool:
    observed, expected = parts
    if expected < 1e-9:
        return value is None
    return value is not None and math.isclose(value, 1 - observed / expected, abs_tol=1e-9)


@given(worlds(nested=True))
@UNHURRIED
def test_alpha_of_label_sets_is_masi_alpha_of_characters(world: World) -> None:
    items = characters(world)
    parts = alpha_of_items(items, masi) if items else (0.0, 0.0)
    assert agrees(values(world, "character_alpha")["character_alpha", None].value, parts)


@given(worlds())
@UNHURRIED
def test_without_self_overlap_it_is_nominal_alpha(world: World) -> None:
    items = characters(world)
    parts = alpha_of_items(items, nominal) if items else (0.0, 0.0)
    measure = values(world, "character_alpha")["character_alpha", None]
    assert measure.level == "nominal"
    assert agrees(measure.value, parts)


@given(worlds(nested=True))
@UNHURRIED
def test_alpha_of_one_label_is_binary_alpha_of_characters(world: World) -> None:
    found, items = values(world, "character_alpha"), characters(world)
    for label in LABELS:
        binary = [[cell & {label} for cell in item] for item in items]
        parts = alpha_of_items(binary, nominal) if items else (0.0, 0.0)
        assert agrees(found["character_alpha", label].value, parts)


@given(worlds(nested=True))
@UNHURRIED
def test_percent_specific_agreement_and_ac1_of_one_label(world: World) -> None:
    found = values(world, "percent_agreement", "specific_agreement", "gwet_ac1")
    items = characters(world)
    for label in LABELS:
        binary = [[label in cell for cell in item] for item in items]
        if not any(any(item) for item in binary):
            continue
        agreed = [sum(a == b for a, b in combinations(item, 2)) / math.comb(len(item), 2)
                  for item in binary]  # fmt: skip
        p_a = sum(agreed) / len(agreed)
        pi = sum(sum(item) / len(item) for item in binary) / len(binary)
        p_e = 2 * pi * (1 - pi)
        assert found["percent_agreement", label].value == pytest.approx(p_a)
        assert found["gwet_ac1", label].value == pytest.approx((p_a - p_e) / (1 - p_e))
        both = sum(sum(item) * (sum(item) - 1) / (len(item) - 1) for item in binary)
        assert found["specific_agreement", label].value == pytest.approx(
            both / sum(sum(item) for item in binary)
        )


def test_masi_by_hand() -> None:
    # 4 characters. ann: {x}, {x, y}, {}, {}; bob: {x}, {x}, {}, {y}: distances 0, 2/3, 0, 1... the
    # set {x, y} against {x}: Jaccard 1/2, monotonicity 2/3, so 1 - 1/3 = 2/3.
    marks = [Mark("a", "ann", "x", 0, 2), Mark("a", "ann", "y", 1, 2), Mark("a", "bob", "x", 0, 2),
             Mark("a", "bob", "y", 3, 4)]  # fmt: skip
    measure = values((marks, {"a": 4}, {("a", "ann"), ("a", "bob")}), "character_alpha")
    together = measure["character_alpha", None]
    assert together.level == "masi"
    assert together.observed == pytest.approx((2 / 3 + 1) / 4)
    # 3 x {x}, 1 x {x, y}, 3 x {}, 1 x {y}: Σ n_s n_t d = 2(3·2/3 + 9 + 3 + 3 + 2/3 + 3)
    assert together.expected == pytest.approx(2 * (2 + 9 + 3 + 3 + 2 / 3 + 3) / (8 * 7))


def test_token_alpha_is_the_same_measure_on_tokens() -> None:
    text = "the mayor slammed the plan"
    tokens = [(0, 3), (4, 9), (10, 17), (18, 21), (22, 26)]
    marks = [Mark("a", "ann", "x", 10, 17), Mark("a", "bob", "x", 10, 21)]
    spans = spans_from_marks(marks, lengths={"a": len(text)})
    (measure,) = span_measures(
        token_spans(spans, {"a": tokens}), ["character_alpha"], scopes=(), resamples=0
    )
    # 5 tokens, ann 1 of 5, bob 2 of 5: D_o = 1/5, D_e = 2·3·7/(10·9)
    assert measure.unit == "token"
    assert measure.value == pytest.approx(1 - (1 / 5) / (42 / 90))


def test_a_span_of_spaces_alone_has_no_tokens() -> None:
    spans = spans_from_marks([Mark("a", "ann", "x", 3, 4)], lengths={"a": 9})
    assert len(token_spans(spans, {"a": [(0, 3), (4, 9)]})) == 0
