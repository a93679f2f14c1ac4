"""How often items of a cluster have the same counts of categories, counted by an engine.

    SELECT cluster, n_1 ... n_K, count(*) FROM (SELECT ... GROUP BY item) GROUP BY cluster, n_1 ...

The counts of an item are packed into whole numbers, some bits for each category, so that each is
one sum. A cluster is what intervals draw: an article, or an item where no article is given; beyond
`MOST_APART` of them, one of `BLOCKS` blocks that a hash of its name chooses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.engines.engine import STUDY, Engine
from annotator.agreement.files.ratings_file import KnownCategories, known_categories
from annotator.errors import RatingsError

MOST_APART = 100_000  # beyond, they are joined in blocks
BLOCKS = 2000
MOST_CATEGORIES = 256
BITS = 62  # of one packed number
MOST_AS_BITS = 62


@dataclass(frozen=True, eq=False)
class CountedItems:
    """`rows`, `times` and `cluster` belong together: so many items of the cluster have these
    counts."""

    categories: tuple[str, ...]
    values: Floats | None  # the number of each category, where all are numbers
    annotators: int
    rows: NDArray[np.int64]  # shape (n_rows, n_categories)
    times: NDArray[np.int64]
    cluster: NDArray[np.intp]
    n_clusters: int  # those in `cluster`: articles, items or blocks
    clusters: int  # articles or items in all
    kind: str  # "articles" or "items"
    rated: int  # rows of the files
    missing: int  # of these without a label

    @property
    def ratings_per_row(self) -> NDArray[np.int64]:
        m: NDArray[np.int64] = self.rows.sum(axis=1)
        return m

    @property
    def n_items(self) -> int:
        return int(self.times.sum())


def count_items_of(
    engine: Engine, *, categories: Sequence[str] | None = None, missing: Collection[str] = (),
    sets: bool = False,
) -> CountedItems:  # fmt: skip
    """Two small looks at the labels and annotators, then the one large query."""
    look = _look(engine)
    known = known_categories(
        {label.strip() for label in look.labels if label.strip()}, categories, missing=missing,
        sets=sets,
    )  # fmt: skip
    if len(known.names) > MOST_CATEGORIES:
        raise RatingsError(
            f"{len(known.names)} labels: an engine counts at most {MOST_CATEGORIES}; "
            "without --engine there is no such limit"
        )
    places = _places(look.labels, known)
    kind = "articles" if "article" in engine.columns() else "items"
    column = kind[:-1]
    # Nobody rates an item twice: so many items there are at least. Counting them takes long.
    clusters = look.rows // max(1, len(look.people)) if kind == "items" else 0
    if clusters <= MOST_APART:
        clusters = how_many(engine, column)
    joined = clusters > MOST_APART
    packing = Packing(len(known.names), max(1, len(look.people).bit_length()))
    engine.add_table("codes", packing.codes(places))
    engine.add_table("people", _bits(look.people))
    by = engine.block_of(column, BLOCKS) if joined else f"CAST({column} AS STRING)"
    found = engine.rows(counting_query(engine.source(by), column, packing.words))
    if len(look.people) > MOST_AS_BITS or found["twice"].any():
        _refuse_twice(engine)
    if kind == "articles":
        _refuse_two_articles(engine)
    names, place = np.unique(found["cluster"].astype(str), return_inverse=True)
    times = found["times"].astype(np.int64)
    if not joined:
        clusters = len(names)
    elif kind == "items":
        clusters = int(times.sum())
    given_rows = sum(n for label, n in look.labels.items() if places[label] >= 0)
    return CountedItems(
        known.names, known.numbers, len(look.people), packing.unpacked(found), times,
        place.reshape(-1), len(names), clusters, kind, look.rows, look.rows - given_rows,
    )  # fmt: skip


@dataclass(frozen=True)
class Packing:
    """The counts of an item in as few numbers as hold them."""

    categories: int
    bits: int  # of one count, which is at most the number of annotators

    @property
    def in_one(self) -> int:
        return max(1, BITS // self.bits)

    @property
    def words(self) -> int:
        return max(1, -(-self.categories // self.in_one))

    def codes(self, places: Mapping[str, int]) -> dict[str, list[Any]]:
        """What a rating with each label adds to each number; place -1 adds nothing.

        >>> Packing(3, 2).codes({"a": 0, "b": 1, "none": -1})
        {'name': ['a', 'b', 'none'], 'p0': [1, 4, 0]}
        """
        table: dict[str, list[Any]] = {"name": list(places)}
        for word in range(self.words):
            table[f"p{word}"] = [
                1 << (self.bits * (place % self.in_one)) if place // self.in_one == word else 0
                for place in places.values()
            ]
        return table

    def unpacked(self, found: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
        """Count rows, shape (n_rows, n_categories)."""
        packed = [found[f"p{word}"].astype(np.int64) for word in range(self.words)]
        category = np.arange(self.categories)
        shifted = np.stack(packed, axis=1)[:, category // self.in_one] >> (
            self.bits * (category % self.in_one)
        )
        rows: NDArray[np.int64] = shifted & ((1 << self.bits) - 1)
        return rows


@dataclass(frozen=True)
class _Look:
    labels: dict[str, int]  # as they stand in the files ("" for none), and how many rows have each
    people: list[Any]
    rows: int


def _look(engine: Engine) -> _Look:
    found = engine.rows(
        "SELECT coalesce(CAST(label AS STRING), '') AS label, CAST(annotator AS STRING) AS "
        f"annotator, count(*) AS n, count(item) AS items FROM {STUDY} GROUP BY 1, 2"
    )
    labels: dict[str, int] = {}
    for label, n in zip(found["label"].tolist(), found["n"].tolist(), strict=True):
        labels[label] = labels.get(label, 0) + n
    people = list(dict.fromkeys(found["annotator"].tolist()))
    rows = int(found["n"].sum())
    for what, empty in (
        ("annotator", any(who is None or not who.strip() for who in people)),
        ("item", int(found["items"].sum()) < rows),
    ):
        if empty:
            raise RatingsError(f"a row has no {what}")
    return _Look(labels, people, rows)


def _places(labels: Iterable[str], known: KnownCategories) -> dict[str, int]:
    """Of each label as it stands in the files; -1: a missing rating."""
    places = {label: known.code_of.get(label.strip(), -1) for label in labels}
    if unknown := [one for one in places if one.strip() in known.code_of and places[one] < 0]:
        given = ", ".join(known.names)
        raise RatingsError(f"label {unknown[0]!r} is none of the categories {given}")
    return places


def how_many(engine: Engine, column: str) -> int:
    """Distinct values."""
    return int(engine.rows(f"SELECT count(DISTINCT {column}) AS n FROM {STUDY}")["n"][0])


def _bits(people: Sequence[Any]) -> dict[str, list[Any]]:
    """A bit for each annotator: an item has as many as it has rows unless one is there twice."""
    few = len(people) <= MOST_AS_BITS
    return {"who": list(people), "bit": [1 << n if few else 0 for n in range(len(people))]}


def counting_query(source: str, column: str, words: int) -> str:
    packed = [f"p{word}" for word in range(words)]
    sums = ", ".join(f"CAST(coalesce(sum({p}), 0) AS BIGINT) AS {p}" for p in packed)
    of_item = "cluster, item" if column == "item" else f"cluster, item, {column}"
    keys = ", ".join(["cluster", *packed])
    return (
        f"SELECT {keys}, count(*) AS times, max(twice) AS twice FROM ("
        f"SELECT cluster, {sums}, "
        "CASE WHEN bit_count(bit_or(bit)) <> count(*) THEN 1 ELSE 0 END AS twice "
        f"FROM {source} LEFT JOIN codes ON CAST(label AS STRING) = name "
        f"LEFT JOIN people ON CAST(annotator AS STRING) = who GROUP BY {of_item}"
        f") AS items GROUP BY {keys}"
    )


def _refuse_twice(engine: Engine) -> None:
    found = engine.rows(
        "SELECT CAST(item AS STRING) AS item, CAST(annotator AS STRING) AS annotator FROM "
        f"{STUDY} GROUP BY item, annotator HAVING count(*) > 1 LIMIT 1"
    )
    if len(found["item"]):
        raise RatingsError(
            f"annotator {found['annotator'][0]!r} rated item {found['item'][0]!r} twice; "
            "keep one of the rows"
        )


def _refuse_two_articles(engine: Engine) -> None:
    found = engine.rows(
        "SELECT CAST(item AS STRING) AS item, CAST(min(article) AS STRING) AS one, "
        f"CAST(max(article) AS STRING) AS other FROM {STUDY} GROUP BY item "
        "HAVING min(article) <> max(article) LIMIT 1"
    )
    if len(found["item"]):
        raise RatingsError(
            f"item {found['item'][0]!r} is in two articles, {found['one'][0]!r} and "
            f"{found['other'][0]!r}"
        )
