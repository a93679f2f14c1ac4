"""Change over time: does an annotator agree with the others less, or more, as the work goes on?

The work of one annotator in the order it was done, each step with an agreement that is a ratio of
two sums; the measure is that ratio in the second half minus the same in the first.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.measure import Measure
from annotator.errors import RatingsError
from annotator.plural import counted

QUARTERS = 4
FEWEST_STEPS = 8  # for two halves that say anything


def second_half_minus_first(
    name: str, steps: NDArray[np.intp], agreed: Floats, *, what: str, kind: str, resamples: int,
    seed: int, **fields: Any,
) -> Measure:  # fmt: skip
    """`agreed` has shape (n_steps, 2), what was agreed and of how much, in the order of the work.

    `steps` numbers the items or articles; `what` and `kind` name them in words.
    `parameters["quarters"]` has the agreement of every quarter of the work, `begins` the step each
    begins with.
    """
    about: dict[str, Any] = {"scope": "annotator", "id": name, "annotators": 1, **fields}
    if len(steps) < FEWEST_STEPS:
        there = f"{counted(len(steps), kind[:-1])} {what}"
        reason = f"{there}, fewer than the {FEWEST_STEPS} that two halves need"
        return Measure("drift", None, reason, **about)
    late = (np.arange(len(steps)) >= len(steps) // 2)[:, None]
    statistics = np.hstack([agreed * ~late, agreed * late])
    interval = None
    if resamples:
        runs = bootstrap(statistics, _change, kind=kind, resamples=resamples, seed=seed)
        interval = runs.interval()
    quarters = [part.sum(0) for part in np.array_split(agreed, QUARTERS)]
    return Measure(
        "drift", float(_change(statistics.sum(0)[None, :])[0]), interval=interval,
        parameters={
            "quarters": [float(part / whole) for part, whole in quarters],
            "begins": [int(part[0]) for part in np.array_split(steps, QUARTERS)],
            "meaning": "second half minus first half",
        },
        **about,
    )  # fmt: skip


def positions(position: ArrayLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """When each step was done (any increasing number; what is missing is not looked at)."""
    when = np.asarray(position)
    if when.shape != shape:
        raise RatingsError(f"expected positions of shape {shape}, got {when.shape}")
    return when


def _change(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        later: Floats = sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1]
    return later
