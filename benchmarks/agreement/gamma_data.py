"""Made-up spans for the γ benchmark: plain numpy, so that the peer's environment can import it.

An article is a list of (annotator, start, end, label) rows; everything comes from one fixed seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
Rows = list[tuple[int, int, int, int]]


def flat_article(seed: int, *, annotators: int, units: int, length: int = 3000) -> Rows:
    """Passages of 5 to 60 characters that every annotator marks a little differently."""
    rng = np.random.default_rng(seed)
    place, size = np.sort(rng.integers(10, length - 90, units)), rng.integers(5, 60, units)
    kind = rng.integers(0, 5, units)
    return _marked(rng, annotators, place, size, kind)


def nested_article(seed: int, *, annotators: int, units: int, length: int) -> Rows:
    """Half quotations of 100 to 300 characters, half short cues within them; a fifth misplaced."""
    rng = np.random.default_rng(seed)
    half = units // 2
    quote, quote_size = rng.integers(0, length - 330, half), rng.integers(100, 301, half)
    cue, cue_size = quote + rng.integers(0, quote_size - 25), rng.integers(5, 26, half)
    quote_kind, cue_kind = rng.integers(0, 3, half), rng.integers(3, 7, half)
    rows: Rows = []
    for annotator in range(annotators):
        for place, size, kind, noise in (
            (quote, quote_size, quote_kind, 25),
            (cue, cue_size, cue_kind, 5),
        ):
            elsewhere = rng.integers(0, length - 330, half)
            moved = np.clip(place + rng.integers(-noise, noise + 1, half), 0, length - 330)
            start = np.where(rng.random(half) < 0.8, moved, elsewhere)
            end = start + np.maximum(3, size + rng.integers(-noise, noise + 1, half))
            label = np.where(rng.random(half) < 0.8, kind, rng.integers(0, 7, half))
            rows += _rows(annotator, start, end, label)
    return rows


def noisy_article(seed: int, *, annotators: int, units: int, length: int = 3000) -> Rows:
    """As `flat_article`, with 40 % of the marks anywhere, of any size, over the others."""
    rng = np.random.default_rng(seed)
    place, size = np.sort(rng.integers(10, length - 90, units)), rng.integers(5, 60, units)
    kind = rng.integers(0, 5, units)
    rows: Rows = []
    for annotator in range(annotators):
        anywhere = rng.random(units) < 0.4
        near, about = place + rng.integers(-8, 9, units), size + rng.integers(-8, 9, units)
        start = np.where(anywhere, rng.integers(10, length - 90, units), near)
        long = np.where(anywhere, rng.integers(5, 80, units), about)
        label = np.where(~anywhere & (rng.random(units) < 0.8), kind, rng.integers(0, 5, units))
        rows += _rows(annotator, start, start + np.maximum(2, long), label)
    return rows


def quoted_article(seed: int, *, annotators: int, units: int, length: int = 3000) -> Rows:
    """As `flat_article`, with a third of the passages quotations of 100 to 300 characters."""
    rng = np.random.default_rng(seed)
    long = rng.random(units) < 1 / 3
    size = np.where(long, rng.integers(100, 301, units), rng.integers(5, 60, units))
    place = np.sort(rng.integers(10, length - 320, units))
    kind = rng.integers(0, 5, units)
    return _marked(rng, annotators, place, size, kind)


def _marked(rng: np.random.Generator, annotators: int, place: Ints, size: Ints, kind: Ints) -> Rows:
    """What every annotator marks of these passages, each a little differently."""
    units = len(place)
    rows: Rows = []
    for annotator in range(annotators):
        start = place + rng.integers(-8, 9, units)
        end = start + np.maximum(2, size + rng.integers(-8, 9, units))
        label = np.where(rng.random(units) < 0.8, kind, rng.integers(0, 5, units))
        rows += _rows(annotator, start, end, label)
    return rows


def _rows(annotator: int, start: Ints, end: Ints, label: Ints) -> Rows:
    return [
        (annotator, s, e, k)
        for s, e, k in zip(start.tolist(), end.tolist(), label.tolist(), strict=True)
    ]
