"""Random continua keep what their sampler promises."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.agreement.gamma.continua import Continuum, continuum_from_units, continuum_of
from annotator.agreement.gamma.samples import Sampler, _digest, _shifts, _without


def article(seed: int = 0, annotators: int = 3) -> Continuum:
    rng = np.random.default_rng(seed)
    starts = np.sort(rng.integers(0, 900, 60))
    return continuum_of(
        annotators,
        rng.integers(0, annotators, 60),
        rng.choice(3, 60, p=[0.6, 0.3, 0.1]),
        starts.astype(float),
        starts + rng.integers(5, 40, 60).astype(float),
    )


@pytest.mark.parametrize("kind", ["shuffle", "statistical"])
def test_a_sample_depends_on_seed_and_number_only(kind: str) -> None:
    like = article()
    ahead = Sampler(like, kind, seed=1)
    for number in range(5):
        ahead.sample(number)
    again, later = Sampler(like, kind, seed=1).sample(4), ahead.sample(4)
    np.testing.assert_array_equal(again.start, later.start)
    other = Sampler(like, kind, seed=2).sample(4)
    assert again.start.tolist() != other.start.tolist()
    assert again.start.tolist() != ahead.sample(3).start.tolist()


@pytest.mark.parametrize("kind", ["shuffle", "statistical"])
def test_names_and_order_do_not_change_the_samples(kind: str) -> None:
    like = article()
    order = np.random.default_rng(3).permutation(len(like))
    names, labels = np.array([2, 0, 1]), np.array([1, 2, 0])
    renamed = continuum_of(
        3,
        names[like.annotator][order],
        labels[like.label][order],
        like.start[order],
        like.end[order],
    )
    for number in range(5):
        one, two = Sampler(like, kind, seed=0), Sampler(renamed, kind, seed=0)
        np.testing.assert_array_equal(one.sample(number).start, two.sample(number).start)
        np.testing.assert_array_equal(one.sample(number).label, two.sample(number).label)


def test_articles_that_differ_have_streams_that_differ() -> None:
    like = article()
    later = continuum_of(3, like.annotator, like.label, like.start + 1, like.end + 1)
    assert _digest(like) != _digest(later)
    assert _digest(like) == _digest(article())


def test_shuffle_moves_a_whole_annotator_by_one_shift_and_wraps() -> None:
    like = article()
    highest = like.end.max()
    rows = {who: like.start[like.annotator == who] for who in range(3)}
    for number in range(20):
        sample = Sampler(like, "shuffle", seed=0).sample(number)
        assert sample.annotators == 3
        assert (sample.start <= highest).all()
        for who in range(3):
            start = sample.start[sample.annotator == who]
            moved = [
                np.unique((start - source) % highest)
                for source in rows.values()
                if len(source) == len(start)
            ]
            assert any(len(shift) == 1 for shift in moved)


def test_shifts_keep_apart_while_there_is_room() -> None:
    for seed in range(200):
        shifts = _shifts(5, 0.0, 1000.0, 60.0, np.random.default_rng(seed))
        assert np.diff(np.sort(shifts)).min() >= 59  # whole numbers below the drawn places
        assert (shifts == np.trunc(shifts)).all()
    crowded = _shifts(5, 0.0, 10.0, 60.0, np.random.default_rng(0))
    assert ((crowded >= 0) & (crowded <= 10)).all()


def test_a_stretch_stays_forbidden_when_a_later_one_is_taken_out() -> None:
    free = _without(np.array([[0.0, 100.0]]), 20, 40)
    assert free.tolist() == [[0, 20], [40, 100]]
    assert _without(free, 60, 70).tolist() == [[0, 20], [40, 60], [70, 100]]


def test_statistical_samples_have_the_articles_statistics() -> None:
    like = article()
    sampler = Sampler(like, "statistical", seed=0)
    samples = [sampler.sample(number) for number in range(400)]
    lengths = np.concatenate([sample.end - sample.start for sample in samples])
    assert lengths.mean() == pytest.approx((like.end - like.start).mean(), rel=0.02)
    labels = np.concatenate([sample.label for sample in samples])
    np.testing.assert_allclose(
        np.bincount(labels) / len(labels), np.bincount(like.label) / len(like), atol=0.01
    )
    counts = np.array([np.bincount(s.annotator, minlength=3) for s in samples])
    # |⌊normal⌋| is half a unit below the mean on average.
    assert counts.mean() == pytest.approx(len(like) / 3 - 0.5, abs=0.3)


def test_statistical_gaps_are_between_neighbours_before_the_first_and_one_of_zero() -> None:
    units = [("a", 4, 6, "x"), ("a", 10, 12, "x"), ("b", 0, 5, "x"), ("b", 3, 9, "x")]
    sampler = Sampler(continuum_from_units(units, ["a", "b"]), "statistical", seed=0)
    gaps = np.array([0, 4, 10 - 6, 3 - 5])
    assert sampler._statistics.gap == pytest.approx((gaps.mean(), gaps.std()))


@pytest.mark.parametrize("kind", ["shuffle", "statistical"])
def test_a_sample_is_never_empty(kind: str) -> None:
    lonely = continuum_from_units([("a", 3, 5, "x")], ["a", "b", "c", "d"])
    sampler = Sampler(lonely, kind, seed=0)
    assert all(len(sampler.sample(number)) for number in range(100))


def test_an_unknown_sampler_and_an_empty_article_are_refused() -> None:
    with pytest.raises(ValueError, match="shuffle or statistical, it is 'uniform'"):
        Sampler(article(), "uniform", seed=0)
    with pytest.raises(ValueError, match="nothing was marked"):
        Sampler(continuum_from_units([], ["a", "b"]), "shuffle", seed=0)
