"""Reading the files that `annotator load` is given."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import click

from annotator.articles import Reading, join
from annotator.articles.files import Source, find_sources
from annotator.articles.reading import gather
from annotator.articles.told import Shape, Told
from annotator.articles.warm_reader import Progress, WarmReader
from annotator.cli.options import say
from annotator.errors import ArticleError
from annotator.models import Refusal
from annotator.store import Store
from annotator.store.provenance.columns import load_column_answers
from annotator.store.provenance.edits import EDITABLE
from annotator.store.provenance.sources import raw_sha256
from annotator.workflow.loading import RawFile

SECONDS_BETWEEN_WORDS = 2.0
_CALLED = {"date": "published", "authors": "author", "address": "url"}  # beside the fields' names
_PAIR = re.compile(r"\s*(\w+)\s*=\s*(.+?)\s*(?=,\s*\w+\s*=|$)")
# The words of a question, for who sits before a terminal.
_ASKED = {
    "columns": "say which column holds what, for example: --columns text=COLUMN,title=COLUMN",
    "dates": "say whether day or month comes first: --date-order dmy or --date-order mdy",
    "encoding": "say in which encoding it is: --encoding {}",
}


@dataclass(frozen=True)
class Read:
    """Everything that was read; `sources` has an entry for each article."""

    reading: Reading
    sources: tuple[RawFile | None, ...]


def parse_columns(text: str) -> tuple[tuple[str, str], ...]:
    """`title=Headline,text=Volltext` as (field, column) pairs. Raises click.UsageError.

    >>> parse_columns("date=Datum, text=Text, voll")
    (('published', 'Datum'), ('text', 'Text, voll'))
    """
    found = [
        (_CALLED.get(name.lower(), name.lower()), column) for name, column in _PAIR.findall(text)
    ]
    fields = [name for name in EDITABLE if name != "standfirst"]
    unknown = [name for name, _ in found if name not in fields]
    if unknown or not found:
        shown = ", ".join(sorted({*fields, *_CALLED} - {*_CALLED.values()}))
        raise click.UsageError(
            f"--columns {text!r}: expected FIELD=COLUMN,..., with the fields {shown}."
        )
    return tuple(found)


def make_told(db: Store, columns: str, date_order: str, encoding: str) -> Told:
    """What the options say, and what was said on the pages about files of the same shape."""
    return Told(
        columns=parse_columns(columns) if columns else (),
        day_first={"dmy": True, "mdy": False}.get(date_order),
        encoding=encoding,
        shapes=tuple(Shape(*answer) for answer in load_column_answers(db)),
    )


def read_all(paths: tuple[Path, ...], max_characters: int, told: Told) -> Read:
    """Read every file in a process apart, telling how far it is where that takes long."""
    sources = list(find_sources(paths))
    reader = WarmReader()
    readings: list[Reading] = []
    raws: list[RawFile | None] = []
    last = time.monotonic()
    try:
        for number, source in enumerate(sources, 1):
            words = f"Reading {source.name} ({number} of {len(sources)})"

            def progress(done: int, words: str = words) -> None:
                nonlocal last
                if time.monotonic() - last > SECONDS_BETWEEN_WORDS:
                    last = time.monotonic()
                    say(f"{words}: {done:,} read")

            reading, raw = _read(reader, source, max_characters, progress, told)
            readings.append(reading)
            raws += [raw] * len(reading.articles)
            for doubt in reading.doubts:
                say(f"{source.name}: {_ASKED[doubt.kind].format(' or '.join(doubt.choices))}")
    finally:
        reader.close()
    return Read(join(readings), tuple(raws))


def _read(
    reader: WarmReader, source: Source, max_characters: int, progress: Progress, told: Told
) -> tuple[Reading, RawFile | None]:
    try:
        data = source.read_bytes()
    except ArticleError as error:
        return gather([Refusal(source.name, str(error))]), None
    reading = reader.read(
        source.name, data, max_characters=max_characters, progress=progress, told=told
    )
    by = reading.read_by
    raw = RawFile(source.path, source.name, raw_sha256(data), by.reader, by.version, told.words)
    return reading, raw
