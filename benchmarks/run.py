"""Ours against the yardsticks: python -m benchmarks.run [NAME] [--rounds N]

Prints a line each and keeps `benchmarks/results.json` with the machine it was measured on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks.measured import Measured
from benchmarks.table import BENCHMARKS

RESULTS = Path(__file__).with_name("results.json")
PACKAGES = ("label-studio", "label-studio-sdk", "sqlite-utils", "flask", "numpy")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="", help=", ".join(sorted(BENCHMARKS)))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    rooms = {name: run.__module__.split(".")[1] for name, run in BENCHMARKS.items()}
    chosen = [name for name in sorted(BENCHMARKS) if options.name in ("", name, rooms[name])]
    if not chosen:
        known = ", ".join(sorted({*BENCHMARKS, *rooms.values()}))
        print(f"There is no benchmark {options.name!r}. Known: {known}.", file=sys.stderr)
        return 2
    for name in chosen:
        for measured in BENCHMARKS[name](options.rounds):
            print(measured.line, flush=True)
            keep(measured)
    return 0


def keep(measured: Measured) -> None:
    """Add or replace this line; lines not measured now stay as they were."""
    content: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    lines = content.get("lines", {})
    lines[measured.name] = {
        "ours": round(median(measured.ours), 4),
        "theirs": round(median(measured.theirs), 4),
        "ratio": round(measured.ratio, 3),
        "bound": measured.bound,
        "holds": measured.holds,
        "yardstick": measured.yardstick,
        "rounds_ours": [round(one, 4) for one in measured.ours],
        "rounds_theirs": [round(one, 4) for one in measured.theirs],
        "measured_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": machine(),
    }
    RESULTS.write_text(json.dumps({"lines": dict(sorted(lines.items()))}, indent=2) + "\n")


def machine() -> dict[str, Any]:
    """What the numbers depend on."""
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text() if cpuinfo.exists() else ""
    models = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


if __name__ == "__main__":
    raise SystemExit(main())
