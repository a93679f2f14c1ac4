"""The made-up articles of the γ benchmark as our input (the peer's environment lacks it)."""

from __future__ import annotations

import numpy as np

from annotator.agreement.spans.spans import Spans, spans_from_arrays
from benchmarks.agreement.gamma_data import Rows


def spans_of(articles: list[Rows], length: int = 3000) -> Spans:
    number = np.repeat(np.arange(len(articles)), [len(rows) for rows in articles])
    columns = np.array([row for rows in articles for row in rows])
    return spans_from_arrays(
        number, columns[:, 0], columns[:, 3], columns[:, 1], columns[:, 2],
        lengths=dict.fromkeys(range(len(articles)), length + 100),
    )  # fmt: skip
