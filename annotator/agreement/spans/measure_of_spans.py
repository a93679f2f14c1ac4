"""What a measure of spans is: sums over articles, and a last line that makes a value of them.

A *basis* says what each article adds to the sums; several measures may stand on one. A measure's
formula gets the sums of a set of annotators, of all labels together or label by label, in rows: the
corpus first, then each resample (or one row an article), and is elementwise over them. All else,
which annotators, which labels, intervals, reasons, is the same for every measure (`span_values`).

To add a measure: write its file, with a basis of its own where none fits, and name it in
`span_table`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.spans.article_resamples import Matrix
from annotator.agreement.spans.span_statistics import SpanStatistics

NOTHING_VARIES = "every annotator marked the whole text the same way: there is no variation"
EVERY_SCOPE = ("all", "article", "pair", "annotator", "group")


class Spread(Protocol):
    """What is made of the articles: the corpus and its resamples, or a row of each article."""

    def sums(self, matrix: Matrix) -> Any:
        """From what articles add, shape (n_articles, n_columns), to rows of sums."""

    def any_of(self, articles: Bools) -> Bools:
        """Whether one of these articles is in a row, shape (rows,), or () when in all or none."""


class EachArticle:
    """Every article by itself."""

    def sums(self, matrix: Matrix) -> Any:
        return matrix

    def any_of(self, articles: Bools) -> Bools:
        return articles


class Corpus:
    """All articles as they are, without resamples."""

    def sums(self, matrix: Matrix) -> Any:
        return np.asarray(matrix.sum(axis=0)).reshape(1, -1)

    def any_of(self, articles: Bools) -> Bools:
        return np.asarray(articles.any())


@dataclass(frozen=True, eq=False)
class Values:
    """What a formula gives, shape (rows,) or (rows, labels); NaN where undefined."""

    value: Floats
    observed: Floats | None = None
    expected: Floats | None = None
    coverage: Floats | None = None  # the share of the text that the value speaks about
    level: str = ""  # where it is another one than the measure's own
    left_out: tuple[str, ...] = ()


class Sums(Protocol):
    """The sums of one set of annotators, in the form that formulas take."""

    @property
    def together(self) -> Any:
        """All labels as one study."""

    def by_label(self, block: slice) -> Any:
        """Each label of a block by itself."""


class PlainSums:
    """Sums that add over labels too. `totals` gives them of each article, all labels joined (None)
    or each of a block, shape (n_articles, width, n_columns); `read` gives the columns names."""

    def __init__(
        self, totals: Callable[[slice | None], Floats], read: Callable[[Floats], Any],
        spread: Spread,
    ) -> None:  # fmt: skip
        self._totals, self._read, self._spread = totals, read, spread

    @cached_property
    def together(self) -> Any:
        return self._read(self._sums(None)[:, 0])

    def by_label(self, block: slice) -> Any:
        return self._read(self._sums(block))

    def _sums(self, labels: slice | None) -> Floats:
        totals = self._totals(labels)
        articles, width, columns = totals.shape
        sums: Floats = self._spread.sums(totals.reshape(articles, width * columns))
        return sums.reshape(len(sums), width, columns)


@dataclass(frozen=True, eq=False)
class Used:
    """What the values of a set of annotators rest on."""

    articles: int
    annotators: int
    units: Floats  # of each label
    left_out: tuple[str, ...] = ()
    overlapping: int = 0  # annotations in which an annotator's own spans overlap


@dataclass(frozen=True)
class Basis:
    """What several measures are made of. `pairwise`: of two annotators; several have the mean."""

    sums: Callable[[SpanStatistics, AnnotatorSet, Spread], Sums]
    used: Callable[[SpanStatistics, AnnotatorSet], Used]
    pairwise: bool = False
    scopes: tuple[str, ...] = EVERY_SCOPE
    label_scopes: tuple[str, ...] = ("all", "group")  # whose values are also given label by label
    # What is shown beside the value of one label, of the same sums:
    beside: Callable[[Any], Mapping[str, Floats]] = lambda sums: {}
    unmarked: str = "nobody marked {what} in the articles compared"
    # Of two annotators: the sums of each row of pairs, labels of a block each or joined, shape
    # (n_rows, width, n_columns); and what gives the columns names.
    of_pairs: Callable[[SpanStatistics, slice | None], Floats] | None = None
    read: Callable[[Floats], Any] = lambda sums: sums


@dataclass(frozen=True)
class SpanMeasure:
    """A line of the table: what people read, and how it is computed."""

    title: str
    sentence: str  # what it says, in one sentence
    basis: Basis
    formula: Callable[[Any], Values]
    level: str = "nominal"
    unit: str = ""  # "": that of the spans
    pooling: str = "pooled"
    by_label: bool = True
    mean_of_labels: bool = False  # all labels together: the mean of the labels that have a value
    in_tokens: bool = False  # of the spans in tokens
    own_overlaps: bool = True  # has a value where an annotator's own spans overlap
    why_undefined: str = NOTHING_VARIES
    parameters: Mapping[str, Any] = field(default_factory=dict)
    settings: tuple[str, ...] = ()  # fields of the settings that belong beside the value


def alpha(observed: Floats, expected: Floats, **more: Any) -> Values:
    """1 − D_o / D_e; NaN where nothing could disagree (D_e = 0)."""
    if all_above(expected, 0):
        return Values(1 - observed / expected, observed, expected, **more)
    possible = expected > 0
    value = np.where(possible, 1 - observed / np.where(possible, expected, 1), np.nan)
    return Values(value, observed, expected, **more)


def positive(values: Floats) -> Floats:
    """Itself where above 0, else NaN: what is divided by."""
    if all_above(values, 0):
        return values
    return np.where(values > 0, values, np.nan)


def all_above(values: Floats, limit: float) -> bool:
    """Looked at first, since it is so nearly always and costs a third of telling them apart."""
    return bool(values.size and values.min() > limit)
