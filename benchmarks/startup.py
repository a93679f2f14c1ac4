"""How long a command keeps a person waiting before it does anything: processor time of a process.

Against the bare import of the library it cannot do without.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measured import Measured

CLICK = "import click"
STATISTICS = "import numpy, scipy.stats"
RATINGS = "item,annotator,label\n" + "".join(
    f"{item},{annotator},{'ab'[(item * annotator) % 3 == 0]}\n"
    for item in range(40)
    for annotator in (1, 2, 3)
)


def startup(rounds: int) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = folder / "small.csv"
        small.write_text(RATINGS, encoding="utf-8")
        data = ["--data-dir", str(folder / "var")]
        command = [sys.executable, "-m", "annotator"]
        processor_time([*command, "study", "list", *data])  # makes the store
        lines = (
            ("--help", ["--help"], CLICK, 3.0),
            ("study list", ["study", "list", *data], CLICK, 5.0),
            ("agree small.csv", ["agree", str(small)], STATISTICS, 0.6),
        )
        for title, words, yardstick, bound in lines:
            ours, theirs = [], []
            for _ in range(rounds):
                ours.append(processor_time([*command, *words]))
                theirs.append(processor_time([sys.executable, "-c", yardstick]))
            yield Measured(title, tuple(ours), tuple(theirs), bound, yardstick)


def processor_time(words: Sequence[str]) -> float:
    """Seconds of processor time that a process and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
