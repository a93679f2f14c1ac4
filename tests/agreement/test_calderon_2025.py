"""Calderon, Reichart and Dror (2025), The Alternative Annotator Test for LLM-as-a-Judge."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from random_studies import random_studies
from slow_alt_test import (
    Work,
    f1_of_characters,
    f1_of_overlaps,
    jaccard,
    mean_of,
    near,
    rejected,
    same,
    slow_alt_test,
)

from annotator.agreement import alt_test_of_ratings, alt_test_of_spans
from annotator.agreement.alternative_annotator.alike import Alike
from annotator.agreement.alternative_annotator.alike_ratings import alike_ratings
from annotator.agreement.alternative_annotator.alike_spans import alike_spans
from annotator.agreement.alternative_annotator.alt_test import (
    AltTest,
    alternative_annotator_test,
    benjamini_yekutieli,
)
from annotator.agreement.ratings.ratings import Ratings, ratings_from_labels
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks
from annotator.errors import RatingsError

MODEL = "the model"
FEWEST = 4  # of the random studies, which are small


def asked(alike: Alike, epsilon: float, q: float) -> AltTest:
    return alternative_annotator_test(
        alike, MODEL, epsilon=epsilon, q=q, fewest_humans=1, fewest_items=FEWEST
    )


def assert_as_slowly(found: AltTest, work: dict[str, Work], score: Any) -> int:
    """How many humans were left out, after comparing all that is said of each."""
    humans = {name: given for name, given in work.items() if name != MODEL}
    slow = slow_alt_test(
        work[MODEL], humans, score, epsilon=found.epsilon, q=found.q, fewest=FEWEST
    )  # fmt: skip
    assert {one.name for one in found.humans} == set(slow)
    for one in found.humans:
        n, rho_f, rho_h, p, won = slow[one.name]
        assert (one.items, one.rejected) == (n, won)
        assert (one.model_advantage, one.human_advantage) == pytest.approx((rho_f, rho_h))
        assert one.p == pytest.approx(p, abs=1e-12)
    if slow:
        assert found.winning_rate == pytest.approx(np.mean([one[4] for one in slow.values()]))
        assert found.advantage == pytest.approx(np.mean([one[1] for one in slow.values()]))
    return len(slow)


@pytest.mark.parametrize(("score", "alike"), [("accuracy", same), ("neg_rmse", near),
                                              ("jaccard", jaccard)])  # fmt: skip
def test_of_ratings_it_is_what_a_slow_program_finds(score: str, alike: Any) -> None:
    left_out = 0
    for seed in random_studies(200):
        rng = random.Random(seed)
        words: Sequence[str | int] = ["x", "y", "z"]
        if score == "neg_rmse":
            words = [1, 2, 3, 5]
        if score == "jaccard":
            words = ["", "x", "x|y", "y|z", "x|y|z"]
        names = [*(f"A{n}" for n in range(rng.randint(2, 5))), MODEL]
        rng.shuffle(names)
        gaps, noise = rng.choice([0, 0.2, 0.5]), rng.random()
        items = [str(n) for n in range(rng.randint(5, 25))]
        truth = {item: rng.choice(words) for item in items}
        work: dict[str, Work] = {
            name: {
                item: truth[item] if rng.random() < noise else rng.choice(words)
                for item in items if rng.random() >= gaps
            }
            for name in names
        }  # fmt: skip
        table = [[work[name].get(item) for item in items] for name in names]
        ratings = ratings_from_labels(table, annotators=names, categories=words)
        found = asked(
            alike_ratings(ratings, score), rng.choice([0, 0.1, 0.15, 0.2]), rng.choice([0.05, 0.3])
        )
        left_out += assert_as_slowly(found, work, mean_of(alike))
    assert left_out > 300


def random_spans(rng: random.Random) -> tuple[Spans, dict[str, Work]]:
    names = [*(f"A{n}" for n in range(rng.randint(2, 4))), MODEL]
    articles = [str(n) for n in range(rng.randint(5, 12))]
    lengths = {one: rng.randint(8, 20) for one in articles}
    gaps = rng.choice([0, 0.3])
    work: dict[str, Work] = {}
    for name in names:
        given: dict[str, Any] = {}
        for one in articles:
            if rng.random() >= gaps:
                marks = set()
                for _ in range(rng.choice([0, 1, 2, 3, 4])):
                    start = rng.randrange(lengths[one] - 1)
                    end = rng.randint(start + 1, min(lengths[one], start + 6))
                    marks.add(Mark(one, name, rng.choice("xy"), start, end))
                given[one] = frozenset(marks)
        work[name] = given
    spans = spans_from_marks(
        [mark for given in work.values() for marks in given.values() for mark in marks],
        lengths=lengths, seen=[(one, name) for name in names for one in work[name]],
    )  # fmt: skip
    return spans, {name: {one: _without_name(given[one]) for one in given}
                   for name, given in work.items()}  # fmt: skip


def _without_name(marks: Any) -> frozenset[Mark]:
    return frozenset(Mark(one.article, "", one.label, one.start, one.end) for one in marks)


@pytest.mark.parametrize(("score", "alike"), [("character", f1_of_characters),
                                              ("overlap", f1_of_overlaps)])  # fmt: skip
def test_of_spans_it_is_what_a_slow_program_finds(score: str, alike: Any) -> None:
    left_out = 0
    for seed in random_studies(100):
        rng = random.Random(seed)
        spans, work = random_spans(rng)
        if MODEL not in spans.annotators:
            continue
        found = asked(alike_spans(spans, score), rng.choice([0, 0.15, 0.2]), 0.05)
        left_out += assert_as_slowly(found, work, mean_of(alike))
    assert left_out > 120


def test_benjamini_and_yekutieli_reject_what_a_loop_rejects() -> None:
    for seed in random_studies(500):
        rng = random.Random(seed)
        p = [rng.random() ** 3 for _ in range(rng.randint(1, 12))]
        found = benjamini_yekutieli(np.array(p), 0.1)
        assert set(np.flatnonzero(found).tolist()) == rejected(p, 0.1)


def ratings_of(**given: Sequence[str]) -> Ratings:
    return ratings_from_labels(list(given.values()), annotators=list(given))


def test_a_tie_counts_for_both() -> None:
    """On 10 of 40 items the model alone says something else; elsewhere all are tied."""
    same_for_all = ["x"] * 40
    ratings = ratings_of(ann=same_for_all, bob=same_for_all, cyd=same_for_all,
                         model=["y"] * 10 + ["x"] * 30)  # fmt: skip
    found = alt_test_of_ratings(ratings, "model", epsilon=0.2)
    ann = found.humans[0]
    assert (ann.model_advantage, ann.human_advantage) == (0.75, 1.0)
    # d has the mean 1/4 and s = √(40/39 · 1/4 · 3/4); t = (1/4 - 1/5) / (s / √40)
    assert ann.statistic == pytest.approx(0.05 / np.sqrt(0.1875 / 39))
    assert (found.winning_rate, found.advantage, found.passes) == (0.0, 0.75, False)


def test_what_is_the_same_everywhere_needs_no_t() -> None:
    one = ["x", "y"] * 20
    ratings = ratings_of(ann=one, bob=one, cyd=one, model=one)
    for epsilon, won in ((0.1, 1.0), (0.0, 0.0)):  # H0 holds where ρ of both is the same
        found = alt_test_of_ratings(ratings, "model", epsilon=epsilon)
        assert found.winning_rate == won
        assert {(h.statistic, h.p) for h in found.humans} == {(None, 1 - won)}


def test_below_three_annotators_or_thirty_items_each_it_is_refused_with_the_reason() -> None:
    one = ["x", "y"] * 20
    two = alt_test_of_ratings(ratings_of(ann=one, bob=one, model=one), "model")
    assert (two.winning_rate, two.advantage, two.humans) == (None, None, ())
    assert two.reason == (
        "The test needs 3 annotators with at least 30 items each that the model and another "
        "annotator did too; 2 have so many (the most that one has is 40)."
    )
    short = one[:29]
    few = alt_test_of_ratings(ratings_of(ann=short, bob=short, cyd=short, model=short), "model")
    assert few.reason.endswith("0 have so many (the most that one has is 29).")
    enough = alt_test_of_ratings(ratings_of(ann=one[:30], bob=one[:30], cyd=one[:30],
                                            model=one[:30]), "model")  # fmt: skip
    assert enough.reason == ""


def test_who_did_little_stays_among_the_others_and_what_is_left_out_is_said() -> None:
    one: list[str | None] = ["x", "y"] * 20
    dee = one[:5] + [None] * 35
    alone = [None] * 3 + one[3:]
    ratings = ratings_from_labels([alone, alone, [None, *one[1:]], dee, one],
                                  annotators=["ann", "bob", "cyd", "dee", "model"])  # fmt: skip
    found = alt_test_of_ratings(ratings, "model")
    assert [h.name for h in found.humans] == ["ann", "bob", "cyd"]
    assert found.left_out == (
        "1 of 40 items of the model left out: fewer than two annotators did them",
        "1 with fewer than 30 items stay among the others, but nobody asks whether the model could "
        "stand in for them: dee",
    )


def test_an_interval_of_the_advantage_resamples_items() -> None:
    rng = random.Random(3)
    table = [[rng.choice("xy") for _ in range(60)] for _ in range(4)]
    ratings = ratings_from_labels(table, annotators=["ann", "bob", "cyd", "model"])
    found = alt_test_of_ratings(ratings, "model", resamples=200, seed=1)
    assert found.advantage_interval is not None
    assert found.advantage is not None
    low, high = found.advantage_interval.low, found.advantage_interval.high
    assert low is not None
    assert high is not None
    assert 0 < low < found.advantage < high < 1


def test_what_cannot_be_asked_is_said() -> None:
    ratings = ratings_of(ann=["x"], bob=["y"])
    with pytest.raises(RatingsError, match="no model 'gpt' among ann, bob"):
        alt_test_of_ratings(ratings, "gpt")
    with pytest.raises(RatingsError, match="epsilon must lie in"):
        alt_test_of_ratings(ratings, "ann", epsilon=1.5)
    with pytest.raises(RatingsError, match="'kappa' is unknown; known are accuracy"):
        alt_test_of_ratings(ratings, "ann", score="kappa")
    spans = spans_from_marks([Mark("a", "ann", "x", 0, 2)], lengths={"a": 3})
    with pytest.raises(RatingsError, match="'iou' is unknown; known are character, overlap"):
        alt_test_of_spans(spans, "ann", score="iou")


def test_an_example_worked_by_hand_from_the_papers_formulas() -> None:
    """No published example fits on a page: the authors' own (github.com/nitaytech/AltTest) has
    hundreds of items. 30 items: in 20 all four say x; in 8 ann alone says y, so that the model is
    nearer to bob and cyd than she is (d = -1), and beside bob and cyd it ties; in 2 the model alone
    says y (d = +1 for everybody). With ε = .15:

    ann: mean d = -6/30, s² = (10 - 30 · .2²)/29, t = (-.2 - .15)/(s/√30) = -3.480
    bob, cyd: mean d = 2/30, s² = (2 - 30/15²)/29, t = (1/15 - .15)/(s/√30) = -1.799
    """
    said = {
        "ann": "x" * 20 + "y" * 8 + "x" * 2,
        "bob": "x" * 30,
        "cyd": "x" * 30,
        MODEL: "x" * 28 + "y" * 2,
    }
    ratings = ratings_from_labels([list(one) for one in said.values()], annotators=list(said))
    found = alt_test_of_ratings(ratings, MODEL, score="accuracy", epsilon=0.15, q=0.05)
    ann, bob, cyd = found.humans
    assert [one.items for one in found.humans] == [30, 30, 30]
    assert (ann.model_advantage, ann.human_advantage) == pytest.approx((28 / 30, 22 / 30))
    assert (bob.model_advantage, bob.human_advantage) == pytest.approx((28 / 30, 1))
    assert ann.statistic == pytest.approx(-3.480, abs=5e-4)
    assert bob.statistic == cyd.statistic == pytest.approx(-1.799, abs=5e-4)
    # Printed tables of Student's t with 29 degrees: .001 at 3.396, .0005 at 3.659; .05 at 1.699,
    # .025 at 2.045. Of three, Benjamini and Yekutieli ask for .05/3/(11/6) = .0091, .018, .027.
    assert 0.0005 < ann.p < 0.001
    assert 0.025 < bob.p < 0.05
    assert [one.rejected for one in found.humans] == [True, False, False]
    assert found.winning_rate == pytest.approx(1 / 3)
    assert found.advantage == pytest.approx(28 / 30)
    assert not found.passes
