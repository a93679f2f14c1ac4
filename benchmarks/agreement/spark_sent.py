"""What Spark read, sent from machine to machine and computed, from its own log of events.

    .venv-spark/bin/python -m benchmarks.agreement.spark_sent /tmp/events

docs/scale.md says how the log is written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def main(folder: Path) -> None:
    """A line for each run in the folder."""
    for path in sorted(folder.iterdir()):
        ended = [one for one in _events(path) if one["Event"] == "SparkListenerTaskEnd"]
        counted = [one["Task Metrics"] for one in ended if one.get("Task Metrics")]
        read = sum(one["Input Metrics"]["Bytes Read"] for one in counted)
        sent = [one["Shuffle Write Metrics"] for one in counted]
        rows = sum(one["Shuffle Records Written"] for one in sent)
        size = sum(one["Shuffle Bytes Written"] for one in sent)
        spent = sum(one["Executor CPU Time"] for one in counted) / 1e9
        print(
            f"{path.name}: {len(ended)} tasks, {read / 1e6:.1f} MB read, {rows:,} rows and "
            f"{size / 1e6:.1f} MB sent, {spent:.1f} s of executors' processors"
        )


def _events(path: Path) -> Iterator[dict[str, Any]]:
    """Of a run: a file, or a folder of files in order."""
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("{"):
                yield json.loads(line)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
