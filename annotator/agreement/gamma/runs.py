"""Align many articles and their samples: in this process, or on all cores when that pays."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from annotator.agreement.gamma.chunks import Chunk, Outcome, align_chunk
from annotator.agreement.gamma.processes import align_in_processes

WORTH_PROCESSES = 2.0  # seconds of remaining work below which starting processes does not pay


def run(
    work: list[Chunk], *, processes: int | None, report: Callable[[int], None]
) -> list[Outcome]:
    """All outcomes. `report` is told how many continua were aligned; if it raises, all stops.

    `processes` None: this process while that is quick, else one process a core.
    """
    outcomes: list[Outcome] = []
    started = time.monotonic()
    cores = (os.cpu_count() or 1) if processes is None else processes
    for done, chunk in enumerate(work):
        each = (time.monotonic() - started) / done if done else 0.0
        left = work[done:]
        if cores > 1 and len(left) > 1 and done and each * len(left) > WORTH_PROCESSES:
            for found in align_in_processes(left, min(cores, len(left))):
                outcomes += found
                report(len(found))
            break
        found = align_chunk(chunk)
        outcomes += found
        report(len(found))
    return outcomes
