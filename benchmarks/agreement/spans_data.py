"""A made-up corpus of spans: plain numpy, so that the peers' environment can import it.

Every article has 40 places that each annotator marks a little differently, some with another label.
In `corpus` nobody's spans overlap their own; in `nested_corpus` every second one lies in or across
the one before. Everything comes from one fixed seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
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


def unkind_corpus(articles: int = 1000, seed: int = 7) -> Corpus:
    """As real work is: marks come in bursts, a third of the places are long quotations around
    short marks, two marks of one annotator overlap under any label, one label has most of the
    marks and one hardly any, and now and then an annotator leaves an article empty."""
    rng = np.random.default_rng(seed)
    place, marks = (articles, 1, UNITS), (articles, ANNOTATORS, UNITS)
    bursts = rng.integers(0, LENGTH - 420, (articles, 1, 4))
    near = np.take_along_axis(bursts, rng.integers(0, 4, place), axis=2)
    anywhere = rng.integers(0, LENGTH - 420, place)
    begin = np.where(rng.random(place) < 0.6, near + rng.integers(0, 120, place), anywhere)
    quotation = rng.random(place) < 1 / 3
    size = np.where(quotation, rng.integers(100, 301, place), rng.integers(6, 50, place))
    kind = rng.choice(LABELS, place, p=(0.6, 0.25, 0.1, 0.04, 0.01))
    start = begin + rng.integers(0, 9, marks)
    end = start + np.maximum(2, size + rng.integers(-4, 5, marks))
    label = np.where(rng.random(marks) < 0.8, kind, rng.integers(0, LABELS, marks))
    worked = rng.random((articles, ANNOTATORS, 1)) >= 0.05
    marked = (rng.random(marks) >= MISSED) & worked
    article, annotator, _ = np.nonzero(marked)
    return Corpus(articles, article, annotator, label[marked], start[marked], end[marked])


def crowd_corpus(texts: int = 16_000, people: int = 3_600, seed: int = 7) -> tuple[Corpus, Ints]:
    """Short texts of three or four people each, some of whom mark nothing; and who saw which, two
    columns."""
    rng = np.random.default_rng(seed)
    many = 3 + np.arange(texts) % 2
    article = np.repeat(np.arange(texts), many)
    first = np.cumsum(many) - many
    turn = np.arange(len(article)) - np.repeat(first, many)
    step = people // 4  # nobody sees a text twice
    who = (np.repeat(rng.integers(0, people, texts), many) + turn * step) % people
    marks = np.where(rng.random(len(article)) < 0.2, 0, rng.integers(1, 5, len(article)))
    rows = np.repeat(np.arange(len(article)), marks)
    start = rng.integers(0, 220, len(rows))
    label = rng.choice(LABELS, len(rows), p=(0.6, 0.25, 0.1, 0.04, 0.01))
    end = start + rng.integers(3, 60, len(rows))
    seen = np.stack([article, who], axis=1)
    return Corpus(texts, article[rows], who[rows], label, start, end), seen
