"""What one annotator changes: leave-one-out values, and the delete-one-annotator jackknife.

A bootstrap over articles says what other articles might have given. What other *annotators* might
have given shows in how much the value moves when one is left out:

    SE**2 = (A - 1) / A  sum_g (theta_(g) - mean theta)**2
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

import numpy as np

from annotator.agreement.measure import Interval, Measure, interval_details, interval_ends

FEWEST_ANNOTATORS = 4  # for the jackknife


Work = TypeVar("Work", bound="Annotated")


class Annotated(Protocol):
    """Work of several annotators, one of whom can be left out."""

    @property
    def annotators(self) -> tuple[str, ...]: ...

    def without(self: Work, annotator: int) -> Work: ...


def leave_one_out(value: Callable[[Work], Measure], work: Work, overall: Measure) -> list[Measure]:
    """The measure without each annotator in turn; see `without_one`.

    >>> from annotator.agreement import krippendorff_alpha, ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 0, 1], [0, 1, 0, 1], [1, 0, 0, 1]])
    >>> alpha = lambda some: krippendorff_alpha(some, "nominal")
    >>> [round(one.value, 2) for one in leave_one_out(alpha, ratings, alpha(ratings))]
    [0.12, 0.12, 1.0]
    """
    return [
        without_one(value(work.without(g)), name, overall) for g, name in enumerate(work.annotators)
    ]


def without_one(found: Measure, name: str, overall: Measure | None) -> Measure:
    """A value without one annotator; `parameters["change"]` is what leaving them out changes."""
    change = None
    if overall is not None and overall.value is not None and found.value is not None:
        change = found.value - overall.value
    about = {"meaning": f"without annotator {name}", "change": change}
    return replace(found, scope="annotator", id=name, parameters={**found.parameters, **about})


def with_jackknife(overall: Measure, without: Sequence[Measure]) -> Measure:
    """`other_annotators` in its parameters is the jackknife over the values without each one."""
    found = annotator_jackknife(without)
    about = {"interval": interval_ends(found), **interval_details(found)}
    return replace(overall, parameters={**overall.parameters, "other_annotators": about})


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
    if A < FEWEST_ANNOTATORS:
        reason = f"needs {FEWEST_ANNOTATORS} annotators, there are {A}"
        return Interval.missing(reason, method=method)
    if len(values) < A:
        lost = ", ".join(one.id for one in without if one.value is None)
        return Interval.missing(f"no value without {lost}", method=method, clusters=A)
    from scipy.special import stdtrit  # slow to import

    mean = float(np.mean(values))
    error = math.sqrt((A - 1) / A * sum((value - mean) ** 2 for value in values))
    reach = float(stdtrit(A - 1, (1 + level) / 2)) * error
    warning = "" if A >= 10 else f"only {A} annotators: take it as a rough guide"
    return Interval(
        mean - reach, mean + reach, level=level, method=method, clusters=A, warning=warning
    )
