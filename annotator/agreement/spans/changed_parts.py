"""Some articles of joined parts: taken out, or put in the place of what was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Ints
from annotator.agreement.spans.alpha_u_1995 import AlphaUStatistics
from annotator.agreement.spans.article_parts import Parts
from annotator.agreement.spans.overlap_statistics import Covered, Marked, OverlapStatistics, Shared
from annotator.agreement.spans.passage_counts import PassageCounts
from annotator.agreement.spans.span_f1 import MatchStatistics

Table = TypeVar("Table", Marked, Shared, Covered, AlphaUStatistics, PassageCounts)
Array = NDArray[Any]


def taken(parts: Parts, places: Ints) -> Parts:
    """The articles at these places (ascending) alone, in that order."""
    statistics, overlap, match = parts.statistics, parts.statistics.overlap, parts.statistics.match
    marked = _taken(overlap.marked, places)
    found = OverlapStatistics(
        overlap.lengths[places], overlap.seen[places], overlap.n_labels, marked,
        _taken(overlap.shared, places), _taken(overlap.covered, places),
        marked if overlap.under is overlap.marked else _taken(overlap.under, places),
        overlap.sets, overlap.overlapping_itself[places],
    )  # fmt: skip
    rows, numbers = _rows(match.count_keys[:, 0], places)
    pairs, of = _rows(match.match_keys[:, 0], places)
    matches = MatchStatistics(
        found.seen, match.n_labels, match.threshold,
        _numbered(match.count_keys[rows], numbers), match.counts[rows],
        _numbered(match.match_keys[pairs], of), match.matches[pairs],
    )  # fmt: skip
    alpha_u = statistics.alpha_u
    return Parts(
        replace(
            statistics,
            overlap=found,
            match=matches,
            articles=tuple(statistics.articles[place] for place in places.tolist()),
            alpha_u=None if alpha_u is None else _taken(alpha_u, places),
        ),
        _taken(parts.passages, places),
    )


def put(parts: Parts, places: Ints, some: Parts) -> Parts:
    """`parts` with `some` in these places (ascending). `some` knows the same annotators and labels
    and has every label set of `parts`, in the same order, before its own."""
    old, new = parts.statistics, some.statistics
    seen, itself = old.overlap.seen.copy(), old.overlap.overlapping_itself.copy()
    seen[places], itself[places] = new.overlap.seen, new.overlap.overlapping_itself
    lengths = old.overlap.lengths.copy()
    lengths[places] = new.overlap.lengths
    marked = _put(old.overlap.marked, places, new.overlap.marked)
    under = marked
    if old.overlap.under is not old.overlap.marked or new.overlap.under is not new.overlap.marked:
        under = _put(old.overlap.under, places, new.overlap.under)
    overlap = OverlapStatistics(
        lengths, seen, old.overlap.n_labels, marked,
        _put(old.overlap.shared, places, new.overlap.shared),
        _put(old.overlap.covered, places, new.overlap.covered),
        under, new.overlap.sets, itself,
    )  # fmt: skip
    count_keys, counts = _put_rows(
        [old.match.count_keys, old.match.counts], places, [new.match.count_keys, new.match.counts]
    )
    match_keys, matches = _put_rows(
        [old.match.match_keys, old.match.matches], places, [new.match.match_keys, new.match.matches]
    )
    match = MatchStatistics(
        seen, old.match.n_labels, old.match.threshold, count_keys, counts, match_keys, matches
    )
    alpha_u = old.alpha_u
    if alpha_u is not None and new.alpha_u is not None:
        alpha_u = _put(alpha_u, places, new.alpha_u)
    return Parts(
        replace(old, overlap=overlap, match=match, alpha_u=alpha_u),
        _put(parts.passages, places, some.passages),
    )


def _taken(table: Table, places: Ints) -> Table:
    rows, numbers = _rows(table.article, places)
    columns: dict[str, Any] = {name: getattr(table, name)[rows] for name in _columns(table)}
    columns["article"] = numbers
    if hasattr(table, "n_articles"):
        columns["n_articles"] = len(places)
    return replace(table, **columns)


def _put(table: Table, places: Ints, some: Table) -> Table:
    names = _columns(table)
    columns = _put_rows(
        [getattr(table, name) for name in names], places, [getattr(some, name) for name in names]
    )
    found: dict[str, Any] = dict(zip(names, columns, strict=True))
    return replace(table, **found)


def _columns(table: Any) -> list[str]:
    """The columns of a table of columns, the article first."""
    return [
        field.name for field in fields(table) if isinstance(getattr(table, field.name), np.ndarray)
    ]


def _rows(article: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Rows of these articles in a column sorted by article, and each one's place among them."""
    first, last = (np.searchsorted(article, places, side) for side in ("left", "right"))
    rows = [np.arange(start, stop) for start, stop in zip(first, last, strict=True)]
    everything = np.concatenate([np.empty(0, dtype=np.int64), *rows])
    return everything, np.repeat(np.arange(len(places)), last - first)


def _numbered(keys: Ints, numbers: Ints) -> Ints:
    found = keys.copy()
    found[:, 0] = numbers
    return found


def _put_rows(old: Sequence[Array], places: Ints, new: Sequence[Array]) -> list[Array]:
    """Columns (the first of which holds the article, sorted) with the rows of `places` replaced."""
    article = old[0] if old[0].ndim == 1 else old[0][:, 0]
    numbers = new[0] if new[0].ndim == 1 else new[0][:, 0]
    first, last = (np.searchsorted(article, places, side) for side in ("left", "right"))
    begin = np.searchsorted(numbers, np.arange(len(places) + 1))
    named = new[0].copy()
    (named if named.ndim == 1 else named[:, 0])[:] = places[numbers]
    found = []
    for column, some in zip(old, [named, *new[1:]], strict=True):
        pieces, at = [], 0
        for n in range(len(places)):
            pieces += [column[at : first[n]], some[begin[n] : begin[n + 1]]]
            at = last[n]
        found.append(np.concatenate([*pieces, column[at:]]))
    return found
