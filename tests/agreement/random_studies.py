"""How many random studies a measure is held against a slow program: `RANDOM_STUDIES=2000` for more
than every run of the tests has, `RANDOM_SEED=7` for others."""

import os

import numpy as np

_APART = 1_000_000  # so that the studies of two seeds are different ones


def random_studies(usual: int) -> range:
    """Numbers that can be seeds of their own."""
    first = int(os.environ.get("RANDOM_SEED", 0)) * _APART
    return range(first, first + int(os.environ.get("RANDOM_STUDIES", usual)))


def random_numbers(seed: int) -> np.random.Generator:
    """For studies that are drawn one after the other."""
    return np.random.default_rng(seed + int(os.environ.get("RANDOM_SEED", 0)) * _APART)
