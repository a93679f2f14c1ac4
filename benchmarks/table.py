"""Every benchmark, by name. To add one: write a function in a file of its own, and a row here.

A function takes the number of rounds and gives one `Measured` a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benchmarks.labelstudio.collecting import collecting
from benchmarks.labelstudio.publishing import publishing
from benchmarks.labelstudio.saving import saving
from benchmarks.measured import Measured

BENCHMARKS: dict[str, Callable[[int], Iterable[Measured]]] = {
    "collect": collecting,
    "gateway": saving,
    "publish": publishing,
}
