"""What may be asked of a file."""

from dataclasses import dataclass
from typing import Literal

from annotator.agreement.files.matrix_file import CategoryMatrix
from annotator.time_left import Steps, unheard

LEVELS = ("nominal", "ordinal", "interval", "ratio", "masi", "jaccard")


@dataclass(frozen=True)
class Question:
    """What is asked of a file; None where nothing was said."""

    level: str | None = None
    weights: str | CategoryMatrix | None = None  # one of WEIGHTS, or the weights themselves
    distance: CategoryMatrix | None = None
    categories: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    sets: bool = False
    unit: str | None = None
    retest: bool = False  # annotators beside themselves, by the column `occasion`
    benchmark: str | None = None  # a scale, see `benchmark_scales`
    minimums: tuple[float, ...] = ()  # of Hayes's q
    measures: tuple[str, ...] | None = None
    resamples: int = 2000
    seed: int = 0
    gamma_alpha: float = 1.0
    gamma_beta: float = 1.0
    gamma_samples: int = 30
    gamma_sampler: Literal["shuffle", "statistical"] = "shuffle"
    progress: Steps = unheard
