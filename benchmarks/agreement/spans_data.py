"""A made-up corpus of spans: plain numpy, so that the peers' environment can import it.

Every article has 40 places that each annotator marks a little differently, some with another label.
In `corpus` nobody's spans overlap their own; in `nested_corpus` every second one lies in or across
the one before. Everything comes from one fixed seed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Ints

ANNOTATORS, UNITS, LENGTH, LABELS = 5, 40, 3000, 5
MISSED = 0.15  # of the places, by each annotator


class Corpus(NamedTuple):
    """Columns of equal length, one row a span; `articles` of `LENGTH` characters."""

    articles: int
    article: Ints
    annotator: Ints
    label: Ints
    start: Ints
    end: Ints


def corpus(articles: int = 1000, seed: int = 7) -> Corpus:
    rng = np.random.default_rng(seed)
    shape = (articles, ANNOTATORS, UNITS)
    slot = LENGTH // UNITS  # 75 characters: a place never leaves its slot
    begin = np.arange(UNITS) * slot + rng.integers(4, 14, (articles, 1, UNITS))
    size = rng.integers(6, 50, (articles, 1, UNITS))
    kind = rng.integers(0, LABELS, (articles, 1, UNITS))
    start = begin + rng.integers(-4, 5, shape)
    end = start + np.maximum(2, size + rng.integers(-4, 5, shape))
    label = np.where(rng.random(shape) < 0.8, kind, rng.integers(0, LABELS, shape))
    marked = rng.random(shape) >= MISSED
    article, annotator, _ = np.nonzero(marked)
    return Corpus(articles, article, annotator, label[marked], start[marked], end[marked])


def nested_corpus(articles: int = 1000, seed: int = 7) -> Corpus:
    """The same number of places in pairs: the second begins inside the first, under another label,
    and ends inside it or behind it."""
    rng = np.random.default_rng(seed)
    pairs = UNITS // 2
    place, marks = (articles, 1, pairs), (articles, ANNOTATORS, pairs)
    begin = np.arange(pairs) * (LENGTH // pairs) + rng.integers(4, 14, place)
    kind = rng.integers(0, LABELS, place)
    sides = []
    for label, first, size in (
        (kind, begin, rng.integers(30, 90, place)),
        ((kind + 1) % LABELS, begin + rng.integers(4, 20, place), rng.integers(6, 100, place)),
    ):
        start = first + rng.integers(-3, 4, marks)
        end = start + np.maximum(2, size + rng.integers(-3, 4, marks))
        other = rng.integers(0, LABELS, marks)
        sides.append((np.where(rng.random(marks) < 0.8, label, other), start, end))
    labels, starts, ends = (np.concatenate(both, axis=2) for both in zip(*sides, strict=True))
    marked = rng.random(starts.shape) >= MISSED
    article, annotator, _ = np.nonzero(marked)
    ends = np.minimum(ends, LENGTH)
    return Corpus(articles, article, annotator, labels[marked], starts[marked], ends[marked])
