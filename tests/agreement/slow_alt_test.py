"""The alternative annotator test as its authors' program goes about it: dictionaries and loops.

Scores are exact fractions, so that a tie is a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.stats import t as student

from annotator.agreement.spans.spans import Mark

Work = Mapping[str, object]  # item -> what was said of it
Score = Callable[[object, Sequence[object]], Fraction]
Found = dict[str, tuple[int, float, float, float, bool]]  # n, ρ of the model, of the human, p, won


def mean_of(similarity: Callable[[object, object], Fraction | int]) -> Score:
    def score(mine: object, others: Sequence[object]) -> Fraction:
        return Fraction(sum(similarity(mine, one) for one in others)) / len(others)

    return score


def rejected(p: Sequence[float], q: float) -> set[int]:
    order = sorted(range(len(p)), key=lambda k: p[k])
    harmonic = sum(1 / r for r in range(1, len(p) + 1))
    last = -1
    for rank, k in enumerate(order, 1):
        if p[k] <= rank / len(p) * q / harmonic:
            last = rank
    return set(order[: max(last, 0)])


def slow_alt_test(
    model: Work, humans: Mapping[str, Work], score: Score, *, epsilon: float, q: float, fewest: int
) -> Found:
    """By human who has at least `fewest` items: what the test says with them left out."""
    who = {
        item: [name for name, work in humans.items() if item in work]
        for work in humans.values() for item in work if item in model
    }  # fmt: skip
    who = {item: names for item, names in who.items() if len(names) >= 2}
    tested, p_values, means = [], [], []
    for name, work in humans.items():
        items = [item for item in work if item in who]
        if len(items) < fewest:
            continue
        W_f, W_h = [], []
        for item in items:
            others = [humans[one][item] for one in who[item] if one != name]
            mine, its = score(work[item], others), score(model[item], others)
            W_f.append(its >= mine)
            W_h.append(mine >= its)
        d = np.array(W_h, float) - np.array(W_f, float)
        if len(set(d.tolist())) == 1:
            p = 0.0 if d[0] < epsilon else 1.0
        else:
            t = (d.mean() - epsilon) / (d.std(ddof=1) / len(d) ** 0.5)
            p = float(student.cdf(t, len(d) - 1))
        tested.append(name)
        p_values.append(p)
        means.append((len(items), float(np.mean(W_f)), float(np.mean(W_h)), p))
    won = rejected(p_values, q)
    return {
        name: (*mean, k in won) for k, (name, mean) in enumerate(zip(tested, means, strict=True))
    }


# ------------------------------------------------------------------ what is alike


def same(a: object, b: object) -> int:
    return int(a == b)


def near(a: int, b: int) -> int:
    return -((a - b) ** 2)


def jaccard(a: object, b: object) -> Fraction:
    one, other = ({part for part in str(each).split("|") if part} for each in (a, b))
    return Fraction(len(one & other), len(one | other)) if one | other else Fraction(1)


def f1_of_characters(a: object, b: object) -> Fraction:
    one, other = (
        {(mark.label, at) for mark in marks for at in range(mark.start, mark.end)}
        for marks in (_marks(a), _marks(b))
    )
    return Fraction(2 * len(one & other), len(one) + len(other)) if one or other else Fraction(1)


def f1_of_overlaps(a: object, b: object) -> Fraction:
    one, other = _marks(a), _marks(b)
    if not one and not other:
        return Fraction(1)
    return Fraction(2 * _most_matched(one, other), len(one) + len(other))


def _marks(work: object) -> list[Mark]:
    assert isinstance(work, frozenset)
    return sorted(work, key=lambda mark: (mark.label, mark.start, mark.end))


def _most_matched(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """By trying every way to choose pairs, fewest marks first."""
    pairs = [
        (i, j) for i, a in enumerate(one) for j, b in enumerate(other)
        if a.label == b.label and min(a.end, b.end) > max(a.start, b.start)
    ]  # fmt: skip
    for size in range(min(len(one), len(other)), 0, -1):
        for some in combinations(pairs, size):
            if len({i for i, _ in some}) == size == len({j for _, j in some}):
                return size
    return 0
