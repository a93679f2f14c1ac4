"""The statistics of single articles as bytes, and joined again: what a study keeps in its store.

One new annotation changes one article's part; every value is a sum over parts. A part names its
annotators and labels, so that it stays valid when others join the study or the codebook grows.

Layout, little-endian: `MAGIC`, length of a JSON text with the names, that text padded to a multiple
of 8, the number of integers, integers of 8 bytes (length of the article, how many opened it, how
many overlap themselves, rows of each table, those annotators, the keys), numbers of 8 bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.spans.alpha_u_1995 import AlphaUStatistics
from annotator.agreement.spans.overlap_statistics import Covered, Marked, OverlapStatistics, Shared
from annotator.agreement.spans.passage_counts import PassageCounts
from annotator.agreement.spans.span_f1 import IOU, MatchStatistics
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.errors import RatingsError

MAGIC = b"SPN1"
UNKNOWN = -2
HEAD = struct.Struct("<4sI")
# Of each table: what its keys are (the article stands before them), and how many numbers a row has.
TABLES: dict[str, tuple[tuple[str, ...], int]] = {
    "marked": (("annotator", "label"), 4),
    "shared": (("annotator", "annotator", "label"), 5),
    "covered": (("annotator", "annotator"), 2),
    "under": (("annotator", "set"), 4),
    "counts": (("annotator", "label"), 2),
    "matches": (("annotator", "annotator", "label"), 5),
    "alpha_u": (("label",), 2),
    "passages": (("label or any", "outcome"), 1),
}
Tables = dict[str, tuple[Ints, Floats]]  # keys (n_rows, 1 + n_keys) with the article, numbers


@dataclass(frozen=True, eq=False)
class Parts:
    """Joined parts. `statistics.boundaries` is not kept."""

    statistics: SpanStatistics
    passages: PassageCounts


def pack(parts: Parts) -> list[bytes]:
    """The part of each article, in order."""
    statistics = parts.statistics
    names = {
        "annotators": statistics.annotators,
        "labels": statistics.labels,
        "sets": statistics.overlap.sets if statistics.overlap.overlapping_itself.any() else (),
    }
    text = json.dumps(names, ensure_ascii=False).encode()
    text += b" " * (-(len(text) + HEAD.size) % 8)
    head = HEAD.pack(MAGIC, len(text)) + text
    tables = _tables(parts)
    edges = {
        name: np.searchsorted(keys[:, 0], np.arange(len(statistics.articles) + 1))
        for name, (keys, _) in tables.items()
    }
    return [head + _body(statistics, tables, edges, a) for a in range(len(statistics.articles))]


def _body(
    statistics: SpanStatistics, tables: Tables, edges: dict[str, Ints], article: int
) -> bytes:
    overlap = statistics.overlap
    seen = np.flatnonzero(overlap.seen[article])
    itself = np.flatnonzero(overlap.overlapping_itself[article])
    rows = {name: slice(edge[article], edge[article + 1]) for name, edge in edges.items()}
    if not len(itself):
        rows["under"] = slice(0, 0)  # the same as `marked`
    integers = np.concatenate(
        [
            [overlap.lengths[article], len(seen), len(itself)],
            [rows[name].stop - rows[name].start for name in TABLES],
            seen,
            itself,
            *(tables[name][0][rows[name], 1:].ravel() for name in TABLES),
        ]
    ).astype("<i8")
    numbers = np.concatenate([tables[name][1][rows[name]].ravel() for name in TABLES])
    size = struct.pack("<q", len(integers))
    return size + integers.tobytes() + numbers.astype("<f8").tobytes()


def join(
    payloads: Sequence[bytes],
    articles: tuple[str, ...],
    annotators: tuple[str, ...],
    labels: tuple[str, ...],
    *,
    sets: Sequence[tuple[int, ...]] = (),
    unit: str = "character",
) -> Parts:
    """The parts of `articles`, in that order, as one. Every name they use must be known.

    `sets` are label sets that come first, each label alone before all others.
    """
    reader = _Reader(annotators, labels, sets)
    for article, payload in enumerate(payloads):
        reader.read(article, payload)
    return reader.parts(articles, unit)


def labels_of(payloads: Sequence[bytes]) -> set[str]:
    """Every label that the parts name, used or not."""
    names = {payload[HEAD.size : HEAD.size + HEAD.unpack_from(payload)[1]] for payload in payloads}
    return {label for text in names for label in json.loads(text)["labels"]}


class _Reader:
    """Gathers rows part by part and renames them all at once."""

    def __init__(
        self,
        annotators: tuple[str, ...],
        labels: tuple[str, ...],
        sets: Sequence[tuple[int, ...]] = (),
    ) -> None:
        self.annotators, self.labels = annotators, labels
        self.sets: dict[tuple[int, ...], int] = {(n,): n for n in range(len(labels))}
        for members in sets:
            self.sets.setdefault(members, len(self.sets))
        self.maps: dict[bytes, dict[str, Ints]] = {}
        self.keys: dict[str, list[Ints]] = {name: [] for name in TABLES}
        self.numbers: dict[str, list[Floats]] = {name: [] for name in TABLES}
        self.lengths: list[int] = []
        self.seen: list[Ints] = []
        self.itself: list[Ints] = []

    def read(self, article: int, payload: bytes) -> None:
        magic, size = HEAD.unpack_from(payload)
        if magic != MAGIC:
            raise RatingsError(f"expected kept statistics ({MAGIC!r}), found {magic!r}")
        names = payload[HEAD.size : HEAD.size + size]
        at = HEAD.size + size
        (n_integers,) = struct.unpack_from("<q", payload, at)
        integers = np.frombuffer(payload, "<i8", n_integers, at + 8)
        numbers = np.frombuffer(payload, "<f8", offset=at + 8 + 8 * n_integers)
        maps = self.maps.get(names)
        if maps is None:
            maps = self.maps[names] = self._maps(json.loads(names))
        first = 3 + len(TABLES)
        length, n_seen, n_itself = (int(value) for value in integers[:3])
        counts = integers[3:first].tolist()
        self.lengths.append(length)
        self.seen.append(maps["annotator"][integers[first : first + n_seen]])
        first += n_seen
        self.itself.append(maps["annotator"][integers[first : first + n_itself]])
        first += n_itself
        start = 0
        for (name, (kinds, width)), n_rows in zip(TABLES.items(), counts, strict=True):
            block = integers[first : first + n_rows * len(kinds)].reshape(n_rows, len(kinds))
            first += block.size
            key = np.empty((n_rows, 1 + len(kinds)), dtype=np.int64)
            key[:, 0] = article
            for place, kind in enumerate(kinds):
                key[:, place + 1] = maps[kind][block[:, place]]
            self.keys[name].append(key)
            self.numbers[name].append(
                numbers[start : start + n_rows * width].reshape(n_rows, width)
            )
            start += n_rows * width
        if not n_itself:  # every label is a set of its own
            self.keys["under"][-1], self.numbers["under"][-1] = (
                self.keys["marked"][-1], self.numbers["marked"][-1]
            )  # fmt: skip

    def _maps(self, names: dict[str, list[str]]) -> dict[str, Ints]:
        annotator = _places(names["annotators"], self.annotators)
        label = _places(names["labels"], self.labels)
        sets = [tuple(sorted(int(label[int(n)]) for n in members)) for members in names["sets"]]
        found = [self.sets.setdefault(members, len(self.sets)) for members in sets]
        return {
            "annotator": annotator,
            "label": label,
            "label or any": np.append(label, -1),  # index -1 stays -1
            "set": np.array(found, dtype=np.int64),
            "outcome": np.arange(16),
        }

    def parts(self, articles: tuple[str, ...], unit: str) -> Parts:
        tables = {name: self._table(name) for name in TABLES}
        shape = (len(articles), len(self.annotators))
        seen, itself = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        for article, (who, twice) in enumerate(zip(self.seen, self.itself, strict=True)):
            seen[article, who] = True
            itself[article, twice] = True
        n_labels = len(self.labels)
        marked = Marked(*_columns(tables["marked"]))
        under = Marked(*_columns(tables["under"])) if itself.any() else marked
        overlap = OverlapStatistics(
            np.array(self.lengths, dtype=np.int64), seen, n_labels, marked,
            Shared(*_columns(tables["shared"])), Covered(*_columns(tables["covered"])), under,
            tuple(self.sets), itself,
        )  # fmt: skip
        match = MatchStatistics(seen, n_labels, IOU, *tables["counts"], *tables["matches"])
        alpha_u = AlphaUStatistics(len(articles), n_labels, *_columns(tables["alpha_u"]))
        article, label, outcome, count = _columns(tables["passages"])
        passages = PassageCounts(
            len(articles), n_labels, article, label, outcome, count.astype(np.int64)
        )
        statistics = SpanStatistics(
            overlap, match, articles, self.annotators, self.labels, unit, alpha_u
        )
        return Parts(statistics, passages)

    def _table(self, name: str) -> tuple[Ints, Floats]:
        kinds, width = TABLES[name]
        parts = [np.empty((0, 1 + len(kinds)), dtype=np.int64), *self.keys[name]]
        keys = np.concatenate(parts)
        if (keys == UNKNOWN).any():
            raise RatingsError("kept statistics name an annotator or label that is not given")
        return keys, np.concatenate([np.empty((0, width)), *self.numbers[name]])


def _tables(parts: Parts) -> Tables:
    statistics, passages = parts.statistics, parts.passages
    overlap, match, alpha_u = statistics.overlap, statistics.match, statistics.alpha_u
    if alpha_u is None:
        raise RatingsError("parts are kept with alpha_u_1995; ask for it in span_statistics")
    return {
        "marked": _split(overlap.marked, 3),
        "shared": _split(overlap.shared, 4),
        "covered": _split(overlap.covered, 3),
        "under": _split(overlap.under, 3),
        "counts": (match.count_keys, match.counts),
        "matches": (match.match_keys, match.matches),
        "alpha_u": _split(alpha_u, 2),
        "passages": _split(passages, 3),
    }


def _split(
    table: Marked | Shared | Covered | AlphaUStatistics | PassageCounts, n_keys: int
) -> tuple[Ints, Floats]:
    """Key columns, the first being the article, and number columns of a table of columns."""
    found = [getattr(table, field.name) for field in fields(table)]
    columns = [column for column in found if isinstance(column, np.ndarray)]
    keys = np.stack(columns[:n_keys], axis=1)
    return keys, np.stack(columns[n_keys:], axis=1).astype(np.float64)


def _columns(table: tuple[Ints, Floats]) -> Iterator[Any]:
    """Key columns, then number columns."""
    keys, numbers = table
    yield from (np.ascontiguousarray(column) for column in keys.T)
    yield from (np.ascontiguousarray(column) for column in numbers.T)


def _places(names: Sequence[str], known: tuple[str, ...]) -> Ints:
    """Each name's place among the known ones, or `UNKNOWN`."""
    place = {name: index for index, name in enumerate(known)}
    return np.array([place.get(name, UNKNOWN) for name in names], dtype=np.int64)
