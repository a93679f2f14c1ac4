"""Faults on purpose, for the tests of what happens when a process is killed.

`ANNOTATOR_FAULT` names a point; without it nothing happens. See docs/reliability.md.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "ANNOTATOR_FAULT"


def reach(point: str) -> None:
    """Die here, as by `kill -9`, if this is the point that was asked for."""
    if os.environ.get(VARIABLE) == point:
        os.kill(os.getpid(), signal.SIGKILL)
