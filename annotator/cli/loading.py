"""Reading the files that `annotator load` is given."""

from __future__ import annotations

import re
import time
from pathlib import Path

import click

from annotator.articles.files import find_sources
from annotator.articles.told import Shape, Told
from annotator.articles.warm_reader import WarmReader
from annotator.cli.options import say
from annotator.errors import ArticleError
from annotator.models import Refusal
from annotator.store import Store
from annotator.store.provenance.columns import load_column_answers
from annotator.store.provenance.edits import EDITABLE
from annotator.workflow.waiting.upload import Upload

SECONDS_BETWEEN_WORDS = 2.0
_CALLED = {"date": "published", "authors": "author", "address": "url"}  # beside the fields' names
_PAIR = re.compile(r"\s*(\w+)\s*=\s*(.+?)\s*(?=,\s*\w+\s*=|$)")
# The words of a question, for who sits before a terminal.
_ASKED = {
    "columns": "say which column holds what, for example: --columns text=COLUMN,title=COLUMN",
    "dates": "say whether day or month comes first: --date-order dmy or --date-order mdy",
    "encoding": "say in which encoding it is: --encoding {}",
}


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


def read_all(paths: tuple[Path, ...], upload: Upload, max_characters: int, told: Told) -> None:
    """Read every file in a process apart, telling how far it is where that takes long."""
    sources = list(find_sources(paths))
    reader = WarmReader()
    clock = Clock()
    try:
        for number, source in enumerate(sources, 1):
            words = f"Reading {source.name} ({number:,} of {len(sources):,})"

            def progress(done: int, words: str = words) -> None:
                clock.say(f"{words}: {done:,} read")

            clock.say(words)
            try:
                data, problem = source.read_bytes(), ""
            except ArticleError as error:
                data, problem = b"", str(error)
            with upload.bring(source.name, data, told, path=source.path) as brought:
                if problem:
                    brought.take([Refusal(source.name, problem)])
                else:
                    reader.read_each(
                        source.name,
                        data,
                        brought.take,
                        max_characters=max_characters,
                        progress=progress,
                        told=told,
                    )
            for doubt in brought.doubts:
                say(f"{source.name}: {_ASKED[doubt.kind].format(' or '.join(doubt.choices))}")
    finally:
        reader.close()


class Clock:
    """Says how far something is, but not more often than a person reads."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def say(self, words: str) -> None:
        if time.monotonic() - self._last > SECONDS_BETWEEN_WORDS:
            self._last = time.monotonic()
            say(words)

    def progress(self, words: str, done: int, total: int) -> None:
        """The progress callback of keeping."""
        self.say(f"{words}: {done:,} of {total:,}")
