"""What one annotator changes: leave-one-out values, and the delete-one-annotator jackknife.

A bootstrap over articles says what other articles might have given. What other *annotators* might
have given shows in how much the value moves when one is left out:

    SE**2 = (A - 1) / A  sum_g (theta_(g) - mean theta)**2
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from scipy.stats import t as student

from annotator.agreement.measure import Interval, Measure
from annotator.agreement.ratings.ratings import Ratings

FEWEST = 4  # annotators, for the jackknife


def leave_one_out(
    value: Callable[[Ratings], Measure], ratings: Ratings, overall: Measure
) -> list[Measure]:
    """The measure without each annotator in turn; `parameters["change"]` is what that changes.

    >>> from annotator.agreement import krippendorff_alpha, ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 0, 1], [0, 1, 0, 1], [1, 0, 0, 1]])
    >>> alpha = lambda some: krippendorff_alpha(some, "nominal")
    >>> [round(one.value, 2) for one in leave_one_out(alpha, ratings, alpha(ratings))]
    [0.12, 0.12, 1.0]
    """
    found = []
    for g, name in enumerate(ratings.annotators):
        one = value(ratings.without(g))
        change = None
        if one.value is not None and overall.value is not None:
            change = one.value - overall.value
        parameters = {**one.parameters, "meaning": f"without annotator {name}", "change": change}
        found.append(replace(one, scope="annotator", id=name, parameters=parameters))
    return found


def annotator_jackknife(without: Sequence[Measure], *, level: float = 0.95) -> Interval:
    """An interval for *other annotators*, from the values without each one.

    It is as wide as Student's t with A - 1 degrees of freedom says, centred on their mean.

    >>> without = [Measure("krippendorff_alpha", value) for value in (0.6, 0.7, 0.65, 0.75)]
    >>> interval = annotator_jackknife(without)
    >>> round(interval.low, 2), round(interval.high, 2)
    (0.37, 0.98)
    """
    method = "delete-one-annotator jackknife"
    values = [one.value for one in without if one.value is not None]
    A = len(without)
    if A < FEWEST:
        return Interval.missing(f"needs {FEWEST} annotators, there are {A}", method=method)
    if len(values) < A:
        lost = ", ".join(one.id for one in without if one.value is None)
        return Interval.missing(f"undefined without {lost}", method=method, clusters=A)
    mean = float(np.mean(values))
    error = math.sqrt((A - 1) / A * sum((value - mean) ** 2 for value in values))
    reach = _quantile((1 + level) / 2, A - 1) * error
    warning = "" if A >= 10 else f"only {A} annotators: take it as a rough guide"
    return Interval(
        mean - reach, mean + reach, level=level, method=method, clusters=A, warning=warning
    )


@cache
def _quantile(share: float, freedom: int) -> float:
    return float(student.ppf(share, freedom))
