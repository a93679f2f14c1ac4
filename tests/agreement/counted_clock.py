"""A clock for tests of searches that are stopped."""

from __future__ import annotations

from annotator.agreement.gamma.clock import Clock


class CountedClock(Clock):
    """Time that is up after so many questions, so that a test does not depend on the machine."""

    def __init__(self, answers: int) -> None:
        super().__init__(60)
        self.answers = answers

    def left(self) -> float:
        self.answers -= 1
        return 60.0 if self.answers > 0 else 0.0

    def at_most(self, seconds: float) -> Clock:
        return self
