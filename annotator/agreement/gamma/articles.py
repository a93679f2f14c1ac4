"""What γ and γ_cat are made of: for each article its disorder and that of its samples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.gamma.chunks import OBSERVED, Outcome
from annotator.agreement.gamma.continua import Continuum, continuum_of
from annotator.agreement.gamma.partition import TOLERANCE
from annotator.agreement.gamma.solved import Unproved
from annotator.agreement.spans.spans import Spans


@dataclass(frozen=True)
class Disorder:
    """Observed and expected disorder of one article; `reason` says why there is no γ.

    Where a component was not solved in its time, the disorders are those of the alignments found
    and `least_observed`, `least_expected` are what they cannot be below; else the same numbers.
    """

    observed: float | None
    expected: float | None
    least_observed: float = 0.0
    least_expected: float = 0.0
    deviation: float = 0.0  # standard deviation of the disorder of the samples
    samples: int = 0  # those with a disorder
    undefined_samples: int = 0  # those without (γ_cat: no two units aligned closely enough)
    reason: str = ""

    @property
    def defined(self) -> bool:
        """Whether there is a γ or at least bounds on it."""
        return not self.reason

    @property
    def exact(self) -> bool:
        return self.observed == self.least_observed and self.expected == self.least_expected

    @property
    def value(self) -> float | None:
        """1 − observed / expected, None when undefined or only bounded."""
        if not self.defined or not self.exact:
            return None
        return gamma_of(self.observed or 0.0, self.expected or 0.0)

    @property
    def low(self) -> float | None:
        """What γ is at least; None when nothing is known. Only where `defined`."""
        if self.least_expected <= 0:
            return None
        return gamma_of(self.observed or 0.0, self.least_expected)

    @property
    def high(self) -> float:
        """What γ is at most. Only where `defined`."""
        return gamma_of(self.least_observed, self.expected or 0.0)


def gamma_of(observed: float, expected: float) -> float:
    """1 − observed / expected; `expected` is above 0."""
    return 1 - observed / expected


@dataclass(frozen=True)
class ArticleGamma:
    """γ and γ_cat of one article."""

    article: str
    annotators: int
    units: int
    gamma: Disorder
    gamma_cat: Disorder | None  # None when it was not asked for
    unproved: tuple[str, ...] = ()  # components that were not solved in their time, in words
    methods: tuple[str, ...] = ()  # how the best alignments were found


def continuum_of_article(spans: Spans, index: int) -> Continuum:
    """What γ sees of an article: annotators that opened it, and their units."""
    first, last = np.searchsorted(spans.article, [index, index + 1])
    rows = slice(int(first), int(last))
    place = np.cumsum(spans.seen[index]) - 1
    return continuum_of(
        int(spans.seen[index].sum()),
        place[spans.annotator[rows]],
        spans.label[rows],
        spans.start[rows].astype(np.float64),
        spans.end[rows].astype(np.float64),
    )


def continua_of(spans: Spans) -> tuple[dict[int, Continuum], dict[str, list[str]]]:
    """Articles that can have a γ by their place, and those that cannot by reason."""
    continua: dict[int, Continuum] = {}
    left_out: dict[str, list[str]] = {}
    for index, name in enumerate(spans.articles):
        continuum = continuum_of_article(spans, index)
        if reason := why_not(continuum):
            left_out.setdefault(reason, []).append(name)
        else:
            continua[index] = continuum
    return continua, left_out


def who_opened(spans: Spans) -> dict[str, tuple[int, ...]]:
    """Of each article the numbers of the annotators who opened it."""
    return {
        name: tuple(np.flatnonzero(spans.seen[index]).tolist())
        for index, name in enumerate(spans.articles)
    }


def why_not(continuum: Continuum) -> str:
    """Why an article can have no γ; "" when it can."""
    if continuum.annotators == 0:
        return "nobody opened it"
    if continuum.annotators == 1:
        return "only one annotator opened it"
    if not len(continuum):
        return "nothing was marked in it"
    return ""


def samples_needed(disorders: Sequence[float], precision: float) -> int:
    """N = ⌈(1.96 · cv / ε)²⌉ for a mean within ε of the true one in 95 of 100 cases.

    >>> samples_needed([1.0, 1.1, 0.9], 0.02)
    97
    """
    values = np.asarray(disorders)
    mean = float(values.mean())
    if mean <= 0 or len(values) < 2:
        return len(values)
    variation = float(values.std(ddof=1)) / mean
    return int(np.ceil((1.96 * variation / precision) ** 2 - 1e-9))


def of_article(
    name: str, continuum: Continuum, outcomes: list[Outcome], labels: bool
) -> ArticleGamma:
    """Put the outcomes of one article together."""
    observed = next(outcome for outcome in outcomes if outcome.sample == OBSERVED)
    sampled = sorted((o for o in outcomes if o.sample != OBSERVED), key=lambda o: o.sample)
    words = [
        f"{'the article itself' if o.sample == OBSERVED else f'sample {o.sample}'}: {_open(u)}"
        for o in [observed, *sampled]
        for u in o.unproved
    ]
    cat = _label_disorder(observed, sampled, bool(words)) if labels else None
    return ArticleGamma(
        name,
        continuum.annotators,
        len(continuum),
        _disorder(observed, sampled),
        cat,
        tuple(words),
        tuple(sorted(frozenset().union(*(outcome.methods for outcome in outcomes)))),
    )


def _open(component: Unproved) -> str:
    """What is not known of a component, in words."""
    u = component
    if u.upper - u.lower <= TOLERANCE:
        return (
            f"a component of {u.units} units costs {u.upper:.6g}, but which of its equally good "
            "alignments comes first was not settled in its time"
        )
    return (
        f"a component of {u.units} units costs between {u.lower:.6g} and {u.upper:.6g}, "
        "not solved in its time"
    )


def _disorder(observed: Outcome, sampled: list[Outcome]) -> Disorder:
    values = np.array([outcome.disorder for outcome in sampled])
    least = np.array([outcome.least_disorder for outcome in sampled])
    reason = ""
    if values.mean() <= 0:
        reason = "the samples have no disorder, so there is nothing to expect by chance"
    return Disorder(
        observed.disorder,
        float(values.mean()),
        observed.least_disorder,
        float(least.mean()),
        _deviation(values),
        len(values),
        reason=reason,
    )


def _label_disorder(observed: Outcome, sampled: list[Outcome], bounded: bool) -> Disorder:
    values = np.array([outcome.label_disorder for outcome in sampled])
    known = values[~np.isnan(values)]
    seen = None if np.isnan(observed.label_disorder) else observed.label_disorder
    expected = float(known.mean()) if len(known) else None
    reason = ""
    if bounded:
        reason = "a component was not solved in its time, so the best alignment is not known"
    elif seen is None:
        reason = "no two units of the best alignment overlap closely enough to compare labels"
    elif expected is None:
        reason = "in no sample do two aligned units overlap closely enough to compare labels"
    elif expected <= 0:
        reason = "aligned units of the samples never differ in their labels"
    return Disorder(
        seen,
        expected,
        seen or 0.0,
        expected or 0.0,
        _deviation(known),
        len(known),
        len(values) - len(known),
        reason,
    )


def _deviation(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else 0.0
