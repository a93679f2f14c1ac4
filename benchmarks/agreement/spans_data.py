"""A made-up corpus of spans: plain numpy, so that the peers' environment can import it.

Every article has 40 places that each annotator marks a little differently, some with another label;
nobody's spans overlap their own. Everything comes from one fixed seed.
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
