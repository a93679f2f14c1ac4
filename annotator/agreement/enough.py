"""Enough data? What an interval would be with more articles, and whether two values differ.

More articles like those that are there: the bootstrap draws more than there are. What other
*annotators* might give is another question; see `leave_one_out.annotator_jackknife`.
"""

from dataclasses import dataclass

from annotator.agreement.measure import Interval, Measure


@dataclass(frozen=True)
class Projection:
    """The interval to expect with that many clusters."""

    clusters: int
    interval: Interval

    @property
    def width(self) -> float | None:
        low, high = self.interval.low, self.interval.high
        return None if low is None or high is None else high - low


@dataclass(frozen=True)
class Difference:
    """The first value minus the second."""

    first: Measure
    second: Measure
    value: float | None
    interval: Interval


def like_those(size: int, kind: str, clusters: int) -> str:
    """What is drawn when it is more, or fewer, than there are.

    >>> like_those(80, "articles", 40)
    '80 articles like those 40'
    """
    return f"{size} {kind} like those {clusters}"
