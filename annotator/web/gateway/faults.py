"""Dying on purpose, for the tests of what happens when the application is killed.

`ANNOTATOR_FAULT` names the point; without it nothing happens. See docs/gateway.md.
"""

from __future__ import annotations

import os
import signal

BEFORE_LABELSTUDIO = "before-labelstudio"  # Label Studio does not have the annotation yet
AFTER_LABELSTUDIO = "after-labelstudio"  # Label Studio has it, SQLite does not
AFTER_SQLITE = "after-sqlite"  # both have it, the browser does not know


def reach(point: str) -> None:
    """Die here, as by `kill -9`, if this is the point that was asked for."""
    if os.environ.get("ANNOTATOR_FAULT") == point:
        os.kill(os.getpid(), signal.SIGKILL)
