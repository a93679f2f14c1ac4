"""Where each disputed passage of a study is: a page of them then reads its own articles alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.spans.disputed_passages import KINDS, find_passages
from annotator.reports.study_marks import StudyMarks

__all__ = ["PassageIndex", "passage_index"]


@dataclass(frozen=True)
class PassageIndex:
    """Columns as bytes of 32-bit integers, one entry a disputed passage, in order of place.

    `article` is an article's id, `number` the passage's place among all passages of its article,
    `kind` an index into `KINDS`; `labelled` and `label` say which passage has which of `labels`.
    """

    labels: tuple[str, ...]
    article: bytes
    number: bytes
    kind: bytes
    labelled: bytes
    label: bytes

    def places(self, *, label: str | None = None, kind: str | None = None) -> list[tuple[int, int]]:
        """(article id, number) of the passages with this label, of this kind.

        An unknown label or kind has none.
        """
        article, number, kinds = (_ints(one) for one in (self.article, self.number, self.kind))
        chosen = np.ones(len(article), dtype=bool)
        if label is not None:
            if label not in self.labels:
                return []
            chosen[:] = False
            chosen[_ints(self.labelled)[_ints(self.label) == self.labels.index(label)]] = True
        if kind is not None:
            if kind not in KINDS:
                return []
            chosen &= kinds == KINDS.index(kind)
        return list(zip(article[chosen].tolist(), number[chosen].tolist(), strict=True))


def passage_index(marks: StudyMarks) -> PassageIndex:
    """Of all articles that two annotators submitted."""
    passages = find_passages(marks.spans)
    disputed = np.flatnonzero(passages.disputed)
    first = np.searchsorted(passages.article, np.arange(len(marks.articles)))
    number = disputed - first[passages.article[disputed]]
    ids = np.array([article.id for article in marks.articles], dtype=np.int64)
    has = passages.has_label[disputed].tocoo()
    return PassageIndex(
        marks.spans.labels,
        _bytes(ids[passages.article[disputed]]),
        _bytes(number),
        _bytes(passages.flags[disputed].argmax(axis=1)),
        _bytes(has.coords[0]),
        _bytes(has.coords[1]),
    )


def _ints(column: bytes) -> Ints:
    return np.frombuffer(column, dtype="<i4").astype(np.int64)


def _bytes(column: Ints) -> bytes:
    return column.astype("<i4").tobytes()
