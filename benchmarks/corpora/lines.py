"""`make bench ONLY=corpora`: labelled data out, annotated corpora in."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.corpora.exporting import exporting
from benchmarks.corpora.importing import importing
from benchmarks.measured import Measured

__all__ = ["corpora"]


def corpora(rounds: int) -> Iterator[Measured]:
    yield from exporting(rounds)
    yield from importing(rounds)
