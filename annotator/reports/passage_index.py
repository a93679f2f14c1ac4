"""Where each disputed passage of a study is: a page of them then reads its own articles alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools, Ints
from annotator.agreement.spans.disputed_passages import KINDS, Passages, find_passages
from annotator.reports.study_marks import StudyMarks

__all__ = ["Chosen", "PassageIndex", "passage_index"]


@dataclass(frozen=True)
class Chosen:
    """Which passages: "" does not narrow. `label` and `other`: some put one
    on it, some the other; `missing` opened
    the article and marked nothing there; `only` marked it and nobody else did; `between` are two
    annotators who opened it, at least one of whom marked it."""

    label: str = ""
    other: str = ""
    kind: str = ""
    missing: str = ""
    only: str = ""
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class PassageIndex:
    """Columns as bytes of 32-bit integers, one entry a disputed passage, in order of place.

    `article` is an article's id, `number` the passage's place among all passages of its article,
    `kind` an index into `KINDS`, `about_label` 1 where people disagree on the label. Pairs of
    columns say which passage has which of `labels` (`labelled`, `label`), which was marked by
    whom (`marked`, `marker`, an index into `annotators`), and which article was opened by whom
    (`opened`, an id, and `opener`).
    """

    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    article: bytes
    number: bytes
    kind: bytes
    about_label: bytes
    labelled: bytes
    label: bytes
    marked: bytes
    marker: bytes
    opened: bytes
    opener: bytes

    def places(self, chosen: Chosen) -> list[tuple[int, int]]:
        """(article id, number) of these passages. What is unknown has none."""
        article, number, kinds = (_ints(one) for one in (self.article, self.number, self.kind))
        keep = np.ones(len(article), dtype=bool)
        if chosen.kind:
            keep &= kinds == (KINDS.index(chosen.kind) if chosen.kind in KINDS else -1)
        for label in filter(None, (chosen.label, chosen.other)):
            keep &= self._with_label(label)
        if chosen.other:
            keep &= _ints(self.about_label) == 1
        if chosen.missing:
            keep &= self._opened(chosen.missing) & ~self._marked(chosen.missing)
        if chosen.only:
            alone = np.bincount(_ints(self.marked), minlength=len(article)) == 1
            keep &= self._marked(chosen.only) & alone
        if len(chosen.between) == 2:
            first, second = chosen.between
            keep &= self._opened(first) & self._opened(second)
            keep &= self._marked(first) | self._marked(second)
        return list(zip(article[keep].tolist(), number[keep].tolist(), strict=True))

    def _with_label(self, label: str) -> Bools:
        return self._named(label, self.labels, self.labelled, self.label)

    def _marked(self, annotator: str) -> Bools:
        return self._named(annotator, self.annotators, self.marked, self.marker)

    def _named(self, name: str, names: tuple[str, ...], passage: bytes, column: bytes) -> Bools:
        """The passages that a pair of columns names together with this one."""
        found = np.zeros(len(self.article) // 4, dtype=bool)
        if name in names:
            found[_ints(passage)[_ints(column) == names.index(name)]] = True
        return found

    def _opened(self, annotator: str) -> Bools:
        number = self.annotators.index(annotator) if annotator in self.annotators else -1
        theirs = _ints(self.opened)[_ints(self.opener) == number]
        return np.isin(_ints(self.article), theirs)


def passage_index(marks: StudyMarks) -> PassageIndex:
    """Of all articles that two annotators submitted."""
    passages = find_passages(marks.spans)
    disputed = np.flatnonzero(passages.disputed)
    first = np.searchsorted(passages.article, np.arange(len(marks.articles)))
    number = disputed - first[passages.article[disputed]]
    ids = np.array([article.id for article in marks.articles], dtype=np.int64)
    has = passages.has_label[disputed].tocoo()
    marked, marker = _who_marked(passages, disputed)
    opened, opener = np.nonzero(passages.spans.seen)
    return PassageIndex(
        marks.spans.labels,
        marks.annotators,
        _bytes(ids[passages.article[disputed]]),
        _bytes(number),
        _bytes(passages.flags[disputed].argmax(axis=1)),
        _bytes(passages.flags[disputed][:, KINDS.index("label")]),
        _bytes(has.coords[0]),
        _bytes(has.coords[1]),
        _bytes(marked),
        _bytes(marker),
        _bytes(ids[opened]),
        _bytes(opener),
    )


def _who_marked(passages: Passages, disputed: Ints) -> tuple[Ints, Ints]:
    """The place among the disputed ones and the annotator, once each."""
    place = np.full(len(passages), -1, dtype=np.int64)
    place[disputed] = np.arange(len(disputed))
    spans, width = passages.spans, max(1, len(passages.spans.annotators))
    at = place[passages.of_span]
    keys = np.unique((at * width + spans.annotator)[at >= 0])
    return keys // width, keys % width


def _ints(column: bytes) -> Ints:
    return np.frombuffer(column, dtype="<i4").astype(np.int64)


def _bytes(column: Ints | Bools) -> bytes:
    return column.astype("<i4").tobytes()
