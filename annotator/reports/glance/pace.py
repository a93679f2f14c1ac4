"""How far a study's work is, how fast it goes, and when it would be done at that pace."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

__all__ = ["LATELY", "Pace", "pace_of"]

LATELY = 7  # days


@dataclass(frozen=True)
class Pace:
    """Annotations that were given out, and of them finished; `lately` were submitted in the last
    `LATELY` days. `last` is the day of the latest, `ends` when all would be done."""

    assigned: int
    submitted: int
    skipped: int
    lately: int
    last: date | None
    ends: date | None

    @property
    def finished(self) -> int:
        return self.submitted + self.skipped

    @property
    def left(self) -> int:
        return max(0, self.assigned - self.finished)

    @property
    def share(self) -> float | None:
        return self.finished / self.assigned if self.assigned else None


def pace_of(
    assigned: int, submitted: int, skipped: int, moments: Iterable[str], now: datetime
) -> Pace:
    """`moments` are when annotations were first submitted, as ISO 8601; what is none is left out.

    >>> at = datetime(2026, 3, 10, tzinfo=timezone.utc)
    >>> pace = pace_of(30, 10, 0, ["2026-03-08T10:00:00Z"] * 7 + ["2026-02-01T10:00:00Z"] * 3, at)
    >>> pace.lately, pace.left, pace.ends
    (7, 20, datetime.date(2026, 3, 30))
    """
    known = sorted(found for one in moments if (found := _moment(one)) is not None)
    since = now - timedelta(days=LATELY)
    lately = sum(since < one <= now for one in known)
    left = max(0, assigned - submitted - skipped)
    ends = None
    if left and lately:
        ends = _days_on(now, math.ceil(left * LATELY / lately))
    return Pace(assigned, submitted, skipped, lately, known[-1].date() if known else None, ends)


def _days_on(now: datetime, days: int) -> date | None:
    """That many days from now; None beyond the years that a date can have."""
    try:
        return (now + timedelta(days=days)).date()
    except OverflowError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)
