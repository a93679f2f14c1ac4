"""One annotator's marks beside the gold, article by article and label by label.

The gold takes the place of a second annotator, so that what matches what is counted as it is
between two people (`agreement.spans.span_f1`). Of alternatives the one that is nearest to what the
annotator marked is the gold that they are compared with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.disputed_passages import SAME_PLACE
from annotator.agreement.spans.span_f1 import match_statistics, matched, pair_totals
from annotator.agreement.spans.span_pairs import Pieces, overlaps, pieces_of
from annotator.agreement.spans.spans import Spans, in_order
from annotator.reports.gold.gold_study import GoldMark

__all__ = ["RATES", "Comparison", "beside_gold", "compare", "labels_beside", "rates"]

RATES = tuple(f"{what}_{how}" for how in ("exact", "overlap", "character")
              for what in ("precision", "recall", "f1"))  # fmt: skip
MINE, GOLD = 0, 1
Row = tuple[int, int, int, int, int]  # article, annotator, label, start, end


@dataclass(frozen=True, eq=False)
class Comparison:
    """`sums` has shape (n_articles, n_labels, 11), as `span_f1.Matches`, the annotator first.

    The others have shape (n_labels,). Of the gold marks of a label: `right` (the same mark),
    `boundary` (the same label, other ends), `other` (the same place under another label); the rest
    they missed. Of the annotator's marks of a label: `extra`, where the gold has none of these.
    """

    compared: Bools  # (n_articles,)
    sums: Floats
    right: Ints
    boundary: Ints
    other: Ints
    extra: Ints

    @property
    def marks(self) -> Ints:
        """How many the annotator made of each label."""
        return _whole(self.sums[:, :, 0].sum(axis=0))

    @property
    def golds(self) -> Ints:
        return _whole(self.sums[:, :, 1].sum(axis=0))

    @property
    def missed(self) -> Ints:
        missed: Ints = self.golds - self.right - self.boundary - self.other
        return missed


def compare(spans: Spans, who: int, articles: Bools, golds: Sequence[GoldMark]) -> Comparison:
    """Annotator number `who` beside the gold of these articles, of those that they submitted."""
    compared: Bools = spans.seen[:, who] & articles
    both = beside_gold(spans, who, compared, golds)
    sums = pair_totals(match_statistics(both), MINE, GOLD, slice(None))
    return Comparison(compared, sums, *_fates(both))


def rates(sums: Floats) -> Floats:
    """Precision, recall and F1 in the order of `RATES`, NaN where undefined; (..., 11) to (..., 9).

    Precision: of the annotator's marks; recall: of the gold marks. By character both are the mean
    share of a mark that the other side covers under the same label.
    """
    mine, gold, exact, overlap, _, share_mine, share_gold, *_, merged_mine, merged_gold = (
        np.moveaxis(sums, -1, 0)
    )
    found = []
    with np.errstate(invalid="ignore", divide="ignore"):
        for P, R in (
            (exact / mine, exact / gold),
            (overlap / mine, overlap / gold),
            (share_mine / merged_mine, share_gold / merged_gold),
        ):
            F = np.where(mine + gold > 0, np.nan_to_num(2 * P * R / (P + R)), np.nan)
            found += [P, R, F]
    return np.stack(found, axis=-1)


def labels_beside(spans: Spans, golds: Sequence[GoldMark]) -> tuple[str, ...]:
    """The annotators' labels, then those that only the gold has."""
    return tuple(dict.fromkeys([*spans.labels, *sorted({one.label for one in golds})]))


def beside_gold(spans: Spans, who: int, compared: Bools, golds: Sequence[GoldMark]) -> Spans:
    """Two annotators: this one and the gold."""
    row_of = {int(name): row for row, name in enumerate(spans.articles) if compared[row]}
    labels = labels_beside(spans, golds)
    number = {label: place for place, label in enumerate(labels)}
    members: dict[int, list[Row]] = {}
    for one in golds:
        if one.article in row_of:
            row = (row_of[one.article], GOLD, number[one.label], one.start, one.end)
            members.setdefault(one.group, []).append(row)
    mine = (spans.annotator == who) & compared[spans.article]
    own = np.stack(
        [spans.article, np.full(len(spans), MINE), spans.label, spans.start, spans.end], axis=1
    )[mine]
    gold = np.array([_nearest(some, own) for some in members.values()], dtype=np.int64)
    article, annotator, label, start, end = np.concatenate([own, gold.reshape(-1, 5)]).T
    return in_order(
        Spans(article, annotator, label, start, end, spans.lengths,
              np.stack([compared, compared], axis=1), spans.articles, ("annotator", "gold"),
              labels, spans.unit)
    )  # fmt: skip


def _nearest(alternatives: Sequence[Row], own: Ints) -> Row:
    """The one most like a mark of the annotator's, else the first."""
    if len(alternatives) == 1:
        return alternatives[0]
    return max(alternatives, key=lambda one: _likeness(one, own[own[:, 0] == one[0]]))


def _likeness(gold: Row, own: Ints) -> float:
    """The greatest common length by joint length with a mark of the same label."""
    same = own[own[:, 2] == gold[2]]
    if not len(same):
        return 0.0
    shared = np.minimum(same[:, 4], gold[4]) - np.maximum(same[:, 3], gold[3])
    joint = same[:, 4] - same[:, 3] + gold[4] - gold[3] - shared
    return float(np.maximum(0, shared / joint).max())


def _fates(both: Spans) -> tuple[Ints, Ints, Ints, Ints]:
    """What became of each gold mark, by label; and of whose marks there is no gold."""
    pieces = pieces_of(both)
    free = np.ones(len(pieces), dtype=bool)
    fates = [
        _taken(pieces, free, same_label=True, least=1.0),
        _taken(pieces, free, same_label=True, least=0.0),
        _taken(pieces, free, same_label=False, least=SAME_PLACE),
    ]
    rest = free & (pieces.annotator == MINE)
    n = len(both.labels)
    right, boundary, other = (np.bincount(one, minlength=n) for one in fates)
    return right, boundary, other, np.bincount(pieces.label[rest], minlength=n)


def _taken(pieces: Pieces, free: Bools, *, same_label: bool, least: float) -> Ints:
    """Labels of the gold marks that match one of the annotator's, one to one; `free` is what is
    left on either side."""
    labels: list[Ints] = []
    for _, found in overlaps(pieces, same_label=same_label):
        size = pieces.size
        joint = size[found.first] + size[found.second] - found.shared
        allowed = free[found.first] & free[found.second] & (found.shared >= least * joint)
        chosen = matched(pieces, found, allowed) > 0
        free[found.first[chosen]] = free[found.second[chosen]] = False
        labels.append(pieces.label[found.second[chosen]])
    return np.concatenate(labels) if labels else np.empty(0, dtype=np.int64)


def _whole(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)
