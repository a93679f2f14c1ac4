"""How often items of a cluster have the same counts of categories, counted by an engine.

    SELECT cluster, n_1 ... n_K, count(*) FROM (SELECT ... GROUP BY item) GROUP BY cluster, n_1 ...

The counts of an item are packed into whole numbers, some bits for each category and one for each
annotator, so that each number is one sum. Where an annotator is there twice, bits are carried and
fewer are set than there are ratings. A cluster is what intervals draw: an article, or an item where
no article is given; beyond `MOST_APART` of them, one of `BLOCKS` blocks that a hash of its name
chooses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.engines.engine import STUDY, Engine, Rows
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
    people = len(look.people)
    packing = Packing(len(known.names), max(1, people.bit_length()), people)
    engine.add_table("codes", packing.codes(places))
    engine.add_table("people", packing.people_bits(look.people))
    by = engine.block_of(column, BLOCKS) if joined else f"CAST({column} AS STRING)"
    found, counts = _counted(engine, column, by, packing, look.rows)
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
        known.names, known.numbers, len(look.people), counts[:, :-1], times,
        place.reshape(-1), len(names), clusters, kind, look.rows, look.rows - given_rows,
    )  # fmt: skip


def _counted(
    engine: Engine, column: str, by: str, packing: Packing, rows: int
) -> tuple[Rows, NDArray[np.int64]]:
    """The answer and its counts, once nobody is known to have rated an item twice.

    A count that outgrew its field has lost ratings, so all of them must be there; then bits of
    annotators were not carried into, and are as many as the ratings where all are different.
    """
    try:
        found = engine.rows(counting_query(engine, column, by, packing.words))
    except RatingsError:  # a sum too large: of very many ratings by one annotator
        _refuse_twice(engine)
        raise
    counts = packing.counts(found)
    ratings = counts.sum(axis=1)
    if (
        not packing.told
        or int(ratings @ found["times"].astype(np.int64)) != rows
        or (packing.raters(found) != ratings).any()
    ):
        _refuse_twice(engine)
    return found, counts


@dataclass(frozen=True)
class Packing:
    """The counts of an item and who rated it, in as few numbers as hold them.

    A field of `bits` for each category and one for ratings without a label, then a field of one bit
    for each annotator; none lies in two numbers. With too many annotators they have no fields.
    """

    categories: int
    bits: int  # of one count, which is at most the number of annotators
    people: int

    @cached_property
    def fields(self) -> list[tuple[int, int]]:
        """Number and shift of each field."""
        counts, flags = self.categories + 1, self.people if self.people <= MOST_AS_BITS else 0
        found, word, used = [], 0, 0
        for bits in [self.bits] * counts + [1] * flags:
            if used + bits > BITS:
                word, used = word + 1, 0
            found.append((word, used))
            used += bits
        return found

    @property
    def words(self) -> int:
        return self.fields[-1][0] + 1

    def codes(self, places: Mapping[str, int]) -> dict[str, list[Any]]:
        """What a rating with each label adds to each number; place -1 is a missing rating.

        >>> Packing(3, 2, 2).codes({"a": 0, "b": 1, "none": -1})
        {'name': ['a', 'b', 'none'], 'p0': [1, 4, 64]}
        """
        return self._table("name", list(places), [place % (self.categories + 1)
                                                  for place in places.values()], "p")  # fmt: skip

    def people_bits(self, people: Sequence[Any]) -> dict[str, list[Any]]:
        """What a rating by each annotator adds.

        >>> Packing(3, 2, 2).people_bits(["ann", "bob"])
        {'who': ['ann', 'bob'], 'q0': [256, 512]}
        """
        first = self.categories + 1
        fields = [first + place if self.told else -1 for place in range(len(people))]
        return self._table("who", list(people), fields, "q")

    @property
    def told(self) -> bool:
        """Whether the numbers tell if an annotator is there twice."""
        return self.people <= MOST_AS_BITS

    def counts(self, found: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
        """Of each category and of ratings without a label, shape (n_rows, n_categories + 1)."""
        return self._unpacked(found, self.fields[: self.categories + 1], self.bits)

    def raters(self, found: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
        """How many annotators rated each; what was carried beyond the last bit counts too."""
        flags = self._unpacked(found, self.fields[self.categories + 1 :], 1)
        n: NDArray[np.int64] = flags.sum(axis=1)
        return n

    def _table(
        self, key: str, names: list[Any], fields: Sequence[int], prefix: str
    ) -> dict[str, list[Any]]:
        table: dict[str, list[Any]] = {key: names}
        for word in range(self.words):
            table[f"{prefix}{word}"] = [
                1 << self.fields[field][1] if field >= 0 and self.fields[field][0] == word else 0
                for field in fields
            ]
        return table

    def _unpacked(
        self, found: Mapping[str, NDArray[Any]], fields: list[tuple[int, int]], bits: int
    ) -> NDArray[np.int64]:
        columns = [
            found[f"p{word}"].astype(np.int64) >> shift & ((1 << bits) - 1)
            for word, shift in fields
        ]
        rows = len(found["times"])
        return np.stack(columns, axis=1) if columns else np.zeros((rows, 0), dtype=np.int64)


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


def counting_query(engine: Engine, column: str, by: str, words: int) -> str:
    packed = [f"p{word}" for word in range(words)]
    sums = ", ".join(
        f"CAST(sum(coalesce(p{word}, 0) + q{word}) AS BIGINT) AS p{word}" for word in range(words)
    )
    source, of_item = engine.source(by), "item" if column == "item" else f"item, {column}"
    if engine.sends_by_cluster:
        of_item, by = f"cluster, {of_item}", "cluster"
    keys = ", ".join(["cluster", *packed])
    items = (
        f"SELECT {of_item}, {sums} FROM {source} "
        "LEFT JOIN codes ON CAST(label AS STRING) = name "
        f"JOIN people ON CAST(annotator AS STRING) = who GROUP BY {of_item}"
    )
    return (
        f"SELECT {keys}, count(*) AS times FROM (SELECT {by} AS cluster, {', '.join(packed)} "
        f"FROM ({items}) AS items) AS packed GROUP BY {keys}"
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
