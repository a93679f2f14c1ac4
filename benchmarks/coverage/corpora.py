"""Made-up corpora that stand for everything an interval speaks of: articles differ in how hard they
are and in how much there is to mark, and one label is rare."""

from __future__ import annotations

import numpy as np

from annotator.agreement.ratings.ratings import Ratings, ratings_from_codes
from annotator.agreement.spans.spans import Spans, spans_from_arrays

LABELS = ("common", "second", "rare", "very rare")
SHARES = np.array([0.6, 0.3, 0.08, 0.02])
ANNOTATORS, PLACES, LENGTH, ITEMS = 3, 24, 960, 8


def marked_corpus(rng: np.random.Generator, articles: int) -> Spans:
    """Marks of three annotators; nobody marks anything in some articles."""
    shape = (articles, ANNOTATORS, PLACES)
    hard = rng.beta(2, 4, (articles, 1, 1))
    article, annotator, place = np.indices(shape)
    much = rng.beta(1, 2, (articles, 1, 1))  # how much there is to be marked
    there = np.broadcast_to(rng.random((articles, 1, PLACES)) < much, shape)
    marked = np.where(there, rng.random(shape) > 0.1 + 0.5 * hard, rng.random(shape) < 0.1 * hard)
    kind = np.broadcast_to(rng.choice(4, (articles, 1, PLACES), p=SHARES), shape)
    label = np.where(rng.random(shape) > 0.5 * hard, kind, rng.choice(4, shape, p=SHARES))
    start = place * (LENGTH // PLACES) + rng.integers(0, 8, shape)
    end = start + rng.integers(10, 30, shape)
    columns = (column[marked] for column in (article, annotator, label, start, end))
    return spans_from_arrays(
        *columns,
        lengths=dict.fromkeys(range(articles), LENGTH),
        labels=range(4),
        seen=[(a, g) for a in range(articles) for g in range(ANNOTATORS)],
    )


def rated_corpus(rng: np.random.Generator, articles: int) -> Ratings:
    """Some passages of each article, each rated by two annotators."""
    shape = (2, articles, ITEMS)
    hard = rng.beta(2, 4, (1, articles, 1))
    leaning = rng.dirichlet(4 * SHARES, articles)  # articles have labels of their own
    drawn = rng.random((articles, ITEMS, 1)) > leaning.cumsum(1)[:, None, :]
    hidden = np.minimum(drawn.sum(2), 3)
    slipped = rng.random(shape) < 0.6 * hard
    codes = np.where(slipped, rng.choice(4, shape, p=SHARES), hidden[None])
    return ratings_from_codes(
        codes.reshape(2, -1).astype(np.int8), categories=LABELS,
        articles=np.repeat(np.arange(articles), ITEMS).tolist(),
    )  # fmt: skip
