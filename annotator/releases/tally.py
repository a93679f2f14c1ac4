"""Counting what a format cannot hold while it is written."""

from __future__ import annotations

from annotator.releases.content import Lost

__all__ = ["Tally"]


class Tally:
    """Losses by kind, in the order they were met.

    >>> tally = Tally()
    >>> for _ in range(2):
    ...     tally.lose("relations", "left out")
    >>> tally.losses
    (Lost(what='relations', count=2, instead='left out'),)
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}

    def lose(self, what: str, instead: str, count: int = 1) -> None:
        if count:
            self._counts[what, instead] = self._counts.get((what, instead), 0) + count

    @property
    def losses(self) -> tuple[Lost, ...]:
        return tuple(Lost(what, count, instead) for (what, instead), count in self._counts.items())
