"""A coefficient's sums in every resample, kept from one computation to the next.

The statistics of all items are compared with those of last time; the sums change by what a few
items add. Statistics are fractions here, so that the result is that of a computation from nothing
but for the last digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import add_changes, ready_weights

MOST_CHANGED = 50  # items; when more have changed, everything is added up


@dataclass
class KeptRows:
    """By name: the grouped statistics, their resampled sums, and the seed."""

    _found: dict[str, tuple[Floats, Floats, int]] = field(default_factory=dict)

    def sums(self, name: str, grouped: Floats, resamples: int, seed: int) -> Floats | None:
        """Shape (resamples, n_columns); None where the weights are too many to be kept."""
        weights = ready_weights(len(grouped), resamples, seed)
        if weights is None or len(grouped) < 2:
            return None
        sums = self._changed(name, grouped, weights, seed)
        if sums is None:
            sums = weights @ grouped
        self._found[name] = grouped, sums, seed
        return sums

    def _changed(self, name: str, grouped: Floats, weights: Floats, seed: int) -> Floats | None:
        before, sums, drawn = self._found.pop(name, (grouped[:0], weights[:0], seed))
        if before.shape != grouped.shape or (len(sums), drawn) != (len(weights), seed):
            return None
        rows = np.flatnonzero((before != grouped).any(axis=1))
        if len(rows) > MOST_CHANGED:
            return None
        if len(rows):
            add_changes(sums, weights[:, rows], grouped[rows] - before[rows])
        return sums
