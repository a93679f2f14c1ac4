"""Agreement on attributes of marks and on relations, beside slow ways to the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import attributes_by_hand as hand
import numpy as np
import pytest
from random_studies import random_studies
from scipy.optimize import linear_sum_assignment

from annotator.agreement.attributes.answers_of_marks import answers_of_marks
from annotator.agreement.attributes.attribute_measures import attribute_measures
from annotator.agreement.attributes.matched_marks import match_marks
from annotator.agreement.attributes.relation_measures import relation_measures
from annotator.agreement.attributes.relations import (
    disputed_relations,
    match_relations,
    relations_between,
)
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks
from annotator.errors import RatingsError

DISTANCES = {
    "nominal": (hand.nominal, ("a", "b", "c")),
    "interval": (hand.interval, ("1", "2", "5")),
    "ordinal": (hand.ordinal, ("1", "2", "3")),
    "ratio": (hand.ratio, ("0", "2", "5")),
    "jaccard": (hand.jaccard, ("a", "a|b", "b|c", "")),
    "masi": (hand.masi, ("a", "a|b", "b|c", "")),
    "text": (None, ("the mayor", "the old Mayor", "Ada \N{BRIDGE AT NIGHT}")),
}


def spans_of(world: hand.World) -> Spans:
    return spans_from_marks(
        [
            Mark(article, who, *mark)
            for (article, who), marks in world.marks.items()
            for mark in marks
        ],
        lengths=dict.fromkeys(world.opened, hand.LENGTH),
        seen=[(article, who) for article, people in world.opened.items() for who in people],
        labels=["X", "Y"],
    )


def key_of(spans: Spans, row: int) -> tuple[str, str, tuple[str, int, int]]:
    return (
        spans.articles[spans.article[row]],
        spans.annotators[spans.annotator[row]],
        (spans.labels[spans.label[row]], int(spans.start[row]), int(spans.end[row])),
    )


def given(world: hand.World, spans: Spans) -> list[str | None]:
    keys = [key_of(spans, row) for row in range(len(spans))]
    return [world.marks[article, who][mark] for article, who, mark in keys]


def no_resamples(spans: Spans) -> ArticleResamples:
    return ArticleResamples(spans.annotators_per_article >= 2, resamples=0)


def found_of(measures: list[Measure]) -> dict[tuple[str, str, str, str | None], float | None]:
    return {(one.name, one.scope, one.id, one.label): one.value for one in measures}


@pytest.mark.parametrize("level", DISTANCES)
def test_values_are_those_of_the_slow_way(level: str) -> None:
    distance, answers = DISTANCES[level]
    defined = 0
    for seed in random_studies(60):
        world = hand.some_world(seed, answers)
        spans = spans_of(world)
        codes = answers_of_marks(
            given(world, spans), level, answers if level == "ordinal" else None
        )
        found = found_of(attribute_measures(spans, codes, drawn=no_resamples(spans)))
        for label in (None, "X", "Y"):
            matches = hand.matches_of(world, label)
            if ("joint_f1", "all", "", label) not in found:
                assert label
                assert not any(m[0] == label for one in world.marks.values() for m in one)
                continue
            slow = {
                "joint_f1": hand.joint_f1(world, matches, label)[0],
                "pair_pooled_alpha": distance and hand.alpha(world, matches, distance),
                "percent_on_matched": hand.mean_over_matches(world, matches, lambda a, b: a == b),
                "share_matched": hand.share_matched(world, matches, label),
            }
            if level == "text":
                slow["token_overlap"] = hand.mean_over_matches(world, matches, hand.words_in_common)
            for name, value in slow.items():
                assert found[name, "all", "", label] == (
                    None if value is None else pytest.approx(value)
                ), (seed, label, name)
            defined += slow["percent_on_matched"] is not None
    assert defined > 100


@pytest.mark.parametrize("marks", [6, 14, 40])
def test_many_marks_on_one_place_have_the_most_matches_at_the_least_distance(marks: int) -> None:
    r = np.random.default_rng(marks)
    for _ in range(8):
        start = r.integers(0, 60, (2, marks))
        end = start + r.integers(1, 25, (2, marks))
        spans = spans_from_marks(
            {Mark("t", f"A{g}", "X", int(start[g, k]), int(end[g, k]))
             for g in (0, 1) for k in range(marks)},
            lengths={"t": 90},
        )  # fmt: skip
        mine, theirs = (np.flatnonzero(spans.annotator == g) for g in (0, 1))
        shared = np.minimum.outer(spans.end[mine], spans.end[theirs]) - np.maximum.outer(
            spans.start[mine], spans.start[theirs]
        )
        far = np.abs(np.subtract.outer(spans.start[mine], spans.start[theirs]))
        far += np.abs(np.subtract.outer(spans.end[mine], spans.end[theirs]))
        row, column = linear_sum_assignment(np.where(shared > 0, far, 10**6))
        real = shared[row, column] > 0
        found = match_marks(spans)
        distance = np.abs(spans.start[found.first] - spans.start[found.second])
        distance += np.abs(spans.end[found.first] - spans.end[found.second])
        assert len(found) == real.sum()
        assert distance.sum() == far[row, column][real].sum()
        assert len({*found.first.tolist()}) == len({*found.second.tolist()}) == len(found)


def test_pairs_have_f1_and_kappa_of_their_own() -> None:
    for seed in random_studies(120):
        world = hand.some_world(seed)
        spans = spans_of(world)
        answers = answers_of_marks(given(world, spans), "nominal")
        found = found_of(attribute_measures(spans, answers, drawn=no_resamples(spans)))
        matches = hand.matches_of(world)
        _, f1 = hand.joint_f1(world, matches)
        for g, h in combinations(spans.annotators, 2):
            pair = f"{g} & {h}"
            if ("joint_f1", "pair", pair, None) not in found:
                assert all(g not in who or h not in who for who in world.opened.values())
                continue
            wanted = f1.get((g, h))
            assert found["joint_f1", "pair", pair, None] == (
                None if wanted is None else pytest.approx(wanted)
            )
            kappa = hand.kappa(world, matches, g, h)
            assert found["cohen_on_matched", "pair", pair, None] == (
                None if kappa is None else pytest.approx(kappa)
            )


def test_an_interval_is_of_whole_articles_drawn_anew() -> None:
    world = hand.some_world(3)
    for seed in range(4, 40):
        more = hand.some_world(seed)
        world.opened |= {f"{seed}{article}": who for article, who in more.opened.items()}
        world.marks |= {(f"{seed}{t}", who): marks for (t, who), marks in more.marks.items()}
    spans = spans_of(world)
    answers = answers_of_marks(given(world, spans), "nominal")
    drawn = ArticleResamples(spans.annotators_per_article >= 2, resamples=200, seed=1, keep=True)
    attribute_measures(spans, answers, drawn=drawn, scopes=())
    assert drawn.rows is not None
    rows = drawn.rows["pair_pooled_alpha", "all", "", None]
    for number in (0, 7, 199):
        again = hand.World({}, {})
        for place, article in enumerate(spans.articles):
            for copy in range(int(drawn.weights[place, number])):
                again.opened[f"{article}.{copy}"] = world.opened[article]
                for who in world.opened[article]:
                    again.marks[f"{article}.{copy}", who] = world.marks[article, who]
        wanted = hand.alpha(again, hand.matches_of(again), hand.nominal)
        assert rows[1 + number] == pytest.approx(wanted)


def test_the_share_matched_says_how_much_the_rest_rests_on() -> None:
    marks = [
        Mark("a", "ann", "X", 0, 9),
        Mark("a", "ann", "X", 20, 30),
        Mark("a", "bob", "X", 2, 9),
    ]
    spans = spans_from_marks(marks, lengths={"a": 40})
    answers = answers_of_marks(["pro", "pro", "pro"], "nominal")
    found = {one.name: one for one in attribute_measures(spans, answers, drawn=no_resamples(spans))}
    assert found["share_matched"].value == pytest.approx(2 / 3)
    assert found["pair_pooled_alpha"].value is None
    assert found["pair_pooled_alpha"].reason.startswith("everybody gave the same answer")
    assert found["pair_pooled_alpha"].pooling == "over matched marks only"


def test_free_text_has_equal_answers_and_words_in_common_but_no_alpha() -> None:
    marks = [Mark("a", who, "X", start, start + 5) for who in ("ann", "bob") for start in (0, 10)]
    spans = spans_from_marks(marks, lengths={"a": 40})
    answers = answers_of_marks(["the mayor", "Ada", "the old mayor", "Ada"], "text")
    found = {one.name: one for one in attribute_measures(spans, answers, drawn=no_resamples(spans))}
    assert found["percent_on_matched"].value == 0.5
    assert found["token_overlap"].value == pytest.approx((0.8 + 1) / 2)
    assert "no distance" in found["pair_pooled_alpha"].reason


def test_a_negative_number_at_the_ratio_level_has_no_alpha_but_a_reason() -> None:
    marks = [Mark("a", who, "X", start, start + 5) for who in ("ann", "bob") for start in (0, 10)]
    spans = spans_from_marks(marks, lengths={"a": 40})
    answers = answers_of_marks(["-1", "2", "1", "2"], "ratio")
    found = {one.name: one for one in attribute_measures(spans, answers, drawn=no_resamples(spans))}
    assert found["percent_on_matched"].value == 0.5
    assert found["pair_pooled_alpha"].value is None
    assert "negative" in found["pair_pooled_alpha"].reason


def test_what_is_said_of_a_mark_never_makes_a_match() -> None:
    """The nearer mark is the match, though the other one has the same answer."""
    marks = [Mark("a", "ann", "X", 0, 9), Mark("a", "bob", "X", 0, 4), Mark("a", "bob", "X", 1, 9)]
    spans = spans_from_marks(marks, lengths={"a": 40})
    answers = answers_of_marks(["pro", "pro", "con"], "nominal")
    found = found_of(attribute_measures(spans, answers, drawn=no_resamples(spans), scopes=()))
    assert found["joint_f1", "all", "", None] == 0.0


def relations_of(world: hand.World, spans: Spans):  # type: ignore[no-untyped-def]
    row = {key_of(spans, number): number for number in range(len(spans))}
    return relations_from(
        spans,
        [
            (row[article, who, begin], row[article, who, end], kind)
            for (article, who), drawn in world.relations.items()
            for begin, end, kind in drawn
        ],
        ["answer", "cause"],
    )


def relations_from(spans: Spans, rows: Sequence[tuple[int, int, str]], types: Sequence[str] = ()):  # type: ignore[no-untyped-def]
    begin, end = (np.array([row[side] for row in rows], dtype=np.int64) for side in (0, 1))
    return relations_between(spans, begin, end, [name for _, _, name in rows], types)


def test_relations_agree_as_the_slow_way_says() -> None:
    defined = 0
    for seed in random_studies(120):
        world = hand.some_world(seed, places=2, most_relations=12)
        spans = spans_of(world)
        relations = relations_of(world, spans)
        found = found_of(
            relation_measures(relations, match_marks(spans), drawn=no_resamples(spans))
        )
        for name, typed in (("relation_f1", True), ("relation_f1_untyped", False)):
            wanted = hand.relation_f1(world, typed)
            assert found[name, "all", "", None] == (
                None if wanted is None else pytest.approx(wanted)
            ), seed
            defined += bool(wanted)
            for kind in ("answer", "cause") if typed else ():
                wanted = hand.relation_f1(world, typed, kind)
                assert found.get((name, "all", "", kind)) == (
                    None if wanted is None else pytest.approx(wanted)
                ), seed
    assert defined > 10


def test_types_of_relations_that_match_agree_as_the_slow_way_says() -> None:
    defined = 0
    for seed in random_studies(120):
        world = hand.some_world(seed, places=2, most_relations=12)
        spans = spans_of(world)
        relations = relations_of(world, spans)
        found = found_of(
            relation_measures(relations, match_marks(spans), drawn=no_resamples(spans))
        )
        types = hand.types_of_matches(world)
        alpha = hand.alpha_of([one[2:] for one in types], hand.nominal)
        assert found["relation_type_alpha", "all", "", None] == (
            None if alpha is None else pytest.approx(alpha)
        ), seed
        for g, h in combinations(spans.annotators, 2):
            if ("relation_f1", "pair", f"{g} & {h}", None) not in found:
                continue
            kappa = hand.kappa_of([one[2:4] for one in types if one[:2] == (g, h)])
            assert found["relation_type_kappa", "pair", f"{g} & {h}", None] == (
                None if kappa is None else pytest.approx(kappa)
            ), seed
            defined += kappa is not None
    assert defined > 10


def test_a_disputed_relation_says_what_the_others_did() -> None:
    places = {"one": (0, 4), "two": (10, 14), "three": (20, 24)}
    made = {
        "ann": (("one", "two", "cause"), ("two", "three", "cause"), ("one", "three", "cause")),
        "bob": (("two", "one", "cause"), ("two", "three", "answer")),
        "cyd": (),
    }
    marks = [
        Mark("a", who, "X", *place)
        for who in made
        for name, place in places.items()
        if (who, name) != ("cyd", "three")
    ]
    spans = spans_from_marks(marks, lengths={"a": 40})
    row = {key_of(spans, number)[1:]: number for number in range(len(spans))}
    relations = relations_from(
        spans,
        [
            (row[who, ("X", *places[begin])], row[who, ("X", *places[end])], kind)
            for who, drawn in made.items()
            for begin, end, kind in drawn
        ],
    )
    matched = match_marks(spans)
    found = disputed_relations(relations, matched, match_relations(relations, matched))
    said = {
        tuple(
            int(spans.start[one]) for one in (relations.begin[d.rows[0]], relations.end[d.rows[0]])
        ): d.kinds
        for d in found
    }
    assert said == {
        (0, 10): ("direction", "missed"),
        (10, 0): ("direction", "missed"),
        (10, 20): ("end not marked", "type"),
        (0, 20): ("end not marked", "missed"),
    }


def test_a_relation_over_two_annotators_is_refused() -> None:
    spans = spans_from_marks(
        [Mark("a", "ann", "X", 0, 4), Mark("a", "bob", "X", 0, 4)], lengths={"a": 9}
    )
    with pytest.raises(RatingsError, match="two marks of one annotator"):
        relations_from(spans, [(0, 1, "cause")])


def test_the_names_of_annotators_and_the_order_of_marks_change_nothing() -> None:
    for seed in random_studies(60):
        world = hand.some_world(seed)
        other = {"ann": "zoe", "bob": "yan", "cyd": "xia", "dee": "wim"}
        turned = hand.World(
            {t: [other[who] for who in reversed(people)] for t, people in world.opened.items()},
            {(t, other[who]): marks for (t, who), marks in reversed(world.marks.items())},
        )
        values = []
        for one in (world, turned):
            spans = spans_of(one)
            answers = answers_of_marks(given(one, spans), "nominal")
            found = attribute_measures(spans, answers, drawn=no_resamples(spans), scopes=())
            values.append([np.nan if m.value is None else m.value for m in found])
        assert values[0] == pytest.approx(values[1], nan_ok=True)
