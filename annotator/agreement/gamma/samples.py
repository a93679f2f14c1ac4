"""Random continua: what n annotators would look like if they agreed by chance only.

Two samplers are in use and give different γ, so a result names its sampler.

*shuffle* (Mathet et al. 2015, section 5.2): each annotator of the sample is a randomly chosen
annotator of the article whose units are all moved by one random whole number; units that would
start beyond the end come back at the start. The n shifts keep apart by half the mean length of a
unit wherever there is room.

*statistical*: each annotator gets a number of units, gaps between them and lengths drawn from
normal distributions with the article's means and standard deviations (gaps: between neighbours of
one annotator, before the first unit, and one gap of 0; negative where units overlap), labels drawn
with the article's frequencies.

Both follow pygamma-agreement's reading, with one difference: with three annotators or more its
shuffle can put two shifts close to each other again, because a forbidden stretch is opened anew
when a later shift is drawn; here it stays forbidden.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.continua import UNIT_COLUMNS, Continuum

SAMPLERS = ("shuffle", "statistical")
SHORTEST = 1e-6  # a sampled unit is longer than this


class Sampler:
    """Draws random continua like `like`; sample k is the same whoever draws it, and when.

    The random stream of a sample depends on the seed, its number and what was marked, never on
    the order or the names of articles, annotators and labels.

    >>> import numpy as np
    >>> from annotator.agreement.gamma.continua import continuum_of
    >>> like = continuum_of(2, [0, 1], [0, 0], [2, 3], [8, 9])
    >>> one, two = Sampler(like, "statistical", seed=0), Sampler(like, "statistical", seed=0)
    >>> bool(np.array_equal(one.sample(7).start, two.sample(7).start))
    True
    """

    def __init__(self, like: Continuum, kind: str, *, seed: int) -> None:
        if kind not in SAMPLERS:
            raise ValueError(f"the sampler must be {' or '.join(SAMPLERS)}, it is {kind!r}")
        if not len(like):
            raise ValueError("nothing was marked, so there is nothing to sample from")
        self.like = like
        self.kind = kind
        self._stream = [seed, _digest(like)]
        self._statistics = _Statistics.of(like)

    def sample(self, number: int) -> Continuum:
        rng = np.random.default_rng([*self._stream, number])
        return _shuffled(self.like, rng) if self.kind == "shuffle" else self._statistics.draw(rng)


def _digest(continuum: Continuum) -> int:
    """A number that stands for what was marked."""
    content = hashlib.sha256(str(continuum.annotators).encode())
    for name in UNIT_COLUMNS:
        content.update(getattr(continuum, name).astype("<f8").tobytes())
    return int.from_bytes(content.digest()[:8], "little")


# --------------------------------------------------------------------------- shuffle


def _shuffled(like: Continuum, rng: np.random.Generator) -> Continuum:
    n = like.annotators
    lowest, highest = min(0.0, float(like.start.min())), float(like.end.max())
    borders = np.searchsorted(like.annotator, np.arange(n + 1))
    while True:  # an annotator without units may be chosen n times: then draw again
        shifts = _shifts(n, lowest, highest, float((like.end - like.start).mean()) / 2, rng)
        chosen = rng.integers(n, size=n)
        counts = borders[chosen + 1] - borders[chosen]
        if counts.sum():
            break
    units = np.concatenate([np.arange(borders[c], borders[c + 1]) for c in chosen])
    shift = np.repeat(shifts, counts)
    start, end = like.start[units] + shift, like.end[units] + shift
    back = np.where(start > highest, highest - lowest, 0.0)
    return Continuum(
        n, np.repeat(np.arange(n), counts), like.label[units], start - back, end - back
    )


def _shifts(
    count: int, lowest: float, highest: float, apart: float, rng: np.random.Generator
) -> Floats:
    """Whole numbers between `lowest` and `highest`, `apart` from each other while there is room."""
    free = np.array([[lowest, highest]])
    shifts = np.empty(count)
    for number in range(count):
        room = free[:, 1] - free[:, 0]
        if room.sum() > 0:
            place = rng.uniform(0, room.sum())
            stretch = min(int(np.searchsorted(np.cumsum(room), place, "right")), len(room) - 1)
            place += free[stretch, 0] - (room[:stretch].sum())
        else:
            place = rng.uniform(lowest, highest)
        shifts[number] = np.trunc(place)
        free = _without(free, shifts[number] - apart, shifts[number] + apart)
    return shifts


def _without(free: Floats, first: float, last: float) -> Floats:
    """Stretches less the stretch from `first` to `last`."""
    left = np.stack([free[:, 0], np.minimum(free[:, 1], first)], axis=1)
    right = np.stack([np.maximum(free[:, 0], last), free[:, 1]], axis=1)
    parts = np.concatenate([left, right])
    kept: Floats = parts[parts[:, 1] > parts[:, 0]]
    return kept


# --------------------------------------------------------------------------- statistical


@dataclass(frozen=True, eq=False)
class _Statistics:
    """Means and standard deviations of one article, for drawing units."""

    annotators: int
    count: tuple[float, float]
    gap: tuple[float, float]
    length: tuple[float, float]
    labels: Floats  # share of each label

    @classmethod
    def of(cls, like: Continuum) -> "_Statistics":
        """`like` is sorted by annotator and start; one gap of 0 is counted too."""
        counts = np.bincount(like.annotator, minlength=like.annotators)
        same = like.annotator[1:] == like.annotator[:-1]
        between = (like.start[1:] - like.end[:-1])[same]
        first = like.start[np.append(True, ~same)]
        return cls(
            like.annotators,
            _mean_and_deviation(counts),
            _mean_and_deviation(np.concatenate([[0.0], between, first[first > 0]])),
            _mean_and_deviation(like.end - like.start),
            np.bincount(like.label) / len(like),
        )

    def draw(self, rng: np.random.Generator) -> Continuum:
        counts = np.zeros(self.annotators, dtype=np.int64)
        starts, ends = [], []
        for annotator in range(self.annotators):
            count = abs(int(rng.normal(*self.count)))
            if not counts.any():
                count = max(1, count)  # a sample is never empty
            counts[annotator] = count
            gap = rng.normal(*self.gap, size=count)
            length = self._lengths(count, rng)
            end = np.cumsum(gap + length)
            starts.append(end - length)
            ends.append(end)
        label = np.searchsorted(np.cumsum(self.labels), rng.random(int(counts.sum())), "right")
        return Continuum(
            self.annotators,
            np.repeat(np.arange(self.annotators), counts),
            np.minimum(label, len(self.labels) - 1),
            np.concatenate(starts),
            np.concatenate(ends),
        )

    def _lengths(self, count: int, rng: np.random.Generator) -> Floats:
        length = np.abs(rng.normal(*self.length, size=count))
        while (short := length < SHORTEST).any():
            length[short] = np.abs(rng.normal(*self.length, size=int(short.sum())))
        return length


def _mean_and_deviation(values: Floats | Ints) -> tuple[float, float]:
    return float(values.mean()), float(values.std())
