"""What a benchmark function hands back."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Measured:
    """One line: seconds (or another `unit`) of each round, ours and the yardstick's, taken in turn
    on the same data.

    It holds when our median is at most `bound` times the yardstick's.
    """

    name: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    bound: float
    yardstick: str  # what "theirs" is, for people
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return median(self.ours) / median(self.theirs)

    @property
    def holds(self) -> bool:
        return self.ratio <= self.bound

    @property
    def line(self) -> str:
        """For people.

        >>> Measured("x", (1.0, 3.0, 2.0), (2.0, 2.0, 2.0), 1.5, "y").line
        'x                     ours   2.0000 s  theirs   2.0000 s  ratio  1.00  bound 1.5   holds'
        """
        verdict = "holds" if self.holds else "FALLS SHORT"
        return (
            f"{self.name:<20}  ours {median(self.ours):8.4f} {self.unit}"
            f"  theirs {median(self.theirs):8.4f} {self.unit}"
            f"  ratio {self.ratio:5.2f}  bound {self.bound:<5g} {verdict}"
        )
