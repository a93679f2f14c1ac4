"""The input of every span measure: who marked what, in which article, and who saw it.

Offsets are Unicode code points (or tokens, see `token_spans`), start included, end excluded.
An annotator who *opened* an article and marked nothing counts: the whole article is a gap. One who
*never opened* it is missing there. That difference is `seen`, and it is never guessed from spans
unless `seen` is left out, in which case only annotators with a span count as having opened it.

Spans are kept in one canonical order, so the order of the input never changes a result. The same
mark twice by one annotator (same article, label, start and end) counts once, in every measure.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.agreement.arrays import Bools, Ints
from annotator.errors import RatingsError

LARGEST_KEY = 1 << 62
MARK_COLUMNS = ("article", "annotator", "label", "start", "end")  # in the order of the rows


@dataclass(frozen=True)
class Mark:
    """One span as a person would write it down."""

    article: str
    annotator: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Spans:
    """Spans of several annotators over several articles, checked and in canonical order.

    The five columns have shape (n_spans,) and hold indices into `articles`, `annotators`, `labels`
    (then `start`, `end`); `lengths` has shape (n_articles,), `seen` (n_articles, n_annotators).
    Make one with `spans_from_marks` or `spans_from_arrays`.
    """

    article: Ints
    annotator: Ints
    label: Ints
    start: Ints
    end: Ints
    lengths: Ints
    seen: Bools
    articles: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    unit: str = "character"
    repeated: int = 0  # rows that said again what another row says, and are counted once

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def annotators_per_article(self) -> Ints:
        """How many annotators opened each article, shape (n_articles,)."""
        return np.asarray(self.seen.sum(axis=1, dtype=np.int64))

    def select(self, *, articles: ArrayLike | None = None, annotators: ArrayLike | None = None,
               labels: ArrayLike | None = None) -> "Spans":  # fmt: skip
        """Only these articles, annotators and labels (boolean masks); names and indices stay.

        What is not selected becomes *missing* for articles and annotators; an article in which
        only unselected labels were marked still counts as opened.
        """
        seen = self.seen.copy()
        keep = np.ones(len(self), dtype=bool)
        if articles is not None:
            mask = np.asarray(articles, dtype=bool)
            seen &= mask[:, None]
            keep &= mask[self.article]
        if annotators is not None:
            mask = np.asarray(annotators, dtype=bool)
            seen &= mask[None, :]
            keep &= mask[self.annotator]
        if labels is not None:
            keep &= np.asarray(labels, dtype=bool)[self.label]
        return replace(self.take(keep), seen=seen, repeated=0)

    def take(self, rows: Bools | Ints) -> "Spans":
        """Only these rows, in this order."""
        return replace(self, **{name: getattr(self, name)[rows] for name in MARK_COLUMNS})


def spans_from_marks(
    marks: Iterable[Mark],
    *,
    lengths: Mapping[str, int],
    seen: Iterable[tuple[str, str]] | None = None,
    labels: Sequence[str] | None = None,
    unit: str = "character",
) -> Spans:
    """From a sequence of `Mark`; `seen` are the (article, annotator) pairs that were opened.

    >>> spans = spans_from_marks([Mark("a1", "ann", "fear", 2, 9)], lengths={"a1": 20},
    ...                          seen=[("a1", "ann"), ("a1", "bob")])
    >>> spans.annotators, spans.seen.tolist()
    (('ann', 'bob'), [[True, True]])
    """
    rows = list(marks)
    columns = [[getattr(mark, name) for mark in rows] for name in MARK_COLUMNS]
    return spans_from_arrays(*columns, lengths=lengths, seen=seen, labels=labels, unit=unit)


def spans_from_arrays(
    article: Sequence[Any] | NDArray[Any],
    annotator: Sequence[Any] | NDArray[Any],
    label: Sequence[Any] | NDArray[Any],
    start: ArrayLike,
    end: ArrayLike,
    *,
    lengths: Mapping[Any, int],
    seen: Iterable[tuple[Any, Any]] | None = None,
    labels: Sequence[Any] | None = None,
    unit: str = "character",
) -> Spans:
    """From five columns of equal length; names may be text or integers.

    `lengths` gives the length of every article, also of those without spans. `labels` fixes the
    set of labels and their order; the default is all that occur, sorted.

    >>> spans = spans_from_arrays([7, 7], [1, 2], [0, 0], [0, 3], [4, 5], lengths={7: 10})
    >>> len(spans), spans.articles
    (2, ('7',))
    >>> spans_from_arrays([7], [1], [0], [3], [3], lengths={7: 10})
    Traceback (most recent call last):
    ...
    annotator.errors.RatingsError: row 0: a span needs start < end, this one is 3 to 3 in article 7
    """
    starts = _whole_numbers(np.asarray(start), "start")
    ends = _whole_numbers(np.asarray(end), "end")
    if len(sizes := {len(column) for column in (article, annotator, label, starts, ends)}) != 1:
        raise RatingsError(
            f"the five columns of spans must be equally long, they have {sorted(sizes)} rows"
        )
    text_lengths = _whole_numbers(np.array(list(lengths.values())), "length")
    articles = _codes(article, list(lengths), "article", "give its length")
    pairs = None if seen is None else list(seen)
    known = _sorted_names([*_distinct(annotator), *(who for _, who in pairs or ())])
    annotators = _codes(annotator, known, "annotator", "add it to `seen`")
    label_names = list(labels) if labels is not None else _sorted_names(_distinct(label))
    label_codes = _codes(label, label_names, "label", "add it to `labels`")
    opened: Bools = np.zeros((len(lengths), len(known)), dtype=bool)
    opened[(articles, annotators) if pairs is None else _opened(pairs, list(lengths), known)] = True
    names = [tuple(map(str, every)) for every in (lengths, known, label_names)]
    columns = (articles, annotators, label_codes, starts, ends)
    return checked_spans(Spans(*columns, text_lengths, opened, names[0], names[1], names[2], unit))


def checked_spans(spans: Spans) -> Spans:
    """In canonical order, each mark once; what cannot be a span is refused."""
    _check(spans)
    return _counted_once(in_order(spans))


def _opened(
    pairs: list[tuple[Any, Any]], articles: list[Any], annotators: list[Any]
) -> tuple[Ints, Ints]:
    """The articles and annotators of the pairs that are said to have met."""
    which, who = zip(*pairs, strict=True) if pairs else ((), ())
    rows = _codes(which, articles, "article", "give its length")
    return rows, _codes(who, annotators, "annotator", "")


def _check(spans: Spans) -> None:
    """Refuse what cannot be a span, naming the first row that is wrong."""
    if (spans.lengths < 0).any():
        raise RatingsError("an article cannot have a negative length")
    reversed_ = spans.start >= spans.end
    outside = (spans.start < 0) | (spans.end > spans.lengths[spans.article])
    unseen = ~spans.seen[spans.article, spans.annotator]
    for wrong in (reversed_, outside, unseen):
        if not wrong.any():
            continue
        row = int(np.argmax(wrong))
        where = f"{spans.start[row]} to {spans.end[row]} in article "
        where += spans.articles[spans.article[row]]
        if wrong is reversed_:
            raise RatingsError(f"row {row}: a span needs start < end, this one is {where}")
        if wrong is outside:
            length = spans.lengths[spans.article[row]]
            raise RatingsError(
                f"row {row}: a span must lie inside 0 to {length}, this one is {where}"
            )
        who = spans.annotators[spans.annotator[row]]
        raise RatingsError(
            f"row {row}: {who} has the span {where}, but is not said to have seen it"
        )


def in_order(spans: Spans) -> Spans:
    """Sorted by article, annotator, label, start, end."""
    length = int(spans.lengths.max(initial=0)) + 1
    order = _order(
        [getattr(spans, name) for name in MARK_COLUMNS],
        (*map(len, (spans.articles, spans.annotators, spans.labels)), length, length),
    )
    return spans.take(order)


def _counted_once(spans: Spans) -> Spans:
    """Without rows that repeat the one before; they are in order."""
    columns = [getattr(spans, name) for name in MARK_COLUMNS]
    again = np.zeros(len(spans), dtype=bool)
    again[1:] = np.all([column[1:] == column[:-1] for column in columns], axis=0)
    return replace(spans.take(~again), repeated=int(again.sum())) if again.any() else spans


def _order(columns: list[Ints], sizes: tuple[int, ...]) -> Any:
    if math.prod(sizes) > LARGEST_KEY:
        return np.lexsort(columns[::-1])
    key: Ints = np.zeros(len(columns[0]), dtype=np.int64)  # one number a row sorts much faster
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column
    return np.argsort(key)


def _whole_numbers(values: NDArray[Any], what: str) -> Ints:
    if values.size == 0:
        return np.empty(0, dtype=np.int64)
    if values.dtype.kind not in "iu":
        raise RatingsError(f"{what} must be whole numbers, it has the type {values.dtype}")
    return values.astype(np.int64)


def _distinct(values: Sequence[Any] | NDArray[Any]) -> list[Any]:
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        return list(np.unique(values).tolist())
    return list(dict.fromkeys(values.tolist() if isinstance(values, np.ndarray) else values))


def _sorted_names(names: Iterable[Any]) -> list[Any]:
    """Integers by size, else by their text."""
    found = list(dict.fromkeys(names))
    if all(isinstance(name, int) for name in found):
        return sorted(found)
    return sorted(found, key=str)


def _codes(values: Sequence[Any] | NDArray[Any], names: list[Any], what: str, remedy: str) -> Ints:
    """Each value's place in `names`."""
    place = {name: index for index, name in enumerate(names)}
    codes = _codes_of_integers(values, place)
    if codes is None:
        column = values.tolist() if isinstance(values, np.ndarray) else values
        codes = np.fromiter((place.get(name, -1) for name in column), np.int64, len(column))
    if len(codes) and codes.min() < 0:
        row = int(np.argmin(codes))
        name = values[row].item() if isinstance(values, np.ndarray) else values[row]
        raise RatingsError(f"row {row}: unknown {what} {name!r}; {remedy}".rstrip("; "))
    return codes


def _codes_of_integers(
    values: Sequence[Any] | NDArray[Any], place: Mapping[Any, int]
) -> Ints | None:
    """The same from a table, for an array of whole numbers that lie close together."""
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "iu" or not len(values):
        return None
    low, high = int(values.min()), int(values.max())
    if high - low > 4 * len(values) or high > LARGEST_KEY:
        return None
    table = np.array([place.get(name, -1) for name in range(low, high + 1)], dtype=np.int64)
    return table[values.astype(np.int64) - low]
