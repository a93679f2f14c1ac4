"""The value every measure returns: a number or a reason, with all that is needed to repeat it.

A statistic that cannot be computed has `value` None and a `reason` in words; it is never NaN, 0
or 1 in disguise. `Measure` refuses to be built otherwise.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

SCOPES = ("all", "label", "article", "pair", "annotator", "group")
SHARES = ("f1_", "percent_", "joint_f1", "relation_f1", "share_")
SHARES_ALONE = ("specific_agreement", "boundary_similarity", "token_overlap")
NEVER_SHARED = (
    "no two annotators ever put it on the same thing: resamples hold nothing else, so they do not "
    "say how far others would differ"
)
# What JSON says of a measure and of how its interval came about, in this order.
ENTRY = (
    "name", "scope", "id", "label", "level", "unit", "pooling", "value", "reason", "observed",
    "expected", "standard_error",
)  # fmt: skip
ALONE = "an article alone has none: there is nothing to resample"
NOT_MADE = "none is made for this number"
HOW = ("level", "method", "clusters", "resamples", "undefined", "seed")


@dataclass(frozen=True)
class Interval:
    """A confidence interval, or the reason why there is none (then `low` and `high` are None)."""

    low: float | None
    high: float | None
    level: float = 0.95
    method: str = ""  # e.g. "BCa bootstrap over articles, 2000 resamples, seed 0"
    clusters: int = 0  # how many items or articles were resampled
    resamples: int = 0
    undefined: int = 0  # resamples in which the measure had no value
    seed: int | None = None
    warning: str = ""  # e.g. fewer than 20 clusters
    reason: str = ""  # why there is no interval

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has both ends or none")
        if (self.low is None) == (not self.reason):
            raise ValueError("an interval has two ends or a reason, not both and not neither")

    @classmethod
    def missing(cls, reason: str, **fields: Any) -> "Interval":
        return cls(None, None, reason=reason, **fields)


@dataclass(frozen=True)
class Measure:
    """One coefficient for one scope.

    >>> Measure("fleiss_kappa", value=None, reason="only one label was used").value is None
    True
    >>> Measure("fleiss_kappa", value=float("nan"))
    Traceback (most recent call last):
    ...
    ValueError: fleiss_kappa: the value nan is not a finite number; give a reason instead
    """

    name: str
    value: float | None
    reason: str = ""  # why there is no value; "" when there is one
    scope: str = "all"  # one of SCOPES
    id: str = ""  # which article, pair ("ann & bob"), annotator or group; "" for `all`
    label: str | None = None  # the label this is about, None when all together
    level: str = ""  # nominal, ordinal, interval, ratio, masi; or the weights; "" when none
    unit: str = "item"  # item, character, token, sentence, span
    pooling: str = "pooled"  # "pooled", "mean of articles", "mean of pairs", "mean of labels", ...
    observed: float | None = None  # agreement or disagreement as the measure's paper has it
    expected: float | None = None
    standard_error: float | None = None  # analytic, where the paper gives one
    interval: Interval | None = None  # None: not asked for
    items: int | None = None  # used in this value
    articles: int | None = None
    annotators: int | None = None
    units: int | None = None  # ratings or spans used
    left_out: tuple[str, ...] = ()  # each a sentence: what, how many, why
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise ValueError(f"{self.name}: scope {self.scope!r} is none of {', '.join(SCOPES)}")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(
                f"{self.name}: the value {self.value} is not a finite number; give a reason instead"
            )
        if (self.value is None) == (not self.reason):
            raise ValueError(f"{self.name}: give a value or a reason, not both and not neither")

    @property
    def no_interval(self) -> str:
        """Why no interval stands beside the value, "" where one does.

        >>> Measure("alpha", 0.5).no_interval
        'none is made for this number'
        """
        if self.value is None:
            return self.reason
        if self.interval is not None:
            return self.interval.reason
        return ALONE if self.scope == "article" else NOT_MADE

    def with_interval(self, interval: Interval | None) -> "Measure":
        return replace(self, interval=interval)

    def as_json(self) -> dict[str, Any]:
        """The entry of `annotator agree --json`; counts that do not apply are left out."""
        entry: dict[str, Any] = {name: _or_none(getattr(self, name)) for name in ENTRY}
        entry["interval"] = None
        if self.interval is not None:
            entry["interval"] = interval_ends(self.interval)
            entry["interval_details"] = interval_details(self.interval)
        entry["interval_reason"] = _or_none(self.no_interval)
        for count in ("items", "articles", "annotators", "units"):
            if (number := getattr(self, count)) is not None:
                entry[count] = number
        entry["left_out"] = list(self.left_out)
        entry["parameters"] = dict(self.parameters)
        return entry


def without_blind_interval(found: Measure) -> Measure:
    """A value of one label corrected for chance, without an interval where no two annotators ever
    agreed on the label: it is then as low as its share allows in every resample, and the narrow
    interval that they give leaves out nearly every value that more articles could bring.

    >>> rare = Measure("alpha", -0.01, interval=Interval(-0.03, 0.0),
    ...                parameters={"specific_agreement": 0.0})
    >>> without_blind_interval(rare).interval.reason.partition(":")[0]
    'no two annotators ever put it on the same thing'
    """
    interval, shared = found.interval, found.parameters.get("specific_agreement")
    if interval is None or interval.low is None or found.value is None:
        return found
    if found.value > 0 or shared != 0:
        return found
    blind = replace(interval, low=None, high=None, warning="", reason=NEVER_SHARED)
    return replace(found, interval=blind)


def least_of(name: str) -> float:
    """The smallest value of a measure of agreement: shares begin at 0, what is corrected for chance
    is taken to end at -1.

    >>> least_of("f1_overlap"), least_of("krippendorff_alpha")
    (0.0, -1.0)
    """
    return 0.0 if name.startswith(SHARES) or name in SHARES_ALONE else -1.0


def finite(value: Any) -> float | None:
    """The (first) number, or None for NaN and for nothing."""
    if value is None:
        return None
    number = float(np.asarray(value).reshape(-1)[0])
    return number if math.isfinite(number) else None


def interval_ends(interval: Interval) -> list[float] | None:
    """`[low, high]`, or None when there is no interval."""
    if interval.low is None or interval.high is None:
        return None
    return [interval.low, interval.high]


def interval_details(interval: Interval) -> dict[str, Any]:
    """How the interval came about, for JSON."""
    told = {name: getattr(interval, name) for name in HOW}
    return {**told, "warning": interval.warning or None, "reason": interval.reason or None}


def _or_none(value: Any) -> Any:
    """Words that say nothing are left out of JSON."""
    return None if value == "" else value
