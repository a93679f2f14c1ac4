"""How often each category was chosen, item by item: n_ik, what most coefficients need.

Few categories make few different rows (10 annotators and 5 categories: at most 3,003 for any
number of items), so equal rows are kept once. The counts of an item are packed into one integer,
some bits for each category, and items are counted by that integer.

With many categories nearly all counts are zero; the rows are then a sparse matrix. A function of
rows takes either form: `pairable`, `row_dot` and `side_by_side` are the same for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import sparse
from annotator.agreement.arrays import Floats
from annotator.agreement.ratings.ratings import Codes, LongRows, Ratings

Counts = NDArray[np.integer[Any]]
ItemColumns = Callable[[Any], Any]  # count rows (n, K) -> statistics (n, n_columns)

MOST_BITS = 20  # the histogram of packed rows has 2 ** MOST_BITS places
ITEMS_AT_A_TIME = 1 << 16  # items at a time while packing: fits the cache
BLOCK_CELLS = 1 << 21  # cells of a block of rows
MANY_CATEGORIES = 257  # from here on rows are sparse


@dataclass(frozen=True, eq=False)
class ItemCounts:
    """Count rows; `rows_of` says which row each item has, None when row i is item i."""

    rows: Any  # counts, shape (n_rows, n_categories); sparse with many categories
    times: NDArray[np.intp] | None  # how many items have the row
    row_of: NDArray[np.intp] | None  # shape (n_items,)
    n_items: int

    @property
    def n_rows(self) -> int:
        return int(self.rows.shape[0])

    def blocks(self, width: int) -> Iterator[tuple[slice, Any]]:
        """The rows in pieces of bounded memory, as floats; `width`: statistics made of a row."""
        cells = BLOCK_CELLS * 8 if is_sparse(self.rows) else BLOCK_CELLS
        step = max(1, cells // max(1, self.rows.shape[1], width))
        for first in range(0, self.n_rows, step):
            part = slice(first, min(first + step, self.n_rows))
            yield part, self.rows[part].astype(np.float64)

    def total(self, columns: ItemColumns, width: int = 1) -> Floats:
        """The statistics summed over all items, shape (n_columns,)."""
        total: Any = 0.0 if self.n_rows else np.zeros(width)
        for part, rows in self.blocks(width):
            found = columns(rows)
            total = total + (found.sum(0) if self.times is None else self.times[part] @ found)
        return np.asarray(total, dtype=np.float64)

    def grouped(
        self, columns: ItemColumns, groups: NDArray[np.intp], n_groups: int, width: int = 1
    ) -> Floats:
        """The statistics summed over the groups of items, shape (n_groups, n_columns)."""
        if self.row_of is not None:
            found = columns(self.rows.astype(np.float64))
            return sum_by_group(found, groups, n_groups, self.row_of)
        total: Any = 0.0 if self.n_rows else np.zeros((n_groups, width))
        for part, rows in self.blocks(width):
            total = total + sum_by_group(columns(rows), groups[part], n_groups, None)
        return np.asarray(total, dtype=np.float64)


def is_sparse(rows: Any) -> bool:
    """Whether the rows are a sparse matrix."""
    return not isinstance(rows, np.ndarray)


def pairable(rows: Any) -> tuple[Any, Floats]:
    """Counts of items with two ratings or more (others 0), and 1 / (m - 1)."""
    m = rows.sum(1)
    return scaled(rows, m > 1), 1 / np.maximum(m - 1, 1)


def scaled(rows: Any, factor: Any) -> Any:
    """Every row times its factor."""
    if is_sparse(rows):
        diagonal: Any = sparse.diags_array(factor.astype(np.float64)).tocsr()
        return diagonal @ rows
    return rows * factor[:, None]


def row_dot(first: Any, second: Any) -> Floats:
    """The product of row i of `first` and row i of `second`, for every i."""
    if is_sparse(first):
        product: Floats = first.multiply(second).sum(1)
        return product
    dense: Floats = np.einsum("ik,ik->i", first, second)
    return dense


def side_by_side(*columns: Any) -> Any:
    """Vectors (n,) and matrices (n, k) as one matrix, sparse if one of them is."""
    if any(is_sparse(column) for column in columns):
        parts = [
            column if is_sparse(column) else sparse.csr_array(column.reshape(len(column), -1))
            for column in columns
        ]
        return sparse.hstack(parts, format="csr")
    return np.column_stack(columns)


def sum_by_group(
    found: Any, groups: NDArray[np.intp], n_groups: int, row_of: NDArray[np.intp] | None
) -> Floats:
    """Rows of `found` summed by group, one column after the other."""
    if is_sparse(found):
        ones = np.ones(len(groups))
        in_group: Any = sparse.csr_array((ones, (groups, np.arange(len(groups)))),
                                    shape=(n_groups, len(groups)))  # fmt: skip
        added: Floats = (in_group @ found).toarray()
        return added
    sums = np.empty((n_groups, found.shape[1]))
    for c in range(found.shape[1]):
        column = np.ascontiguousarray(found[:, c])
        values = column if row_of is None else column[row_of]
        sums[:, c] = np.bincount(groups, values, minlength=n_groups)
    return sums


def count_items(ratings: Ratings, *, with_index: bool = True, collapse: bool = True) -> ItemCounts:
    """Count the categories of every item; without `collapse`, row i is item i.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> count_items(ratings_from_codes([[0, 1, 1], [0, 0, -1]])).rows.tolist()
    [[2, 0], [1, 1], [0, 1]]
    """
    K, n = ratings.n_categories, ratings.n_items
    bits = int(ratings.n_annotators).bit_length()
    if collapse and K * bits <= MOST_BITS and (K + 1) * bits <= 30 and n > ITEMS_AT_A_TIME:
        return _distinct_rows(ratings, K, bits, with_index)
    if collapse and K >= MANY_CATEGORIES:
        return ItemCounts(_count_sparse(ratings), None, None, n)
    if ratings.codes is not None:
        return ItemCounts(_count_matrix(ratings.codes, K), None, None, n)
    return ItemCounts(_count_rows(ratings.rows, K, n), None, None, n)


def _distinct_rows(ratings: Ratings, K: int, bits: int, with_index: bool) -> ItemCounts:
    if ratings.codes is None:
        packed = _pack_rows(ratings.rows, ratings.n_items, bits)
        times = np.bincount(packed)
    else:
        packed = np.empty(ratings.n_items if with_index else 0, dtype=np.int32)
        times = np.zeros(1 << (K * bits), dtype=np.intp)
        for first in range(0, ratings.n_items, ITEMS_AT_A_TIME):
            block = _pack_codes(ratings.codes[:, first : first + ITEMS_AT_A_TIME], bits)
            times += np.bincount(block, minlength=len(times))
            if with_index:
                packed[first : first + ITEMS_AT_A_TIME] = block
    used = np.flatnonzero(times)
    rows = (used[:, None] >> (bits * np.arange(K))) & ((1 << bits) - 1)
    row_of = None
    if with_index:
        place = np.zeros(len(times), dtype=np.intp)
        place[used] = np.arange(len(used))
        row_of = place[packed]
    return ItemCounts(rows, times[used], row_of, ratings.n_items)


def _pack_codes(codes: Codes, bits: int) -> NDArray[np.int32]:
    """Counts of each item, `bits` bits a category; the lowest place takes the missing ones."""
    packed = np.zeros(codes.shape[1], dtype=np.int32)
    for row in codes:
        shift = row.astype(np.int32)
        shift += 1
        shift *= bits
        packed += np.left_shift(np.int32(1), shift)
    packed >>= bits
    return packed


def _pack_rows(rows: LongRows | None, n_items: int, bits: int) -> NDArray[np.intp]:
    if rows is None:
        return np.zeros(n_items, dtype=np.intp)
    places = np.left_shift(1, bits * rows.code.astype(np.intp)).astype(np.float64)
    return np.bincount(rows.item, places, minlength=n_items).astype(np.intp)


def _count_matrix(codes: Codes, K: int) -> Counts:
    annotators, n = codes.shape
    rows = np.empty((n, K), dtype=_unsigned(annotators))
    step = max(1, min(ITEMS_AT_A_TIME, BLOCK_CELLS // (K + 1)))
    for first in range(0, n, step):
        block = codes[:, first : first + step]
        size = block.shape[1]
        cells = block.astype(np.intp)
        cells += 1
        cells += (np.arange(size) * (K + 1))[None, :]
        counted = np.bincount(cells.ravel(), minlength=size * (K + 1))
        rows[first : first + size] = counted.reshape(size, K + 1)[:, 1:]
    return rows


def _count_rows(rows: LongRows | None, K: int, n: int) -> Counts:
    if rows is None:
        return np.zeros((n, K), dtype=np.uint8)
    counted = np.bincount(rows.item * K + rows.code, minlength=n * K).reshape(n, K)
    return counted.astype(_unsigned(int(counted.max(initial=0))))


def _count_sparse(ratings: Ratings) -> sparse.csr_array:
    everyone = [ratings.of_annotator(g) for g in range(ratings.n_annotators)]
    none = np.empty(0, dtype=np.intp)
    item = np.concatenate([none, *(items for items, _ in everyone)])
    code = np.concatenate([none, *(codes for _, codes in everyone)])
    shape = ratings.n_items, ratings.n_categories
    counted = sparse.csr_array((np.ones(len(item)), (item, code)), shape=shape)
    counted.sum_duplicates()
    return counted


def _unsigned(most: int) -> type[np.unsignedinteger[Any]]:
    return np.uint8 if most < 256 else np.uint16 if most < 65536 else np.uint32


_COUNTED: WeakKeyDictionary[Ratings, ItemCounts] = WeakKeyDictionary()


def counts_of(ratings: Ratings, *, with_index: bool = False) -> ItemCounts:
    """The counts of `ratings`, made once for all coefficients."""
    known = _COUNTED.get(ratings)
    lacks_index = known is not None and known.times is not None and known.row_of is None
    if known is None or (with_index and lacks_index):
        known = count_items(ratings, with_index=with_index)
        _COUNTED[ratings] = known
    return known
