"""How far a climb that goes in steps still has to go.

Near its end each step is shorter than the one before by a constant factor r, so that after a step
of size d what is left is d (r + r**2 + ...) = d r / (1 - r).
"""

import numpy as np

SLOWEST = 0.999  # a step is at least a thousandth shorter than the one before


class WayToGo:
    """What steps so far tell; `left` is unknown (infinite) before the second one.

    >>> way = WayToGo()
    >>> for size in (0.4, 0.2, 0.1):
    ...     way.stepped(size)
    >>> round(way.left, 3)
    0.1
    """

    def __init__(self) -> None:
        self.left = np.inf
        self._moved, self._shrinks, self._least, self._share = np.inf, 0.0, 0.0, 0.0

    def stepped(self, moved: float) -> None:
        """`moved` is the largest change of a parameter."""
        if np.isfinite(self._moved) and self._moved > 0:
            self._shrinks = max(self._least, min(moved / self._moved, SLOWEST))
            self.left = moved * max(1.0, self._shrinks / (1 - self._shrinks))
        elif moved == 0:
            self.left = 0.0
        self._moved = moved

    def of_the_way(self, begin: float, end: float) -> float:
        """What share of the steps is done, from where `begin` was left to where `end` is: each
        leaves the same part of what the one before it left. It never falls."""
        if self.left > 0 and end < begin:
            done = np.log(begin / self.left) / np.log(begin / end)
            self._share = max(self._share, min(1.0, float(done)))
        return self._share

    def leapt(self) -> None:
        """The next step has none before it to be compared with. What is slow is away for a while
        after a leap, and it is the slow part that is left: steps are taken to shrink no faster."""
        self._least = self._shrinks
        self._moved = np.inf
