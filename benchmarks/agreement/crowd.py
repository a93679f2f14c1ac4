"""A crowd: 16,000 texts of 3,600 annotators, three or four a text, with 200 resamples."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.span_table import SPAN_MEASURES
from annotator.agreement.spans.spans import Spans, spans_from_arrays
from benchmarks.agreement.peer import Memory, timed
from benchmarks.agreement.spans_data import crowd_corpus
from benchmarks.measured import Measured

RESAMPLES = 200
MEGABYTES = 1000.0


def crowd(rounds: int) -> Iterator[Measured]:
    """F1 beside α of characters on the same data, and the memory of everything at once."""
    spans = spans_of_crowd()
    for name in ("f1_overlap", "f1_character"):
        ours, theirs = [], []
        for _ in range(min(rounds, 3)):
            theirs.append(timed(partial(measured, spans, ["character_alpha"]))[0])
            ours.append(timed(partial(measured, spans, [name]))[0])
        yield Measured(f"crowd {name}", tuple(ours), tuple(theirs), 4, "α of characters")
    command = [sys.executable, "-m", "benchmarks.agreement.crowd"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    yield Memory("crowd memory", (float(done.stdout),), (MEGABYTES,), 1.0, "1 GB")


def spans_of_crowd() -> Spans:
    data, seen = crowd_corpus()
    return spans_from_arrays(
        data.article, data.annotator, data.label, data.start, data.end,
        lengths=dict.fromkeys(range(data.articles), 300), seen=[(a, g) for a, g in seen.tolist()],
    )  # fmt: skip


def measured(spans: Spans, names: list[str]) -> int:
    return len(span_measures(spans, names, scopes=("label",), resamples=RESAMPLES))


if __name__ == "__main__":
    everything = [name for name in SPAN_MEASURES if name != "token_alpha"]  # there are no tokens
    measured(spans_of_crowd(), everything)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
