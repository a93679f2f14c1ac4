"""How many random studies a measure is held against a slow program: `RANDOM_STUDIES=2000` for more
than every run of the tests has."""

import os


def random_studies(usual: int) -> range:
    return range(int(os.environ.get("RANDOM_STUDIES", usual)))
