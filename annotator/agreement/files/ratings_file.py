"""Ratings from a CSV file with the header `item,annotator,label` and, optionally, `article`.

An empty label is a missing rating. `NaN`, `NA`, `None`, `-` and the like are labels like any other,
and remarked on, unless they are named as missing. If every label is a finite number, labels are
numbers (`2` equals `2.0`).
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.files.occasions import OCCASION, Occasions, by_occasion
from annotator.agreement.files.table_file import Table, look_alikes, parse_table
from annotator.agreement.ratings.ratings import Ratings, ratings_from_rows
from annotator.errors import RatingsError
from annotator.plural import counted

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
RATING_COLUMNS = ("item", "annotator", "label")
# How other programs write that nothing was said, in small letters:
LIKE_NOTHING = ("none", "na", "n/a", "#n/a", "nan", "null", "nil", "missing", "-", "--", "?", ".")


@dataclass(frozen=True)
class RatingsFile:
    """What a file of ratings holds."""

    ratings: Ratings
    rows: int
    missing: int  # rows with an empty label, or one named as missing
    has_order: bool  # categories were given, so their order means something
    no_number: str = ""  # "line 7: 'high'", the first label that is no number; "" when all are
    notes: tuple[str, ...] = ()
    owner: Mapping[str, str] = field(default_factory=dict)  # of each item, in a test-retest

    @property
    def numeric(self) -> bool:
        return self.ratings.values is not None


def read_ratings(
    text: str,
    name: str,
    *,
    categories: Sequence[str] | None = None,
    missing: Collection[str] = (),
    sets: bool = False,
    retest: bool = False,
) -> RatingsFile:
    """Parse a CSV of ratings. With `sets`, a label `a|b` is the set of a and b; with `retest`
    annotators are compared with themselves, see `occasions`.

    >>> table = read_ratings("item,annotator,label\\n1,ann,2\\n1,bob,2.0\\n2,ann,\\n", "r.csv")
    >>> table.ratings.categories, table.missing
    (('2',), 1)
    """
    read = _read_table(text, name, retest=retest)
    table = read.table
    item_names, items = _encode(table, "item")
    people, annotators = _encode(table, "annotator")
    _refuse_twice(table, items, annotators, len(people))
    labels = table.columns["label"]
    if sets:
        labels = [_canonical_set(label) for label in labels]
        categories = None if categories is None else [_canonical_set(c) for c in categories]
    distinct = dict.fromkeys(labels)
    absent = {"", *missing} | _missing_numbers(distinct, missing)
    given = np.fromiter((label not in absent for label in labels), bool, len(labels))
    known = known_categories(distinct, categories, missing=missing, sets=sets)
    keep = np.flatnonzero(given)
    ratings = ratings_from_rows(
        items[keep], annotators[keep], _codes_of(table, labels, given, categories, known),
        categories=known.names, annotators=people, n_items=len(item_names),
        articles=_articles(table, items, len(item_names)),
    )  # fmt: skip
    ratings = replace(ratings, values=known.numbers, items=tuple(item_names))
    lost = len(labels) - len(keep)
    notes = [*read.notes, *_lost(lost)]
    notes += _unknown_missing(distinct, absent, missing)
    notes += _like_nothing([labels[row] for row in keep])
    notes += look_alikes("label", known.names) + look_alikes("annotator", people)
    where = _first_no_number(table, labels, keep)
    return RatingsFile(
        ratings, len(labels), lost, categories is not None, where, tuple(notes), read.owner
    )


def _lost(rows: int) -> list[str]:
    return [f"{counted(rows, 'row')} with an empty or missing label"] if rows else []


def _read_table(text: str, name: str, *, retest: bool) -> Occasions:
    table = parse_table(text, name, RATING_COLUMNS, optional=("article", OCCASION))
    read = by_occasion(table, "item", retest=retest)
    unused = tuple(f"column {column!r} is not used" for column in table.unused)
    return replace(read, notes=(*unused, *read.notes))


def _unknown_missing(
    distinct: Collection[str], absent: set[str], missing: Collection[str]
) -> list[str]:
    return [
        f"no label is {label!r}, which --missing names"
        for label in missing
        if label not in distinct and not absent & _equal_numbers(distinct, label)
    ]


def _first_no_number(table: Table, labels: Sequence[str], rows: NDArray[np.intp]) -> str:
    odd = next((row for row in rows.tolist() if not is_number(labels[row])), None)
    return "" if odd is None else f"line {table.lines[odd]}: {labels[odd]!r}"


def _like_nothing(labels: Sequence[str]) -> list[str]:
    """Remarks on labels that may have been meant as missing.

    >>> _like_nothing(["yes", "NA"])
    ["1 row has the label 'NA', counted as a label; --missing=NA makes it a missing rating"]
    """
    counts = Counter(label for label in labels if label.casefold() in LIKE_NOTHING)
    return [
        f"{counted(count, 'row', 'has', 'have')} the label {label!r}, counted as a label; "
        f"--missing={label} makes it a missing rating"
        for label, count in counts.items()
    ]


def _encode(table: Table, column: str) -> tuple[list[str], NDArray[np.intp]]:
    """Names in order of first appearance, and the number of each row's name."""
    numbers: dict[str, int] = {}
    values = table.columns[column]
    codes = np.fromiter((numbers.setdefault(v, len(numbers)) for v in values), np.intp, len(values))
    if "" in numbers:
        row = int(np.argmax(codes == numbers[""]))
        raise table.error(row, f"the {column} is empty")
    return list(numbers), codes


