"""The input of every span measure: who marked what, in which article, and who saw it.

Offsets are Unicode code points (or tokens, see `token_spans`), start included, end excluded.
An annotator who *opened* an article and marked nothing counts: the whole article is a gap. One who
*never opened* it is missing there. That difference is `seen`, and it is never guessed from spans
unless `seen` is left out, in which case only annotators with a span count as having opened it.

Spans are kept in one canonical order, so the order of the input never changes a result.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.agreement.arrays import Bools, Ints
from annotator.errors import RatingsError

LARGEST_KEY = 1 << 62


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

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def annotators_per_article(self) -> Ints:
        """How many annotators opened each article, shape (n_articles,)."""
        counts: Ints = self.seen.sum(axis=1, dtype=np.int64)
        return counts

    def select(self, *, articles: ArrayLike | None = None, annotators: ArrayLike | None = None,
               labels: ArrayLike | None = None) -> Spans:  # fmt: skip
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
        return Spans(self.article[keep], self.annotator[keep], self.label[keep], self.start[keep],
                     self.end[keep], self.lengths, seen, self.articles, self.annotators,
                     self.labels, self.unit)  # fmt: skip


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
    return spans_from_arrays(
        [mark.article for mark in rows],
        [mark.annotator for mark in rows],
        [mark.label for mark in rows],
        np.array([mark.start for mark in rows], dtype=np.int64),
        np.array([mark.end for mark in rows], dtype=np.int64),
        lengths=lengths, seen=seen, labels=labels, unit=unit,
    )  # fmt: skip


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
    starts, ends = np.asarray(start), np.asarray(end)
    sizes = {len(article), len(annotator), len(label), len(starts), len(ends)}
    if len(sizes) != 1:
        raise RatingsError(
            f"the five columns of spans must be equally long, they have {sorted(sizes)} rows"
        )
    starts, ends = _whole_numbers(starts, "start"), _whole_numbers(ends, "end")
    names = [str(name) for name in lengths]
    text_lengths = _whole_numbers(np.array(list(lengths.values())), "length")
    if (text_lengths < 0).any():
        raise RatingsError("an article cannot have a negative length")
    articles = _codes(article, list(lengths), "article", "give its length")
    pairs = list(seen) if seen is not None else []
    known = _sorted_names([*_distinct(annotator), *(who for _, who in pairs)])
    annotators = _codes(annotator, known, "annotator", "add it to `seen`")
    label_names = list(labels) if labels is not None else _sorted_names(_distinct(label))
    label_codes = _codes(label, label_names, "label", "add it to `labels`")

    opened = np.zeros((len(names), len(known)), dtype=bool)
    if seen is None:
        opened[articles, annotators] = True
    elif pairs:
        rows = _codes([which for which, _ in pairs], list(lengths), "article", "give its length")
        opened[rows, _codes([who for _, who in pairs], known, "annotator", "")] = True
    spans = Spans(articles, annotators, label_codes, starts, ends, text_lengths, opened,
                  tuple(names), tuple(str(name) for name in known),
                  tuple(str(name) for name in label_names), unit)  # fmt: skip
    _check(spans)
    return _in_order(spans)


def token_spans(spans: Spans, tokens: Mapping[str, Sequence[tuple[int, int]]]) -> Spans:
    """The same spans in token units: a span covers every token it shares a character with.

    `tokens` gives each article's token offsets in order, e.g. of `re.finditer`. A span that touches
    no token (only spaces) is left out, which shows in the number of spans.

    >>> spans = spans_from_marks([Mark("a", "ann", "fear", 5, 9)], lengths={"a": 12})
    >>> token = token_spans(spans, {"a": [(0, 3), (4, 8), (9, 12)]})
    >>> token.start.tolist(), token.end.tolist(), token.lengths.tolist()
    ([1], [2], [3])
    """
    starts, ends = np.empty_like(spans.start), np.empty_like(spans.end)
    counts = np.zeros_like(spans.lengths)
    borders = np.searchsorted(spans.article, np.arange(len(spans.articles) + 1))
    for index, name in enumerate(spans.articles):
        if name not in tokens:
            raise RatingsError(f"article {name}: no tokens were given, every article needs them")
        offsets = np.array(tokens[name], dtype=np.int64).reshape(-1, 2)
        rows = slice(borders[index], borders[index + 1])
        counts[index] = len(offsets)
        starts[rows] = np.searchsorted(offsets[:, 1], spans.start[rows], side="right")
        ends[rows] = np.searchsorted(offsets[:, 0], spans.end[rows], side="left")
    keep = starts < ends
    return _in_order(
        Spans(spans.article[keep], spans.annotator[keep], spans.label[keep], starts[keep],
              ends[keep], counts, spans.seen, spans.articles, spans.annotators, spans.labels,
              "token")
    )  # fmt: skip


def _check(spans: Spans) -> None:
    """Refuse what cannot be a span, naming the first row that is wrong."""
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


def _in_order(spans: Spans) -> Spans:
    """Sorted by article, annotator, label, start, end."""
    length = int(spans.lengths.max(initial=0)) + 1
    order = _order(
        (spans.article, spans.annotator, spans.label, spans.start, spans.end),
        (*map(len, (spans.articles, spans.annotators, spans.labels)), length, length),
    )
    return Spans(spans.article[order], spans.annotator[order], spans.label[order],
                 spans.start[order], spans.end[order], spans.lengths, spans.seen, spans.articles,
                 spans.annotators, spans.labels, spans.unit)  # fmt: skip


def _order(columns: tuple[Ints, ...], sizes: tuple[int, ...]) -> Any:
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
    codes: Ints = table[values.astype(np.int64) - low]
    return codes
