"""Why numbers of a table are missing, in sentences: each reason once, with what it is about."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.agreement.measure import Measure

__all__ = ["NAMED_AT_MOST", "why_missing", "why_no_interval", "why_no_value"]

NAMED_AT_MOST = 8  # of what has the same reason


def why_missing(reasons: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Of (what, why) a sentence for each different "why"; what has a number has "" there.

    >>> why_missing([("Fear", "nobody used it"), ("Hope", ""), ("Awe", "nobody used it")])
    ('Fear, Awe: nobody used it',)
    """
    about: dict[str, dict[str, None]] = {}
    for what, why in reasons:
        if why:
            about.setdefault(why, {})[what] = None
    return tuple(f"{_named(list(names))}: {why}" for why, names in about.items())


def why_no_value(named: Iterable[tuple[str, Measure]]) -> tuple[str, ...]:
    """Of measures with their names."""
    return why_missing((what, one.reason) for what, one in named)


def why_no_interval(named: Iterable[tuple[str, Measure]]) -> tuple[str, ...]:
    """Of measures that have a value without an interval."""
    return why_missing(
        (f"{what} (interval)", one.no_interval) for what, one in named if one.value is not None
    )


def _named(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    shown = ", ".join(names[:NAMED_AT_MOST])
    return f"{shown} and {more} more" if more > 0 else shown
