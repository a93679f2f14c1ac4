"""The distribution of labels: how many annotators gave each label to a unit.

A unit is an item, or of a text a stretch of characters between two ends of marks, a passage, or a
whole article. Of items the labels exclude each other and their shares add up to 1; of texts every
label is a question of its own, marked or not, whose shares lie from 0 to 1 (`exclusive` False).
Whoever opened an article and left a unit unmarked is among its people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.ratings.counts import count_items
from annotator.agreement.ratings.ratings import MOST_CELLS, Ratings
from annotator.agreement.spans.disputed_passages import find_passages
from annotator.agreement.spans.span_pairs import article_offsets, merged_pieces
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

UNITS_OF_TEXT = ("character", "passage", "article")
Place = tuple[str, int, int]  # article, start, end


@dataclass(frozen=True, eq=False)
class SoftLabels:
    """`counts[u, k]` of `people[u]` annotators gave unit u the label k."""

    labels: tuple[str, ...]
    counts: Floats  # shape (n_units, K)
    people: Floats  # (n_units,)
    weight: Floats  # (n_units,): 1, or the characters of a stretch
    cluster: Ints  # (n_units,): what an interval resamples
    n_clusters: int
    kind: str  # items or articles
    units: tuple[str, ...] | tuple[Place, ...]  # the names of items, or the places of texts
    exclusive: bool = True

    @property
    def shares(self) -> Floats:
        """Shape (n_units, K); NaN where there are no people."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = self.counts / self.people[:, None]
        return found

    def suppressed(self, fewest: int) -> "SoftLabels":
        """Without the distributions of fewer people."""
        enough = self.people >= fewest
        return replace(
            self, counts=self.counts * enough[:, None], people=np.where(enough, self.people, 0.0)
        )


def soft_ratings(ratings: Ratings, annotators: Sequence[int] | None = None) -> SoftLabels:
    """Of items; `annotators` are the places of a group.

    >>> from annotator.agreement import ratings_from_labels
    >>> ratings = ratings_from_labels([["a", "b"], ["a", "a"], ["b", None]])
    >>> soft_ratings(ratings).shares.round(2).tolist()
    [[0.67, 0.33], [0.5, 0.5]]
    """
    if ratings.n_items * ratings.n_categories > MOST_CELLS:
        raise RatingsError(
            f"{ratings.n_items} items x {ratings.n_categories} labels are too many distributions"
        )
    some = ratings if annotators is None else ratings.only(annotators)
    rows = count_items(some, collapse=False).rows
    counts = np.asarray(rows if isinstance(rows, np.ndarray) else rows.toarray(), dtype=np.float64)
    cluster = np.arange(ratings.n_items) if ratings.articles is None else ratings.articles
    names = ratings.items or tuple(str(one) for one in range(ratings.n_items))
    return SoftLabels(
        ratings.categories, counts, counts.sum(1), np.ones(ratings.n_items), cluster,
        ratings.n_clusters, ratings.cluster_kind, names,
    )  # fmt: skip


def soft_marks(
    spans: Spans, by: str, group: Bools | None = None, cuts: Sequence[Sequence[int]] | None = None
) -> SoftLabels:
    """Of texts; `group` says which annotators. Units are made of everybody's marks, so that those
    of two groups are the same; `cuts` are more places where each article is cut into stretches.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks([Mark("a", "ann", "x", 0, 4), Mark("a", "bob", "x", 2, 4)],
    ...                          lengths={"a": 10})
    >>> soft = soft_marks(spans, "character")
    >>> soft.units, soft.shares.tolist()
    ((('a', 0, 2), ('a', 2, 4), ('a', 4, 10)), [[0.5], [1.0], [0.0]])
    >>> soft_marks(spans, "passage").shares.tolist(), soft_marks(spans, "article").shares.tolist()
    ([[1.0]], [[1.0]])
    """
    if by not in UNITS_OF_TEXT:
        raise RatingsError(f"unit {by!r} is none of {', '.join(UNITS_OF_TEXT)}")
    people = np.ones(len(spans.annotators), dtype=bool) if group is None else group
    if by == "character":
        return _stretches(spans, people, cuts)
    if by == "passage":
        found = find_passages(spans)
        rows, article, start, end = found.of_span, found.article, found.start, found.end
    else:
        article = np.arange(len(spans.articles))
        rows, start, end = spans.article, np.zeros_like(spans.lengths), spans.lengths
    mine = people[spans.annotator]
    counts = np.zeros((len(article), len(spans.labels)))
    who = np.stack([rows, spans.label, spans.annotator], axis=1)[mine]
    once = np.unique(who, axis=0)  # a label counts once for each annotator
    np.add.at(counts, (once[:, 0], once[:, 1]), 1)
    return _of_places(spans, people, counts, (article, start, end), np.ones(len(article)))


def _stretches(spans: Spans, people: Bools, cuts: Sequence[Sequence[int]] | None) -> SoftLabels:
    pieces = merged_pieces(spans)
    offset = article_offsets(spans)[pieces.article]
    begins, ends_at = pieces.start - offset, pieces.end - offset
    mine = people[pieces.annotator]
    counts, article, start, end = [], [], [], []
    order = np.argsort(pieces.article, kind="stable")
    first = np.searchsorted(pieces.article[order], np.arange(len(spans.articles) + 1))
    for number, length in enumerate(spans.lengths.tolist()):
        rows = order[first[number] : first[number + 1]]
        more = [] if cuts is None else list(cuts[number])
        ends = np.unique([0, length, *begins[rows], *ends_at[rows], *more])
        change = np.zeros((len(ends), len(spans.labels)))
        rows = rows[mine[rows]]
        np.add.at(change, (np.searchsorted(ends, begins[rows]), pieces.label[rows]), 1)
        np.add.at(change, (np.searchsorted(ends, ends_at[rows]), pieces.label[rows]), -1)
        counts.append(np.cumsum(change, axis=0)[:-1])
        article.append(np.full(len(ends) - 1, number))
        start.append(ends[:-1])
        end.append(ends[1:])
    places = tuple(np.concatenate(column).astype(np.int64) for column in (article, start, end))
    return _of_places(
        spans, people, np.concatenate(counts), places, (places[2] - places[1]).astype(np.float64)
    )


def _of_places(
    spans: Spans, people: Bools, counts: Floats, places: tuple[Ints, ...], weight: Floats
) -> SoftLabels:
    article, start, end = places
    opened = spans.seen[:, people].sum(axis=1).astype(np.float64)
    names = [spans.articles[number] for number in article.tolist()]
    return SoftLabels(
        spans.labels, counts, opened[article], weight, article, len(spans.articles), "articles",
        tuple(zip(names, start.tolist(), end.tolist(), strict=True)), exclusive=False,
    )  # fmt: skip
