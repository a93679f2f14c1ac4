"""What is timed of γ, and pygamma-agreement's times for the same in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from annotator.agreement.gamma.alignment import Alignment, align
from annotator.agreement.gamma.articles import continuum_of_article
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import join
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.gamma import gamma
from annotator.agreement.spans.spans import Spans
from benchmarks.agreement.peer import peer_python

PEER = Path(__file__).with_name("gamma_peer.py")
BOUNDS = {"samples 3x40": 1 / 5, "observed 5x40": 1 / 1000, "samples 3x100x40": 1 / 8}


def observed(spans: Spans) -> Alignment:
    return align(join([continuum_of_article(spans, 0)]), Dissimilarity(), Clock(600))


def corpus(spans: Spans, *, alpha: float = 1.0, processes: int | None = None) -> float:
    found = gamma(
        spans, alpha=alpha, sampler="statistical", labels=False, resamples=0, processes=processes
    ).gamma
    if found.value is None:
        raise RuntimeError(found.reason)
    return found.value


def peer_times(wanted: set[str]) -> dict[str, dict[str, float]]:
    command = [peer_python(), str(PEER), *sorted(wanted)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {line["work"]: line for line in lines}
