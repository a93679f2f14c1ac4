"""`make bench ONLY=corpora`: labelled data out."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.corpora.exporting import exporting
from benchmarks.measured import Measured

__all__ = ["corpora"]


def corpora(rounds: int) -> Iterator[Measured]:
    yield from exporting(rounds)
