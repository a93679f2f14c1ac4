"""Benchmark scales with the probability of each step (Gwet 2021, chapter 6).

A scale calls a range of values *moderate* or *substantial*. A value close to a step may well belong
to the one below; so the probability that the true coefficient lies in a step is taken from a normal
distribution round the value, cut off at -1 and 1,

    P(lb <= kappa <= ub) = (F((k - lb) / se) - F((k - ub) / se)) / P(-1 <= kappa <= 1),

added up from the highest step down. The verdict is the highest step whose sum reaches 95 %. The
words are conventions of their authors, made for other fields; nothing follows from them.
"""

import math
from dataclasses import dataclass
from typing import Any

from annotator.agreement.measure import Measure
from annotator.errors import RatingsError

CERTAIN = 0.95
WIDTH_IN_ERRORS = 2 * 1.959963984540054  # of a 95 % interval
# Lower ends, from the highest step down. Landis and Koch 1977; Altman 1991; Fleiss 1981; Cicchetti
# and Sparrow 1981; Regier et al. 2013.
SCALES: dict[str, tuple[tuple[float, str], ...]] = {
    "landis_koch": (
        (0.8, "almost perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"),
        (0.0, "slight"), (-1.0, "poor"),
    ),
    "altman": (
        (0.8, "very good"), (0.6, "good"), (0.4, "moderate"), (0.2, "fair"), (-1.0, "poor"),
    ),
    "fleiss": ((0.75, "excellent"), (0.4, "intermediate to good"), (-1.0, "poor")),
    "cicchetti_sparrow": ((0.75, "excellent"), (0.6, "good"), (0.4, "fair"), (0.0, "poor")),
    "regier": (
        (0.8, "excellent"), (0.6, "very good"), (0.4, "good"), (0.2, "questionable"),
        (0.0, "unacceptable"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step of a scale; `reached` is the probability of it or a higher one."""

    name: str
    low: float
    high: float
    reached: float


def steps_of(value: float, error: float, scale: str) -> list[Step]:
    """Every step, the highest first.

    >>> [(one.name, round(one.reached, 5)) for one in steps_of(0.67, 0.15, "fleiss")]
    [('excellent', 0.28699), ('intermediate to good', 0.96356), ('poor', 1.0)]
    """
    if scale not in SCALES:
        raise RatingsError(f"scale {scale!r} is none of {', '.join(SCALES)}")
    if not error > 0:
        raise RatingsError(f"a benchmark needs a standard error above 0, it is {error:g}")

    def below(end: float) -> float:
        return _normal((value - end) / error)

    possible = below(-1.0) - below(1.0)
    steps, high, reached = [], 1.0, 0.0
    for low, name in SCALES[scale]:
        reached += (below(low) - below(high)) / possible
        steps.append(Step(name, low, high, reached))
        high = low
    return steps


def verdict(value: float, error: float, scale: str) -> str:
    """The highest step that is reached with 95 %, the lowest one otherwise.

    >>> verdict(0.67, 0.15, "landis_koch")
    'moderate'
    """
    steps = steps_of(value, error, scale)
    return next((one.name for one in steps if one.reached >= CERTAIN), steps[-1].name)


def benchmark(found: Measure, scale: str) -> dict[str, Any]:
    """What a scale says of a measure, for its `parameters`; a reason where it says nothing.

    >>> told = benchmark(Measure("gwet_ac1", 0.67, standard_error=0.15), "fleiss")
    >>> told["verdict"], told["error_from"]
    ('intermediate to good', 'the standard error')
    """
    error, origin = _error_of(found)
    if found.value is None:
        return {"scale": scale, "reason": "no value"}
    if abs(found.value) > 1:
        return {"scale": scale, "reason": "the value lies outside of -1 to 1"}
    if error is None:
        return {"scale": scale, "reason": "no standard error and no interval"}
    if error == 0:
        return {"scale": scale, "reason": "the standard error is 0"}
    return {
        "scale": scale, "verdict": verdict(found.value, error, scale), "error_from": origin,
        "standard_error": error,
        "steps": [
            {"name": one.name, "from": one.low, "to": one.high, "reached": one.reached}
            for one in steps_of(found.value, error, scale)
        ],
    }  # fmt: skip


def _error_of(found: Measure) -> tuple[float | None, str]:
    """The paper's standard error, else that which an interval of this width has."""
    if found.standard_error is not None:
        return found.standard_error, "the standard error"
    interval = found.interval
    if interval is None or interval.low is None or interval.high is None:
        return None, ""
    return (interval.high - interval.low) / WIDTH_IN_ERRORS, "the width of the interval"


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))
