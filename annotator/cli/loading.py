"""Reading the files that `annotator load` is given."""

from __future__ import annotations

import time
from pathlib import Path

from annotator.articles import Reading, join
from annotator.articles.files import find_sources
from annotator.articles.warm_reader import WarmReader
from annotator.cli.options import say

SECONDS_BETWEEN_WORDS = 2.0


def read_all(paths: tuple[Path, ...], max_characters: int) -> Reading:
    """Read every file in a process apart, telling how far it is where that takes long."""
    sources = list(find_sources(paths))
    reader = WarmReader()
    readings = []
    told = time.monotonic()
    try:
        for number, source in enumerate(sources, 1):
            words = f"Reading {source.name} ({number} of {len(sources)})"

            def progress(done: int, words: str = words) -> None:
                nonlocal told
                if time.monotonic() - told > SECONDS_BETWEEN_WORDS:
                    told = time.monotonic()
                    say(f"{words}: {done:,} read")

            readings.append(reader.read_source(source, max_characters, progress))
    finally:
        reader.close()
    return join(readings)
