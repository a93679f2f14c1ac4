"""How far two soft labels are apart: the measures of the shared tasks on learning with
disagreements (LeWiDi; Uma et al. 2021, Leonardelli et al. 2023, 2025).

Of a unit with the shares p (of people) and q (of another group, or predicted):

    cross-entropy        - sum_k p_k ln q_k         (2021, 2023); q is cut off at 1e-12
    Manhattan distance   sum_k |p_k - q_k|          (2025); from 0 to 2
    Jensen-Shannon       sum_k (p_k log2(p_k / m_k) + q_k log2(q_k / m_k)) / 2, m the mean of both;
                         the divergence in bits, from 0 to 1 (its root is the distance)

and the mean over units. Where labels do not exclude each other, each one is a distribution of two,
(p_k, 1 - p_k), and the measure is the mean over labels. Stretches of text weigh as many characters
as they have. The least cross-entropy is that of p with itself, the people's own entropy, which
stands beside it: nothing predicts better.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.measure import Measure
from annotator.agreement.soft_labels.distributions import SoftLabels
from annotator.errors import RatingsError
from annotator.plural import counted
from annotator.time_left import Steps, one_by_one, unheard

CUT_OFF = 1e-12
Apart = Callable[[Floats, Floats], Floats]  # shares (..., K) of either -> (...)


def cross_entropy(p: Floats, q: Floats) -> Floats:
    """- sum_k p_k ln q_k.

    >>> float(cross_entropy(np.array([0.5, 0.5]), np.array([0.5, 0.5])).round(4))
    0.6931
    """
    found: Floats = -(p * np.log(np.maximum(q, CUT_OFF))).sum(-1) + 0.0
    return found


def manhattan(p: Floats, q: Floats) -> Floats:
    """sum_k |p_k - q_k|

    >>> float(manhattan(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    2.0
    """
    found: Floats = np.abs(p - q).sum(-1)
    return found


def jensen_shannon(p: Floats, q: Floats) -> Floats:
    """The mean divergence of either from the mean of both, in bits.

    >>> float(jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    1.0
    """
    m = (p + q) / 2

    def from_mean(one: Floats) -> Floats:
        ratio = np.divide(one, m, out=np.ones_like(m), where=(one > 0) & (m > 0))
        found: Floats = (one * np.log2(ratio)).sum(-1)
        return found

    return np.maximum((from_mean(p) + from_mean(q)) / 2, 0.0)


MEASURES_APART: dict[str, Apart] = {
    "soft_cross_entropy": cross_entropy,
    "soft_manhattan": manhattan,
    "soft_jensen_shannon": jensen_shannon,
}


def how_far(
    people: SoftLabels, others: SoftLabels, about: str, *, resamples: int = 0, seed: int = 0,
    names: Sequence[str] = tuple(MEASURES_APART), progress: Steps = unheard,
) -> list[Measure]:  # fmt: skip
    """The measures of these names of what people said beside what others said or a model predicted;
    over all labels, and where those do not exclude each other of each.

    >>> from annotator.agreement import ratings_from_labels
    >>> from annotator.agreement.soft_labels.distributions import soft_ratings
    >>> ratings = ratings_from_labels([["a", "b"], ["a", "a"], ["b", "b"]])
    >>> old, new = soft_ratings(ratings, [0, 1]), soft_ratings(ratings, [2])
    >>> [(one.name, round(one.value, 2)) for one in how_far(old, new, "old & new")][1]
    ('soft_manhattan', 1.5)
    """
    if people.labels != others.labels or people.units != others.units:
        raise RatingsError("two soft labels are compared unit by unit; these have other units")
    compared = _Compared(people, others, about, resamples, seed)
    about_labels = (None, *(() if people.exclusive else people.labels))
    asked = [(name, label) for label in about_labels for name in names]
    return [compared.mean(name, label) for name, label in one_by_one(asked, progress)]


@dataclass(frozen=True, eq=False)
class _Compared:
    people: SoftLabels
    others: SoftLabels
    about: str
    resamples: int
    seed: int

    @cached_property
    def both(self) -> Bools:
        """Units with people on both sides."""
        found: Bools = (self.people.people > 0) & (self.others.people > 0)
        return found

    def shares(self, soft: SoftLabels, label: str | None) -> Floats:
        """Distributions, shape (n_units, n_questions, n_answers): one question of exclusive labels,
        or for each label (for one of them) whether or not."""
        found = soft.shares[self.both]
        if soft.exclusive:
            return found[:, None, :]
        if label is not None:
            place = soft.labels.index(label)
            found = found[:, place : place + 1]
        return np.stack([found, 1 - found], axis=-1)

    def mean(self, name: str, label: str | None = None) -> Measure:
        """Over units, by their weight."""
        people, both = self.people, self.both
        of_items = people.exclusive
        weight, cluster = people.weight[both], people.cluster[both]
        clusters, lost = len(np.unique(cluster)), int((~both).sum())
        blank = Measure(
            name, None, "no unit has people on both sides", "group", self.about, label,
            unit="item" if of_items else "character", units=int(both.sum()),
            pooling="pooled" if of_items or label is not None else "mean of labels",
            items=clusters if people.kind == "items" else None,
            articles=clusters if people.kind == "articles" else None,
            left_out=(f"{counted(lost, 'unit')} without people on both sides",) if lost else (),
        )  # fmt: skip
        if not both.any() or weight.sum() <= 0:
            return blank
        p, q = (self.shares(soft, label) for soft in (people, self.others))
        apart = MEASURES_APART[name](p, q).mean(1)
        sums = np.zeros((people.n_clusters, 2))
        np.add.at(sums, cluster, np.stack([apart * weight, weight], axis=1))
        more: dict[str, float | int] = {}
        if name == "soft_cross_entropy":
            entropy = cross_entropy(p, p).mean(1)
            more["entropy"] = float(entropy @ weight / weight.sum())
            more["cut_off"] = int(((q <= 0) & (p > 0)).any(axis=(1, 2)).sum())
        interval = None
        if self.resamples:
            runs = bootstrap(
                sums[sums[:, 1] > 0], _ratio, kind=people.kind, resamples=self.resamples,
                seed=self.seed,
            )  # fmt: skip
            interval = runs.interval()
        value = float(_ratio(sums.sum(0)[None, :])[0])
        return replace(blank, value=value, reason="", interval=interval, parameters=more)


def _ratio(sums: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = sums[:, 0] / sums[:, 1]
    return found
