"""Measures of spans from the tables of blocks: sums come from an engine, all else as ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.engines.block_tables import OVERLAPS, BlockTables, KeyedSums, added
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.coincidence_sums import COINCIDENCES
from annotator.agreement.spans.overlap_statistics import (
    Covered,
    Marked,
    OverlapStatistics,
    Shared,
    overlap_statistics,
)
from annotator.agreement.spans.span_f1 import MATCHES, MatchStatistics, match_statistics
from annotator.agreement.spans.span_measures import measures_of
from annotator.agreement.spans.span_statistics import SpanSettings, SpanStatistics
from annotator.agreement.spans.span_table import SPAN_TABLE
from annotator.agreement.spans.spans import Spans

JOINED_MEASURES = tuple(
    name
    for name, one in SPAN_TABLE.items()
    if one.basis in (COINCIDENCES, MATCHES) and not one.in_tokens
)
TABLE_KINDS: dict[str, Any] = {
    "marked": Marked,
    "shared": Shared,
    "covered": Covered,
    "under": Marked,
}


class JoinedStatistics(SpanStatistics):
    """Spans of which only the tables are there."""

    def __init__(
        self, blocks: Sequence[BlockTables], annotators: tuple[str, ...], labels: tuple[str, ...],
        settings: SpanSettings, unit: str,
    ) -> None:  # fmt: skip
        lengths = np.concatenate([one.lengths for one in blocks])
        seen = np.concatenate([one.seen for one in blocks])
        none = np.empty(0, dtype=np.int64)
        names = tuple(map(str, range(len(lengths))))
        repeated = sum(one.repeated for one in blocks)
        super().__init__(
            Spans(none, none, none, none, none, lengths, seen, names, annotators, labels,
                  unit, repeated),
            settings,
        )  # fmt: skip
        self.articles = np.concatenate([one.articles for one in blocks])
        self.clusters = np.concatenate([one.cluster for one in blocks])
        self._units = np.sum([one.spans for one in blocks], axis=0, dtype=np.int64)
        tables, sets = _all_tables(blocks)
        overlaps = {
            name: TABLE_KINDS[name](*tables[name].keys.T, *tables[name].sums.T) for name in OVERLAPS
        }
        itself = np.concatenate([one.overlapping_itself for one in blocks])
        self._tables: dict[Callable[..., Any], Any] = {
            overlap_statistics: OverlapStatistics(
                lengths, seen, len(labels), **overlaps, sets=sets, overlapping_itself=itself
            ),
            match_statistics: MatchStatistics(
                seen, len(labels), settings.threshold, tables["counts"].keys,
                tables["counts"].sums, tables["matches"].keys, tables["matches"].sums,
            ),
        }  # fmt: skip

    def of(self, compute: Callable[..., Any], **settings: Any) -> Any:
        return self._tables[compute] if compute in self._tables else super().of(compute, **settings)

    def units_of(self, annotators: AnnotatorSet) -> Floats:
        return np.asarray(self._units, dtype=np.float64)


def joined_measures(
    statistics: JoinedStatistics, names: Sequence[str], *, resamples: int, seed: int
) -> list[Measure]:
    """Over everything, and label by label; intervals over groups of articles, small or large."""
    usable = statistics.seen.sum(axis=1) >= 2
    articles = int(statistics.articles[usable].sum())
    drawn = BlockResamples(usable, statistics.clusters, articles, resamples=resamples, seed=seed)
    return measures_of(statistics, names, scopes=("label",), drawn=drawn)


class BlockResamples(ArticleResamples):
    """Blocks of articles are drawn; `blocks` says which is whose."""

    def __init__(
        self, usable: Any, blocks: Ints, articles: int, *, resamples: int, seed: int
    ) -> None:
        super().__init__(usable, resamples=resamples, seed=seed)
        self._true_articles = articles
        distinct, place = np.unique(blocks, return_inverse=True)
        self.groups = place.reshape(-1)
        self._all_groups = len(distinct)
        self.n_groups = len(np.unique(self.groups[self.usable]))

    def interval(self, values: Floats, articles: int, key: Any) -> Any:
        return super().interval(values, self._true_articles, key)


def _all_tables(
    blocks: Sequence[BlockTables],
) -> tuple[dict[str, KeyedSums], tuple[tuple[int, ...], ...]]:
    """One table below the other, articles counted on, sets numbered anew."""
    sets: dict[tuple[int, ...], int] = {}
    below: dict[str, list[KeyedSums]] = {name: [] for name in blocks[0].tables}
    done = 0
    for block in blocks:
        place = np.array([sets.setdefault(one, len(sets)) for one in block.sets], dtype=np.int64)
        for name, table in block.tables.items():
            keys = table.keys.copy()
            keys[:, 0] += done
            if name == "under" and len(keys):
                keys[:, -1] = place[keys[:, -1]]
            below[name].append(KeyedSums(keys, table.sums))
        done += len(block.lengths)
    joined = {
        name: added(
            KeyedSums(
                np.concatenate([one.keys for one in tables]),
                np.concatenate([one.sums for one in tables]),
            )
        )
        for name, tables in below.items()
    }
    return joined, tuple(sets)
