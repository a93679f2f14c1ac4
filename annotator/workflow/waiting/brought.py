"""What a reader finds in one file, put down as it comes, so that no file is held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.articles.blocks import places_of
from annotator.articles.reading import MOST_DOUBTS, Piece, ReadBy, gather
from annotator.articles.signatures import MANNER
from annotator.articles.told import Told
from annotator.models import Doubt, Refusal
from annotator.store import Store
from annotator.store.provenance.signatures import save_signatures
from annotator.store.staging import files, rows
from annotator.workflow.waiting.article import is_doubtful

__all__ = ["Brought", "told_of"]

MOST_SHOWN = 20  # refusals of one file in an answer; all of them stand on the preview


class Brought:
    """Takes what a reader finds, and counts it; `refusals` are the first of them."""

    def __init__(
        self, staging: Store, file_id: int, text: str = "", first: int | None = None
    ) -> None:
        self.articles = 0
        self.refused = 0
        self.refusals: list[Refusal] = []
        self.doubts: dict[Doubt, None] = {}
        self._staging = staging
        self._file_id = file_id
        self._text = text
        self._first = first
        self._read_by = ReadBy()

    def take(self, pieces: Sequence[Piece]) -> None:
        """Put down the next pieces."""
        reading = gather(pieces)
        first = None if self._first is None else self._first + self.articles
        self.articles += rows.stage_articles(
            self._staging,
            self._file_id,
            (
                (one, places_of(self._text, one) if self._text else (), is_doubtful(one))
                for one in reading.articles
            ),
            first,
        )
        if reading.signed:
            signatures = {one.sha256: one.signature for one in reading.signed}
            save_signatures(self._staging, signatures, MANNER)
        self.refused += len(reading.refusals)
        self.refusals += reading.refusals[: MOST_SHOWN - len(self.refusals)]
        rows.stage_sentences(
            self._staging,
            self._file_id,
            "refusal",
            ((one.source_name, one.reason) for one in reading.refusals),
        )
        rows.stage_sentences(
            self._staging, self._file_id, "note", (("", note) for note in reading.notes)
        )
        self.doubts |= dict.fromkeys(reading.doubts)
        self._read_by = reading.read_by if reading.read_by.reader else self._read_by

    def finish(self, told: Told) -> None:
        """Say what is known about the file, now that it is read."""
        files.update_file(
            self._staging,
            self._file_id,
            reader=self._read_by.reader,
            version=self._read_by.version,
            told=_plain(told),
            doubts=tuple(self.doubts)[:MOST_DOUBTS],
        )


def told_of(values: dict[str, Any]) -> Told:
    """What was said about a file, as it was put down."""
    columns = tuple((field, column) for field, column in values.get("columns", ()))
    return Told(columns, values.get("day_first"), values.get("encoding", ""))


def _plain(told: Told) -> dict[str, Any]:
    return {"columns": told.columns, "day_first": told.day_first, "encoding": told.encoding}