def _refuse_twice(
    table: Table, items: NDArray[np.intp], annotators: NDArray[np.intp], people: int
) -> None:
    cell = items * people + annotators
    order = np.argsort(cell, kind="stable")
    again = np.flatnonzero(cell[order][1:] == cell[order][:-1])
    if len(again):
        which = again[np.argmin(order[again + 1])]  # the first row that repeats another
        first, second = int(order[which]), int(order[which + 1])
        who, what = table.columns["annotator"][second], table.columns["item"][second]
        raise table.error_both(
            first, second, f"annotator {who!r} rated item {what!r} twice; keep one of the rows"
        )


@dataclass(frozen=True)
class KnownCategories:
    """The fixed set of categories, their numbers if all are numbers, and each label's place."""

    names: tuple[str, ...]
    numbers: NDArray[np.float64] | None
    code_of: dict[str, int]  # -1: none of the categories that were given


def known_categories(
    labels: Collection[str],
    categories: Sequence[str] | None = None,
    *,
    missing: Collection[str] = (),
    sets: bool = False,
) -> KnownCategories:
    """Those of distinct labels; what is `missing` has no place.

    >>> known = known_categories(["10", "2", "2.0", "-9"], missing=["-9"])
    >>> known.names, known.code_of
    (('2', '10'), {'10': 1, '2': 0, '2.0': 0})
    """
    as_read = {label: _canonical_set(label) if sets else label for label in labels}
    if sets and categories is not None:
        categories = [_canonical_set(name) for name in categories]
    absent = {"", *missing} | _missing_numbers(list(as_read.values()), missing)
    seen = {label: name for label, name in as_read.items() if name not in absent}
    names = list(categories) if categories is not None else []
    numeric = not sets and bool(seen or names)
    numeric &= all(is_number(label) for label in (*seen.values(), *names))
    # Decimal: as floats, long numbers would be equal that are not.
    key: dict[str, Any] = {
        name: Decimal(name) if numeric else name for name in (*seen.values(), *names)
    }
    if categories is None:
        distinct = sorted({key[label] for label in seen.values()})
    else:
        distinct = [key[name] for name in names]
        if len(set(distinct)) < len(distinct):
            twice = next(name for i, name in enumerate(names) if key[name] in distinct[:i])
            raise RatingsError(f"category {twice!r} is named twice")
    place = {value: code for code, value in enumerate(distinct)}
    return KnownCategories(
        tuple(_shown(value) for value in distinct),
        np.array(distinct, dtype=np.float64) if numeric else None,
        {label: place.get(key[name], -1) for label, name in seen.items()},
    )


def _codes_of(
    table: Table, labels: list[str], given: NDArray[np.bool_], categories: Sequence[str] | None,
    known: KnownCategories,
) -> NDArray[np.intp]:  # fmt: skip
    """The codes of the labels given; the first that is none of the categories is an error."""
    used = [label for label, there in zip(labels, given, strict=True) if there]
    codes = np.fromiter((known.code_of[label] for label in used), np.intp, len(used))
    if len(codes) and codes.min() < 0:
        row = int(np.flatnonzero(given)[int(np.argmin(codes))])
        raise table.error(
            row, f"label {labels[row]!r} is none of the categories {', '.join(categories or ())}"
        )
    return codes


def is_number(label: str) -> bool:
    """A finite decimal number, as people write it.

    >>> is_number("-2.50"), is_number("NaN"), is_number("1e999"), is_number("1_0")
    (True, False, False, False)
    """
    return NUMBER.fullmatch(label) is not None and abs(float(label)) != float("inf")


def _shown(value: Decimal | str) -> str:
    """A number as short as can be: 2 for 2.0, and all digits of a long one.

    >>> _shown(Decimal("2.0")), _shown(Decimal("-0.50")), _shown(Decimal("9007199254740993"))
    ('2', '-0.5', '9007199254740993')
    """
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    near = float(value)
    if abs(near) < 1e21 and value == int(value):
        return str(int(value))
    return repr(near) if Decimal(repr(near)) == value else f"{value.normalize():g}"


def _missing_numbers(labels: Collection[str], missing: Collection[str]) -> set[str]:
    """Labels that are a missing number written otherwise (`-9.0` for `-9`), if all are numbers."""
    rest = [label for label in labels if label and label not in missing]
    if not all(is_number(label) for label in rest):
        return set()
    return set[str]().union(*(_equal_numbers(rest, name) for name in missing))


def _equal_numbers(labels: Collection[str], name: str) -> set[str]:
    if not is_number(name):
        return set()
    number = Decimal(name)
    return {label for label in labels if is_number(label) and Decimal(label) == number}


def _canonical_set(label: str) -> str:
    """`b|a` and `a|b` are one set; `|` is the empty one; an empty label stays missing."""
    if not label:
        return label
    return "|".join(sorted({part.strip() for part in label.split("|") if part.strip()})) or "|"


def _articles(table: Table, items: NDArray[np.intp], n_items: int) -> list[str] | None:
    """The article of each item; one item in two articles is an error with both lines."""
    if "article" not in table.columns:
        return None
    names, codes = _encode(table, "article")
    rows = np.arange(len(items))
    first = np.full(n_items, len(items))
    np.minimum.at(first, items, rows)
    moved = np.flatnonzero(codes != codes[first[items]])
    if len(moved):
        row = int(moved[0])
        raise table.error_both(
            int(first[items[row]]), row,
            f"item {table.columns['item'][row]!r} is in two articles, "
            f"{names[codes[first[items[row]]]]!r} and {names[codes[row]]!r}",
        )  # fmt: skip
    return [names[code] for code in codes[first]]
