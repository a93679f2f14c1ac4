"""Which Chromium is driven: the one that `make setup-test` found or installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "scripts" / "ensure-chromium"


def system_chromium() -> str | None:
    """The system's Chromium; None stands for the one that Playwright brings."""
    done = subprocess.run([SCRIPT, "--which"], capture_output=True, text=True, check=True)
    return done.stdout.strip() or None
