"""Hayes's q: the share of resamples in which a coefficient falls below a minimum.

Hayes and Krippendorff (2007) print it as "the probability of failure to achieve an alpha of at
least": 0.9, 0.8, 0.7, 0.67, 0.6, 0.5. It is what it is, a share of bootstrap resamples: resamples
without a value count in neither part, and are too many from 5 % on, as for intervals.
"""

from collections.abc import Sequence

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import MOST_UNDEFINED

MINIMUMS = (0.9, 0.8, 0.7, 0.67, 0.6, 0.5)  # those of the paper


def below_minimum(values: Floats, minimums: Sequence[float] = MINIMUMS) -> dict[str, float] | None:
    """For each minimum its q; None where there are no resamples, or too many have no value.

    >>> below_minimum(np.array([0.55, 0.65, 0.75, 0.85]), (0.6, 0.8))
    {'0.6': 0.25, '0.8': 0.75}
    """
    defined = values[np.isfinite(values)]
    if not len(defined) or len(values) - len(defined) > MOST_UNDEFINED * len(values):
        return None
    return {f"{minimum:g}": float((defined < minimum).mean()) for minimum in minimums}
