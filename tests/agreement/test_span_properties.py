"""What must not change a value, for every span measure at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from span_worlds import LABELS, UNHURRIED, World, values, worlds

from annotator.agreement.spans.span_measures import SPAN_MEASURES, span_measures
from annotator.agreement.spans.spans import Mark, spans_from_marks

ALL = tuple(name for name in SPAN_MEASURES if name != "token_alpha")
# α_U of 1995 joins the lengths of an article, so cutting one changes it; a cut is no boundary.
ADDITIVE = tuple(name for name in ALL if name != "alpha_u_1995")


def numbers(world: World, names: tuple[str, ...] = ALL) -> dict[tuple[str, str | None], object]:
    return {key: pytest.approx(m.value) for key, m in values(world, *names).items()}


def plain(world: World, names: tuple[str, ...] = ALL) -> dict[tuple[str, str | None], object]:
    return {key: measure.value for key, measure in values(world, *names).items()}


@given(worlds(nested=True), st.randoms())
@UNHURRIED
def test_the_order_of_spans_and_articles(world: World, random: object) -> None:
    marks, lengths, seen = world
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = shuffled, dict(reversed(lengths.items())), seen
    assert plain(other) == numbers(world)


@given(worlds(nested=True))
@UNHURRIED
def test_the_names_of_annotators(world: World) -> None:
    marks, lengths, seen = world
    name = {"ann": "zoe", "bob": "yan", "cyd": "xia", "dee": "wim"}
    renamed = [replace(mark, annotator=name[mark.annotator]) for mark in marks]
    other = renamed, lengths, {(article, name[who]) for article, who in seen}
    assert plain(other) == numbers(world)


@given(worlds(nested=True))
@UNHURRIED
def test_the_names_of_labels(world: World) -> None:
    marks, lengths, seen = world
    turn = dict(zip(LABELS, (*LABELS[1:], LABELS[0]), strict=True))
    other = [replace(mark, label=turn[mark.label]) for mark in marks], lengths, seen
    expected = {
        (name, turn.get(label) if label else None): value
        for (name, label), value in numbers(world).items()
    }
    assert plain(other) == expected


@given(worlds(nested=True, articles=1), st.integers(1, 5))
@UNHURRIED
def test_joining_two_articles_end_to_end_for_measures_that_add(world: World, gap: int) -> None:
    """Two copies as two articles, or as one text with unmarked text between and behind."""
    marks, lengths, seen = world
    width = lengths["a0"] + gap + 1
    who = {annotator for _, annotator in seen}
    apart = (
        [replace(mark, article=name) for name in ("b0", "b1") for mark in marks],
        {"b0": width, "b1": width},
        {(name, one) for name in ("b0", "b1") for one in who},
    )
    moved = [
        replace(mark, article="b", start=mark.start + shift + 1, end=mark.end + shift + 1)
        for shift in (0, width)
        for mark in marks
    ]
    together = moved, {"b": 2 * width}, {("b", one) for one in who}
    shifted = (
        [replace(mark, start=mark.start + 1, end=mark.end + 1) for mark in apart[0]],
        *apart[1:],
    )
    assert plain(together, ADDITIVE) == numbers(shifted, ADDITIVE)


@given(worlds(articles=2))
@UNHURRIED
def test_identical_annotators_agree_completely(world: World) -> None:
    marks, lengths, _ = world
    first = min((mark.annotator for mark in marks), default="ann")
    own = [mark for mark in marks if mark.annotator == first]
    same = [replace(mark, annotator=who) for who in ("ann", "bob", "cyd") for mark in own]
    seen = {(article, who) for article in lengths for who in ("ann", "bob", "cyd")}
    for measure in values((same, lengths, seen), *ALL).values():
        if measure.value is not None:
            assert measure.value == pytest.approx(1.0), measure.name


@given(worlds(nested=True))
@UNHURRIED
def test_a_value_or_a_reason_and_never_anything_else(world: World) -> None:
    marks, lengths, seen = world
    spans = spans_from_marks(marks, lengths=lengths, seen=seen, labels=LABELS)
    found = span_measures(spans, ALL, resamples=20, groups={"g": sorted({w for _, w in seen})})
    entries = [m for m in found if m.scope == "all" and m.label is None]
    assert [m.name for m in entries] == list(ALL)
    for measure in found:
        assert (measure.value is None) == bool(measure.reason)


@given(worlds())
@UNHURRIED
def test_a_group_of_everybody_is_everybody(world: World) -> None:
    marks, lengths, seen = world
    spans = spans_from_marks(marks, lengths=lengths, seen=seen, labels=LABELS)
    everybody = sorted({who for _, who in seen})
    found = span_measures(spans, ALL, scopes=(), groups={"g": everybody}, resamples=0)
    by_scope = {
        scope: {m.name: m.value for m in found if m.scope == scope and m.label is None}
        for scope in ("all", "group")
    }
    for name, value in by_scope["group"].items():
        assert value == by_scope["all"][name]


def test_leaving_an_annotator_out_is_the_study_without_them() -> None:
    marks = [Mark("a", "ann", "x", 0, 5), Mark("a", "bob", "x", 1, 5), Mark("a", "cyd", "y", 3, 9)]
    opened = [("a", "ann"), ("a", "bob"), ("a", "cyd")]
    spans = spans_from_marks(marks, lengths={"a": 12}, seen=opened, labels=LABELS)
    found = span_measures(spans, ALL, scopes=("annotator", "pair"), resamples=0)
    without = {m.name: m.value for m in found if (m.scope, m.id) == ("annotator", "cyd")}
    pair = {m.name: m.value for m in found if (m.scope, m.id) == ("pair", "ann & bob")}
    world = [m for m in marks if m.annotator != "cyd"], {"a": 12}, set(opened[:2])
    alone = values(world, *ALL)
    assert set(without) == set(pair) == set(ADDITIVE)
    for name, value in without.items():
        assert value == pytest.approx(alone[name, None].value), name
        assert pair[name] == pytest.approx(value), name
