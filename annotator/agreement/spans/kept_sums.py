"""Sums over articles that stay from one computation to the next.

A new annotation changes one article. Every sum, in the corpus and in each resample, then changes by
that article's difference times its weight, and nothing else has to be added up again. Sums are
whole numbers (see `coincidences.whole_scale`), so that what comes out is what a computation from
nothing gives, to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples, Matrix
from annotator.agreement.spans.span_statistics import SpanStatistics

Rows = Callable[[SpanStatistics], Matrix]  # one row an article
Owner = tuple[str, ...]  # e.g. ("f1", "pair", "ann & bob"): what a set of sums is about

KEPT_BYTES = 256 << 20
EXACT = 2.0**53
MOST_DRAWN = 8  # times that a resample takes an article: seldom more


@dataclass(frozen=True, eq=False)
class Change:
    """Some articles as they were and as they are, in the same order, with the same names.

    `articles` are their places among all articles; `annotators` marks whose work differs.
    """

    articles: Ints
    annotators: Bools
    before: SpanStatistics
    after: SpanStatistics


class Sums:
    """Sums of rows over all articles of `statistics`, in the corpus and in `drawn`'s resamples.

    With a `change` since `earlier`, what that one holds is brought up to date, and `earlier` must
    not be used any more; without one everything is added up. With `keeps`, what is found stays for
    a later change.
    """

    def __init__(
        self,
        statistics: SpanStatistics,
        drawn: ArticleResamples,
        *,
        keeps: bool = False,
        earlier: Sums | None = None,
        change: Change | None = None,
    ) -> None:
        self.statistics, self.drawn, self.change = statistics, drawn, change
        self.keeps = keeps
        self._kept: dict[Owner, dict[str, Floats]] = {}
        self._measures: dict[Owner, list[Measure]] = {}
        self._size = 0
        known = earlier if change is not None else None
        self._earlier = known._kept if known is not None else {}
        self._earlier_measures = known._measures if known is not None else {}

    def of(self, owner: Owner, name: str, rows: Rows, *, resampled: bool = True) -> Floats:
        """Shape (1 + resamples, n_columns), or (1, n_columns). Do not write into it.

        `name` must be another one when `rows` would give other columns.
        """
        kept = self._earlier.get(owner, {}).pop(name, None)
        if kept is not None and self.change is not None:
            found = self._changed(kept, self.change, rows)
        elif resampled:
            found = self.drawn.sums(rows(self.statistics))
        else:
            found = np.asarray(rows(self.statistics).sum(axis=0)).reshape(1, -1)
        # Beyond 2⁵³ whole numbers are rounded: then only adding everything up is right.
        if self.keeps and float(found[0].max(initial=0.0)) * MOST_DRAWN < EXACT:
            self._keep(owner, name, found)
        return found

    def derived(
        self, owner: Owner, members: Bools, name: str, compute: Callable[[], Floats]
    ) -> Floats:
        """What follows from sums of these annotators; computed when one of them has changed."""
        self._stay(owner, members)
        found = self._kept.get(owner, {}).get(name)
        if found is None:
            found = compute()
            self._keep(owner, name, found)
        return found

    def measures(
        self, owner: Owner, members: Bools, compute: Callable[[], list[Measure]]
    ) -> list[Measure]:
        """Measures of these annotators; computed when one of them has changed."""
        self._stay(owner, members)
        found = self._earlier_measures.get(owner)
        if found is None or self._touched(members):
            found = compute()
        self._measures[owner] = found
        return found

    def forget_earlier(self) -> None:
        """Let go of what nobody has asked for again."""
        self._earlier, self._earlier_measures = {}, {}

    def _touched(self, members: Bools) -> bool:
        return self.change is None or bool((self.change.annotators & members).any())

    def _stay(self, owner: Owner, members: Bools) -> None:
        if owner in self._earlier and not self._touched(members):
            for name, kept in self._earlier.pop(owner).items():
                self._keep(owner, name, kept)

    def _changed(self, kept: Floats, change: Change, rows: Rows) -> Floats:
        after, before = (_dense(rows(found)) for found in (change.after, change.before))
        difference = after - before
        if difference.any():
            self.drawn.add(kept, difference, change.articles)
        return kept

    def _keep(self, owner: Owner, name: str, found: Floats) -> None:
        size = self._size + found.nbytes
        if size <= KEPT_BYTES:
            self._kept.setdefault(owner, {})[name] = found
            self._size = size


def _dense(rows: Matrix) -> Floats:
    dense: Floats = rows.toarray() if isinstance(rows, sparse.csr_array) else rows
    return dense
