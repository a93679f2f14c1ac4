"""Predicted shares from a CSV file, beside what people said.

Of items: `item,label,share`, the shares of an item adding up to 1. Of texts:
`article,start,end,label,share`, each share from 0 to 1; text that no row covers has the share 0.
"""

import math
from dataclasses import replace

import numpy as np

from annotator.agreement.files.ratings_file import is_number
from annotator.agreement.files.table_file import Table, parse_table
from annotator.agreement.soft_labels.distributions import SoftLabels, soft_marks
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

COLUMNS_OF_ITEMS = ("item", "label", "share")
OF_TEXTS = ("article", "start", "end", "label", "share")
ROUNDED = 0.01  # shares are often written with two digits


def predicted_items(text: str, name: str, people: SoftLabels) -> SoftLabels:
    """Items without a prediction have no people on that side, so they are left out, and counted.

    >>> from annotator.agreement import ratings_from_labels
    >>> from annotator.agreement.soft_labels.distributions import soft_ratings
    >>> people = soft_ratings(ratings_from_labels([["a", "b"], ["a", "a"]]))
    >>> rows = "item,label,share\\n0,a,0.9\\n0,b,0.1\\n"
    >>> predicted_items(rows, "p.csv", people).shares[0].tolist()
    [0.9, 0.1]
    """
    table = parse_table(text, name, COLUMNS_OF_ITEMS)
    place = {unit: row for row, unit in enumerate(people.units)}
    column = {label: number for number, label in enumerate(people.labels)}
    counts = np.zeros_like(people.counts)
    given: dict[tuple[int, int], int] = {}
    rows = zip(*(table.columns[one] for one in COLUMNS_OF_ITEMS), strict=True)
    last: dict[int, int] = {}
    for number, (item, label, share) in enumerate(rows):
        unit = place.get(item)
        if unit is None:
            raise table.error(number, f"item {item!r} is not among those that people rated")
        if label not in column:
            raise table.error(number, f"label {label!r} is none of {', '.join(people.labels)}")
        cell = (unit, column[label])
        if cell in given:
            raise table.error_both(given[cell], number, f"item {item!r} has {label!r} twice")
        given[cell], last[unit] = number, number
        counts[cell] = _share(table, number, share)
    for unit, number in last.items():
        if not math.isclose(total := counts[unit].sum(), 1, abs_tol=ROUNDED):
            raise table.error(
                number, f"the shares of item {people.units[unit]!r} add up to {total:g}, not to 1"
            )
    sums = counts.sum(1)
    some = sums > 0
    counts[some] /= sums[some][:, None]
    return replace(people, counts=counts, people=some.astype(np.float64))


def predicted_stretches(text: str, name: str, spans: Spans) -> tuple[SoftLabels, SoftLabels]:
    """What people said and what is predicted, on stretches cut where either changes.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks([Mark("a", "ann", "x", 0, 4)], lengths={"a": 10})
    >>> said, predicted = predicted_stretches(
    ...     "article,start,end,label,share\\na,0,6,x,0.5\\n", "p.csv", spans)
    >>> said.shares.tolist(), predicted.shares.tolist()
    ([[1.0], [0.0], [0.0]], [[0.5], [0.5], [0.0]])
    """
    table = parse_table(text, name, OF_TEXTS)
    article_of = {one: number for number, one in enumerate(spans.articles)}
    column = {label: number for number, label in enumerate(spans.labels)}
    cuts: list[list[int]] = [[] for _ in spans.articles]
    found: list[tuple[int, int, int, int, float, int]] = []
    rows = zip(*(table.columns[one] for one in OF_TEXTS), strict=True)
    for number, (article, start, end, label, share) in enumerate(rows):
        if article not in article_of:
            raise table.error(number, f"article {article!r} is not among those that people opened")
        if label not in column:
            raise table.error(number, f"label {label!r} is none of {', '.join(spans.labels)}")
        where = article_of[article]
        ends = [int(one) if one.isdecimal() else -1 for one in (start, end)]
        if not 0 <= ends[0] < ends[1] <= int(spans.lengths[where]):
            raise table.error(
                number, f"expected 0 <= start < end <= {int(spans.lengths[where])}, found "
                f"{start!r} and {end!r}",
            )  # fmt: skip
        cuts[where] += ends
        found.append((where, *ends, column[label], _share(table, number, share), number))  # type: ignore[arg-type]
    people = soft_marks(spans, "character", cuts=cuts)
    counts, taken = np.zeros_like(people.counts), np.full(people.counts.shape, -1)
    starts = np.array([place[1] for place in people.units])
    for where, start, end, label, share, number in found:
        rows_of = np.flatnonzero((people.cluster == where) & (starts >= start) & (starts < end))
        if (before := taken[rows_of, label]).max() >= 0:
            raise table.error_both(
                int(before.max()), number, "two predictions of one label for the same text"
            )
        counts[rows_of, label], taken[rows_of, label] = share, number
    known = np.zeros(len(spans.articles), dtype=bool)
    known[[where for where, *_ in found]] = True
    return people, replace(people, counts=counts, people=known[people.cluster].astype(np.float64))


def _share(table: Table, row: int, written: str) -> float:
    if not is_number(written) or not 0 <= float(written) <= 1:
        raise table.error(row, f"expected a share from 0 to 1, found {written!r}")
    return float(written)


def refuse_unit(by: str) -> None:
    """Predictions are of characters."""
    if by != "character":
        raise RatingsError(f"predictions of marks are compared by character, not by {by}")
