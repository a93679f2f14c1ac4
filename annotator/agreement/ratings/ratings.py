"""Ratings: which category each annotator gave each item, gaps allowed.

Two forms: a matrix of codes, shape (n_annotators, n_items), -1 where missing; or long rows (item,
annotator, code) when most cells of that matrix would be empty. Categories and their order are
fixed when the ratings are made, before anything is resampled: a category that nobody used counts
where a coefficient asks for the number of categories.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.errors import RatingsError
from annotator.plural import counted

Codes = NDArray[np.integer[Any]]

RATED_TWICE = "the same annotator rated the same item twice; keep one of the rows"
MOST_CELLS = 1 << 28  # a denser matrix is not built; long rows are kept instead


@dataclass(frozen=True, eq=False)
class LongRows:
    """Long rows sorted by annotator, then item; `first[g]:first[g + 1]` are annotator g's."""

    item: NDArray[np.intp]
    code: Codes
    first: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Ratings:
    """Ratings of items, as codes into `categories`. Make them by a `ratings_from_...` function."""

    categories: tuple[str, ...]
    annotators: tuple[str, ...]
    n_items: int
    codes: Codes | None = None  # shape (n_annotators, n_items)
    rows: LongRows | None = None
    values: Floats | None = None  # the number of each category, where it has one
    articles: NDArray[np.intp] | None = None  # the article number of each item
    article_names: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # names, where they are known
    distances: Floats | None = None  # of every two categories, where somebody gave them: "custom"
    weights: Floats | None = None  # the same as agreement, 1 for equal categories
    titles: tuple[str, ...] = ()  # of the categories, where people read other words

    @property
    def n_annotators(self) -> int:
        return len(self.annotators)

    @property
    def n_categories(self) -> int:
        return len(self.categories)

    @property
    def cluster_kind(self) -> str:
        """What an interval resamples."""
        return "items" if self.articles is None else "articles"

    @property
    def n_clusters(self) -> int:
        return self.n_items if self.articles is None else len(self.article_names)

    def of_annotator(self, g: int) -> tuple[NDArray[np.intp], Codes]:
        """Items annotator `g` rated, ascending, and the codes given."""
        if self.codes is not None:
            items = np.flatnonzero(self.codes[g] >= 0)
            return items, self.codes[g][items]
        rows = _rows_of(self)
        span = slice(rows.first[g], rows.first[g + 1])
        return rows.item[span], rows.code[span]

    def of_pair(self, g: int, h: int) -> tuple[NDArray[np.intp], Codes, Codes]:
        """Items both rated, and the codes of each."""
        if self.codes is not None:
            a, b = self.codes[g], self.codes[h]
            items = np.flatnonzero((a >= 0) & (b >= 0))
            return items, a[items], b[items]
        items_g, codes_g = self.of_annotator(g)
        items_h, codes_h = self.of_annotator(h)
        items, in_g, in_h = np.intersect1d(items_g, items_h, True, True)
        return items, codes_g[in_g], codes_h[in_h]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs of annotators, in order."""
        for g in range(self.n_annotators):
            for h in range(g + 1, self.n_annotators):
                yield g, h

    @cached_property
    def ratings_per_item(self) -> NDArray[np.intp]:
        """m_i, how many annotators rated each item."""
        if self.codes is not None:
            m: NDArray[np.intp] = np.count_nonzero(self.codes >= 0, axis=0)
            return m
        return np.bincount(_rows_of(self).item, minlength=self.n_items)

    def without(self, annotator: int) -> "Ratings":
        """The same without one annotator."""
        return self.only([g for g in range(self.n_annotators) if g != annotator])

    def only(self, annotators: Sequence[int]) -> "Ratings":
        """The same with these annotators alone; items and categories stay."""
        names = tuple(self.annotators[g] for g in annotators)
        codes, rows = self.codes, self.rows
        if codes is not None:
            codes = codes[list(annotators)]
        else:
            parts = [self.of_annotator(g) for g in annotators]
            sizes = [len(items) for items, _ in parts]
            rows = LongRows(
                np.concatenate([items for items, _ in parts]),
                np.concatenate([found for _, found in parts]),
                np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp),
            )
        return replace(self, annotators=names, codes=codes, rows=rows)


def _rows_of(ratings: Ratings) -> LongRows:
    if ratings.rows is None:
        raise RatingsError("ratings need a matrix of codes or long rows; they have neither")
    return ratings.rows


def ratings_from_codes(
    codes: Any,
    *,
    categories: Sequence[Hashable] | None = None,
    annotators: Sequence[Hashable] | None = None,
    articles: Sequence[Hashable] | None = None,
) -> Ratings:
    """From a matrix of codes, shape (n_annotators, n_items): 0, 1, 2, ... and -1 for missing.

    `categories` names the codes; without it there are as many as the highest code plus one, and a
    category's number is its code. `articles` gives the article of each item.

    >>> ratings_from_codes([[0, 1, -1], [0, 1, 1]]).ratings_per_item.tolist()
    [2, 2, 1]
    """
    matrix = np.asarray(codes)
    if matrix.ndim != 2 or not np.issubdtype(matrix.dtype, np.integer):
        raise RatingsError(
            "expected a matrix of whole numbers, annotators x items; got "
            f"{counted(matrix.ndim, 'dimension')} of {matrix.dtype}"
        )
    lowest = int(matrix.min()) if matrix.size else -1
    highest = int(matrix.max()) if matrix.size else -1
    known = tuple(categories) if categories is not None else tuple(range(highest + 1))
    if lowest < -1 or highest >= len(known):
        wrong = lowest if lowest < -1 else highest
        raise RatingsError(f"code {wrong} is none of -1 (missing) to {len(known) - 1}")
    numbers, names = _articles(articles, matrix.shape[1])
    people = range(matrix.shape[0]) if annotators is None else annotators
    return Ratings(
        tuple(str(name) for name in known), tuple(str(name) for name in people), matrix.shape[1],
        codes=matrix, values=_numbers(known), articles=numbers, article_names=names,
    )  # fmt: skip


def ratings_from_labels(
    labels: Sequence[Sequence[Any]],
    *,
    categories: Sequence[Hashable] | None = None,
    annotators: Sequence[Hashable] | None = None,
    articles: Sequence[Hashable] | None = None,
) -> Ratings:
    """From one sequence of labels an annotator, None where missing.

    >>> ratings = ratings_from_labels([["yes", "no", None], ["yes", "yes", "no"]])
    >>> ratings.categories
    ('no', 'yes')
    """
    if len({len(row) for row in labels}) > 1:
        raise RatingsError("expected as many labels from each annotator, None where one is missing")
    seen = {label for row in labels for label in row if label is not None}
    known = _known(seen, categories)
    code = {name: number for number, name in enumerate(known)}
    matrix = np.full((len(labels), len(labels[0]) if labels else 0), -1, dtype=np.int32)
    for g, row in enumerate(labels):
        matrix[g] = [-1 if label is None else code[label] for label in row]
    return ratings_from_codes(matrix, categories=known, annotators=annotators, articles=articles)


def ratings_from_rows(
    item: Any,
    annotator: Any,
    code: Any,
    *,
    categories: Sequence[Hashable] | None = None,
    annotators: Sequence[Hashable] | None = None,
    n_items: int | None = None,
    articles: Sequence[Hashable] | None = None,
) -> Ratings:
    """From long rows of whole numbers: item, annotator and code, each counted from 0.

    >>> ratings_from_rows([0, 0, 1], [0, 1, 1], [2, 2, 0]).n_categories
    3
    """
    items, people, codes = (np.asarray(column) for column in (item, annotator, code))
    size = n_items if n_items is not None else int(items.max(initial=-1)) + 1
    crowd = len(annotators) if annotators is not None else int(people.max(initial=-1)) + 1
    known = tuple(range(int(codes.max(initial=-1)) + 1) if categories is None else categories)
    _check_range("item", items, size)
    _check_range("annotator", people, crowd)
    _check_range("code", codes, len(known))
    numbers, names = _articles(articles, size)
    codes = codes.astype(smallest_signed(len(known)))
    matrix, rows = None, None
    if crowd * size <= MOST_CELLS:
        matrix = _matrix(items, people, codes, (crowd, size))
    else:
        rows = _long_rows(items, people, codes, crowd)
    named = range(crowd) if annotators is None else annotators
    return Ratings(
        tuple(str(name) for name in known), tuple(str(name) for name in named), size,
        codes=matrix, rows=rows, values=_numbers(known), articles=numbers, article_names=names,
    )  # fmt: skip


def _matrix(items: Codes, people: Codes, codes: Codes, shape: tuple[int, int]) -> Codes:
    matrix = np.full(shape, -1, dtype=codes.dtype)
    matrix.ravel()[people.astype(np.intp) * shape[1] + items] = codes
    if np.count_nonzero(matrix >= 0) < len(codes):
        raise RatingsError(RATED_TWICE)
    return matrix


def _long_rows(items: Codes, people: Codes, codes: Codes, crowd: int) -> LongRows:
    order = np.lexsort((items, people))
    items, people = items[order], people[order]
    if ((items[1:] == items[:-1]) & (people[1:] == people[:-1])).any():
        raise RatingsError(RATED_TWICE)
    return LongRows(
        items.astype(np.intp), codes[order], np.searchsorted(people, np.arange(crowd + 1))
    )


def ratings_from_table(table: Any, *, categories: Sequence[Hashable] | None = None) -> Ratings:
    """From a contingency table of two annotators: rows are the first's categories.

    >>> ratings_from_table([[2, 1], [0, 3]]).n_items
    6
    """
    counts = np.asarray(table, dtype=np.intp)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise RatingsError(f"expected a square table, got shape {counts.shape}")
    first, second = np.indices(counts.shape).reshape(2, -1).repeat(counts.ravel(), axis=1)
    known = tuple(categories) if categories is not None else tuple(range(len(counts)))
    return ratings_from_codes(np.stack([first, second]), categories=known)


def smallest_signed(categories: int) -> type[np.signedinteger[Any]]:
    """The smallest integer type for that many codes and -1."""
    return np.int8 if categories < 128 else np.int16 if categories < 32768 else np.int32


def _check_range(what: str, column: NDArray[Any], size: int) -> None:
    if not np.issubdtype(column.dtype, np.integer) and column.size:
        raise RatingsError(f"expected whole numbers in {what}, got {column.dtype}")
    if column.size and (int(column.min()) < 0 or int(column.max()) >= size):
        wrong = column.min() if column.min() < 0 else column.max()
        raise RatingsError(f"{what} {wrong} is none of 0 to {size - 1}")


def _known(seen: set[Any], categories: Sequence[Hashable] | None) -> tuple[Any, ...]:
    if categories is None:
        numeric = all(isinstance(label, (int, float)) for label in seen)
        return tuple(sorted(seen) if numeric else sorted(seen, key=str))
    if unknown := sorted(str(label) for label in seen - set(categories)):
        raise RatingsError(
            f"label {unknown[0]!r} is none of the categories {', '.join(map(str, categories))}"
        )
    return tuple(categories)


def _numbers(categories: Sequence[Any]) -> Floats | None:
    """The categories as numbers, when every one is a number."""
    if all(isinstance(name, (int, float, np.number)) for name in categories):
        return np.array(categories, dtype=np.float64)
    return None


def _articles(
    articles: Sequence[Hashable] | None, n_items: int
) -> tuple[NDArray[np.intp] | None, tuple[str, ...]]:
    if articles is None:
        return None, ()
    if len(articles) != n_items:
        raise RatingsError(f"expected {n_items} articles, one for each item, got {len(articles)}")
    names, numbers = np.unique(np.asarray(articles), return_inverse=True)
    return numbers.reshape(-1), tuple(str(name) for name in names)
